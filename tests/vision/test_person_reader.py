"""What the shipped network sees of people: joints, whether anybody is there, regions in the photo's own pixels."""

import numpy as np
import pytest

from toile.domain.body import CLOTHES, BodyPose, JointSource, Region
from toile.domain.geometry import Size
from toile.domain.scene import SCENES
from toile.pixels.arrays import RGB
from toile.vision.person_reader import estimate_by_network, read_person
from toile.vision.pose import estimate_from_silhouette
from toile.world.camera import film, render
from toile.world.clothes.wardrobe import draw_garment
from toile.world.sample import PersonPhoto, shoot_product
from toile.world.scenery import backdrop

JOINTS = [
    f"{side}_{n}"
    for side in ("left", "right")
    for n in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
]


def share_right(found: BodyPose, photo: PersonPhoto) -> float:
    """PCK@0.2: joints in the picture within a fifth of the torso of their places."""
    truth, (height, width) = photo.truth.joints, photo.rgb.shape[:2]
    ends = [0.5 * (np.array(truth[f"left_{n}"]) + np.array(truth[f"right_{n}"])) for n in ("shoulder", "hip")]
    reach = 0.2 * float(np.hypot(*(ends[0] - ends[1])))
    inside = [n for n in JOINTS if 0 <= truth[n].x < width and 0 <= truth[n].y < height]
    return float(
        np.mean([np.hypot(found[n].x - truth[n].x, found[n].y - truth[n].y) <= reach for n in inside])
    )


def test_joints_are_found_with_and_without_an_outline(people: list[PersonPhoto]) -> None:
    for photo in people:
        pose = estimate_by_network(photo.rgb, photo.truth.alpha)
        assert pose.source is JointSource.NETWORK
        assert share_right(pose, photo) >= 0.9
        assert share_right(read_person(photo.rgb).pose, photo) >= 0.9


def test_the_reader_sees_arms_where_an_outline_shows_none(people: list[PersonPhoto]) -> None:
    """All together no worse than the outline's estimate, which these people are easy for."""
    reader = np.mean([share_right(estimate_by_network(p.rgb, p.truth.alpha), p) for p in people])
    outline = np.mean([share_right(estimate_from_silhouette(p.rgb, p.truth.alpha), p) for p in people])
    assert reader >= outline


def test_a_mirrored_photo_has_mirrored_joints(people: list[PersonPhoto]) -> None:
    photo = people[0]
    width = photo.rgb.shape[1]
    straight = estimate_by_network(photo.rgb, photo.truth.alpha)
    mirrored = estimate_by_network(
        np.ascontiguousarray(photo.rgb[:, ::-1]), np.ascontiguousarray(photo.truth.alpha[:, ::-1])
    )
    for name in ("left_shoulder", "right_hip", "left_wrist"):
        side, _, rest = name.partition("_")
        other = f"{'right' if side == 'left' else 'left'}_{rest}"
        assert mirrored[other].x == pytest.approx(width - 1 - straight[name].x, abs=0.03 * width)


def test_a_photo_twice_as_large_has_joints_twice_as_far(people: list[PersonPhoto]) -> None:
    photo = people[1]
    large: RGB = np.repeat(np.repeat(photo.rgb, 2, axis=0), 2, axis=1)
    small, big = read_person(photo.rgb).pose, read_person(large).pose
    for name in JOINTS:
        assert big[name].x == pytest.approx(2 * small[name].x + 0.5, abs=8)


@pytest.mark.parametrize("scene", ["grey-studio", "beach", "home", "park"])
def test_an_empty_place_has_no_body_that_could_be_believed(people: list[PersonPhoto], scene: str) -> None:
    camera = render.frame(Size(288, 384), 0.0, 1.8, 4.2, 1.0)
    place = film.develop(film.film(backdrop.backdrop(SCENES[scene], camera, 3)), 3)
    assert read_person(place).pose.confidence < 0.5
    assert all(read_person(photo.rgb).pose.confidence > 0.7 for photo in people)


def test_regions_lie_on_the_photo(people: list[PersonPhoto]) -> None:
    for photo in people:
        reading = read_person(photo.rgb, photo.truth.alpha)
        shares = reading.regions_at(photo.rgb.shape[:2], 0, 0, 1.0)
        person = photo.truth.labels > 0
        # A dress that is cut off by the picture may be a top.
        labels, truth = (
            np.where(np.isin(map_, CLOTHES), Region.TOP, map_)
            for map_ in (shares.argmax(axis=0), photo.truth.labels)
        )
        assert float((labels == truth)[person].mean()) > 0.8
        assert np.abs(shares.sum(axis=0) - 1).max() < 0.02


def test_a_part_of_the_photo_shows_that_part_of_the_regions(people: list[PersonPhoto]) -> None:
    photo = people[1]
    reading = read_person(photo.rgb, photo.truth.alpha)
    whole = reading.regions_at(photo.rgb.shape[:2], 0, 0, 1.0)
    part = reading.regions_at((120, 100), 90, 60, 1.0)
    assert np.abs(part - whole[:, 60:180, 90:190]).max() < 0.02


@pytest.mark.parametrize("what", ["top", "dress", "bottom", "outer"])
def test_a_garment_alone_is_nobody(what: str) -> None:
    for seed in (4, 5):
        rgb = shoot_product(draw_garment(seed, what), Size(240, 320), "coloured", seed=seed).rgb
        assert read_person(rgb).present < 0.5


def test_somebody_whose_head_is_cut_off_is_not_turned_round(people: list[PersonPhoto]) -> None:
    for photo in people:
        truth = photo.truth.joints
        if truth["left_shoulder"].x <= truth["right_shoulder"].x:
            continue
        chin = round(0.6 * truth["nose"].y + 0.4 * truth["left_shoulder"].y)
        pose = read_person(np.ascontiguousarray(photo.rgb[max(chin, 0) :])).pose
        assert pose["left_shoulder"].x > pose["right_shoulder"].x
