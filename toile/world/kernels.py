"""Compiled: rays through the scene of `toile.world.distance`, and the light and shadow where they end.

`render` loads this late: it imports numba.
"""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world import table
from toile.world.compiled import decorator
from toile.world.distance import cut_distance, loft_distance, scene_distance, surface_distance

jit = decorator()


@jit
def _occlusion(surfaces, lofts, near, px, py, pz, nx, ny, nz, floor):
    """Ambient light that arrives, 0..1: five steps along the normal."""
    lost = 0.0
    weight = 1.0
    for i in range(5):
        h = 0.012 + 0.036 * i
        qx = px + nx * h
        qy = py + ny * h
        qz = pz + nz * h
        d, _, _, _ = scene_distance(surfaces, lofts, near, qx, qy, qz)
        if floor:
            d = min(d, max(qy, 0.0))
        lost += max(h - d, 0.0) * weight
        weight *= 0.72
    return min(max(1.0 - 4.2 * lost, 0.0), 1.0)


@jit
def _light(surfaces, lofts, near, px, py, pz, lx, ly, lz, hardness):
    """Light from a soft source in that direction, 0..1 (Quilez' penumbra). `near` is overwritten."""
    _gather(surfaces, lofts, near, px, py, pz, lx, ly, lz, 0.03, 1.0 / hardness)
    if near[surfaces.shape[0]] == surfaces.shape[0] + 1:
        return 1.0
    result = 1.0
    t = 0.045
    for _ in range(26):
        d, _, _, _ = scene_distance(surfaces, lofts, near, px + lx * t, py + ly * t, pz + lz * t)
        if d < 0.001:
            return 0.0
        result = min(result, hardness * d / t)
        t += min(max(d, 0.02), 0.12)
        if t > 1.3:
            break
    return result * result * (3.0 - 2.0 * result)


@jit
def _normal(surfaces, lofts, near, s, px, py, pz):
    """The gradient of the surface's distance by four samples of a tetrahedron."""
    e = 0.0012
    a, _, _, _ = surface_distance(surfaces, lofts, near, s, px + e, py - e, pz - e, 0.02)
    b, _, _, _ = surface_distance(surfaces, lofts, near, s, px - e, py - e, pz + e, 0.02)
    c, _, _, _ = surface_distance(surfaces, lofts, near, s, px - e, py + e, pz - e, 0.02)
    d, _, _, _ = surface_distance(surfaces, lofts, near, s, px + e, py + e, pz + e, 0.02)
    nx = a - b - c + d
    ny = -a - b + c + d
    nz = -a + b - c + d
    n = math.sqrt(nx * nx + ny * ny + nz * nz) + 1.0e-12
    return nx / n, ny / n, nz / n


@jit
def _march(surfaces, lofts, near, ox, oy, oz, rx, ry, rz, t, far, widen):
    """Go along a ray until within its cone; where, what, and how. `widen`: the cone's radius per metre."""
    for _ in range(160):
        d, s, i, inside = scene_distance(surfaces, lofts, near, ox + rx * t, oy + ry * t, oz + rz * t)
        if d < widen * t:
            return t, s, i, inside
        t += 0.82 * d
        if t > far:
            break
    return -1.0, -1, -1, False


@jit
def _gather(surfaces, lofts, near, ox, oy, oz, rx, ry, rz, margin, widen):
    """Write into `near` the lofts that come within `margin` + `widen` times depth of a ray.

    Layout: for each surface where its lofts begin (and where the last one's end), then the lofts' numbers.
    """
    count = surfaces.shape[0]
    at = count + 1
    for s in range(count):
        near[s] = at
        for i in range(int(surfaces[s, table.FIRST]), int(surfaces[s, table.LAST])):
            row = lofts[i]
            # The closest places of a line and a segment (Ericson, Real-Time Collision Detection, 5.1.9).
            wx = ox - row[table.ORIGIN]
            wy = oy - row[table.ORIGIN + 1]
            wz = oz - row[table.ORIGIN + 2]
            ax = row[table.AXIS]
            ay = row[table.AXIS + 1]
            az = row[table.AXIS + 2]
            b = rx * ax + ry * ay + rz * az
            d = rx * wx + ry * wy + rz * wz
            e = ax * wx + ay * wy + az * wz
            along = (e - b * d) / max(1.0 - b * b, 1.0e-9)
            along = min(max(along, 0.0), row[table.LENGTH])
            t = max(b * along - d, 0.0)
            qx = wx + rx * t - ax * along
            qy = wy + ry * t - ay * along
            qz = wz + rz * t - az * along
            reach = row[table.BOUND] + margin + widen * t
            if qx * qx + qy * qy + qz * qz < reach * reach:
                near[at] = i
                at += 1
    near[count] = at


@jit
def trace(surfaces, lofts, camera, sun, hardness, first, last, block, hits, shade):
    """Fill rows `first`..`last` of `hits` [H*2, W*2, table.HIT] and `shade` [H, W, 4] (occlusion and
    light on what is hit, then on the floor).

    `camera`: x, y, z of the eye, x and y of the image plane's centre per metre of depth, metres per sample and
    metre of depth, whether there is a floor. Blocks of `block` samples start where their common cone starts.
    """
    rows, columns, _ = hits.shape
    ox, oy, oz, cx, cy, step, floor = camera
    far = oz + 1.2
    near = np.empty(surfaces.shape[0] + lofts.shape[0] + 1, np.int64)
    toward = np.empty_like(near)
    for by in range(first, last, block):
        for bx in range(0, columns, block):
            mx = cx + (bx + 0.5 * block - 0.5 * columns) * step
            my = cy - (by + 0.5 * block - 0.5 * rows) * step
            m = math.sqrt(mx * mx + my * my + 1.0)
            widen = 0.75 * block * step
            _gather(surfaces, lofts, near, ox, oy, oz, mx / m, my / m, -1.0 / m, 0.13, 0.75 * block * step)
            start, s, _, _ = _march(
                surfaces, lofts, near, ox, oy, oz, mx / m, my / m, -1.0 / m, oz - 1.4, far, widen
            )
            if s < 0:
                continue
            start = max(start - 2.0 * widen * start, 0.0)
            for j in range(by, min(by + block, last)):
                for i in range(bx, min(bx + block, columns)):
                    _sample(
                        surfaces, lofts, near, toward, camera, sun, hardness, start, far, j, i, hits, shade
                    )
    if floor > 0.0:
        _floor(surfaces, lofts, near, toward, camera, sun, hardness, first // 2, last // 2, hits, shade)


@jit
def _sample(surfaces, lofts, near, toward, camera, sun, hardness, start, far, j, i, hits, shade):
    """One sample of `hits`; the first of a picture's four that hits also decides the pixel's `shade`."""
    rows, columns, _ = hits.shape
    ox, oy, oz, cx, cy, step, floor = camera
    rx = cx + (i + 0.5 - 0.5 * columns) * step
    ry = cy - (j + 0.5 - 0.5 * rows) * step
    m = math.sqrt(rx * rx + ry * ry + 1.0)
    rx /= m
    ry /= m
    rz = -1.0 / m
    t, s, loft, inside = _march(surfaces, lofts, near, ox, oy, oz, rx, ry, rz, start, far, 0.4 * step)
    if s < 0:
        return
    px = ox + rx * t
    py = oy + ry * t
    pz = oz + rz * t
    hit = hits[j, i]
    twin = _twin(hits, j // 2, i // 2, s, loft)
    if twin >= 0:
        other = hits[2 * (j // 2) + twin // 2, 2 * (i // 2) + twin % 2]
        nx = other[table.NORMAL]
        ny = other[table.NORMAL + 1]
        nz = other[table.NORMAL + 2]
    else:
        nx, ny, nz = _normal(surfaces, lofts, near, s, px, py, pz)
    hit[table.SURFACE] = s
    hit[table.LOFT] = loft
    hit[table.DEPTH] = -rz * t
    hit[table.NORMAL] = nx
    hit[table.NORMAL + 1] = ny
    hit[table.NORMAL + 2] = nz
    hit[table.INSIDE] = 1.0 if inside else 0.0
    row = lofts[int(lofts[loft, table.REFERENCE])]
    dx = px - row[table.ORIGIN]
    dy = py - row[table.ORIGIN + 1]
    dz = pz - row[table.ORIGIN + 2]
    hit[table.LOCAL] = dx * row[table.SIDE] + dy * row[table.SIDE + 1] + dz * row[table.SIDE + 2]
    hit[table.LOCAL + 1] = dx * row[table.AXIS] + dy * row[table.AXIS + 1] + dz * row[table.AXIS + 2]
    hit[table.LOCAL + 2] = dx * row[table.FRONT] + dy * row[table.FRONT + 1] + dz * row[table.FRONT + 2]
    _, end = loft_distance(lofts, loft, px, py, pz, 0.0)
    cut, neck = cut_distance(surfaces[s], px, py, pz)
    hit[table.TO_END] = -end
    hit[table.TO_NECK] = -neck
    hit[table.TO_CUT] = -cut
    y = j // 2
    x = i // 2
    if shade[y, x, 0] < 0.0:
        qx = px + nx * 0.010
        qy = py + ny * 0.010
        qz = pz + nz * 0.010
        shade[y, x, 0] = _occlusion(surfaces, lofts, near, px, py, pz, nx, ny, nz, floor > 0.0)
        lit = nx * sun[0] + ny * sun[1] + nz * sun[2]
        shade[y, x, 1] = (
            _light(surfaces, lofts, toward, qx, qy, qz, sun[0], sun[1], sun[2], hardness)
            if lit > -0.25
            else 0.0
        )


@jit
def _floor(surfaces, lofts, near, toward, camera, sun, hardness, first, last, hits, shade):
    """Shadows on the floor near the feet, once per pixel."""
    rows, columns, _ = shade.shape
    ox, oy, oz, cx, cy, step, _ = camera
    for y in range(first, last):
        ry = cy - (2 * y + 1 - rows) * step
        if ry >= -1.0e-4:
            continue
        t = -oy / ry
        pz = oz - t
        if t <= 0.0 or abs(pz) > 1.3:
            continue
        for x in range(columns):
            px = ox + (cx + (2 * x + 1 - columns) * step) * t
            if abs(px) > 1.3 or (shade[y, x, 0] >= 0.0 and _full(hits, y, x)):
                continue
            _gather(surfaces, lofts, near, px, 0.0, pz, 0.0, 1.0, 0.0, 0.2, 0.0)
            ambient = 1.0
            if near[surfaces.shape[0]] > surfaces.shape[0] + 1:
                ambient = _occlusion(surfaces, lofts, near, px, 0.0, pz, 0.0, 1.0, 0.0, False)
            light = _light(surfaces, lofts, toward, px, 0.004, pz, sun[0], sun[1], sun[2], hardness)
            shade[y, x, 2] = ambient
            shade[y, x, 3] = light


@jit
def _twin(hits, y, x, s, loft):
    """Which of a pixel's four samples already has the normal of the same part; -1: none."""
    for k in range(4):
        hit = hits[2 * y + k // 2, 2 * x + k % 2]
        if hit[table.SURFACE] == s and hit[table.LOFT] == loft:
            return k
    return -1


@jit
def _full(hits, y, x):
    """Whether all four samples of a pixel hit something."""
    missed = 0
    for k in range(4):
        if hits[2 * y + k // 2, 2 * x + k % 2, table.SURFACE] < 0.0:
            missed += 1
    return missed == 0


@jit
def seen(surfaces, lofts, ox, oy, oz, points, out):
    """How far short of each point [N, 3] the line from the eye is stopped, in metres (0: not stopped)."""
    near = np.empty(surfaces.shape[0] + lofts.shape[0] + 1, np.int64)
    for i in range(points.shape[0]):
        dx = points[i, 0] - ox
        dy = points[i, 1] - oy
        dz = points[i, 2] - oz
        n = math.sqrt(dx * dx + dy * dy + dz * dz)
        _gather(surfaces, lofts, near, ox, oy, oz, dx / n, dy / n, dz / n, 0.1, 0.0)
        t, s, _, _ = _march(surfaces, lofts, near, ox, oy, oz, dx / n, dy / n, dz / n, n - 1.4, n, 0.0004)
        out[i] = n - t if s >= 0 else 0.0
