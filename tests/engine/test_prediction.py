"""Predictions: whatever a network was trained to say, the same picture comes of it."""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
import pytest

from toile.engine.noise import Philox
from toile.engine.prediction import Prediction, picture, scale, time
from toile.engine.sigmas import flow, span

IMAGE, NOISE = Philox(1)((4, 8, 8)), Philox(2)((4, 8, 8))
# What a perfect network says at a level, by the definitions of the papers: alpha and 1 - t are what is left of the
# image in what it is shown.
PERFECT: dict[Prediction, Callable[[float], Any]] = {
    Prediction.EPSILON: lambda sigma: NOISE,
    Prediction.VELOCITY: lambda sigma: (NOISE - np.float32(sigma) * IMAGE) / np.float32(sqrt(1 + sigma**2)),
    Prediction.FLOW: lambda sigma: NOISE - IMAGE,
}


@pytest.mark.parametrize("kind", Prediction)
@pytest.mark.parametrize("sigma", [0.01, 0.5, 1.0, 14.6])
def test_a_perfect_network_finds_the_picture(kind: Prediction, sigma: float) -> None:
    x = IMAGE + np.float32(sigma) * NOISE
    assert picture(kind, x, PERFECT[kind](sigma), sigma) == pytest.approx(IMAGE, abs=1e-4)


@pytest.mark.parametrize("kind", Prediction)
def test_what_is_shown_is_as_loud_at_every_level_as_in_training(kind: Prediction) -> None:
    for sigma in (0.1, 1.0, 10.0):
        shown = scale(kind, IMAGE + np.float32(sigma) * NOISE, sigma)
        t = sigma / (1 + sigma)
        wanted = (1 - t) * IMAGE + t * NOISE if kind is Prediction.FLOW else None
        if wanted is None:
            assert shown.std() == pytest.approx(1, abs=0.15)
        else:
            assert shown == pytest.approx(wanted, abs=1e-5)


def test_the_time_of_a_flow_is_its_share_of_noise() -> None:
    assert time(Prediction.FLOW, 1.0, flow()) == 500
    assert time(Prediction.FLOW, 3.0, flow(3.0)) == 750
    assert time(Prediction.EPSILON, span().most, span()) == 999
