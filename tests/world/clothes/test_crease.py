"""Creases lie outwards, where limbs bend, and nowhere else."""

import numpy as np
import pytest

from toile.domain.body import Side
from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.domain.persona import Build, Face
from toile.domain.pose import DISPLAY
from toile.pixels.arrays import Floats
from toile.world.clothes import crease, cut
from toile.world.clothes.dress import measure
from toile.world.clothes.form import Form
from toile.world.clothes.garment import GarmentSpec
from toile.world.figure.body import stand
from toile.world.textile.fabric import FabricSpec

PLAIN = FabricSpec(Pattern.PLAIN, ((200, 60, 60),))
SHIRT = GarmentSpec(Category.TOP, Kind.TOP, "shirt", PLAIN, Sleeve.LONG, 1.0, 0.018)
JEANS = GarmentSpec(Category.BOTTOM, Kind.TROUSERS, "jeans", PLAIN, hem=0.06, drape=0.5)


@pytest.fixture(scope="module")
def body() -> Form:
    return measure(stand(Build(), Face(), DISPLAY))


def pressed(body: Form, g: GarmentSpec, monkeypatch: pytest.MonkeyPatch) -> tuple[Floats, Floats]:
    """The garment's places without creases and with them."""
    with monkeypatch.context() as patch:
        patch.setattr(crease, "creased", lambda sheet, body, g: sheet)
        smooth = cut.cut(body, g, 0.0).cloth
    return smooth.rest, crease.creased(smooth, body, g).rest


def test_the_trunk_of_a_shirt_has_no_creases_and_its_elbows_have(
    body: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = pressed(body, SHIRT, monkeypatch)
    moved = np.linalg.norm(after - before, axis=1)
    elbow = np.linalg.norm(before - body.joints["left_elbow"], axis=1) < 0.09
    assert moved[np.abs(before[:, 0]) < 0.10].max() == 0
    assert 0.003 < moved[elbow].max() < 0.016


def test_trousers_lie_farther_from_the_leg_where_they_are_creased(
    body: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = pressed(body, JEANS, monkeypatch)
    leg = body.legs[Side.LEFT]
    left = (before[:, 0] > 0.02) & (leg.along(before) > 0.25) & (leg.along(before) < 0.9 * leg.reach)

    def away(places: Floats) -> Floats:
        aside = places - leg.origin
        return np.asarray(np.linalg.norm(aside - np.outer(aside @ leg.axis, leg.axis), axis=1), np.float32)

    assert (away(after) - away(before))[left].min() > -0.002
    assert (away(after) - away(before))[left].max() > 0.005
