"""Labels against the world's truth, and the promises of soft shares."""

from collections.abc import Callable

import numpy as np
import pytest

from toile.domain.body import BodyPose, Joint, JointSource, Region
from toile.pixels.arrays import RGB
from toile.vision.parsing import Parsing, parse
from toile.vision.silhouette import cut_person
from toile.world.sample import PersonPhoto

Doll = Callable[..., tuple[RGB, BodyPose]]


@pytest.fixture(scope="module")
def parsed(people: list[PersonPhoto]) -> list[Parsing]:
    return [parse(p.rgb, p.truth.alpha, p.truth.joints) for p in people]


def overlap(found: Parsing, photo: PersonPhoto, region: Region) -> float | None:
    a, b = found.labels == region, photo.truth.labels == region
    return float((a & b).sum() / (a | b).sum()) if b.sum() > 150 else None


def mean_overlap(parsed: list[Parsing], people: list[PersonPhoto], region: Region) -> float:
    each = [overlap(found, photo, region) for found, photo in zip(parsed, people, strict=True)]
    return float(np.mean([share for share in each if share is not None]))


@pytest.mark.parametrize(
    ("region", "least"),
    [
        (Region.HAIR, 0.75),
        (Region.SKIN, 0.75),
        (Region.TOP, 0.90),
        (Region.BOTTOM, 0.86),
        (Region.ARMS, 0.78),
        (Region.DRESS, 0.95),
        (Region.HANDS, 0.70),
    ],
)
def test_every_region_is_where_the_world_says(
    parsed: list[Parsing], people: list[PersonPhoto], region: Region, least: float
) -> None:
    assert mean_overlap(parsed, people, region) >= least


def test_hair_top_bottom_and_arms_reach_the_bar_together(
    parsed: list[Parsing], people: list[PersonPhoto]
) -> None:
    regions = (Region.HAIR, Region.TOP, Region.BOTTOM, Region.ARMS)
    assert np.mean([mean_overlap(parsed, people, region) for region in regions]) >= 0.85


def test_shares_add_up_to_no_more_than_the_outline(parsed: list[Parsing], people: list[PersonPhoto]) -> None:
    for found, photo in zip(parsed, people, strict=True):
        total = np.sum(list(found.soft.values()), axis=0)
        assert np.all(total <= photo.truth.alpha + 1e-3)
        assert all(share.dtype == np.float32 and share.min() >= 0 for share in found.soft.values())


def test_labels_are_the_largest_shares(parsed: list[Parsing]) -> None:
    for found in parsed:
        most = np.max(list(found.soft.values()), axis=0)
        for region, share in found.soft.items():
            assert np.array_equal(share[found.labels == region], most[found.labels == region])
        assert np.all(np.sum(list(found.soft.values()), axis=0)[found.labels == Region.BACKGROUND] < 0.95)


def test_a_drawn_doll_is_read_like_a_book(doll: Doll) -> None:
    rgb, pose = doll()
    labels = parse(rgb, cut_person(rgb, pose).alpha, pose).labels
    spots = {
        (150, 300): Region.SKIN, (78, 300): Region.HAIR, (330, 300): Region.TOP, (300, 386): Region.TOP,
        (425, 408): Region.ARMS, (508, 416): Region.HANDS, (560, 335): Region.BOTTOM, (787, 332): Region.SHOES,
        (330, 120): Region.BACKGROUND,
    }  # fmt: skip
    assert {spot: Region(labels[spot]) for spot in spots} == spots


def test_a_hand_before_the_body_stays_a_hand(doll: Doll) -> None:
    rgb, pose = doll(left_elbow=(400, 340), left_wrist=(320, 380), left_index=(280, 385))
    labels = parse(rgb, cut_person(rgb, pose).alpha, pose).labels
    assert labels[384, 290] == Region.HANDS
    assert labels[361, 358] == Region.ARMS
    assert labels[300, 290] == Region.TOP


@pytest.mark.parametrize("tone", [(250, 225, 205), (198, 150, 114), (112, 74, 52), (66, 44, 36)])
def test_bare_arms_of_every_tone_are_told_from_the_shirt(doll: Doll, tone: tuple[int, int, int]) -> None:
    rgb, pose = doll()
    bare = np.linalg.norm(rgb.astype(float) - (222, 176, 148), axis=-1) < 45
    rgb = np.where(bare[..., None], rgb.astype(float) + np.array(tone) - (222, 176, 148), rgb)
    rgb = np.clip(rgb, 0, 255).astype(np.uint8)
    labels = parse(rgb, cut_person(rgb, pose).alpha, pose).labels
    assert labels[425, 408] == Region.ARMS
    assert labels[330, 300] == Region.TOP
    assert labels[160, 300] == Region.SKIN


def test_two_calls_give_the_same_bits(people: list[PersonPhoto]) -> None:
    photo = people[0]
    once, again = (parse(photo.rgb, photo.truth.alpha, photo.truth.joints) for _ in range(2))
    assert np.array_equal(once.labels, again.labels)


def test_joints_far_outside_of_the_picture_do_not_hurt(doll: Doll) -> None:
    rgb, pose = doll()
    far = BodyPose({n: Joint(j.x + 5000, j.y - 9000) for n, j in pose.joints.items()}, JointSource.GIVEN, 1.0)
    assert parse(rgb, np.ones(rgb.shape[:2], np.float32), far).labels.shape == rgb.shape[:2]


def test_an_empty_outline_has_no_labels(doll: Doll) -> None:
    rgb, pose = doll()
    assert not parse(rgb, np.zeros(rgb.shape[:2], np.float32), pose).labels.any()
