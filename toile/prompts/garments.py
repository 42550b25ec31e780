"""Garments for prompts: what readers saw in a photo, as the properties that the compiler puts into words."""

from collections.abc import Iterator, Mapping

from toile.domain.garment import Attributes, Category, Kind, Pattern, Sleeve
from toile.messages import CATALOGUE, Language, say
from toile.prompts.wording import COLOUR_NAMES, LENGTHS, NECKLINES, SLEEVES, Said

_Word = tuple[str, str]  # English, Chinese

_TOPS: Mapping[Sleeve, _Word] = {
    Sleeve.NONE: ("tank top", "背心"),
    Sleeve.SHORT: ("t-shirt", "T恤"),
    Sleeve.THREE_QUARTER: ("top", "上衣"),
    Sleeve.LONG: ("top", "上衣"),
}
_CUTS: Mapping[Kind, _Word] = {
    Kind.DRESS: ("dress", "连衣裙"),
    Kind.TROUSERS: ("trousers", "长裤"),
    Kind.SHORTS: ("shorts", "短裤"),
    Kind.SKIRT: ("skirt", "半身裙"),
}
_FASTENED: Mapping[str, _Word] = {"buttons": ("shirt", "衬衫"), "zip": ("zip hoodie", "拉链连帽卫衣")}
_OVER: Mapping[str, _Word] = {
    "": ("cardigan", "开衫"),
    "buttons": ("jacket", "夹克"),
    "zip": ("jacket", "夹克"),
}
_PATTERNS: Mapping[Pattern, _Word] = {
    Pattern.STRIPES: ("striped", "条纹"),
    Pattern.PLAID: ("plaid", "格纹"),
    Pattern.DOTS: ("polka-dot", "波点"),
    Pattern.GRAPHIC: ("graphic", "图案"),
    Pattern.ALL_OVER: ("patterned", "满印花"),
    Pattern.COLOUR_BLOCK: ("colour-block", "拼色"),
}
_MOTIFS: Mapping[str, _Word] = {
    "floral": ("floral", "大花"),
    "animal": ("leopard-print", "豹纹"),
    "camouflage": ("camouflage", "迷彩"),
}
# What the mannequin was taught to call it, where readers have other words.
_TAUGHT: Mapping[str, _Word] = {
    "plaid": ("tartan", "苏格兰格纹"),
    "graphic": ("logo", "徽标"),
    "patterned": ("abstract-print", "抽象印花"),
    "colour-block": ("two-tone colour-block", "双色拼接"),
    **{
        name: (taught, COLOUR_NAMES[taught])
        for name, taught in {
            "silver": "light grey", "tan": "caramel", "taupe": "brown", "dark brown": "chocolate",
            "peach": "apricot", "salmon": "coral", "crimson": "red", "dusty pink": "dusty rose",
            "light pink": "blush", "fuchsia": "hot pink", "mauve": "lilac", "violet": "purple",
            "blue": "royal blue", "cobalt blue": "cobalt", "light denim": "baby blue", "light blue": "baby blue",
            "slate blue": "denim blue", "aqua": "turquoise", "green": "grass green",
            "dark green": "forest green", "lime": "grass green", "light yellow": "butter yellow",
            "gold": "mustard",
        }.items()
    },
}  # fmt: skip
_COLOURS = {Pattern.PLAIN: 1}  # that are named; two of anything else


def name_garment(attributes: Attributes, category: Category, *, taught: bool = False) -> Said:
    """A garment's properties in English and Chinese. `taught`: in the words that the mannequin was taught."""
    said = dict(_list_properties(attributes, category))
    return {name: _TAUGHT.get(word[0], word) if taught else word for name, word in said.items()} | (
        dict(_list_colours(attributes, taught=taught))
    )


def _list_properties(attributes: Attributes, category: Category) -> Iterator[tuple[str, _Word]]:
    kind = attributes.kind
    yield "cut", _name_cut(attributes, category)
    shown = _MOTIFS.get(attributes.motif) or _PATTERNS.get(attributes.pattern)
    if shown:
        yield "pattern", shown
    if kind in (Kind.TOP, Kind.DRESS):
        yield "sleeves", SLEEVES[attributes.sleeve]
        if attributes.neckline in NECKLINES:
            yield "neckline", NECKLINES[attributes.neckline]
    if attributes.length in LENGTHS:
        yield "length", LENGTHS[attributes.length]


def _name_cut(attributes: Attributes, category: Category) -> _Word:
    if category is Category.OUTER:
        return _OVER[attributes.closure]
    if attributes.kind is Kind.TOP:
        return _FASTENED.get(attributes.closure) or _TOPS[attributes.sleeve]
    return _CUTS[attributes.kind]


def _list_colours(attributes: Attributes, *, taught: bool) -> Iterator[tuple[str, _Word]]:
    names = [name for name, _ in attributes.colours[: _COLOURS.get(attributes.pattern, 2)]]
    words = [_TAUGHT.get(name, _say_colour(name)) if taught else _say_colour(name) for name in names]
    if words:
        english, chinese = zip(*dict.fromkeys(words), strict=True)
        yield "colour", (" and ".join(english), "、".join(_dyed(word) for word in chinese))


def _say_colour(name: str) -> _Word:
    code = f"colour_{name.replace(' ', '_').replace('-', '_')}"
    return name, say(code, Language.CHINESE) if code in CATALOGUE else name


def _dyed(word: str) -> str:
    return word if word.endswith("色") or word.isascii() else f"{word}色"
