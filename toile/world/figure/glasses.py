"""Glasses: rims, a bridge, arms to the ears, and dark lenses for the sun. Millimetres from the head's base."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.domain.persona import Colour, Glasses
from toile.pixels.arrays import Floats
from toile.world.figure.body import Figure
from toile.world.figure.skeleton import NUMBER
from toile.world.figure.template import HEAD_SIZE
from toile.world.mesh import Mesh, normals_of
from toile.world.paint import Paint, matt
from toile.world.part import Part
from toile.world.textile.fabric import linear

Reals = NDArray[np.float64]
_SIDES = 8


@dataclass(frozen=True)
class Frame:
    """Half width and half height of a rim, how square it is (2: an ellipse), how thick, and whether it has lenses."""

    half: tuple[float, float]
    power: float
    thick: float
    lens: bool
    colour: Colour


FRAMES: Mapping[Glasses, Frame] = {
    Glasses.ROUND: Frame((22.5, 21.0), 2.1, 1.3, False, (58, 44, 34)),
    Glasses.SQUARE: Frame((25.0, 18.0), 3.6, 1.9, False, (28, 27, 30)),
    Glasses.SUN: Frame((27.0, 21.5), 2.7, 1.9, True, (24, 22, 24)),
}


def glasses(figure: Figure, kind: Glasses) -> tuple[Mesh, ...]:
    """What is worn before the eyes. `coords` [V, 2]: 0 on the frame, 1 on a lens; height in mm."""
    frame = FRAMES.get(kind)
    if frame is None:
        return ()
    wide = 1 + 0.045 * figure.face.width
    pieces = [_tube(line * (wide, 1, 1), frame.thick, closed) for line, closed in _lines(frame)]
    kinds = [0.0] * len(pieces)
    if frame.lens:
        pieces += [_lens(frame, sign, wide) for sign in (1.0, -1.0)]
        kinds += [1.0, 1.0]
    size = figure.scale * HEAD_SIZE * 1e-3
    bone = figure.bones.transforms[NUMBER["head"]]
    counts = np.cumsum([0, *(len(v) for v, _ in pieces)])
    vertices = np.concatenate([v for v, _ in pieces])
    faces = np.concatenate([f + n for (_, f), n in zip(pieces, counts, strict=False)]).astype(np.int32)
    coords = np.concatenate([np.full(len(v), k) for (v, _), k in zip(pieces, kinds, strict=True)])
    places = vertices * size + figure.rest.joints["head_base"]
    places = (places @ bone[:, :3].T + bone[:, 3]).astype(np.float32)
    return (
        Mesh(
            "glasses",
            places,
            faces,
            normals_of(places, faces),
            np.column_stack((coords, vertices[:, 1])).astype(np.float32),
            np.full(len(faces), Part.GLASSES, np.uint8),
            True,
        ),
    )


def paint(kind: Glasses, coords: Floats) -> Paint:
    """Polished frame; lenses darker at the top."""
    frame = FRAMES[kind]
    lens = coords[:, 0] > 0.5
    fade = np.clip((70 - coords[:, 1]) / 40, 0, 1)[:, None]
    dark = np.array((0.016, 0.014, 0.013), np.float32) * (0.5 + 1.6 * fade)
    albedo = np.where(lens[:, None], dark, linear(frame.colour))
    return matt(albedo.astype(np.float32), gloss=np.where(lens, 0.75, 0.6), rough=np.where(lens, 0.06, 0.28))


def _rim(frame: Frame, sign: float, count: int = 40, share: float = 1.0) -> Reals:
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    c, s = np.cos(turn), np.sin(turn)
    r = (np.abs(c) ** frame.power + np.abs(s) ** frame.power) ** (-1 / frame.power)
    x, y = share * frame.half[0] * r * c, share * frame.half[1] * r * s
    # The lenses lie on a wide arc round the face, and lean in at the bottom.
    across = 33.5 + x
    z = 97.5 - 0.0062 * across**2 + 0.06 * y
    return np.stack((sign * across, 52.5 + y, z), axis=1)


def _lines(frame: Frame) -> list[tuple[Reals, bool]]:
    inner, outer = 33.5 - frame.half[0], 33.5 + frame.half[0]
    t = np.linspace(-1, 1, 13)
    bridge = np.stack((inner * t, 57 + 3.2 * (1 - t * t), 97.0 + 2.0 * (1 - t * t)), axis=1)
    out: list[tuple[Reals, bool]] = [(bridge, False)]
    for sign in (1.0, -1.0):
        out.append((_rim(frame, sign), True))
        front = 97.5 - 0.0062 * outer**2
        stops = np.array(
            (
                (outer - 1, 59, front),
                (outer + 9, 60, front - 8),
                (75, 61, 40),
                (77.5, 63, 4),
                (78, 62, -12),
                (77, 45, -30),
            )
        )
        u = np.linspace(0, 5, 24)
        arm = np.stack([np.interp(u, np.arange(6), stops[:, k]) for k in range(3)], axis=1)
        arm[1:-1] = 0.25 * arm[:-2] + 0.5 * arm[1:-1] + 0.25 * arm[2:]
        out.append((arm * (sign, 1, 1), False))
    return out


def _tube(line: Reals, radius: float, closed: bool) -> tuple[Reals, NDArray[np.int64]]:
    """A round tube along a line [K, 3]: vertices and faces."""
    step = np.roll(line, -1, axis=0) - np.roll(line, 1, axis=0) if closed else np.gradient(line, axis=0)
    along = step / np.linalg.norm(step, axis=1, keepdims=True)
    up = np.where(np.abs(along[:, 1:2]) > 0.8, np.array((0, 0, 1.0)), np.array((0, 1.0, 0)))
    if closed:
        up = np.tile(np.array((0, 0, 1.0)), (len(line), 1))
    side = np.cross(along, up)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    out = np.cross(side, along)
    turn = np.linspace(0, 2 * np.pi, _SIDES, endpoint=False)
    ring = np.cos(turn)[:, None, None] * side + np.sin(turn)[:, None, None] * out
    vertices = (line + radius * ring).transpose(1, 0, 2).reshape(-1, 3)
    k = len(line)
    i, j = (a.ravel() for a in np.mgrid[0 : k if closed else k - 1, 0:_SIDES])
    nxt, ahead = (j + 1) % _SIDES, (i + 1) % k
    a, b, c, d = i * _SIDES + j, i * _SIDES + nxt, ahead * _SIDES + j, ahead * _SIDES + nxt
    faces = np.concatenate((np.column_stack((a, c, b)), np.column_stack((b, c, d))))
    return vertices, faces


def _lens(frame: Frame, sign: float, wide: float) -> tuple[Reals, NDArray[np.int64]]:
    rim = _rim(frame, sign) * (wide, 1, 1)
    middle = rim.mean(axis=0) + np.array((0, 0, 0.8))
    half = 0.5 * (rim + middle) + np.array((0, 0, 0.6))
    n = len(rim)
    i = np.arange(n)
    j = (i + 1) % n
    faces = np.concatenate(
        (
            np.column_stack((np.zeros(n, int), 1 + i, 1 + j)),
            np.column_stack((1 + i, 1 + n + i, 1 + j)),
            np.column_stack((1 + j, 1 + n + i, 1 + n + j)),
        )
    )
    faces = faces if sign > 0 else faces[:, ::-1]
    return np.concatenate((middle[None], half, rim)), faces
