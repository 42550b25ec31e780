"""Palettes: fabrics drawn for each kind of cut, in colours that go together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from toile.domain.garment import Pattern
from toile.world.textile.fabric import PRINTS, Colour, FabricSpec
from toile.world.textile.inks import COLOURS, INKS, PALETTES, TEXTS, nearest

__all__ = ["COLOURS", "FAMILIES", "PALETTES", "draw_fabric", "nearest"]


@dataclass(frozen=True)
class Choice:
    """One kind of fabric and how often it is drawn. `scale` in metres, from least to most."""

    weight: float
    pattern: Pattern
    motifs: tuple[str, ...] = ("",)
    weaves: tuple[str, ...] = ("cotton",)
    inks: str = "palettes"
    scale: tuple[float, float] = (0.03, 0.06)
    upright: float = 0.0
    count: int = 4


_P = Pattern
_JERSEY, _WOVEN, _KNIT = ("jersey",), ("cotton",), ("knit", "knit", "cable", "melange")
_TEXT = Choice(9, _P.GRAPHIC, ("text",), _JERSEY, "palettes", (0.10, 0.145), count=3)
_LOGOS = tuple(name for name in PRINTS[_P.GRAPHIC] if name != "text")
_LOGO = Choice(11, _P.GRAPHIC, _LOGOS, _JERSEY, "palettes", (0.075, 0.125), count=3)
_SCATTER = Choice(5, _P.ALL_OVER, ("hearts", "stars", "geometric", "brush"), _WOVEN, "palettes", (0.04, 0.07))
_DYED = Choice(4, _P.ALL_OVER, ("tie-dye",), _JERSEY, "tie-dye", (0.03, 0.05))
_OMBRE = Choice(3, _P.ALL_OVER, ("gradient",), _WOVEN, "ombre", (0.35, 0.75))
_BLOCK = Choice(
    5, _P.COLOUR_BLOCK, ("two", "three", "sleeves", "halves"), _JERSEY, "palettes", (0.16, 0.24), count=3
)
_FLORAL = Choice(20, _P.ALL_OVER, ("flowers",), _WOVEN, "palettes", (0.038, 0.075))
_DITSY = Choice(18, _P.ALL_OVER, ("ditsy",), _WOVEN, "palettes", (0.022, 0.034))
_TROPICAL = Choice(5, _P.ALL_OVER, ("leaves",), _WOVEN, "palettes", (0.04, 0.065))
_PAISLEY = Choice(4, _P.ALL_OVER, ("paisley",), _WOVEN, "palettes", (0.03, 0.055))
_LEOPARD = Choice(4, _P.ALL_OVER, ("leopard",), ("satin", "cotton"), "leopard", (0.030, 0.045))
_ZEBRA = Choice(2, _P.ALL_OVER, ("zebra",), ("satin", "cotton"), "zebra", (0.028, 0.042))
_SNAKE = Choice(1.5, _P.ALL_OVER, ("snake",), ("satin", "cotton"), "snake", (0.028, 0.04))
_CAMOUFLAGE = Choice(4, _P.ALL_OVER, ("camouflage",), ("twill",), "camouflage", (0.035, 0.06))
_POLKA = Choice(9, _P.DOTS, ("polka", "pin", "scattered"), _WOVEN, "palettes", (0.016, 0.036))
_STRIPES = Choice(14, _P.STRIPES, ("even", "even", "uneven"), _JERSEY, "palettes", (0.03, 0.06), 0.1)
_BRETON = Choice(10, _P.STRIPES, ("breton",), _JERSEY, "palettes", (0.02, 0.032))
_LEATHER = Choice(5, _P.PLAIN, weaves=("leather",), inks="hide")
_FAMILIES: Mapping[str, tuple[Choice, ...]] = {
    "tee": (
        Choice(30, _P.PLAIN, weaves=("jersey", "jersey", "melange"), inks="plain"),
        Choice(12, _P.PLAIN, weaves=_JERSEY, inks="basics"),
        _STRIPES, _BRETON, _LOGO, _TEXT, _BLOCK, _DYED, _SCATTER, _OMBRE,
        replace(_CAMOUFLAGE, weaves=_JERSEY),
    ),
    "long-sleeve": (
        Choice(30, _P.PLAIN, weaves=("jersey", "rib", "melange"), inks="plain"),
        _STRIPES, _BRETON, _LOGO, _TEXT, _BLOCK, _DITSY, _LEOPARD,
    ),
    "tank": (
        Choice(40, _P.PLAIN, weaves=("jersey", "rib"), inks="plain"), _STRIPES, _BRETON, _DYED, _LOGO, _POLKA,
    ),
    "camisole": (
        Choice(40, _P.PLAIN, weaves=("satin", "satin", "jersey"), inks="rich"), _DITSY, _POLKA, _LEOPARD, _FLORAL,
    ),
    "shirt": (
        Choice(26, _P.PLAIN, weaves=("oxford", "cotton", "linen"), inks="basics"),
        Choice(5, _P.PLAIN, weaves=("denim",), inks="denim"),
        Choice(18, _P.STRIPES, ("even", "pinstripe"), ("oxford", "cotton"), "shirting", (0.008, 0.022), 1.0, 2),
        Choice(14, _P.PLAID, ("gingham",), _WOVEN, "shirting", (0.012, 0.03), count=2),
        Choice(14, _P.PLAID, ("tartan",), ("twill",), "tartan", (0.08, 0.14)),
        Choice(6, _P.PLAID, ("buffalo",), ("twill",), "buffalo", (0.06, 0.10), count=2),
        Choice(4, _P.PLAID, ("windowpane",), _WOVEN, "shirting", (0.04, 0.07), count=2),
        _TROPICAL, _DITSY, _POLKA, _PAISLEY, _LEOPARD,
    ),
    "hoodie": (
        Choice(40, _P.PLAIN, weaves=("fleece", "fleece", "melange"), inks="plain"),
        Choice(26, _P.GRAPHIC, ("text",), ("fleece",), "palettes", (0.10, 0.13), count=3),
        Choice(12, _P.GRAPHIC, _LOGOS, ("fleece",), "palettes", (0.07, 0.10), count=3),
        Choice(8, _P.COLOUR_BLOCK, ("two", "sleeves"), ("fleece",), "palettes", (0.18, 0.24), count=3),
        _DYED, replace(_CAMOUFLAGE, weaves=("fleece",)),
    ),
    "sweater": (
        Choice(50, _P.PLAIN, weaves=_KNIT, inks="plain"),
        Choice(12, _P.PLAIN, weaves=("rib", "cable"), inks="woolly"),
        Choice(14, _P.STRIPES, ("even", "breton", "uneven"), ("knit", "rib"), "palettes", (0.04, 0.09)),
        Choice(6, _P.COLOUR_BLOCK, ("two", "three", "sleeves"), ("knit",), "palettes", (0.18, 0.26), count=3),
        Choice(4, _P.PLAID, ("houndstooth",), ("knit",), "tweed", (0.03, 0.05), count=2),
        Choice(3, _P.ALL_OVER, ("hearts", "leopard"), ("knit",), "leopard", (0.05, 0.07), count=3),
    ),
    "trousers": (
        Choice(50, _P.PLAIN, weaves=("twill", "twill", "cotton", "linen"), inks="twill"),
        Choice(12, _P.PLAIN, weaves=("wool", "corduroy"), inks="woolly"),
        Choice(8, _P.STRIPES, ("pinstripe",), ("wool",), "suiting", (0.012, 0.022), count=2),
        Choice(8, _P.PLAID, ("windowpane", "houndstooth", "tartan"), ("wool",), "tweed", (0.03, 0.07), count=2),
        _LEATHER, _CAMOUFLAGE,
    ),
    "jeans": (Choice(1, _P.PLAIN, weaves=("denim",), inks="denim"),),
    "shorts": (
        Choice(40, _P.PLAIN, weaves=("twill", "linen", "cotton"), inks="twill"),
        Choice(25, _P.PLAIN, weaves=("denim",), inks="denim"),
        Choice(10, _P.PLAID, ("gingham", "windowpane"), _WOVEN, "shirting", (0.02, 0.05), count=2),
        _STRIPES, _TROPICAL, _CAMOUFLAGE, _DITSY,
    ),
    "skirt": (
        Choice(26, _P.PLAIN, weaves=("twill", "cotton", "wool", "corduroy"), inks="twill"),
        Choice(14, _P.PLAIN, weaves=("satin",), inks="rich"),
        Choice(9, _P.PLAIN, weaves=("denim",), inks="denim"),
        Choice(14, _P.PLAID, ("tartan", "houndstooth"), ("wool",), "tartan", (0.07, 0.12)),
        Choice(8, _P.PLAIN, weaves=("leather",), inks="hide"),
        _FLORAL, _DITSY, _POLKA, _LEOPARD, _ZEBRA, _SNAKE, _OMBRE,
    ),
    "dress": (
        Choice(18, _P.PLAIN, weaves=("cotton", "linen", "jersey"), inks="plain"),
        Choice(18, _P.PLAIN, weaves=("satin", "satin", "velvet"), inks="rich"),
        _FLORAL, _DITSY, _POLKA, _TROPICAL, _PAISLEY, _LEOPARD, _ZEBRA, _SNAKE, _SCATTER, _OMBRE,
        Choice(7, _P.STRIPES, ("even", "diagonal", "uneven"), _WOVEN, "palettes", (0.03, 0.08), 0.5),
        Choice(6, _P.PLAID, ("gingham",), _WOVEN, "shirting", (0.02, 0.06), count=2),
    ),
    "cardigan": (
        Choice(60, _P.PLAIN, weaves=("knit", "cable", "rib", "melange"), inks="plain"),
        Choice(10, _P.STRIPES, ("even", "uneven"), ("knit",), "palettes", (0.05, 0.12)),
        Choice(5, _P.COLOUR_BLOCK, ("two", "sleeves"), ("knit",), "palettes", (0.18, 0.26), count=3),
    ),
    "coat": (
        Choice(45, _P.PLAIN, weaves=("wool", "wool", "twill"), inks="woolly"),
        Choice(14, _P.PLAIN, weaves=("herringbone",), inks="woolly"),
        Choice(12, _P.PLAID, ("houndstooth", "windowpane"), ("wool",), "tweed", (0.024, 0.06), count=2),
        Choice(5, _P.PLAID, ("tartan",), ("wool",), "tartan", (0.10, 0.16)),
        Choice(5, _P.STRIPES, ("pinstripe",), ("wool",), "suiting", (0.014, 0.022), count=2),
        Choice(10, _P.PLAIN, weaves=("leather",), inks="hide"),
        Choice(5, _P.PLAIN, weaves=("denim",), inks="denim"),
        Choice(4, _P.PLAIN, weaves=("corduroy",), inks="woolly"),
    ),
}  # fmt: skip
FAMILIES = (*_FAMILIES, "random")
_WASHED = {"denim blue": (0.25, 0.85), "navy": (0.0, 0.35), "sky blue": (0.3, 0.8), "black": (0.0, 0.2)}


def draw_fabric(random: np.random.Generator, cut_family: str) -> FabricSpec:
    """A fabric that a shop would sell in that cut; for the family "random" one that no shop would."""
    if cut_family == "random":
        return _wild(random)
    choices = _FAMILIES[cut_family]
    weights = np.array([choice.weight for choice in choices])
    choice = choices[int(random.choice(len(choices), p=weights / weights.sum()))]
    names = INKS[choice.inks][int(random.integers(len(INKS[choice.inks])))][: choice.count]
    weave = _one(random, choice.weaves)
    motif = _one(random, choice.motifs)
    low, high = _WASHED.get(names[0], (0.0, 0.5))
    return FabricSpec(
        choice.pattern,
        tuple(_dyed(random, COLOURS[name]) for name in names),
        float(random.uniform(*choice.scale)),
        bool(random.random() < choice.upright),
        weave,
        motif,
        int(random.integers(1 << 20)),
        names,
        _one(random, TEXTS) if motif == "text" else "",
        float(random.uniform(low, high)),
    )


def _one(random: np.random.Generator, options: tuple[str, ...]) -> str:
    return options[int(random.integers(len(options)))]


def _dyed(random: np.random.Generator, colour: Colour) -> Colour:
    """No two baths of dye are quite the same."""
    light, *tint = random.normal(0, 3.0, 4)
    r, g, b = (int(np.clip(round(c + light + 0.5 * t), 8, 248)) for c, t in zip(colour, tint, strict=True))
    return r, g, b


def _wild(random: np.random.Generator) -> FabricSpec:
    """Any design, any colours, any size."""
    from toile.world.textile.weave import WEAVES

    patterns = [p for p in Pattern for _ in range(6 if p is Pattern.ALL_OVER else 1)]
    pattern = patterns[int(random.integers(len(patterns)))]
    motif = (
        "noise"
        if pattern is Pattern.ALL_OVER and random.random() < 0.7
        else _one(random, tuple(PRINTS[pattern]))
    )
    drawn = random.integers(8, 248, (4, 3))
    colours: tuple[Colour, ...] = tuple((int(r), int(g), int(b)) for r, g, b in drawn)
    return FabricSpec(
        pattern,
        colours,
        float(np.exp(random.uniform(np.log(0.012), np.log(0.12)))),
        bool(random.random() < 0.5),
        _one(random, tuple(WEAVES)),
        motif,
        int(random.integers(1 << 20)),
        tuple(nearest(colour) for colour in colours),
        _one(random, TEXTS),
        float(random.random()),
    )
