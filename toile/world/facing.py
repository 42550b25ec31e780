"""Compiled: which way the faces round a vertex look. `mesh` loads this late."""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)


@jit
def face(vertices, faces, out):
    """Unit normals at the vertices, the faces' weighted by area, into `out` [V, 3] of zeros."""
    for f in range(faces.shape[0]):
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        px = vertices[b, 0] - vertices[a, 0]
        py = vertices[b, 1] - vertices[a, 1]
        pz = vertices[b, 2] - vertices[a, 2]
        qx = vertices[c, 0] - vertices[a, 0]
        qy = vertices[c, 1] - vertices[a, 1]
        qz = vertices[c, 2] - vertices[a, 2]
        x, y, z = py * qz - pz * qy, pz * qx - px * qz, px * qy - py * qx
        for corner in range(3):
            v = faces[f, corner]
            out[v, 0] += x
            out[v, 1] += y
            out[v, 2] += z
    for v in range(out.shape[0]):
        size = math.sqrt(out[v, 0] ** 2 + out[v, 1] ** 2 + out[v, 2] ** 2)
        scale = 1.0 / max(size, np.float64(1.0e-20))
        for k in range(3):
            out[v, k] *= scale
