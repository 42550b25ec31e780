"""Predictions: what a U-Net says of a noisy image, and how a picture is made of it.

Samplers speak of an image plus sigma times noise. Here that is put into the terms in which a network was trained.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from math import sqrt

import numpy as np

from toile.engine.sigmas import TRAINED, Span
from toile.pixels.arrays import Floats


class Prediction(StrEnum):
    """Its noise (Ho et al. 2020); the velocity (Salimans and Ho 2022, arXiv 2202.00512); or where noise flows from
    pictures along a straight line (Lipman et al. 2022, arXiv 2210.02747; Liu et al. 2022, arXiv 2209.03003)."""

    EPSILON = "epsilon"
    VELOCITY = "v_prediction"
    FLOW = "flow_prediction"


def _noise(sigma: float) -> tuple[float, float, float]:
    return 1 / sqrt(sigma**2 + 1), 1.0, -sigma


def _velocity(sigma: float) -> tuple[float, float, float]:
    return 1 / sqrt(sigma**2 + 1), 1 / (sigma**2 + 1), -sigma / sqrt(sigma**2 + 1)


def _flow(sigma: float) -> tuple[float, float, float]:
    """The line is (1 - t) picture + t noise, which is 1 + sigma times less than picture + sigma noise, with
    sigma = t / (1 - t)."""
    return 1 / (1 + sigma), 1 / (1 + sigma), -sigma / (1 + sigma)


# Karras et al. 2022, arXiv 2206.00364, table 1: c_in, c_skip and c_out of a noise level.
_SCALES: Mapping[Prediction, Callable[[float], tuple[float, float, float]]] = {
    Prediction.EPSILON: _noise,
    Prediction.VELOCITY: _velocity,
    Prediction.FLOW: _flow,
}


def scale(prediction: Prediction, x: Floats, sigma: float) -> Floats:
    """An image as the network is shown it."""
    return np.asarray(x * np.float32(_SCALES[prediction](sigma)[0]), np.float32)


def time(prediction: Prediction, sigma: float, span: Span) -> float:
    """When that is to the network, 0..1000."""
    return TRAINED * sigma / (1 + sigma) if prediction is Prediction.FLOW else span.time(sigma)


def picture(prediction: Prediction, x: Floats, said: Floats, sigma: float) -> Floats:
    """The denoised image, of what the network said of one."""
    _, skip, out = _SCALES[prediction](sigma)
    return np.asarray(np.float32(skip) * x + np.float32(out) * said, np.float32)
