"""Joints from bins: the right place, the right name, the right colours."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toile.domain.body import JOINT_NAMES, JointSource
from toile.domain.geometry import Size
from toile.vision.borrowed.frame import frame_person
from toile.vision.borrowed.recognise import Recognised
from toile.vision.borrowed.registry import Role
from toile.vision.borrowed.simcc import JOINTS, SimccPose, read_bins

Make = Callable[..., Path]
Open = Callable[..., Recognised]


@pytest.fixture(scope="module")
def pose(simcc: Make, tell: Open) -> SimccPose:
    return SimccPose(tell(Role.POSE, simcc()))


@settings(max_examples=25)
@given(st.data())
def test_a_joint_is_found_within_a_pixel_whatever_the_box(pose: SimccPose, data: st.DataObject) -> None:
    """Within one of the photo's pixels, or of the network's where those are the larger ones."""
    height, width = data.draw(st.integers(40, 500)), data.draw(st.integers(40, 500))
    left, top = data.draw(st.integers(0, width - 24)), data.draw(st.integers(0, height - 24))
    right, bottom = data.draw(st.integers(left + 24, width)), data.draw(st.integers(top + 24, height))
    alpha = np.zeros((height, width), np.float32)
    alpha[top:bottom, left:right] = 1
    factor = frame_person(alpha, Size(192, 256)).factor
    x, y = data.draw(st.integers(left, right - 1)), data.draw(st.integers(top, bottom - 1))
    # A joint that a network can see: a spot with a peak, a few of its own pixels wide.
    v, u = np.mgrid[:height, :width]
    wide = 1.5 * max(1.0, 1 / factor)
    spot = 255 * np.exp(-((u - x) ** 2 + (v - y) ** 2) / (2 * wide * wide))
    found = pose(np.repeat(spot.astype(np.uint8)[..., None], 3, axis=2), alpha)
    assert max(abs(found["nose"].x - x), abs(found["nose"].y - y)) <= max(1.0, 1 / factor)


def test_red_green_and_blue_reach_the_network_in_this_order_and_normalised(pose: SimccPose) -> None:
    """The scores are a tenth of what the network saw: ImageNet's mean and deviation, by hand."""
    alpha = np.ones((128, 96), np.float32)
    found = pose(np.full((128, 96, 3), (200, 150, 255), np.uint8), alpha)
    seen = [found.joints[name].confidence for name in ("nose", "left_eye", "right_eye")]
    assert seen == pytest.approx(
        [(200 - 123.675) / 583.95, (150 - 116.28) / 571.2, (255 - 103.53) / 573.75], abs=1e-5
    )
    assert found.source is JointSource.NETWORK


def test_the_pose_is_as_sure_as_its_least_sure_corner(pose: SimccPose) -> None:
    found = pose(np.full((90, 60, 3), (200, 150, 255), np.uint8), np.ones((90, 60), np.float32))
    corners = [
        found.joints[f"{side}_{name}"].confidence
        for side in ("left", "right")
        for name in ("shoulder", "hip")
    ]
    assert found.confidence == min(corners)


def test_a_black_picture_shows_nobody(pose: SimccPose) -> None:
    found = pose(np.zeros((90, 61, 3), np.uint8), np.zeros((90, 61), np.float32))
    assert found.confidence == 0 and {joint.confidence for joint in found.joints.values()} == {0.0}


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (17, {0: "nose", 5: "left_shoulder", 10: "right_wrist", 16: "right_ankle"}),
        # Halpe-FullBody's README.
        (
            26,
            {
                16: "right_ankle",
                20: "left_foot_index",
                21: "right_foot_index",
                24: "left_heel",
                25: "right_heel",
            },
        ),
        # COCO-WholeBody's data format: feet 17 to 22, left hand from 91, right hand from 112.
        (
            133,
            {
                17: "left_foot_index",
                22: "right_heel",
                96: "left_index",
                117: "right_index",
                129: "right_pinky",
            },
        ),
    ],
)
def test_rows_have_the_names_of_their_sets(rows: int, names: dict[int, str], simcc: Make, tell: Open) -> None:
    table = JOINTS[rows]
    assert names.items() <= table.items()
    assert set(table.values()) <= set(JOINT_NAMES) and len(set(table.values())) == len(table)
    pose = SimccPose(tell(Role.POSE, simcc(rows)))(
        np.full((64, 48, 3), 200, np.uint8), np.ones((64, 48), np.float32)
    )
    assert set(pose.joints) == set(table.values())


def test_the_highest_bin_is_half_a_pixel_exact_and_the_weaker_axis_counts() -> None:
    across, down = np.zeros((2, 384), np.float32), np.zeros((2, 512), np.float32)
    across[0, 101], down[0, 40], across[1, 383], down[1, 511] = 0.9, 0.4, 0.2, 0.7
    places, scores = read_bins(across, down)
    assert places.tolist() == [[50.5, 20.0], [191.5, 255.5]]
    assert scores == pytest.approx([0.4, 0.2])


def test_a_network_for_larger_windows_is_shown_larger_windows(simcc: Make, tell: Open) -> None:
    rgb = np.zeros((500, 333, 3), np.uint8)
    rgb[301, 107] = 255
    found = SimccPose(tell(Role.POSE, simcc(133, 288, 384, open_=False)))(
        rgb, np.ones((500, 333), np.float32)
    )
    assert abs(found["left_wrist"].x - 107) < 2 and abs(found["left_wrist"].y - 301) < 2
