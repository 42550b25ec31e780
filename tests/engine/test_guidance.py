"""Guidance against its equations."""

import numpy as np
import pytest

from toile.engine.guidance import Guidance
from toile.errors import BadRequest

A, B, NO = (np.random.default_rng(n).standard_normal((4, 3, 3)) for n in (1, 2, 3))


def test_one_prompt_is_pushed_away_from_the_negative_one() -> None:
    answer = Guidance(7.5).combine(2.0, [A], NO)
    assert np.allclose(answer.x0, NO + 7.5 * (A - NO))
    assert answer.x0_uncond is NO


def test_parts_joined_by_and_are_each_pushed_by_their_weight() -> None:
    answer = Guidance(7.0, (1.0, 0.5)).combine(2.0, [A, B], NO)
    assert np.allclose(answer.x0, NO + 7 * (A - NO) + 3.5 * (B - NO))


def test_beside_its_interval_and_at_a_scale_of_one_the_prompt_is_taken_as_it_is() -> None:
    inside = Guidance(7.0, start=5.0, end=1.0)
    assert inside.applies(5.0) and inside.applies(1.0)
    assert not inside.applies(6.0) and not inside.applies(0.5)
    assert np.array_equal(inside.combine(6.0, [A], NO).x0, A)
    assert not Guidance(1.0).applies(3.0)
    assert np.array_equal(Guidance(1.0).combine(3.0, [A], None).x0, A)


def test_rescaling_gives_back_the_contrast_of_the_prompts_own_image() -> None:
    full = Guidance(9.0, rescale=1.0).combine(2.0, [A], NO).x0
    assert full.std() == pytest.approx(A.std())
    half = Guidance(9.0, rescale=0.5).combine(2.0, [A], NO).x0
    assert A.std() < half.std() < Guidance(9.0).combine(2.0, [A], NO).x0.std()


@pytest.mark.parametrize("scale", [float("nan"), float("inf"), 1e9])
def test_a_scale_that_is_no_number_is_refused(scale: float) -> None:
    with pytest.raises(BadRequest) as caught:
        Guidance(scale)
    assert caught.value.code == "cfg_wrong"
