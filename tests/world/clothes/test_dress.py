"""Garments on bodies, measured against the body's own solid."""

import numpy as np
import pytest

from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.domain.persona import Build, Face
from toile.domain.pose import POSES
from toile.world import solid
from toile.world.clothes.dress import dress
from toile.world.clothes.garment import TO_HEM, GarmentSpec, Panel, V
from toile.world.figure import template
from toile.world.figure.body import Figure, stand
from toile.world.textile.fabric import FabricSpec

PLAIN = FabricSpec(Pattern.PLAIN, ((200, 60, 60),))
TEE = GarmentSpec(Category.TOP, Kind.TOP, "t-shirt", PLAIN, Sleeve.SHORT, 0.38, 0.022)
TANK = GarmentSpec(Category.TOP, Kind.TOP, "tank", PLAIN, neckline="scoop", neck_depth=0.12)
JEANS = GarmentSpec(Category.BOTTOM, Kind.TROUSERS, "jeans", PLAIN, hem=0.09, ease=0.010, drape=0.5)
WIDE = GarmentSpec(
    Category.BOTTOM, Kind.TROUSERS, "wide-leg trousers", PLAIN, hem=0.05, ease=0.013, drape=1.15, flare=0.05
)
SKIRT = GarmentSpec(Category.BOTTOM, Kind.SKIRT, "skirt", PLAIN, hem=0.55, flare=0.4, pleats=16)
DRESS = GarmentSpec(
    Category.DRESS, Kind.DRESS, "dress", PLAIN, Sleeve.SHORT, 0.3, neckline="v", hem=0.5, flare=0.3
)
EVERY = (TEE, TANK, JEANS, SKIRT, DRESS)


@pytest.fixture(scope="module")
def figure() -> Figure:
    return stand(Build(), Face(), POSES["arms-away"])


@pytest.mark.parametrize("garment", EVERY, ids=lambda g: g.cut)
def test_cloth_lies_on_the_body_and_not_in_it(figure: Figure, garment: GarmentSpec) -> None:
    (worn,) = dress(figure, [garment])
    nearest = figure.skin.vertices[::3]
    normals = figure.skin.normals[::3]
    places = worn.vertices[::7]
    away = np.linalg.norm(places[:, None] - nearest[None], axis=2)
    i = away.argmin(axis=1)
    near = away[np.arange(len(i)), i] < 0.03
    depth = ((places - nearest[i]) * normals[i]).sum(axis=1)[near]
    assert (depth < -0.006).mean() < 0.02


@pytest.mark.parametrize("garment", [SKIRT, DRESS], ids=lambda g: g.cut)
def test_a_hem_hangs_at_its_height(figure: Figure, garment: GarmentSpec) -> None:
    (worn,) = dress(figure, [garment])
    hem = worn.vertices[(np.abs(worn.coords[:, TO_HEM]) < 0.004)]
    assert abs(float(np.median(hem[:, 1])) - garment.hem * figure.scale) < 0.05


def test_fabric_coordinates_are_metres_of_cloth(figure: Figure) -> None:
    (worn,) = dress(figure, [TEE])
    front = worn.faces[worn.part == Panel.FRONT]
    a, b = front[:, 0], front[:, 1]
    flat = np.linalg.norm(worn.coords[a, :2] - worn.coords[b, :2], axis=1)
    real = np.linalg.norm(worn.vertices[a] - worn.vertices[b], axis=1)
    assert np.median(flat / np.maximum(real, 1e-6)) == pytest.approx(1, abs=0.15)


def test_the_top_lies_over_the_trousers_unless_it_is_tucked_in(figure: Figure) -> None:
    bottom, top = dress(figure, [TEE, JEANS])
    assert (bottom.name, top.name) == (Category.BOTTOM, Category.TOP)
    from dataclasses import replace

    first, second = dress(figure, [replace(TEE, tucked=True), JEANS])
    assert (first.name, second.name) == (Category.TOP, Category.BOTTOM)
    assert first.vertices[:, 1].min() > top.vertices[:, 1].min() + 0.02


def test_sleeves_and_trunk_are_different_panels(figure: Figure) -> None:
    (worn,) = dress(figure, [TEE])
    left = worn.vertices[worn.faces[worn.part == Panel.LEFT_SLEEVE]].mean(axis=(0, 1))
    assert left[0] > 0.15
    assert np.isfinite(worn.coords[:, V]).all()


def test_dressing_gives_the_same_bits_twice(figure: Figure) -> None:
    once, twice = (dress(figure, [TEE])[0].vertices for _ in range(2))
    assert np.array_equal(once, twice)


def test_the_solid_of_the_figure_is_the_trunk_alone(figure: Figure) -> None:
    rows = solid.pack(figure.solid)
    wrist = figure.rest.joints["left_wrist"][None]
    assert solid.measure(rows, wrist)[0] > 0.1
    whole = solid.pack(template.lumps(figure.build, figure.face, figure.rest))
    assert solid.measure(whole, wrist)[0] < 0


@pytest.mark.parametrize("garment", [JEANS, WIDE], ids=lambda g: g.cut)
@pytest.mark.parametrize("build", [Build(), Build(fullness=1.3, hips=1.15)])
def test_each_leg_of_trousers_goes_with_its_own_leg(build: Build, garment: GarmentSpec) -> None:
    """Between legs that stand apart no cloth is left hanging in the middle."""
    figure = stand(build, Face(), POSES["arms-away"])
    (worn,) = dress(figure, [garment])
    knees = figure.joints["left_knee"][1]
    hanging = worn.vertices[(np.abs(worn.vertices[:, 0]) < 0.008) & (worn.vertices[:, 1] < knees + 0.12)]
    assert len(hanging) == 0


def test_a_skirt_one_sits_in_lies_on_the_thighs() -> None:
    """It hides most of them from above and does not stand up like a bell."""
    figure = stand(Build(), Face(), POSES["sitting"])
    (worn,) = dress(figure, [SKIRT])
    knees = 0.5 * (figure.joints["left_knee"] + figure.joints["right_knee"])
    highest = worn.vertices[worn.vertices[:, 2] > 0.6 * knees[2], 1].max()
    assert highest < knees[1] + 0.20
