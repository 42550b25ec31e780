"""Covering: what trousers hide is not drawn, so that no skin can show through at the crotch."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from toile.domain.garment import Kind
from toile.world.clothes.form import Form
from toile.world.clothes.garment import GarmentSpec
from toile.world.figure.body import Figure
from toile.world.mesh import Mesh
from toile.world.part import Part

BELOW_WAIST = 0.07  # metres from the waistband down to where nothing is seen any more
BELOW_CROTCH = 0.10
ABOVE_HEM = 0.07  # into a leg's opening one may look that far


def bare(figure: Figure, body: Form, garments: Sequence[GarmentSpec]) -> Mesh:
    """The figure's skin without the hips and thighs that trousers or shorts hide in every pose."""
    legs = [g for g in garments if g.kind in (Kind.TROUSERS, Kind.SHORTS)]
    if not legs:
        return figure.skin
    skin, s = figure.skin, figure.scale
    height = figure.rest_vertices[:, 1] / s
    low = max(body.crotch - BELOW_CROTCH, legs[0].hem + ABOVE_HEM)
    hidden = (height > low) & (height < body.waist - BELOW_WAIST)
    kept = ~hidden[skin.faces].all(axis=1) | ~np.isin(skin.part, (Part.TORSO, Part.THIGH))
    return replace(skin, faces=skin.faces[kept], part=skin.part[kept])
