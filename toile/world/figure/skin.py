"""Skin: its colours from crown to sole, with lips, brows, lashes, freckles and the lines of age."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.domain.persona import Beard, Gender, Hair, Persona
from toile.pixels.arrays import Floats
from toile.world import solid
from toile.world.figure import face, skeleton
from toile.world.figure.template import AVERAGE, HEAD_SIZE
from toile.world.paint import Paint
from toile.world.part import Part
from toile.world.textile.fabric import linear
from toile.world.threads import share

_HEAD = (Part.FACE, Part.SCALP, Part.EAR, Part.NECK)
_PALM = np.array((0.66, 0.40, 0.31))
_SPOTS = (
    ("knee", solid.vector(0, 0, 0.05), 48.0, 0.55),
    ("elbow", solid.vector(0, 0, -0.04), 42.0, 0.5),
    ("knuckles", solid.vector(0, 0, 0), 34.0, 0.45),
    ("index", solid.vector(0, 0, 0), 26.0, 0.5),
    ("heel", solid.vector(0, 0, -0.02), 36.0, 0.5),
    ("foot_index", solid.vector(0, 0, 0), 40.0, 0.4),
)
# How dark the shaved or covered scalp is, by style.
_SCALP = {Hair.BALD: 0.0, Hair.BUZZ: 0.93}
_STUBBLE = {Beard.NONE: 0.07, Beard.STUBBLE: 0.34, Beard.MOUSTACHE: 0.10, Beard.GOATEE: 0.12}


def paint(persona: Persona, coords: Floats, part: NDArray[np.uint8], pixel: float = 0.001) -> Paint:
    """Paint skin. `coords` [N, 3]: places on the average body at rest, metres; `part` [N]: as in `Part`; `pixel`:
    metres that a pixel shows."""
    from toile.world.figure import complexion

    n, seed = len(coords), persona.seed % 9973
    base = skeleton.rest(AVERAGE).joints["head_base"]
    places = np.asarray((coords - base) * (1000 / HEAD_SIZE), dtype=np.float32)
    skin = linear(persona.skin).astype(np.float64)
    albedo = np.empty((n, 3), np.float32)
    fine = float(np.clip(1.6 - 500 * pixel, 0, 1))
    relief, sheen = np.zeros(n, np.float32), np.full(n, 0.10, np.float32)
    gloss, rough = np.full(n, 0.42, np.float32), np.full(n, 0.52, np.float32)
    share(n, lambda a, b: complexion.mottle(places, skin, fine, 1.0, seed, a, b, albedo))
    pale = (*(0.5 * skin + 0.5 * _PALM), 0.85)
    spots, palms = _joints()
    share(n, lambda a, b: complexion.joints(places, spots, palms, np.array(pale), a, b, albedo))
    on = np.flatnonzero(np.isin(part, _HEAD))
    if len(on):
        kept = [albedo[on], relief[on], gloss[on], rough[on]]
        _face(persona, places[on], skin, pixel, seed, kept)
        albedo[on], relief[on], gloss[on], rough[on] = kept
    glow = np.full(n, 0.55, np.float32)
    return Paint(albedo, relief, gloss, rough, sheen, glow, np.zeros((n, 3), np.float32))


@lru_cache(1)
def _joints() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where blood shows and where palms are, as `complexion.joints` reads them."""
    at = skeleton.rest(AVERAGE).joints
    size = 1000 / HEAD_SIZE
    spots, palms = [], []
    for side in Side:
        for joint, ahead, wide, strength in _SPOTS:
            spots.append((*(at[f"{side}_{joint}"] - at["head_base"] + ahead) * size, wide, strength))
        wrist = at[f"{side}_wrist"]
        along = solid.unit(at[f"{side}_knuckles"] - wrist)
        sign = skeleton.SIGN[side]
        # Palms face the thighs: across the hand, in the plane of the picture.
        into = solid.unit(sign * solid.vector(along[1], -along[0], 0.0))
        palms.append((*(wrist - at["head_base"]) * size, *into, sign))
    return np.array(spots), np.array(palms)


def _face(
    persona: Persona, places: Floats, skin: NDArray[np.float64], pixel: float, seed: int, kept: list[Floats]
) -> None:
    from toile.world.figure import complexion

    man = persona.gender is Gender.MAN
    light = float(skin.mean())
    hair = linear(persona.hair_colour).astype(np.float64)
    deep = 0.75 if persona.hair is Hair.BUZZ else 0.48
    grown = hair * deep + 0.03 * skin
    brow_colour = np.minimum(0.62 * hair + 0.04 * skin, skin * 0.55)
    shape = persona.face
    brow = (
        (3.2 if man else 2.6) * (1 + 0.30 * shape.brows),
        -1.6 if man else 0.4,
        *brow_colour,
        0.88,
    )
    eye = (
        face.OPENING[0] + 0.9 * shape.eyes,
        0.95 * (face.OPENING[1] + shape.eyes - 1.4 * man),
        0.70 * (face.OPENING[1] + shape.eyes - 1.4 * man),
        1.4 * shape.eye_tilt,
    )
    full = shape.lips - 0.6 * man
    mouth = (24.0 + 0.8 * man, 6.8 + 1.1 * full, 8.6 + 1.3 * full, 0.62 if man else 0.88)
    old = float(np.clip((persona.age - 36) / 34, 0, 1))
    stubble = _STUBBLE.get(persona.beard, 0.45) if man else 0.0
    blush = 0.75 if man else 1.0
    shade = 0.30 * skin + 0.70 * np.minimum(hair * 0.8, skin) * np.array((0.9, 0.95, 1.05))
    more = (
        1000 * pixel,
        blush * (0.75 + 0.25 * light),
        0.35 if man else 1.0,
        old,
        persona.freckles,
        stubble,
        *shade,
    )
    scalp = (*np.minimum(grown, skin), _SCALP.get(persona.hair, 0.96))
    above = 1000 * face.above_hairline(places / np.float32(1000))
    lips = linear(persona.lip_colour).astype(np.float64)
    rows = [np.asarray(row, dtype=np.float64) for row in (scalp, brow, eye, mouth, more)]
    share(
        len(places),
        lambda a, b: complexion.face(places, above, skin, lips, *rows, seed, a, b, *kept),
    )
