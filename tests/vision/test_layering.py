"""Which lies over which, on rendered people."""

import numpy as np
import pytest

from toile.domain.body import Region, Side
from toile.domain.garment import Category
from toile.domain.geometry import Box
from toile.vision.layering import find_bare_arms, find_fronts, find_new_arms, find_room, tuck_in, union
from toile.vision.limb import StripTarget
from toile.vision.measure import Body, measure
from toile.vision.residue import Wardrobe
from toile.vision.targets import Placement
from toile.vision.warp import Layer
from toile.world.sample import PersonPhoto


@pytest.fixture
def person(people: list[PersonPhoto]) -> PersonPhoto:
    return people[0]


def body_of(person: PersonPhoto) -> Body:
    return measure(person.truth.joints, person.truth.alpha, person.truth.labels)


def wearing(person: PersonPhoto) -> Wardrobe:
    labels = person.truth.labels
    soft = {region: (labels == region).astype(np.float32) for region in Region if region}
    return Wardrobe(labels, soft, person.truth.alpha)


def sleeves_to(body: Body, share: float) -> Placement:
    """Sleeves whose cuffs lie at a share of each arm."""
    strips = []
    for side, arm in body.arms.items():
        end = arm.line[int(share * (len(arm.line) - 1))]
        edges = np.stack((arm.line[0], end))
        strips.append(StripTarget(side, (edges, edges), (edges, edges), 0.0))
    nothing = np.zeros((0, 2))
    return Placement(nothing, nothing, tuple(strips), 1.0)


def test_an_arm_is_bare_below_its_sleeve_and_covered_above(person: PersonPhoto) -> None:
    body = body_of(person)
    bare = find_bare_arms(body, sleeves_to(body, 0.5), person.rgb.shape)
    for side in Side:
        upper, fore = (body.arms[side].line[i] for i in (10, 30))
        assert bare[round(upper[1]), round(upper[0])] < 0.3
        assert bare[round(fore[1]), round(fore[0])] > 0.7


def test_without_sleeves_only_the_shoulder_is_under_the_strap(person: PersonPhoto) -> None:
    body = body_of(person)
    nothing = np.zeros((0, 2))
    bare = find_bare_arms(body, Placement(nothing, nothing, (), 1.0), person.rgb.shape)
    shoulder, elbow = (body.arms[Side.LEFT].line[i] for i in (1, 20))
    assert bare[round(shoulder[1]), round(shoulder[0])] < 0.3
    assert bare[round(elbow[1]), round(elbow[0])] == 1


def test_hands_lie_over_everything_and_a_top_over_bottoms_unless_tucked(person: PersonPhoto) -> None:
    worn = wearing(person)
    nothing, all_ = np.zeros(worn.labels.shape, np.float32), np.ones(worn.labels.shape, np.float32)
    over, *_ = find_fronts(worn, nothing, Category.BOTTOM, False, 2, all_)
    tucked, *_ = find_fronts(worn, nothing, Category.BOTTOM, True, 2, all_)
    top, hands = worn.labels == Region.TOP, worn.labels == Region.HANDS
    assert over[top].min() == 1
    assert tucked[top].max() == 0
    assert tucked[hands].min() == 1


def test_there_is_room_for_cloth_on_the_chest_and_none_above_the_shoulders(person: PersonPhoto) -> None:
    body = body_of(person)
    room = find_room(body, person.rgb.shape)
    chest = body.at(0, 0.4 * body.torso)
    assert room[round(chest[1]), round(chest[0])] == 1
    above = body.at(0.45 * body.unit, -0.5 * body.unit)
    assert room[round(above[1]), round(above[0])] == 0


def test_a_tucked_top_ends_at_the_waist(person: PersonPhoto) -> None:
    body = body_of(person)
    height, width = person.truth.labels.shape
    layer = Layer(
        Box(0, 0, width, height),
        np.zeros((height, width, 3), np.float32),
        np.ones((height, width), np.float32),
    )
    cut = tuck_in(layer, body, 0.8 * body.torso).alpha
    above, below = body.at(0, 0.7 * body.torso), body.at(0, 0.9 * body.torso)
    assert cut[round(above[1]), round(above[0])] == 1
    assert cut[round(below[1]), round(below[0])] == 0


def test_a_union_covers_at_least_as_much_as_each_part_and_not_what_lies_in_front() -> None:
    rgb = np.zeros((1, 2, 3), np.float32)
    one = Layer(Box(0, 0, 2, 1), rgb, np.array([[0.5, 1]], np.float32))
    other = Layer(Box(1, 0, 3, 1), rgb, np.array([[0.2, 0.8]], np.float32))
    nothing, front = np.zeros((1, 3), np.float32), np.array([[0, 0, 0.5]], np.float32)
    assert np.allclose(union([(one, nothing), (other, front)], (1, 3)), [[0.5, 1, 0.4]])


def test_an_arm_under_the_old_sleeve_will_lie_over_what_is_put_on_and_a_bare_one_is_there_already(
    people: list[PersonPhoto],
) -> None:
    covered, bare = people[2], people[0]
    labels = covered.truth.labels
    arms = find_new_arms(body_of(covered), labels, Category.TOP)
    elbow = body_of(covered).arms[Side.LEFT].line[20]
    assert arms[round(elbow[1]), round(elbow[0])] == 1
    assert arms[labels != Region.TOP].max() == 0
    assert find_new_arms(body_of(bare), bare.truth.labels, Category.TOP).mean() < 0.005
    assert find_new_arms(body_of(covered), labels, Category.OUTER).max() == 0
