"""The ground of product shots, and the shadow on it."""

import numpy as np
import pytest

from toile.domain.geometry import Size
from toile.pixels.arrays import Mask
from toile.world.camera.film import film
from toile.world.scenery.ground import GROUNDS, ground

SIZE = Size(120, 160)

every_ground = pytest.mark.parametrize("name", list(GROUNDS))


@pytest.fixture
def square() -> Mask:
    """A garment that covers a square of 60 pixels in the middle."""
    alpha = np.zeros((160, 120), np.float32)
    alpha[50:110, 30:90] = 1
    return alpha


NOTHING = np.zeros((160, 120), np.float32)


@every_ground
@pytest.mark.parametrize("flat", [False, True])
def test_a_ground_is_a_picture_in_linear_light(name: str, flat: bool, square: Mask) -> None:
    picture = ground(name, SIZE, square, 3, flat)
    assert picture.shape == (160, 120, 3) and picture.dtype == np.float32
    assert np.isfinite(picture).all() and picture.min() >= 0


@every_ground
def test_the_same_seed_gives_the_same_bits(name: str, square: Mask) -> None:
    assert np.array_equal(ground(name, SIZE, square, 3, True), ground(name, SIZE, square, 3, True))


@pytest.mark.parametrize("name", ["coloured", "shadowed", "wood", "linen"])
def test_seeds_choose_among_several(name: str) -> None:
    means = {tuple(ground(name, SIZE, NOTHING, seed, True).mean(axis=(0, 1)).round(3)) for seed in range(8)}
    assert len(means) >= 7


def test_white_is_white_to_the_edges() -> None:
    shown = film(ground("white", SIZE, NOTHING, 1, False))
    assert shown.min() > 0.95
    assert np.ptp(shown, axis=2).max() < 0.01


def test_off_white_is_bright_but_not_white() -> None:
    shown = film(ground("off-white", SIZE, NOTHING, 1, False))
    assert shown.min() > 0.82 and shown.max() < 0.95


@every_ground
@pytest.mark.parametrize("flat", [False, True])
def test_shadows_only_take_light_away(name: str, flat: bool, square: Mask) -> None:
    bare, shaded = (ground(name, SIZE, alpha, 3, flat) for alpha in (NOTHING, square))
    assert (shaded <= bare + 1e-6).all()
    # Below the garment there is a shadow; in the upper left corner, where the light comes from, hardly any.
    assert shaded[112, 60].sum() < 0.9 * bare[112, 60].sum()
    assert np.allclose(shaded[3, 3], bare[3, 3], rtol=0.01)


def dark(flat: bool, square: Mask) -> Mask:
    """The share of light that is missing along the column through the garment's middle."""
    bare, shaded = (ground("off-white", SIZE, alpha, 3, flat)[:, 60, 1] for alpha in (NOTHING, square))
    return np.asarray(1 - shaded / bare, dtype=np.float32)


def test_what_lies_flat_casts_a_tight_dark_shadow_and_what_hangs_a_wide_soft_one(square: Mask) -> None:
    lying, hanging = dark(True, square), dark(False, square)
    assert lying[110] > 1.3 * hanging[110]
    assert hanging[122] > 1.5 * lying[122]


def test_shadows_fall_to_the_lower_right(square: Mask) -> None:
    for flat in (False, True):
        bare, shaded = (ground("off-white", SIZE, alpha, 3, flat)[..., 1] for alpha in (NOTHING, square))
        missing = 1 - shaded / bare
        assert missing[113, 60] > 2 * missing[46, 60]
        assert missing[80, 92] > 1.5 * missing[80, 27]


@every_ground
def test_every_ground_has_words_in_english_and_chinese(name: str) -> None:
    assert GROUNDS[name].words and any("\u4e00" <= letter <= "\u9fff" for letter in GROUNDS[name].words_zh)
