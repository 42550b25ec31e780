"""Six classes by a network, and what they make of our own parsing."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from toile.domain.body import BodyPose, Joint, JointSource, Region
from toile.vision.borrowed.classes import BODY, CLOTHES, FACE, HAIR, OTHERS, SelfieClasses, as_shares, merge
from toile.vision.borrowed.recognise import Recognised
from toile.vision.borrowed.registry import Role
from toile.vision.parsing import Parsing

Make = Callable[..., Path]
Open = Callable[..., Recognised]

# Red says hair, green body skin, blue clothes; black leaves all six alike.
WEIGHTS = np.zeros((3, 6), np.float32)
WEIGHTS[0, HAIR] = WEIGHTS[1, BODY] = WEIGHTS[2, CLOTHES] = 3


@pytest.mark.parametrize(("last", "softmax"), [(True, False), (False, False), (True, True)])
def test_shares_follow_colours_in_0_to_1_whichever_way_the_file_is_laid_out(
    last: bool, softmax: bool, parser: Make, tell: Open
) -> None:
    """One colour everywhere: the softmax of three times red, green and blue over 255, by hand."""
    colour = np.array((200, 100, 30))
    shares = SelfieClasses(tell(Role.PARSING, parser(WEIGHTS, last, softmax)))(
        np.full((37, 61, 3), colour, np.uint8)
    )
    powers = np.ones(6)
    powers[[HAIR, BODY, CLOTHES]] = np.exp(3 * colour / 255)
    assert shares.shape == (6, 37, 61)
    assert shares[:, 18, 30] == pytest.approx(powers / powers.sum(), abs=2e-3)


def test_borders_follow_the_picture_and_shares_add_up(parser: Make, tell: Open) -> None:
    rgb = np.zeros((300, 420, 3), np.uint8)
    rgb[:, :140, 0] = rgb[:, 140:280, 1] = rgb[:, 280:, 2] = 255
    shares = SelfieClasses(tell(Role.PARSING, parser(4 * WEIGHTS)))(rgb)
    assert shares.sum(axis=0) == pytest.approx(1, abs=1e-3)
    best = shares.argmax(axis=0)
    assert (
        (best[:, 5:136] == HAIR).all()
        and (best[:, 144:276] == BODY).all()
        and (best[:, 284:] == CLOTHES).all()
    )


def test_logits_and_shares_are_told_apart() -> None:
    logits = np.random.default_rng(1).normal(size=(6, 3, 4)).astype(np.float32)
    shares = as_shares(logits)
    assert shares.sum(axis=0) == pytest.approx(1, abs=1e-5)
    assert as_shares(shares) == pytest.approx(shares)
    assert as_shares(logits + 50) == pytest.approx(shares, abs=1e-5)


HEIGHT, WIDTH = 240, 160
PLACES = {
    "nose": (80, 30), "left_eye": (84, 25), "right_eye": (76, 25), "left_ear": (89, 27), "right_ear": (71, 27),
    "left_shoulder": (100, 55), "right_shoulder": (60, 55), "left_elbow": (122, 85), "right_elbow": (38, 85),
    "left_wrist": (132, 115), "right_wrist": (28, 115), "left_index": (135, 124), "right_index": (25, 124),
    "left_hip": (92, 115), "right_hip": (68, 115), "left_knee": (92, 165), "right_knee": (68, 165),
    "left_ankle": (92, 215), "right_ankle": (68, 215),
}  # fmt: skip
POSE = BodyPose({name: Joint(x, y) for name, (x, y) in PLACES.items()}, JointSource.GIVEN, 1.0)


def ours(**regions: slice) -> Parsing:
    """A parsing of our own: full-width rows per region."""
    soft = {}
    for name, rows in regions.items():
        share = np.zeros((HEIGHT, WIDTH), np.float32)
        share[rows] = 1
        soft[Region[name]] = share
    labels = sum((share > 0) * np.uint8(region) for region, share in soft.items())
    return Parsing(np.asarray(labels, np.uint8), soft, 0.5)


def only(class_: int) -> np.ndarray:
    shares = np.zeros((6, HEIGHT, WIDTH), np.float32)
    shares[class_] = 1
    return shares


PERSON = np.ones((HEIGHT, WIDTH), np.float32)
DRESSED = ours(SKIN=slice(0, 48), TOP=slice(48, 120), BOTTOM=slice(120, 220), SHOES=slice(220, 240))


@pytest.mark.parametrize(("class_", "region"), [(HAIR, Region.HAIR), (FACE, Region.SKIN)])
def test_hair_and_face_are_taken_as_they_are(class_: int, region: Region) -> None:
    merged = merge(only(class_), DRESSED, PERSON, POSE)
    assert (merged.labels == region).all() and merged.confidence == pytest.approx(1, abs=0.01)


def test_skin_of_the_body_goes_to_the_nearest_part_of_it_even_where_we_saw_cloth() -> None:
    labels = merge(only(BODY), DRESSED, PERSON, POSE).labels
    assert labels[72, 112] == Region.ARMS and labels[72, 48] == Region.ARMS
    assert labels[122, 134] == Region.HANDS and labels[190, 92] == Region.LEGS
    assert labels[50, 80] == labels[80, 80] == Region.SKIN


def test_clothes_are_divided_as_ours_are_and_continued_a_little() -> None:
    merged = merge(only(CLOTHES), DRESSED, PERSON, POSE)
    assert (merged.labels[60:115] == Region.TOP).all() and (merged.labels[125:215] == Region.BOTTOM).all()
    assert (merged.labels[225:] == Region.SHOES).all()
    assert (merged.labels[40:46, 70:90] == Region.TOP).all()  # we had called the collar skin


def test_clothes_where_we_saw_none_are_divided_at_the_hips() -> None:
    labels = merge(only(CLOTHES), ours(SKIN=slice(0, 240)), PERSON, POSE).labels
    assert (labels[70:108, 70:90] == Region.TOP).all() and (labels[130:200, 70:90] == Region.BOTTOM).all()


def test_ground_inside_the_outline_leaves_ours_and_outside_there_is_nothing() -> None:
    alpha = PERSON.copy()
    alpha[:, :40] = 0
    merged = merge(only(0), DRESSED, alpha, POSE)
    assert (merged.labels[:, 40:] == DRESSED.labels[:, 40:]).all()
    assert not merged.labels[:, :40].any() and not any(share[:, :40].any() for share in merged.soft.values())


def test_other_things_are_shoes_where_we_saw_shoes() -> None:
    labels = merge(only(OTHERS), DRESSED, PERSON, POSE).labels
    assert (labels[222:] == Region.SHOES).all() and (labels[:215] == Region.OTHER).all()
