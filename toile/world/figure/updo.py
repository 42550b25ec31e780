"""Hair that is gathered: a bun, a tail, braids. Strands in millimetres from the head's base, for `hair`."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from toile.domain.persona import Hair

Reals = NDArray[np.float64]
Rods = Reals
Strands = tuple[Reals, Reals, Reals, float]  # places, normals [S, K, 3], own numbers [S], width


def _bun(rods: Rods, seed: int) -> tuple[Strands, ...]:
    """Strands wound round a flattened ball."""
    random = np.random.default_rng((seed, 43))
    count, knots = 420, 12
    axis = np.array((0.0, 0.80, -0.60))
    side = np.array((1.0, 0.0, 0.0))
    up = np.cross(axis, side)
    turn = random.uniform(0, 2 * np.pi, (count, 1)) + np.linspace(0, 2.6, knots)
    height = np.arcsin(random.uniform(-0.55, 0.96, (count, 1))) + np.linspace(0, 0.30, knots) - 0.15
    height = np.clip(height + 0.10 * np.sin(3 * turn), -0.6, 1.5)
    out = (
        np.cos(height)[..., None] * (np.cos(turn)[..., None] * side + np.sin(turn)[..., None] * up)
        + 0.82 * np.sin(height)[..., None] * axis
    )
    places = np.array((0, 178.0, -78.0)) + 33 * out * random.uniform(0.93, 1.04, (count, 1, 1))
    normals = out / np.linalg.norm(out, axis=2, keepdims=True)
    return ((places, normals, random.random(count), 6.5),)


def _tail(rods: Rods, seed: int) -> tuple[Strands, ...]:
    """A tail from the back of the head to between the shoulders."""
    random = np.random.default_rng((seed, 44))
    count, knots = 520, 12
    long = random.uniform(0.84, 1.0, (count, 1, 1))
    t = np.linspace(0, 1, knots)[None, :, None] * long
    stops = [np.array(p, float) for p in ((0, 138, -102), (0, 172, -158), (0, 30, -176), (0, -175, -150))]
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    middle = sum(w * p for w, p in zip(weights, stops, strict=True))
    angle = random.uniform(0, 2 * np.pi, (count, 1))
    r = np.sqrt(random.random((count, 1)))
    spread = (9 + 26 * np.sin(np.pi * np.clip(t, 0, 1) ** 0.7) * (1 - 0.35 * t))[..., 0]
    sway = 4 * np.sin(5 * t[..., 0] + 2 * angle)
    along = np.gradient(middle, axis=1)
    up = np.cross(np.array((1.0, 0, 0)), along)
    up /= np.linalg.norm(up, axis=2, keepdims=True)
    away = (np.sin(angle) * r * spread)[..., None] * up
    away[..., 0] += np.cos(angle) * r * spread + sway * r
    normals = away / np.maximum(np.linalg.norm(away, axis=2, keepdims=True), 1e-6)
    ring = np.linspace(0, 2 * np.pi, 14)
    tie = np.array((0, 140.0, -104.0)) + np.stack(
        (11 * np.cos(ring), 9 * np.sin(ring), -9 * np.sin(ring)), axis=1
    )
    round_ = tie - tie.mean(axis=0)
    round_ /= np.linalg.norm(round_, axis=1, keepdims=True)
    return (
        (middle + away, normals, random.random(count), 7.5),
        (np.stack((tie, tie + np.array((0, 2.5, 3.0)))), np.stack((round_, round_)), np.zeros(2), 7.0),
    )


def _braids(rods: Rods, seed: int) -> tuple[Strands, ...]:
    """Two braids from behind the ears over the shoulders."""
    t = np.linspace(0, 1, 90)
    out = []
    for sign in (1.0, -1.0):
        knots = np.array(
            ((64, 4, -44), (76, -50, -22), (84, -105, 24), (78, -165, 78), (74, -240, 104)), float
        )
        line = np.stack([np.interp(t, np.linspace(0, 1, 5), knots[:, k]) for k in range(3)], axis=1)
        line[:, 0] *= sign
        for _ in range(30):
            line = _free(line, rods, 12.0)
            line[1:-1] = 0.25 * line[:-2] + 0.5 * line[1:-1] + 0.25 * line[2:]
        out.append(_plait(_free(line, rods, 10.0), seed))
    return tuple(out)


def _plait(line: Reals, seed: int) -> Strands:
    """Three strands that cross in turn along a line [K, 3]."""
    random = np.random.default_rng((seed, 45))
    step = np.gradient(line, axis=0)
    along = step / np.linalg.norm(step, axis=1, keepdims=True)
    gone = np.cumsum(np.linalg.norm(step, axis=1))
    front = np.array((0.25 * np.sign(line[0, 0]), 0.25, 1.0))
    front = front - (along @ front)[:, None] * along
    front /= np.linalg.norm(front, axis=1, keepdims=True)
    side = np.cross(along, front)
    thin = 1 - 0.45 * gone / gone[-1]
    places, normals = [], []
    for strand in range(3):
        phase = 2 * np.pi * (gone / 44 + strand / 3)
        core = (
            line
            + (8.0 * thin * np.sin(phase))[:, None] * side
            + (4.5 * thin * np.sin(2 * phase))[:, None] * front
        )
        for turn in np.linspace(0, 2 * np.pi, 9)[:-1]:
            out = np.cos(turn) * side + np.sin(turn) * front
            places.append(core + (6.6 * thin)[:, None] * out)
            normals.append(out)
    return np.array(places), np.array(normals), 0.3 + 0.6 * random.random(len(places)), 6.4


def _afro(rods: Rods, seed: int) -> tuple[Strands, ...]:
    """Small coils that fill a round crown of hair."""
    from toile.world.figure.hair import scalp

    random = np.random.default_rng((seed, 47))
    roots, up, above = scalp()
    count, knots = 4200, 6
    pick = random.integers(0, len(roots), count)
    root, up, near = roots[pick].astype(float), up[pick].astype(float), np.clip(above[pick] / 45, 0, 1)
    deep = 1 - 0.6 * random.random(count) ** 2
    tall = (14 + 36 * near**0.6) * (1 + 0.12 * np.clip((root[:, 1] - 100) / 60, -1, 1))
    core = root + up * (tall * deep)[:, None]
    side = np.cross(up, random.normal(size=(count, 3)))
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    other = np.cross(up, side)
    turn = np.linspace(0, 4.6, knots) * random.choice((-1.0, 1.0), (count, 1))
    radius = random.uniform(3.5, 6.5, (count, 1))
    places = (
        core[:, None]
        + (radius * np.cos(turn))[..., None] * side[:, None]
        + (radius * np.sin(turn))[..., None] * other[:, None]
        + (np.linspace(-2, 3, knots) * np.ones((count, 1)))[..., None] * up[:, None]
    )
    normals = np.repeat(up[:, None], knots, axis=1) + 0.35 * (places - core[:, None]) / radius[..., None]
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    return ((places, normals, (0.15 + 0.85 * random.random(count)) * deep, 6.0),)


def _free(line: Reals, rods: Rods, clear: float) -> Reals:
    """A line [K, 3] pushed out of round cones."""
    for rod in rods:
        a, b = rod[:3], rod[3:6]
        t = np.clip((line - a) @ (b - a) / max(float((b - a) @ (b - a)), 1e-9), 0, 1)[:, None]
        away = line - a - t * (b - a)
        size = np.linalg.norm(away, axis=1, keepdims=True)
        short = np.maximum(rod[6] * (1 - t) + rod[7] * t + clear - size, 0)
        line = line + short * away / np.maximum(size, 1e-6)
    return line


MORE: Mapping[Hair, Callable[[Rods, int], tuple[Strands, ...]]] = {
    Hair.AFRO: _afro,
    Hair.BUN: _bun,
    Hair.PONYTAIL: _tail,
    Hair.BRAIDS: _braids,
}
