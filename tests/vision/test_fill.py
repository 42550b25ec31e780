"""Filling from what surrounds a hole."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from toile.vision.fill import grain, measure_grain, push_pull


@settings(max_examples=20, deadline=None)
@given(level=st.floats(0, 255), height=st.integers(5, 70), width=st.integers(5, 70))
def test_one_colour_all_round_fills_the_hole_with_that_colour(level: float, height: int, width: int) -> None:
    values = np.full((height, width), level, np.float32)
    known = np.ones((height, width), np.float32)
    known[1:-1, 1:-1] = 0
    holed = np.where(known > 0, values, 999).astype(np.float32)
    assert np.allclose(push_pull(holed, known), level, atol=0.01 + level * 1e-4)


def test_what_is_known_is_not_touched() -> None:
    values = np.random.default_rng(1).uniform(0, 255, (40, 50, 3)).astype(np.float32)
    known = np.ones((40, 50), np.float32)
    known[10:30, 10:40] = 0
    assert np.allclose(push_pull(values, known)[known > 0], values[known > 0], atol=1e-3)


def test_a_hole_between_two_colours_runs_from_one_to_the_other() -> None:
    values = np.zeros((32, 96), np.float32)
    values[:, 64:] = 200
    known = np.ones((32, 96), np.float32)
    known[:, 32:64] = 0
    row = push_pull(values, known)[16, 32:64]
    assert row[2] < 60 < 140 < row[-3]


def test_grain_has_the_strength_it_was_asked_for_and_is_the_same_for_the_same_seed() -> None:
    noise = grain(200, 200, 3.0, seed=4)
    assert abs(float(noise.std()) - 3.0) < 0.3
    assert np.array_equal(noise, grain(200, 200, 3.0, seed=4))
    assert not np.array_equal(noise, grain(200, 200, 3.0, seed=5))


def test_grain_is_measured_in_a_noisy_picture_and_not_in_a_clean_one() -> None:
    where = np.ones((120, 120), np.bool_)
    clean = np.full((120, 120, 3), 128, np.uint8)
    noise = np.random.default_rng(2).normal(128, 4, (120, 120, 1))
    noisy = np.rint(np.repeat(noise, 3, axis=2)).astype(np.uint8)
    assert measure_grain(clean, where) < 0.31
    assert measure_grain(noisy, where) > 2
