"""Faces: five points from a pose, brought to their places, and the angle between two vectors."""

import math
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.body import BodyPose, Joint, JointSource
from toile.pixels.arrays import Points
from toile.vision.borrowed.face import TEMPLATE, FaceReader, align, compare, find_points, find_similarity
from toile.vision.borrowed.recognise import Recognised
from toile.vision.borrowed.registry import Role

Make = Callable[..., Path]
Open = Callable[..., Recognised]


def move(points: Points, scale: float, degrees: float, x: float, y: float) -> Points:
    """Points turned, scaled, then shifted."""
    c, s = scale * math.cos(math.radians(degrees)), scale * math.sin(math.radians(degrees))
    return np.asarray(points @ np.array(((c, s), (-s, c))) + (x, y))


def pose_of(points: Points, sure: float = 1.0) -> BodyPose:
    """A pose with eyes and nose; the person's right eye is on the picture's left."""
    names = ("right_eye", "left_eye", "nose")
    joints = {name: Joint(float(x), float(y), sure) for name, (x, y) in zip(names, points[:3], strict=True)}
    return BodyPose(joints, JointSource.GIVEN, sure)


moves = st.tuples(st.floats(0.3, 8), st.floats(-60, 60), st.floats(-500, 500), st.floats(-500, 500))


@given(moves)
def test_a_similarity_is_found_again(how: tuple[float, float, float, float]) -> None:
    moved = move(TEMPLATE, *how)
    matrix = find_similarity(moved, TEMPLATE)
    assert np.abs(moved @ matrix[:2, :2].T + matrix[:2, 2] - TEMPLATE).max() < 1e-6


def test_the_similarity_is_the_best_one() -> None:
    """No small change of angle, scale or place comes closer to points that do not quite fit."""
    points = move(TEMPLATE, 2, 12, 30, 40) + np.random.default_rng(4).normal(scale=3, size=(5, 2))

    def miss(matrix: Points) -> float:
        return float(((points @ matrix[:2, :2].T + matrix[:2, 2] - TEMPLATE) ** 2).sum())

    best = find_similarity(points, TEMPLATE)
    for change in np.random.default_rng(5).normal(scale=1e-2, size=(40, 4)):
        a, b = best[0, 0] + change[0], best[1, 0] + change[1]
        other = np.array(((a, -b, best[0, 2] + change[2]), (b, a, best[1, 2] + change[3]), (0, 0, 1)))
        assert miss(other) > miss(best)


@given(moves)
def test_the_mouth_of_a_frontal_face_is_found_from_eyes_and_nose(
    how: tuple[float, float, float, float],
) -> None:
    """To a fiftieth of the distance between the eyes, however the head is turned in the picture's plane."""
    moved = move(TEMPLATE, *how)
    found = find_points(pose_of(moved))
    assert found is not None
    assert np.abs(found - moved).max() < 0.02 * float(np.linalg.norm(moved[1] - moved[0]))


@pytest.mark.parametrize("scale", [0.4, 1.0, 6.0])
def test_marks_on_a_face_come_to_their_places(scale: float) -> None:
    points = move(TEMPLATE, scale, 15, 60, 40)
    rgb = np.zeros((900, 900, 3), np.uint8)
    cv2.circle(rgb, tuple(int(v) for v in points[2].round()), max(2, round(3 * scale)), (255, 255, 255), -1)
    bright = align(rgb, points)[..., 0].astype(np.float64)
    y, x = np.mgrid[:112, :112]
    middle = np.array([(bright * x).sum(), (bright * y).sum()]) / bright.sum()
    assert np.abs(middle - TEMPLATE[2]).max() < 0.5 / min(scale, 1) + 0.3


def test_no_face_is_no_vector(faces: Make, tell: Open) -> None:
    reader = FaceReader(tell(Role.IDENTITY, faces(128)))
    rgb = np.full((200, 200, 3), 90, np.uint8)
    assert reader(rgb, pose_of(TEMPLATE, sure=0.1)) is None  # seen from behind
    assert reader(rgb, pose_of(0.1 * TEMPLATE)) is None  # too far away
    assert reader(rgb, BodyPose({}, JointSource.GIVEN, 1.0)) is None
    assert compare(reader, rgb, rgb, pose_of(0.1 * TEMPLATE)) is None


COLOUR, OTHER = np.array((200.0, 90.0, 40.0)), np.array((60.0, 140.0, 220.0))


@pytest.mark.parametrize(
    ("name", "length", "mean"), [("sface", 128, 0.0), ("auraface", 512, 127.5), ("insightface", 512, 127.5)]
)
def test_the_vector_is_of_red_green_and_blue_as_the_model_wants_them(
    name: str, length: int, mean: float, faces: Make, tell: Open
) -> None:
    """Of one colour everywhere, less the model's mean, the network gives the direction; the cosine is by hand."""
    reader = FaceReader(tell(Role.IDENTITY, faces(length), name))
    first, second = (np.full((150, 170, 3), colour, np.uint8) for colour in (COLOUR, OTHER))
    pose = pose_of(TEMPLATE)
    vector = reader(first, pose)
    assert vector is not None and vector.shape == (length,)
    seen, unlike = COLOUR - mean, OTHER - mean
    assert vector[:3] == pytest.approx(seen / np.linalg.norm(seen), abs=1e-3) and not vector[3:].any()
    cosine = seen @ unlike / (np.linalg.norm(seen) * np.linalg.norm(unlike))
    assert compare(reader, first, second, pose) == pytest.approx(cosine, abs=2e-3)
    assert compare(reader, first, first, pose) == pytest.approx(1, abs=1e-5)
    assert reader.same == 0.363 and reader.name == name
