"""Compiled: which bones a place belongs to, and skinning with dual quaternions (Kavan, Collins, Zara and O'Sullivan
2008: Geometric skinning with approximate dual quaternion blending). `skeleton` loads this late: it imports numba."""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)


@jit
def _smooth(t):
    t = min(max(t, 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


@jit
def _along(px, py, pz, a, b):
    """How far along the line from a to b a place is, metres, and how far from the segment."""
    ux = b[0] - a[0]
    uy = b[1] - a[1]
    uz = b[2] - a[2]
    size = math.sqrt(ux * ux + uy * uy + uz * uz)
    qx = px - a[0]
    qy = py - a[1]
    qz = pz - a[2]
    t = (qx * ux + qy * uy + qz * uz) / size
    s = min(max(t, 0.0), size) / size
    dx = qx - s * ux
    dy = qy - s * uy
    dz = qz - s * uz
    return t, math.sqrt(dx * dx + dy * dy + dz * dz)


@jit
def _trunk(w, levels, x, y, z, wide):
    """Pelvis, spine, chest, neck and head; how much of the chest its collarbone takes."""
    lean = y + (0.15 * (z + 0.01) if y > levels[1] + 0.16 else 0.0)
    spine = _smooth((lean - levels[0]) / 0.16 + 0.5)
    chest = _smooth((lean - levels[1]) / 0.16 + 0.5)
    neck = _smooth((lean - levels[2]) / 0.07 + 0.5)
    head = _smooth((y + 0.30 * (z + 0.02) - levels[3]) / 0.065)
    w[0] = 1.0 - spine
    w[1] = spine * (1.0 - chest)
    w[2] = spine * chest * (1.0 - neck)
    w[3] = spine * chest * neck * (1.0 - head)
    w[4] = spine * chest * neck * head
    return w[2] * _smooth((abs(x) - 0.025) / (wide - 0.03)) * _smooth((y - levels[2] + 0.20) / 0.15)


@jit
def _arm(w, first, joints, x, y, z, bound, room):
    """One arm's bones. `joints`: shoulder, elbow, wrist, knuckles, base and tip of the thumb."""
    up, d0 = _along(x, y, z, joints[0], joints[1])
    low, d1 = _along(x, y, z, joints[1], joints[2])
    hand, d2 = _along(x, y, z, joints[2], joints[2] + 2.0 * (joints[3] - joints[2]))
    away = min(d0, min(d1, d2))
    far = 0.105 if hand > 0.0 else 0.19
    depth = _smooth((joints[0][1] - y - 0.02) / 0.13)
    band = 0.080 * (1.0 - depth) + min(0.03, 0.7 * room + 0.006) * depth
    amount = _smooth((abs(x) - bound) / band + 0.5) * _smooth((far - away) / 0.05)
    if amount <= 0.0:
        return
    for i in range(w.shape[0]):
        w[i] *= 1.0 - amount
    upper = math.sqrt(
        (joints[1][0] - joints[0][0]) ** 2
        + (joints[1][1] - joints[0][1]) ** 2
        + (joints[1][2] - joints[0][2]) ** 2
    )
    lower = math.sqrt(
        (joints[2][0] - joints[1][0]) ** 2
        + (joints[2][1] - joints[1][1]) ** 2
        + (joints[2][2] - joints[1][2]) ** 2
    )
    bend = _smooth((up - upper) / 0.085 + 0.5)
    swing = (1.0 - _smooth((up / upper - 0.05) / 0.75)) * (1.0 - bend)
    turn = _smooth((low / lower - 0.15) / 0.70)
    at = _smooth((low - lower) / 0.042 + 0.5)
    long = math.sqrt(
        (joints[3][0] - joints[2][0]) ** 2
        + (joints[3][1] - joints[2][1]) ** 2
        + (joints[3][2] - joints[2][2]) ** 2
    )
    fingers = _smooth((hand - long + 0.004) / 0.024 + 0.5)
    tips = _smooth((hand - long - 0.036) / 0.016 + 0.5)
    on, beside = _along(x, y, z, joints[4], joints[5])
    thumb = _smooth((on + 0.006) / 0.022) * _smooth((0.026 - beside) / 0.012) * (1.0 - fingers)
    w[first + 1] += amount * swing
    w[first + 2] += amount * (1.0 - bend) * (1.0 - swing / max(1.0 - bend, 1.0e-9))
    w[first + 3] += amount * bend * (1.0 - at) * (1.0 - turn)
    w[first + 4] += amount * bend * (1.0 - at) * turn
    w[first + 5] += amount * bend * at * (1.0 - fingers) * (1.0 - thumb)
    w[first + 6] += amount * bend * at * fingers * (1.0 - tips)
    w[first + 7] += amount * bend * at * fingers * tips
    w[first + 8] += amount * bend * at * thumb


@jit
def _leg(w, first, joints, x, y, z, sign):
    """One leg's bones. `joints`: hip, knee, ankle, ball of the foot, toes."""
    mine = _smooth(x * sign / 0.016 + 0.5)
    if mine <= 0.0:
        return
    # Inside, and behind, the leg begins lower than outside.
    start = (
        joints[0][1]
        + 0.055
        - 0.055 * min(max(1.0 - abs(x) / 0.09, 0.0), 1.0)
        - 0.25 * min(max(-z - 0.03, 0.0), 0.10)
    )
    amount = mine * _smooth((start - y) / 0.145)
    bend = _smooth((joints[1][1] - y) / 0.10 + 0.5)
    foot = _smooth((joints[2][1] + 0.010 - y) / 0.055 + 0.5)
    dx = joints[4][0] - joints[3][0]
    dz = joints[4][2] - joints[3][2]
    size = math.sqrt(dx * dx + dz * dz)
    toes = _smooth(((x - joints[3][0]) * dx + (z - joints[3][2]) * dz) / size / 0.04 + 0.5)
    trunk = w[0] + w[1]
    amount *= _smooth(2.0 * trunk)
    for i in range(w.shape[0]):
        w[i] *= 1.0 - amount
    w[first] += amount * (1.0 - bend)
    w[first + 1] += amount * bend * (1.0 - foot)
    w[first + 2] += amount * bend * foot * (1.0 - toes)
    w[first + 3] += amount * bend * foot * toes


@jit
def bind(places, scale, levels, girth, low, step, arms, legs, bones, index, share, first, last):
    """Fill `index` and `share` for places[first:last]. `levels`: heights where spine, chest, neck and head begin;
    `girth`: half widths of the trunk at heights from `low` in steps; `arms` [2, 6, 3] and `legs` [2, 5, 3]: joints;
    all of a figure scaled to 1.70 m. `bones`: how many there are, and how many there are in a limb's list."""
    count = bones[0]
    w = np.zeros(count)
    for n in range(first, last):
        x = places[n, 0] / scale
        y = places[n, 1] / scale
        z = places[n, 2] / scale
        w[:] = 0.0
        wide = abs(arms[0, 0, 0])
        collar = _trunk(w, levels, x, y, z, wide)
        at = min(max((y - low) / step, 0.0), girth.shape[0] - 1.001)
        i = int(at)
        trunk = girth[i] + (at - i) * (girth[i + 1] - girth[i])
        for k in range(2):
            sign = 1.0 if k == 0 else -1.0
            base = 5 + k * bones[1]
            if x * sign > 0.0:
                w[base] += collar
                w[2] -= collar
                shoulder = arms[k, 0]
                elbow = arms[k, 1]
                slope = abs((elbow[0] - shoulder[0]) / (elbow[1] - shoulder[1]))
                fall = max(shoulder[1] - y, 0.0)
                inner = abs(shoulder[0]) + slope * fall - 0.046
                room = max(inner - trunk, 0.0)
                middle = 0.5 * (inner + trunk)
                bound = abs(shoulder[0]) - 0.004
                down = _smooth((fall - 0.03) / 0.09)
                bound += down * (middle - bound)
                _arm(w, base, arms[k], x, y, z, bound, room)
            _leg(w, base + 9, legs[k], x, y, z, sign)
        total = 0.0
        for k in range(4):
            best = 0
            for i in range(1, count):
                if w[i] > w[best]:
                    best = i
            index[n, k] = best
            share[n, k] = w[best]
            total += w[best]
            w[best] = 0.0
        for k in range(4):
            share[n, k] /= total


@jit
def motors(transforms, out):
    """Rigid transforms [B, 3, 4] as unit dual quaternions [B, 8], the real part first (w, x, y, z)."""
    for b in range(transforms.shape[0]):
        m = transforms[b]
        trace = m[0, 0] + m[1, 1] + m[2, 2]
        if trace > 0.0:
            s = 2.0 * math.sqrt(trace + 1.0)
            w = 0.25 * s
            x = (m[2, 1] - m[1, 2]) / s
            y = (m[0, 2] - m[2, 0]) / s
            z = (m[1, 0] - m[0, 1]) / s
        elif m[0, 0] > m[1, 1] and m[0, 0] > m[2, 2]:
            s = 2.0 * math.sqrt(1.0 + m[0, 0] - m[1, 1] - m[2, 2])
            w = (m[2, 1] - m[1, 2]) / s
            x = 0.25 * s
            y = (m[0, 1] + m[1, 0]) / s
            z = (m[0, 2] + m[2, 0]) / s
        elif m[1, 1] > m[2, 2]:
            s = 2.0 * math.sqrt(1.0 + m[1, 1] - m[0, 0] - m[2, 2])
            w = (m[0, 2] - m[2, 0]) / s
            x = (m[0, 1] + m[1, 0]) / s
            y = 0.25 * s
            z = (m[1, 2] + m[2, 1]) / s
        else:
            s = 2.0 * math.sqrt(1.0 + m[2, 2] - m[0, 0] - m[1, 1])
            w = (m[1, 0] - m[0, 1]) / s
            x = (m[0, 2] + m[2, 0]) / s
            y = (m[1, 2] + m[2, 1]) / s
            z = 0.25 * s
        tx = m[0, 3]
        ty = m[1, 3]
        tz = m[2, 3]
        out[b, 0] = w
        out[b, 1] = x
        out[b, 2] = y
        out[b, 3] = z
        out[b, 4] = -0.5 * (tx * x + ty * y + tz * z)
        out[b, 5] = 0.5 * (tx * w + ty * z - tz * y)
        out[b, 6] = 0.5 * (-tx * z + ty * w + tz * x)
        out[b, 7] = 0.5 * (tx * y - ty * x + tz * w)


@jit
def carry(places, index, share, motor, transforms, shift, out, first, last):
    """Move places[first:last] by the mixed motors; directions only turn (`shift` 0).

    Dual quaternions keep the volume but bulge where limbs turn far, straight mixing thins: places get the middle.
    """
    q = np.zeros(8)
    half = 0.5 * shift
    for n in range(first, last):
        q[:] = 0.0
        a = index[n, 0]
        for k in range(4):
            s = share[n, k]
            if s <= 0.0:
                continue
            b = index[n, k]
            dot = 0.0
            for m in range(4):
                dot += motor[a, m] * motor[b, m]
            if dot < 0.0:
                s = -s
            for m in range(8):
                q[m] += s * motor[b, m]
        size = math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3])
        for m in range(8):
            q[m] /= size
        w = q[0]
        x = q[1]
        y = q[2]
        z = q[3]
        px = places[n, 0]
        py = places[n, 1]
        pz = places[n, 2]
        cx = y * pz - z * py + w * px
        cy = z * px - x * pz + w * py
        cz = x * py - y * px + w * pz
        out[n, 0] = px + 2.0 * (y * cz - z * cy) + shift * 2.0 * (w * q[5] - x * q[4] + y * q[7] - z * q[6])
        out[n, 1] = py + 2.0 * (z * cx - x * cz) + shift * 2.0 * (w * q[6] - y * q[4] + z * q[5] - x * q[7])
        out[n, 2] = pz + 2.0 * (x * cy - y * cx) + shift * 2.0 * (w * q[7] - z * q[4] + x * q[6] - y * q[5])
        if half > 0.0:
            for m in range(3):
                straight = 0.0
                for k in range(4):
                    t = transforms[index[n, k]]
                    straight += share[n, k] * (t[m, 0] * px + t[m, 1] * py + t[m, 2] * pz + t[m, 3])
                out[n, m] = (1.0 - half) * out[n, m] + half * straight


@jit
def neighbours(rows, chosen, count, index, share, first, last):
    """For rows[first:last] (a place and a weighted normal) the nearest of the chosen rows, and their shares, which
    fall smoothly to nothing at the next one (Franke and Little 1979)."""
    best = np.empty(count + 1)
    who = np.empty(count + 1, np.int64)
    for n in range(first, last):
        best[:] = 1.0e9
        for c in range(chosen.shape[0]):
            d = 0.0
            for m in range(6):
                e = rows[n, m] - rows[chosen[c], m]
                d += e * e
            if d < best[count]:
                k = count
                while k > 0 and best[k - 1] > d:
                    best[k] = best[k - 1]
                    who[k] = who[k - 1]
                    k -= 1
                best[k] = d
                who[k] = c
        reach = math.sqrt(best[count])
        total = 0.0
        for k in range(count):
            near = math.sqrt(best[k]) + 1.0e-5
            w = max(reach - near, 0.0) / (reach * near)
            index[n, k] = who[k]
            share[n, k] = w * w
            total += w * w
        for k in range(count):
            share[n, k] /= total
