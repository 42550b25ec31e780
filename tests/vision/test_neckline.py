"""The front neckline of drawn garments whose curve is known."""

import itertools

import cv2
import numpy as np
import pytest

from toile.domain.garment import GarmentLandmarks
from toile.pixels.arrays import RGB, Mask
from toile.vision.landmarks import find_landmarks
from toile.vision.neckline import find_neckline, open_neckline

OUTLINE = [(160, 60), (240, 60), (290, 76), (350, 150), (316, 182), (282, 146), (284, 330)]
OUTLINE += [(400 - x, y) for x, y in reversed(OUTLINE[2:])]


def tee(depth: float, exponent: float) -> tuple[RGB, Mask, GarmentLandmarks]:
    """A tee with a dark inside behind a front neckline `depth` neck widths (80 px) deep."""
    mask = np.zeros((400, 400), np.uint8)
    cv2.fillPoly(mask, [np.array(OUTLINE, np.int32)], 1)
    y, x = np.mgrid[0:400, 0:400].astype(np.float64)
    t = np.clip(np.abs(x - 200) / 40, 0, 1)
    inside = (y < 60 + 80 * depth * (1 - t**exponent)) & (np.abs(x - 200) < 40)
    rgb = np.where(inside[..., None], (70, 60, 58), (150, 90, 84)).astype(np.float64)
    rgb += np.random.default_rng(6).normal(0, 3, rgb.shape)
    alpha = mask.astype(np.float32)
    return np.clip(cv2.GaussianBlur(rgb, (0, 0), 0.8), 0, 255).astype(np.uint8), alpha, find_landmarks(alpha)


@pytest.mark.parametrize(
    "depth, exponent, shape",
    [(0.30, 2.0, "crew"), (0.45, 2.6, "crew"), (0.75, 2.0, "scoop"), (0.9, 1.0, "v"), (1.3, 1.0, "v")],
)
def test_depth_and_shape_are_found(depth: float, exponent: float, shape: str) -> None:
    found = find_neckline(*tee(depth, exponent))
    assert found.depth == pytest.approx(depth, abs=0.08)
    assert found.shape == shape
    assert found.score > 0.4


def test_the_curve_runs_from_the_wearers_right_to_the_left() -> None:
    rgb, alpha, landmarks = tee(0.5, 2.0)
    curve = find_neckline(rgb, alpha, landmarks).curve
    assert curve[0] == pytest.approx(landmarks["right_neck"], abs=1)
    assert curve[-1] == pytest.approx(landmarks["left_neck"], abs=1)
    assert all(a.x < b.x for a, b in itertools.pairwise(curve))


def test_opening_removes_the_inside_and_nothing_else() -> None:
    rgb, alpha, landmarks = tee(0.6, 2.0)
    opened = open_neckline(alpha, landmarks, find_neckline(rgb, alpha, landmarks))
    assert opened[75, 200] < 0.05
    assert np.array_equal(opened[130:], alpha[130:])
    assert (opened <= alpha + 1e-6).all()
    assert ((opened > 0.05) & (opened < 0.95)).any()  # a soft edge


def test_a_plain_front_without_any_line_gets_a_modest_crew_and_a_low_score() -> None:
    _, alpha, landmarks = tee(0.3, 2.0)
    rgb = np.full((400, 400, 3), 128, np.uint8)
    found = find_neckline(rgb, alpha, landmarks)
    assert found.shape == "crew" and found.score < 0.3


def test_straps_show_their_neckline_in_the_silhouette() -> None:
    mask = np.zeros((400, 400), np.uint8)
    half = [(66, 60), (76, 60), (84, 150), (104, 178), (96, 320)]
    outline = [(200, 160), *((200 + x, y) for x, y in half), *((200 - x, y) for x, y in reversed(half))]
    cv2.fillPoly(mask, [np.array(outline, np.int32)], 1)
    alpha = mask.astype(np.float32)
    found = find_neckline(np.full((400, 400, 3), 128, np.uint8), alpha, find_landmarks(alpha))
    assert found.depth == pytest.approx(100 / 132, abs=0.1)
    assert found.score > 0.9


def test_where_nothing_shows_the_depth_is_what_the_reader_expects() -> None:
    _, alpha, landmarks = tee(0.3, 2.0)
    blank = np.full((400, 400, 3), 128, np.uint8)
    assert find_neckline(blank, alpha, landmarks, 0.7).depth == pytest.approx(0.7)


def test_a_line_far_from_where_the_reader_expects_it_is_a_print() -> None:
    rgb, alpha, landmarks = tee(0.45, 2.0)
    printed = rgb.copy()
    cv2.ellipse(printed, (200, 60), (40, 68), 0, 0, 180, (20, 200, 40), 6)
    assert abs(find_neckline(printed, alpha, landmarks).depth - 0.45) > 0.2
    assert find_neckline(printed, alpha, landmarks, 0.45).depth == pytest.approx(0.45, abs=0.08)
