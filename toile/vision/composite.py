"""Laying the garment over the person: light, contact shadow, and what stays in front."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Floats, Mask
from toile.pixels.mask import close
from toile.vision.fill import push_pull
from toile.vision.measure import Body
from toile.vision.warp import Layer

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
BODY_LIGHT, FOLD_LIGHT = (
    0.55,
    0.25,
)  # how much of the old garment's light, broad and fine, goes onto the new one
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
    # Light is broad; half the size is a quarter of the work.
    small = ((width + 1) // 2, (height + 1) // 2)
    rgb = np.asarray(cv2.resize(rgb, small, interpolation=cv2.INTER_AREA), np.uint8)
    old = np.asarray(cv2.resize(old, small, interpolation=cv2.INTER_AREA), np.float32)
    inside = old > 0.9
    if inside.sum() < 64:  # nothing but rims
        return np.ones((height, width), np.float32)
    luma = np.maximum(rgb.astype(np.float32) @ LUMA, 4.0)
    middle = float(np.median(luma[inside]))
    ratio = np.log(luma / middle)
    chroma = rgb.astype(np.float32) - luma[..., None]
    busy = float(np.percentile(np.abs(chroma - np.median(chroma[inside], axis=0)).max(axis=-1)[inside], 80))
    spread = float(np.percentile(np.abs(ratio[inside]), 80))
    plain = float(np.clip(1.4 - busy / 22.0 - spread * 1.6, 0.0, 1.0))
    # Dark cloth swallows its shading in noise.
    plain *= float(np.clip((middle - 12) / 50, 0, 1))
    sigma = max(0.03 * np.sqrt(float(old.sum())), 2.0)
    broad = push_pull(ratio.astype(np.float32), inside.astype(np.float32))
    fine = broad - cv2.GaussianBlur(broad, (0, 0), sigma)
    broad = np.asarray(cv2.GaussianBlur(broad, (0, 0), sigma), np.float32)
    log = np.clip(broad * BODY_LIGHT, -0.35, 0.12) + np.clip(fine * FOLD_LIGHT, -0.10, 0.06)
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
    """Each layer (placed on the whole picture) over `base` [H, W, 3], with what is in front of it taken out.

    `light` [H, W] multiplies the garment; `person` [H, W] is what can receive a shadow at full strength. Gaps
    between parts up to twice `slit` wide, in body units, are closed.
    """
    shape = base.shape[:2]
    coverage = np.zeros(shape, np.float32)
    garment = np.zeros_like(base)
    front = np.zeros(shape, np.float32)
    for layer, over in layers:
        cover = layer.alpha * (1 - over)
        garment = garment * (1 - cover[..., None]) + layer.rgb * cover[..., None]
        # A later part lies on an earlier one and casts its own thin shadow on it.
        coverage = coverage + cover - coverage * cover
        front = np.maximum(front, over * layer.alpha)
    garment, coverage = _mend(garment, coverage, front, slit * body.unit)
    lit = garment * (light * _turn_away(coverage, body.unit))[..., None]
    shadow = _contact_shadow(coverage, body.unit) * np.where(person > 0.5, 1.0, 0.12)
    shaded = base * (1 - shadow * (1 - front))[..., None]
    rgb = np.clip(shaded * (1 - coverage)[..., None] + lit, 0, 255).astype(np.float32)
    changed = np.maximum(coverage, (shadow * (1 - front) > 0.012) * 1.0).astype(np.float32)
    solid = lit / np.maximum(coverage, 1e-3)[..., None]
    return Composite(rgb, coverage, np.clip(solid, 0, 255).astype(np.float32), changed)


def _mend(garment: Floats, coverage: Mask, front: Mask, radius: float) -> tuple[Floats, Mask]:
    """Slits between two parts of a garment closed with the cloth beside them."""
    holes = np.clip(close(coverage, radius) - coverage, 0, 1) * (1 - front)
    holes = np.where(holes > 0.05, holes, 0).astype(np.float32)
    if not holes.any():
        return garment, coverage
    around = np.asarray(cv2.GaussianBlur(garment, (0, 0), radius), np.float32)
    weight = np.asarray(cv2.GaussianBlur(coverage, (0, 0), radius), np.float32)
    cloth = around / np.maximum(weight, 1e-3)[..., None]
    return garment + cloth * holes[..., None], coverage + holes


def keep(composite: Composite, photo: RGB, where: Mask) -> Composite:
    """The composite with the photo's own bits wherever `where` [H, W] is 1."""
    kept = where > 0.5
    return replace(
        composite,
        rgb=np.where(kept[..., None], photo, composite.rgb).astype(np.float32),
        coverage=np.where(kept, 0, composite.coverage).astype(np.float32),
        changed=np.where(kept, 0, composite.changed).astype(np.float32),
    )


def _turn_away(coverage: Mask, unit: float) -> Floats:
    """Darker towards the outline, where cloth round a body turns away from the light."""
    soft = np.asarray(cv2.GaussianBlur(coverage, (0, 0), 0.028 * unit), np.float32)
    depth = np.clip((soft - 0.45) / 0.5, 0, 1)
    return np.asarray(1 - ROUNDNESS * (1 - depth * depth * (3 - 2 * depth)), np.float32)


def _contact_shadow(coverage: Mask, unit: float) -> Mask:
    """The garment's soft shadow on what it lies on, a little below it."""
    drop = np.array([[1, 0, 0], [0, 1, 0.025 * unit]], np.float64)
    height, width = coverage.shape
    near = cv2.warpAffine(coverage, drop, (width, height), borderMode=cv2.BORDER_REPLICATE)
    tight = cv2.GaussianBlur(near, (0, 0), 0.018 * unit)
    wide = cv2.GaussianBlur(near, (0, 0), 0.05 * unit)
    return np.asarray(SHADOW * (0.65 * tight + 0.35 * wide) * (1 - coverage), np.float32)
