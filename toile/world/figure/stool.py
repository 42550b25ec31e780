"""What a sitting figure sits on: a plain round stool."""

import numpy as np

from toile.pixels.arrays import Floats
from toile.world.figure import last
from toile.world.figure.body import Figure
from toile.world.mesh import Mesh, normals_of
from toile.world.paint import Paint, matt

# Half widths and heights along the outline, from the middle of the top to the floor; heights below the seat are shares.
_TOP = (
    (0.0, 0.0),
    (0.135, 0.0),
    (0.160, -0.004),
    (0.172, -0.014),
    (0.174, -0.026),
    (0.166, -0.036),
    (0.030, -0.040),
)
_FOOT = (
    (0.024, -0.060),
    (0.0215, -0.10),
    (0.0215, 0.075),
    (0.026, 0.045),
    (0.052, 0.026),
    (0.165, 0.014),
    (0.178, 0.0),
)
_ROUND = 72
_WOOD, _STEEL = (0.36, 0.21, 0.11), (0.30, 0.30, 0.31)


def stool(figure: Figure) -> Mesh | None:
    """The stool under a sitting figure, None if it stands. `coords` [V, 3]: metres from its middle, across, up from the
    floor and to the front; every face is part 0."""
    if figure.pose.seat <= 0:
        return None
    lifted = last.lift(figure.shoe) if figure.shoe else 0.0
    seat = (figure.pose.seat + lifted) * figure.scale
    down = [(r, seat + y if y < 0 else y) for r, y in _FOOT]
    line = np.array([(r, seat + y) for r, y in _TOP] + down)
    angle = np.linspace(0, 2 * np.pi, _ROUND, endpoint=False)
    ring = np.stack((np.sin(angle), np.zeros(_ROUND), np.cos(angle)), axis=1)
    places = line[:, None, :1] * ring + line[:, None, 1:] * np.array((0.0, 1.0, 0.0))
    a = np.arange(_ROUND)
    b = (a + 1) % _ROUND
    first = np.arange(len(line) - 1)[:, None] * _ROUND
    quads = np.stack((a + first, a + first + _ROUND, b + first + _ROUND, b + first), axis=-1).reshape(-1, 4)
    faces = np.concatenate((quads[:, :3], quads[:, [0, 2, 3]])).astype(np.int32)
    coords = places.reshape(-1, 3).astype(np.float32)
    under = figure.bones.place("pelvis", figure.rest.joints["pelvis"])
    ahead = figure.bones.transforms[0, :, 2]
    middle = (under - 0.01 * ahead) * np.array((1, 0, 1))
    vertices = (coords + middle).astype(np.float32)
    return Mesh("stool", vertices, faces, normals_of(vertices, faces), coords, np.zeros(len(faces), np.uint8))


def paint(coords: Floats) -> Paint:
    """A wooden seat on a steel foot. `coords` [N, 3] as in `stool`."""
    across, up, front = coords.T
    wide = np.hypot(across, front)
    wood = (up > 0.2) & ((wide > 0.028) | (up > up.max(initial=0.0) - 0.02))
    grain = 1 + 0.10 * np.sin(230 * across + 6 * np.sin(9 * front)) * np.cos(31 * across + 5 * front)
    albedo = np.where(wood[:, None], np.array(_WOOD) * grain[:, None], np.array(_STEEL)).astype(np.float32)
    gloss = np.where(wood, 0.25, 0.7).astype(np.float32)
    return matt(albedo, gloss=gloss, rough=np.where(wood, 0.5, 0.3).astype(np.float32))
