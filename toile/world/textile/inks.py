"""Inks: colours that shoppers ask for by name, and mixtures that go together."""

from collections.abc import Mapping

from toile.world.textile.fabric import Colour

COLOURS: Mapping[str, Colour] = {
    "white": (240, 239, 235),
    "ivory": (238, 232, 216),
    "cream": (234, 222, 198),
    "oatmeal": (214, 202, 182),
    "beige": (204, 184, 156),
    "sand": (198, 174, 138),
    "khaki": (168, 150, 112),
    "camel": (178, 134, 90),
    "caramel": (156, 104, 62),
    "brown": (104, 72, 52),
    "chocolate": (70, 48, 40),
    "rust": (162, 80, 48),
    "terracotta": (190, 106, 80),
    "orange": (218, 118, 52),
    "apricot": (234, 176, 138),
    "mustard": (198, 152, 56),
    "yellow": (236, 200, 84),
    "butter yellow": (240, 218, 150),
    "olive": (100, 102, 64),
    "army green": (78, 84, 60),
    "sage": (156, 170, 146),
    "mint": (180, 216, 198),
    "grass green": (84, 140, 76),
    "forest green": (42, 76, 60),
    "emerald": (28, 112, 86),
    "teal": (34, 102, 110),
    "turquoise": (76, 168, 176),
    "baby blue": (184, 208, 228),
    "sky blue": (138, 182, 218),
    "denim blue": (72, 94, 124),
    "cobalt": (40, 76, 164),
    "royal blue": (44, 68, 142),
    "navy": (34, 44, 76),
    "lavender": (184, 172, 212),
    "lilac": (206, 184, 214),
    "purple": (98, 68, 134),
    "plum": (92, 50, 82),
    "blush": (232, 198, 192),
    "pink": (228, 162, 172),
    "dusty rose": (190, 132, 132),
    "hot pink": (206, 74, 126),
    "coral": (228, 116, 96),
    "red": (184, 42, 46),
    "burgundy": (108, 32, 46),
    "light grey": (194, 194, 194),
    "grey": (138, 139, 142),
    "charcoal": (66, 68, 73),
    "black": (30, 30, 33),
}

# Ground, then what goes on it. A stylist's short list, not every mixture.
PALETTES: tuple[tuple[str, ...], ...] = (
    ("white", "navy", "red", "butter yellow"),
    ("white", "cobalt", "coral", "butter yellow"),
    ("white", "black", "red", "grey"),
    ("ivory", "dusty rose", "sage", "mustard"),
    ("cream", "rust", "olive", "mustard"),
    ("cream", "forest green", "coral", "butter yellow"),
    ("cream", "burgundy", "forest green", "mustard"),
    ("oatmeal", "chocolate", "terracotta", "sage"),
    ("navy", "cream", "terracotta", "mustard"),
    ("navy", "white", "sky blue", "coral"),
    ("navy", "coral", "sage", "blush"),
    ("sage", "cream", "forest green", "white"),
    ("mint", "white", "forest green", "coral"),
    ("blush", "burgundy", "sage", "cream"),
    ("pink", "red", "white", "butter yellow"),
    ("terracotta", "cream", "navy", "mustard"),
    ("mustard", "navy", "cream", "white"),
    ("emerald", "cream", "navy", "butter yellow"),
    ("forest green", "blush", "sage", "cream"),
    ("teal", "cream", "mustard", "coral"),
    ("baby blue", "white", "navy", "butter yellow"),
    ("sky blue", "white", "navy", "coral"),
    ("charcoal", "light grey", "coral", "white"),
    ("black", "cream", "red", "mustard"),
    ("black", "white", "hot pink", "turquoise"),
    ("black", "blush", "sage", "butter yellow"),
    ("burgundy", "blush", "cream", "mustard"),
    ("plum", "lilac", "cream", "sage"),
    ("lavender", "white", "plum", "butter yellow"),
    ("lilac", "purple", "white", "sage"),
    ("camel", "cream", "chocolate", "white"),
    ("olive", "cream", "rust", "mustard"),
    ("coral", "cream", "burgundy", "butter yellow"),
    ("butter yellow", "white", "olive", "coral"),
    ("hot pink", "cream", "burgundy", "butter yellow"),
    ("red", "cream", "navy", "butter yellow"),
)


def _mixtures(written: str) -> tuple[tuple[str, ...], ...]:
    """Mixtures parted by commas, their colours by strokes."""
    return tuple(tuple(mixture.strip().split("/")) for mixture in written.split(","))


INKS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "palettes": PALETTES,
    "plain": tuple((name,) for name in COLOURS),
    "basics": _mixtures(
        "white, cream, ivory, oatmeal, sage, blush, baby blue, navy, black, charcoal, light grey, olive, "
        "lavender, dusty rose, white, black, navy"
    ),
    "denim": _mixtures("denim blue, denim blue, navy, navy, sky blue, black, charcoal, white"),
    "twill": _mixtures("khaki, beige, navy, black, olive, charcoal, camel, cream, brown, army green"),
    "shirting": _mixtures(
        "white/sky blue, white/navy, white/pink, baby blue/white, white/red, white/forest green, "
        "white/lavender, cream/brown"
    ),
    "suiting": _mixtures("charcoal/light grey, navy/light grey, black/white, grey/white, brown/camel"),
    "woolly": _mixtures(
        "camel, charcoal, black, navy, grey, cream, chocolate, burgundy, forest green, beige"
    ),
    "tweed": _mixtures("charcoal/light grey, camel/cream, brown/beige, black/white, navy/light grey"),
    "tartan": _mixtures(
        "red/navy/forest green/white, navy/forest green/white/red, camel/black/white/red, "
        "forest green/navy/mustard/white, charcoal/light grey/white/burgundy, "
        "burgundy/forest green/cream/mustard, cream/brown/rust/navy"
    ),
    "buffalo": _mixtures("red/black, white/black, camel/black, forest green/black, mustard/black"),
    "hide": _mixtures("black, black, brown, caramel, burgundy, chocolate, forest green, cream"),
    "leopard": _mixtures("camel/black/brown, sand/chocolate/camel, cream/black/camel, light grey/black/grey"),
    "zebra": _mixtures("white/black, cream/chocolate, white/navy"),
    "snake": _mixtures("cream/chocolate/camel, light grey/black/grey, sage/forest green/olive"),
    "camouflage": _mixtures(
        "khaki/army green/brown/black, light grey/grey/charcoal/black, sand/khaki/brown/olive, "
        "baby blue/denim blue/navy/white"
    ),
    "ombre": _mixtures(
        "white/sky blue, blush/lavender, navy/turquoise, butter yellow/coral, black/grey, "
        "cream/terracotta, mint/teal"
    ),
    "tie-dye": _mixtures(
        "white/cobalt, white/pink/sky blue/butter yellow, white/teal/mint, white/purple/hot pink, "
        "black/grey/white"
    ),
    "rich": _mixtures(
        "emerald, burgundy, navy, black, blush, ivory, plum, teal, red, lilac, butter yellow, cobalt, "
        "dusty rose, sage"
    ),
}
TEXTS = (
    "TOILE", "NEW YORK\n1987", "PARIS", "1987", "GOOD DAY", "WEEKEND", "MILANO", "CIAO", "TOKYO", "NO. 5",
    "SUMMER\nCLUB", "RACING", "HELLO", "ATHLETICS", "AMOUR", "BROOKLYN", "SHANGHAI", "88", "SLOW\nDOWN",
    "LONDON\n1962", "SURF & SUN", "OCEAN", "MERCI",
)  # fmt: skip


def nearest(colour: Colour) -> str:
    """The name of the most similar of `COLOURS`, by a distance weighted as the eye does (Riemersma's "redmean")."""

    def away(name: str) -> float:
        r, g, b = (float(x - y) for x, y in zip(COLOURS[name], colour, strict=True))
        mean = (COLOURS[name][0] + colour[0]) / 2
        return (2 + mean / 256) * r * r + 4 * g * g + (2 + (255 - mean) / 256) * b * b

    return min(COLOURS, key=away)
