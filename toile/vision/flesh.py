"""Bare arms and legs that a photo does not show: where they are, how round and how lit they look."""

from collections.abc import Iterable, Mapping

import cv2
import numpy as np

from toile.domain.body import Region, Side
from toile.domain.geometry import Box
from toile.pixels.arrays import Bools, Floats, Labels, Mask, Points
from toile.pixels.blend import mix, shade
from toile.pixels.crop import cut, join, put, surround
from toile.pixels.mask import blur, pick
from toile.vision.measure import Body, Limb, look_up

ROUNDNESS = 0.24  # how much darker a limb is where it turns away
SIDELIGHT = 0.30  # how much brighter its lit side is, where the face is twice as bright on one side
ELBOW = np.array([0.03, 0.055, 0.06], np.float32)  # how much darker red, green and blue are at a joint
MOTTLING = ((4.0, 1.0), (16.0, 2.2))  # pixels and 8-bit steps: skin is never of one colour
LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def limb_distance(line: Points, radii: Points, shape: tuple[int, int]) -> Floats:
    """Distance from a limb's middle line over its radius there, [H, W]: below 1 is inside the limb."""
    height, width = shape
    canvas = np.full((height, width), 9.0, np.float32)
    reach = int(np.ceil(radii.max() * 2))
    ys, xs = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    for (x, y), radius in zip(line, radii, strict=True):
        left, top = round(x) - reach, round(y) - reach
        if left >= width or top >= height or left + 2 * reach < 0 or top + 2 * reach < 0:
            continue
        near = np.hypot(xs + round(x) - x, ys + round(y) - y) / max(radius, 1e-3)
        x0, y0 = max(left, 0), max(top, 0)
        x1, y1 = min(left + 2 * reach + 1, width), min(top + 2 * reach + 1, height)
        patch = canvas[y0:y1, x0:x1]
        np.minimum(patch, near[y0 - top : y1 - top, x0 - left : x1 - left], out=patch)
    return canvas


def limbs(found: Iterable[Limb], shape: tuple[int, int]) -> Floats:
    """How near each pixel is to the middle of one of the limbs, 1 at the skin; worked out at half the size."""
    small = (-(-shape[0] // 2), -(-shape[1] // 2))
    halves = [limb.scaled(0.5) for limb in found]
    near = np.minimum.reduce([limb_distance(limb.line, limb.radius, small) for limb in halves])
    return np.asarray(cv2.resize(near, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def find_hidden(
    found: Mapping[Side, Limb], labels: Labels, clothes: Iterable[int], shown: Iterable[int]
) -> tuple[Limb, ...]:
    """The parts of limbs whose middle lies under `clothes` in a label map [H, W], and a little more.

    Where a limb is `shown`, and between two such places, the photo has all of it: there is nothing to make up.
    """
    parts = []
    for limb in found.values():
        under = look_up(pick(labels, clothes).astype(np.uint8), limb.line) > 0
        seen = np.flatnonzero(look_up(pick(labels, shown).astype(np.uint8), limb.line) > 0)
        if seen.size:
            under[seen[0] : seen[-1] + 1] = False
        if under.sum() < 3:
            continue
        under = np.convolve(under, np.ones(3), "same") > 0
        parts.append(Limb(limb.line[under], limb.radius[under], limb.outer[under]))
    return tuple(parts)


def find_side_light(picture: Floats, labels: Labels, body: Body) -> float:
    """From which side the face is lit: -1 the picture's left, 1 its right, 0 both alike or no face to be seen."""
    nose = body.joints.get("nose")
    if nose is None:
        return 0.0
    reach = max(round(0.22 * body.unit), 2)
    x, y = np.rint(nose).astype(int)
    if not (reach <= x < labels.shape[1] - reach and reach <= y < labels.shape[0] - reach):
        return 0.0
    luma = picture[y - reach : y + reach, x - reach : x + reach] @ LUMA
    skin = labels[y - reach : y + reach, x - reach : x + reach] == Region.SKIN
    sides = [luma[:, half][skin[:, half]] for half in (np.s_[:reach], np.s_[reach:])]
    if min(len(side) for side in sides) < 16:
        return 0.0
    left, right = (float(np.median(side)) for side in sides)
    return float(np.clip(1.5 * (right - left) / max(right + left, 1.0), -1, 1))


def lay_limbs(
    full: Floats, colour: Floats, near: Floats, here: Bools, found: Iterable[Limb], light: float
) -> Floats:
    """Round bare limbs over a filling [H, W, 3], with an edge of one pixel at full size.

    `colour` [h, w, 3], `near` [h, w] and `here` [h, w] are at half the size, as are the limbs; only what touches
    `here` is laid on. `light` says from which side they are lit, as `find_side_light` does.
    """
    box = surround(here)
    if box is None:
        return full
    found = tuple(found)
    box = join([box], 2, *here.shape)
    height, width = full.shape[:2]
    wider = Box(2 * box.left, 2 * box.top, min(2 * box.right, width), min(2 * box.bottom, height))
    radius = 2 * float(np.mean([limb.radius.mean() for limb in found]))
    near = cut(near, box)
    skin = _lit(cut(colour, box), near, found, box, light)
    wide = cv2.dilate(cut(here, box).astype(np.float32), np.ones((5, 5), np.uint8))
    skin, distance, room = (
        np.asarray(cv2.resize(array, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR), np.float32)[
            : wider.size.height, : wider.size.width
        ]
        for array in (skin, np.minimum(near, 3), wide)
    )
    weight = np.asarray(find_edge(distance, radius) * room, np.float32)
    return put(full, mix(cut(full, wider), skin, weight), wider)


def find_edge(near: Floats, radius: float) -> Mask:
    """How much of a pixel a limb takes [H, W]: one unit of `near` is a radius in pixels, an edge is a pixel wide."""
    return np.asarray(np.clip((1 - near) * radius + 0.5, 0, 1), np.float32)


def _lit(colour: Floats, near: Floats, found: tuple[Limb, ...], box: Box, light: float) -> Floats:
    """Skin [h, w, 3] on limbs: darker where it turns away, lighter on the lit side, redder at the joints."""
    depth = np.clip(near, 0, 1)
    slope = blur(np.minimum(near, 2), 1.0)
    dx, dy = (cv2.Sobel(slope, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    toward = np.asarray(dx, np.float32) / np.maximum(cv2.magnitude(dx, dy), 1e-4)
    factor = 1.04 - ROUNDNESS * depth**3 + SIDELIGHT * light * toward * depth
    random = np.random.default_rng(0)
    for size, strength in MOTTLING:
        coarse = random.standard_normal((int(near.shape[0] / size) + 2, int(near.shape[1] / size) + 2))
        spots = cv2.resize(coarse.astype(np.float32), near.shape[::-1], interpolation=cv2.INTER_CUBIC)
        factor = factor + np.asarray(spots, np.float32) * (strength / 255)
    ys, xs = np.ogrid[: near.shape[0], : near.shape[1]]
    joint = np.zeros(near.shape, np.float32)
    for limb in found:
        if len(limb.line) < 30:  # too little of it to know where it bends
            continue
        x, y = limb.line[len(limb.line) // 2] - (box.left, box.top)
        away = ((xs - x) ** 2 + (ys - y) ** 2) / (1.2 * limb.radius.mean()) ** 2
        joint = np.maximum(joint, np.exp(-away).astype(np.float32))
    tinted = colour * (1 - joint[..., None] * ELBOW)
    return shade(np.asarray(tinted, np.float32), np.asarray(factor, np.float32))
