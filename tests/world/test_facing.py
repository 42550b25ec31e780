"""Normals of a shape whose normals are known."""

import numpy as np

from toile.world.mesh import normals_of


def test_normals_of_a_cubes_corners_point_away_from_its_middle() -> None:
    corners = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], np.float32)
    sides = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    # Every side as four triangles round its middle, so that all corners weigh the same.
    middles = np.array([corners[list(side)].mean(axis=0) for side in sides], np.float32)
    faces = [(side[k], side[(k + 1) % 4], 8 + n) for n, side in enumerate(sides) for k in range(4)]
    found = normals_of(np.concatenate((corners, middles)), np.array(faces, np.int32))
    assert np.allclose(found[:8], corners / np.sqrt(3), atol=1e-6)
    assert np.allclose(found[8:], middles, atol=1e-6)


def test_a_vertex_of_no_face_has_no_normal() -> None:
    places = np.array(((0, 0, 0), (1, 0, 0), (0, 1, 0), (5, 5, 5)), np.float32)
    found = normals_of(places, np.array(((0, 1, 2),), np.int32))
    assert found[3].tolist() == [0, 0, 0] and found[0].tolist() == [0, 0, 1]
