"""Eyeballs."""

import numpy as np

from toile.domain.persona import Face
from toile.world.figure import cast, eyes
from toile.world.figure.face import eye_centres
from toile.world.solid import vector

_PERSONA = cast.draw_persona(4)


def _row(x: float, y: float) -> np.ndarray:
    return np.array([[x, y, 1.0]], dtype=np.float32)


def test_pupil_iris_and_white_grow_lighter_outwards() -> None:
    tones = [float(eyes.paint(_PERSONA, _row(x, 0.0)).albedo.mean()) for x in (0.5, 4.4, 9.0)]
    assert tones[0] < tones[1] < tones[2]


def test_the_eyeballs_bulge_to_the_front_round_their_centres() -> None:
    base = vector(0, 1.5, 0)
    mesh = eyes.globes(Face(), base, 1.0)
    half = len(mesh.vertices) // 2
    for centre, part in zip(
        eye_centres(Face(), base, 1.0), (mesh.vertices[:half], mesh.vertices[half:]), strict=True
    ):
        away = (part - centre) / (np.array(eyes.RADII) * 1e-3)
        assert np.allclose(np.linalg.norm(away, axis=1), 1, atol=1e-4)
        assert (part[:, 2] > centre[2] - 1e-6).all()


def test_faces_look_outwards() -> None:
    mesh = eyes.globes(Face(), vector(0, 1.5, 0), 1.0)
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    assert (np.einsum("fk,fk->f", np.cross(b - a, c - a), mesh.normals[mesh.faces[:, 0]]) > 0).all()
