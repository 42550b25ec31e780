"""Noise levels against the published tables."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toile.engine.sigmas import SCHEDULES, beta_quantile, flow, make, span, trained

ROWS = json.loads((Path(__file__).parent / "golden/sigmas_sd15_sdxl.json").read_text())
NAMES = {name.lower().replace(" ", "_"): name for name in SCHEDULES} | {
    "align_your_steps_sd15": "Align Your Steps",
    "align_your_steps_sdxl": "Align Your Steps XL",
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['scheduler']} {row['steps']}")
def test_levels_are_the_published_ones(row: dict[str, Any]) -> None:
    made = make(NAMES[row["scheduler"]], row["steps"])
    assert made == pytest.approx(row["sigmas"], rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("steps", [1, 2, 7, 150, 1000])
def test_levels_go_down_whatever_the_number_of_steps(name: str, steps: int) -> None:
    made = make(name, steps)
    assert all(a >= b for a, b in pairwise(made)) and np.isfinite(made).all()
    assert len(made) == steps + 1 or name == "DDIM"


def test_time_and_level_are_each_others_inverse() -> None:
    whole = span()
    for time in (0.0, 13.25, 500.0, 998.9):
        assert whole.time(whole.at(time)) == pytest.approx(time, abs=1e-6)
    assert (whole.least, whole.most) == pytest.approx((0.0291672, 14.6146412), rel=1e-5)
    assert len(trained()) == 1000


@pytest.mark.parametrize("shift", [1.0, 3.0])
def test_a_flow_goes_along_a_straight_line(shift: float) -> None:
    """Esser et al. 2024, equation 23, on the share of noise."""
    plain, moved = ([level / (1 + level) for level in flow(one).trained] for one in (1.0, shift))
    assert plain == pytest.approx(list((np.arange(1000) + 0.5) / 1000))
    assert moved == pytest.approx([shift * t / (1 + (shift - 1) * t) for t in plain])
    levels = make("Simple", 4, flow(shift))
    assert len(levels) == 5 and levels[0] == flow(shift).most


def test_a_range_may_be_chosen() -> None:
    made = make("Karras", 10, span(least=0.1, most=10.0, rho=5.0))
    assert (made[0], made[9]) == pytest.approx((10.0, 0.1))


def test_quantiles_of_the_beta_distribution() -> None:
    """Closed forms: uniform for 1, 1; x**2 for 2, 1; the arc sine for a half."""
    for p in (0.001, 0.2, 0.5, 0.9, 0.9999):
        assert beta_quantile(p, 1, 1) == pytest.approx(p, abs=1e-9)
        assert beta_quantile(p, 2, 1) == pytest.approx(p**0.5, abs=1e-9)
        assert beta_quantile(p, 0.5, 0.5) == pytest.approx(np.sin(np.pi * p / 2) ** 2, abs=1e-9)


@pytest.mark.parametrize(("steps", "times"), [(1, [999]), (2, [999, 499]), (4, [999, 749, 499, 249])])
def test_turbo_uses_the_times_that_it_was_distilled_at(steps: int, times: list[int]) -> None:
    assert make("Turbo", steps) == (*(trained()[time] for time in times), 0.0)
