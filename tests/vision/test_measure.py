"""A body drawn from rectangles, measured."""

import numpy as np
import pytest

from toile.domain.body import BodyPose, Joint, JointSource, Region, Side
from toile.pixels.arrays import Labels, Mask
from toile.vision.measure import Body, chain, complete, look_up, measure

JOINTS = {
    "nose": (150, 60), "left_shoulder": (200, 130), "right_shoulder": (100, 130),
    "left_elbow": (225, 220), "right_elbow": (75, 220), "left_wrist": (235, 300), "right_wrist": (65, 300),
    "left_hip": (180, 275), "right_hip": (120, 275), "left_knee": (180, 400), "right_knee": (120, 400),
    "left_ankle": (180, 520), "right_ankle": (120, 520),
}  # fmt: skip


def doll(shift: float = 0.0) -> tuple[BodyPose, Mask, Labels]:
    """A frontal doll: trunk 110 wide, arms well away from it."""
    alpha = np.zeros((560, 320), np.float32)
    alpha[118:290, 95 + int(shift) : 205 + int(shift)] = 1
    alpha[30:118, 125 + int(shift) : 175 + int(shift)] = 1
    alpha[290:540, 100 + int(shift) : 200 + int(shift)] = 1
    labels = np.where(alpha > 0, Region.TOP, Region.BACKGROUND).astype(np.uint8)
    joints = {name: Joint(x + shift, y) for name, (x, y) in JOINTS.items()}
    return BodyPose(joints, JointSource.GIVEN, 1.0), alpha, labels


def measured(shift: float = 0.0) -> Body:
    return measure(*doll(shift))


def test_the_unit_is_the_distance_between_the_shoulders_or_a_share_of_the_torso() -> None:
    assert measured().unit == pytest.approx(100)
    pose, alpha, labels = doll()
    turned = dict(pose.joints) | {"left_shoulder": Joint(170, 130), "right_shoulder": Joint(140, 130)}
    body = measure(BodyPose(turned, JointSource.GIVEN, 1.0), alpha, labels)
    assert body.unit == pytest.approx(0.62 * 145, rel=0.02)


def test_the_trunk_is_as_wide_as_its_outline() -> None:
    body = measured()
    for side in Side:
        assert body.half_width(side, 0.6 * body.torso) == pytest.approx(55, abs=3)


def test_an_outline_far_from_any_body_is_kept_within_anatomy() -> None:
    pose, alpha, labels = doll()
    body = measure(pose, np.ones_like(alpha), labels)
    assert all(body.half_width(side, 0.5 * body.torso) <= 0.65 * body.unit for side in Side)


def test_a_moved_picture_moves_the_body_and_changes_nothing_else() -> None:
    here, there = measured(), measured(40.0)
    assert there.unit == here.unit
    assert np.allclose(there.shoulders, here.shoulders + np.array([40, 0]))
    assert np.allclose(there.profile, here.profile, atol=1e-6)


def test_half_the_picture_is_half_the_body() -> None:
    body = measured()
    small = body.scaled(0.5)
    assert small.torso == pytest.approx(body.torso / 2)
    assert np.allclose(small.at(4, 10), body.at(8, 20) / 2)


def test_the_shoulder_outline_is_found_above_the_joint() -> None:
    body = measured()
    assert body.tops[Side.LEFT][1] == pytest.approx(118, abs=2)


def test_hair_over_a_shoulder_gives_the_usual_lift() -> None:
    pose, alpha, labels = doll()
    labels[60:128, 190:210] = Region.HAIR
    alpha[60:128, 190:210] = 1
    body = measure(pose, alpha, labels)
    assert body.tops[Side.LEFT][1] == pytest.approx(130 - 0.11 * 100, abs=1)


def test_missing_limbs_hang_down_from_what_is_there() -> None:
    joints = complete({name: Joint(*JOINTS[name]) for name in ("left_shoulder", "right_shoulder")})
    assert joints["left_hip"][1] > joints["left_shoulder"][1] + 100
    assert joints["right_wrist"][1] > joints["right_elbow"][1] > joints["right_shoulder"][1]
    assert joints["left_ankle"][1] > joints["left_knee"][1] > joints["left_hip"][1]


def test_a_limb_runs_through_its_joints_and_is_round_between_them() -> None:
    line = chain(measured(), Side.LEFT, ("shoulder", "elbow", "wrist"))
    assert np.allclose(line[0], (200, 130), atol=1)
    assert np.allclose(line[-1], (235, 300), atol=1)
    assert np.linalg.norm(line - (225, 220), axis=1).min() < 5


def test_places_outside_the_picture_have_the_value_asked_for() -> None:
    table = np.arange(6, dtype=np.float32).reshape(2, 3)
    places = np.array([[0.0, 0.0], [2.4, 0.6], [-1.0, 0.0], [0.0, 9.0]])
    assert look_up(table, places, outside=-1).tolist() == [0, 5, -1, -1]


def test_a_joint_found_too_low_does_not_lower_the_shoulder() -> None:
    pose, alpha, labels = doll()
    low = dict(pose.joints) | {"left_shoulder": Joint(195, 146)}
    body = measure(BodyPose(low, JointSource.NETWORK, 1.0), alpha, labels)
    assert body.tops[Side.LEFT][1] == pytest.approx(118, abs=3)
