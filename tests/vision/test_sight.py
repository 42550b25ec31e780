"""How a person is looked at: what is given is believed, what is pointed to is asked, a busy ground is no excuse."""

import numpy as np

from toile.domain.body import BodyPose, JointSource, Region
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.pixels.arrays import RGB, Mask
from toile.vision.seeing import Seeing
from toile.vision.sight import TRUSTED, see_person
from toile.vision.silhouette import cut_person
from toile.world.clothes.wardrobe import draw_garment, draw_outfit
from toile.world.figure.cast import draw_persona
from toile.world.sample import PersonPhoto, photograph


def overlap(one: Mask, other: Mask) -> float:
    return float(np.minimum(one, other).sum() / np.maximum(one, other).sum())


def test_given_joints_stay_as_they_are(people: list[PersonPhoto]) -> None:
    given = people[0].truth.joints
    assert see_person(people[0].rgb, given).pose is given


def test_an_estimator_that_is_pointed_to_is_asked(people: list[PersonPhoto]) -> None:
    truth = people[0].truth.joints

    def ask(rgb: RGB, alpha: Mask) -> BodyPose:
        assert overlap(alpha, people[0].truth.alpha) > 0.9
        return truth

    assert see_person(people[0].rgb, seeing=Seeing(pose=ask)).pose is truth


def test_on_a_busy_street_the_outline_is_found_without_joints() -> None:
    worn = [draw_garment(8, "t-shirt"), draw_garment(8, "jeans")]
    photo = photograph(
        draw_persona(31), worn, POSES["relaxed"], SCENES["street"], Size(288, 384), "three-quarter", seed=31
    )
    sight = see_person(photo.rgb)
    assert sight.pose.source is JointSource.NETWORK
    assert overlap(sight.silhouette.alpha, photo.truth.alpha) > 0.85
    assert overlap(sight.silhouette.alpha, photo.truth.alpha) > overlap(
        cut_person(photo.rgb, None).alpha, photo.truth.alpha
    )


def test_what_is_seen_without_joints_is_labelled_right(people: list[PersonPhoto]) -> None:
    for photo in people:
        labels, truth = see_person(photo.rgb).parsing.labels, photo.truth.labels
        for region in (Region.TOP, Region.BOTTOM, Region.DRESS):
            if (truth == region).mean() > 0.02:
                both, any_ = (labels == region) & (truth == region), (labels == region) | (truth == region)
                assert both.sum() / any_.sum() > 0.8, region


def test_a_sure_outline_that_the_reader_contradicts_is_drawn_again() -> None:
    """Somebody in a white tee before a white wall: the outline alone ends at the trousers, and is sure of it."""
    wearing = draw_outfit(9102, draw_persona(9102).gender)
    photo = photograph(
        draw_persona(9102),
        wearing,
        POSES["waving"],
        SCENES["white-studio"],
        Size(288, 384),
        "full",
        seed=9102,
    )
    alone = cut_person(photo.rgb, None)
    assert alone.confidence >= TRUSTED and overlap(alone.alpha, photo.truth.alpha) < 0.6
    assert overlap(see_person(photo.rgb).silhouette.alpha, photo.truth.alpha) > 0.9
