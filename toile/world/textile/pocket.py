"""Pockets of every kind, and what else makes jeans jeans."""

from collections.abc import Callable, Mapping

import numpy as np

from toile.domain.garment import Category, Kind
from toile.pixels.arrays import Floats
from toile.world.clothes.garment import Panel
from toile.world.scenery.noise import noise
from toile.world.textile.edging import LEGS, WAIST
from toile.world.textile.fabric import linear
from toile.world.textile.fastening import button
from toile.world.textile.stitching import Numbers, Real, band, beyond, disc, groove
from toile.world.textile.workbench import Bench

_RADIUS = 0.088  # of a leg's fabric coordinates, where nothing seen tells it better


def pockets(bench: Bench) -> None:
    """The garment's pockets."""
    draw = _DRAWERS.get(bench.garment.pockets)
    if draw is not None:
        draw(bench)
    if bench.garment.fabric.weave == "denim" and bench.garment.kind in (Kind.TROUSERS, Kind.SHORTS):
        _worn(bench)


def outline(bench: Bench, at: Numbers, inside: Real, along: Real, rows: tuple[float, ...] = (0.003,)) -> None:
    """A patch sewn on: raised within, a crease at its edge, rows of stitches. `inside`: metres within its outline."""
    if len(at) == 0:
        return
    bench.lift(at, 0.0011 * beyond(inside, 0, bench.pixel))
    bench.shade(at, groove(inside, 0.0016, bench.pixel), 0.70)
    bench.shade(at, band(inside, -0.005, 0.0, max(bench.pixel, 0.003)), 0.90)
    for row in rows:
        bench.sew(at, along, inside - np.float32(row))


def _within(
    x: Real, y: Real, wide: float, top: float, low: float, point: float = 0.0, taper: float = 0.0
) -> Floats:
    """Metres within a pocket between heights `top` and `low` (downwards), `wide` at half; its lower edge may come to
    a point, its sides draw in."""
    half = np.float32(wide) - np.float32(taper) * (y - np.float32(top)) / np.float32(low - top)
    floor = np.float32(low) - np.float32(point) * np.abs(x) / np.float32(wide)
    return np.asarray(
        np.minimum(np.minimum(half - np.abs(x), y - np.float32(top)), floor - y), dtype=np.float32
    )


def _chest(bench: Bench) -> None:
    """One patch on the wearer's left breast."""
    at = np.flatnonzero((bench.part == Panel.FRONT) & (bench.u > 0.02) & (bench.u < 0.16) & (bench.v < 0.36))
    x, y = bench.u[at] - np.float32(0.083), bench.v[at]
    inside = _within(x, y, 0.050, 0.165, 0.292, 0.016)
    outline(bench, at, inside, x + y)
    bench.sew(at, x, np.where(inside > 0, y - np.float32(0.190), np.float32(1)))
    bench.shade(at, groove(y - np.float32(0.165), 0.0016, bench.pixel) * (inside > -0.002), 0.5)


def _kangaroo(bench: Bench) -> None:
    """A hoodie's pouch: open at both slanted sides."""
    at = np.flatnonzero((bench.part == Panel.FRONT) & (bench.hem < 0.30) & (np.abs(bench.u) < 0.20))
    if len(at) == 0:
        return
    x, y = np.abs(bench.u[at]), bench.hem[at] - np.float32(0.060)
    # The slanted mouth goes from (0.165, 0.045) up to (0.105, 0.195).
    mouth = ((0.165 - x) * np.float32(0.150) - (y - 0.045) * np.float32(0.060)) / np.float32(0.1616)
    inside = np.minimum(np.minimum(np.float32(0.195) - y, np.float32(0.165) - x), mouth).astype(np.float32)
    low = y > -0.004
    inside = np.where(low, inside, np.float32(-1))
    outline(bench, at, inside, x + y, (0.003, 0.009))
    slit = groove(mouth, 0.0030, bench.pixel) * (y > 0.045) * (y < 0.197)
    bench.shade(at, slit, 0.30)
    bench.shade(at, band(mouth, -0.010, 0.0, 2 * bench.pixel) * (y > 0.045) * (y < 0.195), 0.80)


def _patch(bench: Bench) -> None:
    """Patch pockets of a blazer, a coat or a skirt, and a welt on the breast."""
    g = bench.garment
    if g.category is Category.BOTTOM:
        top, low, middle, wide = 0.085, 0.235, 0.105, 0.062
    else:
        top, low, middle, wide = 0.495, 0.665, 0.118, 0.074
    at = np.flatnonzero((bench.part == Panel.FRONT) & (bench.v > top - 0.05) & (bench.v < low + 0.02))
    x, y = np.abs(bench.u[at]) - np.float32(middle), bench.v[at]
    inside = _within(x, y, wide, top, low, 0.006, -0.006)
    outline(bench, at, inside, x + y)
    flap = band(y, top, top + 0.045, bench.pixel) * (inside > 0)
    bench.lift(at, 0.0010 * flap)
    bench.shade(at, groove(y - np.float32(top + 0.045), 0.002, bench.pixel) * (inside > 0), 0.55)


def _slash(bench: Bench) -> None:
    """Slanted pockets: in the side seams of trousers, in the front of a coat or dress."""
    g = bench.garment
    if g.kind in (Kind.TROUSERS, Kind.SHORTS):
        at, out, down, front = _hips(bench, 0.24)
        line = out - np.float32(0.040) * (1 - (down - WAIST) / np.float32(0.16))
        share = band(down, WAIST, 0.20, bench.pixel) * front
    else:
        top = 0.085 if g.category is Category.BOTTOM else 0.50
        at = np.flatnonzero((bench.part == Panel.FRONT) & (bench.v > top - 0.02) & (bench.v < top + 0.20))
        down = bench.v[at] - np.float32(top)
        line = np.abs(bench.u[at]) - np.float32(0.108) - np.float32(0.25) * down
        share = band(down, 0.0, 0.165, bench.pixel)
    if len(at) == 0:
        return
    bench.shade(at, groove(line, 0.0022, bench.pixel) * share, 0.32)
    welt = band(line, -0.022, 0.0, bench.pixel) * share
    bench.lift(at, 0.0012 * welt)
    bench.shade(
        at,
        groove(line + np.float32(0.022), 0.0014, bench.pixel) * share * (g.category is Category.OUTER),
        0.7,
    )


def _hips(bench: Bench, depth: float) -> tuple[Numbers, Floats, Floats, Floats]:
    """Samples of the legs near the waist: metres in front of the side seam (negative behind), below the waist, and
    1 on the front half."""
    at = np.flatnonzero(bench.on(*LEGS, int(Panel.WAISTBAND)) & (bench.neck < depth))
    side = _side(bench, at)
    out = np.float32(0.5 * np.pi * _radius(bench)) - side * bench.u[at]
    return at, out.astype(np.float32), bench.neck[at], (out > 0).astype(np.float32)


def _side(bench: Bench, at: Numbers) -> Floats:
    """1 on the wearer's left leg, -1 on the right; a waistband's sample is where its coordinates lie."""
    side = np.where(bench.part[at] == Panel.RIGHT_LEG, -1, 1).astype(np.float32)
    band_ = bench.part[at] == Panel.WAISTBAND
    # Near the front's middle the left leg's coordinates are negative, the right leg's positive.
    near = bench.seam[at] < np.abs(bench.u[at])
    return np.where(band_ & near, -np.sign(bench.u[at]), np.where(band_, np.sign(bench.u[at]), side)).astype(
        np.float32
    )


def _radius(bench: Bench) -> float:
    """The radius of the legs' coordinates: below the crotch the way to the outer seam tells it."""
    outward = np.where(bench.part == Panel.LEFT_LEG, bench.u, -bench.u)
    front = bench.on(*LEGS) & (bench.neck > 0.33) & (outward > 0.0) & (outward < 0.10)
    if np.count_nonzero(front) < 12:
        return _RADIUS
    return float(np.median(outward[front] + bench.seam[front]) / (0.5 * np.pi))


def _jeans(bench: Bench) -> None:
    """Scooped front pockets, a coin pocket, fly, yoke and patches behind, loops and a button."""
    at, out, down, front = _hips(bench, 0.26)
    if len(at) == 0:
        return
    side = _side(bench, at)
    radius = _radius(bench)
    low = down - np.float32(WAIST)
    belt = down < WAIST
    # The scoop is a quarter of a superellipse from the waistband to the side seam.
    a, b = 0.098, 0.082
    gauge = (np.maximum(out, 0) / a) ** 2.3 + (np.maximum(low, 0) / b) ** 2.3
    scoop = ((gauge ** (1 / 2.3) - 1) * np.float32(0.082)).astype(np.float32)
    live = (front > 0) & ~belt
    pick = np.flatnonzero(live & (np.abs(scoop) < 0.03))
    where, edge = at[pick], scoop[pick]
    along = np.arctan2(low[pick], out[pick]) * np.float32(0.12)
    bench.shade(where, groove(edge, 0.0020, bench.pixel), 0.40)
    bench.lift(where, 0.0012 * beyond(edge, 0, bench.pixel))
    for row in (0.0035, 0.0100):
        bench.sew(where, along, edge - np.float32(row))
    coin = np.flatnonzero(live & (side < 0) & (scoop < 0) & (out > 0.0))
    x, y = out[coin] - np.float32(0.042), low[coin]
    bench.sew(at[coin], x, y - np.float32(0.022))
    bench.shade(at[coin], groove(y - np.float32(0.020), 0.0015, bench.pixel), 0.6)
    bench.sew(at[coin], y, np.where(y > 0.02, np.abs(x) - np.float32(0.030), np.float32(1)))
    _fly(bench, at, side, down, front)
    _behind(bench, at, side, low, radius)
    _loops(bench, at, side, out, down, radius)


def _fly(bench: Bench, at: Numbers, side: Floats, down: Floats, front: Floats) -> None:
    """The front's middle seam, its curved double row, and the button above."""
    pick = np.flatnonzero((front > 0) & (bench.seam[at] < 0.06))
    where, x, y = at[pick], side[pick] * bench.seam[at][pick], down[pick]
    low = y - np.float32(WAIST)
    turn = np.clip((low - 0.085) / 0.055, 0, 1)
    for row in (0.0, 0.006):
        line = x - np.sqrt(np.maximum(1 - turn**2, 0)) * np.float32(0.036 - row)
        sewn = (low > 0) & (low < 0.140) & (x > 0.001)
        bench.sew(where[sewn], low[sewn], line[sewn])
    for row in (0.003, 0.008):
        bench.sew(where, low, np.where((low > 0) & (x > 0), x - np.float32(row), np.float32(1)))
    bench.lift(where, 0.0012 * band(x, 0.0, 0.036, bench.pixel) * (low > 0) * (low < 0.12))
    near = np.flatnonzero((np.abs(x) < 0.02) & (y < WAIST))
    _rivet(bench, where[near], x[near], y[near] - np.float32(0.5 * WAIST), 0.0085)


def _rivet(bench: Bench, at: Numbers, x: Real, y: Real, radius: float) -> None:
    """A metal button."""
    if len(at) == 0:
        return
    button(bench, at, x, y, radius, linear((172, 140, 96)))
    share = disc(x, y, radius, bench.pixel)
    bench.ink(at, share, linear((172, 140, 96)))
    bench.ink(at, disc(x, y, 0.55 * radius, bench.pixel), linear((128, 98, 62)))
    bench.polish(at, share, 1.2, 0.28)


def _behind(bench: Bench, at: Numbers, side: Floats, low: Floats, radius: float) -> None:
    """The yoke and two five-cornered patches with an arc each."""
    turn = np.mod(side * bench.u[at], 2 * np.pi * radius) - np.float32(np.pi * radius)
    # Positive towards the middle of the back on either leg.
    pick = np.flatnonzero((np.abs(turn) < 0.5 * np.pi * radius) & (low > 0))
    where, x, y = at[pick], turn[pick], low[pick]
    yoke = y - np.float32(0.050) - np.float32(0.16) * (x + np.float32(0.05))
    bench.shade(where, groove(yoke, 0.0016, bench.pixel), 0.6)
    for row in (0.003, 0.009):
        bench.sew(where, x, yoke - np.float32(row))
    px, py = x - np.float32(0.004), y
    inside = _within(px, py, 0.066, 0.090, 0.232, 0.026, 0.008)
    outline(bench, where, inside, px + py, (0.003, 0.009))
    arc = py - np.float32(0.150) + np.float32(0.022) * np.cos(px * np.float32(np.pi / 0.033))
    for row in (0.0, 0.006):
        bench.sew(where, px, np.where(inside > 0.006, arc - np.float32(row), np.float32(1)))


def _loops(bench: Bench, at: Numbers, side: Floats, out: Floats, down: Floats, radius: float) -> None:
    """Belt loops across the waistband."""
    for place in (0.075, 0.0, -0.085):
        x = out - np.float32(place)
        pick = np.flatnonzero((np.abs(x) < 0.012) & (down < WAIST + 0.016))
        inside = np.minimum(np.float32(0.0055) - np.abs(x[pick]), np.float32(WAIST + 0.010) - down[pick])
        outline(bench, at[pick], inside.astype(np.float32), down[pick], (0.0018,))
        bench.lift(at[pick], 0.0012 * beyond(inside, 0, bench.pixel))


def _worn(bench: Bench) -> None:
    """Denim fades where it is rubbed: thighs, knees, whiskers at the hips, seams."""
    g = bench.garment
    at = np.flatnonzero(bench.on(*LEGS))
    if len(at) == 0 or g.fabric.wash <= 0:
        return
    u, down, seam = bench.u[at], bench.neck[at], bench.seam[at]
    blur = 0.35 * noise(u, down, 0.09, 21, 1.6) + 0.20 * noise(u, down, 0.012, 22, 6.0)
    thigh = np.exp(-((u / np.float32(0.065)) ** 2) - (((down - 0.42) / 0.20) ** 2))
    knee = 0.6 * np.exp(-((u / np.float32(0.05)) ** 2) - (((down - 0.62) / 0.07) ** 2))
    seat = 0.6 * np.exp(-(((np.abs(u) - 0.24) / 0.06) ** 2) - (((down - 0.24) / 0.10) ** 2))
    whisker = np.maximum(np.sin((down + 0.5 * np.abs(u)) * 150 + 3 * noise(u, down, 0.05, 23)), 0) ** 3
    whisker = 0.25 * whisker * np.exp(-(((down - 0.25) / 0.05) ** 2) - ((u / np.float32(0.09)) ** 2))
    ridge = np.exp(-(((seam - 0.006) / 0.004) ** 2)) * (0.5 + 0.5 * noise(down, u * 0, 0.014, 24))
    fade = np.float32(g.fabric.wash) * np.clip(
        (thigh + knee + seat + whisker) * (1 + blur) + 0.35 * ridge, 0, 1.3
    )
    pale = (
        np.array((0.50, 0.58, 0.66), np.float32)
        if g.fabric.colours[0][2] > g.fabric.colours[0][0]
        else np.float32(0.45)
    )
    bench.albedo[at] += (0.62 * fade)[:, None] * (pale - bench.albedo[at])


_DRAWERS: Mapping[str, Callable[[Bench], None]] = {
    "chest": _chest,
    "kangaroo": _kangaroo,
    "patch": _patch,
    "slash": _slash,
    "jeans": _jeans,
}
