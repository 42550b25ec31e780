"""Hair: thousands of ribbons that grow from the scalp, and how they are painted."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toile.domain.persona import Build, Face, Hair, Persona
from toile.pixels.arrays import Floats
from toile.world import solid
from toile.world.ease import smooth
from toile.world.figure import face, skeleton, style, updo
from toile.world.figure.body import Figure
from toile.world.figure.style import STYLES, Style
from toile.world.figure.template import HEAD_SIZE
from toile.world.mesh import Mesh
from toile.world.paint import Paint
from toile.world.part import Part
from toile.world.solid import pack, rod, vector
from toile.world.textile.fabric import linear
from toile.world.threads import share

ROOM = 0.018  # metres kept free over the shoulders, for cloth
_CELL = 5.0
_LOW, _HIGH = np.array((-150.0, -120.0, -190.0)), np.array((150.0, 260.0, 160.0))
Reals = NDArray[np.floating[Any]]
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
    roots, normals = solid.project(_head(), places[kept], 2, 0.005)
    return roots * np.float32(1e3), normals, above[kept] * np.float32(1e3)


def strands(cut: Style, seed: int, rods: Rods) -> tuple[Reals, Reals, Reals]:
    """Strands of that style, mm: places and normals [S, K, 3], and a number 0..1 of each one's own [S]."""
    from toile.world.figure import strand

    kept = style.planted(cut, scalp()[0], scalp()[2])
    roots, normals, above = (values[kept] for values in scalp())
    random = np.random.default_rng((seed, 41))
    table = style.rows(cut, roots, above, random)
    comb = style.combed(cut, roots, normals)
    fringe = style.fringed(cut, roots)
    if fringe.any():
        below = cut.fringe - 0.008 * roots[fringe, 0] ** 2 + random.normal(0, 2.5, int(fringe.sum()))
        table[fringe, 0], table[fringe, 1] = 170, below
        table[fringe, 7], table[fringe, 2], table[fringe, 5] = 0, 0.12, 60
        comb[fringe] = np.column_stack(
            (0.004 * roots[fringe, 0], -0.1 + 0 * roots[fringe, 0], 1 + 0 * roots[fringe, 0])
        )
        framing = style.framing(roots) & ~fringe
        table[framing, 7], table[framing, 5] = 47, 90
        comb[framing] = np.column_stack(
            (0.2 * np.sign(roots[framing, 0]), *np.array(((-1.0,), (0.45,))).repeat(framing.sum(), 1))
        )
    gather = np.zeros((len(roots), 3))
    if cut.gather is not None:
        side = np.where(roots[:, 0] > 0, 1.0, -1.0)[:, None] if cut.gather[0] else np.ones((len(roots), 1))
        gather[:] = np.array(cut.gather) * np.concatenate((side, np.ones((len(roots), 2))), axis=1)
    places = np.empty((len(roots), cut.knots, 3))
    ups = np.empty((len(roots), cut.knots, 3))
    floats = [np.ascontiguousarray(values, np.float64) for values in (roots, comb, gather, table)]
    share(
        len(roots),
        lambda a, b: strand.grow(*floats, grid(), _LOW, _CELL, rods, a, b, places, ups),
        least=200,
    )
    return _clumped(places, roots, cut.clump), ups, random.random(len(roots))


def _clumped(places: Reals, roots: Floats, strength: float) -> Reals:
    """Strands drawn to the nearest of a few leaders, more towards the tips."""
    leaders = len(roots) // 16
    first = roots[:leaders]
    nearest = ((first**2).sum(axis=1) - 2 * roots @ first.T).argmin(axis=1)
    along = np.linspace(0, 1, places.shape[1])[None, :, None]
    near = np.linalg.norm(places[nearest][:, -1] - places[:, -1], axis=1)[:, None, None] < 45
    share = strength * along**1.6 * near
    return np.asarray(places + (places[nearest] - places) * share)


def ribbons(
    places: Reals, normals: Reals, tone: Reals, width: float, seed: int
) -> tuple[Floats, Floats, Floats, NDArray[np.int32]]:
    """Vertices, normals, coords and faces of ribbons along strands, mm."""
    from toile.world.figure import strand

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


def hair(figure: Figure, persona: Persona) -> tuple[Mesh, ...]:
    """The hair on that figure's head; none on a bald one."""
    if persona.hair is Hair.BALD:
        return ()
    rods = _shoulders(figure)
    parts = _grown(persona.hair, persona.seed % 997, tuple(map(tuple, rods.round(0))))
    return (carried("hair", figure, parts, Part.HAIR),)


Parts = tuple[Floats, Floats, Floats, NDArray[np.int32]]  # vertices and normals in mm, coords, faces


def carried(name: str, figure: Figure, parts: Parts, part: Part, moved: Floats | None = None) -> Mesh:
    """What grew on the average head, on that figure's head in its pose. `moved` [V, 3]: metres to shift it by."""
    vertices, normals, coords, faces = parts
    size = figure.scale * HEAD_SIZE
    wide = np.array((1 + 0.045 * figure.face.width, 1, 1), np.float32)
    places = vertices * wide * np.float32(1e-3 * size) + figure.rest.joints["head_base"].astype(np.float32)
    if moved is not None:
        places = places + moved
    head = _on_head(vertices)
    tangents = _moved(coords[:, 3:6], head, figure, 0.0)
    return Mesh(
        name,
        _moved(places, head, figure, 1.0),
        faces,
        _moved(normals, head, figure, 0.0),
        np.concatenate((coords[:, :3], tangents), axis=1),
        np.full(len(faces), part, np.uint8),
        True,
    )


def _on_head(vertices: Floats) -> Floats:
    """The head carries hair down to the chin, the chest what lies on the shoulders; in between both, [V]."""
    return smooth((vertices[:, 1] + 125) / 110)


def _moved(values: Floats, head: Floats, figure: Figure, shifted: float) -> Floats:
    """Values [V, 3] moved by head and chest; `shifted`: 1 for places, 0 for directions."""
    from toile.world.figure import strand

    first, last = (figure.bones.transforms[skeleton.NUMBER[name]] for name in ("head", "chest"))
    out = np.empty((len(values), 3), np.float32)
    strand.carry(np.ascontiguousarray(values), head, first, last, shifted, out)
    return out


def _shoulders(figure: Figure) -> Rods:
    """Neck, shoulders and chest of the figure at rest with room for cloth, mm from the head's base."""
    build, joints, s = figure.build, figure.rest.joints, figure.scale
    full = 1 + 0.5 * (build.fullness - 1)
    wide = joints["left_shoulder"][0] / s
    out = 0.062 + 0.020 * build.bust
    rods = []
    for sign in (1.0, -1.0):
        for a, b, first, last in (
            ((0.02, 1.36, -0.02), (wide - 0.01, 1.362, -0.018), 0.049, 0.046),
            ((0.01, 1.46, -0.034), (wide - 0.02, 1.385, -0.03), 0.03, 0.028),
            ((0.068, 1.33, -0.004), (0.062, 1.15, 0.004), 0.082 * full, 0.078 * full),
            (
                (0.066, 1.225, out),
                (0.066, 1.215, out),
                0.046 + 0.022 * build.bust,
                0.046 + 0.022 * build.bust,
            ),
        ):
            spots = [np.array((sign * p[0], p[1], p[2])) * s - joints["head_base"] for p in (a, b)]
            rods.append((*spots[0], *spots[1], first * s + ROOM, last * s + ROOM))
    spine = [np.array(p) * s - joints["head_base"] for p in ((0, 1.40, -0.034), (0, 1.15, -0.026))]
    rods.append((*spine[0], *spine[1], 0.066 * full * s + ROOM, 0.070 * full * s + ROOM))
    return np.array(rods) * 1e3 / (s * HEAD_SIZE)


@lru_cache(8)
def _grown(kind: Hair, seed: int, rods: tuple[tuple[float, ...], ...]) -> Parts:
    """All the hair of that style on the average head."""
    cut, table = STYLES[kind], np.array(rods)
    places, normals, tone = strands(cut, seed, table)
    made = [ribbons(places, normals, tone, cut.width, seed)]
    if kind in updo.MORE:
        made += [ribbons(*more, seed) for more in updo.MORE[kind](table, seed)]
    return joined(made)


def joined(parts: Sequence[Parts]) -> Parts:
    """Several sets of ribbons as one."""
    counts = np.cumsum([0, *(len(part[0]) for part in parts)])
    columns = [np.concatenate([part[i] for part in parts]) for i in range(3)]
    faces = np.concatenate([part[3] + np.int32(n) for part, n in zip(parts, counts, strict=False)])
    return columns[0], columns[1], columns[2], faces.astype(np.int32)


def paint(persona: Persona, coords: Floats) -> Paint:
    """Hair by `coords` [N, 6]: along, across, the strand's own number, the direction it points to."""
    n = len(coords)
    along, across, own = coords[:, 0], coords[:, 1], coords[:, 2]
    base = linear(persona.hair_colour)
    light = float(base.mean())
    tone = 0.78 + 0.40 * own * own
    root = 0.72 + 0.28 * np.clip(along / 0.35, 0, 1) + 0.16 * np.clip((along - 0.5) / 0.5, 0, 1)
    edge = 1 - 0.22 * across * across
    warm = np.float32(1) + (own - 0.5)[:, None] * np.array((0.10, 0.01, -0.09), np.float32)
    grey = np.float32(np.clip((persona.age - 44) / 60, 0, 0.25))
    albedo = base * (tone * root * edge)[:, None] * warm
    silver = ((own * 37) % 1 < grey)[:, None] * np.float32(0.28)
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
