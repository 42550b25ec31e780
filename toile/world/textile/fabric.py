"""Fabric: what a cloth is made of and what is printed or woven on it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from toile.domain.garment import Pattern
from toile.pixels.arrays import Floats

Colour = tuple[int, int, int]  # 8-bit sRGB

# The designs of each pattern and the precise word for each; the first is the usual one.
PRINTS: Mapping[Pattern, Mapping[str, str]] = {
    Pattern.PLAIN: {"plain": "plain"},
    Pattern.STRIPES: {
        "even": "stripes",
        "breton": "breton stripes",
        "pinstripe": "pinstripes",
        "diagonal": "diagonal stripes",
        "uneven": "multicoloured stripes",
    },
    Pattern.PLAID: {
        "tartan": "tartan",
        "gingham": "gingham",
        "windowpane": "windowpane check",
        "buffalo": "buffalo check",
        "houndstooth": "houndstooth",
    },
    Pattern.DOTS: {"polka": "polka dots", "pin": "pin dots", "scattered": "scattered dots"},
    Pattern.GRAPHIC: {
        "sun": "sun print",
        "star": "star print",
        "mountain": "mountain print",
        "heart": "heart print",
        "bolt": "lightning print",
        "blossom": "blossom print",
        "wave": "wave print",
        "cat": "cat print",
        "badge": "chest logo",
        "text": "lettering",
    },
    Pattern.ALL_OVER: {
        "flowers": "large floral",
        "ditsy": "ditsy floral",
        "leaves": "tropical leaf print",
        "leopard": "leopard print",
        "zebra": "zebra print",
        "snake": "snake print",
        "camouflage": "camouflage",
        "paisley": "paisley",
        "geometric": "geometric print",
        "hearts": "heart motifs",
        "stars": "star motifs",
        "brush": "brushstroke print",
        "tie-dye": "tie-dye",
        "gradient": "gradient",
        "noise": "abstract print",
    },
    Pattern.COLOUR_BLOCK: {
        "two": "two-tone colour block",
        "three": "three-tone colour block",
        "sleeves": "contrast sleeves",
        "halves": "half-and-half colour block",
    },
}


@dataclass(frozen=True)
class FabricSpec:
    """A cloth. `colours`: ground first; `scale`: the pattern's period, or half the size of a graphic, in metres.

    `upright`: stripes run along v. `weave`: a name of `weave.WEAVES`. `motif`: a design of the pattern in `PRINTS`;
    empty for the usual one. `text`: what a "text" graphic says, lines parted by newlines. `wash` 0..1: how worn
    denim is. `seed`: which of the many drawings of a design. `names`: what a shop calls the colours.
    """

    pattern: Pattern
    colours: tuple[Colour, ...]
    scale: float = 0.04
    upright: bool = False
    weave: str = "cotton"
    motif: str = ""
    seed: int = 0
    names: tuple[str, ...] = ()
    text: str = ""
    wash: float = 0.4

    def __post_init__(self) -> None:
        if self.motif and self.motif not in PRINTS[self.pattern]:
            raise ValueError(f"{self.pattern} has no design {self.motif!r}")

    @property
    def design(self) -> str:
        """The name of the design, whatever `motif` left open."""
        return self.motif or next(iter(PRINTS[self.pattern]))

    @property
    def print_name(self) -> str:
        """The precise word for what the cloth shows: "breton stripes", "leopard print"."""
        upright = self.upright and self.design in ("even", "uneven")
        return ("vertical " if upright else "") + PRINTS[self.pattern][self.design]


def linear(colour: Colour) -> Floats:
    """An sRGB colour in linear light, [3] (IEC 61966-2-1)."""
    c = np.asarray(colour, dtype=np.float32) / np.float32(255)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)
