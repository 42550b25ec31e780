"""Bones: whom they move, and how."""

import numpy as np
import pytest

from toile.domain.body import Side
from toile.domain.persona import Build
from toile.world.figure import skeleton, template
from toile.world.figure.skeleton import BONES, NUMBER, Bones, Weights

BUILDS = (Build(), Build(height=1.9, frame=1.0, bust=0.0, muscle=0.8), Build(1.55, 1.3, hips=1.15))


def _whole(motion: np.ndarray) -> Bones:
    return Bones(np.tile(motion, (len(BONES), 1, 1)))


def _share(weights: Weights, *bones: str) -> np.ndarray:
    numbers = [NUMBER[bone] for bone in bones]
    return np.asarray(np.where(np.isin(weights.index, numbers), weights.share, 0).sum(axis=1))


def test_when_every_bone_makes_the_same_motion_everything_does() -> None:
    base = template.template()
    turn = np.array(((0.0, 0.0, 1.0), (0.6, 0.8, 0.0), (-0.8, 0.6, 0.0)))
    motion = np.concatenate((turn, np.array(((0.3,), (-0.2,), (1.1,)))), axis=1)
    moved = skeleton.carry(base.vertices, base.weights, _whole(motion))
    assert np.allclose(moved, base.vertices @ turn.T + motion[:, 3], atol=2e-5)
    turned = skeleton.turn(base.vertices, base.weights, _whole(motion))
    assert np.allclose(turned, base.vertices @ turn.T, atol=2e-5)


@pytest.mark.parametrize("build", BUILDS)
def test_weights_are_shares(build: Build) -> None:
    at = skeleton.rest(build)
    random = np.random.default_rng(1)
    places = random.uniform((-0.8, -0.1, -0.3), (0.8, 2.0, 0.3), (4000, 3)).astype(np.float32)
    weights = skeleton.bind(places, at)
    assert weights.share.min() >= 0
    assert np.allclose(weights.share.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("build", BUILDS)
def test_bones_own_what_is_round_their_middle(build: Build) -> None:
    at = skeleton.rest(build)
    for side in Side:
        for bones, a, b, share in (
            (("arm", "shoulder"), "shoulder", "elbow", 0.6),
            (("forearm", "wrist"), "elbow", "wrist", 0.5),
            (("thigh",), "hip", "knee", 0.6),
            (("shin",), "knee", "ankle", 0.5),
        ):
            middle = at.joints[f"{side}_{a}"] + share * (at.joints[f"{side}_{b}"] - at.joints[f"{side}_{a}"])
            weights = skeleton.bind(middle[None].astype(np.float32), at)
            assert _share(weights, *(f"{side}_{bone}" for bone in bones))[0] > 0.95


@pytest.mark.parametrize("build", BUILDS)
def test_cloth_off_the_flank_does_not_go_with_the_arm(build: Build) -> None:
    at = skeleton.rest(build)
    heights = np.linspace(0.9, 1.2, 30)
    beyond = np.interp(heights, np.linspace(0.84, 1.40, 15), at.girth) + 0.015
    places = np.stack((beyond, heights, np.zeros(30)), axis=1) * at.scale
    arms = [
        f"left_{bone}" for bone in ("shoulder", "arm", "forearm", "wrist", "hand", "fingers", "tips", "thumb")
    ]
    assert _share(skeleton.bind(places.astype(np.float32), at), *arms).max() < 0.05


def test_each_leg_moves_its_own_trouser() -> None:
    at = skeleton.rest(Build())
    random = np.random.default_rng(2)
    places = random.uniform((0.015, 0.1, -0.15), (0.25, 0.75, 0.15), (2000, 3)).astype(np.float32)
    right = [f"right_{bone}" for bone in ("thigh", "shin", "foot", "toes")]
    assert _share(skeleton.bind(places, at), *right).max() < 1e-6


def test_longer_legs_keep_the_height() -> None:
    short, long = (skeleton.rest(Build(leg=leg)) for leg in (0.97, 1.03))
    assert long.joints["left_hip"][1] > short.joints["left_hip"][1] + 0.03
    assert long.joints["crown"][1] == pytest.approx(short.joints["crown"][1])


def test_a_bent_elbow_keeps_most_of_its_thickness() -> None:
    at = skeleton.rest(Build())
    shoulder, elbow, wrist = (at.joints[f"left_{name}"] for name in ("shoulder", "elbow", "wrist"))
    axis = (wrist - shoulder) / np.linalg.norm(wrist - shoulder)
    aside = np.cross(axis, (0, 0, 1))
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    ring = elbow + 0.035 * (np.outer(np.cos(angles), aside) + np.outer(np.sin(angles), np.cross(axis, aside)))
    places = ring.astype(np.float32)
    bones = np.tile(np.eye(3, 4), (len(BONES), 1, 1))
    bend = np.radians(100)
    hinge = np.array(((1, 0, 0), (0, np.cos(bend), -np.sin(bend)), (0, np.sin(bend), np.cos(bend))))
    for bone in ("forearm", "wrist", "hand"):
        bones[NUMBER[f"left_{bone}"]] = np.concatenate((hinge, (elbow - hinge @ elbow)[:, None]), axis=1)
    moved = skeleton.carry(places, skeleton.bind(places, at), Bones(bones))
    assert np.ptp(moved @ aside) > 0.88 * np.ptp(places @ aside)
    assert np.linalg.norm(moved - elbow, axis=1).max() > 0.85 * 0.035
