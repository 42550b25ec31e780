"""Blending against the plain formulas, written out in double precision."""

import numpy as np
import pytest

from toile.pixels.arrays import Floats, Mask
from toile.pixels.blend import add, mix, shade, to_bytes, weigh

Pictures = tuple[Floats, Floats, Mask, Mask]


@pytest.fixture
def given() -> Pictures:
    random = np.random.default_rng(5)
    one, other = (random.uniform(0, 255, (9, 13, 3)).astype(np.float32) for _ in range(2))
    share, rest = (random.uniform(0, 1, (9, 13)).astype(np.float32) for _ in range(2))
    return one, other, share, rest


def test_a_mix_is_linear_between_both_pictures(given: Pictures) -> None:
    one, other, share, _ = given
    s = share[..., None].astype(np.float64)
    assert np.allclose(mix(one, other, share), one * (1 - s) + other * s, atol=0.02)


def test_weights_need_not_add_up_to_one_and_nothing_gives_black(given: Pictures) -> None:
    one, other, share, rest = given
    s, r = share[..., None].astype(np.float64), rest[..., None].astype(np.float64)
    assert np.allclose(weigh(one, share, other, rest), (one * s + other * r) / (s + r), rtol=1e-3, atol=0.05)
    nothing = np.zeros_like(share)
    assert weigh(one, nothing, other, nothing).max() == 0


def test_a_sum_stays_within_the_range_of_a_picture(given: Pictures) -> None:
    one, other, share, rest = given
    s, r = share[..., None].astype(np.float64), rest[..., None].astype(np.float64)
    assert np.allclose(add(one, share, other, rest), np.clip(one * s + other * r, 0, 255), atol=0.01)


def test_shade_multiplies_every_channel(given: Pictures) -> None:
    one, _, share, _ = given
    assert np.allclose(shade(one, share), one * share[..., None], atol=0.01)


def test_numbers_become_bytes_by_rounding_and_never_wrap_round() -> None:
    levels = np.array([[[0.4, 0.6, 254.6], [255.4, 300.0, 12.0]]], np.float32)
    assert to_bytes(levels).tolist() == [[[0, 1, 255], [255, 255, 12]]]
