"""Draping: cloth carried into the pose, then let fall on the body and on what is worn below."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.clothes import cloth
from toile.world.clothes.cloth import Cloth
from toile.world.mesh import Faces

CELL = 0.02  # metres; contact is looked for within two of them
STEPS = 40
DT = 1 / 100  # seconds
TRUNK, LEFT, RIGHT = 0, 1, 2  # groups: a sleeve belongs to its arm


@dataclass(frozen=True)
class Collider:
    """Places [N, 3] with normals, and the group of each, uint8 [N]."""

    places: Floats
    normals: Floats
    group: NDArray[np.uint8]

    def joined(self, other: "Collider") -> "Collider":
        return Collider(
            np.concatenate((self.places, other.places)),
            np.concatenate((self.normals, other.normals)),
            np.concatenate((self.group, other.group)),
        )


@dataclass(frozen=True)
class Hand:
    """How a cloth behaves: `bend`, its stiffness 0..1; `give`, how far it resists being pushed together, 0..1;
    `weight`, gravity in m/s2."""

    bend: float = 0.12
    give: float = 0.6
    weight: float = 1.5


def drape(
    sheet: Cloth,
    start: Floats,
    hold: Floats,
    leash: Floats,
    group: NDArray[np.uint8],
    collider: Collider,
    hand: Hand,
    gap: float = 0.004,
    sag: float = 0.012,
    steps: int = STEPS,
    down: tuple[float, float, float] = (0.0, -1.0, 0.0),
) -> Floats:
    """Where the sheet's vertices come to rest, [V, 3]. `start`: where they begin; `hold` [V] 0..1: how strongly
    each is kept there; `leash` [V]: how many metres away it may go, and `sag` how far down; `group` [V]: whose skin
    each lies on."""
    from toile.world.clothes import settle

    count = len(sheet.rest)
    edges = settle.shuffle(cloth.edges_of(sheet.faces), count)
    spans = settle.shuffle(cloth.hinges(sheet.faces), count)
    places = start.astype(np.float64)
    low = collider.places.min(axis=0).astype(np.float64) - CELL
    shape = tuple(int(v) for v in np.ceil((collider.places.max(axis=0) + CELL - low) / CELL) + 1)
    order, begin = settle.sort(collider.places, low, CELL, shape)
    settle.settle(
        places,
        start.astype(np.float64),
        hold.astype(np.float64),
        leash.astype(np.float64),
        sag,
        edges,
        _lengths(sheet.rest, edges) ** 2,
        hand.give,
        spans,
        _lengths(sheet.rest, spans) ** 2,
        hand.bend,
        group,
        np.full(len(places), gap),
        0.55,
        collider.places,
        collider.normals,
        collider.group,
        order,
        begin,
        low,
        CELL,
        shape,
        hand.weight * np.asarray(down, np.float64),
        steps,
        DT,
        0.92,
    )
    return places.astype(np.float32)


def flatten(sheet: Cloth, start: Floats, front: NDArray[np.bool_], steps: int) -> Floats:
    """The sheet pressed into the plane z = 0 with as little stretched as can be, [V, 3]; `start` is a first guess.
    `front` [V]: which side each vertex is on; between the sides the sheet is folded."""
    from toile.world.clothes import settle

    edges, spans = cloth.edges_of(sheet.faces), cloth.hinges(sheet.faces)
    spans = spans[front[spans[:, 0]] == front[spans[:, 1]]]
    places = start.astype(np.float64)
    settle.flatten(places, edges, _lengths(sheet.rest, edges), spans, _lengths(sheet.rest, spans), 0.1, steps)
    return places.astype(np.float32)


def refine(faces: Faces, *values: Floats) -> tuple[Faces, list[Floats]]:
    """Every face as four, and each of `values` [V, K] for the new vertices: the first smoothed (Loop), the others
    half way along the edges."""
    finer = Finer(faces, *cloth.numbered(faces))
    return finer.fours(len(values[0])), [finer.smooth(values[0]), *(finer.between(v) for v in values[1:])]


@dataclass(frozen=True)
class Finer:
    """How faces are divided into four each: `edges` [E, 2], and `number` [F, 3], which edge starts at each corner."""

    faces: Faces
    edges: NDArray[np.int32]
    number: NDArray[np.int32]

    def fours(self, count: int) -> Faces:
        """The faces over `count` old vertices and one more for each edge."""
        a, b, c = self.faces.T
        ab, bc, ca = (self.number + count).T
        fours = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
        return np.concatenate([np.stack(t, axis=1) for t in fours]).astype(np.int32)

    def smooth(self, values: Floats) -> Floats:
        """Values for old and new vertices, all smoothed (Loop)."""
        from toile.world.clothes import settle

        return np.asarray(
            settle.refine(values.astype(np.float64), self.faces, self.edges, self.number), dtype=np.float32
        )

    def between(self, values: Floats) -> Floats:
        """Values for old and new vertices: those between are means."""
        return np.concatenate((values, 0.5 * (values[self.edges[:, 0]] + values[self.edges[:, 1]])))


def _lengths(rest: Floats, pairs: NDArray[np.int32]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.norm(rest[pairs[:, 0]] - rest[pairs[:, 1]], axis=1), dtype=np.float64)
