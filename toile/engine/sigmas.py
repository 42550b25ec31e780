"""Sigmas: the noise levels that a picture goes down through, [steps + 1], the last of them mostly 0.

Stable Diffusion 1.5 and XL were trained on a thousand levels (Ho et al. 2020, arXiv 2006.11239, with scaled-linear
betas, Rombach et al. 2022). A schedule picks as many as there are steps. Names are AUTOMATIC1111's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import atan, exp, lgamma, log, tan

import numpy as np

from toile.pixels.arrays import Points

TRAINED = 1000  # levels
_FIRST_BETA, _LAST_BETA = 0.00085, 0.012


@dataclass(frozen=True)
class Span:
    """What a schedule may use: the levels that the network was `trained` on, rising, and how far it goes: by default
    from the least to the most of them. `rho` bends Karras' schedule, `alpha` and `beta` that of the beta
    distribution."""

    trained: tuple[float, ...]
    least: float
    most: float
    rho: float = 7.0
    alpha: float = 0.6
    beta: float = 0.6

    def at(self, time: float) -> float:
        """The level at a time 0..999, between two of them linear in the logarithm."""
        return float(np.exp(np.interp(time, np.arange(len(self.trained)), np.log(self.trained))))

    def time(self, sigma: float) -> float:
        """The time of a level; that of the nearest one outside of the range."""
        return float(np.interp(log(sigma), np.log(self.trained), np.arange(len(self.trained))))


@cache
def trained() -> tuple[float, ...]:
    """The thousand levels of Stable Diffusion, 0.0292 to 14.6146."""
    betas = np.linspace(_FIRST_BETA**0.5, _LAST_BETA**0.5, TRAINED) ** 2
    kept: Points = np.cumprod(1 - betas)
    return tuple(float(level) for level in np.sqrt((1 - kept) / kept))


def span(**changed: float) -> Span:
    """The whole range of Stable Diffusion's levels, with what is `changed` of it."""
    levels = trained()
    return Span(levels, **{"least": levels[0], "most": levels[-1], **changed})


@cache
def flow(shift: float = 1.0) -> Span:
    """The whole range of a flow-matching model's levels: t / (1 - t) for a thousand t between 0 and 1. A `shift` of s
    moves t to s t / (1 + (s - 1) t) (Esser et al. 2024, arXiv 2403.03206, equation 23), which makes levels s times
    higher."""
    times = (np.arange(TRAINED) + 0.5) / TRAINED
    levels = tuple(float(level) for level in shift * times / (1 - times))
    return Span(levels, levels[0], levels[-1])


def _uniform(steps: int, span: Span) -> list[float]:
    """Evenly in time, as trained."""
    return [*(span.at(t) for t in np.linspace(len(span.trained) - 1, 0, steps)), 0.0]


def _karras(steps: int, span: Span) -> list[float]:
    """Karras et al. 2022, arXiv 2206.00364, equation 5."""
    most, least = span.most ** (1 / span.rho), span.least ** (1 / span.rho)
    return [*((most + r * (least - most)) ** span.rho for r in np.linspace(0, 1, steps)), 0.0]


def _exponential(steps: int, span: Span) -> list[float]:
    """Evenly in the logarithm."""
    return [*(exp(t) for t in np.linspace(log(span.most), log(span.least), steps)), 0.0]


def _sgm_uniform(steps: int, span: Span) -> list[float]:
    """Evenly in time, without the last."""
    times = np.linspace(span.time(span.most), span.time(span.least), steps + 1)[:-1]
    return [*(span.at(t) for t in times), 0.0]


def _normal(steps: int, span: Span) -> list[float]:
    """Evenly in time between the ends of the range."""
    return [*(span.at(t) for t in np.linspace(span.time(span.most), span.time(span.least), steps)), 0.0]


def _simple(steps: int, span: Span) -> list[float]:
    """Every so many of the trained levels."""
    each = len(span.trained) / steps
    return [*(span.trained[-(1 + int(k * each))] for k in range(steps)), 0.0]


def _turbo(steps: int, span: Span) -> list[float]:
    """The levels at which Stable Diffusion Turbo was distilled, and those between them (Sauer et al. 2023, arXiv
    2311.17042, section 3.2): every step ends a stretch of the trained times, the first the whole."""
    count = len(span.trained)
    times = [min(max(round(count * number / steps) - 1, 0), count - 1) for number in range(steps, 0, -1)]
    return [*(span.trained[time] for time in times), 0.0]


def _ddim(steps: int, span: Span) -> list[float]:
    """Every so many of the trained levels from the second on, so that there may be more of them than steps."""
    return [*reversed(span.trained[1 :: max(len(span.trained) // steps, 1)]), 0.0]


def _kl_optimal(steps: int, span: Span) -> list[float]:
    """Sabour et al. 2024, arXiv 2404.14507, appendix: evenly in the arc tangent, and not down to 0."""
    least, most = atan(span.least), atan(span.most)
    return [tan(k / steps * least + (1 - k / steps) * most) for k in range(steps + 1)]


def _beta(steps: int, span: Span) -> list[float]:
    """Lee et al. 2024, arXiv 2407.12173: by the quantiles of a beta distribution."""
    shares = [beta_quantile(1 - p, span.alpha, span.beta) for p in np.linspace(0, 1, steps)]
    return [*(span.least + share * (span.most - span.least) for share in shares), 0.0]


def _given(table: Sequence[float]) -> Callable[[int, Span], list[float]]:
    """Levels that were found by optimisation, evenly in the logarithm between them."""

    def make(steps: int, span: Span) -> list[float]:
        old, new = np.linspace(0, 1, len(table)), np.linspace(0, 1, steps)
        return [*(float(level) for level in np.exp(np.interp(new, old, np.log(table)))), 0.0]

    return make


# Sabour et al. 2024, arXiv 2404.14507: Align Your Steps, the published levels for ten steps.
_AYS_SD15 = (14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029)
_AYS_SDXL = (14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.380, 0.234, 0.113, 0.029)

SCHEDULES: Mapping[str, Callable[[int, Span], list[float]]] = {
    "Uniform": _uniform,
    "Karras": _karras,
    "Exponential": _exponential,
    "Polyexponential": _exponential,  # with the exponent 1 that is meant
    "SGM Uniform": _sgm_uniform,
    "KL Optimal": _kl_optimal,
    "Align Your Steps": _given(_AYS_SD15),
    "Align Your Steps XL": _given(_AYS_SDXL),
    "Simple": _simple,
    "Normal": _normal,
    "DDIM": _ddim,
    "Turbo": _turbo,
    "Beta": _beta,
}


def make(name: str, steps: int, within: Span | None = None) -> tuple[float, ...]:
    """The noise levels of a schedule of `SCHEDULES`, going down, for `steps` of 1 or more."""
    levels = tuple(float(level) for level in SCHEDULES[name](steps, within or span()))
    assert all(a >= b for a, b in pairwise(levels))
    return levels


def beta_quantile(p: float, a: float, b: float) -> float:
    """x 0..1 below which the share `p` of a beta distribution lies: by bisection, which cannot fail."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _beta_share(middle, a, b) < p else (low, middle)
    return (low + high) / 2


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Abramowitz and Stegun 1964, 26.5.8), which
    converges fast below the mean."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_share(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    fraction = 1.0
    for m in range(60, 0, -1):  # from its end
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m - 1) * (a + b + m - 1) * x / ((a + 2 * m - 2) * (a + 2 * m - 1))
        fraction = 1 + odd / (1 + even / fraction)
    return front / fraction
