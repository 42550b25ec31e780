"""Draws: a picture's own noise."""

from collections.abc import Callable, Sequence

from toile.engine.catalogue import Sampler
from toile.engine.noise import Brownian, Mersenne, Philox, blend, lay
from toile.engine.request import GRID, Request, Source
from toile.pixels.arrays import Floats


class Draws:
    """A picture's own noise: the `first` to begin with, and what samplers add on the way."""

    def __init__(
        self, request: Request, seeds: tuple[int, int], shape: tuple[int, ...], sampler: Sampler
    ) -> None:
        make = Philox if request.source is Source.NV else Mersenne
        seed, other = seeds
        self._generator = make(seed)
        self._sampler, self._seed, self._shape = sampler, seed, shape
        small = shape
        if request.noise_size:
            small = (shape[0], *(side // GRID for side in reversed(request.noise_size)))
        noise = make(seed)(small) if small != shape else self._generator(shape)
        if request.variation.strength:
            noise = blend(noise, make(other)(small), request.variation.strength)
        self.first = lay(noise, self._generator(shape)) if small != shape else noise
        if request.seed_delta and sampler.delta:
            self._generator = make(seed + request.seed_delta)

    def noise(self, levels: Sequence[float]) -> Callable[[float, float], Floats]:
        """What a sampler draws from."""
        if self._sampler.brownian:
            within = [level for level in levels if level > 0]
            return Brownian(self._shape, self._seed, min(within), max(within))
        return lambda now, then: self._generator(self._shape)
