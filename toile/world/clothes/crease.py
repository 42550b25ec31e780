"""Creases: the folds that a garment keeps from being worn, at elbows, knees and hems."""

from dataclasses import replace

import numpy as np

from toile.domain.body import Side
from toile.domain.garment import Kind
from toile.pixels.arrays import Floats
from toile.world.clothes.cloth import Cloth
from toile.world.clothes.form import Form, Sections
from toile.world.clothes.garment import GarmentSpec, Panel
from toile.world.ease import smooth
from toile.world.mesh import normals_of
from toile.world.scenery.noise import noise

_STIFF = {"knit": 0.7, "cable": 0.6, "fleece": 0.7, "leather": 0.8, "satin": 1.2}
_LEGS = {Side.LEFT: Panel.LEFT_LEG, Side.RIGHT: Panel.RIGHT_LEG}
_SLEEVES = {Side.LEFT: Panel.LEFT_SLEEVE, Side.RIGHT: Panel.RIGHT_SLEEVE}


def creased(sheet: Cloth, body: Form, g: GarmentSpec) -> Cloth:
    """The sheet with its creases pressed in, outwards only: it must stay off the body."""
    legs = g.kind in (Kind.TROUSERS, Kind.SHORTS)
    high = np.zeros(len(sheet.rest), np.float32)
    for side in Side:
        limb = (body.legs if legs else body.arms)[side]
        panel = (_LEGS if legs else _SLEEVES)[side]
        on = np.zeros(len(high), np.bool_)
        on[sheet.faces[sheet.panel == panel]] = True
        at = np.flatnonzero(on)
        if len(at) == 0:
            continue
        folds = _trousers if legs else _sleeve
        high[at] = folds(sheet.rest[at], limb, body, g, 3 if side is Side.LEFT else 4)
    high *= np.float32(_STIFF.get(g.fabric.weave, 1.0))
    normals = normals_of(sheet.rest, sheet.faces)
    return replace(sheet, rest=sheet.rest + high[:, None] * normals)


def _trousers(rest: Floats, leg: Sections, body: Form, g: GarmentSpec, seed: int) -> Floats:
    """Folds one above the other over the shoe, slack round the knee, drags from the crotch."""
    down = leg.along(rest)
    turn, _ = leg.turned(rest)
    around = turn * 0.085
    loose = np.float32(0.45 + 0.55 * np.clip(g.drape, 0, 1))
    end = body.leg_reach(g.hem)
    knee = float(body.joints["left_hip"][1] - body.joints["left_knee"][1])
    breaks = np.float32(
        1.0 if end > 0.93 * leg.reach and g.cuff != "rib" else 0.35 * (g.kind is Kind.TROUSERS)
    )
    hem = np.exp(-(((end - 0.055 - down) / 0.055) ** 2)) * smooth((end - down) / 0.02)
    bend = np.exp(-(((down - knee) / 0.10) ** 2))
    root = np.exp(-(((down - 0.13) / 0.06) ** 2))
    inner = 0.5 - 0.5 * np.sin(turn) * np.sign(leg.origin[0])
    out = 0.016 * breaks * hem * _ridges(around, down, 0.16, 0.26, seed)
    out += 0.012 * bend * _ridges(around, down + 0.35 * around, 0.15, 0.36, seed + 20)
    out += (
        0.010
        * root
        * inner
        * _ridges(around, down - 0.5 * around * np.sign(leg.origin[0]), 0.2, 0.2, seed + 40)
    )
    long = np.clip(down / 0.3, 0, 1) * (1 - 0.5 * bend)
    out += 0.004 * long * _ridges(around + 0.12 * down, down, 0.07, 5.0, seed + 60)
    return np.asarray(loose * out, np.float32)


def _sleeve(rest: Floats, arm: Sections, body: Form, g: GarmentSpec, seed: int) -> Floats:
    """Folds inside the elbow, and slack above a cuff."""
    down = arm.along(rest)
    turn, _ = arm.turned(rest)
    around = turn * 0.06
    loose = np.float32(np.clip(g.sleeve_ease / 0.02, 0.4, 1.3))
    end = g.sleeve_length * arm.reach
    elbow = float(np.linalg.norm(body.joints["left_elbow"] - body.joints["left_shoulder"]))
    bend = np.exp(-(((down - elbow) / 0.08) ** 2)) * (0.6 + 0.4 * np.cos(turn))
    slack = np.exp(-(((end - 0.10 - down) / 0.05) ** 2)) * (g.sleeve_length > 0.6)
    out = 0.008 * bend * _ridges(around, down + 0.3 * around, 0.14, 0.3, seed + 80)
    out += 0.007 * slack * _ridges(around, down, 0.13, 0.3, seed + 100)
    fade = smooth((end - down) / 0.03) * smooth(down / 0.06)
    return np.asarray(loose * out * fade, np.float32)


def _ridges(x: Floats, y: Floats, period: float, tall: float, seed: int) -> Floats:
    """Rounded ridges with wider valleys, 0..1."""
    rough = noise(np.asarray(x, np.float32), np.asarray(y, np.float32), period, seed, tall)
    return np.asarray(smooth(0.5 + 0.9 * rough), np.float32)
