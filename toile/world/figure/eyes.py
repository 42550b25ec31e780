"""The eyeballs: where they are, and how the white, the iris and the pupil are painted."""

from dataclasses import replace

import numpy as np

from toile.domain.persona import Face, Persona
from toile.pixels.arrays import Floats
from toile.world.figure.body import Figure
from toile.world.figure.face import eye_centres
from toile.world.figure.skeleton import NUMBER
from toile.world.figure.template import HEAD_SIZE
from toile.world.mesh import Mesh
from toile.world.paint import Paint, matt
from toile.world.part import Part
from toile.world.solid import Vector
from toile.world.textile.fabric import linear

RADII = (16.4, 13.4, 12.8)  # mm; wider than an eyeball, so that the corners of the eye are filled
IRIS = 6.6  # mm
_RINGS, _SPOKES = 14, 36


def globes(face: Face, origin: Vector, scale: float) -> Mesh:
    """The front halves of both eyeballs at rest. `coords`: millimetres from the middle of the iris to the picture's
    right and up, and which eye (1: the person's left)."""
    vertices, faces = _bowl()
    size = np.array(RADII)
    normals = vertices / size
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    places, coords = [], []
    for side, centre in zip((1.0, -1.0), eye_centres(face, origin, scale), strict=True):
        places.append(vertices * size * 1e-3 * scale + centre)
        # The eyes look at something not far away, a little towards each other.
        flat = vertices[:, :2] * size[:2] + np.array((side * 0.5, 0.3))
        coords.append(np.column_stack((flat, np.full(len(flat), side))))
    return Mesh(
        "eyes",
        np.concatenate(places).astype(np.float32),
        np.concatenate((faces, faces + len(vertices))).astype(np.int32),
        np.tile(normals, (2, 1)).astype(np.float32),
        np.concatenate(coords).astype(np.float32),
        np.zeros(2 * len(faces), np.uint8),
    )


def eyes(figure: Figure) -> Mesh:
    """Both eyeballs of the figure."""
    at = globes(figure.face, figure.rest.joints["head_base"], figure.scale * HEAD_SIZE)
    bone = figure.bones.transforms[NUMBER["head"]]
    turn, shift = bone[:, :3], bone[:, 3]
    return replace(
        at,
        vertices=(at.vertices @ turn.T + shift).astype(np.float32),
        normals=(at.normals @ turn.T).astype(np.float32),
        part=np.full(len(at.faces), Part.EYE, np.uint8),
    )


def _bowl() -> tuple[np.ndarray, np.ndarray]:
    """The front half of a unit ball, pole to the front: vertices [V, 3] and faces [F, 3]."""
    tilt = np.linspace(0, 0.5 * np.pi, _RINGS + 1)[1:]
    turn = np.linspace(0, 2 * np.pi, _SPOKES, endpoint=False)
    ring = np.stack(
        (
            np.sin(tilt)[:, None] * np.cos(turn),
            np.sin(tilt)[:, None] * np.sin(turn),
            np.cos(tilt)[:, None] * np.ones(_SPOKES),
        ),
        axis=-1,
    ).reshape(-1, 3)
    i, j = (axis.ravel() for axis in np.mgrid[0 : _RINGS - 1, 0:_SPOKES])
    a, b = 1 + i * _SPOKES + j, 1 + i * _SPOKES + (j + 1) % _SPOKES
    c, d = a + _SPOKES, b + _SPOKES
    j = np.arange(_SPOKES)
    fan = np.column_stack((np.zeros(_SPOKES, int), 1 + j, 1 + (j + 1) % _SPOKES))
    faces = np.concatenate((fan, np.column_stack((a, c, b)), np.column_stack((b, c, d))))
    return np.concatenate((np.array([(0.0, 0.0, 1.0)]), ring)), faces


def paint(persona: Persona, coords: Floats, pixel: float = 0.001) -> Paint:
    """The white with its veins left out, an iris with fibres and a dark ring, the pupil, a glint. `pixel`: metres."""
    x, y, _ = coords.T
    soft = max(0.35, 500 * pixel)
    r = np.hypot(x, y)
    turn = np.arctan2(y, x)
    old = np.clip((persona.age - 30) / 60, 0, 1)
    out = np.tile(np.array((0.60, 0.575 - 0.03 * old, 0.55 - 0.06 * old), np.float32), (len(x), 1))
    # Beside dark skin the eye takes a white for brighter than it is.
    out *= np.float32(0.78 + 0.22 * min(1.0, float(linear(persona.skin).mean()) / 0.30))
    corner = np.clip((np.abs(x) - 9.5) / 6, 0, 1)
    out *= 1 - corner[:, None] * np.array((0.22, 0.50, 0.48), np.float32)
    # The lid and its lashes shade the upper part of the ball.
    out *= (1 - 0.62 * np.clip((y - 0.5) / 5.5, 0, 1))[:, None]
    iris = linear(persona.eye_colour)
    fibre = 0.5 + 0.5 * np.sin(23 * turn + 3 * np.sin(7 * turn) + r) * np.sin(41 * turn)
    tone = 0.75 + 0.5 * fibre * np.clip((r - 2) / 3, 0, 1) - 0.18 * np.clip(y / 4, -1, 1)
    warm = np.exp(-(((r - 3.0) / 1.1) ** 2))[:, None] * np.array((0.10, 0.055, 0.01), np.float32)
    ring = np.clip((r - (IRIS - 1.6)) / 1.6, 0, 1)[:, None]
    inner = (1.5 * iris * tone[:, None] + warm) * (1 - 0.72 * ring)
    out = _over(out, inner, _edge(IRIS - r, soft + 0.4))
    out = _over(out, np.full(3, 0.006, np.float32), _edge(2.5 - r, soft))
    glint = np.hypot(x + 2.1, y - 2.3)
    out = _over(out, np.full(3, 1.6, np.float32), 0.9 * _edge(1.0 + 0.25 * soft - glint, soft))
    return matt(np.asarray(out, np.float32), gloss=0.5, rough=0.10)


def _edge(x: Floats, soft: float) -> Floats:
    return np.asarray(np.clip(x / soft + 0.5, 0, 1), dtype=np.float32)


def _over(below: Floats, above: Floats, share: Floats) -> Floats:
    return np.asarray(below + (above - below) * share[:, None], dtype=np.float32)
