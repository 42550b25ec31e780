"""Flat lays: a garment pressed flat and seen from above, as shops photograph it on a table."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.domain.garment import Category, Kind
from toile.domain.persona import Build, Face
from toile.domain.pose import DISPLAY
from toile.pixels.arrays import Floats
from toile.world.camera import light
from toile.world.clothes import cloth, collar, cut, drape, dress, tracing
from toile.world.clothes.collar import Chest, Strip
from toile.world.clothes.cut import Piece
from toile.world.clothes.form import Sections
from toile.world.clothes.garment import GarmentSpec, Panel
from toile.world.ease import smooth
from toile.world.figure import body
from toile.world.mesh import Faces, Mesh, normals_of
from toile.world.scenery import noise

THICK = 0.006  # metres from the back to the front, away from the folds
FOLD = 0.030  # metres over which the front rises from a fold
STEPS = 240
_BINS = 48
_SLEEVES = (Panel.LEFT_SLEEVE, Panel.RIGHT_SLEEVE, Panel.CUFF)
_STIFF = {"denim": 0.7, "leather": 0.5, "wool": 0.6, "fleece": 0.6, "knit": 0.7, "cable": 0.6, "satin": 1.3}
_LEGS = (Kind.TROUSERS, Kind.SHORTS)


def spread(garment: GarmentSpec, *, seed: int) -> Mesh:
    """The garment laid flat: its front on top, facing +z, its back on the table at z = 0, its height along y. `seed`
    draws the wrinkles. Coordinates and parts are those of a worn garment."""
    figure = body.stand(Build(), Face(), DISPLAY)
    piece = cut.cut(dress.measure(figure), replace(garment, tucked=False, pleats=0), 0.0)
    across = _settled(piece, _unrolled(piece))
    traces = tracing.trace(piece)
    rest, pressed = traces.rest, traces.finer.smooth(across)
    places = _raised(piece, pressed, rest, cloth.Cloth(rest, traces.faces, traces.panel), garment, seed)
    over = _turned_over(traces.faces, places, _depth(piece, rest))
    faces, split = (np.where(over, f[:, ::-1], f) for f in (traces.faces, traces.split))
    loop = traces.neckline
    chest = Chest(rest, normals_of(rest, traces.faces))
    strip = _collar(garment, rest[loop], places[loop], figure.scale, chest, places)
    laid = replace(traces, faces=faces, split=split)
    return tracing.finish(replace(piece, garment=garment), laid, places, strip)


def _unrolled(piece: Piece) -> Floats:
    """A first guess of where the sheet lies, [V, 3], z 0: every tube rolled out about its middle line."""
    rest, panel = piece.cloth.rest.astype(np.float64), piece.cloth.panel
    out = rest.copy()
    trunk = np.unique(piece.cloth.faces[~np.isin(panel, _SLEEVES)])
    if piece.garment.kind in _LEGS:
        _roll_out_legs(piece, out)
    else:
        x, y, z = rest[trunk].T
        out[trunk, 0], _ = _rolled_out(x, z - piece.form.middle, y)
    for side in Side:
        sign = 1.0 if side is Side.LEFT else -1.0
        mine = np.unique(piece.cloth.faces[np.isin(panel, _SLEEVES)])
        mine = mine[rest[mine, 0] * sign > 0]
        if len(mine) == 0:
            continue
        sewn = np.intersect1d(mine, trunk)
        shift = (out[sewn] - rest[sewn]).mean(axis=0)
        laid, _ = _limb(piece.form.arms[side], rest[mine])
        out[mine] = laid + 0.5 * shift
    out[:, 2] = 0
    return out.astype(np.float32)


def _roll_out_legs(piece: Piece, out: NDArray[np.float64]) -> None:
    """The legs apart, the seat as one tube, in place."""
    rest, form = piece.cloth.rest.astype(np.float64), piece.form
    seat = rest[:, 1] > form.crotch * form.scale
    seat_x, _ = _rolled_out(rest[:, 0], rest[:, 2] - form.middle, np.maximum(rest[:, 1], rest[seat, 1].min()))
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        mine = rest[:, 0] * sign > 0
        laid, wider = _limb(form.legs[side], rest[mine])
        laid[:, 0] += sign * wider  # inwards there is no room
        low = smooth((form.crotch * form.scale + 0.01 - rest[mine, 1]) / 0.09)[:, None]
        above = np.stack((seat_x[mine], rest[mine, 1], 0 * seat_x[mine]), axis=1)
        out[mine] = above + low * (laid - above)


def _limb(limb: Sections, places: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A sleeve or a leg rolled out in the plane of the picture, and how much wider than it was each half got."""
    away = places - limb.origin
    along = away @ limb.axis
    flat, wider = _rolled_out(away @ limb.side, away @ limb.front, along)
    axis = limb.axis[:2] / np.linalg.norm(limb.axis[:2])
    across = np.array((-axis[1], axis[0]))
    across *= np.sign(across @ limb.side[:2])
    laid = limb.origin[:2] + along[:, None] * axis + flat[:, None] * across
    return np.concatenate((laid, np.zeros((len(laid), 1))), axis=1), wider


def _rolled_out(
    x: NDArray[np.float64], z: NDArray[np.float64], at: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where places of a tube lie across when it is pressed flat, x across and z deep, at stations `at` along it; and
    how much wider that is on each side. Its sections are taken for ellipses (perimeter: Ramanujan 1914)."""
    share = (at - at.min()) / max(float(np.ptp(at)), 1e-9) * (_BINS - 1)
    home = np.round(share).astype(int)
    reach = np.full((4, _BINS), 1e-3)
    for row, value in zip(reach, (x, -x, z, -z), strict=True):
        row[:] = -1.0
        np.maximum.at(row, home, value)
        known = row > -1.0
        row[:] = np.interp(np.arange(_BINS), np.flatnonzero(known), row[known])
        for _ in range(3):
            row[1:-1] = 0.5 * row[1:-1] + 0.25 * (row[:-2] + row[2:])
    right, left, fore, back = (np.interp(share, np.arange(_BINS), row) for row in reach)
    middle, wide = 0.5 * (right - left), np.maximum(0.5 * (right + left), 1e-3)
    fore, back = np.maximum(fore, 1e-3), np.maximum(back, 1e-3)
    quarter = sum(
        0.125 * np.pi * (3 * (wide + deep) - np.sqrt((3 * wide + deep) * (wide + 3 * deep)))
        for deep in (fore, back)
    )
    turn = np.arctan2((x - middle) / wide, np.abs(z) / np.where(z > 0, fore, back))
    return middle + quarter * turn / (0.5 * np.pi), quarter - wide


def _settled(piece: Piece, start: Floats) -> Floats:
    """The sheet in its plane with as little stretched as can be, its folds straightened."""
    sheet, depth = piece.cloth, _depth(piece, piece.cloth.rest)
    flat = drape.flatten(sheet, start, depth > 0, STEPS)
    near = 1 - smooth(np.abs(depth) / 0.05)[:, None]
    rim = cloth.border(sheet.faces)
    for _ in range(2):
        soft = light.soften(flat, sheet.faces)
        total, count = np.zeros_like(flat), np.zeros(len(flat), np.float32)
        for a, b in (rim.T, rim.T[::-1]):  # along the edges, lest they shrink
            np.add.at(total, a, flat[b])
            np.add.at(count, a, 1)
        edge = count > 0
        soft[edge] = 0.5 * flat[edge] + 0.5 * total[edge] / count[edge, None]
        flat = flat + near * (soft - flat)
    return flat


def _depth(piece: Piece, rest: Floats) -> Floats:
    """How far every place is in front of where the garment is folded, metres."""
    form = piece.form
    out = rest[:, 2] - np.float32(form.middle)
    legs = piece.garment.kind in _LEGS
    if not legs and piece.garment.sleeve_length <= 0:
        return np.asarray(out, np.float32)
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        limb = (form.legs if legs else form.arms)[side]
        along = limb.along(rest)
        share = np.clip(along / limb.reach, 0, 1) * (len(limb.middle) - 1)
        mid = np.interp(share, np.arange(len(limb.middle)), limb.middle[:, 1])
        own = (rest - limb.origin) @ limb.front - mid
        start = form.joints["left_hip"][1] - form.crotch * form.scale if legs else -0.01
        mine = smooth((along - start) / 0.06) * (rest[:, 0] * sign > 0)
        out = out + mine * (own - out)
    return np.asarray(out, np.float32)


def _raised(
    piece: Piece, pressed: Floats, rest: Floats, sheet: cloth.Cloth, g: GarmentSpec, seed: int
) -> Floats:
    """The pressed sheet with its thickness: the back on the table, the front on the back, wrinkles in the front."""
    depth = _depth(piece, rest)
    front = smooth(0.5 + depth / 0.045)
    x, y = pressed[:, 0], _dipped(piece, pressed[:, 1], rest, front)
    inner = smooth(_inside(pressed, sheet) / FOLD)
    wrinkles = _wrinkles(piece, x, y, rest, seed) + _pleats(g, piece, rest)
    z = (
        front * (0.0022 + inner * np.maximum(THICK + wrinkles, 0.5 * THICK))
        + 0.0010
        + 0.0008 * np.clip(depth / 0.1, -1, 1)
    )
    return np.stack((x, y, z), axis=1).astype(np.float32)


def _dipped(piece: Piece, y: Floats, rest: Floats, front: Floats) -> Floats:
    """Heights, the front's waistband a little below the back's."""
    if piece.garment.category is not Category.BOTTOM:
        return y
    return np.asarray(y - 0.014 * front * (1 - smooth(piece.edges["neck"](rest) / 0.12)))


def _inside(pressed: Floats, sheet: cloth.Cloth) -> Floats:
    """Metres from the outline of the pressed garment, [V]."""
    pixel = 0.002
    low = pressed[:, :2].min(axis=0) - 4 * pixel
    at = (pressed[:, :2] - low) / pixel
    wide, tall = (np.ceil(at.max(axis=0)).astype(int) + 5).tolist()
    mask = np.zeros((tall, wide), np.uint8)
    for corners in np.round(at[sheet.faces]).astype(np.int32):
        cv2.fillConvexPoly(mask, corners, 1)
    away = cv2.distanceTransform(mask, cv2.DIST_L2, 3) * pixel
    column, row = np.round(at).astype(np.int64).T
    return np.asarray(away[row, column], np.float32)


def _wrinkles(piece: Piece, x: Floats, y: Floats, rest: Floats, seed: int) -> Floats:
    """Height of gentle folds in metres: some from where cloth is sewn together, some anywhere, over a soft swell."""
    random = np.random.default_rng((seed, 71))
    stiff = _STIFF.get(piece.garment.fabric.weave, 1.0)
    out = 0.0016 * noise.clouds(x, y, 0.16, seed, 2)
    lines = [_from_seams(piece, random, x, y, rest) for _ in range(9)]
    lines += [_anywhere(piece, random, x, y) for _ in range(10)]
    for ax, ay, turn, long, wide, high in lines:
        along = (x - ax) * np.cos(turn) + (y - ay) * np.sin(turn)
        aside = (y - ay) * np.cos(turn) - (x - ax) * np.sin(turn)
        aside = aside + 0.25 * along**2 / long * random.uniform(-1, 1)
        share = np.clip(np.abs(along) / long, 0, 1)
        # A ridge, steeper on one side, with a shallow ditch beside it.
        t = aside / (wide * (1 + 0.3 * np.sign(aside)))
        out += high * (1 - share**2) ** 2 * (np.exp(-(t**2)) - 0.35 * np.exp(-((t - 1.6) ** 2)))
    return np.asarray(stiff * out, np.float32)


def _from_seams(
    piece: Piece, random: np.random.Generator, x: Floats, y: Floats, rest: Floats
) -> tuple[float, ...]:
    """A fold that starts under an arm, at the crotch or at a waistband: x, y, direction, length, width, height."""
    s, sign = piece.form.scale, 1.0 if random.random() < 0.5 else -1.0
    if piece.garment.kind in _LEGS:
        root, turn = (0.02 * sign, piece.form.crotch * s), random.uniform(-1.5, 0.7)
    elif piece.garment.kind is Kind.SKIRT:
        root, turn = (random.uniform(0, 0.16) * sign, piece.form.waist * s), random.uniform(-1.75, -1.4)
    else:
        arm = piece.form.joints["left_shoulder"]
        root, turn = (arm[0] * sign, float(arm[1]) - 0.12 * s), random.uniform(1.6, 4.6)
    near = int(np.argmin(np.abs(rest[:, 0] - root[0]) + np.abs(rest[:, 1] - root[1])))
    turn = turn if sign > 0 else np.pi - turn
    long = random.uniform(0.06, 0.15)
    reach = 0.6 * long
    return (
        float(x[near] + reach * np.cos(turn)),
        float(y[near] + reach * np.sin(turn)),
        turn,
        long,
        random.uniform(0.007, 0.012),
        random.uniform(0.0015, 0.0035),
    )


def _anywhere(piece: Piece, random: np.random.Generator, x: Floats, y: Floats) -> tuple[float, ...]:
    near = int(random.integers(len(x)))
    upright = piece.garment.skirted
    turn = random.normal(np.pi / 2, 0.2) if upright else random.uniform(0, np.pi)
    return (
        float(x[near]),
        float(y[near]),
        turn,
        random.uniform(0.05, 0.14) * (1.5 if upright else 1.0),
        random.uniform(0.008, 0.016),
        random.uniform(0.0008, 0.0024),
    )


def _pleats(g: GarmentSpec, piece: Piece, rest: Floats) -> Floats:
    """Height of pressed pleats, metres."""
    if g.pleats <= 0:
        return np.zeros(len(rest), np.float32)
    below = np.clip((piece.form.waist - 0.03) * piece.form.scale - rest[:, 1], 0, None)
    turn = np.arctan2(rest[:, 0], rest[:, 2] - piece.form.middle)
    wave = 0.5 + 0.5 * np.cos(g.pleats * turn + 0.6 * np.sin(3 * turn))
    return np.asarray(np.minimum(0.03 * below, 0.007) * wave, np.float32)


def _turned_over(faces: Faces, places: Floats, depth: Floats) -> NDArray[np.bool_]:
    """Which faces of the front are seen from inside, because there was too much cloth, [F, 1]."""
    a, b, c = (places[faces[:, i]].astype(np.float64) for i in range(3))
    over = (np.cross(b - a, c - a)[:, 2] < 0) & (depth[faces] > 0).all(axis=1)
    return np.asarray(over[:, None])


def _collar(
    g: GarmentSpec, rest: Floats, laid: Floats, scale: float, chest: Chest, places: Floats
) -> Strip | None:
    """The collar of the neckline `rest` [N, 3], pressed onto that neckline as it is laid, above all `places` that are
    under it in front."""
    up, forward = np.array((0, 1, 0), np.float32), np.array((0, 0, 1), np.float32)
    strip = collar.collar(g, rest, up, forward, scale, chest)
    if strip is None:
        return None
    run = np.concatenate(((0.0,), np.cumsum(np.linalg.norm(np.diff(rest, axis=0), axis=1))))
    at = strip.u - strip.u.min()
    base, under = (
        np.stack([np.interp(at, run, line[:, m]) for m in range(3)], axis=1) for line in (rest, laid)
    )
    vertices = under + (strip.vertices - base) * (1, 1, 0.30)
    front = smooth((under[:, 2] - 0.003) / 0.002)
    above = _tops(places, vertices) + 0.0015 + 0.02 * strip.v
    vertices[:, 2] = np.maximum(np.maximum(vertices[:, 2], 0.0) + 0.0006, front * above)
    return replace(strip, vertices=vertices.astype(np.float32))


def _tops(places: Floats, over: NDArray[np.float64]) -> NDArray[np.float64]:
    """The height of the highest of the places near each of `over`, in squares of 8 mm."""
    cell = 0.008
    low = np.minimum(places[:, :2].min(axis=0), over[:, :2].min(axis=0))
    mine, theirs = (np.round((p[:, :2] - low) / cell).astype(np.int64) for p in (over, places))
    tops = np.zeros(np.maximum(mine.max(axis=0), theirs.max(axis=0)) + 1)
    np.maximum.at(tops, (theirs[:, 0], theirs[:, 1]), places[:, 2])
    return np.asarray(tops[mine[:, 0], mine[:, 1]])
