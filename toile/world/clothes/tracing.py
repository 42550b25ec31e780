"""Tracing: from a cut sheet, wherever it lies, to the mesh that is painted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.domain.garment import Kind
from toile.pixels.arrays import Floats
from toile.world.clothes import chart, cloth
from toile.world.clothes.collar import Strip
from toile.world.clothes.cut import Piece
from toile.world.clothes.drape import Finer
from toile.world.clothes.garment import FAR, TO_HEM, WIDTH, Panel
from toile.world.mesh import Faces, Mesh, normals_of

THICK = 0.0028  # metres: what a hem shows of its cloth


@dataclass(frozen=True)
class Tracing:
    """A sheet cut finer, with its fabric coordinates: `faces` [F, 3] over the vertices at `rest` [V, 3], and `split`
    the same over vertices parted along the seams, of which each was `old` [N] and has `coords` [N, WIDTH]; the open
    edges `rim` [B, 2]; the `neckline`, its vertices from the front's middle round the wearer's left."""

    finer: Finer
    rest: Floats
    faces: Faces
    panel: NDArray[np.uint8]
    split: Faces
    old: NDArray[np.int64]
    coords: Floats
    rim: NDArray[np.int32]
    neckline: NDArray[np.int64]


def trace(piece: Piece) -> Tracing:
    """What of a garment does not depend on how it lies."""
    # What is at rest is smoothed just as what is worn, lest stripes shift against the cloth.
    sheet = piece.cloth
    finer = Finer(sheet.faces, *cloth.numbered(sheet.faces))
    faces, rest, panel = finer.fours(len(sheet.rest)), finer.smooth(sheet.rest), np.tile(sheet.panel, 4)
    split, old, coords = chart.chart(piece, rest, faces, panel)
    rim = cloth.border(faces)
    return Tracing(finer, rest, faces, panel, split, old, coords, rim, _neckline(piece, rim, rest))


def finish(piece: Piece, tracing: Tracing, places: Floats, strip: Strip | None) -> Mesh:
    """The garment's mesh from its tracing, as its vertices lie, `places` [V, 3]: with the thickness of its edges and
    its collar."""
    name = piece.garment.category
    normals = normals_of(places, tracing.faces)
    old = tracing.old
    parts = [Mesh(name, places[old], tracing.split, normals[old], tracing.coords, tracing.panel, sheet=True)]
    parts.append(_lip(parts[0], tracing.rim, len(places), old))
    if strip is not None:
        parts.append(_as_mesh(name, strip))
    return join(parts)


def join(parts: Sequence[Mesh]) -> Mesh:
    """Several meshes of one thing as one."""
    first = np.cumsum([0] + [len(mesh.vertices) for mesh in parts])
    return Mesh(
        parts[0].name,
        np.concatenate([mesh.vertices for mesh in parts]),
        np.concatenate([mesh.faces + np.int32(n) for mesh, n in zip(parts, first, strict=False)]),
        np.concatenate([mesh.normals for mesh in parts]),
        np.concatenate([mesh.coords for mesh in parts]),
        np.concatenate([mesh.part for mesh in parts]),
        parts[0].sheet,
    )


def _lip(mesh: Mesh, rim: NDArray[np.int32], count: int, old: NDArray[np.int64]) -> Mesh:
    """The thickness of the cloth along its open edges."""
    new = np.zeros(count, np.int64)
    new[old] = np.arange(len(old))
    a, b = new[rim[:, 0]], new[rim[:, 1]]
    inner = mesh.vertices - THICK * mesh.normals
    used = np.unique(np.concatenate((a, b)))
    number = np.zeros(len(mesh.vertices), np.int32)
    number[used] = np.arange(len(used))
    n = len(used)
    c, d = number[a], number[b]
    faces = np.concatenate((np.stack((d, c, c + n), axis=1), np.stack((d, c + n, d + n), axis=1))).astype(
        np.int32
    )
    vertices = np.concatenate((mesh.vertices[used], inner[used]))
    coords = np.tile(mesh.coords[used], (2, 1))
    side = normals_of(vertices, faces)
    return Mesh(mesh.name, vertices, faces, side, coords, np.full(len(faces), Panel.LINING, np.uint8), True)


def _as_mesh(name: str, strip: Strip) -> Mesh:
    coords = np.full((len(strip.u), WIDTH), FAR, np.float32)
    coords[:, 0], coords[:, 1] = strip.u, strip.v
    coords[:, TO_HEM] = strip.v.max() - strip.v
    normals = normals_of(strip.vertices, strip.faces)
    return Mesh(name, strip.vertices, strip.faces, normals, coords, strip.panel, True)


def _neckline(piece: Piece, rim: NDArray[np.int32], rest: Floats) -> NDArray[np.int64]:
    """The vertices of the neckline as an open chain from the wearer's left front round the back; none without."""
    if "neck" not in piece.edges or piece.garment.kind not in (Kind.TOP, Kind.DRESS):
        return np.zeros(0, np.int64)
    at = piece.edges["neck"](rest)
    loop = np.unique(rim[(np.abs(at[rim]) < 0.006).all(axis=1)]).astype(np.int64)
    if len(loop) == 0:
        return loop
    middle = rest[loop].mean(axis=0)
    turn = np.arctan2(rest[loop, 0] - middle[0], rest[loop, 2] - middle[2])
    # 0 is the front's middle, then the wearer's left, the back, the right.
    return np.asarray(loop[np.argsort(np.mod(turn, 2 * np.pi))])
