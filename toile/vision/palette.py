"""Colour names that a shopper would use, and the colours they stand for."""

import numpy as np

from toile.pixels.arrays import Points
from toile.pixels.colour import to_oklab

# Each name with one or more typical colours, sRGB hexadecimal.
PALETTE: dict[str, tuple[str, ...]] = {
    "black": ("0c0c0d", "1c1c1e", "26262a"),
    "charcoal": ("36363a", "45464a"),
    "grey": ("6e7075", "8c8e92", "7d8084"),
    "light grey": ("b4b6ba", "c8cacd"),
    "silver": ("d2d5d9",),
    "white": ("ffffff", "f4f5f7", "e9ebee"),
    "ivory": ("f6f1e2", "efe8d4"),
    "cream": ("f3e6c4", "ecdcb4", "e6dac6"),
    "beige": ("dccbb0", "cfbb9c"),
    "tan": ("c49f72", "b58d62"),
    "camel": ("b07c46", "a8763f"),
    "khaki": ("9c9064", "857b54"),
    "brown": ("6b4427", "54341f", "7c5233"),
    "dark brown": ("3a2519", "2f2019", "463028", "52403a"),
    "taupe": ("8f8074", "7a6c62"),
    "rust": ("a4451f", "8f3b1c"),
    "terracotta": ("c2654a", "b75d43"),
    "orange": ("f07c1c", "e46a10", "ff9030"),
    "peach": ("f9c19c", "f5b48c", "eab08a"),
    "coral": ("f2705e", "ee7f6b"),
    "salmon": ("f09a88",),
    "red": ("c8161d", "d92a2a", "b01020"),
    "crimson": ("9c0f2a",),
    "burgundy": ("611226", "4d1020", "741c30"),
    "dusty pink": ("be8484", "c49090"),
    "pink": ("ee8fae", "e2748f", "d9707f"),
    "light pink": ("f6ccd6", "f2bac6", "e8c6c0", "e4c8c0"),
    "hot pink": ("ea2f86", "f04a9a"),
    "fuchsia": ("c4178c",),
    "mauve": ("b58aa3", "a2788f"),
    "plum": ("5e2750", "70325e"),
    "purple": ("6a2a92", "55207c", "7c3fae", "44166b"),
    "violet": ("8050d0",),
    "lavender": ("b6a4da", "a694cc", "c4b8e6", "b8acd4"),
    "lilac": ("cdb0dc",),
    "navy": ("141c3c", "1a2448", "1c2a55", "0f1630"),
    "royal blue": ("1f3fb4", "2348c8"),
    "blue": ("2f62c4", "2a5aa8", "1d56b8"),
    "cobalt blue": ("1a3f9a", "0f3c8c"),
    "denim blue": ("4a6a94", "3e5878", "5c7ca4", "32486a"),
    "light denim": ("8ca6c4", "a2b6cc"),
    "sky blue": ("7cb8ea", "68a8e0", "8cc4f0"),
    "light blue": ("b4d4ee", "c6def2"),
    "slate blue": ("64748e",),
    "teal": ("0f6e74", "0c5a64", "16808a", "0d4a5c"),
    "turquoise": ("2ec4c0", "40c8d0"),
    "aqua": ("8ce0e0",),
    "mint": ("a8e0c4", "98d4b4", "b8e8d0", "b8d8c8", "c4dcd0"),
    "emerald": ("0b8f63", "109a70", "0a7a54"),
    "green": ("2a8a3a", "1f7a34", "3a9a4c"),
    "dark green": ("14402a", "1c4a30", "0f3322", "2a4c3c", "3c5a4c"),
    "olive": ("5c5c2a", "6c6a34", "4a4a24"),
    "sage": ("9cac8c", "8a9c7c"),
    "lime": ("a4d42a", "b6e040"),
    "yellow": ("f8d824", "f2cc14", "fce45a"),
    "light yellow": ("faf0a4",),
    "mustard": ("cc9a1c", "b8861c"),
    "gold": ("c8a24c",),
}


def nearest_names(colours: Points) -> list[str]:
    """The name of each Oklab colour [N, 3]: the nearest typical colour, hue counting more than lightness."""
    names, anchors = _anchors()
    gaps = (colours[:, None] - anchors) * np.array([0.75, 1.25, 1.25])
    return [names[i] for i in np.square(gaps).sum(axis=-1).argmin(axis=1)]


def _anchors() -> tuple[list[str], Points]:
    rows = [(name, bytes.fromhex(code)) for name, codes in PALETTE.items() for code in codes]
    rgb = np.array([list(code) for _, code in rows], np.uint8)
    return [name for name, _ in rows], to_oklab(rgb[None])[0].astype(np.float64)
