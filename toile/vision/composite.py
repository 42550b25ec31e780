"""Laying the garment over the person: light, contact shadow, and what stays in front."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Floats, Labels, Mask
from toile.pixels.blend import add, shade, weigh
from toile.pixels.crop import join, put, surround
from toile.pixels.mask import blur, feather, shrink
from toile.vision.fill import push_pull
from toile.vision.measure import Body
from toile.vision.warp import Layer

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
BODY_LIGHT, FOLD_LIGHT = (
    0.55,
    0.25,
)  # how much of the old garment's light, broad and fine, goes onto the new one
WEAVE = (
    0.02  # median deviation of log luminance in detail too fine for folds, from which on folds are not read
)
LIGHT_SIZE = 3  # pixels of the photo to one of the light
ROUNDNESS = 0.12  # how much darker the cloth is where it turns away at its outline
SHADOW = 0.30  # the darkest contact shadow


@dataclass(frozen=True)
class Composite:
    """The person wearing the garment."""

    rgb: Floats  # [H, W, 3] 0..255
    coverage: Mask  # [H, W] how much of the pixel is garment
    garment: Floats  # [H, W, 3] the garment's own colours, lit, where it covers
    changed: Mask  # [H, W] how much of the pixel is anything but the photo


def read_light(rgb: RGB, old: Mask) -> Floats:
    """How bright the old garment is against its own median, [H, W] about 1: the body's shape in light.

    A printed garment says nothing about light, so the more its colours vary the less of it is used.
    """
    if old.sum() < 1024:
        return np.ones(old.shape, np.float32)
    height, width = old.shape
    # Light is broad; a third of the size is a ninth of the work.
    small = (-(-width // LIGHT_SIZE), -(-height // LIGHT_SIZE))
    rgb = np.asarray(cv2.resize(rgb, small, interpolation=cv2.INTER_AREA), np.uint8)
    old = np.asarray(cv2.resize(old, small, interpolation=cv2.INTER_AREA), np.float32)
    inside = old > 0.9
    if inside.sum() < 64:  # nothing but rims
        return np.ones((height, width), np.float32)
    luma = np.maximum(rgb.astype(np.float32) @ LUMA, 4.0)
    middle = float(np.median(luma[inside]))
    ratio = np.log(luma / middle)
    chroma = rgb[inside].astype(np.float32) - luma[inside][:, None]
    busy = float(np.percentile(np.abs(chroma - np.median(chroma, axis=0)).max(axis=-1), 80))
    spread = float(np.percentile(np.abs(ratio[inside]), 80))
    plain = float(np.clip(1.4 - busy / 22.0 - spread * 1.6, 0.0, 1.0))
    # Dark cloth swallows its shading in noise.
    plain *= float(np.clip((middle - 12) / 50, 0, 1))
    sigma = max(0.03 * np.sqrt(float(old.sum())), 2.0)
    # The rim is mixed with what lies beside the garment: it would draw the old outline on the new cloth.
    core = shrink(inside, 0.4 * sigma)
    core = core if core.sum() > 64 else inside.astype(np.float32)
    seen = push_pull(ratio.astype(np.float32), core)
    broad = blur(seen, sigma)
    fine = (seen - broad) * feather(core, 0.5 * sigma)
    # Lace, ribs and prints are finer than folds.
    weave = float(np.median(np.abs(ratio - blur(ratio.astype(np.float32), 1.0))[inside]))
    folds = FOLD_LIGHT * float(np.clip(1.6 - weave / WEAVE, 0, 1))
    log = np.clip(broad * BODY_LIGHT, -0.35, 0.12) + np.clip(fine * folds, -0.10, 0.06)
    light = np.exp(log * plain).astype(np.float32)
    return np.asarray(cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def compose(
    base: Floats,
    layers: Sequence[tuple[Layer, Mask]],
    light: Floats,
    person: Mask,
    body: Body,
    slit: float = 0.015,
) -> Composite:
    """Each layer over `base` [H, W, 3], with what is in front of it [H, W] taken out.

    `light` [H, W] multiplies the garment; `person` [H, W] is what can receive a shadow at full strength. Gaps
    between parts up to twice `slit` wide, in body units, are closed.
    """
    shape = base.shape[:2]
    coverage = np.zeros(shape, np.float32)
    garment = np.zeros_like(base)
    front = np.zeros(shape, np.float32)
    for layer, over in layers:
        here = np.s_[layer.box.top : layer.box.bottom, layer.box.left : layer.box.right]
        cover = layer.alpha * (1 - over[here])
        under = coverage[here] * (1 - cover)
        # A later part lies on an earlier one.
        garment[here] = weigh(garment[here], under, layer.rgb, cover)
        coverage[here] = under + cover
        front[here] = np.maximum(front[here], over[here] * layer.alpha)
    garment, coverage = _mend(garment, coverage, front, slit * body.unit)
    lit = np.asarray(light * _turn_away(coverage, body.unit), np.float32)
    shadow = _contact_shadow(coverage, body.unit) * np.where(person > 0.5, np.float32(1), np.float32(0.12))
    shadow = shadow * (1 - front)
    rgb = add(base, (1 - shadow) * (1 - coverage), garment, lit * coverage)
    changed = np.maximum(coverage, (shadow > 0.012).astype(np.float32))
    return Composite(rgb, coverage, shade(garment, lit), changed)


def _mend(garment: Floats, coverage: Mask, front: Mask, radius: float) -> tuple[Floats, Mask]:
    """Slits between two parts of a garment closed with the cloth beside them."""
    level = np.rint(coverage * 255).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(radius) + 1,) * 2)
    edge = cv2.BORDER_CONSTANT
    grown = cv2.dilate(level, disc, borderType=edge, borderValue=(0.0,))
    closed = cv2.max(cv2.erode(grown, disc, borderType=edge, borderValue=(255.0,)), _plug(level, 4 * radius))
    holes = cv2.subtract(closed, level)
    deep = np.where(holes > 12, holes, 0) / np.float32(255)
    open_: Mask = np.asarray(deep * (1 - front), np.float32)
    box = surround(open_ > 0)
    if box is None:
        return garment, coverage
    box = join([box], 4 * round(radius) + 1, *coverage.shape)
    here = np.s_[box.top : box.bottom, box.left : box.right]
    size = (4 * round(radius) + 1,) * 2
    around = cv2.blur(shade(garment[here], coverage[here]), size)
    weight = cv2.blur(coverage[here], size)
    cloth = shade(np.asarray(around, np.float32), np.asarray(1 / np.maximum(weight, 1e-3), np.float32))
    mended = weigh(garment[here], coverage[here], cloth, open_[here])
    return put(garment, mended, box), coverage + open_


def _plug(level: Labels, width: float) -> Labels:
    """Holes in a coverage [H, W] of bytes that cloth surrounds and that are no larger than a square of `width`."""
    _, parts, stats, _ = cv2.connectedComponentsWithStats((level < 128).view(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] <= width * width
    small[0] = False
    table = np.where(small, 255, 0).astype(np.uint8)
    plugs = table[parts] if small.any() else np.zeros_like(level)
    return np.asarray(cv2.dilate(plugs, np.ones((5, 5), np.uint8)), np.uint8)


def keep(composite: Composite, photo: RGB, where: Mask) -> Composite:
    """The composite with the photo's own bits wherever `where` [H, W] is 1."""
    kept = where > 0.5
    photo = photo.astype(np.float32)
    zero = np.zeros_like(composite.coverage)
    mask = kept.view(np.uint8)
    rgb, coverage, changed = (
        np.asarray(cv2.copyTo(source, mask, target.copy()), np.float32)
        for source, target in (
            (photo, composite.rgb),
            (zero, composite.coverage),
            (zero, composite.changed),
        )
    )
    return replace(composite, rgb=rgb, coverage=coverage, changed=changed)


def _turn_away(coverage: Mask, unit: float) -> Floats:
    """Darker towards the outline, where cloth round a body turns away from the light."""
    soft = blur(coverage, 0.028 * unit)
    depth = np.clip((soft - np.float32(0.45)) * np.float32(2), 0, 1)
    return np.asarray(1 - ROUNDNESS * (1 - depth * depth * (3 - 2 * depth)), np.float32)


def _contact_shadow(coverage: Mask, unit: float) -> Mask:
    """The garment's soft shadow on what it lies on, a little below it."""
    near = np.roll(coverage, round(0.025 * unit), axis=0)
    near[: round(0.025 * unit)] = coverage[:1]
    tight, wide = blur(near, 0.018 * unit), blur(near, 0.05 * unit)
    return np.asarray(SHADOW * (0.65 * tight + 0.35 * wide) * (1 - coverage), np.float32)
