"""Bodies: sizes, bones and poses."""

import numpy as np
import pytest

from toile.atelier import skeleton, solid, template
from toile.atelier.body import stand
from toile.domain.body import Side
from toile.domain.persona import Build, Face, Gender
from toile.domain.pose import POSES


@pytest.mark.parametrize(
    "build", [Build(), Build(height=1.86, frame=0.9, bust=0.0, muscle=0.6), Build(1.55, 1.3)]
)
def test_a_body_is_as_tall_as_its_build_says_and_stands_on_the_floor(build: Build) -> None:
    skin = stand(build, Face(), POSES["arms-down"]).skin.vertices
    assert abs(float(skin[:, 1].max()) - build.height) < 0.03 * build.height
    assert abs(float(skin[:, 1].min())) < 0.02


def test_every_body_has_the_same_faces_and_lies_on_its_own_solid() -> None:
    slim, strong = (
        stand(build, Face(), POSES["arms-away"]) for build in (Build(fullness=0.92), Build(frame=0.8))
    )
    assert np.array_equal(slim.skin.faces, strong.skin.faces)
    rows = solid.pack(template.lumps(strong.build, strong.face, strong.rest))
    off = np.abs(solid.measure(rows, strong.rest_vertices))
    assert np.percentile(off, 99) < 0.002


def test_weights_are_shares_and_keep_sides_apart() -> None:
    figure = stand(Build(), Face(), POSES["arms-down"])
    share = figure.weights.share
    assert np.allclose(share.sum(axis=1), 1, atol=1e-5)
    assert share.min() >= 0
    right = [i for i, name in enumerate(skeleton.BONES) if name.startswith("right_") and "thigh" not in name]
    left = figure.rest_vertices[:, 0] > 0.03
    wrong = np.where(np.isin(figure.weights.index, right), share, 0).sum(axis=1)
    assert wrong[left].max() < 1e-6


@pytest.mark.parametrize("name", ["arms-down", "arms-away"])
def test_bones_point_where_the_pose_says(name: str) -> None:
    preset = POSES[name]
    figure = stand(Build(), Face(), preset)
    for side in Side:
        limb = (preset.left_arm if side is Side.LEFT else preset.right_arm)[0]
        along = solid.unit(figure.joints[f"{side}_elbow"] - figure.joints[f"{side}_shoulder"])
        out, forward = np.radians(limb.out), np.radians(limb.forward)
        assert along[1] == pytest.approx(-np.cos(out) * np.cos(forward), abs=1e-6)


@pytest.mark.parametrize("name", POSES)
def test_the_lowest_foot_stands_on_the_floor(name: str) -> None:
    figure = stand(Build(), Face(), POSES[name])
    assert abs(float(figure.skin.vertices[:, 1].min())) < 0.03


def test_drawn_builds_differ_and_stay_human() -> None:
    random = np.random.default_rng(3)
    for gender in Gender:
        builds = [skeleton.draw_build(random, gender) for _ in range(60)]
        heights = np.array([b.height for b in builds])
        assert 1.5 <= heights.min() < heights.mean() < heights.max() <= 1.96
        assert heights.std() > 0.04
        assert len({round(b.fullness, 3) for b in builds}) > 40
