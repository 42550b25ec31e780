"""Garments drawn from a seed: cuts from a table, fabrics from palettes that go together."""

from dataclasses import replace

import numpy as np

from toile.domain.garment import Category, Kind, Pattern, Sleeve
from toile.world.cloth import GarmentSpec
from toile.world.fabric import Colour, FabricSpec

COLOURS: dict[str, Colour] = {
    "white": (240, 238, 233),
    "cream": (236, 226, 205),
    "sand": (209, 186, 152),
    "camel": (181, 137, 92),
    "chocolate": (84, 58, 46),
    "rust": (170, 82, 48),
    "terracotta": (196, 110, 82),
    "mustard": (207, 158, 56),
    "butter yellow": (242, 216, 138),
    "olive": (104, 106, 66),
    "sage": (157, 173, 146),
    "forest green": (42, 78, 60),
    "emerald": (28, 118, 88),
    "teal": (32, 106, 114),
    "sky blue": (160, 196, 222),
    "denim blue": (82, 112, 148),
    "cobalt": (42, 78, 168),
    "navy": (33, 44, 78),
    "lavender": (182, 170, 212),
    "plum": (98, 52, 86),
    "blush": (232, 192, 186),
    "coral": (232, 118, 98),
    "red": (186, 44, 48),
    "burgundy": (112, 32, 48),
    "hot pink": (214, 78, 132),
    "light grey": (196, 196, 196),
    "charcoal": (68, 70, 74),
    "black": (30, 30, 33),
}

# Ground, then what goes on it. A stylist's short list, not every mixture.
PALETTES: tuple[tuple[str, ...], ...] = (
    ("white", "navy", "red"),
    ("cream", "rust", "olive", "mustard"),
    ("cream", "forest green", "coral", "butter yellow"),
    ("navy", "cream", "terracotta", "mustard"),
    ("navy", "white", "sky blue", "coral"),
    ("sage", "cream", "forest green", "white"),
    ("blush", "burgundy", "cream", "sage"),
    ("terracotta", "cream", "navy", "mustard"),
    ("mustard", "navy", "cream", "white"),
    ("emerald", "cream", "navy", "butter yellow"),
    ("sky blue", "white", "navy", "butter yellow"),
    ("charcoal", "light grey", "coral", "white"),
    ("black", "cream", "red", "mustard"),
    ("burgundy", "blush", "cream", "mustard"),
    ("lavender", "white", "plum", "butter yellow"),
    ("camel", "cream", "chocolate", "white"),
    ("olive", "cream", "rust", "mustard"),
    ("coral", "cream", "burgundy", "butter yellow"),
    ("teal", "cream", "mustard", "coral"),
    ("white", "cobalt", "coral", "butter yellow"),
    ("white", "black", "red"),
    ("butter yellow", "white", "olive", "coral"),
    ("hot pink", "cream", "burgundy", "butter yellow"),
    ("red", "cream", "navy", "butter yellow"),
)
_LOWER: tuple[tuple[str, str], ...] = (  # colour and weave of what is worn below
    ("denim blue", "denim"),
    ("navy", "denim"),
    ("black", "denim"),
    ("sand", "cotton"),
    ("cream", "linen"),
    ("charcoal", "cotton"),
    ("olive", "cotton"),
    ("camel", "cotton"),
    ("chocolate", "linen"),
    ("navy", "cotton"),
    ("white", "denim"),
)

_BLANK = FabricSpec(Pattern.PLAIN, ((255, 255, 255),))


def _cut(category: Category, kind: Kind, cut: str, **more: object) -> GarmentSpec:
    return replace(GarmentSpec(category, kind, cut, _BLANK, cut), **more)  # type: ignore[arg-type]  # by name


CUTS: dict[str, GarmentSpec] = {
    spec.cut: spec
    for spec in (
        _cut(Category.TOP, Kind.TOP, "t-shirt", sleeve=Sleeve.SHORT, sleeve_length=0.36, sleeve_ease=0.020),
        _cut(
            Category.TOP,
            Kind.TOP,
            "boxy t-shirt",
            sleeve=Sleeve.SHORT,
            sleeve_length=0.42,
            sleeve_ease=0.030,
            ease=0.022,
            drape=1.0,
            hem=0.85,
        ),
        _cut(Category.TOP, Kind.TOP, "long-sleeved top", sleeve=Sleeve.LONG, sleeve_length=0.98),
        _cut(
            Category.TOP,
            Kind.TOP,
            "jumper",
            sleeve=Sleeve.LONG,
            sleeve_length=1.0,
            sleeve_ease=0.024,
            ease=0.026,
            drape=0.9,
            hem=0.855,
        ),
        _cut(
            Category.TOP,
            Kind.TOP,
            "three-quarter-sleeved top",
            sleeve=Sleeve.THREE_QUARTER,
            sleeve_length=0.72,
            neckline="boat",
            neck_width=0.105,
            neck_depth=0.055,
        ),
        _cut(
            Category.TOP,
            Kind.TOP,
            "tank",
            neckline="scoop",
            neck_width=0.083,
            neck_depth=0.125,
            ease=0.008,
            drape=0.35,
        ),
        _cut(
            Category.DRESS,
            Kind.DRESS,
            "sleeveless dress",
            neckline="scoop",
            neck_width=0.090,
            neck_depth=0.105,
            hem=0.50,
            drape=0.05,
            ease=0.008,
            flare=0.30,
            folds=9,
            fold_depth=0.06,
            seam=True,
        ),
        _cut(
            Category.DRESS,
            Kind.DRESS,
            "short-sleeved dress",
            sleeve=Sleeve.SHORT,
            sleeve_length=0.36,
            sleeve_ease=0.020,
            neck_depth=0.09,
            hem=0.45,
            drape=0.1,
            ease=0.009,
            flare=0.22,
            folds=8,
            fold_depth=0.05,
            seam=True,
        ),
        _cut(
            Category.DRESS,
            Kind.DRESS,
            "long-sleeved dress",
            sleeve=Sleeve.LONG,
            sleeve_length=0.98,
            hem=0.32,
            drape=0.15,
            ease=0.010,
            flare=0.16,
            folds=8,
            fold_depth=0.045,
            seam=True,
        ),
        _cut(
            Category.BOTTOM,
            Kind.SKIRT,
            "flared skirt",
            hem=0.52,
            drape=0.0,
            ease=0.006,
            flare=0.34,
            folds=10,
            fold_depth=0.065,
        ),
        _cut(Category.BOTTOM, Kind.SKIRT, "pencil skirt", hem=0.50, drape=0.0, ease=0.006),
        _cut(
            Category.BOTTOM,
            Kind.SKIRT,
            "midi skirt",
            hem=0.30,
            drape=0.0,
            ease=0.006,
            flare=0.20,
            folds=9,
            fold_depth=0.06,
        ),
        _cut(Category.BOTTOM, Kind.TROUSERS, "slim trousers", hem=0.095, ease=0.005, flare=0.006, drape=0.0),
        _cut(
            Category.BOTTOM,
            Kind.TROUSERS,
            "straight trousers",
            hem=0.075,
            ease=0.008,
            flare=0.022,
            drape=0.98,
        ),
        _cut(Category.BOTTOM, Kind.TROUSERS, "wide trousers", hem=0.06, ease=0.012, flare=0.05, drape=1.18),
        _cut(Category.BOTTOM, Kind.SHORTS, "shorts", hem=0.60, ease=0.010, flare=0.05),
    )
}
_NECKLINES = {"crew": (0.078, 0.075), "v": (0.080, 0.165), "scoop": (0.092, 0.125)}
_UPPER = (Category.TOP, Category.DRESS)


def draw_garment(seed: int, what: Category | Kind | str | None = None) -> GarmentSpec:
    """A garment from a seed; `what` may be a category, a kind or the name of a cut in `CUTS`."""
    random = np.random.default_rng((seed, 101))
    fits = [s for s in CUTS.values() if what is None or what in (s.category, s.kind, s.cut)]
    spec = fits[random.integers(len(fits))]
    if spec.category in _UPPER and spec.cut not in ("tank", "three-quarter-sleeved top"):
        neckline = str(random.choice(list(_NECKLINES), p=(0.5, 0.28, 0.22)))
        width, depth = _NECKLINES[neckline]
        spec = replace(
            spec, neckline=neckline, neck_width=width, neck_depth=depth * random.uniform(0.92, 1.08)
        )
    fabric = draw_fabric(seed, spec)
    spec = replace(
        spec,
        fabric=fabric,
        hem=spec.hem + random.uniform(-0.02, 0.02),
        ease=spec.ease * random.uniform(0.9, 1.2),
        tucked=spec.category is Category.TOP and bool(random.random() < 0.35),
    )
    return replace(spec, words=describe_garment(spec))


def draw_fabric(seed: int, spec: GarmentSpec) -> FabricSpec:
    """A fabric that suits the cut."""
    random = np.random.default_rng((seed, 102))
    simple = 1.0 if spec.category is Category.BOTTOM else 0.0
    if random.random() < (0.45 if spec.kind is Kind.SKIRT else simple):
        name, weave = _LOWER[random.integers(len(_LOWER))]
        return FabricSpec(Pattern.PLAIN, (COLOURS[name],), weave=weave, seed=seed, names=(name,))
    patterns = _PATTERNS[spec.category]
    pattern = list(patterns)[random.choice(len(patterns), p=np.array(list(patterns.values())))]
    names = PALETTES[random.integers(len(PALETTES))]
    low, high = _SCALES[pattern]
    scale = float(random.uniform(low, high))
    weave = str(random.choice(_WEAVES[spec.category]))
    motif = str(random.choice(_MOTIFS[pattern])) if pattern in _MOTIFS else ""
    return FabricSpec(
        pattern,
        tuple(COLOURS[name] for name in names),
        scale,
        bool(pattern is Pattern.STRIPES and random.random() < 0.25),
        weave,
        motif,
        seed,
        names,
    )


def describe_garment(spec: GarmentSpec) -> str:
    """A garment in English words: colours, pattern, cut, neckline."""
    names = spec.fabric.names
    ground, second = names[0], names[1] if len(names) > 1 else ""
    cloth = _WORDS[spec.fabric.pattern].format(ground=ground, second=second, motif=spec.fabric.motif)
    neck = f" with a {spec.neckline} neck" if spec.category in _UPPER else ""
    weave = f"{spec.fabric.weave} " if spec.fabric.weave in ("denim", "linen", "satin") else ""
    return f"{cloth} {weave}{spec.cut}{neck}"


_PATTERNS = {
    Category.TOP: {
        Pattern.PLAIN: 0.24,
        Pattern.STRIPES: 0.24,
        Pattern.GRAPHIC: 0.24,
        Pattern.PLAID: 0.06,
        Pattern.DOTS: 0.08,
        Pattern.ALL_OVER: 0.08,
        Pattern.COLOUR_BLOCK: 0.06,
    },
    Category.DRESS: {
        Pattern.PLAIN: 0.24,
        Pattern.ALL_OVER: 0.32,
        Pattern.DOTS: 0.16,
        Pattern.STRIPES: 0.12,
        Pattern.PLAID: 0.16,
    },
    Category.BOTTOM: {
        Pattern.PLAIN: 0.40,
        Pattern.ALL_OVER: 0.22,
        Pattern.PLAID: 0.20,
        Pattern.DOTS: 0.10,
        Pattern.STRIPES: 0.08,
    },
}
_SCALES = {
    Pattern.PLAIN: (0.04, 0.04),
    Pattern.STRIPES: (0.026, 0.060),
    Pattern.PLAID: (0.055, 0.095),
    Pattern.DOTS: (0.026, 0.045),
    Pattern.GRAPHIC: (0.072, 0.092),
    Pattern.ALL_OVER: (0.055, 0.085),
    Pattern.COLOUR_BLOCK: (0.22, 0.34),
}
_WEAVES = {
    Category.TOP: ("knit", "knit", "cotton"),
    Category.DRESS: ("cotton", "linen", "satin"),
    Category.BOTTOM: ("cotton", "linen", "satin"),
}
_MOTIFS = {
    Pattern.GRAPHIC: ("disc", "star", "letters", "mountain"),
    Pattern.ALL_OVER: ("flowers", "flowers", "blotches"),
}
_WORDS = {
    Pattern.PLAIN: "plain {ground}",
    Pattern.STRIPES: "{ground} and {second} striped",
    Pattern.PLAID: "{ground} and {second} plaid",
    Pattern.DOTS: "{ground} {second}-dotted",
    Pattern.GRAPHIC: "{ground} {motif}-print",
    Pattern.ALL_OVER: "{ground} printed",
    Pattern.COLOUR_BLOCK: "{ground} and {second} colour-block",
}
