"""Glasses."""

import numpy as np
import pytest

from toile.domain.persona import Face, Glasses
from toile.domain.pose import POSES
from toile.world.figure import body, glasses
from toile.world.figure.template import AVERAGE
from toile.world.part import Part


@pytest.fixture(scope="module")
def figure() -> body.Figure:
    return body.stand(AVERAGE, Face(), POSES["arms-down"])


def test_no_glasses_are_nothing(figure: body.Figure) -> None:
    assert glasses.glasses(figure, Glasses.NONE) == ()


@pytest.mark.parametrize("kind", [Glasses.ROUND, Glasses.SQUARE, Glasses.SUN])
def test_the_rims_surround_the_eyes_before_the_face(kind: Glasses, figure: body.Figure) -> None:
    (mesh,) = glasses.glasses(figure, kind)
    assert (mesh.part == Part.GLASSES).all()
    for side, sign in (("left", 1), ("right", -1)):
        eye = figure.joints[f"{side}_eye"]
        mine = mesh.vertices[(mesh.vertices[:, 0] * sign > 0.008) & (mesh.vertices[:, 2] > eye[2])]
        assert mine[:, 1].min() < eye[1] - 0.010
        assert mine[:, 1].max() > eye[1] + 0.010
        assert mine[:, 2].max() > eye[2] + 0.012


@pytest.mark.parametrize("kind", [Glasses.ROUND, Glasses.SUN])
def test_only_sunglasses_have_lenses(kind: Glasses, figure: body.Figure) -> None:
    (mesh,) = glasses.glasses(figure, kind)
    assert (mesh.coords[:, 0] > 0.5).any() == (kind is Glasses.SUN)


def test_lenses_are_dark_and_smooth() -> None:
    paint = glasses.paint(Glasses.SUN, np.array([[0.0, 50.0], [1.0, 50.0]], np.float32))
    assert paint.albedo[1].max() < 0.05
    assert paint.rough[1] < paint.rough[0]
