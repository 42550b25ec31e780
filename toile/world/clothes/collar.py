"""Collars, lapels and hoods: strips grown from the neckline of a worn garment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.clothes.garment import GarmentSpec, Panel
from toile.world.ease import smooth
from toile.world.mesh import Faces

Profile = Callable[
    [Floats], NDArray[np.float64]
]  # for shares of the way round [N]: outward and up, [N, ROWS, 2]


@dataclass(frozen=True)
class Strip:
    """A strip along the neckline: vertices, faces, panel of each, and fabric coordinates u (round), v (across)."""

    vertices: Floats
    faces: Faces
    panel: NDArray[np.uint8]
    u: Floats
    v: Floats


@dataclass(frozen=True)
class Chest:
    """The cloth round a neckline, on which a collar lies: places and normals [N, 3]."""

    places: Floats
    normals: Floats


def collar(
    g: GarmentSpec, edge: Floats, up: Floats, forward: Floats, scale: float, chest: Chest | None = None
) -> Strip | None:
    """The collar of that garment on its neckline, an open chain [N, 3] from the wearer's left front round the back
    to the right front; None where it has none. `chest`: what it lies on, if anything."""
    if g.collar not in _PROFILES or len(edge) < 8:
        return None
    profile, panel, panels = _PROFILES[g.collar]
    step = np.linalg.norm(np.diff(edge, axis=0), axis=1)
    run = np.concatenate(((0.0,), np.cumsum(step)))
    count = max(int(run[-1] / 0.007), 48)
    at = np.linspace(0, run[-1], count)
    base = np.stack([np.interp(at, run, edge[:, m]) for m in range(3)], axis=1)
    base = _smooth(base, 8)
    middle = base.mean(axis=0)
    away = base - middle
    away -= (away @ up)[:, None] * up
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    share = at / run[-1]
    end = np.abs(2 * share - 1)
    # Towards the front a lapel is folded to the side, not outwards; and the points of a collar part there.
    aside = np.cross(up, forward) * np.sign(1 - 2 * share)[:, None]
    turned = _TURNED.get(g.collar, 0.0) * smooth((end - 0.35) / 0.3)[:, None]
    away = away * (1 - turned) + aside * turned
    offsets = profile(share.astype(np.float32)) * scale
    rows = base[:, None] + offsets[..., :1] * away[:, None] + offsets[..., 1:] * up
    parts = _PARTED.get(g.collar, 0.0) * scale * smooth((end - 0.72) / 0.28)
    rows += parts[:, None, None] * aside[:, None] * np.linspace(0, 1, rows.shape[1])[None, :, None] ** 2
    for _ in range(2):
        rows = np.stack([_smooth(rows[:, j], 1) for j in range(rows.shape[1])], axis=1)
    if chest is not None:
        _lay(rows, chest, panels, turned[:, 0] if g.collar == "lapel" else 0 * end)
    n, k, _ = rows.shape
    i, j = np.meshgrid(np.arange(n - 1), np.arange(k - 1), indexing="ij")
    a = (i * k + j).ravel()
    faces = np.concatenate((np.stack((a, a + 1, a + k), 1), np.stack((a + 1, a + k + 1, a + k), 1)))
    across = np.linalg.norm(np.diff(rows, axis=1), axis=2).mean(axis=0)
    v = np.tile(np.concatenate(((0.0,), np.cumsum(across))), (n, 1))
    u = np.repeat((at - 0.5 * run[-1])[:, None], k, axis=1)
    kinds = np.where(np.tile(j.ravel(), 2) < panels, Panel.LINING, panel).astype(np.uint8)
    return Strip(
        rows.reshape(-1, 3).astype(np.float32),
        faces.astype(np.int32),
        kinds,
        u.ravel().astype(np.float32),
        v.ravel().astype(np.float32),
    )


def _smooth(line: NDArray[np.float64], rounds: int) -> NDArray[np.float64]:
    out = line.copy()
    for _ in range(rounds):
        out[1:-1] = 0.5 * out[1:-1] + 0.25 * (out[:-2] + out[2:])
    return out


def _lay(rows: NDArray[np.float64], chest: Chest, first: int, flat: NDArray[np.floating[Any]]) -> None:
    """Push the rows from `first` on out of the cloth that they lie on, in place; where `flat` [N] is 1 they lie on it
    closely."""
    middle = rows.mean(axis=(0, 1))
    near = np.linalg.norm(chest.places - middle, axis=1) < 0.26
    places, normals = chest.places[near], chest.normals[near]
    if len(places) == 0:
        return
    for j in range(first, rows.shape[1]):
        away = ((rows[:, j, None] - places[None]) ** 2).sum(axis=2)
        best = away.argmin(axis=1)
        off = ((rows[:, j] - places[best]) * normals[best]).sum(axis=1)
        gap = 0.004 + 0.005 * (j - first) / (rows.shape[1] - first)
        push = np.maximum(gap - off, 0.0) + flat * np.minimum(gap + 0.002 - off, 0.0)
        push = _smooth(np.clip(push, -0.05, 0.05)[:, None], 4)
        rows[:, j] += push * normals[best]


def _shirt(share: Floats) -> NDArray[np.float64]:
    """A stand that leans on the neck, a roll, and a fall that is longest at the points."""
    end = np.abs(2 * share - 1)[:, None]
    stand = 0.025 - 0.014 * end**2
    fall = 0.046 + 0.030 * np.clip((end - 0.70) / 0.30, 0, 1) ** 1.3
    down = np.array((0.0, 0.0, 0.0, 0.05, 0.25, 0.5, 0.75, 1.0))
    out = np.array((0.000, -0.005, -0.006, 0.000, 0.007, 0.013, 0.019, 0.025))
    up = np.array((0.0, 0.55, 1.0, 1.10, 1.0, 1.0, 1.0, 1.0))
    high = stand * up - fall * down
    return np.stack((np.broadcast_to(out, high.shape) * (1 - 0.5 * end**4), high), axis=-1)


def _lapel(share: Floats) -> NDArray[np.float64]:
    """A collar that stands behind the neck, and lapels that lie on the chest in front, with a notch between."""
    end = np.abs(2 * share - 1)[:, None]
    stand = 0.030 * np.clip(1 - end / 0.55, 0, 1)
    front = np.clip((end - 0.46) / 0.54, 0, 1)
    lapel = 0.088 * np.clip(1 - front, 0, 1) ** 0.75 + 0.004
    back = 0.050 + 0.018 * np.clip(end / 0.42, 0, 1)
    wide = np.where(end < 0.44, back, lapel)
    wide = wide * (1 - 0.80 * np.exp(-(((end - 0.45) / 0.026) ** 2)))
    along = np.array((0.0, 0.0, 0.02, 0.16, 0.37, 0.58, 0.79, 1.0))
    up = np.array((0.0, 0.6, 1.0, 1.04, 1.0, 1.0, 1.0, 1.0))
    lies = np.clip((end - 0.2) / 0.35, 0, 1)
    out = wide * along * (0.45 + 0.53 * lies) + np.array(
        (0.0, -0.004, -0.002, 0.004, 0.005, 0.005, 0.005, 0.005)
    )
    high = stand * up - wide * along * (0.88 - 0.88 * lies)
    return np.stack((out, high), axis=-1)


def _hood(share: Floats) -> NDArray[np.float64]:
    """A hood that lies on the back: a high roll behind, only an edge at the throat."""
    end = np.abs(2 * share - 1)[:, None]
    body = np.clip(1 - end, 0, 1) ** 0.9
    rise = 0.016 + 0.052 * body
    fall = 0.016 + 0.185 * body
    up = np.array((0.0, 0.5, 0.9, 1.0, 0.85, 0.5, 0.0, 0.0, 0.0))
    down = np.array((0.0, 0.0, 0.0, 0.0, 0.0, 0.05, 0.25, 0.7, 1.0))
    out = np.array((0.0, -0.006, 0.002, 0.018, 0.038, 0.052, 0.058, 0.050, 0.026))
    high = rise * up - fall * down
    return np.stack((out * (0.28 + 0.95 * body), high), axis=-1)


_TURNED = {"lapel": 1.0}  # how much the strip is folded to the side in front
_PARTED = {"shirt": 0.030}  # how far the points of a collar stand apart, metres
_PROFILES: dict[str, tuple[Profile, int, int]] = {
    "shirt": (_shirt, int(Panel.COLLAR), 2),
    "lapel": (_lapel, int(Panel.COLLAR), 2),
    "hood": (_hood, int(Panel.HOOD), 3),
}
