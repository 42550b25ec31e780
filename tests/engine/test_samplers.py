"""Samplers: the published algorithms' own trajectories, and what every sampler must do whatever its algorithm."""

import json
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from toile.engine.catalogue import SAMPLERS, count_asks, drop_next_to_last
from toile.engine.denoise import Array, Denoise, Denoised
from toile.engine.naive import run
from toile.engine.samplers import Churn, euler, heun, split
from toile.engine.solvers import ddim_cfgpp, dpm_adaptive, list_restarts

CASES = json.loads((Path(__file__).parent / "golden/sampler_trajectories.json").read_text())["cases"]
LEAST, MOST = 0.0291672, 14.6146412
PLACES = np.arange(6) + 1.0


def karras(steps: int) -> tuple[float, ...]:
    ends = MOST ** (1 / 7), LEAST ** (1 / 7)
    return (*(float(s) for s in np.linspace(*ends, steps) ** 7), 0.0)


def denoised(x: Array, sigma: float) -> Array:
    """What lies behind x if it is -1 or 1, give or take 0.3, and noise: exactly."""
    spread = 0.09 + sigma**2
    return (0.09 * x + sigma**2 * np.tanh(x / spread)) / spread


def answer(asked: Denoise) -> Denoised:
    x0 = denoised(asked.x, asked.sigma)
    return Denoised(x0, x0)


class Draws:
    """The golden file's noise, counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, now: float, then: float) -> Array:
        self.count += 1
        return sqrt(2) * np.sin(1.7 * self.count + 0.9 * PLACES)


def start() -> Array:
    return MOST * np.sin(2.3 * PLACES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['sampler']} {case['options']}")
def test_the_published_trajectory_is_followed(case: dict[str, Any]) -> None:
    sampler, draws, seen = SAMPLERS[case["sampler"]], Draws(), []
    options = {name: value for name, value in case["options"].items() if name != "solver_type"}

    def asked(one: Denoise) -> Denoised:
        seen.append(one)
        return answer(one)

    end = run(sampler.run(start(), karras(case["steps"]), draws, **options), asked)
    assert np.abs(end - case["x_final"]).max() < 1e-6
    assert (len(seen), draws.count) == (case["network_calls"], case["noise_calls"])
    assert count_asks(sampler, karras(case["steps"])) == len(seen)
    begun = [one.x for one in seen if one.sigma in karras(case["steps"])]
    for before in case["x_before_step"]:
        assert min(np.abs(x - before).max() for x in begun) < 1e-6


@cache
def exact() -> Array:
    return run(heun(start(), karras(3000), Draws()), answer)


@pytest.mark.parametrize(
    ("name", "steps", "near"),
    [("Euler", 64, 0.02), ("Heun", 64, 1e-3), ("DPM2", 64, 2e-3), ("LMS", 64, 2e-3), ("DPM++ 2M", 64, 1e-3),
     ("DDIM", 64, 0.02), ("UniPC", 64, 1e-5), ("PLMS", 64, 2e-3), ("Restart", 19, 0.01), ("DPM fast", 60, 0.005),
     ("DPM adaptive", 20, 0.1), ("DDIM CFG++", 64, 0.02)],
)  # fmt: skip
def test_without_noise_every_sampler_comes_to_the_same_end(name: str, steps: int, near: float) -> None:
    end = run(SAMPLERS[name].run(start(), karras(steps), Draws()), answer)
    assert np.abs(end - exact()).max() < near


def test_unipc_is_of_third_order() -> None:
    """Twice the steps leave an eighth of the error or less."""
    errors = [
        np.abs(run(SAMPLERS["UniPC"].run(start(), karras(n), Draws()), answer) - exact()).max()
        for n in (16, 32)
    ]
    assert errors[1] < errors[0] / 8


@pytest.mark.parametrize("name", [name for name in SAMPLERS if name != "DPM adaptive"])
@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5, 20, 40])
def test_how_often_a_sampler_asks_is_known_before(name: str, steps: int) -> None:
    seen: list[float] = []

    def ask(asked: Denoise) -> Denoised:
        seen.append(asked.sigma)
        return answer(asked)

    run(SAMPLERS[name].run(start(), karras(steps), Draws()), ask)
    assert count_asks(SAMPLERS[name], karras(steps)) == len(seen)


def test_restarts_go_back_to_more_noise() -> None:
    levels = list(list_restarts(karras(40)))
    back = [pair for before, pair in pairwise(levels) if pair[0] > before[1]]
    assert len(back) == 2 and all(pair[0] == pytest.approx(2, abs=0.5) for pair in back)
    assert levels[0][0] == pytest.approx(MOST) and levels[-1][1] == 0
    assert list(list_restarts(karras(19))) == list(pairwise(karras(19)))


def test_the_adaptive_solver_takes_more_steps_where_less_error_is_wanted() -> None:
    def end(relative: float) -> tuple[int, float]:
        seen: list[float] = []

        def ask(asked: Denoise) -> Denoised:
            seen.append(asked.sigma)
            return answer(asked)

        made = run(dpm_adaptive(start(), karras(20), Draws(), relative=relative, absolute=relative / 10), ask)
        return len(seen), float(np.abs(made - exact()).max())

    (few, far), (many, near) = end(0.1), end(0.002)
    assert few < many and near < far


def test_guidance_on_the_manifold_puts_back_what_the_negative_prompt_sees() -> None:
    """One step by hand: x0 + sigma' (x - x0_uncond) / sigma."""
    sampling = ddim_cfgpp(np.array([2.0]), (4.0, 1.0, 0.0), Draws())
    next(sampling)
    asked = sampling.send(Denoised(np.array([0.5]), np.array([0.2])))
    assert asked.x == pytest.approx(0.5 + 1.0 * (2.0 - 0.2) / 4.0)


@pytest.mark.parametrize("name", SAMPLERS)
@pytest.mark.parametrize("steps", [1, 2, 3])
def test_few_steps_are_no_accident(name: str, steps: int) -> None:
    end = run(SAMPLERS[name].run(start(), karras(steps), Draws()), answer)
    assert np.isfinite(end).all() and np.abs(end).max() < 2 * MOST


@pytest.mark.parametrize("name", [name for name, sampler in SAMPLERS.items() if sampler.eta])
def test_without_eta_nothing_is_drawn_that_counts(name: str) -> None:
    ends = [
        run(SAMPLERS[name].run(start(), karras(8), draws, eta=0.0), answer)
        for draws in (Draws(), lambda now, then: 1e3 * np.ones(6))
    ]
    assert np.array_equal(*ends)


@pytest.mark.parametrize("name", SAMPLERS)
def test_torch_makes_of_it_what_numpy_makes(name: str) -> None:
    torch = pytest.importorskip("torch")

    def ask(asked: Denoise) -> Denoised:
        x0 = torch.from_numpy(denoised(asked.x.numpy(), asked.sigma))
        return Denoised(x0, x0)

    noise, other = Draws(), Draws()
    end = run(SAMPLERS[name].run(start(), karras(6), noise), answer)
    same = run(
        SAMPLERS[name].run(torch.from_numpy(start()), karras(6), lambda a, b: torch.from_numpy(other(a, b))),
        ask,
    )
    assert np.allclose(same.numpy(), end, atol=1e-9)


def test_what_goes_down_and_what_is_drawn_add_up() -> None:
    for eta in (0.0, 0.3, 1.0):
        down, up = split(3.0, 2.0, eta)
        assert down**2 + up**2 == pytest.approx(4.0)
    assert split(3.0, 2.0, 0.0) == (2.0, 0.0)


@pytest.mark.parametrize("how", [euler, heun])
def test_churn_asks_at_more_noise_within_its_range_only(how: Callable[..., Any]) -> None:
    asked: list[float] = []

    def ask(one: Denoise) -> Denoised:
        asked.append(one.sigma)
        return answer(one)

    levels = karras(5)
    run(how(start(), levels, Draws(), churn=Churn(2.0, least=1.0, most=8.0)), ask)
    raised = [sigma for sigma in asked if sigma not in levels]
    assert len(raised) == sum(1.0 <= level <= 8.0 for level in levels)
    assert levels[0] in asked


def test_the_last_level_but_one_can_be_left_out() -> None:
    assert tuple(drop_next_to_last((4.0, 2.0, 1.0, 0.0))) == (4.0, 2.0, 0.0)
