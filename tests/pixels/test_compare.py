"""PSNR and SSIM against what is known about them."""

import numpy as np
import pytest

from toile.pixels.arrays import RGB
from toile.pixels.compare import count_changed, psnr, ssim


@pytest.fixture
def noise() -> RGB:
    return np.random.default_rng(7).integers(0, 256, (64, 64, 3), dtype=np.uint8)


def test_equal_pictures_are_infinitely_close(noise: RGB) -> None:
    assert psnr(noise, noise) == float("inf")
    assert ssim(noise, noise) == pytest.approx(1.0)


@pytest.mark.parametrize("step", [1, 5, 20])
def test_psnr_of_a_constant_step_follows_the_definition(step: int) -> None:
    a = np.full((10, 10, 3), 100, np.uint8)
    assert psnr(a, a + np.uint8(step)) == pytest.approx(20 * np.log10(255 / step))


def test_ssim_of_two_plain_pictures_is_the_luminance_term() -> None:
    a, b = np.full((32, 32, 3), 60, np.uint8), np.full((32, 32, 3), 180, np.uint8)
    c1 = (0.01 * 255) ** 2
    assert ssim(a, b) == pytest.approx((2 * 60 * 180 + c1) / (60**2 + 180**2 + c1), rel=1e-4)


def test_ssim_is_symmetric_and_falls_as_noise_grows(noise: RGB) -> None:
    grey = np.full_like(noise, 128)
    strengths = [0.05, 0.2, 0.6]
    mixed = [(grey * (1 - s) + noise * s).astype(np.uint8) for s in strengths]
    base = (np.indices((64, 64)).sum(axis=0) * 2).astype(np.uint8)[..., None].repeat(3, axis=2)
    scores = [ssim(base, np.clip(base + m.astype(int) - 128, 0, 255).astype(np.uint8)) for m in mixed]
    assert scores == sorted(scores, reverse=True) and scores[0] > scores[-1] + 0.1
    assert ssim(base, noise) == pytest.approx(ssim(noise, base))


def test_ssim_can_look_at_a_part_only(noise: RGB) -> None:
    other = noise.copy()
    other[:, 40:] = 0
    left = np.zeros((64, 64), np.float32)
    left[:, :30] = 1
    assert ssim(noise, other, left) == pytest.approx(1.0)
    assert ssim(noise, other) < 0.9


def test_only_changes_where_the_mask_is_zero_are_counted(noise: RGB) -> None:
    other = noise.copy()
    other[10, 10, 1] ^= 1
    other[50, 50] ^= 255
    mask = np.zeros((64, 64), np.float32)
    mask[40:, 40:] = 0.01
    assert count_changed(noise, other, mask) == 1
    assert count_changed(noise, noise, mask) == 0
