"""Noise: the bits of the published generator, and paths that do not depend on the steps."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.engine.noise import Brownian, Mersenne, Philox, blend, lay

ROWS = json.loads((Path(__file__).parent / "golden/rng_nv_philox.json").read_text())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["seed"])
def test_the_generator_is_the_published_one(row: dict[str, Any]) -> None:
    draw = Philox(row["seed"])
    first, second = draw((4, 64, 64)), draw((4, 64, 64))
    assert np.array_equal(first.ravel()[:16], np.float32(row["first16"]))
    assert np.array_equal(second.ravel()[:8], np.float32(row["second_call_first8"]))


@given(seed=st.integers(0, 2**64 - 1), count=st.integers(1, 50))
def test_a_number_depends_on_its_place_and_not_on_how_many_are_drawn(seed: int, count: int) -> None:
    assert np.array_equal(Philox(seed)((count,)), Philox(seed)((60,))[:count])
    assert np.isfinite(Philox(seed, drawn=3)((count,))).all()


def test_seeds_beyond_32_bits_count() -> None:
    assert not np.array_equal(Philox(7)((9,)), Philox(7 + 2**32)((9,)))


def test_noise_is_normal() -> None:
    noise = Philox(5)((4, 128, 128))
    assert abs(noise.mean()) < 0.01 and noise.std() == pytest.approx(1, abs=0.01)


def test_a_variation_goes_from_one_seed_to_another_and_stays_noise() -> None:
    one, two = Philox(1)((4, 32, 32)), Philox(2)((4, 32, 32))
    assert np.allclose(blend(one, two, 0.0), one, atol=1e-6)
    assert np.allclose(blend(one, two, 1.0), two, atol=1e-6)
    assert blend(one, two, 0.5).std() == pytest.approx(1, abs=0.03)
    assert np.allclose(blend(one, one * 1.001, 0.5), one * 1.0005, atol=1e-5)


def test_noise_of_another_size_lies_in_the_middle() -> None:
    noise = Philox(1)((4, 6, 10))
    under = Philox(2)((4, 8, 6))
    out = lay(noise, under)
    assert np.array_equal(out[:, 1:7], noise[:, :, 2:8])
    assert np.array_equal(out[:, [0, 7]], under[:, [0, 7]])
    assert np.array_equal(lay(noise, np.zeros_like(noise)), noise)


@pytest.mark.parametrize("shape", [(4, 8, 8), (4, 64, 48), (1, 5, 5)])
def test_noise_of_a_processor_is_that_of_pytorch(shape: tuple[int, ...]) -> None:
    torch = pytest.importorskip("torch")
    theirs, ours = torch.Generator("cpu").manual_seed(1234567), Mersenne(1234567)
    for _ in range(2):  # one draw goes on where the other ended
        assert np.allclose(ours(shape), torch.randn(shape, generator=theirs).numpy(), atol=1e-6)


def test_a_path_is_the_same_however_many_steps_lie_on_it() -> None:
    path = Brownian((500,), 3, 0.03, 14.6)
    whole = path(14.6, 3.0) * np.sqrt(11.6)
    parts = path(14.6, 7.0) * np.sqrt(7.6) + path(7.0, 3.0) * np.sqrt(4.0)
    assert np.abs(whole - parts).max() < 1e-4
    assert np.array_equal(path(7.0, 3.0), Brownian((500,), 3, 0.03, 14.6)(7.0, 3.0))


def test_steps_of_a_path_are_normal_and_know_nothing_of_each_other() -> None:
    path = Brownian((4000,), 8, 0.03, 14.6)
    one, two = path(14.6, 9.1), path(9.1, 0.03)
    assert one.std() == pytest.approx(1, abs=0.05) and two.std() == pytest.approx(1, abs=0.05)
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.06


def test_a_step_of_no_length_has_no_noise() -> None:
    assert not Brownian((5,), 1, 0.03, 14.6)(3.0, 3.0).any()
