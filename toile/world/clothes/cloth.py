"""Cloth: a sheet as it is sewn, before anybody wears it, and the scissors that shape it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.mesh import Faces

Rule = Callable[[Floats], Floats]  # metres inside an edge (negative: outside) at places [N, 3]
MIRRORED = 255
SNAP = 0.30  # vertices nearer to a cut than this share of the grid are moved onto it


@dataclass(frozen=True)
class Cloth:
    """Vertices float32 [V, 3] round the body at rest, faces int32 [F, 3], the panel of each face uint8 [F]."""

    rest: Floats
    faces: Faces
    panel: NDArray[np.uint8]


def divide(cloth: Cloth, rule: Rule, step: float) -> tuple[Cloth, NDArray[np.bool_]]:
    """The cloth with an edge along the rule's zero line; and which faces lie inside."""
    from toile.world.clothes import shell

    rest = _onto(cloth.rest, rule, SNAP * step)
    values = rule(rest)
    values = np.where(np.abs(values) <= 0.02 * SNAP * step, 0.0, values).astype(np.float32)
    faces, side, origin, parents, shares = shell.split(rest, cloth.faces, values, np.float32(0.0))
    a, b = rest[parents[:, 0]], rest[parents[:, 1]]
    more = a + (b - a) * shares[:, None]
    out = Cloth(np.concatenate((rest, more)).astype(np.float32), faces, cloth.panel[origin])
    return out, np.asarray(side > 0)


def trim(cloth: Cloth, rule: Rule, step: float, only: NDArray[np.uint8] | None = None) -> Cloth:
    """The cloth without what lies outside the rule. `only`: the panels that the scissors touch."""
    cut, kept = divide(cloth, rule, step)
    if only is not None:
        kept |= ~np.isin(cut.panel, only)
    return compact(replace(cut, faces=cut.faces[kept], panel=cut.panel[kept]))


def assign(cloth: Cloth, rule: Rule, step: float, panel: int, among: tuple[int, ...]) -> Cloth:
    """The cloth with a seam along the rule: faces outside it, if of the panels `among`, go to another panel."""
    cut, kept = divide(cloth, rule, step)
    moved = ~kept & np.isin(cut.panel, among)
    return replace(cut, panel=np.where(moved, np.uint8(panel), cut.panel))


def compact(cloth: Cloth) -> Cloth:
    """The cloth without vertices that no face uses, and without slivers of no area."""
    from toile.world.clothes import warp

    real = warp.areas(cloth.rest, cloth.faces) > 1e-18
    faces, panel = cloth.faces[real], cloth.panel[real]
    used = np.zeros(len(cloth.rest), bool)
    used[faces.ravel()] = True
    number = np.cumsum(used) - 1
    return Cloth(cloth.rest[used], number[faces].astype(np.int32), panel)


def mirrored(cloth: Cloth, above: float) -> Cloth:
    """The cloth and its mirror image in x, of panel `MIRRORED`, sewn together where x is 0 and y above that height."""
    n = len(cloth.rest)
    seam = np.zeros(n, bool)
    seam[border(cloth.faces)] = True
    seam &= (np.abs(cloth.rest[:, 0]) < 1e-5) & (cloth.rest[:, 1] > above - 1e-5)
    twin = np.where(seam, np.arange(n), n + np.cumsum(~seam) - 1)
    other = (cloth.rest * np.array((-1, 1, 1), np.float32))[~seam]
    faces = np.concatenate((cloth.faces, twin[cloth.faces[:, ::-1]].astype(np.int32)))
    panel = np.concatenate((cloth.panel, np.full(len(cloth.panel), MIRRORED, np.uint8)))
    return Cloth(np.concatenate((cloth.rest, other)), faces.astype(np.int32), panel)


def largest(cloth: Cloth) -> Cloth:
    """The biggest connected piece."""
    from toile.world.clothes import warp

    label = warp.pieces(cloth.faces, len(cloth.rest))
    keep = label[cloth.faces[:, 0]] == np.bincount(label[cloth.faces[:, 0]]).argmax()
    return compact(replace(cloth, faces=cloth.faces[keep], panel=cloth.panel[keep]))


def edges_of(faces: Faces) -> NDArray[np.int32]:
    """Every edge once, [E, 2]."""
    return np.asarray(_meet(faces)[0])


def border(faces: Faces) -> NDArray[np.int32]:
    """The edges that only one face has, in that face's direction, [B, 2]."""
    from toile.world.clothes import warp

    _, uses, _, order = _meet(faces)
    return np.asarray(warp.border(faces, uses, order))


def hinges(faces: Faces) -> NDArray[np.int32]:
    """For every inner edge the two corners that face each other across it, [H, 2]."""
    from toile.world.clothes import warp

    _, uses, _, order = _meet(faces)
    return np.asarray(warp.hinges(faces, uses, order))


def numbered(faces: Faces) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Every edge once [E, 2], and which edge starts at each corner of the faces [F, 3]."""
    edges, _, number, _ = _meet(faces)
    return np.asarray(edges), np.asarray(number)


def touched(faces: Faces, count: int) -> NDArray[np.int64]:
    """Which of `count` vertices the faces use, in order."""
    used = np.zeros(count, np.bool_)
    used[faces.ravel()] = True
    return np.flatnonzero(used)


def _meet(faces: Faces) -> tuple[NDArray[np.int32], ...]:
    from toile.world.clothes import warp

    faces = np.ascontiguousarray(faces)
    met: tuple[NDArray[np.int32], ...] = warp.meet(faces, int(faces.max()) + 1 if len(faces) else 0)
    return met


def _onto(rest: Floats, rule: Rule, reach: float) -> Floats:
    """Vertices within reach of the rule's zero line moved onto it, along its gradient."""
    near = np.flatnonzero(np.abs(rule(rest)) < reach)
    if len(near) == 0:
        return rest
    places = rest[near].astype(np.float64)
    for _ in range(2):
        value = rule(places.astype(np.float32)).astype(np.float64)
        slope = np.stack(
            [(rule((places + 1e-3 * axis).astype(np.float32)) - value) * 1e3 for axis in np.eye(3)],
            axis=1,
        )
        size = np.maximum((slope**2).sum(axis=1, keepdims=True), 0.1)
        move = value[:, None] * slope / size
        far = np.linalg.norm(move, axis=1, keepdims=True)
        places -= move * np.minimum(1.0, 1.5 * reach / np.maximum(far, 1e-9))
    out = rest.copy()
    out[near] = places
    return out
