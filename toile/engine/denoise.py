"""What passes between a sampler and whoever owns the network.

A sampler is a generator: it yields what it wants denoised, is sent the answer, and returns the finished latent. It
never sees a network.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

Array = Any  # a numpy array or a torch tensor: samplers use nothing but arithmetic


@dataclass(frozen=True)
class Denoise:
    """A wish: `x` [C, h, w], at noise level `sigma`, without its noise."""

    x: Array
    sigma: float


@dataclass(frozen=True)
class Denoised:
    """The answer: the denoised image `x0` with guidance, and `x0_uncond` for the negative prompt alone."""

    x0: Array
    x0_uncond: Array


Sampling = Generator[Denoise, Denoised, Array]
