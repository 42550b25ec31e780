"""The window that a pose network sees, there and back."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.geometry import Size
from toile.vision.borrowed.frame import PADDING, Frame, frame_person

SIZES = st.sampled_from((Size(192, 256), Size(288, 384)))
sides = st.integers(1, 300)


def box(height: int, width: int, left: int, top: int, right: int, bottom: int) -> np.ndarray:
    alpha = np.zeros((height, width), np.float32)
    alpha[top:bottom, left:right] = 1
    return alpha


@st.composite
def boxes(draw: st.DrawFn) -> tuple[int, int, int, int, int, int]:
    """Height and width of a picture, and a box in it."""
    height, width = draw(sides), draw(sides)
    left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    return height, width, left, top, draw(st.integers(left + 1, width)), draw(st.integers(top + 1, height))


@given(boxes(), SIZES, st.lists(st.tuples(*[st.floats(-2000, 2000)] * 2), min_size=1, max_size=9))
def test_a_point_goes_into_the_window_and_back(
    corners: tuple[int, int, int, int, int, int], size: Size, points: list[tuple[float, float]]
) -> None:
    frame = frame_person(box(*corners), size)
    there = frame.to_window(np.array(points))
    assert np.abs(frame.to_photo(there) - points).max() < 1e-6


@given(boxes(), SIZES)
def test_the_person_fills_the_window_but_for_the_padding(
    corners: tuple[int, int, int, int, int, int], size: Size
) -> None:
    _, _, left, top, right, bottom = corners
    frame = frame_person(box(*corners), size)
    edges = frame.to_window(np.array([(left - 0.5, top - 0.5), (right - 0.5, bottom - 0.5)]))
    share = (edges[1] - edges[0]) / size
    assert share.max() == pytest.approx(1 / PADDING) and share.min() > 0
    assert edges.mean(axis=0) == pytest.approx(np.array(size) / 2)


def test_nobody_is_the_whole_photo() -> None:
    frame = frame_person(np.zeros((400, 300), np.float32), Size(192, 256))
    assert (frame.x, frame.y) == (149.5, 199.5) and frame.factor == pytest.approx(256 / (400 * PADDING))


@pytest.mark.parametrize("factor", [0.11, 0.37, 0.9, 1.0, 2.5])
def test_what_is_shown_lies_where_points_say(factor: float) -> None:
    """A blob in the photo and its middle moved by `to_window` agree; beyond the photo it is black."""
    rgb = np.full((900, 700, 3), 40, np.uint8)
    at = np.array([(431.0, 388.0)])
    cv2.circle(rgb, (431, 388), round(max(6.0, 4 / factor)), (250, 250, 250), -1)
    frame = Frame(400.0, 380.0, factor, Size(192, 256))
    window = frame.show(rgb)[..., 0].astype(np.float64)
    bright = np.maximum(window - 45, 0)
    y, x = np.mgrid[:256, :192]
    middle = np.array([(bright * x).sum(), (bright * y).sum()]) / bright.sum()
    assert np.abs(middle - frame.to_window(at)[0]).max() < 0.3
    if factor < 0.2:
        assert (window[:20] == 0).all()
