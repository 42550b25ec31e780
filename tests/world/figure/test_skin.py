"""Skin."""

from dataclasses import replace

import numpy as np
import pytest

from toile.domain.persona import Beard, Colour, Gender, Hair, Persona
from toile.pixels.arrays import Floats
from toile.world.figure import cast, skeleton, skin
from toile.world.figure.face import PLACES
from toile.world.figure.template import AVERAGE, HEAD_SIZE
from toile.world.part import Part
from toile.world.textile.fabric import linear

_BASE = skeleton.rest(AVERAGE).joints["head_base"]
_PLAIN = replace(
    cast.draw_persona(1, Gender.WOMAN),
    skin=(218, 169, 140),
    beard=Beard.NONE,
    freckles=0.0,
    age=25,
    hair=Hair.BALD,
)


def _albedo(persona: Persona, spots: np.ndarray, part: Part = Part.FACE) -> Floats:
    coords = (_BASE + HEAD_SIZE * spots).astype(np.float32)
    return skin.paint(persona, coords, np.full(len(coords), part, np.uint8)).albedo


def _around(place: np.ndarray, spread: float = 0.002) -> np.ndarray:
    return place + np.random.default_rng(3).normal(0, spread, (400, 3)) * (1, 1, 0)


@pytest.mark.parametrize("colour", list(cast.SKINS.values()))
def test_skin_is_on_the_whole_the_colour_that_was_asked_for(colour: Colour) -> None:
    random = np.random.default_rng(2)
    spots = random.uniform((-0.12, -0.5, -0.1), (0.12, -0.15, 0.1), (4000, 3))
    mean = _albedo(replace(_PLAIN, skin=colour), spots, Part.TORSO).mean(axis=0)
    assert np.allclose(mean, linear(colour), rtol=0.06)


def test_lips_have_their_colour_and_brows_are_dark() -> None:
    persona = replace(_PLAIN, lip_colour=(176, 44, 56), hair_colour=(32, 28, 28))
    lip = _albedo(persona, _around(PLACES["mouth"] - (0, 0.0045, 0), 0.001)).mean(axis=0)
    cheek = _albedo(persona, _around(np.array((0.040, 0.0, 0.075)))).mean(axis=0)
    assert lip[0] / lip[1] > 2 * cheek[0] / cheek[1]
    brow = _albedo(persona, _around(np.array((0.032, 0.0766, 0.08)), 0.0008)).mean()
    assert brow < 0.4 * cheek.mean()


def test_the_scalp_is_dark_under_hair_and_bare_on_a_bald_head() -> None:
    spots = _around(PLACES["crown"], 0.01)
    haired = _albedo(replace(_PLAIN, hair=Hair.LONG, hair_colour=(32, 28, 28)), spots).mean()
    assert haired < 0.3 * _albedo(_PLAIN, spots).mean()


def test_stubble_shades_the_chin_and_spares_the_forehead() -> None:
    man = replace(_PLAIN, gender=Gender.MAN, hair_colour=(32, 28, 28))
    rough = replace(man, beard=Beard.STUBBLE)
    chin, brow = _around(np.array((0.02, -0.05, 0.085))), _around(np.array((0.0, 0.11, 0.09)))
    assert _albedo(rough, chin).mean() < 0.93 * _albedo(man, chin).mean()
    assert np.allclose(_albedo(rough, brow), _albedo(man, brow))


def test_freckles_speckle_the_cheeks_only() -> None:
    spotted = replace(_PLAIN, freckles=1.0)
    cheek = _around(np.array((0.028, 0.024, 0.085)), 0.008)
    changed = np.abs(_albedo(spotted, cheek) - _albedo(_PLAIN, cheek)).max(axis=1) > 0.02
    assert 0.02 < changed.mean() < 0.7
    chin = _around(PLACES["chin"] + (0, 0.012, 0))
    assert np.allclose(_albedo(spotted, chin), _albedo(_PLAIN, chin))


def test_the_same_place_is_always_painted_alike() -> None:
    spots = _around(PLACES["mouth"], 0.03)
    order = np.random.default_rng(5).permutation(len(spots))
    assert np.array_equal(_albedo(_PLAIN, spots)[order], _albedo(_PLAIN, spots[order]))
