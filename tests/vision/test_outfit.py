"""Dresses, sets and seams, on drawn cloth."""

import numpy as np
import pytest

from toile.domain.body import BodyPose, Joint, JointSource
from toile.pixels.arrays import Floats, Mask
from toile.vision.anatomy import Anatomy, describe
from toile.vision.outfit import divide, find_hem, find_waist, hangs_as_skirt
from toile.vision.skeleton import Skeleton, skeleton_of

JOINTS = {
    "left_shoulder": (145, 60), "right_shoulder": (75, 60), "left_hip": (130, 160), "right_hip": (90, 160),
    "left_knee": (130, 250), "right_knee": (90, 250), "left_ankle": (130, 330), "right_ankle": (90, 330),
}  # fmt: skip


@pytest.fixture
def frame() -> tuple[Skeleton, Anatomy]:
    joints = {name: Joint(float(x), float(y)) for name, (x, y) in JOINTS.items()}
    skeleton = skeleton_of(BodyPose(joints, JointSource.GIVEN, 1.0))
    return skeleton, describe(skeleton, (360, 220))


def cloth(apart: bool) -> Mask:
    """A figure [360, 220]: a block down to the knees, or a block with two legs."""
    person = np.zeros((360, 220), np.float32)
    person[50 : 165 if apart else 260, 70:150] = 1
    for x in (90, 130):
        person[160:340, x - 14 : x + 14] = 1
    return person


def grey(level: float = 60.0) -> Floats:
    noise = np.random.default_rng(4).normal(0, 0.6, (360, 220, 3))
    return (np.array((level, 0, 0)) + noise).astype(np.float32)


def test_cloth_without_a_seam_that_hangs_as_a_skirt_is_a_dress(frame: tuple[Skeleton, Anatomy]) -> None:
    skeleton, body = frame
    person = cloth(apart=False)
    upper, lower = person * (body.trunk < 0.9), person * ((body.trunk >= 0.9) & (body.trunk < 2.0))
    top, bottom, dress = divide(upper, lower, 0.9, grey(), person, skeleton, body)
    assert not top.any() and not bottom.any()
    assert np.array_equal(dress, upper + lower)


def test_different_colours_are_never_a_dress(frame: tuple[Skeleton, Anatomy]) -> None:
    skeleton, body = frame
    person = cloth(apart=False)
    upper, lower = person * (body.trunk < 0.9), person * (body.trunk >= 0.9)
    assert not divide(upper, lower, 0.2, grey(), person, skeleton, body)[2].any()


@pytest.mark.parametrize("row", [120, 150, 175])
def test_a_seam_divides_cloth_of_one_colour_where_it_is(frame: tuple[Skeleton, Anatomy], row: int) -> None:
    skeleton, body = frame
    person, lab = cloth(apart=False), grey()
    lab[row:, :, 0] -= 6
    assert find_waist(lab, person, body) == pytest.approx((row - 60) / 100, abs=0.04)
    upper, lower = person * (body.trunk < 0.9), person * (body.trunk >= 0.9)
    top, bottom, dress = divide(upper, lower, 0.9, lab, person, skeleton, body)
    assert not dress.any()
    assert top[row - 5, 110] > 0.9 and bottom[row + 5, 110] > 0.9


def test_stripes_are_no_seams(frame: tuple[Skeleton, Anatomy]) -> None:
    _, body = frame
    lab = grey()
    lab[(np.arange(360) // 9) % 2 == 0, :, 0] -= 20
    assert find_waist(lab, cloth(apart=False), body) is None


def test_plain_cloth_has_no_seam_and_a_dress_ends_at_its_hem(frame: tuple[Skeleton, Anatomy]) -> None:
    _, body = frame
    lab = grey()
    assert find_waist(lab, cloth(apart=False), body) is None
    assert find_hem(lab, cloth(apart=False), body) is None
    lab[240:] += (10, 12, 14)
    assert find_hem(lab, cloth(apart=False), body) == pytest.approx(1.8, abs=0.05)


def test_legs_apart_are_no_skirt(frame: tuple[Skeleton, Anatomy]) -> None:
    skeleton, body = frame
    skirt, trousers = cloth(apart=False), cloth(apart=True)
    assert hangs_as_skirt(skeleton, skirt, skirt * (body.trunk < 2.0))
    assert not hangs_as_skirt(skeleton, trousers, trousers)
