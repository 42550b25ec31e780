"""The ramp's ends, middle and slope."""

import numpy as np
import pytest

from toile.world.ease import smooth


def test_it_rises_from_0_to_1_and_is_level_at_both() -> None:
    t = np.linspace(-1, 2, 301)
    y = smooth(t)
    assert (y[t <= 0] == 0).all()
    assert (y[t >= 1] == 1).all()
    assert (np.diff(y) >= 0).all()
    assert smooth(np.array([0.5]))[0] == pytest.approx(0.5)
    assert smooth(np.array([1e-3]))[0] < 1e-5
