"""Windows: what a helper looks at, and the way back to the photo."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.vision.reading import BEYOND, BINS, SIZE, Window, look, read_places, window_round

SIDES = st.floats(20, 3000)


@given(left=st.floats(-500, 500), top=st.floats(-500, 500), wide=SIDES, tall=SIDES)
def test_a_box_lies_in_the_middle_of_its_window_and_fills_it(
    left: float, top: float, wide: float, tall: float
) -> None:
    window = window_round((left, top, left + wide, top + tall), 0.8)
    assert max(wide * window.scale / SIZE[0], tall * window.scale / SIZE[1]) == pytest.approx(0.8)
    middle = window.back(np.array((SIZE[0] / 2 - 0.5, SIZE[1] / 2 - 0.5)))
    assert middle == pytest.approx((left + wide / 2 - 0.5, top + tall / 2 - 0.5), abs=1e-6 * (wide + tall))


@given(
    left=st.floats(-50, 300),
    top=st.floats(-50, 300),
    scale=st.floats(0.05, 4),
    x=st.floats(0, 600),
    y=st.floats(0, 600),
)
def test_the_way_to_the_window_and_back_ends_where_it_began(
    left: float, top: float, scale: float, x: float, y: float
) -> None:
    window = Window(left, top, scale)
    there = window.matrix().astype(np.float64) @ np.array((x, y, 1.0))
    assert window.back(there) == pytest.approx((x, y), abs=0.02)


@pytest.mark.parametrize("scale", [2.0, 1.0, 0.4, 0.1])
def test_a_bright_spot_is_seen_where_the_window_says(scale: float) -> None:
    rgb = np.zeros((900, 700, 3), np.uint8)
    radius = round(4 / min(scale, 1))
    rgb[500 - radius : 501 + radius, 300 - radius : 301 + radius] = 255
    window = Window(300 - 70 / scale, 500 - 100 / scale, scale)
    seen = look(rgb, None, window)[0]
    y, x = np.nonzero(seen[0] > 0)
    assert window.back(np.array((x.mean(), y.mean()))) == pytest.approx((300, 500), abs=0.6 / scale)


def test_an_unknown_silhouette_is_a_half_inside_the_photo() -> None:
    rgb = np.full((300, 200, 3), 90, np.uint8)
    seen = look(rgb, None, window_round((0, 0, 200, 300), 0.5))[0]
    assert seen[3, SIZE[1] // 2, SIZE[0] // 2] == pytest.approx(0, abs=0.01)
    assert seen[3, 0, 0] == -1  # beyond the photo nobody is


def test_a_place_is_read_between_bins() -> None:
    wanted = np.array(((40.3, 100.7), (-20.0, 215.0)))
    shares = []
    for axis in (0, 1):
        side = (1 + 2 * BEYOND) * SIZE[axis]
        place = (wanted[:, axis, None] + 0.5 + BEYOND * SIZE[axis]) / side * BINS[axis] - 0.5
        bell = np.exp(-0.5 * ((np.arange(BINS[axis]) - place) / 1.3) ** 2)
        shares.append((bell / bell.sum(axis=1, keepdims=True)).astype(np.float32))
    places, sure = read_places(shares[0], shares[1], 12.0)
    assert places == pytest.approx(wanted, abs=0.1)
    assert (sure > 0.99).all()


def test_who_hesitates_between_two_places_is_half_sure() -> None:
    across = np.zeros((1, BINS[0]), np.float32)
    across[0, 40], across[0, 100] = 0.6, 0.4
    down = np.zeros((1, BINS[1]), np.float32)
    down[0, 90] = 1
    assert read_places(across, down, 5.0)[1] == pytest.approx([0.6])
