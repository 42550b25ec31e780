"""Edges: hems, ribbed bands, bindings, seams, cuffs, waistbands."""

import numpy as np

from toile.domain.garment import Category, Kind
from toile.world.clothes.garment import Panel
from toile.world.scenery.noise import noise
from toile.world.textile.stitching import Numbers, Real, band, beyond, groove
from toile.world.textile.workbench import STRETCHY, Bench, seen

TRUNK = (int(Panel.FRONT), int(Panel.BACK))
SLEEVES = (int(Panel.LEFT_SLEEVE), int(Panel.RIGHT_SLEEVE))
LEGS = (int(Panel.LEFT_LEG), int(Panel.RIGHT_LEG))
RIB = 0.0072  # metres from one rib to the next
BAND = 0.055  # height of ribbed bands
WAIST = 0.036  # height of a waistband
_FINE = ("satin", "velvet", "wool", "herringbone", "leather")  # hemmed without a visible stitch


def edge(bench: Bench) -> None:
    """All edges of the garment."""
    seams(bench)
    necklines(bench)
    hems(bench)
    ends(bench)
    waists(bench)
    collars(bench)


def seams(bench: Bench) -> None:
    """A crease along every seam, a little puckered."""
    at = np.flatnonzero(bench.seam < 0.014)
    if len(at) == 0:
        return
    away = bench.seam[at]
    line = groove(away, 0.0016, bench.pixel)
    bench.shade(at, line, 0.62)
    bench.lift(at, -0.0009 * groove(away, 0.0025, bench.pixel))
    pucker = noise(bench.v[at], away * 0, 0.016, 3)
    bench.lift(at, 0.00045 * pucker * np.exp(-((away / np.float32(0.008)) ** 2)))


def necklines(bench: Bench) -> None:
    """Round the neck of a top or dress without a collar of its own: rib or facing."""
    g = bench.garment
    if g.category is Category.BOTTOM or g.collar in ("shirt", "lapel", "hood"):
        return
    ribbed = g.collar in ("rib", "turtle") or (
        g.fabric.weave in STRETCHY and g.neckline not in ("strap", "square")
    )
    tall = 0.20 if g.neckline == "turtle" else 0.017 if ribbed else 0.007
    at = np.flatnonzero((bench.neck < tall + 0.01) & bench.on(*TRUNK, *SLEEVES))
    if len(at) == 0:
        return
    away, u, v = bench.neck[at], bench.u[at], bench.v[at]
    around = np.arctan2(u, np.float32(0.05) - v + 1e-4) * np.float32(0.085)
    if g.neckline == "turtle":
        _rib(bench, at, u, 1 - beyond(bench.v[at], -0.008, bench.pixel))
        return
    if ribbed:
        _rib(bench, at, around, 1 - beyond(away, tall, bench.pixel), 0.6 * RIB)
        _join(bench, at, away - np.float32(tall))
    else:
        bench.lift(at, 0.0006 * (1 - beyond(away, tall, bench.pixel)))
        if g.fabric.weave not in _FINE:
            bench.sew(at, around, away - np.float32(tall))


def hems(bench: Bench) -> None:
    """The lower edge, unless a band ends it."""
    g = bench.garment
    if g.waistband == "rib" and g.category is not Category.BOTTOM:
        at = np.flatnonzero(bench.on(int(Panel.WAISTBAND)))
        _rib(bench, at, bench.u[at], np.ones(len(at), np.float32))
        near = np.flatnonzero(bench.on(*TRUNK) & (bench.hem < BAND + 0.03))
        _join(bench, near, bench.hem[near] - np.float32(BAND))
        return
    if g.kind in (Kind.TROUSERS, Kind.SHORTS) and g.cuff == "rib":
        at = np.flatnonzero(bench.on(*LEGS) & (bench.hem < BAND + 0.01))
        _rib(bench, at, bench.u[at], 1 - beyond(bench.hem[at], BAND, bench.pixel))
        _join(bench, at, bench.hem[at] - np.float32(BAND))
        return
    at = np.flatnonzero((bench.hem < 0.045) & bench.on(*TRUNK, *LEGS, int(Panel.WAISTBAND)))
    _hem(bench, at, bench.hem[at], bench.u[at])


def ends(bench: Bench) -> None:
    """Where sleeves end, or the armholes of what has none."""
    g = bench.garment
    if g.sleeve_length <= 0:
        if g.kind not in (Kind.TOP, Kind.DRESS):
            return
        at = np.flatnonzero((bench.cuff < 0.02) & bench.on(*TRUNK))
        bench.lift(at, 0.0006 * (1 - beyond(bench.cuff[at], 0.008, bench.pixel)))
        if g.fabric.weave not in _FINE:
            bench.sew(at, bench.v[at], bench.cuff[at] - np.float32(0.008))
        return
    banded = g.cuff != "hem" and g.sleeve_length > 0.6
    if not banded:
        at = np.flatnonzero((bench.cuff < 0.045) & bench.on(*SLEEVES))
        _hem(bench, at, bench.cuff[at], bench.u[at])
        return
    at = np.flatnonzero(bench.on(int(Panel.CUFF)))
    if g.cuff == "rib":
        _rib(bench, at, bench.u[at], np.ones(len(at), np.float32))
    else:
        for row in (0.006, BAND - 0.006):
            bench.sew(at, bench.u[at], bench.cuff[at] - np.float32(row))
    near = np.flatnonzero(bench.on(*SLEEVES, int(Panel.CUFF)) & (bench.cuff < BAND + 0.03))
    _join(bench, near, bench.cuff[near] - np.float32(BAND))


def waists(bench: Bench) -> None:
    """The waistband of trousers and skirts."""
    g = bench.garment
    if g.category is not Category.BOTTOM:
        return
    at = np.flatnonzero(bench.neck < WAIST + 0.012)
    if len(at) == 0:
        return
    down, u = bench.neck[at], bench.u[at]
    inside = 1 - beyond(down, WAIST, bench.pixel)
    if g.waistband in ("elastic", "rib"):
        gather = noise(u, down, 0.011, 5, 5.0)
        bench.lift(at, 0.0014 * gather * inside)
        bench.shade(at, inside * np.clip(-gather, 0, 1), 0.82)
    else:
        bench.lift(at, 0.0010 * inside)
        if g.fabric.weave not in _FINE:
            for row in (0.004, WAIST - 0.004):
                bench.sew(at, u, down - np.float32(row))
    _join(bench, at, down - np.float32(WAIST))


def collars(bench: Bench) -> None:
    """Stitching along the edge of a shirt's collar, a coat's lapel or a hood."""
    at = np.flatnonzero(bench.on(int(Panel.COLLAR), int(Panel.HOOD)) & (bench.hem < 0.03))
    if len(at) == 0 or bench.garment.fabric.weave in _FINE:
        return
    row = 0.022 if bench.garment.collar == "hood" else 0.0055
    bench.sew(at, bench.u[at], bench.hem[at] - np.float32(row))


def _hem(bench: Bench, at: Numbers, away: Real, along: Real) -> None:
    """The cloth folded in and sewn down: two rows on a jersey, one on a woven, none on fine cloth."""
    g = bench.garment
    denim = g.fabric.weave == "denim"
    fold = (
        0.020
        if g.fabric.weave in STRETCHY
        else 0.014
        if denim
        else 0.010
        if g.closure == "buttons"
        else 0.028
    )
    bench.lift(at, 0.0007 * (1 - beyond(away, fold, bench.pixel)))
    bench.shade(at, groove(away - np.float32(fold), 0.0020, bench.pixel), 0.86)
    bench.shade(at, groove(away, 0.0012, bench.pixel), 0.80)
    if g.fabric.weave in _FINE:
        return
    rows = (fold - 0.001, fold - 0.006) if g.fabric.weave in STRETCHY else (fold - 0.001,)
    for row in rows:
        bench.sew(at, along, away - np.float32(row))
    if denim:
        # Rope-like puckers, worn white on their ridges.
        rope = noise(along + away, away, 0.013, 8, 2.0) * (1 - beyond(away, fold + 0.004, bench.pixel))
        bench.lift(at, 0.0007 * rope)
        bench.shade(at, np.clip(rope, 0, 1) * np.float32(g.fabric.wash), 1.9)


def _rib(bench: Bench, at: Numbers, along: Real, share: Real, period: float = RIB) -> None:
    """Ribs across an edge, side by side `along` it, over a share of the samples."""
    if len(at) == 0:
        return
    wave = np.cos(along * np.float32(2 * np.pi / period)) * np.float32(seen(period, bench.pixel))
    bench.lift(at, share * (0.0008 + 0.00045 * wave))
    bench.albedo[at] *= (1 + share * (0.17 * wave - 0.05))[:, None]


def _join(bench: Bench, at: Numbers, away: Real) -> None:
    """The seam between a band and the cloth that it gathers."""
    if len(at) == 0:
        return
    bench.shade(at, groove(away, 0.0018, bench.pixel), 0.60)
    bench.lift(at, -0.0010 * groove(away, 0.0025, bench.pixel))
    bench.shade(at, band(away, -0.001, 0.010, max(bench.pixel, 0.004)), 0.94)
