"""Compiled: depth maps seen from the lights, and how much light falls on places. `light` loads this late."""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)

NOTHING = np.float32(-1.0e9)


@jit
def scatter(vertices, faces, spacing, most):
    """Places on the faces whose edges are longer than `spacing` metres, about that far apart, [N, 3]."""
    count = 0
    parts = np.empty(faces.shape[0], np.int32)
    for f in range(faces.shape[0]):
        longest = np.float32(0.0)
        for k in range(3):
            i = faces[f, k]
            j = faces[f, (k + 1) % 3]
            x = vertices[i, 0] - vertices[j, 0]
            y = vertices[i, 1] - vertices[j, 1]
            z = vertices[i, 2] - vertices[j, 2]
            longest = max(longest, x * x + y * y + z * z)
        n = min(int(math.sqrt(longest) / spacing), most)
        parts[f] = n
        count += n * (n + 1) // 2
    out = np.empty((count, 3), np.float32)
    row = 0
    for f in range(faces.shape[0]):
        n = parts[f]
        for a in range(n):
            for b in range(n - a):
                u = (a + np.float32(0.3333333)) / n
                v = (b + np.float32(0.3333333)) / n
                for k in range(3):
                    out[row, k] = (
                        vertices[faces[f, 0], k] * (1 - u - v)
                        + vertices[faces[f, 1], k] * u
                        + vertices[faces[f, 2], k] * v
                    )
                row += 1
    return out


@jit
def bounds(places):
    """The lowest and the highest x, y, z of places [N, 3]."""
    low = places[0].copy()
    high = places[0].copy()
    for n in range(1, places.shape[0]):
        for k in range(3):
            low[k] = min(low[k], places[n, k])
            high[k] = max(high[k], places[n, k])
    return low, high


@jit
def thin(places, side):
    """The first place in every cube of that side, [M, 3]. A table of fixed size remembers the cubes, so that a few
    places more are kept where two cubes share a line of it."""
    table = np.full(1 << 17, np.int64(-1))
    out = np.empty_like(places)
    count = 0
    scale = np.float32(1.0) / side
    for n in range(places.shape[0]):
        i = math.floor(places[n, 0] * scale)
        j = math.floor(places[n, 1] * scale)
        k = math.floor(places[n, 2] * scale)
        key = ((i & 0xFFFFF) << 40) | ((j & 0xFFFFF) << 20) | (k & 0xFFFFF)
        line = (i * 73856093 ^ j * 19349663 ^ k * 83492791) & 0x1FFFF
        if table[line] == key:
            continue
        table[line] = key
        for c in range(3):
            out[count, c] = places[n, c]
        count += 1
    return out[:count].copy()


@jit
def splat(places, axes, low, cell, heights):
    """Keep in `heights` [rows, columns] how far toward the light (the third of `axes`) the foremost place lies."""
    rows, columns = heights.shape
    for n in range(places.shape[0]):
        x = places[n, 0]
        y = places[n, 1]
        z = places[n, 2]
        c = int((x * axes[0, 0] + y * axes[0, 1] + z * axes[0, 2] - low[0]) * cell)
        r = int((x * axes[1, 0] + y * axes[1, 1] + z * axes[1, 2] - low[1]) * cell)
        if 0 <= r < rows and 0 <= c < columns:
            h = x * axes[2, 0] + y * axes[2, 1] + z * axes[2, 2]
            if h > heights[r, c]:
                heights[r, c] = h


@jit
def floor_splat(places, toward, low, cell, heights):
    """Keep in `heights` how low the lowest place is whose shadow falls on each cell of the floor, [rows, columns]."""
    rows, columns = heights.shape
    sx = toward[0] / toward[1]
    sz = toward[2] / toward[1]
    for n in range(places.shape[0]):
        y = places[n, 1]
        c = int((places[n, 0] - y * sx - low[0]) * cell)
        r = int((places[n, 2] - y * sz - low[1]) * cell)
        if 0 <= r < rows and 0 <= c < columns and y < heights[r, c]:
            heights[r, c] = max(y, np.float32(0.0))


@jit
def _free(heights, first, rows, columns, u, v, h, soft):
    """Share 0..1 of light at height h that passes the map at (u, v) in cells: four texels, weighed by distance."""
    u -= np.float32(0.5)
    v -= np.float32(0.5)
    c = math.floor(u)
    r = math.floor(v)
    if c < 0 or r < 0 or c >= columns - 1 or r >= rows - 1:
        return np.float32(1.0)
    fu = u - c
    fv = v - r
    at = first + r * columns + c
    one = np.float32(1.0)
    nil = np.float32(0.0)
    a = min(max((heights[at] - h) * soft, nil), one)
    b = min(max((heights[at + 1] - h) * soft, nil), one)
    d = min(max((heights[at + columns] - h) * soft, nil), one)
    e = min(max((heights[at + columns + 1] - h) * soft, nil), one)
    top = a + (b - a) * fu
    low = d + (e - d) * fu
    return one - (top + (low - top) * fv)


@jit
def fall(
    points,
    normals,
    axes,
    lows,
    starts,
    shapes,
    heights,
    sizes,
    radiance,
    key,
    bounce,
    ground,
    span,
    first,
    last,
    ambient,
    lit,
    free,
):
    """See `light.fall`. `sizes` [L]: metres per texel; `ground`: left, near edge and cells per metre of `bounce`."""
    keys = 0
    for k in range(key.shape[0]):
        keys += key[k]
    whole = np.full(last - first, np.float32(1.0e-9))
    for n in range(first, last):
        for c in range(3):
            ambient[n, c] = 0.0
        lit[n] = 0.0
        free[n] = 0.0
    # One light after the other: its map stays in the processor's cache.
    for k in range(key.shape[0]):
        size = sizes[k]
        cell = np.float32(1.0) / size
        soft = np.float32(0.6) * cell
        least = np.float32(-0.35) if key[k] else np.float32(0.0)
        ux, uy, uz = axes[k, 0, 0] * cell, axes[k, 0, 1] * cell, axes[k, 0, 2] * cell
        vx, vy, vz = axes[k, 1, 0] * cell, axes[k, 1, 1] * cell, axes[k, 1, 2] * cell
        dx, dy, dz = axes[k, 2, 0], axes[k, 2, 1], axes[k, 2, 2]
        left, near = lows[k, 0] * cell, lows[k, 1] * cell
        red, green, blue = radiance[k, 0], radiance[k, 1], radiance[k, 2]
        for n in range(first, last):
            nx, ny, nz = normals[n, 0], normals[n, 1], normals[n, 2]
            facing = nx * dx + ny * dy + nz * dz
            if facing <= least:
                continue
            # Off the surface by as much as a plane can rise within a texel and a half.
            slant = math.sqrt(max(np.float32(1.0) - facing * facing, np.float32(0.0)))
            off = size * (np.float32(0.45) + np.float32(1.25) * slant)
            x = points[n, 0] + off * nx
            y = points[n, 1] + off * ny
            z = points[n, 2] + off * nz
            u = x * ux + y * uy + z * uz - left
            v = x * vx + y * vy + z * vz - near
            h = x * dx + y * dy + z * dz
            share = _free(heights, starts[k], shapes[k, 0], shapes[k, 1], u, v, h, soft)
            if key[k]:
                lit[n] += share
                continue
            if dy < 0.0 and span > 0.0:
                t = points[n, 1] / -dy
                c = int((points[n, 0] + t * dx - ground[0]) * span)
                r = int((points[n, 2] + t * dz - ground[1]) * span)
                if 0 <= r < bounce.shape[0] and 0 <= c < bounce.shape[1]:
                    share = share * bounce[r, c]
            weight = share * facing
            ambient[n, 0] += weight * red
            ambient[n, 1] += weight * green
            ambient[n, 2] += weight * blue
            free[n] += weight
            whole[n - first] += facing
    for n in range(first, last):
        lit[n] /= max(keys, 1)
        free[n] /= whole[n - first]


@jit
def soften(values, faces, among):
    """One round of averaging over the faces round every vertex; a vertex counts as much as its neighbours. Faces count
    whose corners are all `among` [V]."""
    nv, nk = values.shape
    total = np.zeros((nv, nk), np.float32)
    weight = np.zeros(nv, np.float32)
    for f in range(faces.shape[0]):
        i0 = faces[f, 0]
        i1 = faces[f, 1]
        i2 = faces[f, 2]
        if not (among[i0] and among[i1] and among[i2]):
            continue
        weight[i0] += 1
        weight[i1] += 1
        weight[i2] += 1
        for k in range(nk):
            mean = (values[i0, k] + values[i1, k] + values[i2, k]) * np.float32(0.33333333)
            total[i0, k] += mean
            total[i1, k] += mean
            total[i2, k] += mean
    for i in range(nv):
        for k in range(nk):
            total[i, k] = total[i, k] / weight[i] if weight[i] > 0 else values[i, k]
    return total
