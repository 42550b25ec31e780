"""The skin model against the published Monk Skin Tone scale (Google, 2022)."""

import numpy as np
import pytest

from toile.pixels.arrays import Floats
from toile.pixels.colour import to_lab
from toile.vision.skin import could_be_skin, learn_skin

MONK = ("f6ede4", "f3e7db", "f7ead0", "eadaba", "d7bd96", "a07e56", "825c43", "604134", "3a312a", "292420")
CLOTHES = ("3c6ebe", "2e8b57", "5a2d82", "87ceeb", "101010", "808080", "ffffff")


def patch(code: str, spread: float = 4.0) -> Floats:
    """A noisy patch [20, 20, 3] of a colour, in Lab."""
    base = np.array([int(code[i : i + 2], 16) for i in (0, 2, 4)], float)
    noise = np.random.default_rng(1).normal(0, spread, (20, 20, 3))
    return to_lab(np.clip(base + noise, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("code", MONK[3:8])
def test_tones_of_the_middle_of_the_scale_could_be_skin(code: str) -> None:
    assert could_be_skin(patch(code)).mean() > 0.6


@pytest.mark.parametrize("code", CLOTHES)
def test_blue_green_purple_and_grey_could_not(code: str) -> None:
    assert could_be_skin(patch(code, 1.0)).mean() < 0.1


@pytest.mark.parametrize("code", MONK)
def test_every_tone_is_learned_from_its_own_face_and_kept_in_the_shade(code: str) -> None:
    lab = patch(code)
    skin = learn_skin(lab, np.ones(lab.shape[:2], np.float32))
    shaded = lab * np.array((0.8, 0.85, 0.85), np.float32)
    assert skin.likeness(lab).mean() > 0.95
    assert skin.likeness(shaded).mean() > 0.8


@pytest.mark.parametrize("code", MONK)
def test_no_skin_looks_like_a_blue_shirt(code: str) -> None:
    lab = patch(code)
    skin = learn_skin(lab, np.ones(lab.shape[:2], np.float32))
    assert skin.likeness(patch("3c6ebe")).max() == 0
    assert skin.likelihood(patch("3c6ebe")).max() < 1e-3 * skin.likelihood(lab).mean()


def test_a_fringe_over_the_face_does_not_spoil_the_model() -> None:
    face, hair = patch("d7bd96"), patch("1d1a18")
    mixed = np.concatenate((face, hair[:8]))
    skin = learn_skin(mixed, np.ones(mixed.shape[:2], np.float32))
    assert skin.likeness(face).mean() > 0.95
    assert skin.likeness(hair).mean() < 0.2


def test_without_a_sample_any_skin_will_do() -> None:
    lab = patch("d7bd96")
    assert learn_skin(lab, np.zeros(lab.shape[:2], np.float32)).sure == 0
