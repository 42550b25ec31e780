"""Colours of what is not cloth: skin and face, hair, shoes. Painted in the coordinates of head and feet."""

import numpy as np

from toile.domain.persona import Persona
from toile.pixels.arrays import Floats
from toile.world import head
from toile.world.fabric import Real, clouds, linear, noise, step

_EYE_WHITE = np.array((0.80, 0.78, 0.75), dtype=np.float32)


def skin(persona: Persona, n: int) -> Floats:
    """Linear albedo of bare skin, [n, 3]."""
    return np.tile(linear(persona.skin), (n, 1))


def face(persona: Persona, x: Floats, y: Floats, front: Floats, scale: float) -> Floats:
    """Linear albedo [N, 3] on the head: x to the person's left and y above the chin in metres, front 0..1.

    Brows, eyes with lids, lashes, iris and light, nostrils, lips, a blush.
    """
    x, y = x / scale, y / scale
    base = linear(persona.skin)
    out = np.tile(base, (len(x), 1))
    side = np.abs(x)
    warm = base * np.array((1.02, 0.74, 0.70), dtype=np.float32)
    blush = 0.32 * np.exp(-(((side - 0.042) / 0.016) ** 2) - ((y - 0.066) / 0.014) ** 2)
    tip = 0.20 * np.exp(-((x / 0.016) ** 2) - ((y - head.NOSE) / 0.012) ** 2)
    out = _mix(out, warm, np.maximum(blush, tip))
    shade = base * np.array((0.66, 0.56, 0.54), dtype=np.float32)
    socket = np.exp(-(((side - 0.030) / 0.019) ** 2) - ((y - head.EYE - 0.006) / 0.009) ** 2)
    out = _mix(out, shade, 0.42 * socket)
    out = _mix(out, shade, 0.35 * np.exp(-(((y - 0.052) / 0.004) ** 2) - (x / 0.012) ** 2))
    nostril = np.exp(-(((side - 0.0075) / 0.0035) ** 2) - ((y - 0.0545) / 0.0026) ** 2)
    out = _mix(out, base * np.float32(0.28), 0.8 * nostril)
    out = _eyes(out, persona, x, side, y)
    out = _brows(out, persona, side, y)
    out = _lips(out, persona, x, side, y)
    bare = np.tile(base, (len(x), 1))
    return _mix(bare, out, front)


def _eyes(out: Floats, persona: Persona, x: Floats, side: Floats, y: Floats) -> Floats:
    u = (side - head.EYE_APART) / 0.0150
    v = y - head.EYE - 0.0012 * u  # a slight upward tilt outwards
    upper = 0.0066 * np.clip(1 - u * u, 0, 1) ** 0.75
    lower = -0.0050 * np.clip(1 - u * u, 0, 1)
    within = step(np.minimum(upper - v, v - lower), 0.0012) * (np.abs(u) < 1)
    white = _EYE_WHITE * (0.82 + 0.18 * np.clip((upper - v) / 0.004, 0, 1))[:, None]
    ball = np.hypot(side - head.EYE_APART, (v - 0.0006) * 1.0)
    iris = step(0.0064 - ball, 0.0010)
    eye = _mix(white, linear(persona.eye_colour) * (0.7 + 60 * ball)[:, None], iris)
    eye = _mix(eye, np.full(3, 0.008, np.float32), step(0.0028 - ball, 0.0010))
    spark = np.hypot(x - np.sign(x) * head.EYE_APART + 0.0022, v - 0.0030)
    eye = _mix(eye, np.full(3, 1.0, np.float32), step(0.0016 - spark, 0.0008))
    out = _mix(out, eye, within)
    lash = np.exp(-(((v - upper - 0.0006) / 0.0016) ** 2)) * (np.abs(u) < 1.12)
    out = _mix(out, np.array((0.014, 0.011, 0.010), np.float32), 0.92 * lash)
    under = np.exp(-(((v - lower) / 0.0011) ** 2)) * (np.abs(u) < 1.0)
    dark = linear(persona.skin) * np.float32(0.35)
    out = _mix(out, dark, 0.45 * under)
    crease = np.exp(-(((v - upper - 0.0058) / 0.0012) ** 2)) * np.clip(1.15 - u * u, 0, 1)
    return _mix(out, linear(persona.skin) * np.array((0.55, 0.45, 0.43), np.float32), 0.5 * crease)


def _brows(out: Floats, persona: Persona, side: Floats, y: Floats) -> Floats:
    t = (side - 0.0135) / 0.036
    line = head.BROW + 0.0010 + 0.0062 * np.sin(np.clip(t, 0, 1) * 2.2) - 0.0035 * t
    thick = 0.0036 * (1.0 - 0.62 * np.clip(t, 0, 1))
    brow = step(thick - np.abs(y - line), 0.0026) * step(np.minimum(t, 1 - t) + 0.04, 0.12)
    strands = 0.80 + 0.20 * noise(side / 0.0012, y / 0.004, 31)
    colour = np.minimum(linear(persona.hair_colour) * 0.55, linear(persona.skin) * 0.5)
    return _mix(out, colour.astype(np.float32), 0.86 * brow * strands)


def _lips(out: Floats, persona: Persona, x: Floats, side: Floats, y: Floats) -> Floats:
    u = side / 0.0225
    arch = np.clip(1 - u * u, 0, 1)
    bow = 0.0066 * arch**0.8 - 0.0016 * np.exp(-((x / 0.0042) ** 2))
    full = -0.0088 * arch**0.7
    v = y - head.MOUTH - 0.0012 * u * u
    lips = step(np.minimum(bow - v, v - full), 0.0018) * (u < 1)
    colour = linear(persona.lip_colour) * (0.86 + 0.30 * np.clip(-v / 0.006, 0, 1))[:, None]
    out = _mix(out, colour, 0.88 * lips)
    line = np.exp(-((v / 0.0011) ** 2)) * (u < 1.06)
    out = _mix(out, linear(persona.lip_colour) * np.float32(0.22), 0.85 * line)
    chin = np.exp(-(((v + 0.0125) / 0.0024) ** 2) - (x / 0.012) ** 2)
    return _mix(out, linear(persona.skin) * np.float32(0.62), 0.40 * chin)


def hair(persona: Persona, around: Floats, along: Floats) -> tuple[Floats, Floats]:
    """Linear albedo [N, 3] and relief in metres [N]: strands that run along."""
    strand = clouds(around / 0.0045, along / 0.09, persona.seed + 60)
    lock = noise(around / 0.016, along / 0.16, persona.seed + 61)
    tone = 1 + 0.34 * strand + 0.20 * lock
    albedo = linear(persona.hair_colour) * tone[:, None]
    return np.maximum(albedo, 0.004).astype(np.float32), (0.0011 * strand + 0.0016 * lock).astype(np.float32)


def shoe(persona: Persona, along: Floats, height: Floats, across: Floats, scale: float) -> Floats:
    """Linear albedo [N, 3]: along the sole from the heel, height above its middle, across; in metres."""
    y = height / scale
    upper = np.tile(linear(persona.shoe_colour), (len(y), 1))
    pale, dark = np.array((0.80, 0.79, 0.76), np.float32), np.array((0.05, 0.045, 0.04), np.float32)
    if persona.shoe == "sneakers":
        out = _mix(upper, pale, step(0.0045 - y, 0.002))
        laces = step(0.012 - np.abs(across / scale), 0.003) * step(y - 0.022, 0.004)
        rows = 0.5 + 0.5 * np.sin(along / scale * 420)
        out = _mix(out, pale, 0.75 * laces * step(rows - 0.5, 0.4))
        return _mix(out, pale, step(along / scale - 0.188, 0.006) * step(0.014 - y, 0.004))
    return _mix(upper, dark, step(-0.010 - y, 0.003))


def _mix(a: Real, b: Real, share: Real) -> Floats:
    weight = np.clip(share, 0, 1)[:, None]
    return np.asarray(a * (1 - weight) + b * weight, dtype=np.float32)
