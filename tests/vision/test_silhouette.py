"""The outline of a person, against the world's truth."""

from collections.abc import Callable

import numpy as np
import pytest

from toile.domain.body import BodyPose
from toile.pixels.arrays import RGB, Mask
from toile.vision.silhouette import cut_person
from toile.world.sample import PersonPhoto

Doll = Callable[..., tuple[RGB, BodyPose]]


def overlap(one: Mask, other: Mask) -> float:
    """Intersection over union."""
    a, b = one > 0.5, other > 0.5
    return float((a & b).sum() / (a | b).sum())


@pytest.mark.parametrize("known", [True, False])
def test_the_outline_is_the_worlds_with_and_without_joints(people: list[PersonPhoto], known: bool) -> None:
    for photo in people:
        found = cut_person(photo.rgb, photo.truth.joints if known else None)
        assert overlap(found.alpha, photo.truth.alpha) > 0.96
        assert found.confidence > 0.7
        assert found.people == 1


def test_two_calls_give_the_same_bits(people: list[PersonPhoto]) -> None:
    once, again = (cut_person(people[0].rgb, people[0].truth.joints) for _ in range(2))
    assert np.array_equal(once.alpha, again.alpha)


def test_the_photo_is_not_edited(people: list[PersonPhoto]) -> None:
    before = people[0].rgb.copy()
    cut_person(people[0].rgb, None)
    assert np.array_equal(before, people[0].rgb)


def test_the_gap_between_arm_and_body_is_background(doll: Doll) -> None:
    rgb, pose = doll(left_elbow=(470, 340), left_wrist=(400, 430), left_index=(370, 440))
    alpha = cut_person(rgb, pose).alpha
    assert alpha[330:360, 400:425].max() < 0.2
    assert alpha[300, 300] == pytest.approx(1, abs=0.02)


def test_joints_hold_where_the_background_is_busy(doll: Doll) -> None:
    rgb, pose = doll()
    plain = cut_person(rgb, pose).alpha > 0.5
    random = np.random.default_rng(5)
    tiles = random.integers(0, 255, (45, 30, 3), dtype=np.uint8).repeat(20, axis=0).repeat(20, axis=1)
    busy = np.where(plain[..., None], rgb, tiles)
    found = cut_person(busy, pose)
    assert "busy_background" in found.notes
    assert found.confidence < cut_person(rgb, pose).confidence
    assert overlap(found.alpha, plain.astype(np.float32)) > 0.70


def test_two_people_are_counted(doll: Doll) -> None:
    rgb, _ = doll()
    assert cut_person(np.hstack((rgb, rgb)), None).people == 2


def test_the_largest_of_two_is_cut_out_whichever_stands_first(doll: Doll) -> None:
    rgb, _ = doll()
    one = cut_person(rgb, None).alpha
    arm = doll(left_elbow=(470, 340), left_wrist=(540, 430), left_index=(560, 440))[0]
    for pair in (np.hstack((rgb, arm)), np.hstack((arm, rgb)), np.hstack((rgb, rgb))):
        assert cut_person(pair, None).alpha.sum() == pytest.approx(one.sum(), rel=0.05)


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_empty_picture_shows_nobody(value: int) -> None:
    found = cut_person(np.full((300, 200, 3), value, np.uint8), None)
    assert found.alpha.mean() < 0.01
    assert found.confidence == 0.0


@pytest.mark.parametrize("shape", [(16, 16), (1, 300), (300, 2), (40, 700)])
def test_odd_sizes_do_not_hurt(shape: tuple[int, int]) -> None:
    rgb = np.random.default_rng(1).integers(0, 255, (*shape, 3), dtype=np.uint8)
    assert cut_person(rgb, None).alpha.shape == shape
