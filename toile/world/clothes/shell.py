"""Compiled: the field of tubes with elliptical sections, from which garments are cut. `cut` loads this late."""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, assignment, index"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)

STATIONS = 24
BLOCK = 4  # places along the edge of what is sampled at once
OPEN, ROUND, FLAT, CLOSED = 0, 1, 2, 3  # begins open, round or flat; a closed one ends flat, others go on
# A row: origin, side, axis, front, length, blend, start; then half width, front, back, x, z


@jit
def _tube(row, px, py, pz):
    """Distance to a tube, exact to first order where its sections change slowly."""
    qx = px - row[0]
    qy = py - row[1]
    qz = pz - row[2]
    x = qx * row[3] + qy * row[4] + qz * row[5]
    y = qx * row[6] + qy * row[7] + qz * row[8]
    z = qx * row[9] + qy * row[10] + qz * row[11]
    length = row[12]
    at = min(max(y / length, 0.0), 1.0) * (STATIONS - 1)
    i = min(int(at), STATIONS - 2)
    t = at - i
    first = 15 + 5 * i
    wide = row[first] * (1 - t) + row[first + 5] * t
    fore = row[first + 1] * (1 - t) + row[first + 6] * t
    back = row[first + 2] * (1 - t) + row[first + 7] * t
    x -= row[first + 3] * (1 - t) + row[first + 8] * t
    z -= row[first + 4] * (1 - t) + row[first + 9] * t
    deep = fore if z > 0.0 else back
    over = 0.0
    if y < 0.0 and row[14] == ROUND:
        over = y
    a = x / wide
    b = z / deep
    c = over / wide
    r = math.sqrt(a * a + b * b + c * c)
    if r < 1.0e-6:
        return -min(wide, deep)
    g = math.sqrt((a / wide) ** 2 + (b / deep) ** 2 + (c / wide) ** 2) / r
    d = (r - 1.0) / g
    if row[14] == FLAT:
        return max(d, -y)
    return max(d, y - length) if row[14] == CLOSED else d


@jit
def sample(tubes, low, step, first, last, values):
    """Melt the tubes into `values` [X, Y, Z], blocks first..last of `BLOCK` rows along x, which already hold another
    field. Blocks far from every tube's surface are not looked at closely."""
    nx, ny, nz = values.shape
    count = tubes.shape[0]
    half = 0.5 * BLOCK * step
    reach = 1.75 * half + 0.012
    away = np.empty(count)
    for bx in range(first * BLOCK, min(last * BLOCK, nx), BLOCK):
        for by in range(0, ny, BLOCK):
            for bz in range(0, nz, BLOCK):
                cx = low[0] + bx * step + half
                cy = low[1] + by * step + half
                cz = low[2] + bz * step + half
                inside = False
                close = False
                for n in range(count):
                    away[n] = _tube(tubes[n], cx, cy, cz)
                    inside |= away[n] < -reach - tubes[n, 13]
                    close |= away[n] < reach + tubes[n, 13]
                if not close:
                    continue
                for x in range(bx, min(bx + BLOCK, nx)):
                    px = low[0] + x * step
                    for y in range(by, min(by + BLOCK, ny)):
                        py = low[1] + y * step
                        for z in range(bz, min(bz + BLOCK, nz)):
                            if inside:
                                values[x, y, z] = -reach
                                continue
                            pz = low[2] + z * step
                            d = values[x, y, z]
                            for n in range(count):
                                k = tubes[n, 13]
                                if away[n] > reach + k:
                                    continue
                                e = _tube(tubes[n], px, py, pz)
                                h = max(k - abs(d - e), 0.0) / k
                                d = min(d, e) - h * h * k * 0.25
                            values[x, y, z] = d


@jit
def split(vertices, faces, values, snap):
    """Cut every face where `values` [V] is zero. Vertices nearer than `snap` metres count as on the line.

    New vertices [V + N, 3], faces, for every new vertex the two old ones and the share between them, and the
    side of each face: 1 positive, -1 negative.
    """
    nv = vertices.shape[0]
    nf = faces.shape[0]
    side = np.zeros(nv, np.int8)
    for i in range(nv):
        if values[i] > snap:
            side[i] = 1
        elif values[i] < -snap:
            side[i] = -1
    made = {(np.int64(-1), np.int64(-1)): np.int64(-1)}
    parents = np.empty((3 * nf + 1, 2), np.int32)
    shares = np.empty(3 * nf + 1, np.float32)
    count = 0
    out = np.empty((3 * nf, 3), np.int32)
    sign = np.empty(3 * nf, np.int8)
    origin = np.empty(3 * nf, np.int32)
    n = 0
    ring = np.empty(8, np.int64)
    for f in range(nf):
        low = 0
        high = 0
        for k in range(3):
            s = side[faces[f, k]]
            if s < 0:
                low += 1
            elif s > 0:
                high += 1
        if low == 0 or high == 0:
            out[n] = faces[f]
            sign[n] = -1 if low > 0 else 1
            origin[n] = f
            n += 1
            continue
        for want in (1, -1):
            size = 0
            for k in range(3):
                i = np.int64(faces[f, k])
                j = np.int64(faces[f, (k + 1) % 3])
                if side[i] == want or side[i] == 0:
                    ring[size] = i
                    size += 1
                if side[i] * side[j] < 0:
                    a = min(i, j)
                    b = max(i, j)
                    if (a, b) not in made:
                        made[(a, b)] = np.int64(nv + count)
                        parents[count, 0] = a
                        parents[count, 1] = b
                        shares[count] = values[a] / (values[a] - values[b])
                        count += 1
                    ring[size] = made[(a, b)]
                    size += 1
            for k in range(1, size - 1):
                out[n, 0] = ring[0]
                out[n, 1] = ring[k]
                out[n, 2] = ring[k + 1]
                sign[n] = want
                origin[n] = f
                n += 1
    return out[:n].copy(), sign[:n].copy(), origin[:n].copy(), parents[:count].copy(), shares[:count].copy()
