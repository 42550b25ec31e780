"""Compiled: cloth that falls and comes to rest on a body (position-based dynamics). `drape` loads this late."""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)


@jit
def sort(points, low, cell, shape):
    """Points by cell of a grid: the order, and where each cell begins in it."""
    nx, ny, nz = shape
    n = points.shape[0]
    home = np.empty(n, np.int64)
    start = np.zeros(nx * ny * nz + 1, np.int64)
    for i in range(n):
        x = min(max(int((points[i, 0] - low[0]) / cell), 0), nx - 1)
        y = min(max(int((points[i, 1] - low[1]) / cell), 0), ny - 1)
        z = min(max(int((points[i, 2] - low[2]) / cell), 0), nz - 1)
        home[i] = (x * ny + y) * nz + z
        start[home[i] + 1] += 1
    for i in range(nx * ny * nz):
        start[i + 1] += start[i]
    order = np.empty(n, np.int64)
    fill = start[:-1].copy()
    for i in range(n):
        order[fill[home[i]]] = i
        fill[home[i]] += 1
    return order, start


@jit
def shuffle(pairs, n):
    """Pairs of `n` vertices in an order in which those that follow one another share none (colours, first fit): the
    processor need not wait for one before it begins the next."""
    taken = np.zeros(n, np.uint64)
    colour = np.empty(pairs.shape[0], np.int64)
    start = np.zeros(65, np.int64)
    for e in range(pairs.shape[0]):
        both = taken[pairs[e, 0]] | taken[pairs[e, 1]]
        c = 0
        while c < 63 and both & np.uint64(1 << c):
            c += 1
        colour[e] = c
        start[c + 1] += 1
        taken[pairs[e, 0]] |= np.uint64(1 << c)
        taken[pairs[e, 1]] |= np.uint64(1 << c)
    for c in range(64):
        start[c + 1] += start[c]
    out = np.empty_like(pairs)
    for e in range(pairs.shape[0]):
        out[start[colour[e]]] = pairs[e]
        start[colour[e]] += 1
    return out


@jit
def _gap(p, first, cell):
    """How far a number lies outside a stretch of that length."""
    return max(first - p, p - first - cell, 0.0)


@jit
def _touch(places, first, last, kind, points, group, order, start, low, cell, shape, own, other):
    """For vertices first..last the nearest collider of their own group, within two cells, and of all others, within
    one; -1: none. `own` and `other` may hold what was nearest before."""
    nx, ny, nz = shape
    for v in range(first, last):
        px = places[v, 0]
        py = places[v, 1]
        pz = places[v, 2]
        cx = math.floor((px - low[0]) / cell)
        cy = math.floor((py - low[1]) / cell)
        cz = math.floor((pz - low[2]) / cell)
        best = 4.0 * cell * cell
        rest = cell * cell
        i = own[v]
        own[v] = -1
        if i >= 0:
            d = (px - points[i, 0]) ** 2 + (py - points[i, 1]) ** 2 + (pz - points[i, 2]) ** 2
            if d < best:
                best = d
                own[v] = i
        other[v] = -1
        for x in range(max(cx - 2, 0), min(cx + 3, nx)):
            ax = _gap(px, low[0] + x * cell, cell) ** 2
            for y in range(max(cy - 2, 0), min(cy + 3, ny)):
                ay = ax + _gap(py, low[1] + y * cell, cell) ** 2
                if ay > max(best, rest):
                    continue
                for z in range(max(cz - 2, 0), min(cz + 3, nz)):
                    h = (x * ny + y) * nz + z
                    if start[h] == start[h + 1]:
                        continue
                    if ay + _gap(pz, low[2] + z * cell, cell) ** 2 > max(best, rest):
                        continue
                    for k in range(start[h], start[h + 1]):
                        i = order[k]
                        dx = px - points[i, 0]
                        dy = py - points[i, 1]
                        dz = pz - points[i, 2]
                        d = dx * dx + dy * dy + dz * dz
                        if group[i] == kind[v]:
                            if d < best:
                                best = d
                                own[v] = i
                        elif d < rest:
                            rest = d
                            other[v] = i


@jit
def _push(places, before, v, c, points, normals, gap, grip):
    """Out of a collider along its normal, with friction."""
    nx = normals[c, 0]
    ny = normals[c, 1]
    nz = normals[c, 2]
    d = (
        (places[v, 0] - points[c, 0]) * nx
        + (places[v, 1] - points[c, 1]) * ny
        + (places[v, 2] - points[c, 2]) * nz
        - gap
    )
    if d >= 0.0:
        return
    places[v, 0] -= d * nx
    places[v, 1] -= d * ny
    places[v, 2] -= d * nz
    mx = places[v, 0] - before[v, 0]
    my = places[v, 1] - before[v, 1]
    mz = places[v, 2] - before[v, 2]
    along = mx * nx + my * ny + mz * nz
    places[v, 0] -= grip * (mx - along * nx)
    places[v, 1] -= grip * (my - along * ny)
    places[v, 2] -= grip * (mz - along * nz)


@jit
def settle(
    places, target, hold, leash, sag, edges, lengths, give, spans, breadths, bend, kind, gap, grip,
    points, normals, group, order, start, low, cell, shape, down, steps, dt, damping,
):  # fmt: skip
    """Let the sheet fall for `steps` of `dt` seconds, in place (small steps, Macklin et al. 2019).

    `hold` [V]: how much of the way to `target` each step takes; `leash` [V]: how far from it a vertex may go at most
    (long-range attachments, Kim et al. 2012: long chains do not stretch); `sag`: how far
    below it, metres. `give`: how much of a too short edge is put right.
    `lengths` and `breadths` are squared: (d2 - l2) / (d2 + l2) is (d - l) / d to first order, without a root (Jakobsen
    2001). `down` [3]: gravity. Gauss-Seidel in turns from both ends, so that no direction is favoured.
    """
    n = places.shape[0]
    pull = math.sqrt(down[0] ** 2 + down[1] ** 2 + down[2] ** 2) + 1.0e-9
    before = places.copy()
    speed = np.zeros_like(places)
    own = np.full(n, -1, np.int64)
    other = np.full(n, -1, np.int64)
    ne = edges.shape[0]
    nh = spans.shape[0]
    for s in range(steps):
        if s % 7 == 0:
            _touch(places, 0, n, kind, points, group, order, start, low, cell, shape, own, other)
        for v in range(n):
            for m in range(3):
                before[v, m] = places[v, m]
                speed[v, m] = speed[v, m] * damping + down[m] * dt
                places[v, m] += speed[v, m] * dt
                places[v, m] += hold[v] * (target[v, m] - places[v, m])
        for turn in range(2):
            for k in range(ne):
                e = k if (s + turn) % 2 == 0 else ne - 1 - k
                a = edges[e, 0]
                b = edges[e, 1]
                dx = places[b, 0] - places[a, 0]
                dy = places[b, 1] - places[a, 1]
                dz = places[b, 2] - places[a, 2]
                d = dx * dx + dy * dy + dz * dz
                f = 0.5 * (d - lengths[e]) / (d + lengths[e] + 1.0e-12)
                if f < 0.0:
                    f *= give
                places[a, 0] += f * dx
                places[a, 1] += f * dy
                places[a, 2] += f * dz
                places[b, 0] -= f * dx
                places[b, 1] -= f * dy
                places[b, 2] -= f * dz
        for e in range(nh):
            a = spans[e, 0]
            b = spans[e, 1]
            dx = places[b, 0] - places[a, 0]
            dy = places[b, 1] - places[a, 1]
            dz = places[b, 2] - places[a, 2]
            d = dx * dx + dy * dy + dz * dz
            f = 0.5 * bend * (d - breadths[e]) / (d + breadths[e] + 1.0e-12)
            places[a, 0] += f * dx
            places[a, 1] += f * dy
            places[a, 2] += f * dz
            places[b, 0] -= f * dx
            places[b, 1] -= f * dy
            places[b, 2] -= f * dz
        for v in range(n):
            dx = places[v, 0] - target[v, 0]
            dy = places[v, 1] - target[v, 1]
            dz = places[v, 2] - target[v, 2]
            d = math.sqrt(dx * dx + dy * dy + dz * dz)
            if d > leash[v]:
                f = leash[v] / d
                places[v, 0] = target[v, 0] + f * dx
                places[v, 1] = target[v, 1] + f * dy
                places[v, 2] = target[v, 2] + f * dz
            deep = (
                (places[v, 0] - target[v, 0]) * down[0]
                + (places[v, 1] - target[v, 1]) * down[1]
                + (places[v, 2] - target[v, 2]) * down[2]
            ) / pull - sag
            if deep > 0.0:
                for m in range(3):
                    places[v, m] -= deep * down[m] / pull
            if other[v] >= 0:
                _push(places, before, v, other[v], points, normals, gap[v], grip)
            if own[v] >= 0:
                _push(places, before, v, own[v], points, normals, gap[v], grip)
        limit = 0.006
        for v in range(n):
            for m in range(3):
                speed[v, m] = min(max(places[v, m] - before[v, m], -limit), limit) / dt


@jit
def flatten(places, edges, lengths, spans, breadths, bend, steps):
    """Give edges and spans their lengths again, as far as can be, in place (Jacobi's mean of all corrections, with
    momentum; Wang 2015)."""
    n = places.shape[0]
    before = places.copy()
    moves = np.empty_like(places)
    weight = np.empty(n)
    for s in range(steps):
        moves[:] = 0.0
        weight[:] = 1.0e-9
        for kind in range(2):
            pairs = edges if kind == 0 else spans
            wanted = lengths if kind == 0 else breadths
            share = 1.0 if kind == 0 else bend
            for e in range(pairs.shape[0]):
                a = pairs[e, 0]
                b = pairs[e, 1]
                d = 0.0
                for m in range(3):
                    d += (places[b, m] - places[a, m]) ** 2
                d = math.sqrt(d) + 1.0e-9
                f = 0.5 * share * (d - wanted[e]) / d
                for m in range(3):
                    move = f * (places[b, m] - places[a, m])
                    moves[a, m] += move
                    moves[b, m] -= move
                weight[a] += share
                weight[b] += share
        keep = 0.9 if s > 3 else 0.0
        for v in range(n):
            for m in range(3):
                old = places[v, m]
                places[v, m] += 1.6 * moves[v, m] / weight[v] + keep * (old - before[v, m])
                before[v, m] = old


@jit
def refine(places, faces, edges, number):
    """One round of Loop's subdivision (1987): corners smoothed, then a vertex for each edge; [V + E, 3].

    `number` [F, 3]: which edge starts at each corner. An edge of one face, or of more than two, is a crease.
    """
    n = places.shape[0]
    ne = edges.shape[0]
    out = np.zeros((n + ne, places.shape[1]), np.float64)
    uses = np.zeros(ne, np.int64)
    for f in range(faces.shape[0]):
        for k in range(3):
            uses[number[f, k]] += 1
    degree = np.zeros(n, np.int64)
    rim = np.zeros(n, np.int64)
    total = np.zeros((n, places.shape[1]), np.float64)
    edge = np.zeros((n, places.shape[1]), np.float64)
    for e in range(ne):
        a = edges[e, 0]
        b = edges[e, 1]
        degree[a] += 1
        degree[b] += 1
        for m in range(places.shape[1]):
            total[a, m] += places[b, m]
            total[b, m] += places[a, m]
            out[n + e, m] = (0.375 if uses[e] == 2 else 0.5) * (places[a, m] + places[b, m])
        if uses[e] != 2:
            rim[a] += 1
            rim[b] += 1
            for m in range(places.shape[1]):
                edge[a, m] += places[b, m]
                edge[b, m] += places[a, m]
    for f in range(faces.shape[0]):
        for k in range(3):
            e = number[f, k]
            if uses[e] == 2:
                c = faces[f, (k + 2) % 3]
                for m in range(places.shape[1]):
                    out[n + e, m] += 0.125 * places[c, m]
    for i in range(n):
        for m in range(places.shape[1]):
            if rim[i] == 2:
                out[i, m] = 0.75 * places[i, m] + 0.125 * edge[i, m]
            elif rim[i] > 0 or degree[i] < 3:
                out[i, m] = places[i, m]
            else:
                d = degree[i]
                w = (0.625 - (0.375 + 0.25 * math.cos(2.0 * math.pi / d)) ** 2) / d
                out[i, m] = (1.0 - d * w) * places[i, m] + w * total[i, m]
    return out
