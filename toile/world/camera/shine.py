"""Compiled: the light that leaves surfaces toward the camera. `light` loads this late.

Sources: wrapped light after S. Green, "Real-time approximations to subsurface scattering" (GPU Gems, ch. 16, 2004),
with the light at full face kept; highlights after Walter et al., "Microfacet models for refraction" (2007) with
Schlick's Fresnel (1994) and Smith's shadowing in Karis's form; widened for a light with a size after Karis, "Real
shading in Unreal Engine 4" (2013), and its environment after Karis, "Physically based shading on mobile" (2014); the
fuzz of cloth after Estevez and Kulla, "Production friendly microfacet sheen BRDF" (2017) with the visibility of
Neubelt and Pettineo, "Crafting a next-gen material pipeline" (2013); hair after Kajiya and Kay (1989) with the two
shifted highlights of Scheuermann, "Practical real-time hair rendering and shading" (2004).
"""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)

WRAP = (0.34, 0.12, 0.06)  # how far light wanders round skin: red farthest
SHIFT = (-0.07, 0.10)  # how far hair's highlights are moved along the strand by the tilt of its scales


@jit
def harmonics(x, y, z, out):
    """The nine real spherical harmonics of bands 0 to 2 in a direction."""
    out[0] = 0.282095
    out[1] = 0.488603 * y
    out[2] = 0.488603 * z
    out[3] = 0.488603 * x
    out[4] = 1.092548 * x * y
    out[5] = 1.092548 * y * z
    out[6] = 0.315392 * (3.0 * z * z - 1.0)
    out[7] = 1.092548 * x * z
    out[8] = 0.546274 * (x * x - y * y)


@jit
def _smooth(cosine, width):
    """max(0, cosine) for a light that is seen `width` (the sine of its angle) to both sides: no hard terminator."""
    if cosine <= -width:
        return 0.0
    if cosine >= width:
        return cosine
    return (cosine + width) ** 2 / (4.0 * width)


@jit
def _strand(tx, ty, tz, nx, ny, nz, shift, hx, hy, hz, power):
    x = tx + shift * nx
    y = ty + shift * ny
    z = tz + shift * nz
    along = (x * hx + y * hy + z * hz) / math.sqrt(x * x + y * y + z * z)
    return max(1.0 - along * along, 0.0) ** (0.5 * power)


@jit
def shade(
    albedo,
    gloss,
    rough,
    sheen,
    glow,
    strand,
    normal,
    plain,
    view,
    ambient,
    lit,
    free,
    toward,
    radiance,
    size,
    sky,
    dome,
    first,
    last,
    out,
):
    """See `light.shade`. `sky` [9, 3]: radiance, and `dome` [9, 3]: irradiance by direction, as harmonics."""
    basis = np.zeros(9)
    for n in range(first, last):
        nx, ny, nz = float(normal[n, 0]), float(normal[n, 1]), float(normal[n, 2])
        vx, vy, vz = float(view[n, 0]), float(view[n, 1]), float(view[n, 2])
        tx, ty, tz = float(strand[n, 0]), float(strand[n, 1]), float(strand[n, 2])
        hairy = tx * tx + ty * ty + tz * tz > 0.25
        cosine = nx * toward[0] + ny * toward[1] + nz * toward[2]
        nl = _smooth(cosine, size)
        nv = max(nx * vx + ny * vy + nz * vz, 0.04)
        key = float(lit[n])
        open_ = float(free[n])
        g = float(glow[n])
        # What the sky would give without anything in the way, for the bent normal against the smooth one.
        harmonics(nx, ny, nz, basis)
        bent = 0.0
        for k in range(9):
            bent += basis[k] * (dome[k, 0] + dome[k, 1] + dome[k, 2])
        harmonics(plain[n, 0], plain[n, 1], plain[n, 2], basis)
        even = 1.0e-6
        for k in range(9):
            even += basis[k] * (dome[k, 0] + dome[k, 1] + dome[k, 2])
        turn = min(max(bent / even, 0.55), 1.5)
        # The mirrored sky.
        twice = 2.0 * (nx * vx + ny * vy + nz * vz)
        harmonics(twice * nx - vx, twice * ny - vy, twice * nz - vz, basis)
        rough_ = min(max(float(rough[n]), 0.08), 1.0)
        away = 1.0 - nv
        # Karis's fit of the preintegrated reflection, for a dielectric of 4 %.
        r0 = 1.0 - rough_
        r1 = 0.0425 - 0.0275 * rough_
        a004 = min(r0 * r0, 2.0 ** (-9.28 * nv)) * r0 + r1
        mirror = 0.04 * (-1.04 * a004 + 1.04 - 0.572 * rough_) + (1.04 * a004 - 0.04 + 0.022 * rough_)
        mirror = max(mirror, 0.0) * 1.5 * float(gloss[n]) * open_
        hx = toward[0] + vx
        hy = toward[1] + vy
        hz = toward[2] + vz
        long = math.sqrt(hx * hx + hy * hy + hz * hz) + 1.0e-9
        hx /= long
        hy /= long
        hz /= long
        nh = max(nx * hx + ny * hy + nz * hz, 0.0)
        vh = max(vx * hx + vy * hy + vz * hz, 0.0)
        spark = 0.0
        if nl > 0.0 and key > 0.0 and not hairy:
            tight = rough_ * rough_
            alpha = min(tight + 0.5 * size, 1.0)
            kept = (tight / alpha) ** 2 if tight < alpha else 1.0
            kept = max(kept, 0.35)  # the light is wide, not weak
            a2 = alpha * alpha
            dip = nh * nh * (a2 - 1.0) + 1.0
            edge = 0.5 * tight + 1.0e-4
            shadowing = 4.0 * (nl * (1.0 - edge) + edge) * (nv * (1.0 - edge) + edge)
            fresnel = 0.04 + 0.96 * (1.0 - vh) ** 5
            spark = kept * 2.0 * float(gloss[n]) * a2 / (dip * dip) * fresnel / shadowing * nl * key
        fuzz = 0.0
        rim = 0.0
        if sheen[n] > 0.0:
            sine = math.sqrt(max(1.0 - nh * nh, 0.0))
            fuzz = (2.0 + 1.0 / 0.5) * sine ** (1.0 / 0.5) / 2.0
            fuzz *= float(sheen[n]) * nl * key / (4.0 * (nl + nv - nl * nv) + 1.0e-6)
            rim = float(sheen[n]) * 0.55 * away**3
        first_ = 0.0
        second = 0.0
        if hairy:
            tl = tx * toward[0] + ty * toward[1] + tz * toward[2]
            sine = math.sqrt(max(1.0 - tl * tl, 0.0))
            shape = min(max((cosine + 0.35) / 1.1, 0.0), 1.0)
            nl = (0.45 * sine + 0.55 * max(cosine, 0.0)) * shape
            power = 10.0 + 110.0 * (1.0 - rough_) ** 2
            first_ = 0.35 * _strand(tx, ty, tz, nx, ny, nz, SHIFT[0], hx, hy, hz, power)
            second = 0.7 * _strand(tx, ty, tz, nx, ny, nz, SHIFT[1], hx, hy, hz, 0.3 * power)
            first_ *= float(gloss[n]) * key * shape
            second *= float(gloss[n]) * key * shape
            mirror *= 0.5
        for c in range(3):
            a = float(albedo[n, c])
            direct = nl
            passed = key
            if g > 0.0:
                w = g * WRAP[c]
                direct = max(_smooth(cosine + w, size + w) / (1.0 + w), 0.0)
                # Red light comes back out a little way into a shadow.
                passed = key + 1.6 * w * key * (1.0 - key)
            sky_ = 0.0
            for k in range(9):
                sky_ += basis[k] * sky[k, c]
            # Light that the surroundings, mostly of the same colour, hand on where the sky is hidden.
            handed = 1.0 + 0.7 * a * (1.0 - open_)
            soft = float(ambient[n, c]) * turn * handed
            value = a * (soft + radiance[c] * passed * direct)
            value += max(sky_, 0.0) * mirror + radiance[c] * (spark + fuzz * (0.15 + 0.85 * a) + first_)
            value += rim * float(ambient[n, c]) * (0.15 + 0.85 * a) + radiance[c] * second * a * 2.0
            out[n, c] = value


@jit
def develop(radiance, curve, brightest, first, last, out):
    """Display values for radiances first..last, from a curve by the square root of the radiance."""
    top = curve.shape[0] - 1
    for n in range(first, last):
        if not radiance[n] > 0.0:
            out[n] = curve[0]
            continue
        at = math.sqrt(min(max(radiance[n], np.float32(0.0)), brightest) / brightest) * top
        i = min(int(at), top - 1)
        t = np.float32(at - i)
        out[n] = curve[i] + t * (curve[i + 1] - curve[i])


@jit
def expose(display, speckle, shift, grain, first, last, out):
    """Bytes for display values [H, W, 3], rows first..last, with grain from a tile and corners darker by a hair."""
    height, width = display.shape[:2]
    side = speckle.shape[0]
    for row in range(first, last):
        y = 2.0 * row / max(height - 1, 1) - 1.0
        for column in range(width):
            x = 2.0 * column / max(width - 1, 1) - 1.0
            half = 0.5 * (x * x + y * y)
            corner = np.float32(1.0 - 0.022 * half * half)
            grey = (display[row, column, 0] + display[row, column, 1] + display[row, column, 2]) / np.float32(
                3
            )
            grey = min(max(grey, np.float32(0)), np.float32(1))
            strength = grain * (np.float32(0.35) + np.float32(2.6) * grey * (np.float32(1) - grey))
            more = strength * speckle[(row + shift[0]) % side, (column + shift[1]) % side]
            for c in range(3):
                value = math.floor(
                    (display[row, column, c] * corner + more) * np.float32(255) + np.float32(0.5)
                )
                out[row, column, c] = min(max(value, 0), 255)
