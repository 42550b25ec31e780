"""The fill and the bump, against closed formulas."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from toile.domain.geometry import Size
from toile.pixels.arrays import Floats
from toile.world.camera import render
from toile.world.mesh import Mesh, normals_of

CAMERA = render.frame(Size(40, 40), -1.0, 1.0, 4.0, 0.0)


def plane(places: list[tuple[float, float, float]], faces: list[tuple[int, int, int]], sheet: bool) -> Mesh:
    vertices = np.array(places, np.float32)
    index = np.array(faces, np.int32)
    part = np.arange(len(faces)).astype(np.uint8)
    return Mesh("plane", vertices, index, normals_of(vertices, index), vertices.copy(), part, sheet)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9)), min_size=1, max_size=12))
def test_triangles_that_share_edges_leave_no_sample_out(middles: list[tuple[float, float]]) -> None:
    """A fan round a place inside a square covers what the square covers, wherever the place is."""
    corners = [(-1.0, -1.0, 0.0), (1.0, -1.0, 0.0), (1.0, 1.0, 0.0), (-1.0, 1.0, 0.0)]
    whole = render.trace([plane(corners, [(0, 1, 2), (0, 2, 3)], False)], CAMERA).mesh >= 0
    assert whole.all()
    for x, y in middles:
        fan = plane([*corners, (x, y, 0.0)], [(0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4)], False)
        assert np.array_equal(render.trace([fan], CAMERA).mesh >= 0, whole)


def test_each_sample_of_a_flat_fan_belongs_to_the_triangle_it_lies_in() -> None:
    fan = plane(
        [(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0), (0, 0, 0)],
        [(0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4)],
        False,
    )
    face = render.trace([fan], CAMERA).face
    y, x = np.mgrid[-39.5:40, -39.5:40]
    for number, inner in enumerate((y > np.abs(x), x > np.abs(y), -y > np.abs(x), -x > np.abs(y))):
        assert (face[inner] == number).all()


def test_a_relief_tilts_the_normal_by_its_slope() -> None:
    """On a plane facing the camera, a height of 0.3 x turns the normal to (-0.3, 0, 1)."""
    square = plane([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)], [(0, 1, 2), (0, 2, 3)], False)
    samples = render.trace([square], CAMERA)
    places = render.positions(samples, CAMERA, render.where(samples, 0))
    plain = render.normals(samples, 0, square)
    for axis, sign in ((0, 0.3), (1, -0.2)):
        relief: Floats = (np.float32(sign) * places[:, axis]).astype(np.float32)
        bent = render.bend(samples, 0, plain, relief, places)
        wanted = np.array((0.0, 0.0, 1.0))
        wanted[axis] = -sign
        np.testing.assert_allclose(bent, np.tile(wanted / np.linalg.norm(wanted), (len(bent), 1)), atol=2e-3)
