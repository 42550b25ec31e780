"""Compiled: signed distances of lofts, cuts, surfaces and the whole scene.

A scene is two tables. A row of `lofts` is a solid of elliptical sections along a straight axis; a row of
`surfaces` is a smooth union of consecutive lofts: a solid (skin, hair, shoes) or a hollow shell (a garment),
with a neckline and armholes cut out of it. Lengths in metres. Column numbers are in `toile.world.table`.
"""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

from toile.world import table
from toile.world.compiled import decorator

_FAR = 1.0e3
jit = decorator()


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
    if u > 1.5 or v > 1.5:  # far away no powers are needed
        return max((u - 1.0) * half_width, (v - 1.0) * depth)
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
def surface_distance(surfaces, lofts, near, s, px, py, pz, best):
    """Distance to surface `s`, its nearest loft, whether the point is on a shell's inner side, and the distance
    to the region a shell covers (skin there is not to be seen)."""
    if near[s] == near[s + 1]:
        return _FAR, -1, False, _FAR
    row = surfaces[s]
    dx = px - row[table.BALL]
    dy = py - row[table.BALL + 1]
    dz = pz - row[table.BALL + 2]
    away = math.sqrt(dx * dx + dy * dy + dz * dz) - row[table.BALL + 3]
    if away > best + 0.05 or away > 0.6:
        return max(away, 0.05), -1, False, _FAR
    thick = row[table.THICKNESS]
    outer = _FAR
    inner = _FAR
    nearest = -1
    least = _FAR
    tube = _FAR
    edge = _FAR
    for j in range(near[s], near[s + 1]):
        i = near[j]
        d, end = loft_distance(lofts, i, px, py, pz, min(best, outer) + 0.09)
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
    covers = max(max(tube - 0.03, edge + 0.012), cut + 0.02)
    return max(shell, cut), nearest, -inner > outer, covers


@jit
def scene_distance(surfaces, lofts, near, px, py, pz):
    """Distance to the nearest surface, which one, its nearest loft, and whether on a shell's inner side."""
    best = _FAR
    which = -1
    loft = -1
    inside = False
    # What cloth may cover waits until all covers are known: first skin (1), then cloth under cloth (2).
    skin = _FAR
    skin_loft = -1
    skin_surface = -1
    under = _FAR
    under_loft = -1
    under_surface = -1
    under_inside = False
    covers = _FAR
    outermost = _FAR
    for s in range(surfaces.shape[0]):
        d, i, hollow, over = surface_distance(
            surfaces, lofts, near, s, px, py, pz, min(best, min(skin, under))
        )
        covers = min(covers, over)
        level = lofts[i, table.COVERED] if i >= 0 else 0.0
        if level == 1.0:
            skin, skin_loft, skin_surface = d, i, s
        elif level == 2.0:
            under, under_loft, under_surface, under_inside = d, i, s, hollow
        else:
            outermost = min(outermost, over)
            if d < best:
                best, which, loft, inside = d, s, i, hollow
    if under < _FAR:
        under = max(under, -outermost)
        if under < best:
            best, which, loft, inside = under, under_surface, under_loft, under_inside
    if skin < _FAR:
        skin = max(skin, -covers)
        if skin < best:
            best, which, loft, inside = skin, skin_surface, skin_loft, False
    return best, which, loft, inside
