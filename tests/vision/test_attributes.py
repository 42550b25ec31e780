"""Colour and pattern names of drawn fabrics and of the synthetic world's."""

import cv2
import numpy as np
import pytest

from toile.domain.garment import Kind, Pattern
from toile.pixels.arrays import RGB, Mask
from toile.pixels.colour import to_oklab
from toile.vision.attributes import describe
from toile.vision.landmarks import find_landmarks
from toile.vision.palette import PALETTE, nearest_names

OUTLINE = [(160, 60), (240, 60), (290, 76), (350, 150), (316, 182), (282, 146), (284, 330)]
OUTLINE += [(400 - x, y) for x, y in reversed(OUTLINE[2:])]


def tee() -> Mask:
    mask = np.zeros((400, 400), np.uint8)
    cv2.fillPoly(mask, [np.array(OUTLINE, np.int32)], 1)
    return mask.astype(np.float32)


def cloth(ground: tuple[int, int, int]) -> RGB:
    """Fabric with soft folds and grain."""
    y, x = np.mgrid[0:400, 0:400]
    light = 1 + 0.10 * np.sin(x / 34 + np.sin(y / 60)) - 0.0004 * np.abs(x - 200)
    rgb = light[..., None] * ground + np.random.default_rng(2).normal(0, 2.5, (400, 400, 3))
    return np.asarray(np.clip(rgb, 0, 255), np.uint8)


def with_print(pattern: Pattern) -> RGB:
    """White cloth with navy on it."""
    rgb = cloth((236, 234, 230)).copy()
    y, x = np.mgrid[0:400, 0:400]
    navy = np.array([28, 38, 84], np.uint8)
    marks = {
        Pattern.PLAIN: np.zeros((400, 400), np.bool_),
        Pattern.STRIPES: y % 18 < 8,
        Pattern.PLAID: (y % 24 < 8) | (x % 24 < 8),
        Pattern.DOTS: np.hypot(x % 26 - 13, y % 26 - 13) < 6,
        Pattern.GRAPHIC: np.hypot((x - 200) / 1.1, y - 170) < 36,
        Pattern.COLOUR_BLOCK: y > 190,
    }
    rgb[marks[pattern]] = navy
    return rgb


@pytest.mark.parametrize(
    "pattern",
    [Pattern.PLAIN, Pattern.STRIPES, Pattern.PLAID, Pattern.DOTS, Pattern.GRAPHIC, Pattern.COLOUR_BLOCK],
)
def test_the_class_of_a_pattern(pattern: Pattern) -> None:
    alpha = tee()
    said = describe(with_print(pattern), alpha, find_landmarks(alpha), "crew")
    assert said.pattern is pattern
    assert said.kind is Kind.TOP and said.neckline == "crew"


@pytest.mark.parametrize(
    "colour, names",
    [
        ((150, 30, 40), {"red", "crimson", "burgundy"}),
        ((26, 34, 74), {"navy"}),
        ((24, 24, 26), {"black", "charcoal"}),
        ((20, 104, 112), {"teal"}),
        ((150, 150, 152), {"grey", "light grey"}),
        ((240, 208, 60), {"yellow"}),
        ((170, 155, 205), {"lavender"}),
        ((210, 190, 160), {"beige"}),
        ((238, 238, 240), {"white"}),
    ],
)
def test_a_plain_cloth_has_one_colour_by_its_usual_name(
    colour: tuple[int, int, int], names: set[str]
) -> None:
    alpha = tee()
    said = describe(cloth(colour), alpha, find_landmarks(alpha), "crew")
    assert said.colours[0][0] in names
    assert said.colours[0][1] > 0.85
    assert said.pattern is Pattern.PLAIN


def test_shares_of_two_colours_are_measured() -> None:
    alpha = tee()
    said = describe(with_print(Pattern.COLOUR_BLOCK), alpha, find_landmarks(alpha), "crew")
    truth = float(alpha[191:].sum() / alpha.sum())
    shares = dict(said.colours)
    assert shares["navy"] == pytest.approx(truth, abs=0.05)
    assert sum(shares.values()) == pytest.approx(1, abs=0.01)


def test_every_anchor_is_nearest_to_its_own_name() -> None:
    for name, codes in PALETTE.items():
        rgb = np.array([[list(bytes.fromhex(code)) for code in codes]], np.uint8)
        assert nearest_names(to_oklab(rgb)[0].astype(np.float64)) == [name] * len(codes)


def test_the_same_garment_gets_the_same_words_twice() -> None:
    alpha = tee()
    landmarks = find_landmarks(alpha)
    picture = with_print(Pattern.DOTS)
    assert describe(picture, alpha, landmarks, "v") == describe(picture, alpha, landmarks, "v")
