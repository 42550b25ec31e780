"""Compiled: how the faces of a sheet hang together. `cloth` and `chart` load this late."""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)


@jit
def meet(faces, n):
    """The edges of faces over `n` vertices, in order: [E, 2]; how many faces use each [E]; which edge starts at each
    corner [F, 3]; and the corners at which edges come, edge after edge [3 F]."""
    corners = 3 * faces.shape[0]
    begin = np.zeros(n + 1, np.int64)
    for f in range(faces.shape[0]):
        for k in range(3):
            begin[min(faces[f, k], faces[f, (k + 1) % 3]) + 1] += 1
    for i in range(n):
        begin[i + 1] += begin[i]
    fill = begin[:-1].copy()
    order = np.empty(corners, np.int32)
    other = np.empty(corners, np.int32)
    for f in range(faces.shape[0]):
        for k in range(3):
            a = faces[f, k]
            b = faces[f, (k + 1) % 3]
            low = min(a, b)
            high = max(a, b)
            at = fill[low]
            fill[low] += 1
            # Sorted as they come: few edges start at one vertex.
            while at > begin[low] and other[at - 1] > high:
                other[at] = other[at - 1]
                order[at] = order[at - 1]
                at -= 1
            other[at] = high
            order[at] = 3 * f + k
    edges = np.empty((corners, 2), np.int32)
    uses = np.zeros(corners, np.int32)
    number = np.empty(corners, np.int32)
    count = 0
    for i in range(n):
        for at in range(begin[i], begin[i + 1]):
            if at == begin[i] or other[at] != other[at - 1]:
                edges[count, 0] = i
                edges[count, 1] = other[at]
                count += 1
            uses[count - 1] += 1
            number[order[at]] = count - 1
    return edges[:count].copy(), uses[:count].copy(), number.reshape(faces.shape), order


@jit
def border(faces, uses, order):
    """The edges of one face alone, in its direction, [B, 2]."""
    out = np.empty((uses.shape[0], 2), np.int32)
    count = 0
    at = 0
    for e in range(uses.shape[0]):
        if uses[e] == 1:
            f = order[at] // 3
            k = order[at] % 3
            out[count, 0] = faces[f, k]
            out[count, 1] = faces[f, (k + 1) % 3]
            count += 1
        at += uses[e]
    return out[:count].copy()


@jit
def hinges(faces, uses, order):
    """For every edge between faces the two corners that look at each other across it, [H, 2]."""
    out = np.empty((order.shape[0], 2), np.int32)
    count = 0
    at = 0
    for e in range(uses.shape[0]):
        for i in range(at, at + uses[e] - 1):
            for m in range(2):
                f = order[i + m] // 3
                out[count, m] = faces[f, (order[i + m] % 3 + 2) % 3]
            count += 1
        at += uses[e]
    return out[:count].copy()


@jit
def part(faces, marks, n):
    """Vertices split where corners bear different marks (small whole numbers, [F, 3]): the old vertex and the mark of
    each new one, in order, and the faces over them."""
    corners = 3 * faces.shape[0]
    begin = np.zeros(n + 1, np.int64)
    for f in range(faces.shape[0]):
        for k in range(3):
            begin[faces[f, k] + 1] += 1
    for i in range(n):
        begin[i + 1] += begin[i]
    kinds = np.zeros(n, np.int64)
    known = np.empty(corners, np.int32)
    for f in range(faces.shape[0]):
        for k in range(3):
            v = faces[f, k]
            mark = marks[f, k]
            at = begin[v] + kinds[v]
            i = begin[v]
            while i < at and known[i] < mark:
                i += 1
            if i < at and known[i] == mark:
                continue
            for j in range(at, i, -1):
                known[j] = known[j - 1]
            known[i] = mark
            kinds[v] += 1
    first = np.zeros(n + 1, np.int64)
    for i in range(n):
        first[i + 1] = first[i] + kinds[i]
    vertex = np.empty(first[n], np.int64)
    mark_of = np.empty(first[n], np.int64)
    for v in range(n):
        for j in range(kinds[v]):
            vertex[first[v] + j] = v
            mark_of[first[v] + j] = known[begin[v] + j]
    out = np.empty(faces.shape, np.int32)
    for f in range(faces.shape[0]):
        for k in range(3):
            v = faces[f, k]
            j = 0
            while known[begin[v] + j] != marks[f, k]:
                j += 1
            out[f, k] = first[v] + j
    return vertex, mark_of, out


@jit
def pieces(faces, n):
    """The connected piece of every vertex, as its lowest vertex, [n]."""
    label = np.arange(n)
    for f in range(faces.shape[0]):
        for k in range(2):
            a = faces[f, k]
            b = faces[f, k + 1]
            while label[a] != a:
                label[a] = label[label[a]]
                a = label[a]
            while label[b] != b:
                label[b] = label[label[b]]
                b = label[b]
            if a < b:
                label[b] = a
            else:
                label[a] = b
    for v in range(n):
        label[v] = label[label[v]]
    return label


@jit
def areas(places, faces):
    """The square of twice the area of every face, [F]."""
    out = np.empty(faces.shape[0])
    for f in range(faces.shape[0]):
        a = faces[f, 0]
        b = faces[f, 1]
        c = faces[f, 2]
        ux = places[b, 0] - places[a, 0]
        uy = places[b, 1] - places[a, 1]
        uz = places[b, 2] - places[a, 2]
        vx = places[c, 0] - places[a, 0]
        vy = places[c, 1] - places[a, 1]
        vz = places[c, 2] - places[a, 2]
        out[f] = (uy * vz - uz * vy) ** 2 + (uz * vx - ux * vz) ** 2 + (ux * vy - uy * vx) ** 2
    return out
