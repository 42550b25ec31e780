"""Each number falls for its own fault and only for that."""

import numpy as np

from toile.pixels.arrays import RGB, Mask
from toile.vision.quality import compare_colour, compare_pattern, share_changed, share_seen


def worn_stripes() -> tuple[RGB, Mask, RGB]:
    """A picture with a striped garment, its coverage, and the garment's own pixels."""
    ys = np.mgrid[:160, :160][0]
    stripes = np.where((ys // 12 % 2)[..., None] > 0, (200, 40, 60), (240, 230, 220)).astype(np.uint8)
    coverage = np.zeros((160, 160), np.float32)
    coverage[20:140, 30:130] = 1
    picture = np.where(coverage[..., None] > 0, stripes, 128).astype(np.uint8)
    return picture, coverage, stripes.reshape(-1, 3)


def test_the_garment_itself_agrees_in_colour_and_pattern() -> None:
    picture, coverage, cloth = worn_stripes()
    assert compare_colour(picture, coverage, cloth) > 0.97
    assert compare_pattern(picture, picture, coverage) > 0.99


def test_another_colour_is_noticed_and_leaves_the_pattern_alone() -> None:
    picture, coverage, cloth = worn_stripes()
    tinted = picture[..., [2, 1, 0]]
    assert compare_colour(tinted, coverage, cloth) < 0.8
    assert compare_pattern(tinted, picture, coverage) > 0.8


def test_another_pattern_of_the_same_colours_is_noticed_and_leaves_the_colour_alone() -> None:
    picture, coverage, cloth = worn_stripes()
    turned = np.where(coverage[..., None] > 0, picture.transpose(1, 0, 2)[:, ::-1], picture)
    assert compare_pattern(np.ascontiguousarray(turned), picture, coverage) < 0.6
    assert compare_colour(np.ascontiguousarray(turned), coverage, cloth) > 0.8


def test_a_plain_garment_has_no_pattern_to_be_wrong() -> None:
    plain = np.full((90, 90, 3), 77, np.uint8)
    assert compare_pattern(plain, plain, np.ones((90, 90), np.float32)) == 1.0


def test_a_garment_that_cannot_be_seen_agrees_with_nothing() -> None:
    picture, coverage, cloth = worn_stripes()
    assert compare_colour(picture, np.zeros_like(coverage), cloth) == 0.0


def test_changes_count_only_where_asked_and_only_when_they_can_be_seen() -> None:
    photo = np.full((10, 10, 3), 100, np.uint8)
    edited = photo.copy()
    edited[0, :, :] = 105  # invisible
    edited[1, :, 0] = 160
    where = np.zeros((10, 10), np.float32)
    where[:2] = 1
    assert share_changed(edited, photo, where) == 0.5
    assert share_changed(edited, photo, np.roll(where, 5, axis=0)) == 0.0


def test_what_later_garments_hide_is_not_seen() -> None:
    coverage = np.ones((10, 10), np.float32)
    later = np.zeros((10, 10), np.float32)
    later[:, :4] = 1
    assert abs(share_seen(coverage, later) - 0.6) < 1e-6
