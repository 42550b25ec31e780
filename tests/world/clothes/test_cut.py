"""Garments before anybody wears them: where their edges run, and what their charts and collars say."""

from dataclasses import replace

import numpy as np
import pytest

from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.domain.persona import Build, Face
from toile.domain.pose import POSES
from toile.world.clothes import chart, cloth, collar, cut
from toile.world.clothes.dress import measure
from toile.world.clothes.form import Form
from toile.world.clothes.garment import TO_SEAM, GarmentSpec, Panel, U
from toile.world.figure.body import stand
from toile.world.textile.fabric import FabricSpec

PLAIN = FabricSpec(Pattern.PLAIN, ((200, 60, 60),))
TEE = GarmentSpec(Category.TOP, Kind.TOP, "t-shirt", PLAIN, Sleeve.SHORT, 0.38, 0.022)
JEANS = GarmentSpec(Category.BOTTOM, Kind.TROUSERS, "jeans", PLAIN, hem=0.09, ease=0.010, drape=0.5)


@pytest.fixture(scope="module")
def body() -> Form:
    return measure(stand(Build(), Face(), POSES["arms-down"]))


@pytest.mark.parametrize("neckline", ["crew", "v", "scoop", "square", "boat"])
def test_a_neckline_is_as_deep_as_asked_in_front_and_shallow_behind(body: Form, neckline: str) -> None:
    garment = replace(TEE, neckline=neckline, neck_depth=0.13)
    piece = cut.cut(body, garment, 0.0)
    rest = piece.cloth.rest
    edge = rest[np.abs(piece.edges["neck"](rest)) < 0.004]
    middle = edge[np.abs(edge[:, 0]) < 0.012]
    top = edge[:, 1].max()
    front, back = (middle[middle[:, 2] * side > body.middle * side, 1] for side in (1, -1))
    assert top - front.min() == pytest.approx(0.13, abs=0.02)
    assert top - back.min() < 0.06


@pytest.mark.parametrize("share", [0.3, 0.7, 1.0])
def test_a_sleeve_ends_at_its_share_of_the_arm(body: Form, share: float) -> None:
    piece = cut.cut(body, replace(TEE, sleeve=Sleeve.LONG, sleeve_length=share), 0.0)
    sleeve = np.unique(piece.cloth.faces[piece.cloth.panel == Panel.LEFT_SLEEVE])
    arm = next(iter(body.arms.values()))
    assert arm.along(piece.cloth.rest[sleeve]).max() == pytest.approx(share * arm.reach, abs=0.01)


def test_trousers_are_one_piece_with_a_waist_and_two_hems(body: Form) -> None:
    piece = cut.cut(body, JEANS, 0.0)
    neighbours: dict[int, list[int]] = {}
    for a, b in cloth.border(piece.cloth.faces):
        neighbours.setdefault(int(a), []).append(int(b))
    left, loops = set(neighbours), 0
    while left:
        loops += 1
        walk = [left.pop()]
        while walk:
            for other in neighbours.get(walk.pop(), []):
                if other in left:
                    left.remove(other)
                    walk.append(other)
    assert loops == 3


def test_only_what_hangs_free_of_the_legs_is_skirted() -> None:
    assert not TEE.skirted
    assert not JEANS.skirted
    assert replace(TEE, category=Category.OUTER, hem=0.5).skirted
    assert replace(JEANS, kind=Kind.SKIRT).skirted


def test_a_chart_splits_seams_only_and_measures_to_them(body: Form) -> None:
    piece = cut.cut(body, TEE, 0.0)
    sheet = piece.cloth
    faces, old, coords = chart.chart(piece, sheet.rest, sheet.faces, sheet.panel)
    assert np.array_equal(old[faces], sheet.faces)
    split = np.bincount(old, minlength=len(sheet.rest)) > 1
    assert 0 < split.mean() < 0.15
    front = np.unique(faces[sheet.panel == Panel.FRONT])
    assert np.sign(coords[front, U])[np.abs(sheet.rest[old[front], 0]) > 0.01].tolist() == (
        np.sign(sheet.rest[old[front], 0])[np.abs(sheet.rest[old[front], 0]) > 0.01].tolist()
    )
    both = np.isin(np.arange(len(sheet.rest)), sheet.faces[sheet.panel == Panel.FRONT]) & np.isin(
        np.arange(len(sheet.rest)), sheet.faces[sheet.panel == Panel.LEFT_SLEEVE]
    )
    assert np.abs(coords[both[old], TO_SEAM]).max() < 0.006


@pytest.mark.parametrize("kind", ["shirt", "lapel", "hood"])
def test_a_collar_grows_from_the_neckline_and_stays_near_it(kind: str) -> None:
    turn = np.linspace(0.05, 2 * np.pi - 0.05, 80)
    ring = np.stack((0.07 * np.sin(turn), 0 * turn, 0.07 * np.cos(turn)), axis=1).astype(np.float32)
    up, forward = np.array((0, 1, 0), np.float32), np.array((0, 0, 1), np.float32)
    strip = collar.collar(replace(TEE, collar=kind), ring, up, forward, 1.0)
    assert strip is not None
    assert np.isfinite(strip.vertices).all()
    assert np.linalg.norm(strip.vertices[strip.v == 0] - [0, 0, 0], axis=1) == pytest.approx(0.07, abs=0.004)
    assert np.abs(strip.vertices[:, 1]).max() < 0.20
    assert collar.collar(TEE, ring, up, forward, 1.0) is None
