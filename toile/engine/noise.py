"""Noise: where a picture begins, and what ancestral samplers add to it.

`Philox` draws what torch draws on an NVIDIA card, on any machine: the counter-based generator Philox4x32-10 (Salmon et
al. 2011, Parallel random numbers: as easy as 1, 2, 3) and the Box-Muller transform, each number from a counter of its
own.
"""

from dataclasses import dataclass
from math import acos, sin

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats, Points

_MULTIPLY = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (np.uint32(0x9E3779B9), np.uint32(0xBB67AE85))
_ROUNDS = 10
_UNIT = np.float32(2.0**-32)
_TURN = np.float32(2.0**-32 * 2 * np.pi)
_ALIKE = 0.9995  # cosine between two noises from which on they are mixed along a line
SEEDS = 2**64

Words = NDArray[np.uint32]


@dataclass
class Philox:
    """One picture's own generator. `drawn`: how many times it has been asked; the same seed and count give the same."""

    seed: int
    drawn: int = 0

    def __call__(self, shape: tuple[int, ...]) -> Floats:
        """Standard normal noise, float32."""
        count = int(np.prod(shape))
        counter = np.zeros((4, count), np.uint32)
        counter[0] = self.drawn
        counter[2] = np.arange(count, dtype=np.uint32)
        self.drawn += 1
        words = _philox(counter, (self.seed & 0xFFFFFFFF, self.seed >> 32 & 0xFFFFFFFF))
        u = words[0] * _UNIT + _UNIT / 2
        v = words[1] * _TURN + _TURN / 2
        return np.asarray(np.sqrt(-2 * np.log(u)) * np.sin(v), np.float32).reshape(shape)


def _philox(counter: Words, key: tuple[int, int]) -> Words:
    """Ten rounds on counters [4, N] with one key of two words."""
    a, b, c, d = counter
    low, high = np.uint32(key[0]), np.uint32(key[1])
    with np.errstate(over="ignore"):
        for _ in range(_ROUNDS):
            first, second = a * _MULTIPLY[0], c * _MULTIPLY[1]
            a, b, c, d = (
                (second >> np.uint64(32)).astype(np.uint32) ^ b ^ low,
                second.astype(np.uint32),
                (first >> np.uint64(32)).astype(np.uint32) ^ d ^ high,
                first.astype(np.uint32),
            )
            low, high = low + _WEYL[0], high + _WEYL[1]
    return np.stack((a, b, c, d))


def blend(noise: Floats, other: Floats, share: float) -> Floats:
    """Noise on the way from one to the other along a great circle (Shoemake 1985), `share` 0..1 of it; nearly parallel
    ones along a line. That is what a variation seed does."""
    one, two = (array.astype(np.float64) for array in (noise, other))
    cosine = float((one * two).sum() / (np.linalg.norm(one) * np.linalg.norm(two)))
    if abs(cosine) > _ALIKE:
        return np.asarray(one + share * (two - one), np.float32)
    angle = acos(cosine)
    mixed = (sin((1 - share) * angle) * one + sin(share * angle) * two) / sin(angle)
    return np.asarray(mixed, np.float32)


def lay(noise: Floats, onto: Floats) -> Floats:
    """Noise [C, h, w] made for another size, in the middle of that for this one [C, H, W]; what hangs over is cut off.
    So a seed gives much the same picture at another size."""
    out = onto.copy()
    (top, into_y, tall), (left, into_x, wide) = (
        (max(0, (old - new) // 2), max(0, (new - old) // 2), min(old, new))
        for old, new in zip(noise.shape[1:], onto.shape[1:], strict=True)
    )
    out[:, into_y : into_y + tall, into_x : into_x + wide] = noise[:, top : top + tall, left : left + wide]
    return out


@dataclass
class Mersenne:
    """PyTorch's numbers on a processor: the Mersenne twister (Matsumoto and Nishimura 1998), 24 bits of each word, and
    the Box-Muller transform over blocks of 16. For 16 numbers or more."""

    seed: int

    def __post_init__(self) -> None:
        self._bits = np.random.MT19937()
        self._bits._legacy_seeding(self.seed & 0xFFFFFFFF)  # the twister's own way from one word

    def __call__(self, shape: tuple[int, ...]) -> Floats:
        """Standard normal noise, float32."""
        count = int(np.prod(shape))
        uniform = self._uniform(count)
        whole = count // 16 * 16
        values = np.empty(count, np.float32)
        values[:whole] = _turned(uniform[:whole])
        if whole < count:  # the last 16 are drawn once more
            values[-16:] = _turned(self._uniform(16))
        return values.reshape(shape)

    def _uniform(self, count: int) -> Floats:
        words = self._bits.random_raw(count).astype(np.uint32) & np.uint32(0xFFFFFF)
        return words.astype(np.float32) * np.float32(2.0**-24)


def _turned(uniform: Floats) -> Floats:
    """Box-Muller: the first eight of every 16 give lengths, the others angles."""
    first, second = uniform.reshape(-1, 2, 8).transpose(1, 0, 2)
    length = np.sqrt(np.float32(-2) * np.log(np.float32(1) - first))
    angle = np.float32(2 * np.pi) * second
    return np.stack((length * np.cos(angle), length * np.sin(angle)), 1).reshape(-1)


class Brownian:
    """Noise of one path of Brownian motion over the noise levels: between two levels it is always the same, however
    many steps lie between (Li et al. 2020, arXiv 2001.01328, section 4). A tree of halvings, each level of it seeded
    by where it is; not the bits of any other library's.
    """

    def __init__(self, shape: tuple[int, ...], seed: int, least: float, most: float) -> None:
        """For levels from `least` to `most`."""
        self._shape, self._seed, self._least, self._most = shape, seed, least, most

    def __call__(self, now: float, then: float) -> Floats:
        """The step's noise, unit variance, float32."""
        low, high = sorted((self._place(now), self._place(then)))
        if high - low < 2.0**-_DEPTH:
            return np.zeros(self._shape, np.float32)
        step = self._walk(high) - self._walk(low)
        return np.asarray(np.sign(now - then) * step / np.sqrt(high - low), np.float32)

    def _place(self, sigma: float) -> float:
        return float(np.clip((sigma - self._least) / (self._most - self._least), 0, 1))

    def _walk(self, at: float) -> Points:
        """Where the path is at 0..1: halved towards it, each middle drawn between its ends (Lévy's construction)."""
        start, end = 0.0, 1.0
        below, above = np.zeros(self._shape), self._draw(0, 0)
        for depth in range(1, _DEPTH + 1):
            if at <= start:
                return below
            if at >= end:
                return above
            middle = (start + end) / 2
            number = round(start * 2 ** (depth - 1))
            halfway = (below + above) / 2 + np.sqrt((end - start) / 4) * self._draw(depth, number)
            if at < middle:
                end, above = middle, halfway
            else:
                start, below = middle, halfway
        share = (at - start) / (end - start)
        return np.asarray(below + share * (above - below), np.float64)

    def _draw(self, depth: int, number: int) -> Points:
        return np.random.default_rng((self._seed, depth, number)).standard_normal(self._shape)


_DEPTH = 24  # halvings: finer than any two levels of a schedule lie apart
