"""A wardrobe: garments and outfits drawn from a seed, of cuts in a table, in fabrics a shop would cut them from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.domain.persona import Gender
from toile.world.clothes.garment import GarmentSpec
from toile.world.textile.fabric import FabricSpec
from toile.world.textile.palette import draw_fabric


@dataclass(frozen=True)
class Cut:
    """A cut and how it varies: the garment in white cotton, the family of its fabrics, what may change from one
    piece to the next, the share of pieces worn open or tucked in, and how often women and men wear it."""

    garment: GarmentSpec
    family: str
    necklines: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    worn_open: float = 0.0
    tucked: float = 0.0
    women: float = 1.0
    men: float = 1.0


WHITE = FabricSpec(Pattern.PLAIN, ((240, 238, 233),), names=("white",))
NECKS: Mapping[str, tuple[float, float]] = {  # half width and depth, metres
    "crew": (0.084, 0.074),
    "v": (0.088, 0.155),
    "scoop": (0.090, 0.120),
    "square": (0.086, 0.105),
    "boat": (0.104, 0.055),
    "turtle": (0.072, 0.060),
    "strap": (0.074, 0.150),
}
HEMS: Mapping[Kind, Mapping[str, float]] = {  # metres above the floor
    Kind.TOP: {"cropped": 0.975, "regular": 0.855, "long": 0.775},
    Kind.DRESS: {"mini": 0.600, "knee-length": 0.460, "midi": 0.300, "maxi": 0.130},
    Kind.SKIRT: {"mini": 0.630, "knee-length": 0.470, "midi": 0.300, "maxi": 0.130},
    Kind.TROUSERS: {"cropped": 0.190, "regular": 0.075, "full-length": 0.050},
    Kind.SHORTS: {"mini": 0.700, "regular": 0.590, "knee-length": 0.500},
}


def _top(cut: str, **more: Any) -> GarmentSpec:
    return replace(GarmentSpec(Category.TOP, Kind.TOP, cut, WHITE), **more)


def _sleeved(cut: str, **more: Any) -> GarmentSpec:
    return _top(cut, **{"sleeve": Sleeve.LONG, "sleeve_length": 0.99, **more})


def _over(cut: str, **more: Any) -> GarmentSpec:
    return _sleeved(cut, **{"category": Category.OUTER, "neckline": "v", "closure": "buttons", **more})


def _dress(cut: str, **more: Any) -> GarmentSpec:
    base = GarmentSpec(
        Category.DRESS, Kind.DRESS, cut, WHITE, drape=0.08, ease=0.009, length_name="knee-length"
    )
    return replace(base, **more)


def _skirt(cut: str, **more: Any) -> GarmentSpec:
    base = GarmentSpec(Category.BOTTOM, Kind.SKIRT, cut, WHITE, drape=0.0, ease=0.007, waistband="band")
    return replace(base, **more)


def _legs(cut: str, kind: Kind = Kind.TROUSERS, **more: Any) -> GarmentSpec:
    return replace(GarmentSpec(Category.BOTTOM, kind, cut, WHITE, waistband="band", pockets="slash"), **more)


_SHIRT: dict[str, Any] = {"collar": "shirt", "closure": "buttons", "neck_width": 0.070, "neck_depth": 0.060}
_DENIM: dict[str, Any] = {"pockets": "jeans", "drape": 0.45, "ease": 0.010}
_CUTS = (
    Cut(
        _top("t-shirt", sleeve=Sleeve.SHORT, sleeve_length=0.38, sleeve_ease=0.022, collar="rib"),
        "tee", ("crew", "crew", "crew", "v"), ("regular",), tucked=0.25,
    ),
    Cut(
        _top(
            "boxy t-shirt", sleeve=Sleeve.SHORT, sleeve_length=0.44, sleeve_ease=0.034, ease=0.024, drape=1.0,
            collar="rib", fit="boxy",
        ),
        "tee", ("crew",), ("cropped", "regular"),
    ),
    Cut(
        _sleeved("long-sleeved t-shirt", sleeve_ease=0.014, collar="rib"),
        "long-sleeve", ("crew", "crew", "v", "scoop"), ("regular",), tucked=0.25,
    ),
    Cut(
        _top(
            "fitted top", sleeve=Sleeve.THREE_QUARTER, sleeve_length=0.72, sleeve_ease=0.014, ease=0.010,
            fit="fitted",
        ),
        "long-sleeve", ("boat", "square", "scoop"), ("cropped", "regular"), tucked=0.3, men=0.0,
    ),
    Cut(
        _top("tank top", ease=0.008, drape=0.35, fit="fitted"),
        "tank", ("scoop", "scoop", "square", "crew"), ("cropped", "regular"), tucked=0.2,
    ),
    Cut(_top("camisole", ease=0.007, drape=0.30), "camisole", ("strap",), ("regular",), tucked=0.3, men=0.0),
    Cut(
        _sleeved("shirt", sleeve_ease=0.018, ease=0.016, drape=0.7, cuff="band", pockets="chest", **_SHIRT),
        "shirt", (), ("long",), tucked=0.35,
    ),
    Cut(
        _top(
            "shirt", sleeve=Sleeve.SHORT, sleeve_length=0.42, sleeve_ease=0.028, ease=0.018, drape=0.9,
            pockets="chest", **_SHIRT,
        ),
        "shirt", (), ("regular", "long"),
    ),
    Cut(
        _sleeved("blouse", sleeve_ease=0.026, ease=0.018, drape=0.6, cuff="band", fit="relaxed", **_SHIRT),
        "camisole", (), ("regular",), tucked=0.6, men=0.0,
    ),
    Cut(
        _top("polo shirt", sleeve=Sleeve.SHORT, sleeve_length=0.38, sleeve_ease=0.020, **_SHIRT),
        "sweater", (), ("regular",), tucked=0.3, women=0.4,
    ),
    Cut(
        _sleeved(
            "hoodie", sleeve_ease=0.030, ease=0.030, drape=1.0, collar="hood", cuff="rib", waistband="rib",
            pockets="kangaroo", neck_width=0.085, fit="relaxed",
        ),
        "hoodie", (), ("regular",),
    ),
    Cut(
        _sleeved(
            "sweatshirt", sleeve_ease=0.028, ease=0.026, drape=1.0, collar="rib", cuff="rib", waistband="rib",
            fit="relaxed",
        ),
        "hoodie", ("crew",), ("cropped", "regular"),
    ),
    Cut(
        _sleeved("sweater", sleeve_ease=0.025, ease=0.022, drape=0.9, collar="rib", cuff="rib", waistband="rib"),
        "sweater", ("crew", "crew", "v"), ("cropped", "regular"), tucked=0.1,
    ),
    Cut(
        _sleeved("turtleneck", sleeve_ease=0.013, ease=0.010, collar="turtle", cuff="rib", fit="fitted"),
        "sweater", ("turtle",), ("regular",), tucked=0.4,
    ),
    Cut(_legs("trousers", ease=0.009, drape=0.55, fit="tapered"), "trousers", (), ("regular", "cropped")),
    Cut(_legs("trousers", ease=0.010, drape=0.85, flare=0.015, fit="straight"), "trousers", (), ("regular",)),
    Cut(
        _legs("wide-leg trousers", ease=0.012, drape=1.15, flare=0.050, fit="wide-leg"),
        "trousers", (), ("regular", "full-length"), men=0.3,
    ),
    Cut(
        _legs("joggers", ease=0.016, drape=0.75, cuff="rib", waistband="elastic", fit="relaxed"),
        "hoodie", (), ("regular",), women=0.5,
    ),
    Cut(_legs("jeans", fit="straight", **{**_DENIM, "drape": 0.8}), "jeans", (), ("regular", "cropped")),
    Cut(_legs("jeans", fit="slim", **_DENIM), "jeans", (), ("regular",)),
    Cut(_legs("skinny jeans", fit="skinny", pockets="jeans", drape=0.1, ease=0.005), "jeans", (), ("regular",)),
    Cut(
        _legs("flared jeans", fit="flared", pockets="jeans", drape=0.25, ease=0.007, flare=0.090),
        "jeans", (), ("full-length",), men=0.1,
    ),
    Cut(
        _legs("shorts", Kind.SHORTS, ease=0.012, drape=0.9, flare=0.03),
        "shorts", (), ("mini", "regular", "knee-length"), men=0.7,
    ),
    Cut(
        _legs("denim shorts", Kind.SHORTS, fit="straight", **{**_DENIM, "drape": 0.8}),
        "jeans", (), ("mini", "regular"), men=0.4,
    ),
    Cut(_skirt("straight skirt", drape=0.3), "skirt", (), ("mini", "knee-length"), men=0.0),
    Cut(_skirt("pencil skirt", fit="slim", ease=0.005), "skirt", (), ("knee-length", "midi"), men=0.0),
    Cut(_skirt("flared skirt", flare=0.36, pleats=12), "skirt", (), ("mini", "knee-length", "midi"), men=0.0),
    Cut(_skirt("a-line skirt", flare=0.20), "skirt", (), ("mini", "knee-length"), men=0.0),
    Cut(_skirt("pleated skirt", flare=0.26, pleats=26), "skirt", (), ("mini", "knee-length", "midi"), men=0.0),
    Cut(
        _dress("sleeveless dress", flare=0.30, pleats=10),
        "dress", ("scoop", "square", "v", "crew"), ("mini", "knee-length", "midi"), men=0.0,
    ),
    Cut(
        _dress("short-sleeved dress", sleeve=Sleeve.SHORT, sleeve_length=0.34, sleeve_ease=0.022, flare=0.24, pleats=9),
        "dress", ("crew", "v", "square", "scoop"), ("mini", "knee-length", "midi"), men=0.0,
    ),
    Cut(
        _dress("long-sleeved dress", sleeve=Sleeve.LONG, sleeve_length=0.99, sleeve_ease=0.016, flare=0.18, pleats=9),
        "dress", ("crew", "v", "boat"), ("knee-length", "midi"), men=0.0,
    ),
    Cut(_dress("slip dress", flare=0.12, ease=0.007), "camisole", ("strap",), ("mini", "midi"), men=0.0),
    Cut(
        _dress(
            "shirt dress", sleeve=Sleeve.LONG, sleeve_length=0.99, sleeve_ease=0.018, drape=0.25, flare=0.14,
            cuff="band", **_SHIRT,
        ),
        "shirt", (), ("mini", "knee-length"), men=0.0,
    ),
    Cut(
        _dress(
            "sweater dress", sleeve=Sleeve.LONG, sleeve_length=0.99, sleeve_ease=0.018, drape=0.35, ease=0.012,
            cuff="rib", waistband="rib", collar="rib",
        ),
        "sweater", ("crew", "turtle", "v"), ("mini", "knee-length"), men=0.0,
    ),
    Cut(
        _over(
            "cardigan", sleeve_ease=0.022, ease=0.018, drape=0.85, cuff="rib", waistband="rib", pockets="patch",
            neck_depth=0.20,
        ),
        "cardigan", (), ("cropped", "regular", "long"), worn_open=0.65, women=1.4,
    ),
    Cut(
        _over(
            "coat", sleeve_ease=0.030, ease=0.022, drape=1.0, collar="lapel", pockets="patch", neck_depth=0.22,
            hem=0.52, flare=0.08, length_name="knee-length",
        ),
        "coat", worn_open=0.65,
    ),
    Cut(
        _over(
            "blazer", sleeve_ease=0.020, ease=0.016, drape=0.6, collar="lapel", pockets="patch", neck_depth=0.26,
            fit="tailored",
        ),
        "coat", (), ("long",), worn_open=0.6,
    ),
    Cut(
        _over(
            "zip hoodie", sleeve_ease=0.028, ease=0.026, drape=1.0, neckline="crew", collar="hood", closure="zip",
            cuff="rib", waistband="rib", pockets="kangaroo", neck_width=0.085, fit="relaxed",
        ),
        "hoodie", (), ("regular",), worn_open=0.6,
    ),
    Cut(
        _over(
            "denim jacket", sleeve_ease=0.022, ease=0.020, drape=0.8, neckline="crew", cuff="band",
            waistband="rib", pockets="chest", **_SHIRT,
        ),
        "jeans", (), ("cropped",), worn_open=0.6,
    ),
)  # fmt: skip
CUTS: Mapping[str, tuple[Cut, ...]] = {
    name: tuple(c for c in _CUTS if c.garment.cut == name)
    for name in dict.fromkeys(c.garment.cut for c in _CUTS)
}
_FLAT = {"joggers": (Pattern.PLAIN,), "polo shirt": (Pattern.PLAIN, Pattern.STRIPES, Pattern.COLOUR_BLOCK)}


def draw_garment(seed: int, what: Category | Kind | str | None = None) -> GarmentSpec:
    """A garment from a seed; `what` may be a category, a kind or the name of a cut in `CUTS`."""
    random = np.random.default_rng((seed, 101))
    fits = _CUTS if what is None else _fitting(what)
    return _draw(random, fits[int(random.integers(len(fits)))])


def _fitting(what: Category | Kind | str) -> tuple[Cut, ...]:
    """The cuts of that category, kind or name. A bare word is a cut before it is a category or a kind: trousers are
    a kind and a cut, tops a category and a kind."""
    if isinstance(what, Kind):
        return tuple(c for c in _CUTS if c.garment.kind is what)
    if not isinstance(what, Category):
        if what in CUTS:
            return CUTS[what]
        if what not in list(Category):
            raise ValueError(f"no cut is called {what!r}")
    return tuple(c for c in _CUTS if c.garment.category == what)


def draw_outfit(seed: int, gender: Gender = Gender.WOMAN) -> tuple[GarmentSpec, ...]:
    """What one wears together: a dress, or a top with trousers, shorts or a skirt; over it, at times, something
    to throw on. At most one of them is patterned loudly."""
    random = np.random.default_rng((seed, 102))
    worn: list[GarmentSpec] = []
    if gender is Gender.WOMAN and random.random() < 0.28:
        worn.append(_one(random, Category.DRESS, gender))
    else:
        worn += [_one(random, Category.TOP, gender), _one(random, Category.BOTTOM, gender)]
        if worn[0].fabric.pattern is not Pattern.PLAIN:
            worn[1] = _calmed(random, worn[1])
    if random.random() < 0.25:
        over = _calmed(random, _one(random, Category.OUTER, gender))
        if all(_goes_under(g) for g in worn):
            worn.append(replace(over, worn_open=True))
    return tuple(worn)


def _one(random: np.random.Generator, category: Category, gender: Gender) -> GarmentSpec:
    fits = [c for c in _CUTS if c.garment.category is category]
    weights = np.array([c.women if gender is Gender.WOMAN else c.men for c in fits])
    return _draw(random, fits[int(random.choice(len(fits), p=weights / weights.sum()))])


def _goes_under(g: GarmentSpec) -> bool:
    """Whether a jacket fits over it: neither hoods nor wide sleeves."""
    return g.collar != "hood" and g.sleeve_ease <= 0.026 and g.ease <= 0.022


def _calmed(random: np.random.Generator, g: GarmentSpec) -> GarmentSpec:
    """The garment in a plain fabric of its family; as it is if no plain one turns up."""
    family = next(c.family for c in CUTS[g.cut])
    for _ in range(24):
        if g.fabric.pattern is Pattern.PLAIN:
            break
        g = replace(g, fabric=draw_fabric(random, family))
    return g


def _draw(random: np.random.Generator, cut: Cut) -> GarmentSpec:
    g = cut.garment
    if cut.necklines:
        g = _necked(random, g, cut.necklines[int(random.integers(len(cut.necklines)))])
    if cut.lengths:
        length = cut.lengths[int(random.integers(len(cut.lengths)))]
        g = replace(g, length_name=length, hem=HEMS[g.kind][length])
    spread = 0.008 if g.kind is Kind.TROUSERS else 0.018
    open_, tucked = random.random() < cut.worn_open, random.random() < cut.tucked
    g = replace(
        g,
        hem=g.hem + float(random.uniform(-spread, spread)),
        ease=g.ease * float(random.uniform(0.92, 1.15)),
        worn_open=bool(open_),
        tucked=bool(tucked and not open_ and g.length_name != "cropped"),
    )
    fabric = draw_fabric(random, cut.family)
    allowed = _FLAT.get(g.cut)
    while allowed and fabric.pattern not in allowed:
        fabric = draw_fabric(random, cut.family)
    return replace(g, fabric=fabric)


def _necked(random: np.random.Generator, g: GarmentSpec, neckline: str) -> GarmentSpec:
    width, depth = NECKS[neckline]
    # A roll neck needs its collar; other necklines of a fine knit are ribbed.
    collar = "turtle" if neckline == "turtle" else g.collar
    return replace(
        g,
        neckline=neckline,
        collar=collar,
        neck_width=width,
        neck_depth=depth * float(random.uniform(0.92, 1.08)),
    )
