"""Each number falls for its own fault and only for that."""

import cv2
import numpy as np
import pytest

from toile.pixels.arrays import RGB, Mask
from toile.pixels.colour import ciede2000, to_lab
from toile.vision.quality import (
    Likeness,
    compare,
    compare_structure,
    find_changes,
    share_kept,
    share_seen,
)

RED, CREAM, GREEN = (200, 40, 60), (240, 230, 220), (40, 140, 90)


def worn(pattern: str, colours: tuple[tuple[int, int, int], ...] = (CREAM, RED)) -> tuple[RGB, Mask]:
    """A picture with a garment of that pattern in the middle, and its coverage."""
    ys, xs = np.mgrid[:240, :200]
    inked = {
        "plain": np.zeros((240, 200), bool),
        "stripes": ys // 12 % 2 > 0,
        "pinstripes": xs // 12 % 2 > 0,
        "dots": (ys % 24 - 12) ** 2 + (xs % 24 - 12) ** 2 < 60,
        "print": (abs(xs - 105) + abs(ys - 90) < 28) & ((xs - 80) ** 2 + (ys - 90) ** 2 > 250),
        "moved print": (abs(xs - 95) + abs(ys - 99) < 28) & ((xs - 70) ** 2 + (ys - 99) ** 2 > 250),
        "mirrored print": (abs(xs - 105) + abs(ys - 90) < 28) & ((xs - 130) ** 2 + (ys - 90) ** 2 > 250),
    }[pattern]
    coverage = np.zeros((240, 200), np.float32)
    coverage[20:220, 20:180] = 1
    cloth = np.where(inked[..., None], colours[1], colours[0])
    noise = np.random.default_rng(3).normal(0, 2, (240, 200, 3))
    return np.clip(np.where(coverage[..., None] > 0, cloth, 128) + noise, 0, 255).astype(np.uint8), coverage


def seen(result: RGB, expected: RGB, coverage: Mask) -> Likeness:
    return compare(result, expected, coverage)


@pytest.mark.parametrize("pattern", ["plain", "stripes", "dots", "print"])
def test_a_garment_is_like_itself_in_everything(pattern: str) -> None:
    picture, coverage = worn(pattern)
    alike = seen(picture, picture, coverage)
    assert alike.colour < 0.1 and alike.pattern > 0.99 and (alike.detail is None or alike.detail > 0.99)


def test_only_a_print_is_a_detail() -> None:
    for pattern, stands_out in (("plain", False), ("stripes", False), ("dots", False), ("print", True)):
        picture, coverage = worn(pattern)
        assert (seen(picture, picture, coverage).detail is not None) == stands_out, pattern


@pytest.mark.parametrize("pattern", ["plain", "stripes", "dots"])
def test_a_tint_is_measured_in_ciede2000_and_leaves_the_pattern_alone(pattern: str) -> None:
    picture, coverage = worn(pattern)
    tinted = np.clip(picture.astype(np.int16) + np.array((-12, 4, 10)), 0, 255).astype(np.uint8)
    inside = coverage > 0
    truth = float(ciede2000(to_lab(picture)[inside], to_lab(tinted)[inside]).mean())
    alike = seen(tinted, picture, coverage)
    assert abs(alike.colour - truth) < 0.4 * truth and alike.pattern > 0.95


@pytest.mark.parametrize("pattern", ["stripes", "dots"])
def test_other_colours_leave_the_pattern_alone(pattern: str) -> None:
    (expected, coverage), (result, _) = worn(pattern), worn(pattern, (GREEN, CREAM))
    alike = seen(result, expected, coverage)
    assert alike.colour > 10 and alike.pattern > 0.9


@pytest.mark.parametrize("pattern", ["pinstripes", "dots"])
def test_another_pattern_of_the_same_colours_leaves_the_colours_alone(pattern: str) -> None:
    (expected, coverage), (result, _) = worn("stripes"), worn(pattern)
    alike = seen(result, expected, coverage)
    assert alike.pattern < 0.6 and alike.colour < 2


def test_a_pattern_where_none_should_be_is_another_pattern() -> None:
    (expected, coverage), (result, _) = worn("plain"), worn("stripes")
    assert seen(result, expected, coverage).pattern < 0.6


@pytest.mark.parametrize("fault", ["plain", "moved print", "mirrored print"])
def test_a_print_erased_moved_or_mirrored_is_no_longer_in_its_place(fault: str) -> None:
    (expected, coverage), (result, _) = worn("print"), worn(fault)
    alike = seen(result, expected, coverage)
    assert alike.detail is not None and alike.detail < 0.75
    assert alike.pattern > 0.75 and alike.colour < 2


def test_cloth_that_lies_a_little_otherwise_is_the_same_cloth() -> None:
    expected, coverage = worn("dots")
    moved = cv2.warpAffine(expected, np.array([[1, 0, 1.5], [0, 1, -1]]), (200, 240))
    rough = cv2.GaussianBlur(moved, (0, 0), 0.8)
    alike = seen(np.where(coverage[..., None] > 0, rough, expected), expected, coverage)
    assert alike.pattern > 0.85 and alike.colour < 2


def test_a_garment_too_small_to_judge_is_found_alike() -> None:
    picture, coverage = worn("stripes")
    assert seen(picture, picture, np.zeros_like(coverage)) == Likeness(0.0, 1.0, None)


def test_a_difference_is_that_of_the_channel_that_differs_most() -> None:
    photo = np.full((4, 4, 3), 100, np.uint8)
    edited = photo.copy()
    edited[1, 2] = (98, 107, 101)
    changes = find_changes(edited, photo)
    assert changes[1, 2] == 7 and changes.sum() == 7


def face_in_ground() -> tuple[RGB, Mask]:
    rng = np.random.default_rng(5)
    photo = cv2.GaussianBlur(rng.integers(0, 255, (240, 200, 3)).astype(np.float32), (0, 0), 3)
    photo = np.clip((photo - 127) * 6 + 127, 0, 255).astype(np.uint8)
    face = np.zeros((240, 200), np.float32)
    face[40:100, 70:130] = 1
    return np.asarray(photo, np.uint8), face


def test_one_pixel_of_a_face_counts() -> None:
    photo, face = face_in_ground()
    edited = photo.copy()
    edited[60, 90, 0] ^= 1
    edited[5, 5] = 0
    assert share_kept(find_changes(photo, photo), face > 0) == 1.0
    assert 0.95 < share_kept(find_changes(edited, photo), face > 0) < 1.0


def test_noise_leaves_the_structure_of_a_face_and_moving_it_does_not() -> None:
    photo, face = face_in_ground()
    noise = np.random.default_rng(6).normal(0, 2, photo.shape)
    noisy = np.clip(np.rint(photo + noise), 0, 255).astype(np.uint8)
    moved = np.roll(noisy, 3, axis=1)
    assert compare_structure(noisy, photo, face > 0) > 0.95
    assert compare_structure(moved, photo, face > 0) < 0.6
    assert compare_structure(moved, photo, np.zeros_like(face) > 0) == 1.0


def test_what_later_garments_hide_is_not_seen() -> None:
    coverage = np.ones((10, 10), np.float32)
    later = np.zeros((10, 10), np.float32)
    later[:, :4] = 1
    assert abs(share_seen(coverage, later) - 0.6) < 1e-6
