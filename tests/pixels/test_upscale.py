"""The fast guided filter against the exact one, and against what it promises."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from toile.pixels.arrays import RGB
from toile.pixels.mask import follow_edges
from toile.pixels.upscale import follow_guide, upscale_along_edges


def two_halves(height: int = 96, width: int = 120, border: int = 50) -> RGB:
    rgb = np.full((height, width, 3), 60, np.uint8)
    rgb[:, border:] = (200, 150, 90)
    return np.clip(rgb + np.random.default_rng(2).normal(0, 3, rgb.shape), 0, 255).astype(np.uint8)


@given(st.floats(0, 1), st.sampled_from([(12, 10), (24, 30), (48, 60)]))
def test_a_constant_stays_what_it_is(value: float, size: tuple[int, int]) -> None:
    maps = np.full((1, *size), value, np.float32)
    assert np.allclose(upscale_along_edges(maps, two_halves()), value, atol=2e-3)


def test_a_rough_border_lands_on_the_pictures_edge() -> None:
    rgb = two_halves()
    rough = np.zeros((1, 24, 30), np.float32)
    rough[..., 13:] = 1  # the edge is at 12.5
    fine = upscale_along_edges(rough, rgb, radius=3)[0]
    assert fine.shape == (96, 120)
    assert fine[:, :49].max() < 0.25 and fine[:, 52:].min() > 0.75


def test_at_the_same_size_it_is_the_guided_filter() -> None:
    rgb = two_halves()
    rough = np.asarray(cv2.GaussianBlur((rgb[..., 0] > 130).astype(np.float32), (0, 0), 3), np.float32)
    exact = follow_edges(rough, rgb, 4, 1e-3)
    assert np.allclose(follow_guide(rough[None], rgb, 4, 1e-3)[0], exact, atol=5e-3)


def test_maps_do_not_mix() -> None:
    rgb = two_halves()
    left = np.zeros((24, 30), np.float32)
    left[:, :12] = 1
    both = upscale_along_edges(np.stack((left, 1 - left)), rgb)
    assert np.allclose(both.sum(axis=0), 1, atol=5e-3)
    assert np.array_equal(both[0], upscale_along_edges(left[None], rgb)[0])
