"""Bare limbs made up where the photo shows clothes."""

import numpy as np
import pytest

from toile.domain.body import CLOTHES, Region, Side
from toile.vision.flesh import find_edge, find_hidden, find_side_light, lay_limbs, limb_distance, limbs
from toile.vision.measure import Body, Limb, measure
from toile.world.sample import PersonPhoto

LINE = np.linspace((60.0, 20.0), (60.0, 140.0), 40)
ARM = Limb(LINE, np.full(40, 12.0), np.full(40, 12.0))


def test_a_limb_is_nearest_on_its_line_and_one_at_its_skin() -> None:
    line = np.linspace((30.0, 20.0), (30.0, 80.0), 40)
    near = limb_distance(line, np.full(40, 10.0), (100, 100))
    assert near[50, 30] < 0.1
    assert near[50, 40] == pytest.approx(1.0, abs=0.05)
    assert near[50, 90] > 1.5


def test_half_the_size_is_enough_to_know_how_near_a_limb_is() -> None:
    exact = limb_distance(ARM.line, ARM.radius, (160, 120))
    inside = exact < 1.2
    assert np.abs(limbs([ARM], (160, 120)) - exact)[inside].max() < 0.2


def test_only_what_clothes_hide_is_made_up() -> None:
    labels = np.full((160, 120), Region.TOP, np.uint8)
    labels[80:] = Region.ARMS
    (hidden,) = find_hidden({Side.LEFT: ARM}, labels, CLOTHES, (Region.ARMS,))
    assert hidden.line[:, 1].max() < 90
    assert hidden.line[:, 1].min() < 25
    labels[:] = Region.ARMS
    assert find_hidden({Side.LEFT: ARM}, labels, CLOTHES, (Region.ARMS,)) == ()


def test_cloth_between_two_bare_places_of_an_arm_hides_nothing_of_it() -> None:
    labels = np.full((160, 120), Region.ARMS, np.uint8)
    labels[70:100] = Region.TOP  # the midline strays onto the trunk
    assert find_hidden({Side.LEFT: ARM}, labels, CLOTHES, (Region.ARMS,)) == ()


def test_a_made_up_limb_is_round_and_ends_at_its_skin() -> None:
    colour = np.full((160, 120, 3), 200, np.float32)
    full = np.zeros((320, 240, 3), np.float32)
    near = limbs([ARM], (160, 120))
    laid = lay_limbs(full, colour, near, near < 1, [ARM], light=0.0)
    row = laid[160, :, 0]
    assert row[120] > row[100] > 120  # the middle is lighter than the side
    assert row[:90].max() == 0
    assert row[150:].max() == 0


def test_a_limb_is_lighter_on_the_side_from_which_the_face_is_lit() -> None:
    colour = np.full((160, 120, 3), 150, np.float32)
    near = limbs([ARM], (160, 120))
    laid = lay_limbs(np.zeros((320, 240, 3), np.float32), colour, near, near < 1, [ARM], light=0.8)
    middle = laid[120:200, :, 0].mean(axis=0)
    assert middle[135] > middle[105] + 10


def test_the_side_light_is_read_from_the_face(people: list[PersonPhoto]) -> None:
    person = people[0]
    body = measure(person.truth.joints, person.truth.alpha, person.truth.labels)
    photo = person.rgb.astype(np.float32)
    nose = body.joints["nose"][0]
    lit = photo * np.where(np.arange(photo.shape[1]) > nose, 1.0, 0.5).astype(np.float32)[None, :, None]
    assert find_side_light(lit, person.truth.labels, body) > find_side_light(photo, person.truth.labels, body)
    assert find_side_light(lit, person.truth.labels, body) > 0.2
    assert find_side_light(lit, np.zeros_like(person.truth.labels), body) == 0


def test_without_a_nose_the_light_has_no_side(people: list[PersonPhoto]) -> None:
    joints = {"left_shoulder": np.array([40.0, 50.0])}
    still, down = np.zeros(2), np.array([0.0, 1.0])
    body = Body(30.0, joints, still, still, down, down[::-1], {}, {}, np.zeros((0, 3)), {}, {})
    assert find_side_light(people[0].rgb.astype(np.float32), people[0].truth.labels, body) == 0


def test_an_edge_is_a_pixel_wide() -> None:
    near = np.array([[0.0, 0.9, 1.0, 1.1]], np.float32)
    assert find_edge(near, 10.0).tolist() == [[1.0, 1.0, 0.5, 0.0]]
