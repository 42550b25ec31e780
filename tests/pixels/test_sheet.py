"""Sheets: every picture whole, in its place."""

import numpy as np

from toile.pixels.sheet import draw_grid


def plain(shade: int, height: int = 40, width: int = 60) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    return np.full((height, width, 3), shade, np.uint8)


def test_pictures_stand_in_rows_and_columns() -> None:
    rows = [[plain(10), plain(60)], [plain(110), plain(160, 20, 30)]]
    bare = draw_grid(rows, ["", ""], ["", ""])
    assert bare.shape == (2 * 48 + 8, 2 * 68 + 8, 3)
    assert (bare[8:48, 8:68] == 10).all() and (bare[56:96, 8:68] == 110).all()
    assert (bare == 160).all(axis=2).sum() == 20 * 30  # a smaller one is not stretched


def test_labels_have_room_of_their_own() -> None:
    rows = [[plain(100), plain(100)], [plain(100), plain(100)]]
    said = draw_grid(rows, ["Steps: 5", "Steps: 10"], ["Seed: 1", "x" * 500])
    bare = draw_grid(rows, ["", ""], ["", ""])
    assert said.shape[0] > bare.shape[0] and bare.shape[1] < said.shape[1] < 1200
    assert (said == 100).all(axis=2).sum() == 4 * 40 * 60  # nothing is written over a picture
    assert (said < 90).any()
    long = draw_grid(rows, ["Sampler: " + "long " * 50, "a"], ["", ""])
    assert long.shape[1] == bare.shape[1] and (long == 100).all(axis=2).sum() >= 4 * 40 * 60
