"""Verdicts on looks with one planted fault each."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.checks import CHECKS, Scores, area, examine, foreign, harmless, make_cases, own, rate
from toile.domain.geometry import Size
from toile.domain.look import Check, Verdict
from toile.messages import CATALOGUE
from toile.pixels.arrays import RGB
from toile.tryon.judge import REASONS, judge, weigh
from toile.tryon.look import Dressed

FACE = np.s_[10:60, 50:110]


def look() -> tuple[RGB, RGB, Dressed]:
    """Photo, result and layer: a green garment with dots in the middle, a face above it."""
    rng = np.random.default_rng(7)
    photo = rng.integers(90, 110, (200, 160, 3)).astype(np.uint8)
    ys, xs = np.mgrid[:200, :160]
    dots = ((ys % 20 < 8) & (xs % 20 < 8))[..., None]
    cloth = np.where(dots, (240, 240, 200), (30, 140, 70)).astype(np.uint8)
    coverage = np.zeros((200, 160), np.float32)
    coverage[80:180, 30:130] = 1
    result = np.where(coverage[..., None] > 0, cloth, photo).astype(np.uint8)
    face = np.zeros((200, 160), np.float32)
    face[FACE] = 1
    return photo, result, Dressed(result, coverage, result, coverage, cloth.reshape(-1, 3), face)


def verdicts(photo: RGB, result: RGB, layers: list[Dressed], outside: int = 0) -> dict[str, Verdict]:
    return {check.code: check.verdict for check in judge(result, photo, layers, outside, 9000)}


def failed(found: dict[str, Verdict]) -> set[str]:
    return {code for code, verdict in found.items() if verdict is not Verdict.PASS}


def test_a_faultless_look_passes_every_check() -> None:
    photo, result, layer = look()
    assert failed(verdicts(photo, result, [layer])) == set()


def test_an_edited_face_fails_identity_alone_though_it_lies_outside_the_edit() -> None:
    photo, result, layer = look()
    edited = result.copy()
    edited[20:30, 60:80] = 0
    assert failed(verdicts(photo, edited, [layer], outside=200)) == {"check_identity"}


def test_a_tinted_garment_fails_colour_alone() -> None:
    photo, result, layer = look()
    tinted = np.where(layer.coverage[..., None] > 0, result[..., [1, 0, 2]], result).astype(np.uint8)
    assert failed(verdicts(photo, tinted, [layer])) == {"check_colour"}


def test_a_shifted_pattern_fails_pattern_alone() -> None:
    photo, result, layer = look()
    shifted = np.where(layer.coverage[..., None] > 0, np.roll(result, 10, axis=1), result).astype(np.uint8)
    shifted[:, 30:40] = result[:, 30:40]
    assert failed(verdicts(photo, shifted, [layer])) == {"check_pattern"}


def test_a_leak_fails_the_promise_alone() -> None:
    photo, result, layer = look()
    assert failed(verdicts(photo, result, [layer], outside=3)) == {"check_outside"}


def test_a_leak_over_the_whole_picture_is_no_edited_face() -> None:
    photo, result, layer = look()
    noisy = result.astype(np.int16) + np.random.default_rng(8).integers(-2, 3, result.shape)
    leaking = np.where(layer.mask[..., None] > 0, result, noisy).astype(np.uint8)
    outside = int(((leaking != photo).any(axis=2) & (layer.mask == 0)).sum())
    assert failed(verdicts(photo, leaking, [layer], outside)) == {"check_outside"}


def test_a_leak_that_nobody_counted_is_found_all_the_same() -> None:
    photo, result, layer = look()
    leaking = result.copy()
    leaking[190:195, 5:10] = 0
    assert failed(verdicts(photo, leaking, [layer], outside=0)) == {"check_outside"}


def test_a_garment_hidden_under_another_is_reported_as_hardly_seen() -> None:
    photo, result, layer = look()
    over = replace(layer, coverage=np.ones_like(layer.coverage))
    seen = [check for check in judge(result, photo, [layer, over], 0, 9000) if check.code == "check_seen"]
    assert [check.verdict for check in seen] == [Verdict.FAIL, Verdict.PASS]


def check(code: str, verdict: Verdict, garment: int = 1, score: float = 0.5) -> Check:
    return Check(code, score, verdict, {"garment": garment})


def test_a_faultless_look_costs_nothing_and_needs_no_reason() -> None:
    photo, result, layer = look()
    judgement = weigh(judge(result, photo, [layer], 0, 9000))
    assert (judgement.verdict, judgement.reasons, judgement.cost) == (Verdict.PASS, (), 0.0)


def test_a_garment_wrong_in_pattern_and_colour_is_another_garment_and_that_is_the_reason() -> None:
    checks = [check(f"check_{name}", Verdict.FAIL, 2) for name in ("colour", "pattern", "print")]
    judgement = weigh([*checks, check("check_colour", Verdict.WARN, 1)])
    assert [(r.code, r.garment) for r in judgement.reasons] == [("reason_garment", 2), ("reason_colour", 1)]


def test_the_gravest_reason_comes_first() -> None:
    codes = ("check_print", "check_colour", "check_identity", "check_outside")
    reasons = weigh([check(code, Verdict.FAIL) for code in codes]).reasons
    assert [r.code for r in reasons] == ["reason_leaked", "reason_face", "reason_colour", "reason_print"]


def test_of_several_tries_the_one_with_fewer_and_smaller_faults_costs_least() -> None:
    fail, warn, good = Verdict.FAIL, Verdict.WARN, Verdict.PASS
    tries = [
        [check("check_colour", good, score=0.95), check("check_pattern", good, score=0.8)],
        [check("check_colour", warn, score=0.85), check("check_pattern", good, score=0.9)],
        [check("check_colour", warn, score=0.82), check("check_pattern", good, score=0.9)],
        [check("check_colour", warn), check("check_pattern", warn)],
        [check("check_colour", fail), check("check_pattern", good)],
    ]
    costs = [weigh(checks).cost for checks in tries]
    assert costs == sorted(costs) and len(set(costs)) == len(costs)


@pytest.mark.parametrize("code", [*REASONS.values(), "reason_garment"])
def test_every_reason_says_what_to_do(code: str) -> None:
    assert CATALOGUE[code].step_en and CATALOGUE[code].step_zh


def test_a_face_moved_in_a_picture_that_was_compressed_fails_identity() -> None:
    photo, result, layer = look()
    moved = result.copy()
    moved[FACE] = np.roll(moved, 3, axis=1)[FACE]
    noisy = np.clip(moved.astype(np.int16) + np.random.default_rng(9).integers(-1, 2, moved.shape), 0, 255)
    edited = np.where(layer.mask[..., None] > 0, result, noisy).astype(np.uint8)
    assert failed(verdicts(photo, edited, [layer])) == {"check_identity", "check_outside"}


def fires_on_its_own_alone(scores: Scores, codes: tuple[str, ...]) -> None:
    for code in codes:
        fine, mine = harmless(scores, code), own(scores, code)
        assert area(mine, fine) >= 0.95, code
        assert rate(fine) <= 0.03, code
        others = [check for checks in foreign(scores, code).values() for check in checks]
        assert rate(others) <= 0.05, code


def test_planted_in_a_look_every_fault_fires_its_own_check_alone() -> None:
    """One look in stripes; `test_planted_in_thirty_looks_...` has the figures of docs/checks.md."""
    scores = examine(list(make_cases([7001], size=Size(384, 512))), 7001)
    fires_on_its_own_alone(scores, tuple(code for code in CHECKS if code != "check_print"))


@pytest.mark.slow
def test_planted_in_thirty_looks_every_fault_fires_its_own_check_alone() -> None:
    fires_on_its_own_alone(examine(list(make_cases(range(8000, 8030))), 8000), CHECKS)
