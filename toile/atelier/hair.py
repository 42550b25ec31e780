"""Hair: thousands of ribbons that grow from the scalp, and how they are painted."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toile.atelier import face, solid, style
from toile.atelier.fabric import linear
from toile.atelier.mesh import Mesh, normals_of
from toile.atelier.paint import Paint
from toile.atelier.solid import pack, rod, vector
from toile.atelier.style import STYLES, Style
from toile.domain.persona import Build, Face, Hair, Persona
from toile.pixels.arrays import Floats

_CELL = 5.0
_LOW, _HIGH = np.array((-150.0, -120.0, -190.0)), np.array((150.0, 260.0, 160.0))
Rods = NDArray[np.float64]  # [R, 8]: two places and two radii, mm


@lru_cache(1)
def _head() -> NDArray[np.float64]:
    """The pack of the average head on a neck, at the origin, metres."""
    neck = rod("neck", vector(0, -0.17, -0.03), vector(0, 0.01, -0.006), (0.058, 0.05, 0.05), blend=0.04)
    return pack((neck, *face.lumps(Face(), Build(frame=0.35), vector(0, 0, 0), 1.0)))


@lru_cache(1)
def grid() -> NDArray[np.float64]:
    """The distance from the average head on a grid of `_CELL`, mm."""
    shape = ((_HIGH - _LOW) / _CELL).astype(int) + 1
    axes = [low + _CELL * np.arange(n) for low, n in zip(_LOW, shape, strict=True)]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3) * 1e-3
    return np.ascontiguousarray(solid.measure(_head(), points).reshape(shape) * 1e3, dtype=np.float64)


@lru_cache(1)
def scalp() -> tuple[Floats, Floats, Floats]:
    """Places all over the hairy skin, mm, their normals, and how far above the hairline they are, in random order."""
    count = 11000
    i = np.arange(count) + 0.5
    y, turn = 1 - 2 * i / count, np.pi * (1 + np.sqrt(5)) * i
    r = np.sqrt(1 - y * y)
    toward = np.stack((r * np.cos(turn), y, r * np.sin(turn)), axis=1)
    places = np.array((0, 0.085, -0.015)) + 0.13 * toward
    for _ in range(8):
        places = places - toward * solid.measure(_head(), places)[:, None] * 0.9
    above = face.above_hairline(places.astype(np.float32))
    kept = np.flatnonzero(above > -0.001)
    kept = np.random.default_rng(5).permutation(kept)
    places, normals = solid.project(_head(), places[kept], 2, 0.005)
    return places * np.float32(1e3), normals, above[kept] * np.float32(1e3)


def strands(
    cut: Style, seed: int, rods: Rods, region: NDArray[np.bool_] | None = None
) -> tuple[Floats, Floats, Floats]:
    """Strands of that style, mm: places and normals [S, K, 3], and a number 0..1 of each one's own [S]."""
    from toile.atelier import strand

    roots, normals, above = (values[: cut.count] for values in scalp())
    random = np.random.default_rng((seed, 41))
    table = style.rows(cut, roots, above, random)
    comb = style.combed(cut, roots, normals)
    fringe = style.fringed(cut, roots)
    if fringe.any():
        table[fringe, 0] = cut.fringe * random.uniform(0.9, 1.05, fringe.sum()) * (0.6 + roots[fringe, 1] / 330)
        table[fringe, 7], table[fringe, 1], table[fringe, 2] = 0, -900, 0.25
        comb[fringe] = np.column_stack((0.004 * roots[fringe, 0], -0.1 + 0 * roots[fringe, 0], 1 + 0 * roots[fringe, 0]))
    gather = np.zeros((len(roots), 3))
    if cut.gather is not None:
        side = np.where(roots[:, 0] > 0, 1.0, -1.0)[:, None] if cut.gather[0] else np.ones((len(roots), 1))
        gather[:] = np.array(cut.gather) * np.concatenate((side, np.ones((len(roots), 2))), axis=1)
    places = np.empty((len(roots), cut.knots, 3))
    ups = np.empty((len(roots), cut.knots, 3))
    strand.grow(
        roots.astype(np.float64), comb.astype(np.float64), gather, table, grid(), _LOW, _CELL, rods, 0, len(roots),
        places, ups,
    )
    return _clumped(places, roots, cut.clump), ups, random.random(len(roots))


def _clumped(places: Floats, roots: Floats, strength: float) -> Floats:
    """Strands drawn to the nearest of a few leaders, more towards the tips."""
    leaders = len(roots) // 16
    away = ((roots[:, None] - roots[None, :leaders]) ** 2).sum(axis=2)
    nearest = away.argmin(axis=1)
    along = np.linspace(0, 1, places.shape[1])[None, :, None]
    near = np.linalg.norm(places[nearest][:, -1] - places[:, -1], axis=1)[:, None, None] < 45
    share = strength * along**1.6 * near
    return np.asarray(places + (places[nearest] - places) * share)


def ribbons(
    places: Floats, normals: Floats, tone: Floats, width: float, seed: int
) -> tuple[Floats, Floats, Floats, NDArray[np.int32]]:
    """Vertices, normals, coords and faces of ribbons along strands, mm."""
    from toile.atelier import strand

    s, k = places.shape[:2]
    random = np.random.default_rng((seed, 42))
    widths = width * random.uniform(0.75, 1.35, s)
    vertices, bent = np.empty((2 * s * k, 3), np.float32), np.empty((2 * s * k, 3), np.float32)
    coords, faces = np.empty((2 * s * k, 6), np.float32), np.empty((2 * s * (k - 1), 3), np.int32)
    strand.ribbon(
        np.ascontiguousarray(places, np.float64),
        np.ascontiguousarray(normals, np.float64),
        widths,
        np.asarray(tone, np.float64),
        vertices,
        bent,
        coords,
        faces,
    )
    return vertices, bent, coords, faces


def shoulders() -> Rods:
    """Neck and shoulders of an average body with room for cloth, mm from the head's base."""
    out = []
    for side in (1.0, -1.0):
        out.append((side * 15, -132, -24, side * 150, -168, -20, 62, 64))
        out.append((side * 60, -215, -6, side * 62, -340, 14, 104, 108))
    return np.array(out, dtype=np.float64)


def grown(kind: Hair, seed: int, rods: Rods) -> tuple[Floats, Floats, Floats, NDArray[np.int32]]:
    """All the hair of that style on the average head: vertices, normals, coords, faces; mm."""
    cut = STYLES[kind]
    return ribbons(*strands(cut, seed, rods), cut.width, seed)


def paint(persona: Persona, coords: Floats) -> Paint:
    """Hair by `coords` [N, 6]: along, across, the strand's own number, the direction it points to."""
    n = len(coords)
    along, across, own = coords[:, 0], coords[:, 1], coords[:, 2]
    base = linear(persona.hair_colour)
    light = float(base.mean())
    tone = 0.62 + 0.72 * own * own
    root = 0.62 + 0.38 * np.clip(along / 0.35, 0, 1) + 0.16 * np.clip((along - 0.5) / 0.5, 0, 1)
    edge = 1 - 0.30 * across * across
    warm = np.float32(1) + (own - 0.5)[:, None] * np.array((0.16, 0.02, -0.14), np.float32)
    grey = np.float32(np.clip((persona.age - 44) / 60, 0, 0.25))
    albedo = base * (tone * root * edge)[:, None] * warm
    silver = ((own * 37) % 1 < grey)[:, None] * np.float32(0.6)
    albedo = albedo * (1 - silver) + 0.42 * silver * (0.4 + 0.6 * edge)[:, None]
    strand = coords[:, 3:6] / np.maximum(np.linalg.norm(coords[:, 3:6], axis=1, keepdims=True), 1e-6)
    fill = np.ones(n, np.float32)
    return Paint(
        np.maximum(albedo, 0.004).astype(np.float32),
        0 * fill,
        (0.30 + 0.25 * np.sqrt(light)) * fill,
        0.38 * fill + (0.15 * own).astype(np.float32),
        0.12 * fill,
        0.10 * fill,
        strand.astype(np.float32),
    )
