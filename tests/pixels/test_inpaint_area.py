"""What is repainted when only the masked part is: the published crops, and what must hold of all of them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.geometry import Box, Size
from toile.pixels.inpaint_area import extend, fill, find_area, soften, widen_area

ROWS = json.loads((Path(__file__).parent / "golden/crop_region.json").read_text())


def masked(size: tuple[int, int], rect: tuple[int, int, int, int]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """A mask with a rectangle, its last row and column included."""
    mask = np.zeros(size[::-1], np.float32)
    mask[rect[1] : rect[3] + 1, rect[0] : rect[2] + 1] = 1
    return mask


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_the_crop_is_the_published_one(row: dict[str, Any]) -> None:
    rect = row["mask_rect_inclusive"]
    mask = masked(tuple(row["image"]), tuple(rect)) if rect else np.zeros(row["image"][::-1], np.float32)
    area = find_area(mask, row["pad"])
    if row["crop"] is None:
        assert area is None
        return
    assert area == Box(*row["crop"])
    assert area is not None
    assert widen_area(area, Size(*row["process"]), Size(*row["image"])) == Box(*row["expanded"])


def test_an_empty_mask_has_no_area() -> None:
    assert find_area(np.zeros((5, 7), np.float32), 3) is None


@given(
    left=st.integers(0, 99), top=st.integers(0, 79), wide=st.integers(1, 100), tall=st.integers(1, 80),
    process=st.tuples(st.integers(1, 20), st.integers(1, 20)),
)  # fmt: skip
def test_an_area_holds_what_is_masked_and_lies_within_the_picture(
    left: int, top: int, wide: int, tall: int, process: tuple[int, int]
) -> None:
    area = Box(left, top, min(left + wide, 100), min(top + tall, 80))
    out = widen_area(area, Size(*process), Size(100, 80))
    assert 0 <= out.left <= area.left < area.right <= out.right <= 100
    assert 0 <= out.top <= area.top < area.bottom <= out.bottom <= 80


def test_a_softened_mask_keeps_its_weight() -> None:
    mask = masked((60, 60), (20, 20, 39, 39))
    soft = soften(mask, 4)
    assert soft.sum() == pytest.approx(mask.sum(), rel=1e-4)
    assert soft[30, 30] > 0.98 and 0 < soft[18, 30] < 0.5 and soft[5, 30] == 0
    assert np.allclose(soft, soft.T, atol=1e-6)
    assert np.array_equal(soften(mask, 0), mask)


def test_a_hole_is_filled_from_round_about_and_nothing_else_changes() -> None:
    rgb = np.zeros((60, 80, 3), np.uint8)
    rgb[:, :40], rgb[:, 40:] = (200, 40, 40), (40, 40, 200)
    mask = masked((80, 60), (10, 10, 69, 49))
    filled = fill(rgb, mask)
    assert np.array_equal(filled[mask == 0], rgb[mask == 0])
    assert filled[30, 12, 0] > filled[30, 12, 2] and filled[30, 67, 2] > filled[30, 67, 0]
    assert not np.array_equal(filled, rgb)


def test_a_picture_that_is_all_masked_stays_as_it_is() -> None:
    rgb = np.random.default_rng(1).integers(0, 255, (20, 30, 3)).astype(np.uint8)
    assert np.array_equal(fill(rgb, np.ones((20, 30), np.float32)), rgb)


def test_a_picture_grows_by_its_edges_and_what_is_new_is_masked() -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (6, 9, 3), np.uint8)
    large, mask = extend(rgb, 4, 0, 2, 3, over=1)
    assert large.shape == (9, 15, 3) and mask.shape == (9, 15)
    assert np.array_equal(large[:6, 4:13], rgb) and (large[:6, :4] == rgb[:, :1]).all()
    kept = np.argwhere(mask == 0)
    assert kept.min(axis=0).tolist() == [0, 5] and kept.max(axis=0).tolist() == [4, 11]
    assert extend(rgb, 0, 0, 0, 0, over=2)[1].max() == 0
