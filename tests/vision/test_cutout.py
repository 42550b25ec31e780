"""Cutting out against constructed pictures whose alpha is known exactly."""

import cv2
import numpy as np
import pytest

from toile.pixels.arrays import RGB, Mask
from toile.vision.cutout import NOTHING, Cutout, cut_out
from toile.vision.garment_photo import examine

SIZE = (320, 240)
TEE = np.array(
    [
        *((92, 60), (148, 60), (170, 68), (216, 118), (188, 142), (168, 122)),
        *((170, 268), (70, 268), (72, 122), (52, 142), (24, 118), (70, 68)),
    ],
    dtype=np.float64,
)


def drawn(outline: np.ndarray[tuple[int, int], np.dtype[np.float64]], size: tuple[int, int] = SIZE) -> Mask:
    """The share of each pixel that a polygon covers, from four by four samples."""
    big = np.zeros((size[0] * 4, size[1] * 4), np.uint8)
    cv2.fillPoly(big, [np.rint(outline * 4).astype(np.int32)], 1)
    return np.asarray(
        cv2.resize(big.astype(np.float32), size[::-1], interpolation=cv2.INTER_AREA), np.float32
    )


def photographed(
    alpha: Mask,
    cloth: tuple[int, int, int],
    ground: tuple[int, int, int],
    *,
    fade: float = 0.0,
    shadow: float = 0.0,
    noise: float = 0.6,
    folds: float = 4.0,
) -> RGB:
    """Cloth with soft folds on a ground that fades to one side, with a soft shadow below and to the right."""
    height, width = alpha.shape
    draws = np.random.default_rng(5)
    y, x = np.mgrid[0:height, 0:width]
    behind = np.ones((height, width, 3)) * ground
    behind *= (1 - fade * (x / width * 0.6 + y / height * 0.4))[..., None]
    dark = cv2.GaussianBlur(np.roll(alpha, (7, 7), (0, 1)), (0, 0), 5)
    behind *= (1 - shadow * dark)[..., None]
    front = np.ones((height, width, 3)) * cloth + (folds * np.sin(x / 9 + np.sin(y / 31)))[..., None]
    # Real cloth is a little darker where it turns away at its rim.
    rim = cv2.GaussianBlur(1 - alpha, (0, 0), 2) * alpha
    front -= 24 * rim[..., None]
    mixed = front * alpha[..., None] + behind * (1 - alpha[..., None])
    noisy = mixed + draws.normal(0, noise, mixed.shape)
    return np.asarray(np.clip(np.rint(noisy), 0, 255), np.uint8)


def overlap(one: Mask, other: Mask) -> float:
    both, either = np.minimum(one, other).sum(), np.maximum(one, other).sum()
    return float(both / either)


def said(cut: Cutout) -> set[str]:
    """Message codes about the cut."""
    return {notice.code for notice in examine(cut)}


@pytest.mark.parametrize(
    "cloth, ground, more, bar",
    [
        ((60, 90, 170), (246, 246, 246), {}, 0.985),
        ((20, 20, 22), (255, 255, 255), {}, 0.985),
        ((180, 40, 50), (205, 200, 190), {"fade": 0.12}, 0.985),
        ((60, 120, 80), (236, 236, 236), {"shadow": 0.25}, 0.97),
        ((240, 238, 232), (222, 210, 198), {"shadow": 0.12, "folds": 2.0}, 0.97),
        ((232, 231, 228), (246, 246, 246), {"folds": 1.5}, 0.95),
    ],
    ids=["plain", "black on white", "gradient", "shadow", "white on beige with a shadow", "white on white"],
)
def test_a_tee_is_cut_out(
    cloth: tuple[int, int, int], ground: tuple[int, int, int], more: dict[str, float], bar: float
) -> None:
    truth = drawn(TEE)
    cut = cut_out(photographed(truth, cloth, ground, **more))
    assert overlap(cut.alpha, truth) >= bar
    assert cut.report.area > NOTHING


def test_the_same_picture_gives_the_same_bits_whatever_ran_before() -> None:
    picture = photographed(drawn(TEE), (232, 231, 228), (246, 246, 246))
    first = cut_out(picture)
    cv2.setRNGSeed(1234)
    second = cut_out(picture)
    assert np.array_equal(first.alpha, second.alpha)
    assert np.array_equal(first.foreground, second.foreground)


def test_the_gap_between_sleeve_and_body_is_opened() -> None:
    gap = np.array([(76, 110), (84, 130), (94, 250), (70, 250)], dtype=np.float64)
    body = np.array([(60, 60), (180, 60), (190, 290), (50, 290)], dtype=np.float64)
    hole = drawn(gap)
    truth = np.clip(drawn(body) - hole, 0, 1).astype(np.float32)
    cut = cut_out(photographed(truth, (60, 90, 170), (246, 246, 246)))
    assert float(((1 - cut.alpha) * hole).sum() / hole.sum()) >= 0.9


def test_white_print_in_the_middle_stays() -> None:
    truth = drawn(TEE)
    picture = photographed(truth, (40, 40, 60), (250, 250, 250))
    picture[150:180, 100:140] = 250
    assert cut_out(picture).alpha[152:178, 102:138].min() > 0.98


def test_the_foreground_holds_no_ground_at_the_rim() -> None:
    truth = drawn(TEE)
    cut = cut_out(photographed(truth, (20, 20, 22), (255, 255, 255), folds=1.0))
    near = cv2.dilate((truth > 0.02).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    # A pixel or two in the corner of an armpit cannot be told at this size.
    assert float((cut.foreground[near].max(axis=-1) > 70).mean()) < 0.002


def test_the_result_has_the_size_of_the_picture() -> None:
    big = cv2.resize(photographed(drawn(TEE), (60, 90, 170), (246, 246, 246)), (720, 960))
    cut = cut_out(np.asarray(big, np.uint8))
    assert cut.alpha.shape == (960, 720) and cut.foreground.shape == (960, 720, 3)
    truth = np.asarray(cv2.resize(drawn(TEE), (720, 960)), np.float32)
    assert overlap(cut.alpha, truth) >= 0.985


def test_an_empty_picture_has_no_garment() -> None:
    draws = np.random.default_rng(1)
    empty = np.clip(draws.normal(240, 1, (*SIZE, 3)), 0, 255).astype(np.uint8)
    cut = cut_out(empty)
    assert cut.report.area < NOTHING
    assert cut.report.confidence == 0
    assert cut.alpha.max() < 0.5


@pytest.mark.parametrize("side", [1, 2, 7, 16])
def test_a_tiny_picture_is_no_accident(side: int) -> None:
    cut = cut_out(np.full((side, side + 1, 3), 200, np.uint8))
    assert cut.alpha.shape == (side, side + 1)


def test_a_subject_at_the_border_is_said_to_be_cut() -> None:
    truth = drawn(TEE + np.array([0.0, 70.0]))
    cut = cut_out(photographed(truth, (60, 90, 170), (246, 246, 246)))
    report = cut.report
    assert "garment_cut" in said(cut)
    assert report.touches[3] == pytest.approx(float((truth[-1] > 0.5).mean()), abs=0.03)
    assert max(report.touches[:3]) < 0.02


def test_noise_all_over_is_a_busy_background() -> None:
    draws = np.random.default_rng(2)
    coarse = draws.integers(0, 255, (16, 12, 3)).astype(np.uint8)
    busy = np.asarray(cv2.resize(coarse, SIZE[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
    cut = cut_out(busy)
    assert cut.report.area < NOTHING or "busy_background" in said(cut)
    assert cut.report.confidence < 0.5


def test_two_garments_are_told() -> None:
    left = drawn(TEE * 0.5 + [0, 60])
    right = drawn(TEE * 0.5 + [118, 60])
    assert "several_garments" in said(
        cut_out(photographed(np.maximum(left, right), (60, 90, 170), (246, 246, 246)))
    )


def test_a_small_garment_is_told() -> None:
    assert "garment_small" in said(
        cut_out(photographed(drawn(TEE * 0.3 + [80, 80]), (60, 90, 170), (246, 246, 246)))
    )


def test_a_bite_out_of_one_side_of_pale_cloth_is_given_back() -> None:
    """On the left the cloth has the ground's very colour, but for a faint line where it ends."""
    truth = drawn(TEE)
    ground = np.array((240.0, 239.0, 236.0))
    left = np.clip((105 - np.arange(truth.shape[1])) / 20, 0, 1)[None] * truth
    line = (truth > 0.5) & (cv2.erode(truth, np.ones((5, 5), np.uint8)) < 0.5) & (left > 0.1)
    shown = photographed(truth, (226, 224, 220), (240, 239, 236), folds=0.5, noise=0.0) * (
        1 - left[..., None]
    )
    shown += left[..., None] * (ground - 0.3) - 3.0 * line[..., None]
    noisy = shown + np.random.default_rng(3).normal(0, 0.4, shown.shape)
    cut = cut_out(np.clip(np.rint(noisy), 0, 255).astype(np.uint8))
    assert overlap(cut.alpha, truth) > 0.9
    bare = shown + 3.0 * line[..., None] + np.random.default_rng(3).normal(0, 0.4, shown.shape)
    half = cut_out(np.clip(np.rint(bare), 0, 255).astype(np.uint8))
    assert overlap(half.alpha, truth) < 0.85  # without the line nobody knows where it ends
