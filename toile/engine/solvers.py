"""More samplers, in the form of `samplers`: multistep, restarts, DPM-Solver of up to third order, and guidance that
stays on the manifold.

Those of DPM-Solver choose their own levels between the first and the last but one that they are given, and end there.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan, exp, expm1, inf, log, sqrt
from typing import Any

from toile.engine.denoise import Array, Denoise, Denoised, Sampling
from toile.engine.samplers import Noise, split

# Adams and Bashforth: what the last slopes count, the newest first (Liu et al. 2022, arXiv 2202.09778, equation 12).
_PLMS = ((1.0,), (3 / 2, -1 / 2), (23 / 12, -16 / 12, 5 / 12), (55 / 24, -59 / 24, 37 / 24, -9 / 24))


def plms(x: Array, sigmas: Sequence[float], noise: Noise) -> Sampling:
    """Pseudo linear multistep (Liu et al. 2022, arXiv 2202.09778, algorithm 2), begun by a step of second order."""
    slopes: list[Array] = []
    for now, then in pairwise(sigmas):
        slope = (x - (yield Denoise(x, now)).x0) / now
        if not slopes and then > 0:
            ahead = x + (then - now) * slope
            mixed = (slope + (ahead - (yield Denoise(ahead, then)).x0) / then) / 2
        else:
            weights = _PLMS[min(len(slopes), 3)]
            mixed = sum(weight * one for weight, one in zip(weights, [slope, *slopes], strict=False))
        slopes = [slope, *slopes[:2]]
        x = x + (then - now) * mixed
    return x


@dataclass(frozen=True)
class Restarts:
    """Where restarts go back from and to, as noise levels, in how many steps, and how often. The numbers for Stable
    Diffusion: Xu et al. 2023, arXiv 2306.14878, appendix, as AUTOMATIC1111 has them."""

    low: float = 0.1
    high: float = 2.0
    steps: int = 0
    times: int = 0

    @staticmethod
    def among(steps: int) -> "Restarts":
        """For so many steps in all; none for few."""
        if steps >= 36:
            return Restarts(steps=steps // 4, times=2)
        return Restarts(steps=9, times=1) if steps >= 20 else Restarts()


def restart(x: Array, sigmas: Sequence[float], noise: Noise, strength: float = 1.0) -> Sampling:
    """Xu et al. 2023, arXiv 2306.14878, algorithm 1: Heun's steps down, and some of the way again from more noise."""
    last = sigmas[0]
    for now, then in list_restarts(sigmas):
        if now > last:
            x = x + strength * sqrt(now**2 - last**2) * noise(now, then)
        slope = (x - (yield Denoise(x, now)).x0) / now
        ahead = x + (then - now) * slope
        if then > 0:
            slope = (slope + (ahead - (yield Denoise(ahead, then)).x0) / then) / 2
            ahead = x + (then - now) * slope
        x, last = ahead, then
    return x


def list_restarts(sigmas: Sequence[float]) -> Iterator[tuple[float, float]]:
    """The steps, from and to; restarts are taken from their number."""
    steps = len(sigmas) - 1
    again = Restarts.among(steps)
    levels = list(sigmas)
    if again.times:
        levels = [*_karras(steps - again.steps * again.times, sigmas[-2], sigmas[0]), 0.0]
    low, high = (
        min(range(len(levels)), key=lambda i: abs(levels[i] - end)) for end in (again.low, again.high)
    )
    for number, pair in enumerate(pairwise(levels), 1):
        yield pair
        if again.times and number == low and high < low:
            for _ in range(again.times):
                yield from pairwise(_karras(again.steps + 1, levels[low], levels[high]))


def _karras(count: int, least: float, most: float, rho: float = 7.0) -> list[float]:
    """Karras et al. 2022, arXiv 2206.00364, equation 5."""
    low, high = least ** (1 / rho), most ** (1 / rho)
    return [(high + number / max(count - 1, 1) * (low - high)) ** rho for number in range(count)]


def ddim_cfgpp(
    x: Array, sigmas: Sequence[float], noise: Noise, eta: float = 0.0, strength: float = 1.0
) -> Sampling:
    """CFG++ (Chung et al. 2024, arXiv 2406.08070, algorithm 2): noise is put back as the negative prompt sees it."""
    for now, then in pairwise(sigmas):
        answer = yield Denoise(x, now)
        down, up = split(now, then, eta)
        x = answer.x0 + (down / now) * (x - answer.x0_uncond)
        if then > 0 and eta:
            x = x + strength * up * noise(now, then)
    return x


Asking = Generator[Denoise, Denoised, Any]


def _slope(x: Array, t: float) -> Asking:
    """The noise in x at the time t = -log sigma."""
    return (x - (yield Denoise(x, exp(-t))).x0) / exp(-t)


def _first(x: Array, t: float, then: float, noise: Array) -> Array:
    """DPM-Solver-1 (Lu et al. 2022, arXiv 2206.00927, equation 4.1)."""
    return x - exp(-then) * expm1(then - t) * noise


def _second(x: Array, t: float, then: float, noise: Array, r: float = 0.5) -> Asking:
    """DPM-Solver-2 (algorithm 4)."""
    h = then - t
    other = yield from _slope(_first(x, t, t + r * h, noise), t + r * h)
    return _first(x, t, then, noise) - exp(-then) / (2 * r) * expm1(h) * (other - noise)


def _third(x: Array, t: float, then: float, noise: Array) -> Asking:
    """DPM-Solver-3 (algorithm 5), with r1 = 1/3 and r2 = 2/3; and what DPM-Solver-2 comes to with the first of
    these."""
    h, r1, r2 = then - t, 1 / 3, 2 / 3
    s1, s2 = t + r1 * h, t + r2 * h
    one = yield from _slope(_first(x, t, s1, noise), s1)
    bent = exp(-s2) * (r2 / r1) * (expm1(r2 * h) / (r2 * h) - 1)
    two = yield from _slope(_first(x, t, s2, noise) - bent * (one - noise), s2)
    plain = _first(x, t, then, noise)
    lower = plain - exp(-then) / (2 * r1) * expm1(h) * (one - noise)
    return lower, plain - exp(-then) / r2 * (expm1(h) / h - 1) * (two - noise)


def _aim(then: float, end: float, t: float, eta: float) -> tuple[float, float]:
    """The time that a step goes to, with less noise than at `then`, and that of the noise which makes up for it."""
    if not eta:
        return then, 0.0
    down, _ = split(exp(-t), exp(-then), eta)
    aimed = min(end, -log(down)) if down > 0 else end
    return aimed, sqrt(max(exp(-2 * then) - exp(-2 * aimed), 0.0))


def dpm_fast(
    x: Array, sigmas: Sequence[float], noise: Noise, eta: float = 0.0, strength: float = 1.0
) -> Sampling:
    """DPM-Solver-fast (Lu et al. 2022, arXiv 2206.00927, appendix D.3): as many asks as there are steps, three of
    them a step as long as they last."""
    asks = len(sigmas) - 1
    if asks == 1:
        return (yield Denoise(x, sigmas[0])).x0
    start, end = -log(sigmas[0]), -log(sigmas[-2])
    count = asks // 3 + 1
    orders = [3] * (count - 2) + [2, 1] if asks % 3 == 0 else [3] * (count - 1) + [asks % 3]
    times = [start + number / count * (end - start) for number in range(count + 1)]
    for (t, then), order in zip(pairwise(times), orders, strict=True):
        aimed, up = _aim(then, end, t, eta)
        slope = yield from _slope(x, t)
        if order == 1:
            x = _first(x, t, aimed, slope)
        elif order == 2:
            x = yield from _second(x, t, aimed, slope)
        else:
            _, x = yield from _third(x, t, aimed, slope)
        if up:
            x = x + strength * up * noise(exp(-t), exp(-then))
    return x


@dataclass
class _Pace:
    """How long a step may be: longer after small errors, shorter after large ones, never in jumps (Söderlind 2003,
    Digital filters in adaptive time-stepping; the integral part alone; with fresh noise a method is of
    half its order)."""

    h: float
    order: float

    def accepts(self, error: float) -> bool:
        """Whether a step with that error, 1 being what is tolerated, is taken. The next is made longer or shorter."""
        factor = 1 + atan((1 / (error + 1e-8)) ** (1 / self.order) - 1)
        self.h *= factor
        return factor >= _TAKEN


_TAKEN = 0.81  # what a step must leave of its length to be taken


def dpm_adaptive(
    x: Array, sigmas: Sequence[float], noise: Noise, eta: float = 0.0, strength: float = 1.0,
    relative: float = 0.05, absolute: float = 0.0078,
) -> Sampling:  # fmt: skip
    """DPM-Solver-12/23 adaptive (Lu et al. 2022, arXiv 2206.00927, appendix C, algorithm 6): as many steps as the error
    between the solvers of second and third order asks for, whatever number is wished."""
    if len(sigmas) == 2:
        return (yield Denoise(x, sigmas[0])).x0
    t, end = -log(sigmas[0]), -log(sigmas[-2])
    pace, before = _Pace(0.05, 1.5 if eta else 3.0), x
    while t < end - 1e-5:
        then = min(end, t + pace.h)
        aimed, up = _aim(then, end, t, eta)
        slope = yield from _slope(x, t)
        low, high = yield from _third(x, t, aimed, slope)
        error = _error(low, high, before, relative, absolute)
        if pace.accepts(error):
            before = low
            x = high + strength * up * noise(exp(-t), exp(-then)) if up else high
            t = then
    return x


def _error(low: Array, high: Array, before: Array, relative: float, absolute: float) -> float:
    """How far two solutions lie apart, 1 being what is tolerated."""
    size = abs(low)
    other = abs(before)
    larger = (size + other + abs(size - other)) / 2  # the greater of both, of numpy or torch
    tolerated = larger * relative
    tolerated = (tolerated + absolute + abs(tolerated - absolute)) / 2
    share = ((low - high) / tolerated) ** 2
    mean = float(share.mean())
    return sqrt(mean) if mean < inf else inf
