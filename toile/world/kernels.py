"""The compiled part: signed distances and rays. The only module that imports numba; `render` loads it late.

A scene is two tables. A row of `lofts` is a solid of elliptical sections along a straight axis; a row of
`surfaces` is a smooth union of consecutive lofts: a solid (skin, hair, shoes) or a hollow shell (a garment),
with a neckline and armholes cut out of it. Lengths in metres. Column numbers are in `toile.world.table`.

All jitted functions live in this one file, since numba's cache notices changes per file only.
"""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, attr-defined"

import math
from typing import Any

import numba as nb

from toile.world import cache, table

_FAR = 1.0e3
_MARGIN = 0.12  # how far outside its bound a surface may still matter: blends, folds, occlusion


def _compile() -> Any:
    """A decorator that compiles, keeping the result where `cache.use` said."""
    directory = cache.directory()
    if directory is None:
        return nb.njit(nogil=True, error_model="numpy")
    directory.mkdir(parents=True, exist_ok=True)
    nb.config.CACHE_DIR = str(directory)
    return nb.njit(nogil=True, error_model="numpy", cache=True)


_before = nb.config.CACHE_DIR
jit = _compile()


@jit
def loft_distance(lofts, i, px, py, pz, margin):
    """Distance to loft `i` as a tube that goes on beyond its open ends, and how far beyond an open end.

    Elliptical sections after Quilez' bound for ellipsoids, k0 (k0 - 1) / k1; sections between stations by
    Catmull-Rom splines. Where the point is farther than `margin` from the bound, the bound's distance is
    returned: cheap, and never too large.
    """
    row = lofts[i]
    dx = px - row[table.ORIGIN]
    dy = py - row[table.ORIGIN + 1]
    dz = pz - row[table.ORIGIN + 2]
    y = dx * row[table.AXIS] + dy * row[table.AXIS + 1] + dz * row[table.AXIS + 2]
    length = row[table.LENGTH]
    yc = min(max(y, 0.0), length)
    over = y - yc
    rr = dx * dx + dy * dy + dz * dz - y * y
    bound = math.sqrt(max(rr, 0.0) + over * over) - row[table.BOUND]
    end = _cut(row, y, length)
    if bound > margin:
        return bound, end
    x = dx * row[table.SIDE] + dy * row[table.SIDE + 1] + dz * row[table.SIDE + 2]
    z = dx * row[table.FRONT] + dy * row[table.FRONT + 1] + dz * row[table.FRONT + 2]
    f = yc / length * (table.STATIONS - 1)
    s = min(int(f), table.STATIONS - 2)
    f -= s
    w0 = ((2.0 - f) * f - 1.0) * f * 0.5
    w1 = ((3.0 * f - 5.0) * f * f + 2.0) * 0.5
    w2 = ((4.0 - 3.0 * f) * f + 1.0) * f * 0.5
    w3 = (f - 1.0) * f * f * 0.5
    m = table.TABLE + 4 * max(s - 1, 0)
    n = table.TABLE + 4 * s
    o = n + 4
    q = table.TABLE + 4 * min(s + 2, table.STATIONS - 1)
    a = w0 * row[m] + w1 * row[n] + w2 * row[o] + w3 * row[q]
    bf = w0 * row[m + 1] + w1 * row[n + 1] + w2 * row[o + 1] + w3 * row[q + 1]
    bb = w0 * row[m + 2] + w1 * row[n + 2] + w2 * row[o + 2] + w3 * row[q + 2]
    z -= w0 * row[m + 3] + w1 * row[n + 3] + w2 * row[o + 3] + w3 * row[q + 3]
    b = bf if z > 0.0 else bb
    if row[table.FOLDS] > 0.0:
        th = math.atan2(x * b, z * a)
        t = yc / length
        w = max(t - row[table.FOLD_FROM], 0.0) / (1.0 - row[table.FOLD_FROM])
        n_f = row[table.FOLDS]
        wave = math.cos(n_f * th + row[table.FOLD_PHASE]) + 0.5 * math.cos(
            (n_f - 3.0) * th + 2.1 * row[table.FOLD_PHASE]
        )
        swell = 1.0 + row[table.FOLD_DEPTH] * w * wave
        a *= swell
        b *= swell
    open_end = row[table.OPEN]
    if (over > 0.0 and open_end >= 1.0) or (over < 0.0 and (open_end == 2.0 or open_end == -1.0)):
        over = 0.0
    c = row[table.CAP] if over < 0.0 else row[table.CAP + 1]
    u = x / a
    v = z / b
    e = over / c
    k0 = math.sqrt(u * u + v * v + e * e)
    u /= a
    v /= b
    e /= c
    k1 = math.sqrt(u * u + v * v + e * e)
    if k1 < 1.0e-6:
        return -min(a, b), end
    return k0 * (k0 - 1.0) / k1, end


@jit
def _cut(row, y, length):
    """How far beyond an open end: 1 open at the end, -1 at the start, 2 at both, 0 closed."""
    kind = row[table.OPEN]
    end = -_FAR
    if kind >= 1.0:
        end = y - length
    if kind == 2.0 or kind == -1.0:
        end = max(end, -y)
    return end


@jit
def _blend(a, b, k):
    """Smooth minimum, quadratic, of width k (Quilez)."""
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25


@jit
def _hole(x, y, half_width, depth, power):
    """Distance to the edge of a neckline's outline below its top: negative inside, to first order."""
    # Above the top the hole widens, so that no points stand up beside the neck.
    u = abs(x) / (half_width + max(-y, 0.0) * 1.4)
    v = max(y, 0.0) / depth
    g = u**power + v**power - 1.0
    gx = power * u ** (power - 1.0) / half_width
    gy = power * v ** (power - 1.0) / depth
    return g / max(math.sqrt(gx * gx + gy * gy), 1.0)


@jit
def cut_distance(row, px, py, pz):
    """How far into the neckline or an armhole (positive: cut away), and the same for the neckline alone."""
    dx = px - row[table.FRAME]
    dy = py - row[table.FRAME + 1]
    dz = pz - row[table.FRAME + 2]
    x = dx * row[table.FRAME + 3] + dy * row[table.FRAME + 4] + dz * row[table.FRAME + 5]
    y = dx * row[table.FRAME + 6] + dy * row[table.FRAME + 7] + dz * row[table.FRAME + 8]
    z = dx * row[table.FRAME + 9] + dy * row[table.FRAME + 10] + dz * row[table.FRAME + 11]
    neck = -_FAR
    arm = -_FAR
    if row[table.NECK_WIDTH] > 0.0:
        drop = row[table.NECK_TOP] - y
        f = min(max((z - row[table.NECK_SPLIT]) / 0.05 + 0.5, 0.0), 1.0)
        f = f * f * (3.0 - 2.0 * f)
        depth = row[table.NECK_BACK] + (row[table.NECK_FRONT] - row[table.NECK_BACK]) * f
        power = 2.0 + (row[table.NECK_POWER] - 2.0) * f
        neck = -_hole(x, drop, row[table.NECK_WIDTH], depth, power)
    if row[table.ARMHOLE_X] > 0.0:
        u = (abs(x) - row[table.ARMHOLE_X]) / row[table.ARMHOLE_RX]
        v = (y - row[table.ARMHOLE_Y]) / row[table.ARMHOLE_RY]
        if u > 0.0 and v > -0.4:
            u = 0.0
        k0 = math.sqrt(u * u + v * v)
        if v > 0.0:
            k0 = abs(u)
            k1 = abs(u) / row[table.ARMHOLE_RX]
        else:
            k1 = math.sqrt((u / row[table.ARMHOLE_RX]) ** 2 + (v / row[table.ARMHOLE_RY]) ** 2)
        arm = -(k0 * (k0 - 1.0) / k1) if k1 > 1.0e-6 else row[table.ARMHOLE_RX]
        arm = min(arm, 0.05)
    return max(neck, arm), neck


@jit
def surface_distance(surfaces, lofts, s, px, py, pz, best):
    """Distance to surface `s`, its nearest loft, whether the point is on a shell's inner side, and the distance
    to the region a shell covers (skin there is not to be seen)."""
    row = surfaces[s]
    dx = px - row[table.BALL]
    dy = py - row[table.BALL + 1]
    dz = pz - row[table.BALL + 2]
    away = math.sqrt(dx * dx + dy * dy + dz * dz) - row[table.BALL + 3]
    if away > best + 0.05 or away > 0.6:
        return max(away, 0.05), -1, False, _FAR
    first = int(row[table.FIRST])
    last = int(row[table.LAST])
    thick = row[table.THICKNESS]
    outer = _FAR
    inner = _FAR
    nearest = -1
    least = _FAR
    tube = _FAR
    edge = _FAR
    for i in range(first, last):
        d, end = loft_distance(lofts, i, px, py, pz, min(best, outer) + _MARGIN)
        solid = max(d, end)
        k = lofts[i, table.BLEND]
        reach = lofts[i, table.BLEND_REACH]
        if reach > 0.0:
            y = (
                (px - lofts[i, table.ORIGIN]) * lofts[i, table.AXIS]
                + (py - lofts[i, table.ORIGIN + 1]) * lofts[i, table.AXIS + 1]
                + (pz - lofts[i, table.ORIGIN + 2]) * lofts[i, table.AXIS + 2]
            )
            f = 1.0 - min(max(y / reach, 0.0), 1.0)
            k = 0.004 + (k - 0.004) * f * f * (3.0 - 2.0 * f)
        if solid < least:
            least = solid
            nearest = i
            tube = d
            edge = end
        outer = _blend(outer, solid, k)
        if thick > 0.0:
            inner = _blend(inner, max(d + thick, end - 0.01), k)
    if thick <= 0.0:
        return outer, nearest, False, _FAR
    cut, _ = cut_distance(row, px, py, pz)
    shell = max(outer, -inner)
    covers = max(max(tube - 0.03, edge + 0.03), cut + 0.02)
    return max(shell, cut), nearest, -inner > outer, covers


@jit
def scene_distance(surfaces, lofts, px, py, pz):
    """Distance to the nearest surface, which one, its nearest loft, and whether on a shell's inner side."""
    best = _FAR
    which = -1
    loft = -1
    inside = False
    covers = _FAR
    bare = _FAR
    skin = -1
    skin_loft = -1
    for s in range(surfaces.shape[0]):
        d, i, hollow, over = surface_distance(surfaces, lofts, s, px, py, pz, min(best, bare))
        covers = min(covers, over)
        if i >= 0 and lofts[i, table.COVERED] > 0.0:
            bare = d
            skin = s
            skin_loft = i
            continue
        if d < best:
            best = d
            which = s
            loft = i
            inside = hollow
    if bare < _FAR:
        bare = max(bare, -covers)
        if bare < best:
            return bare, skin, skin_loft, False
    return best, which, loft, inside


@jit
def _occlusion(surfaces, lofts, px, py, pz, nx, ny, nz, floor):
    """Ambient light that arrives, 0..1: five steps along the normal."""
    lost = 0.0
    weight = 1.0
    for i in range(5):
        h = 0.012 + 0.036 * i
        qx = px + nx * h
        qy = py + ny * h
        qz = pz + nz * h
        d, _, _, _ = scene_distance(surfaces, lofts, qx, qy, qz)
        if floor:
            d = min(d, max(qy, 0.0))
        lost += max(h - d, 0.0) * weight
        weight *= 0.72
    return min(max(1.0 - 4.2 * lost, 0.0), 1.0)


@jit
def _light(surfaces, lofts, px, py, pz, lx, ly, lz, hardness):
    """Light from a soft source in that direction, 0..1 (Quilez' penumbra)."""
    result = 1.0
    t = 0.045
    for _ in range(26):
        d, _, _, _ = scene_distance(surfaces, lofts, px + lx * t, py + ly * t, pz + lz * t)
        if d < 0.001:
            return 0.0
        result = min(result, hardness * d / t)
        t += min(max(d, 0.02), 0.12)
        if t > 1.3:
            break
    return result * result * (3.0 - 2.0 * result)


@jit
def _normal(surfaces, lofts, s, px, py, pz):
    """The gradient of the surface's distance by four samples of a tetrahedron."""
    e = 0.0012
    a, _, _, _ = surface_distance(surfaces, lofts, s, px + e, py - e, pz - e, _FAR)
    b, _, _, _ = surface_distance(surfaces, lofts, s, px - e, py - e, pz + e, _FAR)
    c, _, _, _ = surface_distance(surfaces, lofts, s, px - e, py + e, pz - e, _FAR)
    d, _, _, _ = surface_distance(surfaces, lofts, s, px + e, py + e, pz + e, _FAR)
    nx = a - b - c + d
    ny = -a - b + c + d
    nz = -a + b - c + d
    n = math.sqrt(nx * nx + ny * ny + nz * nz) + 1.0e-12
    return nx / n, ny / n, nz / n


@jit
def _march(surfaces, lofts, ox, oy, oz, rx, ry, rz, t, far, widen):
    """Go along a ray until within its cone; where, what, and how. `widen`: the cone's radius per metre."""
    for _ in range(160):
        d, s, i, inside = scene_distance(surfaces, lofts, ox + rx * t, oy + ry * t, oz + rz * t)
        if d < widen * t:
            return t, s, i, inside
        t += 0.82 * d
        if t > far:
            break
    return -1.0, -1, -1, False


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
    for by in range(first, last, block):
        for bx in range(0, columns, block):
            mx = cx + (bx + 0.5 * block - 0.5 * columns) * step
            my = cy - (by + 0.5 * block - 0.5 * rows) * step
            m = math.sqrt(mx * mx + my * my + 1.0)
            widen = 0.75 * block * step
            start, s, _, _ = _march(
                surfaces, lofts, ox, oy, oz, mx / m, my / m, -1.0 / m, oz - 1.4, far, widen
            )
            if s < 0:
                continue
            start = max(start - 2.0 * widen * start, 0.0)
            for j in range(by, min(by + block, last)):
                for i in range(bx, min(bx + block, columns)):
                    _sample(surfaces, lofts, camera, sun, hardness, start, far, j, i, hits, shade)
    if floor > 0.0:
        _floor(surfaces, lofts, camera, sun, hardness, first // 2, last // 2, hits, shade)


@jit
def _sample(surfaces, lofts, camera, sun, hardness, start, far, j, i, hits, shade):
    """One sample of `hits`; the first of a picture's four that hits also decides the pixel's `shade`."""
    rows, columns, _ = hits.shape
    ox, oy, oz, cx, cy, step, floor = camera
    rx = cx + (i + 0.5 - 0.5 * columns) * step
    ry = cy - (j + 0.5 - 0.5 * rows) * step
    m = math.sqrt(rx * rx + ry * ry + 1.0)
    rx /= m
    ry /= m
    rz = -1.0 / m
    t, s, loft, inside = _march(surfaces, lofts, ox, oy, oz, rx, ry, rz, start, far, 0.25 * step)
    if s < 0:
        return
    px = ox + rx * t
    py = oy + ry * t
    pz = oz + rz * t
    nx, ny, nz = _normal(surfaces, lofts, s, px, py, pz)
    hit = hits[j, i]
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
        shade[y, x, 0] = _occlusion(surfaces, lofts, px, py, pz, nx, ny, nz, floor > 0.0)
        lit = nx * sun[0] + ny * sun[1] + nz * sun[2]
        shade[y, x, 1] = (
            _light(surfaces, lofts, qx, qy, qz, sun[0], sun[1], sun[2], hardness) if lit > -0.25 else 0.0
        )


@jit
def _floor(surfaces, lofts, camera, sun, hardness, first, last, hits, shade):
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
            ambient = _occlusion(surfaces, lofts, px, 0.0, pz, 0.0, 1.0, 0.0, False)
            light = _light(surfaces, lofts, px, 0.004, pz, sun[0], sun[1], sun[2], hardness)
            shade[y, x, 2] = ambient
            shade[y, x, 3] = light


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
    for i in range(points.shape[0]):
        dx = points[i, 0] - ox
        dy = points[i, 1] - oy
        dz = points[i, 2] - oz
        n = math.sqrt(dx * dx + dy * dy + dz * dz)
        t, s, _, _ = _march(surfaces, lofts, ox, oy, oz, dx / n, dy / n, dz / n, n - 1.4, n, 0.0004)
        out[i] = n - t if s >= 0 else 0.0


nb.config.CACHE_DIR = _before
