"""Laying cloth over a picture: light, shadow, slits, what stays in front."""

import numpy as np
import pytest

from toile.domain.geometry import Box
from toile.pixels.arrays import Floats, Mask
from toile.vision.composite import compose, keep, read_light
from toile.vision.measure import Body
from toile.vision.warp import Layer

SIDE = 200


@pytest.fixture
def body() -> Body:
    middle = np.array([100.0, 40.0])
    down, across = np.array([0.0, 1.0]), np.array([1.0, 0.0])
    return Body(80.0, {}, middle, middle + down * 110, down, across, {}, {}, np.zeros((0, 3)), {}, {})


def grey() -> Floats:
    return np.full((SIDE, SIDE, 3), 180, np.float32)


def cloth(left: int, right: int, colour: tuple[int, int, int] = (40, 90, 160)) -> Layer:
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[50:150, left:right] = 1
    rgb = np.zeros((SIDE, SIDE, 3), np.float32)
    rgb[:] = colour
    return Layer(Box(0, 0, SIDE, SIDE), rgb, alpha)


def whole(value: float) -> Mask:
    return np.full((SIDE, SIDE), value, np.float32)


def test_cloth_has_its_own_colour_in_the_middle_and_is_darker_where_it_turns_away(body: Body) -> None:
    worn = compose(grey(), [(cloth(60, 140), whole(0))], whole(1), whole(1), body)
    assert np.allclose(worn.rgb[100, 100], (40, 90, 160), atol=1.5)
    assert worn.rgb[100, 61].sum() < 0.97 * worn.rgb[100, 100].sum()


def test_a_shadow_falls_below_the_hem_and_nowhere_far_away(body: Body) -> None:
    worn = compose(grey(), [(cloth(60, 140), whole(0))], whole(1), whole(1), body)
    assert worn.rgb[152, 100, 0] < 175
    assert np.array_equal(worn.rgb[195, 5], grey()[0, 0])
    assert worn.changed[195, 5] == 0


def test_what_is_in_front_is_not_covered(body: Body) -> None:
    front = whole(0)
    front[80:120, 80:120] = 1
    worn = compose(grey(), [(cloth(60, 140), front)], whole(1), whole(1), body)
    assert worn.coverage[100, 100] == 0
    assert worn.coverage[60, 100] == 1


def test_a_later_layer_lies_on_an_earlier_one(body: Body) -> None:
    stack = [(cloth(60, 140), whole(0)), (cloth(100, 140, (200, 30, 30)), whole(0))]
    worn = compose(grey(), stack, whole(1), whole(1), body)
    assert worn.rgb[100, 80, 2] > 120
    assert worn.rgb[100, 120, 0] > 150


def test_a_slit_between_two_parts_is_closed_with_their_cloth(body: Body) -> None:
    stack = [(cloth(60, 99), whole(0)), (cloth(101, 140), whole(0))]
    worn = compose(grey(), stack, whole(1), whole(1), body)
    assert worn.coverage[100, 100] > 0.9
    assert np.abs(worn.rgb[100, 100] - (40, 90, 160)).max() < 30


def test_the_light_of_a_plain_garment_goes_onto_the_new_one() -> None:
    shade = np.linspace(0.6, 1.1, SIDE)[None, :, None]
    old = np.clip(np.full((SIDE, SIDE, 3), 150) * shade, 0, 255).astype(np.uint8)
    light = read_light(old, whole(1))
    assert light[100, 20] < 0.95 < light[100, 150]


def test_a_printed_garment_says_nothing_about_light() -> None:
    cells = np.random.default_rng(1).integers(0, 255, (20, 20, 3)).astype(np.uint8)
    printed = np.repeat(np.repeat(cells, 10, axis=0), 10, axis=1)
    assert np.allclose(read_light(printed, whole(1)), 1, atol=0.02)


def test_no_old_garment_means_no_shading() -> None:
    assert np.array_equal(read_light(grey().astype(np.uint8), whole(0)), whole(1))


def test_what_is_kept_has_the_photos_own_bits(body: Body) -> None:
    photo = np.random.default_rng(2).integers(0, 255, (SIDE, SIDE, 3)).astype(np.uint8)
    where = whole(0)
    where[90:110, 90:110] = 1
    worn = keep(compose(grey(), [(cloth(60, 140), whole(0))], whole(1), whole(1), body), photo, where)
    assert np.array_equal(worn.rgb[90:110, 90:110], photo[90:110, 90:110])
    assert worn.changed[100, 100] == 0
    assert worn.changed[60, 100] == 1


def test_a_garment_of_nothing_but_rims_says_nothing_about_light() -> None:
    assert np.array_equal(read_light(grey().astype(np.uint8), whole(0.5)), whole(1))
