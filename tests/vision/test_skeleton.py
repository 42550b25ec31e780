"""Bones as distances, and joints filled in by proportion."""

import numpy as np
import pytest

from toile.domain.body import BodyPose, Joint, JointSource
from toile.vision.skeleton import along, capsule, ellipse, skeleton_of

TRUNK = {
    "left_shoulder": (140, 60),
    "right_shoulder": (60, 60),
    "left_hip": (125, 180),
    "right_hip": (75, 180),
}


def pose(**more: tuple[float, float]) -> BodyPose:
    return BodyPose({n: Joint(*p) for n, p in (TRUNK | more).items()}, JointSource.GIVEN, 1.0)


def test_distances_from_a_bone_are_those_of_geometry() -> None:
    away = capsule((50, 60), np.array((10.0, 20.0)), np.array((40.0, 20.0)))
    assert away[20, 25] == pytest.approx(0, abs=1e-5)
    assert away[28, 25] == pytest.approx(8, abs=1e-4)
    assert away[24, 43] == pytest.approx(5, abs=1e-4)


def test_the_way_along_a_bone_goes_from_nothing_to_one() -> None:
    way = along((40, 40), np.array((5.0, 10.0)), np.array((25.0, 10.0)))
    assert (
        way[30, 5] == pytest.approx(0)
        and way[0, 25] == pytest.approx(1)
        and way[10, 35] == pytest.approx(1.5)
    )


def test_an_ellipse_measures_one_on_its_edge() -> None:
    away = ellipse((60, 60), np.array((30.0, 30.0)), np.array((0.0, -1.0)), 10, 20)
    assert away[10, 30] == pytest.approx(1) and away[30, 40] == pytest.approx(1)


def test_a_trunk_is_enough_for_a_skeleton() -> None:
    s = skeleton_of(pose())
    assert s.unit == pytest.approx(80)
    assert s["left_knee"][1] > s["left_hip"][1] and s["head"][1] < s["neck"][1]
    assert {"left_elbow", "right_knee", "head"} <= s.guessed


def test_a_trunk_upside_down_has_its_head_below() -> None:
    joints = {n: Joint(j.x, -j.y) for n, j in pose().joints.items()}
    s = skeleton_of(BodyPose(joints, JointSource.GIVEN, 1.0))
    assert s["head"][1] > s["neck"][1]


def test_a_turned_body_keeps_its_unit() -> None:
    turned = skeleton_of(pose(left_shoulder=(110, 60), right_shoulder=(90, 60)))
    assert turned.unit == pytest.approx(0.62 * 120, rel=0.01)


def test_moving_and_scaling_do_what_they_say() -> None:
    s = skeleton_of(pose(nose=(100, 20)))
    both = s.moved(-10, 5).scaled(2)
    assert both.unit == pytest.approx(2 * s.unit)
    assert np.allclose(both["left_hip"], (230, 370))
    assert np.allclose(s["left_hip"], (125, 180))


def test_known_hands_point_where_the_fingers_are() -> None:
    s = skeleton_of(
        pose(left_elbow=(160, 120), left_wrist=(165, 170), left_index=(170, 190), left_pinky=(160, 190))
    )
    assert np.allclose(s["left_hand"], (165, 190))
