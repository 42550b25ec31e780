"""Stripes, checks and dots: what repeats by the ruler."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from toile.world.textile.brushwork import blank, blend, spread
from toile.world.textile.fabric import Colour, FabricSpec
from toile.world.textile.texture import Canvas, Texture, printed

Band = tuple[Colour, float]  # a colour and its share of the period
_FINE = 1536  # texels of a stripe's period
_TWILL, _TABBY = 4, 2  # threads until the weave repeats


def even(spec: FabricSpec) -> Texture:
    """Two colours in turn, perhaps with a thin third."""
    share = (0.50, 0.42, 0.32)[spec.seed % 3]
    ground, stripe = spec.colours[0], spec.colours[1]
    if len(spec.colours) < 3:
        return _stripes(spec, ((ground, 1 - share), (stripe, share)))
    rest = 0.5 * (1 - share)
    line = (spec.colours[2], 0.07)
    return _stripes(spec, ((ground, rest - 0.035), line, (ground, rest - 0.035), (stripe, share)))


def breton(spec: FabricSpec) -> Texture:
    """A sailor's jersey: narrow stripes on a wide ground."""
    return _stripes(spec, ((spec.colours[0], 0.66), (spec.colours[1], 0.34)))


def pinstripe(spec: FabricSpec) -> Texture:
    """Chalk lines on a suit's cloth, always upright."""
    chalk = blend(spec.colours[0], spec.colours[1], 0.75)
    return _banded(spec, ((spec.colours[0], 0.93), (chalk, 0.07)), True)


def diagonal(spec: FabricSpec) -> Texture:
    """Stripes on the bias."""
    straight = _banded(spec, ((spec.colours[0], 0.5), (spec.colours[1], 0.5)), True)
    return Texture(straight.texels, straight.wide, straight.tall, np.pi / 4 * (1 if spec.seed % 2 else -1))


def uneven(spec: FabricSpec) -> Texture:
    """Many colours in bands of many widths."""
    random = np.random.default_rng((spec.seed, 31))
    count = int(random.integers(5, 10))
    wide = random.choice((0.3, 0.6, 1.0, 1.6, 2.4), count)
    order = [spec.colours[k % len(spec.colours)] for k in range(count)]
    bands = [(colour, float(w)) for colour, w in zip(order, wide / wide.sum(), strict=True)]
    return _stripes(spec, bands)


def tartan(spec: FabricSpec) -> Texture:
    """A symmetrical sett of up to four colours in two-and-two twill."""
    random = np.random.default_rng((spec.seed, 32))
    colours = spec.colours
    half: list[int] = [0] * 14 + [1] * int(random.integers(6, 11))
    half += [2 % len(colours)] * 3 + [1] * 3 + [0] * int(random.integers(4, 9))
    half += [3 % len(colours)] * 2 + [0] * 4
    sett = half + half[::-1]
    sett += [0] * (-len(sett) % _TWILL)
    return _woven(spec, [colours[k] for k in sett], _TWILL)


def gingham(spec: FabricSpec) -> Texture:
    """Even checks in tabby."""
    return _woven(spec, [spec.colours[0]] * 12 + [spec.colours[1]] * 12, _TABBY)


def buffalo(spec: FabricSpec) -> Texture:
    """Large even checks in twill."""
    return _woven(spec, [spec.colours[0]] * 32 + [spec.colours[1]] * 32, _TWILL)


def windowpane(spec: FabricSpec) -> Texture:
    """Thin lines far apart."""
    sett = [spec.colours[0]] * 44 + [spec.colours[1]] * 2 + [spec.colours[0]] * 2
    return _woven(spec, sett, _TWILL)


def houndstooth(spec: FabricSpec) -> Texture:
    """Four dark, four light threads in two-and-two twill: the weave itself breaks the checks into teeth."""
    return _woven(spec, [spec.colours[0]] * 4 + [spec.colours[1]] * 4, _TWILL)


def polka(spec: FabricSpec) -> Texture:
    """Round dots in a half drop."""
    return _dots(spec, (0.17, 0.20, 0.14)[spec.seed % 3])


def pin(spec: FabricSpec) -> Texture:
    """Dots as small as pinheads."""
    return _dots(spec, 0.10)


def scattered(spec: FabricSpec) -> Texture:
    """Dots of several sizes and colours, strewn."""
    random = np.random.default_rng((spec.seed, 33))
    tile = blank(spec.colours[0])
    for number, (x, y) in enumerate(spread(random, 48)):
        colour = spec.colours[1 + number % (len(spec.colours) - 1)]
        tile.disc(x, y, float(random.choice((0.018, 0.028, 0.042))), colour)
    return printed(tile.canvas, 7 * spec.scale, 7 * spec.scale)


def _dots(spec: FabricSpec, radius: float) -> Texture:
    tile = blank(spec.colours[0], 256, 256)
    for x, y in ((0.25, 0.25), (0.75, 0.75)):
        tile.disc(x, y, radius, spec.colours[1])
    return printed(tile.canvas, 1.4 * spec.scale, 1.4 * spec.scale)


def _stripes(spec: FabricSpec, bands: Sequence[Band]) -> Texture:
    return _banded(spec, bands, spec.upright)


def _banded(spec: FabricSpec, bands: Sequence[Band], upright: bool) -> Texture:
    ends = np.round(np.cumsum([share for _, share in bands]) * _FINE).astype(int)
    row = np.empty((_FINE, 3), np.uint8)
    first = 0
    for (colour, _), end in zip(bands, ends, strict=True):
        row[first:end] = colour
        first = end
    row[first:] = bands[-1][0]
    canvas = row[None] if upright else row[:, None]
    return printed(np.ascontiguousarray(canvas), spec.scale, spec.scale)


def _woven(spec: FabricSpec, sett: Sequence[Colour], repeat: int) -> Texture:
    """Threads of these colours both ways; which lies on top changes with the weave."""
    threads = np.array(sett, np.uint8)
    count = len(threads)
    i, j = np.meshgrid(np.arange(count), np.arange(count))
    over: NDArray[np.bool_] = (i + j) % 2 == 0 if repeat == _TABBY else (i - j) % 4 < 2
    fabric: Canvas = np.where(over[..., None], threads[None], threads[:, None]).astype(np.uint8)
    fine = max(1, 512 // count)
    canvas = np.repeat(np.repeat(fabric, fine, axis=0), fine, axis=1)
    return printed(np.ascontiguousarray(canvas), spec.scale, spec.scale)
