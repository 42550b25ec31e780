"""Compiled: strands of hair that grow over a head, and the ribbons made of them. `hair` loads this late.

Millimetres from the head's base. Along a strand the direction is a sum: the comb's, a pull to where hair is gathered,
the skin's normal, weight; what would enter the head, neck or shoulders is pushed out.
"""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)

# Columns of the table of strands.
LENGTH, CUT, LIFT, FALL, VOLUME, HOLD, PULL, GUARD, CURL, PERIOD, PHASE, WAVE, WAVES, FRIZZ, TURN, CLING = (
    range(16)
)
STEP = 6.5


@jit
def _distance(grid, low, cell, x, y, z, out):
    """Distance and gradient of the head from a grid [X, Y, Z], by trilinear interpolation; `out` [4]."""
    gx = min(max((x - low[0]) / cell, 0.0), grid.shape[0] - 1.001)
    gy = min(max((y - low[1]) / cell, 0.0), grid.shape[1] - 1.001)
    gz = min(max((z - low[2]) / cell, 0.0), grid.shape[2] - 1.001)
    i, j, k = int(gx), int(gy), int(gz)
    u, v, w = gx - i, gy - j, gz - k
    a00 = grid[i, j, k] * (1 - u) + grid[i + 1, j, k] * u
    a10 = grid[i, j + 1, k] * (1 - u) + grid[i + 1, j + 1, k] * u
    a01 = grid[i, j, k + 1] * (1 - u) + grid[i + 1, j, k + 1] * u
    a11 = grid[i, j + 1, k + 1] * (1 - u) + grid[i + 1, j + 1, k + 1] * u
    out[0] = (a00 * (1 - v) + a10 * v) * (1 - w) + (a01 * (1 - v) + a11 * v) * w
    d0 = grid[i + 1, j, k] - grid[i, j, k]
    d1 = grid[i + 1, j + 1, k] - grid[i, j + 1, k]
    d2 = grid[i + 1, j, k + 1] - grid[i, j, k + 1]
    d3 = grid[i + 1, j + 1, k + 1] - grid[i, j + 1, k + 1]
    out[1] = (d0 * (1 - v) + d1 * v) * (1 - w) + (d2 * (1 - v) + d3 * v) * w
    out[2] = (a10 - a00) * (1 - w) + (a11 - a01) * w
    out[3] = (a01 * (1 - v) + a11 * v) - (a00 * (1 - v) + a10 * v)
    size = math.sqrt(out[1] ** 2 + out[2] ** 2 + out[3] ** 2) + 1e-9
    for m in range(1, 4):
        out[m] /= size


@jit
def _rod(row, x, y, z, out):
    """Distance and gradient of a round cone between two places; `row` [8]."""
    ax, ay, az = row[3] - row[0], row[4] - row[1], row[5] - row[2]
    t = ((x - row[0]) * ax + (y - row[1]) * ay + (z - row[2]) * az) / (ax * ax + ay * ay + az * az + 1e-9)
    t = min(max(t, 0.0), 1.0)
    dx, dy, dz = x - row[0] - t * ax, y - row[1] - t * ay, z - row[2] - t * az
    away = math.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
    out[0] = away - (row[6] * (1 - t) + row[7] * t)
    out[1], out[2], out[3] = dx / away, dy / away, dz / away


@jit
def grow(roots, comb, gather, table, grid, low, cell, rods, first, last, places, normals):
    """Grow strands first..last. `roots`, `comb`, `gather` [S, 3], `table` [S, 16]; `rods` [R, 8] what else is in the
    way; fills `places` and `normals` [S, K, 3], evenly spaced along each strand."""
    knots = places.shape[1]
    at = np.empty(4)
    line = np.empty((200, 3))
    face = np.empty((200, 3))
    for s in range(first, last):
        row = table[s]
        x, y, z = roots[s, 0], roots[s, 1], roots[s, 2]
        _distance(grid, low, cell, x, y, z, at)
        nx, ny, nz = at[1], at[2], at[3]
        line[0, 0], line[0, 1], line[0, 2] = x, y, z
        face[0, 0], face[0, 1], face[0, 2] = nx, ny, nz
        long = max(row[LENGTH], 3.0)
        spread = 1.0 if row[CURL] > 0.0 else 1.35  # the knots are closer near the root
        steps = min(max(math.ceil(long / STEP), 3), 198)
        step = long / steps
        cx, cy, cz = comb[s, 0], comb[s, 1], comb[s, 2]
        px, py, pz = 0.0, 0.0, 0.0
        n = 0
        for i in range(steps):
            gone = i * step
            held = math.exp(-gone / row[HOLD])
            lift = row[LIFT] * math.exp(-gone / (0.45 * long + 4.0))
            dx = cx * held + lift * nx
            dy = cy * held + lift * ny - row[FALL] * (1.0 - 0.75 * held)
            dz = cz * held + lift * nz
            if row[PULL] > 0.0:
                gx, gy, gz = gather[s, 0] - x, gather[s, 1] - y, gather[s, 2] - z
                size = math.sqrt(gx * gx + gy * gy + gz * gz) + 1e-6
                if size < 9.0:
                    break
                dx += row[PULL] * gx / size
                dy += row[PULL] * gy / size
                dz += row[PULL] * gz / size
            turn = row[TURN]
            dx += turn * 0.35 * math.sin(gone * 0.045 + row[PHASE] * 3.0) * row[FRIZZ]
            dz += turn * 0.35 * math.cos(gone * 0.038 + row[PHASE] * 5.0) * row[FRIZZ]
            if y < -15.0 and row[GUARD] > 0.0:
                # Below the jaw hair closes round the neck and lies before or behind the shoulder.
                low_ = min((-15.0 - y) / 50.0, 1.0)
                if abs(x) > 86.0:
                    dx -= 0.4 * low_ * (1.0 if x > 0.0 else -1.0)
                dz += 0.35 * low_ * (1.0 if z > -12.0 else -1.0)
            _distance(grid, low, cell, x, y, z, at)
            loose = min(max((at[0] - row[VOLUME]) / 12.0, 0.0), 1.0) * row[CLING] * min(1.0, gone / 20.0)
            loose *= min(max((y + 85.0) / 45.0, 0.0), 1.0)
            dx, dy, dz = dx - loose * at[1], dy - loose * at[2], dz - loose * at[3]
            if px * px + py * py + pz * pz > 0.0:
                dx, dy, dz = dx + 0.7 * px, dy + 0.7 * py, dz + 0.7 * pz
            size = math.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
            px, py, pz = dx / size, dy / size, dz / size
            x0, y0, z0 = x, y, z
            x, y, z = x + step * px, y + step * py, z + step * pz
            clear = row[VOLUME] * min(1.0, (gone + step) / (0.22 * long + 6.0)) + 0.8
            _distance(grid, low, cell, x, y, z, at)
            if at[0] < clear:
                push = clear - at[0]
                x, y, z = x + push * at[1], y + push * at[2], z + push * at[3]
            if at[0] < clear + 25.0:
                nx, ny, nz = at[1], at[2], at[3]
            for r in range(rods.shape[0]):
                _rod(rods[r], x, y, z, at)
                near = 0.6 * row[VOLUME] - at[0]
                if near > 0.0:
                    x, y, z = x + near * at[1], y + near * at[2], z + near * at[3]
                if near > -14.0:
                    nx, ny, nz = at[1], at[2], at[3]
            if row[GUARD] > 0.0 and z > 5.0 and y < 112.0:
                # Out of the face: an upright oval that hair passes on either side.
                half = row[GUARD] * math.sqrt(max(1.0 - ((y - 28.0) / 100.0) ** 2, 0.12))
                if abs(x) < half:
                    x += (half - abs(x)) * (1.0 if x > 0.0 else -1.0) * 0.6
                    z -= 0.25 * (half - abs(x))
            px, py, pz = x - x0, y - y0, z - z0
            size = math.sqrt(px * px + py * py + pz * pz) + 1e-9
            if i > 3 and (size < 0.5 * step or (row[GUARD] > 0.0 and y < -60.0 and y > y0 - 0.2 * step)):
                n = max(n - 3, 4)  # what bent up on the shoulder is cut off
                break
            px, py, pz = px / size, py / size, pz / size
            n = i + 1
            line[n, 0], line[n, 1], line[n, 2] = x, y, z
            face[n, 0], face[n, 1], face[n, 2] = nx, ny, nz
            if y < row[CUT]:
                break
        for _ in range(5 if row[CURL] == 0.0 else 0):
            for i in range(4, n):
                for m in range(3):
                    line[i, m] = 0.25 * line[i - 1, m] + 0.5 * line[i, m] + 0.25 * line[i + 1, m]
        for k in range(knots):
            t = n * (k / (knots - 1.0)) ** spread
            i = min(int(t), max(n - 1, 0))
            u = t - i
            for m in range(3):
                places[s, k, m] = line[i, m] * (1 - u) + line[min(i + 1, n), m] * u
                normals[s, k, m] = face[i, m] * (1 - u) + face[min(i + 1, n), m] * u
        _bend(row, places[s], normals[s], n * step)


@jit
def _bend(row, places, normals, long):
    """Waves in the plane of the skin and curls round the strand, growing from the root on."""
    if row[CURL] <= 0.0 and row[WAVE] <= 0.0:
        return
    knots = places.shape[0]
    before = places.copy()
    for k in range(1, knots):
        a, b = before[k - 1], before[min(k + 1, knots - 1)]
        tx, ty, tz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
        size = math.sqrt(tx * tx + ty * ty + tz * tz) + 1e-9
        tx, ty, tz = tx / size, ty / size, tz / size
        nx, ny, nz = normals[k, 0], normals[k, 1], normals[k, 2]
        sx, sy, sz = ty * nz - tz * ny, tz * nx - tx * nz, tx * ny - ty * nx
        gone = long * (k / (knots - 1.0)) ** (1.0 if row[CURL] > 0.0 else 1.35)
        grown = min(1.0, gone / 45.0)
        wave = row[WAVE] * grown * math.sin(6.2832 * gone / row[WAVES] + row[PHASE])
        turn = 6.2832 * gone / row[PERIOD] + row[PHASE] * row[TURN]
        side = wave + row[CURL] * grown * math.sin(turn)
        out = 0.35 * row[WAVE] * grown * math.cos(6.2832 * gone / row[WAVES] + row[PHASE] + 0.8)
        out += row[CURL] * grown * (1.0 + math.cos(turn))
        places[k, 0] += side * sx + out * nx
        places[k, 1] += side * sy + out * ny
        places[k, 2] += side * sz + out * nz


@jit
def ribbon(places, normals, widths, tone, vertices, bent, coords, faces):
    """Two-sided ribbons along strands [S, K, 3]: `vertices`, `bent` (normals) [S * K * 2, 3], `coords` [.., 6]:
    along, across, a number of the strand's own, the direction; `faces` [S * (K - 1) * 2, 3]."""
    strands, knots = places.shape[0], places.shape[1]
    made = 0
    for s in range(strands):
        for k in range(knots):
            a, b = places[s, max(k - 1, 0)], places[s, min(k + 1, knots - 1)]
            tx, ty, tz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
            size = math.sqrt(tx * tx + ty * ty + tz * tz) + 1e-9
            tx, ty, tz = tx / size, ty / size, tz / size
            nx, ny, nz = normals[s, k, 0], normals[s, k, 1], normals[s, k, 2]
            sx, sy, sz = ty * nz - tz * ny, tz * nx - tx * nz, tx * ny - ty * nx
            size = math.sqrt(sx * sx + sy * sy + sz * sz) + 1e-9
            sx, sy, sz = sx / size, sy / size, sz / size
            nx, ny, nz = sy * tz - sz * ty, sz * tx - sx * tz, sx * ty - sy * tx
            t = k / (knots - 1.0)
            half = 0.5 * widths[s] * (min(1.0, 0.45 + 0.55 * k) * (1.0 - 0.86 * max(t - 0.45, 0.0) / 0.55))
            for e in range(2):
                sign = 2.0 * e - 1.0
                i = (s * knots + k) * 2 + e
                vertices[i, 0] = places[s, k, 0] + sign * half * sx
                vertices[i, 1] = places[s, k, 1] + sign * half * sy
                vertices[i, 2] = places[s, k, 2] + sign * half * sz
                bx, by, bz = nx + 0.5 * sign * sx, ny + 0.5 * sign * sy, nz + 0.5 * sign * sz
                size = math.sqrt(bx * bx + by * by + bz * bz) + 1e-9
                bent[i, 0], bent[i, 1], bent[i, 2] = bx / size, by / size, bz / size
                coords[i, 0], coords[i, 1], coords[i, 2] = t, sign, tone[s]
                coords[i, 3], coords[i, 4], coords[i, 5] = tx, ty, tz
        for k in range(knots - 1):
            i = (s * knots + k) * 2
            faces[made, 0], faces[made, 1], faces[made, 2] = i, i + 1, i + 2
            faces[made + 1, 0], faces[made + 1, 1], faces[made + 1, 2] = i + 1, i + 3, i + 2
            made += 2


@jit
def carry(values, head, first, last, shifted, out):
    """Values [V, 3] moved by two bones [3, 4]: `first` by the share `head` [V], `last` by the rest; `shifted`: 1 for
    places, 0 for directions, which come out as unit vectors."""
    for i in range(values.shape[0]):
        h = head[i]
        size = 0.0
        for m in range(3):
            a = first[m, 0] * values[i, 0] + first[m, 1] * values[i, 1] + first[m, 2] * values[i, 2]
            b = last[m, 0] * values[i, 0] + last[m, 1] * values[i, 1] + last[m, 2] * values[i, 2]
            out[i, m] = h * (a + shifted * first[m, 3]) + (1.0 - h) * (b + shifted * last[m, 3])
            size += out[i, m] ** 2
        if shifted == 0.0:
            size = max(math.sqrt(size), 1e-9)
            for m in range(3):
                out[i, m] /= size
