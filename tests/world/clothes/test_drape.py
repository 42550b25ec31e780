"""A napkin falls on a ball."""

import numpy as np

from toile.pixels.arrays import Floats
from toile.world.clothes.cloth import Cloth
from toile.world.clothes.drape import Collider, Hand, drape, refine

GAP = 0.004


def napkin(count: int = 33, side: float = 0.4, height: float = 0.11) -> Cloth:
    x, z = np.meshgrid(np.linspace(-0.5, 0.5, count) * side, np.linspace(-0.5, 0.5, count) * side)
    rest = np.stack((x, 0 * x + height, z), axis=-1).reshape(-1, 3).astype(np.float32)
    i = np.arange(count * count).reshape(count, count)
    a, b, c, d = i[:-1, :-1].ravel(), i[:-1, 1:].ravel(), i[1:, 1:].ravel(), i[1:, :-1].ravel()
    faces = np.concatenate((np.stack((a, c, b), 1), np.stack((a, d, c), 1))).astype(np.int32)
    return Cloth(rest, faces, np.zeros(len(faces), np.uint8))


def globe(radius: float = 0.1) -> Collider:
    i = np.arange(4000) + 0.5
    y, turn = 1 - i / 2000, np.pi * (1 + 5**0.5) * i
    r = np.sqrt(1 - y * y)
    unit = np.stack((r * np.cos(turn), y, r * np.sin(turn)), axis=1).astype(np.float32)
    return Collider(unit * np.float32(radius), unit, np.zeros(len(unit), np.uint8))


def fall(sheet: Cloth, steps: int = 120, weight: float = 9.8) -> Floats:
    n = len(sheet.rest)
    loose = np.full(n, 1.0, np.float32)
    return drape(
        sheet,
        sheet.rest,
        0 * loose,
        loose,
        np.zeros(n, np.uint8),
        globe(),
        Hand(weight=weight),
        GAP,
        1.0,
        steps,
    )


def test_cloth_rests_on_the_ball_and_hangs_over_its_sides() -> None:
    sheet = napkin()
    places = fall(sheet)
    away = np.linalg.norm(places, axis=1)
    assert away.min() > 0.1 + GAP - 0.003
    corner = np.abs(sheet.rest[:, 0]) + np.abs(sheet.rest[:, 2]) > 0.36
    assert places[corner, 1].max() < 0.06
    centre = np.hypot(sheet.rest[:, 0], sheet.rest[:, 2]) < 0.03
    assert np.abs(away[centre] - 0.1 - GAP).max() < 0.004


def test_cloth_stretches_little() -> None:
    sheet = napkin()
    places = fall(sheet, 50, Hand().weight)
    a, b = sheet.faces[:, 0], sheet.faces[:, 1]
    now = np.linalg.norm(places[a] - places[b], axis=1)
    before = np.linalg.norm(sheet.rest[a] - sheet.rest[b], axis=1)
    assert np.percentile(now / before, 95) < 1.12


def test_the_same_fall_gives_the_same_bits() -> None:
    assert np.array_equal(fall(napkin(), 20), fall(napkin(), 20))


def test_refining_a_flat_sheet_keeps_it_flat_and_quarters_its_faces() -> None:
    sheet = napkin(9)
    faces, (smooth, plain) = refine(sheet.faces, sheet.rest, sheet.rest)
    assert len(faces) == 4 * len(sheet.faces)
    assert np.allclose(smooth[:, 1], 0.11)
    inner = np.abs(plain[:, (0, 2)]).max(axis=1) < 0.1
    assert np.allclose(smooth[inner], plain[inner], atol=1e-6)


def test_refining_never_pulls_a_sheet_together_where_three_faces_meet() -> None:
    """Pages of a book on one spine: every new place lies among the old ones."""
    rest = np.array([(0, 5, 0), (0, 6, 0), (1, 5.5, 0), (-1, 5.5, 0), (0, 5.5, 1)], np.float32)
    faces = np.array([(0, 1, 2), (1, 0, 3), (0, 1, 4)], np.int32)
    _, (smooth,) = refine(faces, rest)
    assert smooth[:, 1].min() >= 5 - 1e-6
