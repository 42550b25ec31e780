"""Pieces: a garment in the middle of white, as large as the world photographs it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.geometry import Size
from toile.errors import BadRequest
from toile.vision.piece import frame_piece
from toile.world.clothes.wardrobe import draw_garment
from toile.world.sample import shoot_product

SIZE = Size(96, 128)


@given(
    st.tuples(st.integers(20, 300), st.integers(20, 300)),
    st.tuples(st.floats(0.05, 0.6), st.floats(0.05, 0.6), st.floats(0.2, 0.4), st.floats(0.2, 0.4)),
)
def test_it_fills_four_fifths_in_the_middle(
    sides: tuple[int, int], place: tuple[float, float, float, float]
) -> None:
    height, width = sides
    top, left = round(place[0] * height), round(place[1] * width)
    alpha = np.zeros((height, width), np.float32)
    alpha[top : top + max(round(place[2] * height), 1), left : left + max(round(place[3] * width), 1)] = 1
    rgb = np.full((height, width, 3), (200, 30, 30), np.uint8)
    rgb[alpha == 0] = (0, 255, 0)  # what is behind is not seen
    framed = frame_piece(rgb, alpha, SIZE)
    assert framed.shape == (128, 96, 3)
    rows, columns = np.nonzero(framed[..., 1] < 128)
    spans = (np.ptp(columns) + 1, np.ptp(rows) + 1)
    assert max(spans[0] / 96, spans[1] / 128) == pytest.approx(0.8, abs=0.03)
    assert abs(rows.min() + rows.max() - 127) <= 2 and abs(columns.min() + columns.max() - 95) <= 2
    assert (framed[0] == 255).all() and not (framed[..., 1] > framed[..., 0].astype(int) + 5).any()


def test_a_product_photo_of_the_world_stays_as_it_is() -> None:
    photo = shoot_product(draw_garment(3, "t-shirt"), Size(192, 256), seed=3)
    framed = frame_piece(photo.rgb, photo.alpha, Size(192, 256))
    there, here = (np.nonzero(inside) for inside in (photo.alpha > 0.5, (framed < 250).any(axis=2)))
    for one, other in zip(there, here, strict=True):
        assert abs(one.min() - other.min()) <= 3 and abs(one.max() - other.max()) <= 3


def test_nothing_cut_out_is_no_garment() -> None:
    with pytest.raises(BadRequest) as caught:
        frame_piece(np.zeros((8, 8, 3), np.uint8), np.zeros((8, 8), np.float32), SIZE)
    assert caught.value.code == "no_garment"
