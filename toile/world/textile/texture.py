"""Textures: tiles of cloth that repeat, drawn once and looked up wherever the cloth is seen."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.threads import share

Real = NDArray[np.floating[Any]]
Canvas = NDArray[np.uint8]  # [H, W, 3] sRGB
SHARP = 0.6  # a texel of what is looked up, in pixels of the picture


@dataclass(frozen=True, eq=False)
class Texture:
    """`texels` float32 [H, W, C] that cover `wide` by `tall` metres and repeat; turned by `turn` radians."""

    texels: Floats
    wide: float
    tall: float
    turn: float = 0.0


def look(texture: Texture, u: Real, v: Real, pixel: float) -> Floats:
    """The texture's values [N, C] at u, v [N] in metres. What is finer than `pixel` metres fades to its mean."""
    from toile.world.textile import loom

    tile = reduced(texture, SHARP * pixel)
    height, width = tile.shape[:2]
    out = np.empty((len(u), tile.shape[2]), np.float32)
    flat = np.ascontiguousarray(u, np.float32), np.ascontiguousarray(v, np.float32)
    scale = np.float32(width / texture.wide), np.float32(height / texture.tall)
    turn = np.float32(np.cos(texture.turn)), np.float32(np.sin(texture.turn))
    share(len(u), lambda a, b: loom.lookup(tile, *flat, *scale, *turn, a, b, out))
    return out


def reduced(texture: Texture, texel: float) -> Floats:
    """The texels, averaged until none is smaller than that many metres."""
    tile = texture.texels
    height, width = tile.shape[:2]
    size = (
        max(1, min(width, round(texture.wide / texel))),
        max(1, min(height, round(texture.tall / texel))),
    )
    if size == (width, height):
        return tile
    small = cv2.resize(tile, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(small.reshape(size[1], size[0], -1), dtype=np.float32)


def printed(canvas: Canvas, wide: float, tall: float, turn: float = 0.0) -> Texture:
    """A drawn canvas as a texture in linear light."""
    return Texture(_LINEAR[canvas], wide, tall, turn)


def lumps(
    random: np.random.Generator, size: tuple[int, int], cells: tuple[int, int], octaves: int = 1
) -> Floats:
    """Smooth noise [H, W] (size: width, height) that repeats, about -1..1, with that many lumps across and down."""
    total = np.zeros((size[1], size[0]), np.float32)
    weight = 1.0
    for octave in range(octaves):
        nx, ny = cells[0] << octave, cells[1] << octave
        coarse = random.uniform(-1.6, 1.6, (ny, nx)).astype(np.float32)
        total += np.float32(weight) * _enlarged(coarse, size)
        weight *= 0.5
    return total


def _enlarged(coarse: Floats, size: tuple[int, int]) -> Floats:
    """A repeating grid drawn larger by cubics, without a seam."""
    border = 3
    padded = np.pad(coarse, border, mode="wrap")
    across, down = size[0] / coarse.shape[1], size[1] / coarse.shape[0]
    matrix = np.array(
        ((1 / across, 0, border + 0.5 / across - 0.5), (0, 1 / down, border + 0.5 / down - 0.5)), np.float64
    )
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(padded, matrix, size, flags=flags), dtype=np.float32)


def _table() -> Floats:
    """Linear light of every 8-bit sRGB value (IEC 61966-2-1)."""
    c = np.arange(256) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)


_LINEAR = _table()
