"""Meshes: what the studio puts before the camera. Lengths in metres; x to the wearer's left when facing the camera
(the picture's right), y up, z to the camera."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats

Faces = NDArray[np.int32]  # [F, 3], counter-clockwise seen from outside


@dataclass(frozen=True)
class Mesh:
    """One thing. `vertices` and `normals` float32 [V, 3]; `coords` float32 [V, K] are the material's coordinates,
    carried to every sample; `part` uint8 [F] says what each face is. `sheet`: seen from both sides (cloth, hair)."""

    name: str
    vertices: Floats
    faces: Faces
    normals: Floats
    coords: Floats
    part: NDArray[np.uint8]
    sheet: bool = False


def vertex_parts(mesh: Mesh) -> NDArray[np.uint8]:
    """The part of the last face that uses each vertex, [V]; 0 for vertices of no face."""
    out = np.zeros(len(mesh.vertices), np.uint8)
    out[mesh.faces.ravel()] = np.repeat(mesh.part, 3)
    return out


def normals_of(vertices: Floats, faces: Faces) -> Floats:
    """Unit normals at the vertices, the faces' weighted by area, [V, 3]."""
    from toile.world import facing

    out = np.zeros((len(vertices), 3))
    facing.face(vertices, faces, out)
    return out.astype(np.float32)
