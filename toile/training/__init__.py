"""Training on the synthetic world. Needs the `train` extra: torch."""
