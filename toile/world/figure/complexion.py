"""Compiled: the colours of a face, sample by sample. `skin` loads this late.

Places are millimetres from the head's base on the average head; see `face.PLACES`.
"""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)


@jit
def _hash(x, y, z, seed):
    h = np.uint32(x * 374761393 + y * 668265263 + z * 1442695041 + seed * 974711)
    h = np.uint32((h ^ (h >> np.uint32(13))) * np.uint32(1274126177))
    h = np.uint32((h ^ (h >> np.uint32(16))) * np.uint32(2246822519))
    return float(np.uint32(h ^ (h >> np.uint32(15)))) / 4294967296.0


@jit
def _noise(x, y, z, seed):
    """Smooth value noise, -1..1, one value per unit cube."""
    ix, iy, iz = math.floor(x), math.floor(y), math.floor(z)
    fx, fy, fz = x - ix, y - iy, z - iz
    fx, fy, fz = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy), fz * fz * (3 - 2 * fz)
    total = 0.0
    for k in range(8):
        dx, dy, dz = k & 1, (k >> 1) & 1, k >> 2
        w = (fx if dx else 1 - fx) * (fy if dy else 1 - fy) * (fz if dz else 1 - fz)
        total += w * _hash(int(ix) + dx, int(iy) + dy, int(iz) + dz, seed)
    return 2.0 * total - 1.0


@jit
def _step(x, soft):
    t = min(max(x / soft + 0.5, 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


@jit
def _bell(x):
    return math.exp(-x * x)


@jit
def _over(out, n, r, g, b, share):
    share = min(max(share, 0.0), 1.0)
    out[n, 0] += (r - out[n, 0]) * share
    out[n, 1] += (g - out[n, 1]) * share
    out[n, 2] += (b - out[n, 2]) * share


@jit
def mottle(places, base, fine, strength, seed, first, last, out):
    """Skin of the whole body: the base colour [3], uneven by a few parts in a hundred. `places` [N, 3] in mm."""
    for n in range(first, last):
        x, y, z = places[n, 0], places[n, 1], places[n, 2]
        wide = _noise(x / 21.0, y / 21.0, z / 21.0, seed)
        small = _noise(x / 5.0, y / 5.0, z / 5.0, seed + 1) * fine
        light = 1.0 + strength * (0.035 * wide + 0.03 * small)
        red = strength * (0.025 * small - 0.03 * wide)
        out[n, 0] = base[0] * (light + 0.4 * red)
        out[n, 1] = base[1] * (light - red)
        out[n, 2] = base[2] * (light - 1.2 * red)


@jit
def warm(out, n, share):
    """More blood under the skin."""
    share = min(max(share, 0.0), 1.0)
    out[n, 0] *= 1.0 + 0.02 * share
    out[n, 1] *= 1.0 - 0.27 * share
    out[n, 2] *= 1.0 - 0.25 * share


@jit
def _brow(out, n, side, y, look, soft, seed, skin):
    """`look`: thickness, how far lower, then the colour."""
    t = (side - 11.5) / 42.5
    if t < -0.06 or t > 1.06:
        return
    c = min(max(t, 0.0), 1.0)
    line = 70.5 + 13.5 * c - 3.2 * c * c * c * c - 5.2 * c**3 + look[1]
    half = look[0] * (1.0 - 0.72 * c * c) * (0.66 + 1.7 * c if c < 0.2 else 1.0)
    away = y - line
    if abs(away) > half + 4.0:
        return
    # Hairs lean outwards; they are finer than a pixel as often as not.
    lean = side - 0.9 * away * (1.0 - c)
    hair = _noise(lean / 0.85 + 0.35 * away, (away + 0.5 * side) / 7.0, 0.0, seed)
    inside = _step(half - abs(away) + 0.45 * hair, 1.7 + soft) * _step(min(t + 0.05, 1.05 - t), 0.12)
    share = inside * (0.90 + 0.13 * hair)
    _over(out, n, look[2], look[3], look[4], share * look[5])


@jit
def _eye(out, relief, gloss, n, side, y, look, soft, lash, skin):
    """Lids, lash line, crease, shade of the socket. `look`: half width, upper and lower height, tilt."""
    u = (side - 32.0) / look[0]
    middle = 53.7 + look[3] * u + 1.1 * u
    arch = max(1.0 - u * u, 0.0)
    upper = middle + look[1] * (0.10 + 0.90 * arch)
    lower = middle - look[2] * (0.10 + 0.90 * arch)
    near = _bell((side - 32.0) / 21.0) * _bell((y - 59.0) / 10.0)
    out[n, 0] *= 1.0 - 0.13 * near
    out[n, 1] *= 1.0 - 0.24 * near
    out[n, 2] *= 1.0 - 0.22 * near
    inner = _bell((side - 17.0) / 7.0) * _bell((y - 57.0) / 9.0)
    out[n, 0] *= 1.0 - 0.10 * inner
    out[n, 1] *= 1.0 - 0.15 * inner
    out[n, 2] *= 1.0 - 0.14 * inner
    if abs(u) > 1.35:
        return
    end = _step(1.14 - abs(u), 0.16) * _step(u + 0.98, 0.25)
    wing = 0.0
    if u > 0.75:
        wing = 2.0 * (u - 0.75)
    thick = (0.75 + 0.55 * max(min(u + 0.6, 1.0), 0.0)) * lash
    line = _step(thick + 0.5 * soft - abs(y - upper - 0.25 * thick - wing), 0.9 + 0.8 * soft)
    _over(out, n, 0.016, 0.011, 0.009, line * end * min(0.62 + 0.38 * lash, 1.0))
    under = _step(0.7 + 0.4 * soft - abs(y - lower + 0.3), 1.2 + soft) * end
    _over(out, n, skin[0] * 0.30, skin[1] * 0.22, skin[2] * 0.20, under * (0.30 + 0.22 * lash))
    rim = _bell((y - lower - 0.2) / 0.9) * end
    warm(out, n, 0.8 * rim)
    crease = upper + 3.6 + 1.0 * arch
    fold = _bell((y - crease) / 0.9) * _step(1.12 - abs(u), 0.4)
    _over(out, n, skin[0] * 0.42, skin[1] * 0.30, skin[2] * 0.27, 0.55 * fold)
    lid = _step(min(crease - y, y - upper), 1.2) * _step(1.1 - abs(u), 0.3)
    gloss[n] += 0.18 * lid
    relief[n] -= 0.0004 * fold
    bag = _bell((y - lower + 5.5) / 2.2) * _step(1.0 - abs(u), 0.5)
    out[n, 0] *= 1.0 - 0.06 * bag
    out[n, 1] *= 1.0 - 0.08 * bag


@jit
def _mouth(out, relief, gloss, rough, n, x, y, look, soft, seed, lips):
    """`look`: half width, upper and lower height, strength. `lips` [3]: their colour."""
    side = abs(x)
    u = side / look[0]
    if u > 1.25:
        return
    arch = max(1.0 - u * u, 0.0)
    middle = -17.4 + 2.6 * u * u
    bow = middle + look[1] * (arch**0.75) - 1.1 * _bell(x / 4.0) + 0.4 * _bell((side - 5.5) / 3.5)
    bottom = middle - look[2] * arch**0.62
    inside = _step(min(bow - y, y - bottom), 1.5 + 0.8 * soft) * _step(1.0 - u, 0.10)
    below = min(max((middle - y) / look[2], 0.0), 1.0)
    lines = _noise(x / 1.1, y / 9.0, 3.0, seed)
    tone = (0.90 if y > middle else 1.0 + 0.16 * _bell((below - 0.45) / 0.3)) + 0.06 * lines
    _over(out, n, lips[0] * tone, lips[1] * tone, lips[2] * tone, inside * look[3])
    relief[n] += inside * 0.00012 * lines
    gloss[n] += 0.55 * inside
    rough[n] -= 0.16 * inside
    part = _bell((y - middle) / (0.75 + 0.35 * soft)) * _step(1.07 - u, 0.16)
    _over(out, n, lips[0] * 0.16, lips[1] * 0.10, lips[2] * 0.10, 0.92 * part)
    corner = _bell((side - look[0]) / 2.2) * _bell((y - middle) / 1.8)
    _over(out, n, lips[0] * 0.35, lips[1] * 0.28, lips[2] * 0.28, 0.45 * corner)
    shade = _bell((y + 33.0) / 4.5) * _bell(x / 14.0)
    out[n, 0] *= 1.0 - 0.08 * shade
    out[n, 1] *= 1.0 - 0.13 * shade
    out[n, 2] *= 1.0 - 0.13 * shade


@jit
def _blood(out, n, x, y, z, strength):
    side = abs(x)
    cheek = _bell((side - 42.0) / 17.0) * _bell((y - 21.0) / 15.0)
    tip = _bell(x / 13.0) * _bell((y - 13.0) / 12.0) * _step(z - 96.0, 12.0)
    chin = _bell(x / 15.0) * _bell((y + 48.0) / 10.0)
    wings = _bell((side - 15.0) / 6.0) * _bell((y - 9.0) / 9.0)
    warm(out, n, strength * (0.62 * cheek + 0.42 * tip + 0.18 * chin + 0.25 * wings))


@jit
def _beard(x, y, z):
    """How much beard grows at a place, 0..1."""
    side = abs(x)
    jaw = _step(-2.0 - 0.50 * (z - 20.0) * (0.55 if z > 20.0 else -0.6) + 0.10 * side - y, 16.0)
    front = _step(z - 5.0, 16.0) * _step(y + 92.0, 20.0)
    lip = _step(27.0 - side, 9.0) * _bell((y + 2.5 + 0.012 * x * x * 0.6) / 8.0) * _step(z - 70.0, 10.0)
    mouth = 1.0 - _bell(x / 22.0) ** 2 * _step(6.5 - abs(y + 17.0), 3.0)
    sideburn = _step(8.0 - abs(z - 7.0), 8.0) * _step(62.0 - y, 10.0) * _step(y + 30.0, 10.0)
    return max(max(jaw * front, lip), sideburn * _step(side - 50.0, 8.0)) * mouth


@jit
def beard_share(places, out):
    """How much beard grows at places [N, 3], mm, 0..1."""
    for n in range(places.shape[0]):
        out[n] = _beard(places[n, 0], places[n, 1], places[n, 2])


@jit
def _lines(relief, out, n, x, y, z, age, seed):
    """Lines of age, as relief: beside the eyes, from the nose to the mouth, on the forehead."""
    side = abs(x)
    wobble = _noise(x / 11.0, y / 11.0, 1.0, seed)
    fold = side - (15.0 + 0.55 * (8.0 - y) + 0.9 * wobble)
    laugh = _bell(fold / 1.5) * _step(9.0 - y, 8.0) * _step(y + 19.0, 10.0) * _step(z - 55.0, 10.0)
    brow = 0.0
    if y > 86.0 and z > 50.0:
        wave = math.sin((y + 1.5 * wobble + 0.01 * x * x / 2.0) * 0.62)
        brow = max(wave - 0.55, 0.0) * _step(y - 90.0, 8.0) * _step(122.0 - y, 10.0) * _bell(x / 34.0)
    feet = 0.0
    if 47.0 < side < 64.0 and 42.0 < y < 68.0:
        turn = math.atan2(y - 55.0, side - 44.0)
        feet = (
            max(math.sin(turn * 11.0 + wobble) - 0.5, 0.0) * _step(side - 50.0, 3.0) * _step(62.0 - side, 5.0)
        )
    deep = age * (laugh + 0.7 * brow + 0.8 * feet)
    relief[n] -= 0.0009 * deep
    _over(out, n, out[n, 0] * 0.72, out[n, 1] * 0.60, out[n, 2] * 0.58, 0.45 * deep)


@jit
def _freckle(out, n, x, y, z, strength, soft, seed, skin):
    side = abs(x)
    where = _bell((side - 25.0) / 22.0) * _bell((y - 24.0) / 17.0) * _step(z - 45.0, 20.0)
    if where < 0.05:
        return
    cell = 3.4
    ix, iy = math.floor(x / cell), math.floor(y / cell)
    for k in range(9):
        cx, cy = int(ix) + k % 3 - 1, int(iy) + k // 3 - 1
        if _hash(cx, cy, 5, seed) > 0.62 * where + 0.05:
            continue
        px = (cx + 0.2 + 0.6 * _hash(cx, cy, 6, seed)) * cell
        py = (cy + 0.2 + 0.6 * _hash(cx, cy, 7, seed)) * cell
        r = 0.45 + 0.55 * _hash(cx, cy, 8, seed)
        dot = _step(r - math.hypot(x - px, y - py), 0.7 + soft) * min(1.0, 1.6 / (1.0 + soft))
        _over(out, n, skin[0] * 0.62, skin[1] * 0.42, skin[2] * 0.30, 0.62 * strength * dot)


@jit
def face(
    places, above, skin, lips, scalp, brow, eye, mouth, more, seed, first, last, out, relief, gloss, rough
):
    """Paint the head over its skin, for samples first..last.

    `places` [N, 3] mm; `above` [N]: mm above the hairline; `skin`, `lips` [3]; `scalp` [4]: colour and strength;
    `brow`, `eye`, `mouth`: as their functions say; `more`: size of a pixel in mm, strength of blush, lashes, age,
    freckles, stubble, its colour [3].
    """
    pixel = more[0]
    soft = max(pixel - 0.6, 0.0)
    for n in range(first, last):
        x, y, z = places[n, 0], places[n, 1], places[n, 2]
        side = abs(x)
        if side > 64.0:
            ear = _step(side - 71.0, 8.0) * _bell((y - 32.0) / 34.0) ** 0.5 * _bell((z + 12.0) / 26.0)
            warm(out, n, 0.5 * more[1] * ear)
        if z > 30.0:
            _blood(out, n, x, y, z, more[1])
            t_zone = max(
                _bell(x / 17.0) * _step(y + 2.0, 10.0), 0.6 * _bell((y - 110.0) / 22.0) * _bell(x / 40.0)
            )
            gloss[n] += 0.28 * t_zone * _step(z - 60.0, 20.0)
        if z > 40.0 and 30.0 < y < 95.0:
            _eye(out, relief, gloss, n, side, y, eye, soft, more[2], skin)
            _brow(out, n, side, y, brow, soft, seed + 11, skin)
        if z > 45.0 and -45.0 < y < 6.0:
            _mouth(out, relief, gloss, rough, n, x, y, mouth, soft, seed + 12, lips)
            hole = _bell((side - 5.8) / 2.9) * _bell((y - 4.2) / 2.3) * _step(z - 92.0, 4.0)
            _over(out, n, skin[0] * 0.10, skin[1] * 0.06, skin[2] * 0.06, 0.85 * hole)
        if more[4] > 0.0 and z > 35.0:
            _freckle(out, n, x, y, z, more[4], soft, seed + 13, skin)
        if more[3] > 0.0 and z > 30.0:
            _lines(relief, out, n, x, y, z, more[3], seed + 14)
        if more[5] > 0.0 and y < 66.0:
            grown = _beard(x, y, z)
            if grown > 0.01:
                dots = 1.0 + 0.45 * _noise(x / 0.9, y / 0.9, z / 0.9, seed + 15) / (1.0 + soft)
                _over(out, n, more[6], more[7], more[8], more[5] * grown * dots)
        if scalp[3] > 0.0 and above[n] > -9.0:
            dots = _noise(x / 1.3, y / 1.3, z / 1.3, seed + 16)
            wide = _noise(x / 6.0, y / 6.0, z / 6.0, seed + 17)
            share = _step(above[n] + 2.2 * wide, 9.0) * (0.93 + 0.12 * dots)
            _over(out, n, scalp[0], scalp[1], scalp[2], scalp[3] * share)
            gloss[n] *= 1.0 - 0.7 * scalp[3] * share


@jit
def joints(places, spots, palms, pale, first, last, out):
    """Redder knees, elbows and knuckles, pale palms. `places` [N, 3] mm; `spots` [K, 5]: a place, how wide, how
    strong; `palms` [2, 7]: the wrist's place, the direction into the palm, along the hand where it begins; `pale`
    [4]: the palm's colour and share."""
    for n in range(first, last):
        x, y, z = places[n, 0], places[n, 1], places[n, 2]
        for k in range(spots.shape[0]):
            dx, dy, dz = x - spots[k, 0], y - spots[k, 1], z - spots[k, 2]
            away = math.sqrt(dx * dx + dy * dy + dz * dz) / spots[k, 3]
            if away < 2.2:
                warm(out, n, spots[k, 4] * _bell(away))
        for k in range(2):
            dx, dy, dz = x - palms[k, 0], y - palms[k, 1], z - palms[k, 2]
            if dx * dx + dy * dy + dz * dz < 52000.0 and abs(x) > abs(palms[k, 0]) - 60.0:
                deep = dx * palms[k, 3] + dy * palms[k, 4] + dz * palms[k, 5]
                along = dx * -palms[k, 4] * palms[k, 6] + dy * palms[k, 3] * palms[k, 6]
                share = pale[3] * _step(deep - 5.0, 7.0) * _step(along - 6.0, 14.0)
                if share > 0.0:
                    _over(out, n, pale[0], pale[1], pale[2], share)
