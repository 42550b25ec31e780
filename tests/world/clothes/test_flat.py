"""Garments laid flat, against the same garments round the body."""

from dataclasses import replace

import numpy as np
import pytest

from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.domain.persona import Build, Face
from toile.domain.pose import DISPLAY
from toile.pixels.arrays import Floats
from toile.world.clothes import cut, flat
from toile.world.clothes.dress import measure
from toile.world.clothes.form import Form
from toile.world.clothes.garment import TO_HEM, TO_NECK, GarmentSpec, Panel, U
from toile.world.figure.body import stand
from toile.world.mesh import Mesh
from toile.world.textile.fabric import FabricSpec

PLAIN = FabricSpec(Pattern.PLAIN, ((200, 60, 60),))
TEE = GarmentSpec(Category.TOP, Kind.TOP, "t-shirt", PLAIN, Sleeve.SHORT, 0.38, 0.022)
JEANS = GarmentSpec(Category.BOTTOM, Kind.TROUSERS, "jeans", PLAIN, hem=0.09, ease=0.010, drape=0.5)
SKIRT = GarmentSpec(Category.BOTTOM, Kind.SKIRT, "skirt", PLAIN, hem=0.55, flare=0.4, pleats=16)
EVERY = (TEE, JEANS, SKIRT)


@pytest.fixture(scope="module")
def laid() -> dict[str, Mesh]:
    return {g.cut: flat.spread(g, seed=3) for g in EVERY}


@pytest.fixture(scope="module")
def body() -> Form:
    return measure(stand(Build(), Face(), DISPLAY))


def wide(places: Floats, y: float) -> float:
    return float(np.ptp(places[np.abs(places[:, 1] - y) < 0.008, 0]))


@pytest.mark.parametrize("garment", EVERY, ids=lambda g: g.cut)
def test_it_is_as_thin_as_two_layers_of_cloth(laid: dict[str, Mesh], garment: GarmentSpec) -> None:
    z = laid[garment.cut].vertices[:, 2]
    assert z.min() > -0.003
    assert 0.006 < z.max() < 0.025


@pytest.mark.parametrize(("garment", "y"), [(TEE, 1.0), (SKIRT, 0.7)], ids=["t-shirt", "skirt"])
def test_it_is_half_as_wide_as_it_is_round(
    laid: dict[str, Mesh], body: Form, garment: GarmentSpec, y: float
) -> None:
    rest = cut.cut(body, replace(garment, pleats=0), 0.0).cloth.rest
    ring = rest[np.abs(rest[:, 1] - y) < 0.006]
    turn = np.argsort(np.arctan2(ring[:, 0], ring[:, 2] - body.middle))
    bins = np.linspace(0, len(ring), 60).astype(int)[:-1]
    corners = np.array([part.mean(axis=0) for part in np.split(ring[turn], bins[1:])])
    round_it = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1).sum()
    assert wide(laid[garment.cut].vertices, y) == pytest.approx(round_it / 2, rel=0.055)


def test_the_front_lies_on_the_back_and_shows_its_right_side(laid: dict[str, Mesh]) -> None:
    mesh = laid["t-shirt"]
    front, back = (np.unique(mesh.faces[mesh.part == panel]) for panel in (Panel.FRONT, Panel.BACK))
    assert np.median(mesh.vertices[front, 2]) > np.median(mesh.vertices[back, 2]) + 0.004
    assert (mesh.normals[front, 2] > 0.5).mean() > 0.9
    on_left = mesh.vertices[front, 0] > 0.02
    assert (mesh.coords[front[on_left], U] > 0).all()


def test_the_back_of_the_neck_is_seen_above_the_front(laid: dict[str, Mesh]) -> None:
    mesh = laid["t-shirt"]
    middle = np.abs(mesh.vertices[:, 0]) < 0.02
    edge = middle & (np.abs(mesh.coords[:, TO_NECK]) < 0.004)
    high = {
        panel: mesh.vertices[np.intersect1d(np.flatnonzero(edge), mesh.faces[mesh.part == panel]), 1].max()
        for panel in (Panel.FRONT, Panel.BACK)
    }
    assert high[Panel.BACK] > high[Panel.FRONT] + 0.02


def test_sleeves_and_legs_are_spread(laid: dict[str, Mesh]) -> None:
    tee, jeans = laid["t-shirt"], laid["jeans"]
    assert wide(tee.vertices, 1.25) > wide(tee.vertices, 1.0) + 0.1
    hem = jeans.vertices[np.abs(jeans.coords[:, TO_HEM]) < 0.004]
    assert np.abs(hem[:, 0]).min() > 0.02


def test_the_seed_draws_the_wrinkles_alone(laid: dict[str, Mesh]) -> None:
    again, other = flat.spread(TEE, seed=3), flat.spread(TEE, seed=4)
    assert np.array_equal(again.vertices, laid["t-shirt"].vertices)
    sheet = np.unique(again.faces[again.part != Panel.LINING])
    assert np.array_equal(again.vertices[sheet, :2], other.vertices[sheet, :2])
    assert np.abs(again.vertices[sheet, 2] - other.vertices[sheet, 2]).max() > 0.001
