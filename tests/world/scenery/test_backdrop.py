"""Backdrops: perspective, focus, mirrors, and pictures that differ from seed to seed."""

import cv2
import numpy as np
import pytest

from toile.domain.geometry import Size
from toile.domain.scene import SCENES
from toile.pixels.arrays import Floats
from toile.world.camera.film import film
from toile.world.camera.render import Camera, frame
from toile.world.scenery import brush
from toile.world.scenery.backdrop import backdrop, reflect
from toile.world.scenery.stage import (
    APERTURE,
    bokeh,
    enlarge,
    ground_places,
    over,
    rays,
    soft_stage,
)

SMALL = Size(96, 128)
FULL = (-0.13, 1.78, 4.2, 1.05)

every_scene = pytest.mark.parametrize("name", list(SCENES))


def camera(size: Size = SMALL, height: float = 1.05) -> Camera:
    return frame(size, FULL[0], FULL[1], FULL[2], height)


@every_scene
def test_a_backdrop_is_a_picture_in_linear_light(name: str) -> None:
    picture = backdrop(SCENES[name], camera(), 5)
    assert picture.shape == (128, 96, 3) and picture.dtype == np.float32
    assert np.isfinite(picture).all() and picture.min() >= 0


@every_scene
def test_the_same_seed_gives_the_same_bits_and_another_seed_another_picture(name: str) -> None:
    one, again, other = (backdrop(SCENES[name], camera(), seed) for seed in (5, 5, 6))
    assert np.array_equal(one, again)
    assert np.abs(film(one) - film(other)).mean() > 0.008


@every_scene
def test_days_are_bright_and_nights_are_not_black(name: str) -> None:
    shown = np.mean([film(backdrop(SCENES[name], camera(), seed)).mean() for seed in range(3)])
    low, high = {"night": (0.08, 0.35), "runway": (0.12, 0.50)}.get(name, (0.30, 0.93))
    assert low < shown < high


@every_scene
@pytest.mark.parametrize(
    ("low", "high", "height"), [FULL[:2] + FULL[3:], (0.51, 1.77, 1.26), (0.83, 1.77, 1.26)]
)
def test_more_pixels_show_the_same_picture(name: str, low: float, high: float, height: float) -> None:
    few, many = (
        backdrop(SCENES[name], frame(size, low, high, 4.2, height), 3) for size in (SMALL, Size(192, 256))
    )
    shrunk = cv2.resize(many, tuple(SMALL), interpolation=cv2.INTER_AREA)
    assert np.abs(film(few) - film(np.asarray(shrunk, np.float32))).mean() < 0.035


def test_places_on_the_floor_are_where_the_camera_sees_them() -> None:
    view = camera()
    x, z = ground_places(view, 0.0)
    for row, column in ((90, 10), (110, 47), (127, 95)):
        spot = view.project(np.array((x[row, column], 0.0, z[row, column])))
        assert spot == pytest.approx((column + 0.5, row + 0.5), abs=1e-3)


def test_a_turned_set_keeps_the_place_of_the_person() -> None:
    stage = soft_stage(camera(), 0.3, 1.0)
    still = soft_stage(camera(), 0.0, 1.0)
    assert np.allclose(stage.project((0, 1.2, 0)), still.project((0, 1.2, 0)))
    assert stage.project((0, 1.2, -5))[0, 0] < still.project((0, 1.2, -5))[0, 0]
    x, z = stage.floor()
    row, column = 100, 60
    spot = stage.project((x[row, column], 0, z[row, column]))
    assert np.allclose(spot, (column, row), atol=1e-2)


@pytest.mark.parametrize("height", [0.8, 1.05, 1.5])
def test_the_sea_ends_at_the_height_of_the_camera(height: float) -> None:
    view = camera(Size(192, 256), height)
    picture = film(backdrop(SCENES["beach"], view, 4))
    horizon = view.project(np.array((0.0, height, -1e6))).y
    # Water is much darker than the sky right above it.
    red = picture[..., 0].mean(axis=1)
    step = red[:-6] - red[6:]
    near = np.abs(np.arange(len(step)) + 3.5 - horizon) < 30
    found = np.flatnonzero(near)[np.argmax(step[near])] + 3.5
    assert found == pytest.approx(horizon, abs=6)


def test_blur_follows_the_thin_lens() -> None:
    stage = soft_stage(camera(Size(384, 512)), 0.0, 1.0)
    metre = 1 / (stage.camera.step * 4.2)
    assert stage.blur(0.0) == 0
    assert stage.blur(-1e9) == pytest.approx(APERTURE * metre, rel=1e-3)
    # Twice as far as the focus: half the blur of infinity.
    assert stage.blur(-4.2) == pytest.approx(0.5 * APERTURE * metre)


def test_a_point_out_of_focus_is_a_disc_of_the_same_light() -> None:
    point = np.zeros((41, 41, 4), np.float32)
    point[20, 20] = 5
    disc = bokeh(point, 12.0)
    assert disc[..., 0].sum() == pytest.approx(5, rel=1e-3)
    lit = disc[..., 0] > 0.25 * disc.max()
    assert lit.sum() == pytest.approx(np.pi * 36, rel=0.12)
    assert lit[20].sum() == lit[:, 20].sum() == pytest.approx(12, abs=1)


def test_enlarging_keeps_every_place() -> None:
    view = camera(Size(190, 250))
    stage = soft_stage(view, 0.0, 1.0)
    u, v = rays(stage.camera)
    soft = np.stack(np.broadcast_arrays(u, v, 0 * u), axis=-1).astype(np.float32)
    large = enlarge(soft, stage, view)
    u, v = rays(view)
    assert np.abs(large[..., 0] - u).max() < 0.05 * stage.camera.step
    assert np.abs(large[..., 1] - v).max() < 0.05 * stage.camera.step


def test_the_floor_is_sharp_at_the_feet_and_soft_far_away() -> None:
    view = camera(Size(384, 512))
    grey = film(backdrop(SCENES["street"], view, 2)).mean(axis=2)
    edges = np.abs(cv2.Laplacian(grey, cv2.CV_32F))
    feet = int(view.project(np.array((0.0, 0.0, 0.2))).y)
    far = int(view.project(np.array((0.0, 0.0, -9.0))).y)
    assert edges[feet - 12 : feet + 12].mean() > 3 * edges[far - 12 : far + 12].mean()


@pytest.mark.parametrize("name", [name for name in SCENES if name.endswith("studio")])
def test_seamless_paper_has_no_seam(name: str) -> None:
    shown = film(backdrop(SCENES[name], camera(Size(192, 256)), 8)).mean(axis=(1, 2))
    assert np.abs(np.diff(shown)).max() < 0.02


def test_a_panel_shows_its_picture_upright() -> None:
    stage = soft_stage(camera(), 0.0, 1.0)
    layer = stage.blank()
    texture = np.zeros((4, 4, 3), np.float32)
    texture[:2, :2] = (1, 0, 0)
    texture[2:, 2:] = (0, 0, 1)
    brush.panel(stage, layer, ((-0.5, 1.5, 0), (0.5, 1.5, 0), (0.5, 0.5, 0), (-0.5, 0.5, 0)), texture)
    for place, colour in (
        ((-0.3, 1.3, 0), (1, 0, 0, 1)),
        ((0.3, 0.7, 0), (0, 0, 1, 1)),
        ((0.3, 1.3, 0), (0, 0, 0, 1)),
    ):
        x, y = np.round(stage.project(place)[0]).astype(int)
        assert tuple(layer[y, x]) == pytest.approx(colour, abs=0.02)
    x, y = np.round(stage.project((0.6, 1.0, 0))[0]).astype(int)
    assert layer[y, x, 3] == 0


def test_what_lies_over_hides_as_much_as_it_covers() -> None:
    below = np.full((1, 2, 3), 0.8, np.float32)
    above = np.array([[(0.1, 0.1, 0.1, 0.5), (0, 0, 0, 0)]], np.float32)
    assert np.allclose(over(below, above)[0], ((0.5,) * 3, (0.8,) * 3))
    assert np.allclose(below, 0.8)


def dot(view: Camera, height: float) -> Floats:
    picture = np.zeros((view.size.height, view.size.width, 4), np.float32)
    spot = view.project(np.array((0.2, height, 0.0)))
    picture[int(spot.y), int(spot.x)] = 1
    return picture


def test_a_glossy_floor_shows_the_person_upside_down() -> None:
    view = frame(Size(192, 256), -0.6, 1.78, 4.2, 1.05)
    out = reflect(SCENES["runway"], view, dot(view, 0.3))
    rows, columns = np.mgrid[0:256, 0:192]
    weight = out[..., 3] / out[..., 3].sum()
    place = view.project(np.array((0.2, -0.3, 0.0)))
    assert (rows * weight).sum() + 0.5 == pytest.approx(place.y, abs=1.5)
    assert (columns * weight).sum() + 0.5 == pytest.approx(place.x, abs=1.0)
    assert 0.02 < out.sum() / 4 < 0.6


def test_a_dull_floor_shows_no_mirror_image() -> None:
    view = camera()
    assert not reflect(SCENES["park"], view, dot(view, 0.3)).any()
