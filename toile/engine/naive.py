"""The batcher's plain twin: one sampler alone, from its first wish to its last."""

from collections.abc import Callable
from typing import Any

from toile.engine.denoise import Denoise, Denoised, Sampling


def run(
    sampling: Sampling,
    denoise: Callable[[Denoise], Denoised],
    tell: Callable[[int, Denoised], None] = lambda done, answer: None,
) -> Any:
    """The finished latent. `tell` hears, after every answer, how many there have been and the last one."""
    done = 0
    try:
        asked = next(sampling)
        while True:
            answer = denoise(asked)
            done += 1
            tell(done, answer)
            asked = sampling.send(answer)
    except StopIteration as stop:
        return stop.value
    finally:
        sampling.close()
