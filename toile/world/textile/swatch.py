"""Swatches: designs drawn once, as tiles of inks at every fineness, for looking up in bulk.

A texel holds the shares of four inks; what the inks are is said when it is looked up. An exact swatch of a fabric has
red, green and blue light for inks and the cloth's ground for the fourth.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toile.domain.garment import Pattern
from toile.pixels.arrays import Floats
from toile.world.textile import design, emblem
from toile.world.textile.fabric import PRINTS, Colour, FabricSpec, linear
from toile.world.textile.inks import TEXTS
from toile.world.textile.texture import SHARP, Texture, lumps, reduced

INKS = 4
FINEST = 0.002  # metres
LEVELS, OCTAVE = 16, 3  # sizes of a tile's texels, and how many until they are twice as large
PLAIN, TILE, BLOCK = 0, 1, 2  # kinds
NONE = 1e6  # metres: no edge
_PURE: tuple[Colour, ...] = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0))
# How a design is drawn for training: how many of 100 fabrics, and its scales in metres.
_DRAWN: dict[Pattern, tuple[float, tuple[float, float]]] = {
    Pattern.PLAIN: (22, (0.04, 0.04)),
    Pattern.STRIPES: (17, (0.016, 0.09)),
    Pattern.PLAID: (14, (0.024, 0.13)),
    Pattern.DOTS: (8, (0.02, 0.07)),
    Pattern.GRAPHIC: (14, (0.06, 0.135)),
    Pattern.ALL_OVER: (18, (0.03, 0.09)),
    Pattern.COLOUR_BLOCK: (7, (0.15, 0.32)),
}
_FAR_APART = {"gradient": (0.2, 0.5), "uneven": (0.08, 0.24), "tartan": (0.07, 0.16)}
_NOISES = 12


@dataclass(frozen=True, eq=False)
class Swatch:
    """A design as shares of inks, `texture` [h, w, INKS]. `kind`: all one ink, a tile, or fields of colour.

    `ground`: the ink of the ground. `reach`: half the side of a print on the chest, 0 for what covers all. `bolt`:
    every panel is cut from another place. `printed`: pale on the wrong side. `edges`: where the fields of a colour
    block end, metres down (`across`: to the side), and whether only its `sleeves` are of another ink. `finest`: metres
    of its smallest texels, unless it was drawn coarser. `weight`: how often it is drawn; `stretch`: between which
    factors it is then enlarged; `turning`: the share of cloths on which it is turned by any angle. `pattern`,
    `design`: what `collect` drew, as in `PRINTS`.
    """

    kind: int
    texture: Texture
    ground: int = 0
    reach: float = 0.0
    bolt: bool = False
    printed: bool = False
    edges: tuple[float, float] = (NONE, NONE)
    across: bool = False
    sleeves: bool = False
    finest: float = FINEST
    weight: float = 1.0
    stretch: tuple[float, float] = (1.0, 1.0)
    turning: float = 0.0
    pattern: Pattern = Pattern.PLAIN
    design: str = "plain"


@dataclass(frozen=True, eq=False)
class Tiles:
    """The tiles of K swatches in one row: `texels` float16 [T, INKS]. A tile's L = `LEVELS` sizes begin at `first`
    [K, L] and are `wide` and `tall` [K, L] texels; `finest` [K]: the first one's texel, each next is larger by
    2 ** (1 / `OCTAVE`). `size` [K, 2]: metres until it repeats, across and down. `mean` [K, INKS]: shares of inks."""

    texels: NDArray[np.float16]
    first: NDArray[np.int64]
    wide: NDArray[np.int64]
    tall: NDArray[np.int64]
    finest: Floats
    size: Floats
    mean: Floats


def exact(spec: FabricSpec, pixel: float) -> Swatch:
    """That fabric, to be looked up with the inks of `palette` where a pixel covers that many metres."""
    if spec.pattern is Pattern.PLAIN:
        return Swatch(PLAIN, _one(3), 3)
    if spec.pattern is Pattern.COLOUR_BLOCK:
        return _block(spec)
    drawn = design.texture(spec)
    shares = np.zeros((*drawn.texels.shape[:2], INKS), np.float32)
    shares[..., :3] = drawn.texels
    return _placed(spec, Swatch(TILE, replace(drawn, texels=shares), 3, finest=SHARP * pixel))


def palette(spec: FabricSpec) -> Floats:
    """Inks for its exact swatch, linear light [INKS, 3]."""
    if spec.pattern is Pattern.COLOUR_BLOCK:
        inks = [linear(colour) for colour in spec.colours]
        return np.stack([inks[min(k, len(inks) - 1)] for k in range(INKS)])
    return np.concatenate((np.eye(3, dtype=np.float32), linear(spec.colours[0])[None]))


def inked(spec: FabricSpec) -> Swatch:
    """The design of a fabric in as many inks as the fabric has colours, whatever those are; up to `INKS`."""
    pure = replace(spec, colours=_PURE[: len(spec.colours)])
    if spec.pattern is Pattern.PLAIN:
        return Swatch(PLAIN, _one(0))
    if spec.pattern is Pattern.COLOUR_BLOCK:
        return _block(spec)
    drawn = design.texture(pure)
    return _placed(spec, Swatch(TILE, replace(drawn, texels=_shares(drawn.texels))))


def collect(seed: int, copies: int = 4) -> list[Swatch]:
    """Every design of `PRINTS`, `copies` times in other drawings and numbers of inks, and abstract noise."""
    random = np.random.default_rng((seed, 201))
    out: list[Swatch] = []
    for pattern, designs in PRINTS.items():
        weight, scales = _DRAWN[pattern]
        for name in designs:
            if name == "noise":
                continue
            low, high = _FAR_APART.get(name, scales)
            # Drawings of the chest's prints differ in nothing but words.
            times = 1 if pattern in (Pattern.PLAIN, Pattern.COLOUR_BLOCK) else copies
            for _ in range(times):
                count = int(random.integers(2, INKS + 1))
                middle = float(np.sqrt(low * high))
                text = TEXTS[int(random.integers(len(TEXTS)))] if name == "text" else ""
                spec = FabricSpec(
                    pattern, _PURE[:count], middle, motif=name, seed=int(random.integers(1 << 20)), text=text
                )
                out.append(
                    replace(
                        inked(spec),
                        weight=weight / len(designs) / times,
                        stretch=(low / middle, high / middle),
                        turning=_turning(pattern),
                        pattern=pattern,
                        design=name,
                    )
                )
    return out + [_noise(random) for _ in range(_NOISES)]


def cut(swatches: Sequence[Swatch]) -> Tiles:
    """The swatches' tiles at every fineness."""
    rows: list[Floats] = []
    shapes = np.zeros((2, len(swatches), LEVELS), np.int64)
    finest = np.zeros(len(swatches), np.float32)
    for number, swatch in enumerate(swatches):
        texture = swatch.texture
        height, width = texture.texels.shape[:2]
        finest[number] = max(swatch.finest, min(texture.wide / width, texture.tall / height))
        for level in range(LEVELS):
            small = reduced(texture, float(finest[number]) * 2 ** (level / OCTAVE))
            shapes[:, number, level] = small.shape[:2]
            rows.append(small.reshape(-1, INKS))
    ends = np.cumsum([len(row) for row in rows]).reshape(len(swatches), LEVELS)
    return Tiles(
        np.concatenate(rows).astype(np.float16),
        ends - shapes.prod(axis=0),
        shapes[1],
        shapes[0],
        finest,
        np.array([(s.texture.wide, s.texture.tall) for s in swatches], np.float32),
        np.stack([s.texture.texels.mean(axis=(0, 1)) for s in swatches]).astype(np.float32),
    )


def _one(ink: int) -> Texture:
    return Texture(np.eye(INKS, dtype=np.float32)[ink][None, None], 1.0, 1.0)


def _block(spec: FabricSpec) -> Swatch:
    fields = {
        "two": ((spec.scale, NONE), False),
        "three": ((spec.scale, 1.75 * spec.scale), False),
        "halves": ((0.0, NONE), True),
        "sleeves": ((NONE, NONE), False),
    }
    edges, across = fields[spec.design]
    return Swatch(BLOCK, _one(0), edges=edges, across=across, sleeves=spec.design == "sleeves")


def _placed(spec: FabricSpec, swatch: Swatch) -> Swatch:
    """How the design lies on a garment; see `design.albedo` and `material.cloth`."""
    graphic, all_over = spec.pattern is Pattern.GRAPHIC, spec.pattern is Pattern.ALL_OVER
    return replace(
        swatch,
        reach=emblem.REACH * spec.scale if graphic else 0.0,
        bolt=all_over and spec.design != "gradient",
        printed=graphic or all_over or spec.pattern is Pattern.DOTS,
    )


def _turning(pattern: Pattern) -> float:
    return {Pattern.STRIPES: 0.35, Pattern.PLAID: 0.15, Pattern.ALL_OVER: 0.25}.get(pattern, 0.0)


def _shares(light: Floats) -> Floats:
    """Shares of the inks `_PURE` from what was drawn with them, linear light [h, w, 3]. Brushes blend 8-bit sRGB."""
    c = np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-6) ** (1 / 2.4) - 0.055)
    total = c.sum(axis=2, keepdims=True)
    c = c / np.maximum(total, 1)  # where white was blended in
    return np.concatenate((c, np.clip(1 - total, 0, 1)), axis=2).astype(np.float32)


def _noise(random: np.random.Generator) -> Swatch:
    """Clouds of all four inks, with soft or hard edges."""
    cells = int(2 ** random.integers(1, 5))
    octaves = int(random.integers(1, 5))
    fields = np.stack([lumps(random, (384, 384), (cells, cells), octaves) for _ in range(INKS)], axis=-1)
    shares = np.exp(float(random.choice((1.5, 4.0, 16.0))) * fields)
    size = float(random.uniform(0.25, 0.8))
    texture = Texture((shares / shares.sum(axis=-1, keepdims=True)).astype(np.float32), size, size)
    return Swatch(
        TILE,
        texture,
        bolt=True,
        printed=True,
        weight=6 / _NOISES,
        stretch=(0.6, 1.7),
        turning=0.5,
        pattern=Pattern.ALL_OVER,
        design="noise",
    )
