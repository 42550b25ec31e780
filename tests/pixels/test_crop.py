"""Boxes found, cut out and put back."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from toile.domain.geometry import Box
from toile.pixels.arrays import Bools
from toile.pixels.crop import cut, join, put, spread, surround


@given(mask=hnp.arrays(np.bool_, (7, 9)))
def test_a_box_round_a_mask_holds_all_of_it_and_nothing_more(mask: Bools) -> None:
    box = surround(mask)
    if box is None:
        assert not mask.any()
        return
    inside = cut(mask, box)
    assert inside.sum() == mask.sum()
    assert all(edge.any() for edge in (inside[0], inside[-1], inside[:, 0], inside[:, -1]))


def test_a_view_of_every_second_column_is_surrounded_too() -> None:
    mask = np.zeros((6, 8), np.bool_)
    mask[2, 4] = True
    assert surround(mask[:, ::2]) == Box(2, 2, 3, 3)


@given(
    corners=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=4),
    margin=st.integers(0, 60),
)
def test_joined_boxes_hold_each_other_and_stay_in_the_picture(
    corners: list[tuple[int, int]], margin: int
) -> None:
    boxes = [Box(x, y, x + 5, y + 3) for x, y in corners]
    joined = join(boxes, margin, height=50, width=50)
    assert 0 <= joined.left < joined.right <= 50
    assert 0 <= joined.top < joined.bottom <= 50
    assert all(joined.left <= max(box.left - margin, 0) and box.top + 3 <= joined.bottom for box in boxes)


def test_what_is_put_back_changes_the_box_only_and_not_the_original() -> None:
    whole = np.arange(6 * 8 * 3, dtype=np.uint8).reshape(6, 8, 3)
    before, box = whole.copy(), Box(2, 1, 5, 4)
    changed = put(whole, np.full((3, 3, 3), 200, np.uint8), box)
    assert (cut(changed, box) == 200).all()
    assert np.array_equal(whole, before)
    outside = np.ones((6, 8), bool)
    outside[1:4, 2:5] = False
    assert np.array_equal(changed[outside], whole[outside])


def test_a_part_spread_on_an_empty_canvas_keeps_its_place() -> None:
    part = np.ones((2, 3), np.float32)
    canvas = spread(part, Box(4, 1, 7, 3), 5, 9)
    assert canvas.shape == (5, 9)
    assert canvas.sum() == 6
    assert canvas[1:3, 4:7].min() == 1
