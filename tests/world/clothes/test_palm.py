"""Hands on clothes: the cloth is between the hand and the body."""

from functools import cache

import numpy as np
import pytest

from toile.domain.body import Side
from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.domain.persona import Build, Face
from toile.domain.pose import POSES
from toile.world.clothes import palm
from toile.world.clothes.dress import dress
from toile.world.clothes.garment import GarmentSpec, Panel
from toile.world.figure.body import Figure, stand
from toile.world.mesh import vertex_parts
from toile.world.part import Part
from toile.world.textile.fabric import FabricSpec

PLAIN = FabricSpec(Pattern.PLAIN, ((200, 60, 60),))
SWEATER = GarmentSpec(
    Category.TOP, Kind.TOP, "sweater", PLAIN, Sleeve.LONG, 1.0, 0.026, ease=0.024, drape=0.9
)
SKIRT = GarmentSpec(Category.BOTTOM, Kind.SKIRT, "skirt", PLAIN, hem=0.5, flare=0.4, pleats=12)


@cache
def figure(pose: str) -> Figure:
    return stand(Build(), Face(), POSES[pose])


def test_only_hands_that_touch_from_outside_lie_on_clothes() -> None:
    assert palm.lying(figure("hands-on-hips")) == (Side.LEFT, Side.RIGHT)
    assert palm.lying(figure("hand-on-hip")) == (Side.LEFT,)
    assert palm.lying(figure("hands-in-pockets")) == ()
    assert palm.lying(figure("arms-down")) == ()


def test_a_wide_sweater_does_not_swallow_hands_on_the_hips() -> None:
    posed = figure("hands-on-hips")
    (worn,) = dress(posed, [SWEATER])
    trunk = np.unique(worn.faces[np.isin(worn.part, (Panel.FRONT, Panel.BACK, Panel.WAISTBAND))])
    hand = np.isin(vertex_parts(posed.skin), (Part.HAND, Part.FINGERS)) & (posed.rest_vertices[:, 0] > 0)
    hidden = []
    for place in posed.skin.vertices[hand][::7]:
        away = np.linalg.norm(worn.vertices[trunk] - place, axis=1)
        near = trunk[away.argmin()]
        if away.min() < 0.03:
            hidden.append((place - worn.vertices[near]) @ worn.normals[near] < 0)
    assert len(hidden) > 50
    assert np.mean(hidden) < 0.05


@pytest.mark.parametrize("side", list(Side))
def test_a_flared_skirt_hangs_inside_of_hanging_hands(side: Side) -> None:
    posed = figure("arms-down")
    (worn,) = dress(posed, [SKIRT])
    sign = 1.0 if side is Side.LEFT else -1.0
    hand = posed.skin.vertices[vertex_parts(posed.skin) == Part.HAND]
    hand = hand[hand[:, 0] * sign > 0]
    level = np.abs(worn.vertices[:, 1] - hand[:, 1].mean()) < 0.02
    beside = level & (np.abs(worn.vertices[:, 2] - hand[:, 2].mean()) < 0.03)
    assert (worn.vertices[beside, 0] * sign).max() < (hand[:, 0] * sign).mean()


def test_no_cloth_is_moved_far_from_hands() -> None:
    posed = figure("hands-on-hips")
    cloth = posed.skin.vertices + 0.02 * posed.skin.normals
    pressed = palm.press(posed, cloth, np.ones(len(cloth), np.bool_))
    chest = cloth[:, 1] > posed.joints["left_shoulder"][1] - 0.1
    assert np.array_equal(pressed[chest], cloth[chest])
    assert np.abs(pressed - cloth).max() > 0.005
