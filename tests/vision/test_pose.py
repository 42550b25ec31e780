"""Joints from the outline: right for those who stand frontally, and honest about all others."""

from collections.abc import Callable

import numpy as np
import pytest

from toile.domain.body import BodyPose, JointSource
from toile.pixels.arrays import RGB
from toile.vision.joints import TORSO
from toile.vision.pose import SURE, PoseEstimator, estimate_from_silhouette
from toile.vision.silhouette import cut_person
from toile.world.sample import PersonPhoto

Doll = Callable[..., tuple[RGB, BodyPose]]
CHECKED = [
    f"{s}_{n}" for s in ("left", "right") for n in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
]


def share_of_right_joints(found: BodyPose, truth: BodyPose, height: int) -> float:
    """PCK: the joints in the picture that lie within 0.2 of the torso's length."""
    middle = {n: (np.array(truth[f"left_{n}"]) + truth[f"right_{n}"]) / 2 for n in ("shoulder", "hip")}
    torso = np.linalg.norm(middle["shoulder"] - middle["hip"])
    seen = [
        n
        for n in CHECKED
        if truth.joints[n].confidence > 0.5 and 0 <= truth[n].y < height and n in found.joints
    ]
    away = [np.linalg.norm(np.subtract(found[n], truth[n])) for n in seen]
    return float(np.mean(np.array(away) < 0.2 * torso))


def estimate(rgb: RGB) -> BodyPose:
    return estimate_from_silhouette(rgb, cut_person(rgb, None).alpha)


def test_it_is_a_pose_estimator() -> None:
    estimator: PoseEstimator = estimate_from_silhouette
    pose = estimator(np.zeros((300, 200, 3), np.uint8), np.zeros((300, 200), np.float32))
    assert pose.confidence == 0.0
    assert pose.has(*TORSO)


def test_people_who_stand_frontally_are_found(people: list[PersonPhoto]) -> None:
    shares = [share_of_right_joints(estimate(p.rgb), p.truth.joints, p.rgb.shape[0]) for p in people]
    assert np.mean(shares) >= 0.9


def test_a_frontal_doll_is_found_and_believed(doll: Doll) -> None:
    rgb, truth = doll()
    found = estimate(rgb)
    assert found.source is JointSource.SILHOUETTE
    assert share_of_right_joints(found, truth, 900) >= 0.9
    assert found.confidence >= SURE


def test_left_and_right_are_the_persons_own(doll: Doll) -> None:
    found = estimate(doll()[0])
    assert found["left_shoulder"].x > found["right_shoulder"].x


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda rgb: rgb[200:], id="no head"),
        pytest.param(lambda rgb: np.rot90(rgb), id="lying"),
        pytest.param(lambda rgb: rgb[:, 300:], id="half a person"),
        pytest.param(lambda rgb: rgb[400:], id="legs only"),
        pytest.param(lambda rgb: rgb[:330], id="no hips"),
        pytest.param(lambda rgb: np.flipud(rgb), id="upside down"),
    ],
)
def test_everybody_else_is_not_believed(doll: Doll, harm: Callable[[RGB], RGB]) -> None:
    assert estimate(np.ascontiguousarray(harm(doll()[0]))).confidence < SURE


def test_a_shifted_photo_shifts_the_joints(doll: Doll) -> None:
    rgb, _ = doll()
    alpha = cut_person(rgb, None).alpha
    here, there = (
        estimate_from_silhouette(np.roll(rgb, s, axis=1), np.roll(alpha, s, axis=1)) for s in (0, 45)
    )
    assert there["left_elbow"].x - here["left_elbow"].x == pytest.approx(45, abs=4)
    assert there["left_elbow"].y == pytest.approx(here["left_elbow"].y, abs=4)


@pytest.mark.parametrize("shape", [(8, 8), (1, 50), (60, 3), (500, 40)])
def test_any_blob_gives_a_pose_with_a_torso(shape: tuple[int, int]) -> None:
    pose = estimate_from_silhouette(np.zeros((*shape, 3), np.uint8), np.ones(shape, np.float32))
    assert pose.has(*TORSO)
    assert pose.confidence < SURE
