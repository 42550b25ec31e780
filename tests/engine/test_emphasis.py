"""Emphasis against its arithmetic."""

import numpy as np
import pytest

from toile.engine.emphasis import Emphasis, weigh

Z = np.random.default_rng(1).normal(0.3, 1.0, (7, 5))
W = np.array((1.0, 1.1, 1.1, 1.0, 0.5, 1.0, 1.0))


def test_the_mean_is_what_it_was() -> None:
    weighed = weigh(Z, W)
    assert weighed.mean() == pytest.approx(Z.mean())
    ratio = weighed / Z
    assert np.allclose(ratio[1] / ratio[0], 1.1) and np.allclose(ratio[4] / ratio[0], 0.5)


def test_without_restoring_weights_are_factors() -> None:
    assert np.array_equal(weigh(Z, W, Emphasis.NO_NORM), Z * W[:, None])


def test_weights_may_be_ignored() -> None:
    assert weigh(Z, W, Emphasis.IGNORE) is Z


def test_weights_of_one_change_nothing() -> None:
    assert np.allclose(weigh(Z, np.ones(7)), Z)


def test_an_embedding_whose_mean_is_lost_is_left_as_it_is() -> None:
    assert np.isfinite(weigh(np.zeros((3, 2)), np.array((1.0, 2.0, 3.0)))).all()
    assert np.isfinite(weigh(Z, np.zeros(7))).all()
