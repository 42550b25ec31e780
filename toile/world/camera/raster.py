"""Compiled: triangles to samples. `render` loads this late."""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)

SUB = 256  # places inside a sample that a corner can have, per side: whole numbers make the fill exact
NEAREST = 0.05  # metres; nothing nearer is drawn


@jit
def place(vertices, view, width, height, spots, inverse):
    """Project vertices [V, 3] to `spots` int64 [V, 2] in parts of a sample and `inverse` depths [V] (0: too near).

    `view`: the eye, the tangents of the picture's middle, the tangent per sample.
    """
    for i in range(vertices.shape[0]):
        depth = view[2] - vertices[i, 2]
        if depth < NEAREST:
            inverse[i] = 0.0
            continue
        x = ((vertices[i, 0] - view[0]) / depth - view[3]) / view[5] + 0.5 * width
        y = (view[4] - (vertices[i, 1] - view[1]) / depth) / view[5] + 0.5 * height
        spots[i, 0] = math.floor(min(max(x, -3.0e6), 3.0e6) * SUB + 0.5)
        spots[i, 1] = math.floor(min(max(y, -3.0e6), 3.0e6) * SUB + 0.5)
        inverse[i] = 1.0 / depth


@jit
def fill(number, faces, sheet, spots, inverse, first, last, mesh, face, bary, near, inside):
    """Draw the faces of one mesh into rows first..last; `near` [2H, 2W] keeps the inverse depth.

    A sample on an edge belongs to the triangle below or to the right of it (the top-left rule), so that
    neighbours share no sample and leave none out. At equal depth the earlier face stays.
    """
    width = mesh.shape[1]
    for f in range(faces.shape[0]):
        i0 = faces[f, 0]
        i1 = faces[f, 1]
        i2 = faces[f, 2]
        y0 = spots[i0, 1]
        y1 = spots[i1, 1]
        y2 = spots[i2, 1]
        top = max((min(y0, y1, y2) + SUB // 2 - 1) >> 8, first)
        bottom = min((max(y0, y1, y2) - SUB // 2) >> 8, last - 1)
        if top > bottom:
            continue
        x0 = spots[i0, 0]
        x1 = spots[i1, 0]
        x2 = spots[i2, 0]
        left = max((min(x0, x1, x2) + SUB // 2 - 1) >> 8, 0)
        right = min((max(x0, x1, x2) - SUB // 2) >> 8, width - 1)
        if left > right:
            continue
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        # Rows run down, so that an outer side has a negative area.
        back = area > 0
        if area == 0 or (back and not sheet):
            continue
        n0 = inverse[i0]
        n1 = inverse[i1]
        n2 = inverse[i2]
        if n0 == 0.0 or n1 == 0.0 or n2 == 0.0:
            continue
        if not back:
            area = -area
            x1, x2 = x2, x1
            y1, y2 = y2, y1
            n1, n2 = n2, n1
        step0 = -(y2 - y1)
        step1 = -(y0 - y2)
        step2 = -(y1 - y0)
        edge0 = 0 if step0 > 0 or (step0 == 0 and x2 > x1) else -1
        edge1 = 0 if step1 > 0 or (step1 == 0 and x0 > x2) else -1
        edge2 = 0 if step2 > 0 or (step2 == 0 and x1 > x0) else -1
        scale = 1.0 / area
        px = left * SUB + SUB // 2
        for r in range(top, bottom + 1):
            py = r * SUB + SUB // 2
            w0 = (x2 - x1) * (py - y1) + step0 * (px - x1)
            w1 = (x0 - x2) * (py - y2) + step1 * (px - x2)
            w2 = (x1 - x0) * (py - y0) + step2 * (px - x0)
            for c in range(left, right + 1):
                if w0 + edge0 >= 0 and w1 + edge1 >= 0 and w2 + edge2 >= 0:
                    a = w1 * scale * n1
                    b = w2 * scale * n2
                    total = w0 * scale * n0 + a + b
                    if np.float32(total) > near[r, c]:
                        near[r, c] = total
                        mesh[r, c] = number
                        face[r, c] = f
                        inside[r, c] = back
                        bary[r, c, 0] = (a if back else b) / total
                        bary[r, c, 1] = (b if back else a) / total
                w0 += step0 * SUB
                w1 += step1 * SUB
                w2 += step2 * SUB


@jit
def order(mesh, count):
    """Flat indices of the samples that see meshes 0 to count - 1, mesh by mesh, and where each mesh's begin."""
    starts = np.zeros(count + 1, np.int64)
    for n in range(mesh.shape[0]):
        if mesh[n] >= 0:
            starts[mesh[n] + 1] += 1
    for k in range(count):
        starts[k + 1] += starts[k]
    free = starts.copy()
    out = np.empty(starts[count], np.int64)
    for n in range(mesh.shape[0]):
        k = mesh[n]
        if k >= 0:
            out[free[k]] = n
            free[k] += 1
    return out, starts


@jit
def mark(at, face, faces, out):
    """Set `out` [V] for the corners of the faces that the samples `at` see."""
    last = -1
    for n in range(at.shape[0]):
        f = face[at[n]]
        if f != last:
            for k in range(3):
                out[faces[f, k]] = True
            last = f


@jit
def mean(shown, mesh, first, last, out):
    """Means over the four samples of the pixels of rows first..last, and how many of them see a mesh, [H, W, 4]."""
    for row in range(first, last):
        for column in range(out.shape[1]):
            red = np.float32(0)
            green = np.float32(0)
            blue = np.float32(0)
            count = 0
            for j in range(2 * row, 2 * row + 2):
                for i in range(2 * column, 2 * column + 2):
                    if mesh[j, i] >= 0:
                        red += shown[j, i, 0]
                        green += shown[j, i, 1]
                        blue += shown[j, i, 2]
                        count += 1
            quarter = np.float32(0.25)
            out[row, column, 0] = red * quarter
            out[row, column, 1] = green * quarter
            out[row, column, 2] = blue * quarter
            out[row, column, 3] = count * quarter


@jit
def locate(at, depth, view, first, last, out):
    """Places [N, 3] of the samples `at` first..last."""
    height, width = depth.shape
    for n in range(first, last):
        row = at[n] // width
        column = at[n] - row * width
        far = float(depth[row, column])
        out[n, 0] = view[0] + far * (view[3] + (column + 0.5 - 0.5 * width) * view[5])
        out[n, 1] = view[1] + far * (view[4] - (row + 0.5 - 0.5 * height) * view[5])
        out[n, 2] = view[2] - far


@jit
def look(places, eye, first, last, out):
    """Unit vectors from places first..last to the eye."""
    for n in range(first, last):
        x = eye[0] - places[n, 0]
        y = eye[1] - places[n, 1]
        z = eye[2] - places[n, 2]
        scale = 1.0 / math.sqrt(x * x + y * y + z * z)
        out[n, 0] = x * scale
        out[n, 1] = y * scale
        out[n, 2] = z * scale


@jit
def face(at, inside, first, last, normal):
    """Make normals first..last unit vectors, turned round where the back of a sheet is seen."""
    for n in range(first, last):
        x, y, z = normal[n, 0], normal[n, 1], normal[n, 2]
        size = math.sqrt(x * x + y * y + z * z)
        scale = np.float32(1.0) / np.float32(max(size, 1.0e-12))
        if inside[at[n]]:
            scale = -scale
        normal[n, 0] = x * scale
        normal[n, 1] = y * scale
        normal[n, 2] = z * scale


@jit
def gather(at, face, bary, faces, values, first, last, out):
    """Values [V, K] interpolated at the samples `at` first..last (flat indices), into `out` [N, K]."""
    for n in range(first, last):
        f = face[at[n]]
        i0 = faces[f, 0]
        i1 = faces[f, 1]
        i2 = faces[f, 2]
        b1 = bary[at[n], 0]
        b2 = bary[at[n], 1]
        b0 = np.float32(1.0) - b1 - b2
        for k in range(values.shape[1]):
            out[n, k] = b0 * values[i0, k] + b1 * values[i1, k] + b2 * values[i2, k]


@jit
def _slope(row, column, down, flat, mesh, depth, height, places, out):
    """Difference of the relief and of the place across one sample; out [4]: change of height, then x, y, z.

    From both neighbours where they are of the same mesh and near, else from one, else nothing. True if any.
    """
    near = column - 1 if not down else row - 1
    far = column + 1 if not down else row + 1
    limit = mesh.shape[0] if down else mesh.shape[1]
    here = flat[row, column]
    a = here
    b = here
    reach = np.float32(0.02)
    if near >= 0:
        r = near if down else row
        c = column if down else near
        if mesh[r, c] == mesh[row, column] and abs(depth[r, c] - depth[row, column]) < reach:
            a = flat[r, c]
    if far < limit:
        r = far if down else row
        c = column if down else far
        if mesh[r, c] == mesh[row, column] and abs(depth[r, c] - depth[row, column]) < reach:
            b = flat[r, c]
    if a == b:
        return False
    out[0] = height[b] - height[a]
    for k in range(3):
        out[1 + k] = places[b, k] - places[a, k]
    return True


@jit
def bend(at, flat, mesh, depth, height, places, normal, steepest, first, last, out):
    """Normals [N, 3] bent by heights [N] (Mikkelsen, "Bump mapping unparametrized surfaces on the GPU", 2010)."""
    width = mesh.shape[1]
    u = np.zeros(4, np.float32)
    v = np.zeros(4, np.float32)
    for n in range(first, last):
        row = at[n] // width
        column = at[n] % width
        nx = normal[n, 0]
        ny = normal[n, 1]
        nz = normal[n, 2]
        out[n, 0] = nx
        out[n, 1] = ny
        out[n, 2] = nz
        if not _slope(row, column, False, flat, mesh, depth, height, places, u):
            continue
        if not _slope(row, column, True, flat, mesh, depth, height, places, v):
            continue
        if u[0] == 0.0 and v[0] == 0.0:
            continue
        ax = v[2] * nz - v[3] * ny
        ay = v[3] * nx - v[1] * nz
        az = v[1] * ny - v[2] * nx
        bx = ny * u[3] - nz * u[2]
        by = nz * u[1] - nx * u[3]
        bz = nx * u[2] - ny * u[1]
        det = u[1] * ax + u[2] * ay + u[3] * az
        if abs(det) < 1.0e-12:
            continue
        gx = (ax * u[0] + bx * v[0]) / det
        gy = (ay * u[0] + by * v[0]) / det
        gz = (az * u[0] + bz * v[0]) / det
        size = math.sqrt(gx * gx + gy * gy + gz * gz)
        held = steepest / size if size > steepest else 1.0
        x = nx - gx * held
        y = ny - gy * held
        z = nz - gz * held
        long = math.sqrt(x * x + y * y + z * z)
        out[n, 0] = x / long
        out[n, 1] = y / long
        out[n, 2] = z / long


@jit
def crevice(at, depth, step, reach, rings, first, last, out):
    """How open each sample is to its nearest surroundings, 0..1, from the depths of opposite neighbours alone: where
    both lie nearer than the sample, on average, something stands over it."""
    height, width = depth.shape
    for n in range(first, last):
        row = at[n] // width
        column = at[n] % width
        here = depth[row, column]
        scale = reach / (step * here)
        total = np.float32(0.0)
        which = 2 * (row & 1) + (column & 1)
        for k in range(rings.shape[1]):
            across = math.floor(rings[which, k, 0] * scale + 0.5)
            down = math.floor(rings[which, k, 1] * scale + 0.5)
            if across == 0 and down == 0:
                continue
            if min(row - abs(down), column - abs(across)) < 0:
                continue
            if row + abs(down) >= height or column + abs(across) >= width:
                continue
            away = step * here * math.sqrt(across * across + down * down)
            rise = np.float32(0.0)
            for sign in (-1, 1):
                up = here - depth[row + sign * down, column + sign * across]
                # A thing far before this one is no wall beside it; its edge must not grow a dark seam.
                fading = max(np.float32(0.0), 1.0 - max(up - reach, np.float32(0.0)) / (2.0 * reach))
                rise += max(min(up, away), -away) * fading
            total += max(rise, np.float32(0.0)) / (2.0 * away)
        out[n] = 1.0 - total / rings.shape[1]
