"""Lumps against closed formulas of spheres and capsules."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.world.solid import ball, measure, pack, polygonise, project, rod, vector

places = st.lists(st.tuples(*[st.floats(-1, 1)] * 3), min_size=1, max_size=20)


@given(places)
def test_a_ball_measures_as_a_sphere(points: list[tuple[float, float, float]]) -> None:
    where = np.array(points)
    rows = pack([ball("one", vector(0.1, 0.2, -0.1), (0.3, 0.3, 0.3))])
    truth = np.linalg.norm(where - (0.1, 0.2, -0.1), axis=1) - 0.3
    assert np.allclose(measure(rows, where), truth, atol=1e-5)


@given(places)
def test_a_rod_measures_as_a_capsule(points: list[tuple[float, float, float]]) -> None:
    where = np.array(points)
    rows = pack([rod("one", vector(0, 0, 0), vector(0, 0.5, 0), (0.1, 0.1))])
    nearest = np.stack((np.zeros(len(where)), np.clip(where[:, 1], 0, 0.5), np.zeros(len(where))), axis=1)
    assert np.allclose(measure(rows, where), np.linalg.norm(where - nearest, axis=1) - 0.1, atol=1e-5)


def test_a_polygonised_ball_is_closed_has_its_area_and_faces_outwards() -> None:
    rows = pack([ball("one", vector(0, 0, 0), (0.2, 0.2, 0.2))])
    vertices, faces = polygonise(rows, vector(-0.3, -0.3, -0.3), vector(0.3, 0.3, 0.3), 0.02)
    edges = np.sort(np.concatenate((faces[:, (0, 1)], faces[:, (1, 2)], faces[:, (2, 0)])), axis=1)
    _, count = np.unique(edges, axis=0, return_counts=True)
    assert (count == 2).all()
    a, b, c = (vertices[faces[:, i]].astype(np.float64) for i in range(3))
    across = np.cross(b - a, c - a)
    assert 0.5 * np.linalg.norm(across, axis=1).sum() == pytest.approx(4 * np.pi * 0.04, rel=0.01)
    assert ((across * (a + b + c)).sum(axis=1) > 0).all()


def test_projecting_comes_to_rest_on_the_surface_with_its_normal() -> None:
    rows = pack(
        [
            ball("one", vector(0, 0, 0), (0.3, 0.2, 0.1)),
            rod("two", vector(0, 0, 0), vector(0.4, 0, 0), (0.1, 0.05)),
        ]
    )
    start = np.random.default_rng(1).normal(size=(200, 3))
    start *= 0.3 / np.linalg.norm(start, axis=1, keepdims=True)
    found, normals = project(rows, start, steps=12, reach=0.1)
    assert np.abs(measure(rows, found)).max() < 2e-4
    assert np.allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-4)


def test_carving_takes_away() -> None:
    whole = ball("one", vector(0, 0, 0), (0.2, 0.2, 0.2))
    hole = ball("two", vector(0, 0, 0.2), (0.05, 0.05, 0.05), carve=True, blend=0.001)
    middle = np.array([[0.0, 0.0, 0.19]])
    assert measure(pack([whole]), middle)[0] < 0 < measure(pack([whole, hole]), middle)[0]
