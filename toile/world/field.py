"""Compiled: the signed field of lumps, and meshes of its zero set. `solid` loads this late: it imports numba."""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)


@jit
def _curve(row, column, share, last):
    """One half width of a tube at `share` steps along it, and its slope per step (Catmull-Rom)."""
    i = min(int(share), last - 1)
    t = share - i
    b = row[29 + 4 * i + column]
    c = row[33 + 4 * i + column]
    a = row[25 + 4 * i + column] if i > 0 else b
    d = row[37 + 4 * i + column] if i + 2 <= last else c
    p = 0.5 * (c - a)
    q = 0.5 * (d - b)
    m = 3.0 * (c - b) - 2.0 * p - q
    n = 2.0 * (b - c) + p + q
    return ((n * t + m) * t + p) * t + b, (3.0 * n * t + 2.0 * m) * t + p


@jit
def _tube(row, x, y, z):
    """Distance to a tube: how far outside its ellipse, over the length of that value's gradient."""
    last = int(row[26]) - 1
    length = row[12]
    share = min(max(y / length, 0.0), 1.0) * last
    wide, wider = _curve(row, 0 if x > 0.0 else 1, share, last)
    deep, deeper = _curve(row, 2 if z > 0.0 else 3, share, last)
    ux = x / wide
    uz = z / deep
    over = 0.0
    long = 1.0
    beyond = y < 0.0 or y > length
    if beyond:
        long = 0.5 * (wide + deep) * (row[18] if y < 0.0 else row[19])
        over = (y if y < 0.0 else y - length) / long
    away = math.sqrt(ux * ux + uz * uz + over * over)
    if away < 1.0e-7:
        return -min(wide, deep)
    gx = ux / wide / away
    gz = uz / deep / away
    gy = over / long / away
    if not beyond:
        gy = -(ux * ux * wider / wide + uz * uz * deeper / deep) / away * last / length
    return (away - 1.0) / math.sqrt(gx * gx + gy * gy + gz * gz)


@jit
def _lump(row, px, py, pz):
    """Distance to one lump: the value of its stretched rod over the length of that value's gradient."""
    qx = px - row[0]
    qy = py - row[1]
    qz = pz - row[2]
    x = qx * row[3] + qy * row[4] + qz * row[5]
    y = qx * row[6] + qy * row[7] + qz * row[8]
    z = qx * row[9] + qy * row[10] + qz * row[11]
    if row[26] > 0.0:
        return _tube(row, x, y, z)
    deep = row[16] if z > 0.0 else row[17]
    z /= deep
    length = row[12]
    long = 1.0
    over = 0.0
    t = 0.0
    if y < 0.0:
        long = row[18]
        over = y / long
    elif y > length:
        long = row[19]
        over = (y - length) / long
        t = 1.0
    elif length > 0.0:
        t = y / length
    middle = 2.0 * row[14] - 0.5 * (row[13] + row[15])
    r = row[13] * (1.0 - t) * (1.0 - t) + 2.0 * middle * t * (1.0 - t) + row[15] * t * t
    away = math.sqrt(x * x + over * over + z * z)
    if away < 1.0e-7:
        return -r * min(1.0, deep)
    gx = x / away
    gy = over / away / long
    gz = z / away / deep
    return (away - r) / math.sqrt(gx * gx + gy * gy + gz * gz)


@jit
def _field(rows, near, count, px, py, pz):
    """The field of the lumps `near`[:count], melted together in their order (polynomial smooth minimum, Quilez)."""
    d = 1.0e3
    for n in range(count):
        row = rows[near[n]]
        k = row[20]
        e = _lump(row, px, py, pz)
        if row[21] > 0.5:
            e = -e
            h = max(k - abs(d - e), 0.0) / k
            d = max(d, e) + h * h * k * 0.25
        else:
            h = max(k - abs(d - e), 0.0) / k
            d = min(d, e) - h * h * k * 0.25
    return d


@jit
def _gather(rows, near, px, py, pz, reach):
    """The lumps that can matter within `reach` of a place, in order; how many."""
    best = 1.0e3
    for i in range(rows.shape[0]):
        if rows[i, 21] < 0.5:
            dx = px - rows[i, 22]
            dy = py - rows[i, 23]
            dz = pz - rows[i, 24]
            best = min(best, math.sqrt(dx * dx + dy * dy + dz * dz) + rows[i, 25])
    count = 0
    for i in range(rows.shape[0]):
        dx = px - rows[i, 22]
        dy = py - rows[i, 23]
        dz = pz - rows[i, 24]
        nearest = math.sqrt(dx * dx + dy * dy + dz * dz) - rows[i, 25] - rows[i, 20]
        if nearest < reach or (nearest < best and count == 0):
            near[count] = i
            count += 1
    return count


@jit
def measure(rows, points, first, last, out):
    """Fill `out`[first:last]."""
    near = np.arange(rows.shape[0])
    for i in range(first, last):
        out[i] = _field(rows, near, rows.shape[0], points[i, 0], points[i, 1], points[i, 2])


@jit
def project(rows, places, normals, steps, reach, level, first, last):
    """Newton steps along the gradient, in place, for places[first:last]."""
    near = np.empty(rows.shape[0], np.int64)
    e = 4.0e-4
    for i in range(first, last):
        px = places[i, 0]
        py = places[i, 1]
        pz = places[i, 2]
        count = 0
        nx = 0.0
        ny = 0.0
        nz = 0.0
        for s in range(steps + 1):
            # The first step may be a long one; after it only what is close by matters.
            if s < 2:
                count = _gather(rows, near, px, py, pz, reach + (0.03 if s == 0 else 0.005))
            a = _field(rows, near, count, px + e, py - e, pz - e)
            b = _field(rows, near, count, px - e, py - e, pz + e)
            c = _field(rows, near, count, px - e, py + e, pz - e)
            d = _field(rows, near, count, px + e, py + e, pz + e)
            nx = (a - b - c + d) / (4.0 * e)
            ny = (-a - b + c + d) / (4.0 * e)
            nz = (-a + b - c + d) / (4.0 * e)
            size = math.sqrt(nx * nx + ny * ny + nz * nz) + 1.0e-9
            nx /= size
            ny /= size
            nz /= size
            if s < steps:
                move = (0.25 * (a + b + c + d) - level) / max(size, 0.5)
                move = min(max(move, -reach), reach)
                px -= move * nx
                py -= move * ny
                pz -= move * nz
        places[i, 0] = px
        places[i, 1] = py
        places[i, 2] = pz
        normals[i, 0] = nx
        normals[i, 1] = ny
        normals[i, 2] = nz


@jit
def settle(rows, places, normals, reach, steps, first, last):
    """Newton steps along known normals, in place, for places[first:last]; none goes farther than `reach` in all."""
    near = np.empty(rows.shape[0], np.int64)
    for i in range(first, last):
        x = places[i, 0]
        y = places[i, 1]
        z = places[i, 2]
        count = _gather(rows, near, x, y, z, reach + 0.002)
        t = 0.0
        for _ in range(steps):
            d = _field(rows, near, count, x + t * normals[i, 0], y + t * normals[i, 1], z + t * normals[i, 2])
            t = min(max(t - d, -reach), reach)
        for m in range(3):
            places[i, m] += t * normals[i, m]


@jit
def sample(rows, low, step, values):
    """The field on a grid; blocks far from the surface get one value of the right sign."""
    nx, ny, nz = values.shape
    near = np.empty(rows.shape[0], np.int64)
    block = 6
    half = 0.5 * block * step
    reach = 1.8 * half + 0.01
    every = np.arange(rows.shape[0])
    for bx in range(0, nx, block):
        for by in range(0, ny, block):
            for bz in range(0, nz, block):
                cx = low[0] + bx * step + half
                cy = low[1] + by * step + half
                cz = low[2] + bz * step + half
                d = _field(rows, every, rows.shape[0], cx, cy, cz)
                far = abs(d) > 2.4 * half + 0.01
                count = 0
                if not far:
                    count = _gather(rows, near, cx, cy, cz, reach + abs(d))
                for x in range(bx, min(bx + block, nx)):
                    for y in range(by, min(by + block, ny)):
                        for z in range(bz, min(bz + block, nz)):
                            if far:
                                values[x, y, z] = d
                            else:
                                values[x, y, z] = _field(
                                    rows, near, count, low[0] + x * step, low[1] + y * step, low[2] + z * step
                                )


@jit
def net(values, low, step):
    """Naive surface nets: one vertex per cell that the surface crosses, one quad per crossed edge."""
    nx, ny, nz = values.shape
    index = np.full((nx, ny, nz), -1, np.int32)
    count = 0
    for x in range(nx - 1):
        for y in range(ny - 1):
            for z in range(nz - 1):
                inside = 0
                for k in range(8):
                    if values[x + (k & 1), y + (k >> 1 & 1), z + (k >> 2)] < 0.0:
                        inside += 1
                if 0 < inside < 8:
                    index[x, y, z] = count
                    count += 1
    vertices = np.empty((count, 3), np.float32)
    faces = np.empty((6 * count + 6, 3), np.int32)
    made = 0
    for x in range(nx - 1):
        for y in range(ny - 1):
            for z in range(nz - 1):
                i = index[x, y, z]
                if i < 0:
                    continue
                sx = 0.0
                sy = 0.0
                sz = 0.0
                n = 0
                for axis in range(3):
                    for k in range(4):
                        u = k & 1
                        v = k >> 1
                        ox = 0 if axis == 0 else u
                        oy = 0 if axis == 1 else (u if axis == 0 else v)
                        oz = 0 if axis == 2 else v
                        a = values[x + ox, y + oy, z + oz]
                        b = values[x + ox + (axis == 0), y + oy + (axis == 1), z + oz + (axis == 2)]
                        if (a < 0.0) != (b < 0.0):
                            t = a / (a - b)
                            sx += ox + (t if axis == 0 else 0.0)
                            sy += oy + (t if axis == 1 else 0.0)
                            sz += oz + (t if axis == 2 else 0.0)
                            n += 1
                vertices[i, 0] = low[0] + (x + sx / n) * step
                vertices[i, 1] = low[1] + (y + sy / n) * step
                vertices[i, 2] = low[2] + (z + sz / n) * step
    for x in range(1, nx - 1):
        for y in range(1, ny - 1):
            for z in range(1, nz - 1):
                here = values[x, y, z] < 0.0
                for axis in range(3):
                    there = values[x + (axis == 0), y + (axis == 1), z + (axis == 2)] < 0.0
                    if here == there:
                        continue
                    if axis == 0:
                        a = index[x, y - 1, z - 1]
                        b = index[x, y, z - 1]
                        c = index[x, y, z]
                        d = index[x, y - 1, z]
                    elif axis == 1:
                        a = index[x - 1, y, z - 1]
                        b = index[x - 1, y, z]
                        c = index[x, y, z]
                        d = index[x, y, z - 1]
                    else:
                        a = index[x - 1, y - 1, z]
                        b = index[x, y - 1, z]
                        c = index[x, y, z]
                        d = index[x - 1, y, z]
                    if a < 0 or b < 0 or c < 0 or d < 0:
                        continue
                    if not here:
                        a, c = c, a
                    short = 0.0
                    for m in range(3):
                        short += (vertices[a, m] - vertices[c, m]) ** 2 - (
                            vertices[b, m] - vertices[d, m]
                        ) ** 2
                    if short < 0.0:
                        faces[made, 0], faces[made, 1], faces[made, 2] = a, b, c
                        faces[made + 1, 0], faces[made + 1, 1], faces[made + 1, 2] = a, c, d
                    else:
                        faces[made, 0], faces[made, 1], faces[made, 2] = a, b, d
                        faces[made + 1, 0], faces[made + 1, 1], faces[made + 1, 2] = b, c, d
                    made += 2
    return vertices, faces[:made].copy()


@jit
def relax(vertices, faces):
    """Every vertex half way to the middle of its neighbours; those on an open border stay."""
    n = vertices.shape[0]
    total = np.zeros((n, 3), np.float64)
    count = np.zeros(n, np.int64)
    turn = np.zeros((n, 3), np.float64)
    for f in range(faces.shape[0]):
        for k in range(3):
            i = faces[f, k]
            j = faces[f, (k + 1) % 3]
            for m in range(3):
                total[i, m] += vertices[j, m]
                # On a closed fan every neighbour is met once going out and once coming in.
                turn[i, m] += vertices[j, m]
                turn[j, m] -= vertices[i, m]
            count[i] += 1
    out = vertices.copy()
    for i in range(n):
        if count[i] == 0:
            continue
        if abs(turn[i, 0]) + abs(turn[i, 1]) + abs(turn[i, 2]) > 1.0e-6:
            continue
        for m in range(3):
            out[i, m] = 0.5 * vertices[i, m] + 0.5 * total[i, m] / count[i]
    return out
