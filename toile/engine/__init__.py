"""The engine: checkpoints, noise levels, samplers and the batcher that runs them."""
