"""Hair styles: what a comb and scissors did, as numbers for every strand. Millimetres from the head's base."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.domain.persona import Hair
from toile.pixels.arrays import Floats
from toile.world.ease import smooth


@dataclass(frozen=True)
class Style:
    """How one kind of hair is cut and combed.

    `lengths` on top, at the sides, at the back; `cut`: the height below which it is cut off. `comb`: where it is
    combed to; `part`: where the parting is, from the middle to the left. `lift`: how it stands off the skin, on top and
    elsewhere; `fall`: its weight; `volume`: how far off the skin it lies; `hold`: how far along it keeps the comb's
    direction. `guard`: half the width of the face kept free (0: none). `curl` and `wave`: radius and period.
    `fringe`: the height that its front reaches down to (0: none). `gather`: where it is drawn together.
    `cling`: how much it is drawn back to the head it stands off from.
    """

    lengths: tuple[float, float, float]
    comb: str = "down"
    cut: float = -900.0
    part: float = 0.0
    lift: tuple[float, float] = (0.3, 0.15)
    fall: float = 0.8
    volume: float = 6.0
    hold: float = 60.0
    guard: float = 0.0
    curl: tuple[float, float] = (0.0, 30.0)
    wave: tuple[float, float] = (0.0, 70.0)
    fringe: float = 0.0
    gather: tuple[float, float, float] | None = None
    cling: float = 0.9
    frizz: float = 0.3
    clump: float = 0.55
    count: int = 2600
    width: float = 6.0
    knots: int = 9


STYLES: Mapping[Hair, Style] = {
    Hair.BUZZ: Style(
        (7, 5, 5), "down", lift=(0.9, 0.8), fall=0.2, volume=1.5, clump=0, count=3600, width=3.6, knots=3
    ),
    Hair.CROP: Style(
        (26, 13, 13),
        "forward",
        lift=(0.6, 0.25),
        fall=0.25,
        volume=5,
        clump=0.3,
        count=5000,
        width=3.4,
        knots=4,
    ),
    Hair.SHORT: Style(
        (84, 18, 20), "across", part=34, lift=(0.5, 0.2), fall=0.45, volume=11, hold=70, knots=7, clump=0.35
    ),
    Hair.QUIFF: Style(
        (76, 15, 17), "quiff", lift=(0.75, 0.2), fall=0.12, volume=13, hold=90, knots=7, clump=0.3, cling=0.6
    ),
    Hair.PIXIE: Style(
        (78, 44, 46), "sweep", part=26, lift=(0.4, 0.15), fall=0.6, volume=9, hold=60, knots=7, clump=0.45
    ),
    Hair.BOB: Style(
        (330, 260, 220),
        "part",
        cut=-48,
        part=18,
        lift=(0.12, 0.05),
        fall=1.2,
        volume=11,
        guard=60,
        hold=40,
        clump=0.2,
        width=7.5,
    ),
    Hair.FRINGE: Style(
        (460, 380, 330),
        "part",
        cut=-150,
        lift=(0.12, 0.05),
        fall=1.2,
        volume=10,
        guard=53,
        hold=40,
        fringe=86,
        clump=0.25,
        width=7.5,
        count=2250,
        knots=11,
    ),
    Hair.LONG: Style(
        (520, 430, 380),
        "part",
        cut=-195,
        part=6,
        lift=(0.12, 0.05),
        fall=1.2,
        volume=10,
        guard=60,
        hold=40,
        clump=0.25,
        width=7.5,
        count=2250,
        knots=11,
    ),
    Hair.WAVES: Style(
        (560, 470, 420),
        "part",
        cut=-190,
        part=22,
        lift=(0.15, 0.08),
        fall=1.1,
        volume=13,
        guard=61,
        hold=45,
        wave=(10, 96),
        clump=0.25,
        width=8.5,
        count=1450,
        knots=16,
        cling=0.7,
    ),
    Hair.CURLS: Style(
        (250, 215, 190),
        "part",
        cut=-110,
        part=14,
        lift=(0.3, 0.3),
        volume=15,
        guard=64,
        hold=45,
        curl=(6.5, 38),
        clump=0.35,
        width=7.5,
        count=1250,
        knots=21,
        frizz=0.6,
        cling=0.7,
    ),
    Hair.AFRO: Style(
        (30, 26, 26), "out", lift=(1.6, 1.6), fall=0, volume=12, count=1500, width=9, knots=4, cling=0
    ),
    Hair.BUN: Style(
        (230, 200, 200), "gather", gather=(0, 178, -74), lift=(0.12, 0.05), fall=0, volume=5, clump=0.2
    ),
    Hair.PONYTAIL: Style(
        (260, 220, 200), "gather", gather=(0, 138, -106), lift=(0.12, 0.05), fall=0, volume=5, clump=0.2
    ),
    Hair.BRAIDS: Style(
        (280, 230, 200), "gather", gather=(66, 0, -42), lift=(0.12, 0.05), fall=0.1, volume=5, clump=0.2
    ),
}


def combed(style: Style, roots: Floats, normals: Floats) -> Floats:
    """The direction of the comb at every root, along the skin, [S, 3]."""
    x, _, z = roots.T.astype(np.float64)
    top = on_top(roots)
    one = np.ones_like(x)
    away = np.tanh((x - style.part) / 4.0)
    aside = np.sign(x) * np.clip(np.abs(x) / 40, 0.2, 1)
    ahead = np.clip(z / 60, -1, 1)
    flows = {
        "down": (x / 70, -0.4 * one, (z + 25) / 80),
        "forward": (0.25 * x / 70, -0.55 * (1 - top), one * (0.2 + 0.9 * top)),
        "across": (
            top * (-0.05 + 0.95 * np.tanh((x - style.part) / 14)) + (1 - top) * 0.1 * aside,
            -0.9 * (1 - top) + 0.25 * top,
            -0.30 * top + 0.15 * ahead * top - 0.3 * (1 - top),
        ),
        "quiff": (-0.12 * top * x / 40, 0.5 * top - 0.9 * (1 - top), -0.75 * top - 0.35 * (1 - top)),
        "sweep": (
            top * (-0.05 + 0.7 * np.tanh((x - style.part) / 16)) + 0.1 * aside,
            -0.6 * (1 - top) - 0.2,
            0.85 * top * np.clip(z / 50 + 0.3, 0, 1) - 0.25 * (1 - top),
        ),
        "part": (away * (0.3 + 0.9 * top), -0.5 - 0.3 * (1 - top), -0.30 - 0.55 * np.clip(ahead, 0, 1)),
        "out": tuple(normals.T.astype(np.float64)),
        "gather": (0.02 * x, 0 * one, -0.2 * one),
    }
    flow = np.stack(flows[style.comb], axis=1)
    flow -= (flow * normals).sum(axis=1, keepdims=True) * normals * (style.comb != "out")
    return np.asarray(flow / np.maximum(np.linalg.norm(flow, axis=1, keepdims=True), 1e-6), dtype=np.float32)


def on_top(roots: Floats) -> Floats:
    """1 where hair grows on the top of the head, 0 at the sides and the back, [S]."""
    return smooth((roots[:, 1] + 0.25 * roots[:, 2] - 112) / 28)


def rows(style: Style, roots: Floats, above: Floats, random: np.random.Generator) -> NDArray[np.float64]:
    """The table that `strand.grow` reads, [S, 16]. `above` [S]: millimetres above the hairline."""
    n = len(roots)
    top = on_top(roots)
    back = np.clip((-30 - roots[:, 2]) / 30, 0, 1) * (1 - top)
    a, b, c = style.lengths
    long = a * top + (1 - top) * (b * (1 - back) + c * back)
    # Short hair thins towards the hairline.
    near = np.clip(above / 22, 0, 1)
    if style.comb in ("across", "sweep", "quiff"):
        long = long * (1 - 0.55 * top * np.clip(np.abs(roots[:, 0]) / 62, 0, 1) ** 2)
    long = np.where(long < 60, long * (0.45 + 0.55 * near), long) * random.uniform(0.86, 1.08, n)
    lift = style.lift[0] * top + style.lift[1] * (1 - top)
    if style.comb == "quiff":
        lift = lift * (0.55 + 0.75 * np.clip((roots[:, 2] - 10) / 55, 0, 1))
        lift = lift * (1 - 0.6 * np.clip(np.abs(roots[:, 0]) / 60, 0, 1) ** 2)
        long = long * (0.75 + 0.45 * np.clip(roots[:, 2] / 70, -0.6, 1) * top)
    phase = (
        2.6 * np.sin(roots[:, 0] / 24) + 2.2 * np.sin(roots[:, 1] / 31 + 1) + 2.4 * np.sin(roots[:, 2] / 27)
    )
    layer = random.uniform(0.15, 1.0, n)
    off = np.clip(np.abs(roots[:, 0] - style.part) / 30, 0, 1)
    if style.comb in ("across", "sweep", "part"):
        layer, lift = layer * (0.35 + 0.65 * off), lift * (0.3 + 0.7 * off)
    table = np.zeros((n, 16))
    table[:, 0] = long
    table[:, 1] = style.cut + 0.10 * np.abs(roots[:, 0]) - 14 * (1 - layer) + random.normal(0, 8, n)
    table[:, 2] = lift * random.uniform(0.6, 1.4, n)
    table[:, 3] = style.fall
    table[:, 4] = style.volume * layer * (0.75 + 0.5 * top)
    table[:, 5] = style.hold * (0.5 + 0.5 * top)
    table[:, 6] = 0.0 if style.gather is None else 1.2
    table[:, 7] = style.guard
    table[:, 8] = style.curl[0] * random.uniform(0.7, 1.25, n)
    table[:, 9] = style.curl[1] * random.uniform(0.85, 1.2, n)
    table[:, 10] = phase + random.normal(0, 0.35, n)
    table[:, 11] = style.wave[0]
    table[:, 12] = style.wave[1] * random.uniform(0.95, 1.05, n)
    table[:, 13] = style.frizz
    table[:, 14] = random.choice((-1.0, 1.0), n)
    table[:, 15] = style.cling * random.uniform(0.7, 1.1, n)
    return table


def planted(style: Style, roots: Floats, above: Floats) -> NDArray[np.int64]:
    """Which roots have a strand: as many as the style wants, and all beside the parting and over the forehead."""
    x, y, z = roots.T
    parted = style.comb in ("part", "across", "sweep") and style.curl[0] == 0
    dense = (y > 110) & (np.abs(x - style.part) < 9) & parted
    dense |= (above < 9) & (z > 0) & (style.count < 3000)
    return np.flatnonzero(dense | (np.arange(len(roots)) < style.count))


def fringed(style: Style, roots: Floats) -> NDArray[np.bool_]:
    """Which strands belong to the fringe, [S]."""
    x, y, z = roots.T
    return np.asarray((style.fringe > 0) & (z > 12) & (y > 104) & (np.abs(x) < 60))


def framing(roots: Floats) -> NDArray[np.bool_]:
    """Which strands of fringed hair hang beside the face, [S]."""
    x, y, z = roots.T
    return np.asarray((z > 0) & (y > 62) & (np.abs(x) > 40))
