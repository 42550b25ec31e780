"""Bones: a pose as ControlNets for poses were taught to see it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.geometry import Size
from toile.pixels.bones import draw_bones

SIZE = Size(192, 256)
STANDING = {
    "nose": (96, 40), "left_shoulder": (120, 70), "right_shoulder": (72, 70), "left_elbow": (130, 110),
    "right_elbow": (62, 110), "left_wrist": (134, 150), "right_wrist": (58, 150), "left_hip": (110, 150),
    "right_hip": (82, 150), "left_knee": (110, 195), "right_knee": (82, 195), "left_ankle": (110, 240),
    "right_ankle": (82, 240), "left_eye": (101, 34), "right_eye": (91, 34),
}  # fmt: skip


def test_joints_have_the_colours_of_openpose() -> None:
    """Red for the nose, blue for the left knee, and so on around the circle of colours (OpenPose's renderer)."""
    rgb = draw_bones(STANDING, SIZE)
    known = {
        "nose": (255, 0, 0),
        "right_wrist": (170, 255, 0),
        "left_wrist": (0, 255, 85),
        "left_knee": (0, 0, 255),
    }
    for name, colour in known.items():
        x, y = STANDING[name]
        assert np.abs(rgb[y, x].astype(int) - colour).max() <= 3, name


def test_limbs_are_dimmer_than_joints_and_the_rest_is_black() -> None:
    rgb = draw_bones(STANDING, SIZE)
    middle = rgb[(110 + 150) // 2, (130 + 134) // 2].astype(int)
    assert 100 < middle.max() < 200
    assert (rgb[:20] == 0).all() and 0.01 < (rgb.max(axis=2) > 0).mean() < 0.15


def test_what_is_not_known_is_left_out_with_its_limbs() -> None:
    whole = draw_bones(STANDING, SIZE)
    less = draw_bones({name: xy for name, xy in STANDING.items() if name != "left_knee"}, SIZE)
    assert (less[190:200, 104:116] == 0).all() and (whole[190:200, 104:116] > 0).any()
    assert np.array_equal(whole[:140], less[:140])
    assert (draw_bones({}, SIZE) == 0).all()


def test_a_larger_picture_shows_the_same_larger() -> None:
    double = draw_bones({name: (2 * x, 2 * y) for name, (x, y) in STANDING.items()}, Size(384, 512))
    small = draw_bones(STANDING, SIZE)
    covered = [(one.max(axis=2) > 40).mean() for one in (small, double)]
    assert covered[0] == pytest.approx(
        covered[1], rel=0.35
    )  # half a pixel of a rim weighs more in a small one


@given(st.dictionaries(st.sampled_from(sorted(STANDING)), st.tuples(*[st.floats(-4000, 4000)] * 2)))
def test_joints_may_lie_anywhere(joints: dict[str, tuple[float, float]]) -> None:
    assert draw_bones(joints, Size(32, 48)).shape == (48, 32, 3)
