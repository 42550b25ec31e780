"""Designs: the colour of every place of a cloth."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toile.domain.garment import Pattern
from toile.pixels.arrays import Floats
from toile.world.textile import emblem, flower, hide, motif, stripe
from toile.world.textile.fabric import FabricSpec, linear
from toile.world.textile.texture import Real, Texture, look

FRONT, SLEEVES = 0, (2, 3, 9)  # of garment.Panel, which needs fabrics itself
CHEST = 0.205  # metres from the top of the front to the middle of a print
_DRAWERS: Mapping[str, Callable[[FabricSpec], Texture]] = {
    "even": stripe.even,
    "breton": stripe.breton,
    "pinstripe": stripe.pinstripe,
    "diagonal": stripe.diagonal,
    "uneven": stripe.uneven,
    "tartan": stripe.tartan,
    "gingham": stripe.gingham,
    "windowpane": stripe.windowpane,
    "buffalo": stripe.buffalo,
    "houndstooth": stripe.houndstooth,
    "polka": stripe.polka,
    "pin": stripe.pin,
    "scattered": stripe.scattered,
    "flowers": flower.flowers,
    "ditsy": flower.ditsy,
    "leaves": flower.leaves,
    "leopard": hide.leopard,
    "zebra": hide.zebra,
    "snake": hide.snake,
    "camouflage": hide.camouflage,
    "paisley": motif.paisley,
    "geometric": motif.geometric,
    "hearts": motif.hearts,
    "stars": motif.stars,
    "brush": hide.brush,
    "tie-dye": hide.tie_dye,
    "gradient": hide.gradient,
    "noise": hide.noise,
}


@lru_cache(maxsize=24)
def texture(spec: FabricSpec) -> Texture:
    """The repeat of an all-over design, or the square of a chest's print. Drawn once."""
    return emblem.emblem(spec) if spec.pattern is Pattern.GRAPHIC else _DRAWERS[spec.design](spec)


def albedo(
    spec: FabricSpec, u: Real, v: Real, panel: NDArray[np.uint8], pixel: float, chest: float = CHEST
) -> Floats:
    """Linear albedo [N, 3] at fabric coordinates [N] of those panels; details finer than `pixel` fade. A graphic's
    middle is `chest` metres below the top of the front."""
    if spec.pattern is Pattern.GRAPHIC:
        return _graphic(spec, u, v - np.float32(chest), panel, pixel)
    return _PAINTERS.get(spec.pattern, _repeated)(spec, u, v, panel, pixel)


def _ground(spec: FabricSpec, count: int) -> Floats:
    return np.tile(linear(spec.colours[0]), (count, 1))


def _plain(spec: FabricSpec, u: Real, v: Real, panel: NDArray[np.uint8], pixel: float) -> Floats:
    return _ground(spec, len(u))


def _repeated(spec: FabricSpec, u: Real, v: Real, panel: NDArray[np.uint8], pixel: float) -> Floats:
    if spec.pattern is Pattern.ALL_OVER and spec.design != "gradient":
        # Every panel is cut from another place of the bolt.
        u = u + np.float32(0.137) * panel
        v = v + np.float32(0.071) * panel
    return look(texture(spec), u, v, pixel)


def _graphic(spec: FabricSpec, u: Real, v: Real, panel: NDArray[np.uint8], pixel: float) -> Floats:
    out = _ground(spec, len(u))
    reach = np.float32(emblem.REACH * spec.scale)
    at = np.flatnonzero((panel == FRONT) & (np.abs(u) < reach) & (np.abs(v) < reach))
    if len(at):
        out[at] = look(texture(spec), u[at] + reach, v[at] + reach, pixel)
    return out


def _block(spec: FabricSpec, u: Real, v: Real, panel: NDArray[np.uint8], pixel: float) -> Floats:
    """Fields of colour, sewn together: across at `scale`, between sleeves and trunk, or down the middle."""
    inks = [linear(colour) for colour in spec.colours]
    out = _ground(spec, len(u))
    if spec.design == "sleeves":
        out[np.isin(panel, SLEEVES)] = inks[1]
        return out
    along = u if spec.design == "halves" else v
    edges = (
        (0.0,) if spec.design == "halves" else (spec.scale, 1.75 * spec.scale)[: 1 + (spec.design == "three")]
    )
    for edge, ink in zip(edges, inks[1:], strict=False):
        share = np.clip((along - np.float32(edge)) / np.float32(pixel) + 0.5, 0, 1)[:, None]
        out += share * (ink - out)
    return np.asarray(out, dtype=np.float32)


_PAINTERS = {Pattern.PLAIN: _plain, Pattern.COLOUR_BLOCK: _block}
