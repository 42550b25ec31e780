"""Names of samplers and schedules, as AUTOMATIC1111 reads them; but a name that it does not know is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.engine.catalogue import SAMPLERS
from toile.engine.names import AUTOMATIC, Choice, choose
from toile.engine.sigmas import SCHEDULES
from toile.errors import BadRequest

ROWS = json.loads((Path(__file__).parent / "golden/sampler_scheduler_names.json").read_text())
# What AUTOMATIC1111 takes for its default because it does not know it.
GUESSED = ("Nonexistent", "Euler SGM Uniform", "k_euler_a", "euler_a")


def known(row: dict[str, Any]) -> bool:
    return row["sampler"] not in GUESSED and row["scheduler"] != "bogus"


@pytest.mark.parametrize(
    "row", [row for row in ROWS if known(row)], ids=lambda row: f"{row['sampler']} {row['scheduler']}"
)
def test_names_mean_what_they_mean_elsewhere(row: dict[str, Any]) -> None:
    choice = choose(row["sampler"], row["scheduler"])
    assert [choice.sampler, choice.schedule] == row["process_images"]
    assert [choice.short.sampler, choice.short.schedule] == row["api"]


@pytest.mark.parametrize(
    ("sampler", "schedule", "code", "near"),
    [
        ("Xyz", None, "sampler_unknown", "Euler"),
        ("Euler SGM Uniform", None, "sampler_unknown", "Euler"),
        ("DPM++2M", None, "sampler_unknown", "DPM++ 2M"),
        ("Euler", "qqq", "schedule_unknown", "Karras"),
        ("Euler", "karas", "schedule_unknown", "Karras"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(
    sampler: str, schedule: str | None, code: str, near: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        choose(sampler, schedule)
    assert caught.value.code == code and near in str(caught.value)


def test_old_names_are_understood() -> None:
    assert choose("k_euler_a") == Choice("Euler a", AUTOMATIC)
    assert choose("k_dpmpp_2m_ka") == Choice("DPM++ 2M", "Karras")
    assert choose("dpm++ 2m sde heun karras") == Choice("DPM++ 2M SDE Heun", "Karras")


@pytest.mark.parametrize("name", SAMPLERS)
def test_automatic_is_the_samplers_own_schedule(name: str) -> None:
    choice = choose(name)
    assert choice.levels == SAMPLERS[name].schedule and choice.levels in SCHEDULES
    assert choose(f"{name} Exponential").levels == "Exponential"


@given(sampler=st.text(max_size=300), schedule=st.text(max_size=300))
def test_whatever_is_typed_is_known_or_refused(sampler: str, schedule: str) -> None:
    try:
        choice = choose(sampler, schedule)
    except BadRequest as error:
        assert error.code in ("sampler_unknown", "schedule_unknown")
    else:
        assert choice.levels in SCHEDULES
