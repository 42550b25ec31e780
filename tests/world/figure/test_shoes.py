"""Shoes: feet inside, soles on the floor."""

import numpy as np
import pytest

from toile.domain.persona import Build, Face, Shoe
from toile.domain.pose import POSES
from toile.world import solid
from toile.world.figure import last, shoes, skeleton
from toile.world.figure.body import stand
from toile.world.part import Part

BUILD = Build(height=1.78, frame=0.5)


@pytest.mark.parametrize("shoe", Shoe)
def test_soles_stand_on_the_floor(shoe: Shoe) -> None:
    figure = stand(BUILD, Face(), POSES["arms-down"], shoe)
    (mesh,) = shoes.shoes(figure, shoe)
    for side in (1, -1):
        low = float(mesh.vertices[mesh.vertices[:, 0] * side > 0, 1].min())
        assert -0.003 < low < 0.002
    assert float(figure.skin.vertices[:, 1].min()) > 0.5 * last.lift(shoe)


@pytest.mark.parametrize("shoe", Shoe)
def test_toes_are_inside_the_shoe(shoe: Shoe) -> None:
    figure = stand(BUILD, Face(), POSES["arms-down"], shoe)
    at = skeleton.rest(BUILD)
    rows = solid.pack(last.lumps(BUILD, at, shoe))
    heel, (ahead, _) = at.joints["left_heel"], at.foot()
    foot = np.unique(figure.skin.faces[figure.skin.part == Part.FOOT])
    places = figure.rest_vertices[foot]
    toes = places[(places[:, 0] > 0) & ((places - heel) @ ahead > 0.165 * at.scale)]
    assert len(toes) > 100
    assert float(solid.measure(rows, toes).max()) < 0.0005


def test_heels_raise_the_heel_and_the_figure() -> None:
    flat, high = (stand(BUILD, Face(), POSES["arms-down"], shoe) for shoe in ("flats", "heels"))
    assert high.joints["left_heel"][1] > flat.joints["left_heel"][1] + 0.04
    assert high.joints["nose"][1] > flat.joints["nose"][1] + 0.02


def test_a_barefoot_figure_can_wear_shoes_too() -> None:
    figure = stand(BUILD, Face(), POSES["arms-down"])
    (mesh,) = shoes.shoes(figure, "sneakers")
    assert abs(float(mesh.vertices[:, 1].min())) < 0.003


@pytest.mark.parametrize("shoe", Shoe)
def test_shoes_are_painted_in_their_colour_above_the_sole(shoe: Shoe) -> None:
    figure = stand(BUILD, Face(), POSES["arms-down"], shoe)
    (mesh,) = shoes.shoes(figure, shoe)
    side = mesh.coords[(mesh.coords[:, 1] > 0.022) & (mesh.coords[:, 2] < 0.08) & (mesh.coords[:, 2] > 0.03)]
    paint = shoes.paint(shoe, (200, 30, 30), side)
    red, green, _ = np.median(paint.albedo, axis=0)
    assert red > 5 * green
