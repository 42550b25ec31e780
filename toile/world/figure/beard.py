"""Beards: short ribbons that grow from the lower face. Stubble is paint."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toile.domain.persona import Beard, Face, Persona
from toile.pixels.arrays import Floats
from toile.world.figure import hair, template
from toile.world.figure.body import Figure
from toile.world.figure.skeleton import rest
from toile.world.mesh import Mesh
from toile.world.part import Part

_LONG: Mapping[Beard, float] = {Beard.MOUSTACHE: 9, Beard.GOATEE: 13, Beard.SHORT: 9, Beard.FULL: 24}  # mm


@lru_cache(1)
def _roots() -> tuple[Floats, Floats, NDArray[np.int64], Floats]:
    """Where beards grow on the average head: places and normals in mm, the nearest vertices, how densely 0..1."""
    from toile.world.figure import complexion

    base = template.template()
    at = rest(template.AVERAGE).joints["head_base"]
    places = ((base.vertices - at) * (1000 / template.HEAD_SIZE)).astype(np.float64)
    share = np.zeros(len(places))
    complexion.beard_share(places, share)
    near = (places[:, 1] > -95) & (places[:, 1] < 70) & (np.abs(places[:, 0]) < 90) & (places[:, 2] > -10)
    _, normals = template.shaped(template.AVERAGE, Face())
    kept = np.flatnonzero(near & (share > 0.25))
    return places[kept].astype(np.float32), normals[kept], kept, share[kept].astype(np.float32)


def _mask(kind: Beard, places: Floats) -> NDArray[np.bool_]:
    x, y, z = places.T
    lip = (y > -14) & (y < 6) & (np.abs(x) < 27)
    goatee = (np.abs(x) < 25) & (y < 4) & (y > -64) & (z > 60)
    masks = {
        Beard.MOUSTACHE: lip,
        Beard.GOATEE: goatee | lip,
        Beard.SHORT: y > -58 - 0.25 * (z - 60),
        Beard.FULL: y > -62 - 0.25 * (z - 60),
    }
    return np.asarray(masks[kind])


@lru_cache(8)
def _grown(kind: Beard, seed: int) -> tuple[hair.Parts, NDArray[np.int64]]:
    places, normals, vertices, share = _roots()
    random = np.random.default_rng((seed, 46))
    kept = np.flatnonzero(_mask(kind, places) & (random.random(len(places)) < share + 0.2))
    # Several hairs to a vertex of the mesh, each a little beside it.
    kept = np.repeat(kept, 2)
    root = places[kept] + random.normal(0, 0.9, (len(kept), 3))
    up = normals[kept].astype(np.float64)
    x, y = root[:, 0], root[:, 1]
    flow = np.stack((0.5 * np.tanh(x / 12), -np.ones_like(x), 0.15 * np.ones_like(x)), axis=1)
    flow += random.normal(0, 0.22, flow.shape)
    flow -= (flow * up).sum(axis=1, keepdims=True) * up
    flow /= np.linalg.norm(flow, axis=1, keepdims=True)
    long = _LONG[kind] * random.uniform(0.7, 1.2, len(kept)) * np.clip(0.35 + share[kept], 0.4, 1)
    long *= np.where(y > 0, 0.7, 1.0) * np.where((np.abs(x) < 26) & (y > -14), 0.75, 1.0)
    t = np.linspace(0, 1, 4)[None, :, None]
    lift = 0.75 if kind is Beard.FULL else 0.5
    line = root[:, None] + long[:, None, None] * (flow[:, None] * t + up[:, None] * lift * t * (1 - 0.55 * t))
    line = line + up[:, None] * 0.4
    ups = np.repeat(up[:, None], 4, axis=1)
    parts = hair.ribbons(line, ups, random.random(len(kept)), 2.8, seed)
    return parts, np.repeat(vertices[kept], 8)


def beard(figure: Figure, persona: Persona) -> tuple[Mesh, ...]:
    """The beard on the figure's face; none where there is none or only stubble."""
    if persona.beard not in _LONG:
        return ()
    parts, vertices = _grown(persona.beard, persona.seed % 97)
    base = template.template().vertices[vertices]
    size = figure.scale
    joints = figure.rest.joints["head_base"].astype(np.float32)
    average = rest(template.AVERAGE).joints["head_base"].astype(np.float32)
    plain = (base - average) * np.array((1 + 0.045 * figure.face.width, 1, 1), np.float32) * np.float32(size)
    moved = figure.rest_vertices[vertices] - joints - plain
    return (hair.carried("beard", figure, parts, Part.BEARD, moved),)
