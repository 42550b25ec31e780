"""The sculpted head."""

from dataclasses import fields, replace

import numpy as np
import pytest

from toile.domain.persona import Build, Face
from toile.world import solid
from toile.world.figure import face
from toile.world.solid import Rows, vector

_BASE = vector(0.0, 1.5, 0.0)


def _rows(shape: Face, build: Build | None = None, scale: float = 1.0) -> Rows:
    return solid.pack(face.lumps(shape, build or Build(), _BASE, scale))


def _surface(rows: Rows, start: np.ndarray, toward: np.ndarray) -> np.ndarray:
    """The first place on the surface along a line from outside."""
    t = np.linspace(0, 0.3, 3001)
    line = start + t[:, None] * toward
    inside = solid.measure(rows, line) < 0
    assert inside.any()
    return np.asarray(line[inside.argmax()])


def test_the_two_sides_of_the_head_are_alike() -> None:
    random = np.random.default_rng(1)
    places = _BASE + random.uniform((-0.1, -0.08, -0.12), (0.1, 0.18, 0.12), (3000, 3))
    rows = _rows(Face(width=0.4, eye_tilt=0.5))
    there = solid.measure(rows, places)
    image = solid.measure(rows, places * np.array((-1, 1, 1)))
    # Where left and right melt in one after the other, the order leaves a hair's breadth.
    assert np.abs(there - image).max() < 0.0015


def test_the_nose_stands_out_farthest_and_the_chin_lies_behind_the_lips() -> None:
    rows = _rows(Face())
    depths = {}
    for name in ("nose tip", "mouth", "chin", "brow"):
        height = face.PLACES[name][1] + (0.012 if name == "chin" else 0.0)
        depths[name] = _surface(rows, _BASE + vector(0, height, 0.25), np.array((0, 0, -1.0)))[2]
    assert depths["nose tip"] > max(depths["mouth"], depths["brow"]) + 0.008
    assert depths["chin"] < depths["mouth"] + 0.004


def test_an_eye_shows_between_its_lids() -> None:
    rows = _rows(Face())
    left, right = face.eye_centres(Face(), _BASE, 1.0)
    assert np.allclose(left * (-1, 1, 1), right)
    front = left + vector(0, 0, face.EYE_RADIUS)
    assert solid.measure(rows, front[None])[0] > 0
    for up in (0.010, -0.010):
        lid = _surface(rows, left + vector(0, up, 0.1), np.array((0, 0, -1.0)))
        assert np.linalg.norm(lid - left) > face.EYE_RADIUS


def test_scale_and_origin_move_everything_alike() -> None:
    random = np.random.default_rng(2)
    places = random.uniform(-0.1, 0.1, (500, 3))
    small = solid.measure(solid.pack(face.lumps(Face(), Build(), vector(0, 0, 0), 1.0)), places)
    large = solid.measure(
        solid.pack(face.lumps(Face(), Build(), vector(0, 1.6, 0), 1.1)), places * 1.1 + (0, 1.6, 0)
    )
    assert np.allclose(1.1 * small, large, atol=1e-5)


@pytest.mark.parametrize("name", [field.name for field in fields(Face) if field.name != "brows"])
def test_every_measure_of_a_face_moves_its_surface(name: str) -> None:
    mesh, _ = solid.polygonise(
        _rows(Face()), _BASE - vector(0.11, 0.09, 0.13), _BASE + vector(0.11, 0.2, 0.14), 0.006
    )
    changed = solid.measure(_rows(replace(Face(), **{name: 1.0})), mesh)
    assert np.abs(changed).max() > 0.0007


def test_a_man_has_the_broader_jaw() -> None:
    level = face.PLACES["jaw corner"][1]
    widths = []
    for build in (Build(frame=0.1), Build(frame=0.9)):
        start = _BASE + vector(0.2, level - 0.01, 0.03)
        widths.append(_surface(_rows(Face(), build), start, np.array((-1.0, 0, 0)))[0])
    assert widths[1] > widths[0] + 0.002


def test_hair_grows_on_the_crown_and_not_on_the_face() -> None:
    spots = np.array([face.PLACES[name] for name in ("crown", "brow", "nose tip", "mouth", "chin", "eye")])
    above = face.above_hairline(spots.astype(np.float32))
    assert above[0] > 0.02
    assert (above[1:] < -0.02).all()
