"""Hair and beards."""

from dataclasses import replace

import numpy as np
import pytest

from toile.domain.persona import Beard, Face, Gender, Hair, Persona
from toile.domain.pose import POSES
from toile.world import solid
from toile.world.figure import beard, body, cast, hair
from toile.world.figure.style import STYLES
from toile.world.figure.template import AVERAGE, HEAD_SIZE
from toile.world.part import Part

_PERSONA = replace(cast.draw_persona(2, Gender.WOMAN), build=AVERAGE, face=Face(), beard=Beard.NONE)
_RODS = np.zeros((0, 8))


@pytest.fixture(scope="module")
def figure() -> body.Figure:
    return body.stand(AVERAGE, Face(), POSES["arms-down"])


@pytest.mark.parametrize("style", [style for style in Hair if style is not Hair.BALD])
def test_every_style_grows_and_stays_within_its_triangles(style: Hair, figure: body.Figure) -> None:
    (mesh,) = hair.hair(figure, replace(_PERSONA, hair=style))
    assert 3_000 < len(mesh.faces) <= 60_000
    assert np.isfinite(mesh.vertices).all()
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-3)
    assert np.allclose(np.linalg.norm(mesh.coords[:, 3:6], axis=1), 1, atol=1e-3)
    assert (mesh.part == Part.HAIR).all()
    assert mesh.sheet


def test_a_bald_head_has_no_hair(figure: body.Figure) -> None:
    assert hair.hair(figure, replace(_PERSONA, hair=Hair.BALD)) == ()


@pytest.mark.parametrize("style", [Hair.SHORT, Hair.LONG, Hair.BUN])
def test_strands_stay_outside_the_head(style: Hair) -> None:
    places, _, _ = hair.strands(STYLES[style], 1, _RODS)
    near = places[(places[..., 1] > -60) & (places[..., 1] < 220)]
    depth = solid.measure(hair._head(), near * 1e-3) * 1e3
    assert np.quantile(depth, 0.01) > -2.5


def test_the_face_is_free_of_long_hair_and_a_fringe_covers_the_forehead() -> None:
    def over(style: Hair, low: float, high: float) -> int:
        places, _, _ = hair.strands(STYLES[style], 1, _RODS)
        x, y, z = places.reshape(-1, 3).T
        return int(((np.abs(x) < 35) & (y > low) & (y < high) & (z > 40)).sum())

    assert over(Hair.LONG, -60, 90) < 20
    assert over(Hair.FRINGE, 88, 120) > 10 * max(over(Hair.LONG, 88, 120), 1)
    assert over(Hair.FRINGE, -60, 70) < 20


def test_hair_is_as_long_as_its_style_says() -> None:
    lows = {
        style: hair.strands(STYLES[style], 1, _RODS)[0][..., 1] for style in (Hair.CROP, Hair.BOB, Hair.LONG)
    }
    assert np.quantile(lows[Hair.CROP], 0.01) > -30
    assert abs(lows[Hair.BOB].min() - STYLES[Hair.BOB].cut) < 50
    assert np.quantile(lows[Hair.LONG], 0.02) < -150


def test_the_same_persona_has_the_same_hair(figure: body.Figure) -> None:
    persona = replace(_PERSONA, hair=Hair.WAVES)
    first = hair.hair(figure, persona)[0].vertices
    hair._grown.cache_clear()
    assert np.array_equal(first, hair.hair(figure, persona)[0].vertices)


def test_hair_turns_with_the_head(figure: body.Figure) -> None:
    persona = replace(_PERSONA, hair=Hair.CROP)
    looking = body.stand(AVERAGE, Face(), replace(POSES["arms-down"], look=40.0))
    still, turned = (hair.hair(one, persona)[0].vertices for one in (figure, looking))
    pivot = figure.rest.joints["head_base"]
    angle = np.radians(40.0)
    turn = np.array(
        ((np.cos(angle), 0, np.sin(angle)), (0, 1, 0), (-np.sin(angle), 0, np.cos(angle))), dtype=np.float32
    )
    shift = turned - (still - pivot) @ turn.T
    assert np.abs(shift - shift.mean(axis=0)).max() < 0.003 * HEAD_SIZE


def test_painted_hair_has_its_colour_and_its_direction() -> None:
    random = np.random.default_rng(1)
    coords = np.column_stack((random.random((5000, 1)), random.uniform(-1, 1, 5000), random.random(5000)))
    coords = np.column_stack((coords, np.tile((0.0, -1.0, 0.0), (5000, 1)))).astype(np.float32)
    persona: Persona = replace(_PERSONA, hair_colour=(158, 80, 42), age=25)
    paint = hair.paint(persona, np.asarray(coords, np.float32))
    red, green, blue = paint.albedo.mean(axis=0)
    assert red > 2 * green > 2 * blue
    assert np.allclose(paint.strand, (0, -1, 0))


@pytest.mark.parametrize("kind", [Beard.MOUSTACHE, Beard.GOATEE, Beard.SHORT, Beard.FULL])
def test_beards_grow_on_the_lower_face(kind: Beard, figure: body.Figure) -> None:
    (mesh,) = beard.beard(figure, replace(_PERSONA, beard=kind))
    eyes = min(figure.joints[f"{side}_eye"][1] for side in ("left", "right"))
    assert len(mesh.faces) > 500
    # Sideburns reach up beside the eyes, nothing higher.
    assert mesh.vertices[:, 1].max() < eyes + 0.02
    assert np.quantile(mesh.vertices[:, 1], 0.9) < figure.joints["nose"][1] + 0.045
    assert (mesh.part == Part.BEARD).all()


@pytest.mark.parametrize("kind", [Beard.NONE, Beard.STUBBLE])
def test_no_strands_for_a_shaven_or_stubbly_chin(kind: Beard, figure: body.Figure) -> None:
    assert beard.beard(figure, replace(_PERSONA, beard=kind)) == ()
