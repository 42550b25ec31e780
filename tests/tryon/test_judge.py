"""Verdicts on looks with one planted fault each."""

from dataclasses import replace

import numpy as np

from toile.domain.look import Verdict
from toile.pixels.arrays import RGB
from toile.tryon.judge import judge
from toile.tryon.look import Dressed


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
    face[10:60, 50:110] = 1
    return photo, result, Dressed(result, coverage, result, coverage, cloth.reshape(-1, 3), face)


def verdicts(photo: RGB, result: RGB, layers: list[Dressed], outside: int = 0) -> dict[str, Verdict]:
    return {check.code: check.verdict for check in judge(result, photo, layers, outside, 9000)}


def failed(found: dict[str, Verdict]) -> set[str]:
    return {code for code, verdict in found.items() if verdict is not Verdict.PASS}


def test_a_faultless_look_passes_every_check() -> None:
    photo, result, layer = look()
    assert failed(verdicts(photo, result, [layer])) == set()


def test_an_edited_face_fails_identity_alone() -> None:
    photo, result, layer = look()
    edited = result.copy()
    edited[20:30, 60:80] = 0
    assert failed(verdicts(photo, edited, [layer])) == {"check_identity"}


def test_a_tinted_garment_fails_colour_alone() -> None:
    photo, result, layer = look()
    tinted = np.where(layer.coverage[..., None] > 0, result[..., [1, 0, 2]], result).astype(np.uint8)
    assert failed(verdicts(photo, tinted, [layer])) == {"check_colour"}


def test_a_shifted_print_fails_pattern_alone() -> None:
    photo, result, layer = look()
    shifted = np.where(layer.coverage[..., None] > 0, np.roll(result, 10, axis=1), result).astype(np.uint8)
    shifted[:, 30:40] = result[:, 30:40]
    assert failed(verdicts(photo, shifted, [layer])) == {"check_pattern"}


def test_a_leak_fails_the_promise_alone() -> None:
    photo, result, layer = look()
    assert failed(verdicts(photo, result, [layer], outside=3)) == {"check_outside"}


def test_a_garment_hidden_under_another_is_reported_as_hardly_seen() -> None:
    photo, result, layer = look()
    over = replace(layer, coverage=np.ones_like(layer.coverage))
    seen = [check for check in judge(result, photo, [layer, over], 0, 9000) if check.code == "check_seen"]
    assert [check.verdict for check in seen] == [Verdict.FAIL, Verdict.PASS]
