"""Small soft maps brought up to a picture's size so that their borders fall on the picture's edges."""

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Floats


def upscale_along_edges(maps: Floats, guide: RGB, radius: int = 4, epsilon: float = 4e-4) -> Floats:
    """Maps [C, h, w] in 0..1 made as large as `guide` [H, W, 3]: float32 [C, H, W] in 0..1.

    The fast guided filter: the linear model of every window is solved at the small size, its coefficients are
    enlarged and applied to the large guide. `radius` is in pixels of the small size.
    He, Sun: Fast Guided Filter, arXiv:1505.00996, algorithm 2.
    """
    height, width = guide.shape[:2]
    small = cv2.resize(guide, (maps.shape[2], maps.shape[1]), interpolation=cv2.INTER_AREA)
    image = _planes(guide)
    out = np.empty((len(maps), height, width), np.float32)
    for index, coefficients in enumerate(_solve(_planes(np.asarray(small)), maps, radius, epsilon)):
        large = cv2.resize(coefficients, (width, height), interpolation=cv2.INTER_LINEAR)
        out[index] = _apply(np.asarray(large, np.float32), image)
    return out


def follow_guide(maps: Floats, guide: RGB, radius: int, epsilon: float) -> Floats:
    """Maps [C, H, W] in 0..1 smoothed along the edges of a guide of the same size: the guided filter."""
    image = _planes(guide)
    return np.stack([_apply(coefficients, image) for coefficients in _solve(image, maps, radius, epsilon)])


def _planes(rgb: RGB) -> list[Floats]:
    """Red, green and blue [H, W] in 0..1."""
    planes = cv2.split(rgb.astype(np.float32) * np.float32(1 / 255))
    return [np.asarray(plane, np.float32) for plane in planes]


def _apply(coefficients: Floats, image: list[Floats]) -> Floats:
    """The linear model [H, W, 4] on a picture's planes."""
    red, green, blue, offset = (np.asarray(plane) for plane in cv2.split(coefficients))
    value = cv2.multiply(red, image[0]) + offset
    value += cv2.multiply(green, image[1])
    value += cv2.multiply(blue, image[2])
    return np.asarray(np.clip(value, 0.0, 1.0), np.float32)


def _solve(image: list[Floats], maps: Floats, radius: int, epsilon: float) -> list[Floats]:
    """The guided filter's averaged coefficients [h, w, 4] for every map: three slopes and the offset."""
    size = (2 * radius + 1, 2 * radius + 1)

    def mean(plane: Floats) -> Floats:
        return np.asarray(cv2.blur(plane, size, borderType=cv2.BORDER_REFLECT), np.float32)

    r, g, b = image
    mr, mg, mb = mean(r), mean(g), mean(b)
    rr, rg, rb = mean(r * r) - mr * mr + epsilon, mean(r * g) - mr * mg, mean(r * b) - mr * mb
    gg, gb, bb = mean(g * g) - mg * mg + epsilon, mean(g * b) - mg * mb, mean(b * b) - mb * mb + epsilon
    # The inverse of a symmetric 3x3 by cofactors.
    i_rr, i_rg, i_rb = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
    i_gg, i_gb, i_bb = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
    share = 1 / (rr * i_rr + rg * i_rg + rb * i_rb)
    result = []
    for plane in maps:
        p = np.ascontiguousarray(plane, np.float32)
        mp = mean(p)
        cr, cg, cb = mean(r * p) - mr * mp, mean(g * p) - mg * mp, mean(b * p) - mb * mp
        sr = (i_rr * cr + i_rg * cg + i_rb * cb) * share
        sg = (i_rg * cr + i_gg * cg + i_gb * cb) * share
        sb = (i_rb * cr + i_gb * cg + i_bb * cb) * share
        whole = cv2.merge([sr, sg, sb, mp - sr * mr - sg * mg - sb * mb])
        result.append(np.asarray(cv2.blur(whole, size, borderType=cv2.BORDER_REFLECT), np.float32))
    return result
