"""Areas: what of a picture an inpainting pass works on, and how its result comes back into the picture."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image

from toile.domain.geometry import Box, Size
from toile.domain.look import Notice, Severity
from toile.engine.masking import Content
from toile.engine.request import GRID, Inpaint
from toile.pixels.arrays import RGB, Floats, Mask
from toile.pixels.inpaint_area import fill, find_area, soften, widen_area
from toile.pixels.resize import ResizeMode, resize, scale


@dataclass(frozen=True)
class Painted:
    """What is worked on: `rgb` [H, W, 3] with its `mask` [H, W]; `latent_mask` [1, h, w], 0 or 1, or between where it
    is soft. The result is laid over `whole` where `overlay` [H, W] is, at the place `area` of it if that is not all."""

    rgb: RGB
    mask: Mask
    latent_mask: Floats
    content: Content
    whole: RGB
    overlay: Mask
    area: Box | None = None

    def laid_over(self, share: Mask) -> "Painted":
        """The same with the result to be laid over as much as `share` [H, W] of what is worked on."""
        if self.area is None:
            return replace(self, overlay=share)
        inside = Size(self.area.right - self.area.left, self.area.bottom - self.area.top)
        overlay = np.zeros_like(self.overlay)
        overlay[self.area.top : self.area.bottom, self.area.left : self.area.right] = _mask_at(
            share, inside, ResizeMode.CROP
        )
        return replace(self, overlay=overlay)

    def finish(self, rgb: RGB) -> RGB:
        """The picture with the result in it."""
        over = rgb
        if self.area:
            inside = Size(self.area.right - self.area.left, self.area.bottom - self.area.top)
            over = self.whole.copy()
            over[self.area.top : self.area.bottom, self.area.left : self.area.right] = resize(
                rgb, inside, ResizeMode.CROP
            )
        share = self.overlay[..., None]
        mixed = self.whole.astype(np.float32) * (1 - share) + over.astype(np.float32) * share
        return np.rint(mixed).astype(np.uint8)


def paint_area(
    rgb: RGB, wanted: Inpaint, size: Size, mode: ResizeMode
) -> tuple[Painted | None, tuple[Notice, ...]]:
    """How a picture [H, W, 3] is inpainted at a size; None where nothing is masked. Notices: a mask of another size was
    stretched, an empty one leaves nothing to inpaint."""
    notices: list[Notice] = []
    mask = np.clip(wanted.mask, 0, 1).astype(np.float32)
    if mask.shape != rgb.shape[:2]:
        notices.append(Notice("mask_resized", Severity.INFO, {"width": rgb.shape[1], "height": rgb.shape[0]}))
        mask = np.asarray(cv2.resize(mask, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_LINEAR))
    mask = soften(1 - mask if wanted.invert else mask, wanted.blur)
    mask = np.where(mask < 0.5 / 255, 0, mask).astype(np.float32)
    if not mask.any():
        return None, (*notices, Notice("mask_empty", Severity.WARNING, {}))
    picture = Size(rgb.shape[1], rgb.shape[0])
    if wanted.only_masked:
        found = find_area(mask, wanted.padding)
        assert found is not None
        area = widen_area(found, size, picture)
        cut = (slice(area.top, area.bottom), slice(area.left, area.right))
        part = resize(rgb[cut], size, ResizeMode.FILL)
        small = _mask_at(mask[cut], size, ResizeMode.FILL)
        return _painted(part, small, wanted, rgb, mask, area), tuple(notices)
    stretch = ResizeMode.FILL if mode is ResizeMode.LATENT else mode
    part, small = resize(rgb, size, stretch), _mask_at(mask, size, stretch)
    return _painted(part, small, wanted, part, np.clip(small * 2, 0, 1), None), tuple(notices)


def _painted(part: RGB, mask: Mask, wanted: Inpaint, whole: RGB, overlay: Mask, area: Box | None) -> Painted:
    filled = fill(part, mask) if wanted.content is Content.FILL else part
    height, width = mask.shape
    small = Image.fromarray(_bytes(mask)).resize((width // GRID, height // GRID), Image.Resampling.BICUBIC)
    latent_mask = np.asarray(small, np.float32)[None] / np.float32(255)  # [1, h, w]
    if not wanted.soft:
        latent_mask = np.rint(latent_mask)
    return Painted(filled, mask, latent_mask, wanted.content, whole, overlay, area)


def _mask_at(mask: Mask, size: Size, mode: ResizeMode) -> Mask:
    """The mask resized as the picture is."""
    grey = np.repeat(_bytes(mask)[..., None], 3, axis=2)
    placed = resize(grey, size, mode) if mode is not ResizeMode.STRETCH else scale(grey, size)
    return placed[..., 0].astype(np.float32) / np.float32(255)


def _bytes(mask: Mask) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.rint(mask * 255).astype(np.uint8)
