"""Samplers: from noise to a latent, one wish at a time.

Each is a generator in the form of `denoise.Sampling`, written as its paper's algorithm box in the variance-exploding
form: `x` is the image plus `sigma` times noise. `sigmas` go down and end in 0. `noise(now, then)` gives the picture's
own next draw, of unit variance and x's shape, for the step between those noise levels. Nothing but arithmetic is used,
so arrays of numpy and of torch both do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, expm1, inf, log, sqrt

import numpy as np

from toile.engine.denoise import Array, Denoise, Sampling

Noise = Callable[[float, float], Array]


@dataclass(frozen=True)
class Churn:
    """Noise put in before a step and taken out by it (Karras et al. 2022, arXiv 2206.00364, algorithm 2): `amount`
    over all steps, between the noise levels `least` and `most`, its standard deviation times `strength`."""

    amount: float = 0.0
    least: float = 0.0
    most: float = inf
    strength: float = 1.0

    def raised(self, sigma: float, steps: int) -> float:
        """The noise level that a step begins at."""
        gamma = min(self.amount / steps, sqrt(2) - 1) if self.least <= sigma <= self.most else 0.0
        return sigma * (1 + gamma)


CALM = Churn()


def split(now: float, then: float, eta: float) -> tuple[float, float]:
    """The noise level that a step goes down to and that of the fresh noise which brings it up to `then`: their squares
    add up to its square (Song et al. 2021, arXiv 2010.02502, equation 16, in units of the image)."""
    up = min(then, eta * sqrt(then**2 * (now**2 - then**2) / now**2))
    return sqrt(then**2 - up**2), up


def _churned(
    x: Array, sigmas: Sequence[float], now: float, then: float, noise: Noise, churn: Churn
) -> tuple[Array, float]:
    hat = churn.raised(now, len(sigmas) - 1)
    if hat > now:
        x = x + churn.strength * sqrt(hat**2 - now**2) * noise(hat, then)
    return x, hat


def euler(x: Array, sigmas: Sequence[float], noise: Noise, churn: Churn = CALM) -> Sampling:
    """Karras et al. 2022, algorithm 2 without its second-order correction."""
    for now, then in pairwise(sigmas):
        x, hat = _churned(x, sigmas, now, then, noise, churn)
        slope = (x - (yield Denoise(x, hat)).x0) / hat
        x = x + (then - hat) * slope
    return x


def euler_ancestral(
    x: Array, sigmas: Sequence[float], noise: Noise, eta: float = 1.0, strength: float = 1.0
) -> Sampling:
    """Euler's method down to less noise than wanted, then fresh noise up to it (Song et al. 2021, section 4.1)."""
    for now, then in pairwise(sigmas):
        slope = (x - (yield Denoise(x, now)).x0) / now
        down, up = split(now, then, eta)
        x = x + (down - now) * slope
        if then > 0:
            x = x + strength * up * noise(now, then)
    return x


def heun(x: Array, sigmas: Sequence[float], noise: Noise, churn: Churn = CALM) -> Sampling:
    """Karras et al. 2022, algorithm 2: Heun's method of second order."""
    for now, then in pairwise(sigmas):
        x, hat = _churned(x, sigmas, now, then, noise, churn)
        slope = (x - (yield Denoise(x, hat)).x0) / hat
        ahead = x + (then - hat) * slope
        if then > 0:
            slope = (slope + (ahead - (yield Denoise(ahead, then)).x0) / then) / 2
            ahead = x + (then - hat) * slope
        x = ahead
    return x


def dpm_2(x: Array, sigmas: Sequence[float], noise: Noise, churn: Churn = CALM) -> Sampling:
    """DPM-Solver-2 (Lu et al. 2022, arXiv 2206.00927, algorithm 1) with steps in sigma: the slope at the geometric
    mean."""
    for now, then in pairwise(sigmas):
        x, hat = _churned(x, sigmas, now, then, noise, churn)
        slope = (x - (yield Denoise(x, hat)).x0) / hat
        if then > 0:
            middle = sqrt(hat * then)
            halfway = x + (middle - hat) * slope
            slope = (halfway - (yield Denoise(halfway, middle)).x0) / middle
        x = x + (then - hat) * slope
    return x


def dpm_2_ancestral(
    x: Array, sigmas: Sequence[float], noise: Noise, eta: float = 1.0, strength: float = 1.0
) -> Sampling:
    """DPM-Solver-2 down to less noise than wanted, then fresh noise up to it."""
    for now, then in pairwise(sigmas):
        slope = (x - (yield Denoise(x, now)).x0) / now
        down, up = split(now, then, eta)
        if down > 0:
            middle = sqrt(now * down)
            halfway = x + (middle - now) * slope
            slope = (halfway - (yield Denoise(halfway, middle)).x0) / middle
        x = x + (down - now) * slope
        if then > 0:
            x = x + strength * up * noise(now, then)
    return x


def lms(x: Array, sigmas: Sequence[float], noise: Noise, order: int = 4) -> Sampling:
    """A linear multistep method: the polynomial through the last slopes, integrated (Adams and Bashforth, with steps
    of any size; Hairer, Nørsett, Wanner: Solving Ordinary Differential Equations I, section III.5)."""
    slopes: list[Array] = []
    for i, (now, then) in enumerate(pairwise(sigmas)):
        slopes = [(x - (yield Denoise(x, now)).x0) / now, *slopes[: order - 1]]
        known = [sigmas[i - k] for k in range(len(slopes))]
        for k, slope in enumerate(slopes):
            x = x + _area(known, k, now, then) * slope
    return x


def _area(known: Sequence[float], k: int, start: float, end: float) -> float:
    """The integral of the k-th Lagrange polynomial; Simpson's rule is exact up to the third degree."""

    def basis(at: float) -> float:
        value = 1.0
        for j, place in enumerate(known):
            if j != k:
                value *= (at - place) / (known[k] - place)
        return value

    return (end - start) / 6 * (basis(start) + 4 * basis((start + end) / 2) + basis(end))


def dpmpp_2s_ancestral(
    x: Array, sigmas: Sequence[float], noise: Noise, eta: float = 1.0, strength: float = 1.0
) -> Sampling:
    """DPM-Solver++(2S) (Lu et al. 2022, arXiv 2211.01095, algorithm 1, r = 1/2) with fresh noise after every step."""
    for now, then in pairwise(sigmas):
        x0 = (yield Denoise(x, now)).x0
        down, up = split(now, then, eta)
        if down > 0:
            h = log(now / down)
            middle = now * exp(-h / 2)
            halfway = (middle / now) * x - expm1(-h / 2) * x0
            x0 = (yield Denoise(halfway, middle)).x0
        x = (down / now) * x + (1 - down / now) * x0
        if then > 0:
            x = x + strength * up * noise(now, then)
    return x


def dpmpp_2m(x: Array, sigmas: Sequence[float], noise: Noise) -> Sampling:
    """DPM-Solver++(2M) (Lu et al. 2022, arXiv 2211.01095, algorithm 2)."""
    last: Array | None = None
    h_last = 0.0
    for now, then in pairwise(sigmas):
        x0 = (yield Denoise(x, now)).x0
        if then == 0:
            return x0
        h = log(now / then)
        mixed = x0 if last is None else x0 + (h / (2 * h_last)) * (x0 - last)
        x = (then / now) * x - expm1(-h) * mixed
        last, h_last = x0, h
    return x


def dpmpp_sde(
    x: Array, sigmas: Sequence[float], noise: Noise, eta: float = 1.0, strength: float = 1.0, r: float = 0.5
) -> Sampling:
    """DPM-Solver++(2S) for the stochastic equation (Lu et al. 2022, arXiv 2211.01095, appendix), noise in both
    halves."""
    for now, then in pairwise(sigmas):
        x0 = (yield Denoise(x, now)).x0
        if then == 0:
            return x0
        h = log(now / then)
        middle = now * exp(-r * h)
        down, up = split(now, middle, eta)
        halfway = (down / now) * x + (1 - down / now) * x0 + strength * up * noise(now, middle)
        x0_middle = (yield Denoise(halfway, middle)).x0
        mixed = x0 + (x0_middle - x0) / (2 * r)
        down, up = split(now, then, eta)
        x = (down / now) * x + (1 - down / now) * mixed + strength * up * noise(now, then)
    return x


def dpmpp_2m_sde(
    x: Array,
    sigmas: Sequence[float],
    noise: Noise,
    eta: float = 1.0,
    strength: float = 1.0,
    heun: bool = False,
) -> Sampling:
    """SDE-DPM-Solver++(2M) (Lu et al. 2022, arXiv 2211.01095, section 5), by the midpoint or as Heun would."""
    last: Array | None = None
    h_last = 0.0
    for now, then in pairwise(sigmas):
        x0 = (yield Denoise(x, now)).x0
        if then == 0:
            return x0
        h = log(now / then)
        share = -expm1(-h * (1 + eta))
        x = (then / now) * exp(-eta * h) * x + share * x0
        if last is not None:
            factor = 1 - share / (h * (1 + eta)) if heun else share / 2
            x = x + factor * (h / h_last) * (x0 - last)
        if eta:
            x = x + strength * then * sqrt(-expm1(-2 * eta * h)) * noise(now, then)
        last, h_last = x0, h
    return x


def dpmpp_2m_sde_heun(
    x: Array, sigmas: Sequence[float], noise: Noise, eta: float = 1.0, strength: float = 1.0
) -> Sampling:
    """`dpmpp_2m_sde` as Heun would."""
    return dpmpp_2m_sde(x, sigmas, noise, eta, strength, heun=True)


def dpmpp_3m_sde(
    x: Array, sigmas: Sequence[float], noise: Noise, eta: float = 1.0, strength: float = 1.0
) -> Sampling:
    """The same with three images: exponential integrator of third order, phi functions of Hochbruck and Ostermann
    (2010, Exponential integrators, section 2)."""
    images: list[Array] = []
    hs: list[float] = []
    for now, then in pairwise(sigmas):
        x0 = (yield Denoise(x, now)).x0
        if then == 0:
            return x0
        h = log(now / then)
        total = h * (1 + eta)
        phi_2 = expm1(-total) / total + 1
        x = exp(-total) * x - expm1(-total) * x0
        if len(images) == 2:
            r0, r1 = hs[0] / h, hs[1] / h
            first, second = (x0 - images[0]) / r0, (images[0] - images[1]) / r1
            bend = (first - second) / (r0 + r1)
            x = x + phi_2 * (first + r0 * bend) - (phi_2 / total - 0.5) * bend
        elif images:
            x = x + phi_2 * (x0 - images[0]) * (h / hs[0])
        if eta:
            x = x + strength * then * sqrt(-expm1(-2 * eta * h)) * noise(now, then)
        images, hs = [x0, *images[:1]], [h, *hs[:1]]
    return x


def ddim(
    x: Array, sigmas: Sequence[float], noise: Noise, eta: float = 0.0, strength: float = 1.0
) -> Sampling:
    """Song et al. 2021, arXiv 2010.02502, equation 12. With the image for unit it is Euler's method for eta 0, and the
    ancestral one for more."""
    return euler_ancestral(x, sigmas, noise, eta, strength)


def unipc(x: Array, sigmas: Sequence[float], noise: Noise, order: int = 3) -> Sampling:
    """UniPC (Zhao et al. 2023, arXiv 2302.04867, algorithms 1 and 2, B1(h) = h): the image at the predicted place
    corrects that place and serves the next step as well, so a step asks once."""
    x0 = (yield Denoise(x, sigmas[0])).x0
    known: list[tuple[float, Array]] = [(sigmas[0], x0)]
    steps = len(sigmas) - 1
    for i, (now, then) in enumerate(pairwise(sigmas)):
        if then == 0:
            return known[0][1]
        h = log(now / then)
        use = min(order, len(known), steps - i)  # fewer at the end
        places = [log(known[0][0] / sigma) / h for sigma, _ in known[1:use]]
        bends = [
            (image - known[0][1]) / place for place, (_, image) in zip(places, known[1:use], strict=True)
        ]
        plain = (then / now) * x - expm1(-h) * known[0][1]
        ahead = plain + _corrected(_weights(places, h, use - 1), bends, h)
        x0 = (yield Denoise(ahead, then)).x0
        bends = [*bends, x0 - known[0][1]]
        x = plain + _corrected(_weights([*places, 1.0], h, use), bends, h)
        known = [(then, x0), *known[: order - 1]]
    return x


def _weights(places: Sequence[float], h: float, count: int) -> Sequence[float]:
    """The coefficients of UniPC for differences at these places (Zhao et al. 2023, theorem 3.1; equation 5 for one)."""
    if count == 0:
        return []
    if count == 1:
        return [0.5]
    phi, factorial, right = expm1(-h) / -h - 1, 1, []
    for k in range(1, count + 1):
        right.append(phi * factorial / -h)
        factorial *= k + 1
        phi = phi / -h - 1 / factorial
    matrix = np.array([[place**k for place in places[:count]] for k in range(count)])
    return [float(weight) for weight in np.linalg.solve(matrix, np.array(right))]


def _corrected(weights: Sequence[float], bends: Sequence[Array], h: float) -> Array:
    return sum((h * weight * bend for weight, bend in zip(weights, bends, strict=True)), 0.0)


def lcm(x: Array, sigmas: Sequence[float], noise: Noise, strength: float = 1.0) -> Sampling:
    """Multistep consistency sampling (Song et al. 2023, arXiv 2303.01469, algorithm 1; for latents Luo et al. 2023,
    arXiv 2310.04378): all the way, then noise up to the next level."""
    for now, then in pairwise(sigmas):
        x = (yield Denoise(x, now)).x0
        if then > 0:
            x = x + strength * then * noise(now, then)
    return x
