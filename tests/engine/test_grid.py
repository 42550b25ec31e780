"""Grids: which pictures, in which order."""

import pytest

from toile.domain.geometry import Size
from toile.engine.grid import AXES, Axis, plan_grid
from toile.engine.request import Hires, Request
from toile.errors import BadRequest

PLAIN = Request(prompt="a red hat", seed=1)


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("Seed", "1, 2,5", ["1", "2", "5"]),
        ("Steps", "1-3, 10", ["1", "2", "3", "10"]),
        ("Steps", "1-10 (+3)", ["1", "4", "7", "10"]),
        ("Steps", "10-4 (-3)", ["10", "7", "4"]),
        ("Steps", "10-20 [3]", ["10", "15", "20"]),
        ("CFG Scale", "3-5, 7.5", ["3", "4", "5", "7.5"]),
        ("CFG Scale", "0-1 [5]", ["0", "0.25", "0.5", "0.75", "1"]),
        ("CFG Scale", "1-2 (+0.5)", ["1", "1.5", "2"]),
        ("Prompt S/R", 'red, "dark, blue", green', ["red", "dark, blue", "green"]),
        ("Size", "64x96", ["64x96"]),
    ],
)
def test_values_are_written_as_elsewhere(name: str, values: str, found: list[str]) -> None:
    assert [cell.values[0] for cell in plan_grid(PLAIN, [Axis(name, values)])] == found


def test_the_first_axis_changes_fastest() -> None:
    cells = plan_grid(PLAIN, [Axis("Steps", "5,6"), Axis("Seed", "1-2"), Axis("Sampler", "Euler, Euler a")])
    assert [cell.values for cell in cells[:4]] == [
        ("5", "1", "Euler"), ("6", "1", "Euler"), ("5", "2", "Euler"), ("6", "2", "Euler"),
    ]  # fmt: skip
    last = cells[-1].request
    assert len(cells) == 8 and (last.steps, last.seed, last.sampler) == (6, 2, "Euler a")
    assert plan_grid(PLAIN, [])[0].request == PLAIN


def test_words_of_the_prompt_are_exchanged() -> None:
    cells = plan_grid(PLAIN, [Axis("Prompt S/R", "red, blue")])
    assert [cell.request.prompt for cell in cells] == ["a red hat", "a blue hat"]


def test_every_axis_changes_something() -> None:
    request = Request(prompt="7", seed=1, hires=Hires())
    values = {"Size": "64x64", "Sampler": "LMS", "Schedule type": "Simple", "Hires upscaler": "Nearest"}
    for name in AXES:
        value = values.get(
            name, "7, 1" if name == "Prompt S/R" else "1" if name in ("Denoising", "Eta") else "9"
        )
        assert plan_grid(request, [Axis(name, value)])[-1].request != request, name


@pytest.mark.parametrize(
    ("axis", "code"),
    [
        (Axis("Mood", "1"), "grid_axis"),
        (Axis("Steps", "many"), "grid_value"),
        (Axis("CFG Scale", "many"), "grid_value"),
        (Axis("Size", "wide"), "grid_value"),
        (Axis("Prompt S/R", "blue, red"), "grid_search"),
        (Axis("Seed", "1-9999999"), "grid_large"),
        (Axis("Seed", ""), "grid_large"),
        (Axis("Sampler", "Eulr"), "sampler_unknown"),
        (Axis("Steps", "0"), "steps_wrong"),
    ],
    ids=lambda value: f"{value.name} {value.values}" if isinstance(value, Axis) else value,
)
def test_grids_that_make_no_sense_are_refused(axis: Axis, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        plan_grid(PLAIN, [axis])
    assert caught.value.code == code


def test_sizes_are_sizes() -> None:
    assert plan_grid(PLAIN, [Axis("Size", "64x96")])[0].request.size == Size(64, 96)
