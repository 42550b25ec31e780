"""The stool: under the sitter, on the floor."""

import numpy as np

from toile.domain.persona import Build, Face
from toile.domain.pose import POSES
from toile.world.figure import stool
from toile.world.figure.body import stand


def test_who_stands_has_no_stool() -> None:
    assert stool.stool(stand(Build(), Face(), POSES["arms-down"])) is None


def test_a_stool_stands_on_the_floor_under_the_sitter_at_the_height_of_the_pose() -> None:
    figure = stand(Build(height=1.8), Face(), POSES["sitting"])
    made = stool.stool(figure)
    assert made is not None
    assert float(made.vertices[:, 1].min()) == 0
    assert abs(float(made.vertices[:, 1].max()) - POSES["sitting"].seat * figure.scale) < 1e-6
    hips = 0.5 * (figure.joints["left_hip"] + figure.joints["right_hip"])
    assert np.linalg.norm((made.vertices.mean(axis=0) - hips)[[0, 2]]) < 0.05


def test_soles_lift_the_seat_too() -> None:
    barefoot, shod = (stool.stool(stand(Build(), Face(), POSES["sitting"], shoe)) for shoe in ("", "boots"))
    assert barefoot is not None and shod is not None
    assert 0.01 < float(shod.vertices[:, 1].max() - barefoot.vertices[:, 1].max()) < 0.03


def test_every_face_of_a_stool_looks_outward() -> None:
    made = stool.stool(stand(Build(), Face(), POSES["sitting"]))
    assert made is not None
    a, b, c = (made.coords[made.faces[:, i]] for i in range(3))
    # The volume that the faces enclose, by the divergence theorem; the foot is open underneath.
    volume = float(np.einsum("fm,fm->f", a, np.cross(b, c)).sum()) / 6
    assert 0.003 < volume < 0.008


def test_a_stool_has_a_seat_and_a_foot_of_different_colours() -> None:
    made = stool.stool(stand(Build(), Face(), POSES["sitting"]))
    assert made is not None
    paint = stool.paint(made.coords)
    top, low = made.coords[:, 1] > 0.48, made.coords[:, 1] < 0.05
    assert paint.albedo[top, 0].mean() > 1.8 * paint.albedo[top, 2].mean()
    assert abs(paint.albedo[low, 0].mean() - paint.albedo[low, 2].mean()) < 0.05
