"""Collars, lapels and hoods: strips grown from the neckline of a worn garment."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.atelier.garment import GarmentSpec, Panel
from toile.atelier.mesh import Faces
from toile.pixels.arrays import Floats

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


def collar(g: GarmentSpec, edge: Floats, up: Floats, forward: Floats, scale: float) -> Strip | None:
    """The collar of that garment on its neckline, an open chain [N, 3] from the wearer's left front round the back
    to the right front; None where it has none."""
    if g.collar not in _PROFILES or len(edge) < 8:
        return None
    profile, panel, panels = _PROFILES[g.collar]
    step = np.linalg.norm(np.diff(edge, axis=0), axis=1)
    run = np.concatenate(((0.0,), np.cumsum(step)))
    count = max(int(run[-1] / 0.012), 24)
    at = np.linspace(0, run[-1], count)
    base = np.stack([np.interp(at, run, edge[:, m]) for m in range(3)], axis=1)
    base = _smooth(base, 3)
    middle = base.mean(axis=0)
    away = base - middle
    away -= (away @ up)[:, None] * up
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    share = at / run[-1]
    offsets = profile(share.astype(np.float32)) * scale
    spread = _forward(g, share)[:, None, None] * forward * scale
    rows = (
        base[:, None]
        + offsets[..., :1] * away[:, None]
        + offsets[..., 1:] * up
        + spread * np.linspace(0, 1, offsets.shape[1])[None, :, None] ** 2
    )
    rows = np.stack([_smooth(rows[:, k], 2) for k in range(rows.shape[1])], axis=1)
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


def _forward(g: GarmentSpec, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the tips reach forward."""
    ends = np.abs(2 * share - 1) ** 8
    return ends * {"shirt": 0.016, "lapel": 0.02}.get(g.collar, 0.0)


def _shirt(share: Floats) -> NDArray[np.float64]:
    """A stand, a roll, and a fall that is longest at the tips."""
    end = np.abs(2 * share - 1)[:, None]
    stand = 0.030 - 0.010 * end**4
    fall = 0.040 + 0.026 * np.clip((end - 0.72) / 0.28, 0, 1) ** 1.5
    down = np.array((0.0, 0.0, 0.0, 0.12, 0.5, 1.0))
    out = np.array((0.000, -0.003, 0.000, 0.008, 0.013, 0.019))
    up = np.array((0.0, 0.55, 1.0, 1.06, 1.0, 1.0))
    high = stand * up - fall * down
    return np.stack((np.broadcast_to(out, high.shape) + 0.006 * end * down, high), axis=-1)


def _lapel(share: Floats) -> NDArray[np.float64]:
    """A collar that stands behind the neck and lies on the chest in front."""
    end = np.clip((np.abs(2 * share - 1)[:, None] - 0.25) / 0.75, 0, 1)
    stand = 0.032 * (1 - end) ** 1.5 + 0.004
    notch = 1 - 0.45 * np.exp(-(((end - 0.42) / 0.05) ** 2))
    wide = (
        (0.052 + 0.035 * np.maximum(np.sin(np.pi * np.clip(end * 1.15, 0, 1)), 0) ** 0.8 * (end > 0.2))
        * notch
        * (1.02 - end**6)
    )
    along = np.array((0.0, 0.0, 0.04, 0.35, 0.7, 1.0))
    up = np.array((0.0, 0.6, 1.0, 0.98, 0.96, 0.94))
    lies = end**0.6
    out = wide * along * (0.35 + 0.65 * lies) + np.array((0.0, -0.002, 0.004, 0.008, 0.010, 0.010))
    high = stand * up - wide * along * (0.90 - 0.62 * lies)
    return np.stack((out, high), axis=-1)


def _hood(share: Floats) -> NDArray[np.float64]:
    """A hood that lies on the back: a high roll behind, narrow at the throat."""
    end = np.abs(2 * share - 1)[:, None]
    body = 1 - end**2.2
    rise = 0.028 + 0.035 * body
    fall = 0.03 + 0.125 * body
    up = np.array((0.0, 0.5, 0.9, 1.0, 0.85, 0.5, 0.0, 0.0, 0.0))
    down = np.array((0.0, 0.0, 0.0, 0.0, 0.0, 0.05, 0.25, 0.7, 1.0))
    out = np.array((0.0, -0.004, 0.006, 0.022, 0.040, 0.052, 0.056, 0.046, 0.022))
    high = rise * up - fall * down
    return np.stack((out * (0.45 + 0.75 * body), high), axis=-1)


_PROFILES: dict[str, tuple[Profile, int, int]] = {
    "shirt": (_shirt, int(Panel.COLLAR), 2),
    "lapel": (_lapel, int(Panel.COLLAR), 2),
    "hood": (_hood, int(Panel.HOOD), 3),
}
