"""Soft inpainting: black keeps, white paints, grey mixes, the more of the painting the less noise is left."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.engine.denoise import Denoise, Denoised
from toile.engine.noise import Philox
from toile.engine.soft import Soft, find_overlay, mix

LATENT, PAINTED = Philox(1)((4, 8, 8)), Philox(2)((4, 8, 8))
MASK = np.linspace(0, 1, 64, dtype=np.float32).reshape(1, 8, 8)


PLAIN = Soft()


def mixed(sigma: float, soft: Soft = PLAIN, mask: np.ndarray = MASK) -> np.ndarray:
    around = mix(LATENT, mask, soft)
    return np.asarray(around(Denoise(PAINTED, sigma), Denoised(PAINTED, PAINTED)).x0)


@pytest.mark.parametrize("sigma", [0.01, 0.5, 14.6])
def test_black_keeps_and_white_paints_at_any_level(sigma: float) -> None:
    assert mixed(sigma, mask=np.zeros_like(MASK)) == pytest.approx(LATENT, abs=1e-3)
    assert mixed(sigma, mask=np.ones_like(MASK)) == pytest.approx(PAINTED, abs=1e-3)


@given(st.floats(0.05, 0.95), st.floats(0.1, 10))
def test_grey_paints_more_the_less_noise_is_left(grey: float, sigma: float) -> None:
    mask = np.full_like(MASK, grey)
    near, far = (np.linalg.norm(mixed(level, Soft(boost=1), mask) - PAINTED) for level in (sigma / 2, sigma))
    assert near <= far + 1e-3


def test_a_mixture_is_as_lively_as_what_it_is_mixed_of() -> None:
    """Half of one and half of another random vector alone would be a quarter shorter or more."""
    half = np.full_like(MASK, 0.25)  # 0.25 ** (1 * 0.5) is a half
    plain = 0.5 * LATENT + 0.5 * PAINTED
    lengths = [np.linalg.norm(one, axis=0) for one in (mixed(1.0, mask=half), plain, LATENT, PAINTED)]
    assert (lengths[0] >= lengths[1] - 1e-3).all()
    assert lengths[0].mean() > 0.95 * (lengths[2].mean() + lengths[3].mean()) / 2


def test_only_what_was_changed_is_laid_over() -> None:
    after = LATENT.copy()
    after[:, 2:6, 2:6] += 3
    share = find_overlay(LATENT, after, np.ones_like(MASK), Soft(), 8)
    assert share.shape == (64, 64) and share.dtype == np.float32
    assert share[28:36, 28:36].min() > 0.9  # the middle of what changed
    assert find_overlay(LATENT, LATENT, np.ones_like(MASK), Soft(), 8).max() < 1e-3
    stricter = find_overlay(LATENT, after, np.ones_like(MASK), Soft(threshold=8), 8)
    assert stricter.mean() < share.mean()


def test_the_mask_may_decide_it() -> None:
    after = LATENT + 0.3
    white, black = (
        find_overlay(LATENT, after, np.full_like(MASK, value), Soft(influence=1.0), 8) for value in (1.0, 0.0)
    )
    assert white.min() > 0.99 and black.max() < 0.01
