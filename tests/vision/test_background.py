"""The ground's surface against grounds made from known colours."""

import numpy as np
import pytest

from toile.pixels.colour import difference
from toile.vision.background import fit_background


def fading(height: int, width: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """A Lab picture whose lightness bends like a vignette."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    light = 88 - 6 * x - 3 * y - 5 * x * x - 4 * y * y
    return np.stack((light, 2 + x, 5 - y), axis=-1).astype(np.float32)


def test_a_vignette_is_followed_into_the_middle() -> None:
    lab = fading(120, 90)
    ground = fit_background(lab)
    assert ground.inliers > 0.99
    assert difference(ground.lab, lab).max() < 2.0


def test_a_subject_that_touches_three_sides_is_an_outlier() -> None:
    lab = fading(120, 90)
    painted = lab.copy()
    painted[40:, 20:70] = (30, 40, 10)
    painted[60:80] = (30, 40, 10)
    ground = fit_background(painted)
    assert difference(ground.lab, lab)[:40].max() < 4.0
    assert ground.inliers == pytest.approx(1 - 90 / 420, abs=0.08)


def test_noise_is_measured() -> None:
    draws = np.random.default_rng(3)
    lab = fading(120, 90) + draws.normal(0, 2.0, (120, 90, 3)).astype(np.float32)
    # The length of three normal deviates of 2 has a median near 2 * 1.54.
    assert fit_background(lab.astype(np.float32)).sigma == pytest.approx(1.2 * 2 * 1.54, rel=0.15)
