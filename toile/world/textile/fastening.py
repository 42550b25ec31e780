"""Fastenings: plackets, buttons, zips and drawstrings."""

import numpy as np

from toile.domain.garment import Category, Pattern
from toile.pixels.arrays import Floats
from toile.world.clothes.garment import Panel
from toile.world.textile.fabric import Colour, linear
from toile.world.textile.stitching import Numbers, Real, band, beyond, disc, groove
from toile.world.textile.workbench import STRETCHY, Bench, seen

_FRONT = (int(Panel.FRONT), int(Panel.WAISTBAND))
_HORN: Colour = (72, 50, 36)
_PEARL: Colour = (238, 234, 226)
_STEEL: Colour = (150, 152, 156)


def fasten(bench: Bench) -> None:
    """What closes the garment in front, and a hood's cords."""
    g = bench.garment
    if g.closure == "buttons":
        _buttoned(bench)
    elif g.closure == "zip":
        _zipped(bench)
    if g.collar == "hood":
        _cords(bench)


def button(bench: Bench, at: Numbers, x: Real, y: Real, radius: float, colour: Floats) -> None:
    """A button with a rim, four holes and its shadow, centred where x and y are zero."""
    if len(at) == 0:
        return
    bench.shade(at, disc(x * 0.96, y - np.float32(0.28 * radius), 1.10 * radius, 1.6 * bench.pixel), 0.60)
    share = disc(x, y, radius, bench.pixel)
    away = np.hypot(x, y) / np.float32(radius)
    bench.ink(at, share, colour)
    rim = np.exp(-(((away - 0.78) / 0.14) ** 2)) * seen(0.7 * radius, bench.pixel)
    bench.shade(at, share * rim, 0.62)
    hole = np.minimum(np.hypot(np.abs(x) - 0.26 * radius, np.abs(y) - 0.26 * radius), 9)
    bench.shade(at, beyond(-hole, -0.13 * radius, bench.pixel) * share, 0.25)
    bench.lift(at, share * (0.0012 + 0.0006 * np.exp(-(((away - 0.92) / 0.16) ** 2))))
    bench.polish(at, share, 0.75, 0.30)


def _buttoned(bench: Bench) -> None:
    g = bench.garment
    outer = g.category is Category.OUTER
    knitted = g.fabric.weave in STRETCHY
    radius = 0.0105 if outer and not knitted else 0.0085 if knitted else 0.0058
    pitch = 0.115 if outer and not knitted else 0.085
    wide = 0.045 if outer and not knitted else 0.017
    at = np.flatnonzero(bench.on(*_FRONT) & (bench.opening < 0.075))
    if len(at) == 0:
        return
    if g.worn_open:
        across = bench.opening[at] - np.float32(wide)
        _edge(bench, at, across - np.float32(wide), knitted)
        row = np.where(bench.u[at] < 0, across, np.float32(1))
        _holes(bench, at, np.where(bench.u[at] > 0, across, np.float32(1)), _row(bench, at, pitch), radius)
    else:
        row = np.sign(bench.u[at]) * bench.opening[at]
        _edge(bench, at, np.abs(row) - np.float32(wide), knitted)
        lap = 1 - beyond(row, wide, bench.pixel)
        bench.lift(at, 0.0012 * lap * np.clip(1.2 - bench.opening[at] / np.float32(0.06), 0, 1))
        bench.shade(at, groove(row - np.float32(wide), 0.0018, bench.pixel), 0.45)
    y = _row(bench, at, pitch)
    free = (bench.neck[at] - y > 0.012) & (bench.hem[at] + y > 0.045)
    near = np.flatnonzero(free & (np.abs(row) < 0.016) & (np.abs(y) < 0.02))
    button(bench, at[near], row[near], y[near], radius, _button_colour(bench))


def _row(bench: Bench, at: Numbers, pitch: float) -> Floats:
    """Metres below the nearest button."""
    first = 0.055 + bench.garment.neck_depth
    return np.asarray(
        np.mod(bench.v[at] - np.float32(first - 0.5 * pitch), pitch) - 0.5 * pitch, dtype=np.float32
    )


def _edge(bench: Bench, at: Numbers, away: Real, knitted: bool) -> None:
    """The inner line of a placket: sewn on a woven, a join of rib on a knit."""
    if knitted:
        wave = np.cos(bench.v[at] * np.float32(2 * np.pi / 0.006)) * seen(0.006, bench.pixel)
        inside = 1 - beyond(away, 0.0, bench.pixel)
        bench.lift(at, inside * (0.0008 + 0.0004 * wave))
        bench.albedo[at] *= (1 + inside * (0.13 * wave - 0.04))[:, None]
        bench.shade(at, groove(away, 0.0018, bench.pixel), 0.62)
    elif bench.garment.category is not Category.OUTER:
        bench.sew(at, bench.v[at], away + np.float32(0.004))


def _holes(bench: Bench, at: Numbers, across: Real, y: Real, radius: float) -> None:
    """Worked buttonholes on the other side."""
    near = np.flatnonzero((np.abs(across) < 2 * radius) & (np.abs(y) < 0.004))
    slit = band(y[near], -0.0011, 0.0011, bench.pixel) * (
        1 - beyond(np.abs(across[near]), 1.2 * radius, bench.pixel)
    )
    bench.ink(at[near], slit, bench.thread)
    bench.shade(at[near], band(y[near], -0.0004, 0.0004, bench.pixel) * slit, 0.3)


def _button_colour(bench: Bench) -> Floats:
    """Pearl on light shirts and the cloth's own shade on knits; horn on coats."""
    g = bench.garment
    if g.category is Category.OUTER:
        light = sum(g.fabric.colours[0]) > 130
        return linear(_HORN) if light else linear((34, 32, 32))
    own = linear(g.fabric.colours[0])
    return np.asarray(0.45 * own + 0.55 * linear(_PEARL), dtype=np.float32)


def _zipped(bench: Bench) -> None:
    """Teeth on a tape, a slider with its pull."""
    g = bench.garment
    at = np.flatnonzero(bench.on(*_FRONT) & (bench.opening < 0.03))
    if len(at) == 0:
        return
    away, v = bench.opening[at], bench.v[at]
    tape = 1 - beyond(away, 0.0075, bench.pixel)
    bench.ink(at, 0.85 * tape, 0.5 * linear(g.fabric.colours[0]) + 0.004)
    bench.shade(at, groove(away - np.float32(0.0080), 0.0015, bench.pixel), 0.5)
    bench.lift(at, -0.0012 * tape)
    side = np.sign(bench.u[at]) if not g.worn_open else np.float32(0)
    tooth = 0.5 + 0.5 * np.sign(np.sin(v * np.float32(2 * np.pi / 0.0030) + np.pi / 2 * side)) * seen(
        0.003, bench.pixel
    )
    teeth = (1 - beyond(away, 0.0032, bench.pixel)) * (0.35 + 0.65 * tooth)
    bench.ink(at, teeth, linear(_STEEL))
    bench.polish(at, teeth, 1.0, 0.28)
    bench.lift(at, 0.0010 * teeth)
    bench.sew(at, v, away - np.float32(0.0105))
    if g.worn_open:
        return
    top = 0.045 + g.neck_depth
    pull = (1 - beyond(away, 0.0034, bench.pixel)) * band(v, top + 0.006, top + 0.036, bench.pixel)
    slider = (1 - beyond(away, 0.0052, bench.pixel)) * band(v, top - 0.006, top + 0.008, bench.pixel)
    share = np.maximum(pull, slider)
    bench.shade(
        at, band(v, top - 0.004, top + 0.040, bench.pixel) * (1 - beyond(away, 0.008, bench.pixel)), 0.6
    )
    bench.ink(at, share, linear((176, 178, 182)))
    bench.lift(at, 0.002 * share)
    bench.polish(at, share, 1.2, 0.25)


def _cords(bench: Bench) -> None:
    """A hood's two cords, out of metal eyelets, with tips."""
    g = bench.garment
    start, long = 0.042 + g.neck_depth, 0.085 if g.fabric.pattern is Pattern.GRAPHIC else 0.17
    at = np.flatnonzero(
        (bench.part == Panel.FRONT)
        & (np.abs(bench.u) < 0.07)
        & (bench.v > start - 0.02)
        & (bench.v < start + long + 0.02)
    )
    if len(at) == 0:
        return
    u, v = bench.u[at], bench.v[at]
    side = np.where(u < 0, -1, 1).astype(np.float32)
    run = np.clip((v - np.float32(start)) / np.float32(long), 0, 1)
    length = np.where(side < 0, np.float32(long), np.float32(0.93 * long))
    middle = side * (np.float32(0.030) + 0.012 * run + 0.0025 * np.sin(9 * run + side))
    away = u - middle
    within = band(v, start, start + long, bench.pixel) * (v < start + length)
    bench.shade(at, (1 - beyond(np.abs(away - np.float32(0.0016)), 0.0042, 1.5 * bench.pixel)) * within, 0.62)
    cord = (1 - beyond(np.abs(away), 0.0028, bench.pixel)) * within
    own = linear(g.fabric.colours[0])
    light = (
        np.asarray(own * 0.25 + 0.75 * linear(_PEARL), np.float32)
        if own.mean() < 0.45
        else own * np.float32(0.92)
    )
    bench.ink(at, cord, light)
    twist = np.sin((v + 0.7 * away) * np.float32(2 * np.pi / 0.005)) * seen(0.005, bench.pixel)
    bench.albedo[at] *= (1 + 0.14 * cord * twist)[:, None]
    bench.lift(at, cord * 0.0022 * np.sqrt(np.maximum(1 - (away / np.float32(0.0034)) ** 2, 0)))
    tip = cord * (v > start + length - 0.018)
    bench.ink(at, tip, linear(_STEEL))
    bench.polish(at, tip, 1.0, 0.3)
    ring = np.hypot(u - side * np.float32(0.030), v - np.float32(start))
    metal = band(ring, 0.0030, 0.0058, bench.pixel)
    bench.ink(at, metal, linear(_STEEL))
    bench.polish(at, metal, 1.0, 0.3)
    bench.shade(at, 1 - beyond(ring, 0.0026, bench.pixel), 0.3)
