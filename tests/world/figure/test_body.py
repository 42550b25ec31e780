"""Bodies: sizes, feet on the floor, hands on hips, arms beside the trunk."""

import numpy as np
import pytest
from numpy.typing import NDArray

from toile.domain.body import JOINT_NAMES, Side
from toile.domain.persona import Build, Face, Gender
from toile.domain.pose import DISPLAY, POSES
from toile.world import solid
from toile.world.figure import skeleton, template
from toile.world.figure.body import Figure, stand
from toile.world.part import Part

SLIM = Build(frame=0.05, fullness=0.92)
STRONG = Build(height=1.86, frame=0.9, bust=0.0, muscle=0.7, waist=1.05)
FULL = Build(height=1.58, fullness=1.28, bust=0.8, frame=0.1, hips=1.1)
BUILDS = (SLIM, STRONG, FULL)


def _of(figure: Figure, *parts: Part) -> NDArray[np.intp]:
    """Vertices of those parts."""
    return np.unique(figure.skin.faces[np.isin(figure.skin.part, parts)])


@pytest.mark.parametrize("build", BUILDS)
def test_a_body_is_as_tall_as_its_build_says_and_stands_on_the_floor(build: Build) -> None:
    skin = stand(build, Face(), POSES["arms-down"]).skin.vertices
    # The head is a little larger than life.
    assert abs(float(skin[:, 1].max()) - build.height) < 0.012 * build.height
    assert abs(float(skin[:, 1].min())) < 0.003


def test_a_body_is_seven_to_eight_heads_tall() -> None:
    figure = stand(Build(), Face(), POSES["arms-down"])
    head = figure.skin.vertices[_of(figure, Part.FACE, Part.SCALP)]
    chin = head[head[:, 2] > figure.joints["left_ear"][2] + 0.05][:, 1].min()
    assert 6.9 < figure.build.height / (head[:, 1].max() - chin) < 8.2


@pytest.mark.parametrize("build", BUILDS)
def test_every_body_has_the_same_faces_and_lies_on_its_own_solid(build: Build) -> None:
    figure = stand(build, Face(), POSES["arms-away"])
    assert figure.skin.faces is template.template().faces
    rows = solid.pack(template.lumps(figure.build, figure.face, figure.rest))
    off = solid.measure(rows, figure.rest_vertices)
    assert np.percentile(np.abs(off), 99) < 0.0010
    # Where a full trunk swallows the inside of the arm, skin stays below the surface.
    assert np.percentile(off, 99.9) < 0.0020


@pytest.mark.parametrize("name", [name for name, pose in POSES.items() if pose.seat == 0])
@pytest.mark.parametrize("build", BUILDS)
def test_both_soles_reach_the_floor_and_none_goes_through(build: Build, name: str) -> None:
    figure = stand(build, Face(), POSES[name])
    feet = figure.skin.vertices[_of(figure, Part.FOOT)]
    left = figure.rest_vertices[_of(figure, Part.FOOT), 0] > 0
    for side in (left, ~left):
        assert -0.006 < float(feet[side, 1].min()) < 0.004


def test_who_sits_sits_on_the_seat_with_the_feet_on_the_floor() -> None:
    for build in BUILDS:
        figure = stand(build, Face(), POSES["sitting"])
        skin = figure.skin.vertices
        seat = skin[_of(figure, Part.TORSO)]
        assert abs(float(seat[:, 1].min()) / figure.scale - POSES["sitting"].seat) < 0.03
        assert abs(float(skin[_of(figure, Part.FOOT)][:, 1].min())) < 0.006


@pytest.mark.parametrize("name", POSES)
def test_bones_keep_their_lengths(name: str) -> None:
    figure = stand(STRONG, Face(), POSES[name])
    rest = figure.rest.joints
    for side in Side:
        for a, b in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle")):
            posed = np.linalg.norm(figure.joints[f"{side}_{a}"] - figure.joints[f"{side}_{b}"])
            assert posed == pytest.approx(np.linalg.norm(rest[f"{side}_{a}"] - rest[f"{side}_{b}"]), rel=1e-6)


def test_a_figure_knows_every_joint() -> None:
    figure = stand(Build(), Face(), DISPLAY)
    assert set(JOINT_NAMES) <= set(figure.joints)


def _depth(figure: Figure) -> float:
    """How deep forearms and hands are in the trunk, metres: against the normal of the nearest place of its skin."""
    trunk = _of(figure, Part.TORSO)[::3]
    places, normals = figure.skin.vertices[trunk], figure.skin.normals[trunk]
    limbs = figure.skin.vertices[_of(figure, Part.FOREARM, Part.HAND)[::4]]
    far = ((limbs[:, None] - places[None]) ** 2).sum(axis=2)
    nearest = far.argmin(axis=1)
    away = np.einsum("nm,nm->n", limbs - places[nearest], normals[nearest])
    near = far.min(axis=1) < 0.05**2
    return float(-away[near].min(initial=0.0))


@pytest.mark.parametrize("name", POSES)
@pytest.mark.parametrize("build", BUILDS)
def test_no_arm_goes_through_the_trunk(build: Build, name: str) -> None:
    # A hand in a pocket is under cloth that lies on the body, and crossed arms press into a full bust.
    soft = 0.055 if name == "arms-crossed" and build.bust > 0.7 else 0.016
    pocketed = "pocket" in POSES[name].words
    assert _depth(stand(build, Face(), POSES[name])) < (0.034 if pocketed else soft)


@pytest.mark.parametrize("build", BUILDS)
def test_hands_on_hips_are_near_the_hips(build: Build) -> None:
    figure = stand(build, Face(), POSES["hands-on-hips"])
    trunk = figure.skin.vertices[_of(figure, Part.TORSO)]
    for side in Side:
        palm = 0.5 * (figure.joints[f"{side}_wrist"] + figure.joints[f"{side}_index"])
        assert 0.010 < float(np.linalg.norm(trunk - palm, axis=1).min()) < 0.055


def test_drawn_builds_differ_and_stay_human() -> None:
    random = np.random.default_rng(3)
    for gender in Gender:
        builds = [skeleton.draw_build(random, gender) for _ in range(60)]
        heights = np.array([b.height for b in builds])
        assert 1.5 <= heights.min() < heights.mean() < heights.max() <= 1.96
        assert heights.std() > 0.04
        assert len({round(b.fullness, 3) for b in builds}) > 40
