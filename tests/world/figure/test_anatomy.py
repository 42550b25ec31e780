"""The form of bodies, measured with a tape."""

import numpy as np
import pytest

from toile.domain.persona import Build
from toile.world import solid
from toile.world.figure import anatomy, skeleton


def _round(build: Build, height: float) -> float:
    """The girth of the trunk at a height on 1.70 m, metres on 1.70 m: rays from the middle to the surface."""
    at = skeleton.rest(build)
    rows = solid.pack(anatomy.trunk(build, at))
    angles = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    steps = np.linspace(0.03, 0.40, 371)
    start = np.array((0, at.level(height) * at.scale, -0.005))
    ways = np.stack((np.sin(angles), np.zeros(64), np.cos(angles)), axis=1)
    inside = solid.measure(rows, (start + at.scale * steps[None, :, None] * ways[:, None]).reshape(-1, 3)) < 0
    reach = steps[inside.reshape(64, -1).argmin(axis=1)]
    edge = ways * reach[:, None]
    return float(np.linalg.norm(edge - np.roll(edge, 1, axis=0), axis=1).sum())


def test_an_average_woman_has_a_waist_between_chest_and_hips() -> None:
    chest, waist, hips = (_round(Build(frame=0.05), y) for y in (1.22, 1.09, 0.90))
    assert 0.58 < waist < 0.72
    assert 1.2 < hips / waist < 1.6
    assert 1.15 < chest / waist < 1.6


def test_an_average_man_is_broader_above_and_straighter() -> None:
    man, woman = Build(frame=0.9, bust=0.0, muscle=0.5), Build(frame=0.05, bust=0.4)
    assert _round(man, 1.30) > _round(woman, 1.30)
    assert _round(man, 0.90) / _round(man, 1.09) < _round(woman, 0.90) / _round(woman, 1.09)
    wide = [skeleton.rest(build).joints["left_shoulder"][0] for build in (man, woman)]
    assert wide[0] > 1.15 * wide[1]


@pytest.mark.parametrize(
    ("more", "height"),
    [
        (Build(fullness=1.2), 1.09),
        (Build(waist=1.12), 1.09),
        (Build(hips=1.12), 0.90),
        (Build(bust=0.95), 1.22),
    ],
)
def test_every_measure_of_a_build_makes_its_place_rounder(more: Build, height: float) -> None:
    assert _round(more, height) > 1.03 * _round(Build(), height)


def test_fingers_are_apart_and_in_their_order() -> None:
    build = Build()
    at = skeleton.rest(build)
    tips = [lump for lump in anatomy.hands(build, at) if lump.name == "finger tip" and lump.end[0] > 0]
    ends = np.array([lump.end for lump in tips])
    assert len(ends) == 4
    assert np.all(np.diff(ends[:, 2]) < 0)
    thick = np.array([lump.radii[2] for lump in tips])
    assert np.all(np.linalg.norm(np.diff(ends, axis=0), axis=1) > thick[:-1] + thick[1:])


def test_feet_are_flat_underneath() -> None:
    build = Build()
    at = skeleton.rest(build)
    rows = solid.pack(anatomy.feet(build, at))
    places = np.array([(at.joints["left_heel"][0], -0.004, z) for z in np.linspace(-0.05, 0.12, 20)])
    assert solid.measure(rows, places).min() > 0
    places[:, 1] = 0.012
    assert solid.measure(rows, places).max() < 0


def test_a_tube_passes_through_its_sections() -> None:
    sections = [(0.05, 0.04, 0.03, 0.06), (0.08, 0.05, 0.04, 0.05), (0.06, 0.06, 0.06, 0.06)]
    lump = solid.tube("tube", solid.vector(0, 0, 0), solid.vector(0, 0.4, 0), sections)
    rows = solid.pack([lump])
    for height, (left, right, front, back) in zip((0.001, 0.2, 0.399), sections, strict=True):
        places = np.array(((left, height, 0), (-right, height, 0), (0, height, front), (0, height, -back)))
        assert np.abs(solid.measure(rows, places)).max() < 0.0006
    mirrored = solid.pack([lump.mirrored("twin")])
    places = np.array(((-0.08, 0.2, 0), (0.05, 0.2, 0)))
    assert np.abs(solid.measure(mirrored, places)).max() < 1e-6


def test_settling_moves_along_the_normal_onto_the_surface() -> None:
    rows = solid.pack([solid.ball("ball", solid.vector(0, 0, 0), (0.1, 0.1, 0.1))])
    way = np.array(((0.6, 0.8, 0.0), (0.0, 0.0, 1.0)), np.float32)
    settled = solid.settle(rows, 0.11 * way, way, reach=0.02, steps=2)
    assert np.allclose(settled, 0.1 * way, atol=1e-5)
    near = solid.settle(rows, 0.15 * way, way, reach=0.02)
    assert np.allclose(near, 0.13 * way, atol=1e-5)
