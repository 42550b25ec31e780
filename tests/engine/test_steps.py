"""Where img2img begins."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.engine.steps import start, stretch
from toile.errors import BadRequest

ROWS = json.loads((Path(__file__).parent / "golden/img2img_steps.json").read_text())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['steps']} at {row['denoise']}")
def test_one_step_more_than_the_strength_says(row: dict[str, Any]) -> None:
    first = start(row["steps"], row["denoise"])
    assert first == row["first_sigma_index"]
    assert row["steps"] - first == row["unet_evals_first_order"]


@given(wanted=st.integers(1, 150), denoise=st.floats(0.01, 1))
def test_or_just_as_many_as_are_wanted(wanted: int, denoise: float) -> None:
    steps, first = stretch(wanted, denoise)
    assert steps - first == wanted
    assert steps == int(wanted / min(denoise, 0.999))


def test_a_strength_of_nothing_is_one_step_at_the_least_noise() -> None:
    assert stretch(20, 0.0) == (1, 0)


@pytest.mark.parametrize(
    ("steps", "denoise", "code"),
    [(0, 0.5, "steps_wrong"), (10**6, 0.5, "steps_wrong"), (20, -0.1, "denoise_wrong"), (20, 1.1, "denoise_wrong"),
     (20, float("nan"), "denoise_wrong")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(steps: int, denoise: float, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        start(steps, denoise)
    assert caught.value.code == code
