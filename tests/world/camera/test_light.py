"""Light on constructed things, against closed formulas."""

import numpy as np
import pytest

from toile.domain.geometry import Size
from toile.pixels.arrays import Floats
from toile.world.camera import light, render
from toile.world.mesh import Mesh, normals_of
from toile.world.paint import matt


def slab(low: tuple[float, float, float], high: tuple[float, float, float]) -> Mesh:
    """A box."""
    corners = np.array([[(low, high)[(k >> a) & 1][a] for a in range(3)] for k in range(8)], np.float32)
    quads = ((0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5))
    faces = np.array([f for a, b, c, d in quads for f in ((a, b, c), (a, c, d))], np.int32)
    return Mesh("slab", corners, faces, normals_of(corners, faces), corners, np.zeros(12, np.uint8))


def even(count: int = 400) -> light.Lights:
    """A sky as bright from everywhere, and a small white key light overhead."""
    around = light.sphere(count)
    return light.lights(around, np.ones_like(around), np.array((0, 1.0, 0)), np.ones(3, np.float32), 0.01, 4)


def up(n: int) -> Floats:
    return np.tile(np.array((0, 1, 0), np.float32), (n, 1))


@pytest.fixture(scope="module")
def roof() -> Mesh:
    return slab((-0.6, 1.0, -0.6), (0.6, 1.1, 0.6))


def test_an_even_sky_lights_a_free_plane_with_one(roof: Mesh) -> None:
    seen = light.maps([roof], even(), floor=False)
    top = light.fall(seen, np.array([[0.1, 1.1, 0.2]], np.float32), up(1))
    np.testing.assert_allclose(top.ambient, 1.0, atol=0.02)
    assert top.key[0] == 1.0
    assert top.open[0] == pytest.approx(1.0, abs=1e-5)


def test_a_roof_hides_as_much_of_the_sky_as_its_form_factor(roof: Mesh) -> None:
    """A square of half side a at height h over a place: 4 / pi * w * atan(w) with w = a / sqrt(a^2 + h^2)
    twice over, halved (the corner formula of Howell's catalogue, B-4, four times)."""
    for height in (0.2, 0.5, 0.9):
        h = 1.0 - height
        w = 0.6 / np.hypot(0.6, h)
        hidden = 4 / (2 * np.pi) * 2 * w * np.arctan(0.6 / np.hypot(0.6, h))
        seen = light.maps([roof], even(), floor=False)
        under = light.fall(seen, np.array([[0, height, 0]], np.float32), up(1))
        assert under.ambient[0, 0] == pytest.approx(1 - hidden, abs=0.06)
        assert under.key[0] == 0.0


def test_no_light_falls_on_a_side_that_faces_away_from_all_of_it(roof: Mesh) -> None:
    above = light.lights(
        up(1), np.ones((1, 3), np.float32), np.array((0, 1.0, 0)), np.ones(3, np.float32), 0.1
    )
    below = light.fall(light.maps([roof], above), np.array([[0, 1.0, 0]], np.float32), -up(1))
    assert (below.ambient == 0).all() and (below.key == 0).all()


def test_a_smooth_thing_alone_casts_no_shadow_on_its_lit_side() -> None:
    """No acne: every vertex of a ball that faces the key light sees all of it."""
    th, ph = np.meshgrid(np.linspace(0.01, np.pi - 0.01, 160), np.linspace(0, 2 * np.pi, 240), indexing="ij")
    n = (
        np.stack((np.sin(th) * np.sin(ph), np.cos(th), np.sin(th) * np.cos(ph)), -1)
        .reshape(-1, 3)
        .astype(np.float32)
    )
    faces = np.zeros((0, 3), np.int32)
    for radius in (0.05, 0.5):
        ball = Mesh("ball", n * np.float32(radius), faces, n, n, np.zeros(0, np.uint8))
        studio = light.studio()
        lit = light.fall(light.maps([ball], studio, floor=False), ball.vertices, n)
        facing = n @ studio.key_toward > 0.3
        assert lit.key[facing].min() > 0.97
        assert lit.open[facing].min() > 0.97


def test_the_shadow_on_the_floor_lies_under_the_roof_and_nowhere_far(roof: Mesh) -> None:
    camera = render.frame(Size(160, 120), -0.4, 1.6, 5.0, 2.5)
    sky, key = light.floor_light(light.maps([roof], even(60)), camera)
    x, y = camera.project(np.array((0.0, 0.0, 0.0)))
    assert key[int(y), int(x)] < 0.05
    assert 0.2 < sky[int(y), int(x), 0] < 0.8
    x, y = camera.project(np.array((-1.15, 0.0, 0.3)))
    assert key[int(y), int(x)] > 0.97
    assert key.shape == (120, 160) and sky.shape == (120, 160, 3)
    assert np.abs(np.diff(sky[..., 0], axis=1)).max() < 0.05


def _shade(albedo: float, normal: Floats, **more: float) -> Floats:
    n = len(normal)
    one = np.ones(n, np.float32)
    view = np.tile(np.array((0, 0, 1), np.float32), (n, 1))
    paint = matt(np.full((n, 3), albedo, np.float32), **more)
    return light.shade(paint, normal, view, np.ones((n, 3), np.float32), one, one, even())


def test_a_dull_plane_returns_its_albedo_of_the_light() -> None:
    """Straight under a key of one and a sky of one: twice the albedo."""
    np.testing.assert_allclose(_shade(0.4, up(1)), 0.8, rtol=0.01)


def test_light_under_the_skin_reddens_the_edge_of_the_shadow() -> None:
    edge = np.array([(0.0, -0.05, 1.0)], np.float32)
    skin, wood = _shade(0.4, edge, glow=1.0)[0], _shade(0.4, edge)[0]
    assert skin[0] > skin[2] + 0.01
    assert wood[0] == pytest.approx(wood[2])


def test_gloss_adds_light_where_the_key_is_mirrored() -> None:
    mirror = np.array([(0, 1, 1)], np.float32) / np.float32(np.sqrt(2))
    assert (_shade(0.2, mirror, gloss=1.0, rough=0.3) > _shade(0.2, mirror) + 0.3).all()


def test_softening_keeps_an_even_value_and_lowers_a_peak(roof: Mesh) -> None:
    level = np.full((8, 2), 3.0, np.float32)
    np.testing.assert_allclose(light.soften(level, roof.faces, 3), 3.0, rtol=1e-6)
    peak = np.zeros((8, 1), np.float32)
    peak[0] = 1
    assert 0 < light.soften(peak, roof.faces, 1)[0, 0] < 1
