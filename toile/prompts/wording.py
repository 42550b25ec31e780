"""Wording: other words for the same thing, in English and Chinese: of clothes and people, colours, places and poses."""

from collections.abc import Mapping, Sequence

from toile.domain.garment import Sleeve

Said = Mapping[str, tuple[str, str]]  # by property: English, Chinese
ENGLISH, CHINESE = 0, 1

# Other words for the same, the canonical one first. Only whole words are exchanged.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("t-shirt", "tee", "T-shirt"),
    ("long-sleeved", "long sleeve", "long-sleeve"),
    ("short-sleeved", "short sleeve", "short-sleeve"),
    ("sleeveless", "without sleeves"),
    ("trousers", "pants"),
    ("jumper", "pullover"),
    ("sweater", "pullover"),
    ("hoodie", "hooded sweatshirt"),
    ("sneakers", "trainers"),
    ("blond", "blonde"),
    ("grey", "gray"),
    ("striped", "stripy"),
    ("polka-dot", "dotted"),
    ("plain", "solid"),
    ("woman", "lady", "female model"),
    ("man", "guy", "male model"),
    ("coffee shop", "cafe"),
    ("coat", "overcoat"),
    ("sunglasses", "dark glasses"),
    ("女性", "女人", "女士", "女模特"),
    ("男性", "男人", "男士", "男模特"),
    ("长裤", "裤子"),
    ("毛衣", "针织衫"),
    ("运动鞋", "球鞋"),
    ("城市街道", "街道", "街头"),
    ("海滩", "沙滩"),
    ("咖啡馆", "咖啡店"),
    ("办公室", "公司"),
    ("纯色", "单色"),
    ("波点", "圆点"),
)
# What a colour is more coarsely, where people say no more.
BASES: Mapping[str, str] = {
    **dict.fromkeys(("ivory", "cream"), "white"),
    **dict.fromkeys(("oatmeal", "sand", "khaki", "camel"), "beige"),
    **dict.fromkeys(("caramel", "chocolate"), "brown"),
    **dict.fromkeys(("rust", "terracotta", "apricot"), "orange"),
    **dict.fromkeys(("mustard", "butter yellow"), "yellow"),
    **dict.fromkeys(("olive", "army green", "sage", "mint", "grass green", "forest green"), "green"),
    **dict.fromkeys(("teal", "turquoise", "baby blue", "sky blue", "denim blue"), "blue"),
    **dict.fromkeys(("cobalt", "royal blue", "navy"), "blue"),
    "emerald": "green",
    **dict.fromkeys(("lavender", "lilac", "plum"), "purple"),
    **dict.fromkeys(("blush", "dusty rose", "hot pink", "coral"), "pink"),
    "burgundy": "red",
    **dict.fromkeys(("light grey", "charcoal"), "grey"),
}  # fmt: skip
BASES_ZH: Mapping[str, str] = {"green": "绿", "blue": "蓝", "pink": "粉", "purple": "紫", "yellow": "黄"}
PLACES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "white-studio": (("in a white studio", "against a white background"), ("在白色影棚里", "白色背景")),
    "grey-studio": (("in a grey studio", "against a grey background"), ("在灰色影棚里", "灰色背景")),
    "warm-studio": (("in a warm studio", "in a studio with warm light"), ("在暖色影棚里", "暖色背景")),
    "sage-studio": (("in a sage green studio", "against a sage green background"), ("在灰绿色影棚里", "灰绿色背景")),
    "street": (("on a city street", "in the street", "in town"), ("在城市街道上", "在街道上")),
    "park": (("in a park", "in the park", "in a green park"), ("在公园里", "在公园")),
    "beach": (("on a beach", "at the beach", "by the sea"), ("在海滩上", "在海边")),
    "cafe": (("in a coffee shop", "at a coffee shop"), ("在咖啡馆里", "在咖啡馆")),
    "office": (("in an office", "at the office"), ("在办公室里", "在办公室")),
    "home": (("at home", "in a home", "in a living room"), ("在家中", "在家里")),
    "runway": (("on a fashion runway", "on a runway", "on a catwalk"), ("在T台上", "在秀场")),
    "night": (("at night in the city", "by city lights at night"), ("在城市夜景中", "在夜晚的城市")),
}  # fmt: skip
# Shorter names for poses, beside those they have.
POSE_NAMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "arms-down": (("standing", "standing straight"), ("站立", "站着")),
    "arms-away": (("standing",), ("站立",)),
    "walking": (("walking",), ("走路", "行走")),
    "sitting": (("sitting", "seated"), ("坐着",)),
    "hand-on-hip": (("hand on hip",), ("手叉腰",)),
    "hands-on-hips": (("hands on hips",), ("双手叉腰",)),
    "back": (("from behind", "back view"), ("背影", "背面")),
    "side": (("side view", "in profile"), ("侧面",)),
    "arms-crossed": (("with arms crossed", "folded arms"), ("抱臂",)),
    "hand-in-pocket": (("hand in pocket",), ("手插口袋",)),
    "hands-in-pockets": (("hands in pockets",), ("双手插兜",)),
    "waving": (("waving a hand",), ("挥手",)),
}
# What shoppers call colours.
COLOUR_NAMES: Mapping[str, str] = {
    "white": "白", "ivory": "象牙白", "cream": "米白", "oatmeal": "燕麦", "beige": "米", "sand": "沙",
    "khaki": "卡其", "camel": "驼", "caramel": "焦糖", "brown": "棕", "chocolate": "巧克力",
    "rust": "铁锈红", "terracotta": "陶土红", "orange": "橙", "apricot": "杏", "mustard": "芥末黄",
    "yellow": "黄", "butter yellow": "奶油黄", "olive": "橄榄绿", "army green": "军绿", "sage": "鼠尾草绿",
    "mint": "薄荷绿", "grass green": "草绿", "forest green": "墨绿", "emerald": "祖母绿", "teal": "蓝绿",
    "turquoise": "绿松石", "baby blue": "浅蓝", "sky blue": "天蓝", "denim blue": "牛仔蓝",
    "cobalt": "钴蓝", "royal blue": "宝蓝", "navy": "藏青", "lavender": "薰衣草紫", "lilac": "丁香紫",
    "purple": "紫", "plum": "梅子", "blush": "裸粉", "pink": "粉", "dusty rose": "豆沙粉",
    "hot pink": "玫红", "coral": "珊瑚", "red": "红", "burgundy": "酒红", "light grey": "浅灰",
    "grey": "灰", "charcoal": "炭灰", "black": "黑",
}  # fmt: skip
# What shops call sleeves, necklines and lengths.
SLEEVES: Mapping[Sleeve, tuple[str, str]] = {
    Sleeve.NONE: ("sleeveless", "无袖"), Sleeve.SHORT: ("short-sleeved", "短袖"),
    Sleeve.THREE_QUARTER: ("three-quarter-sleeved", "七分袖"), Sleeve.LONG: ("long-sleeved", "长袖"),
}  # fmt: skip
NECKLINES: Mapping[str, tuple[str, str]] = {
    "crew": ("crew neck", "圆领"), "v": ("V-neck", "V领"), "scoop": ("scoop neck", "大圆领"),
    "square": ("square neck", "方领"), "boat": ("boat neck", "一字领"), "turtle": ("turtleneck", "高领"),
    "strap": ("thin straps", "细肩带"),
}  # fmt: skip
LENGTHS: Mapping[str, tuple[str, str]] = {
    "cropped": ("cropped", "短款"), "regular": ("regular-length", "常规长度"), "long": ("long", "长款"),
    "mini": ("mini", "迷你"), "knee-length": ("knee-length", "及膝"), "midi": ("midi", "中长"),
    "maxi": ("maxi", "长款"), "full-length": ("full-length", "及地"),
}  # fmt: skip
# What goes without saying.
USUAL = (
    "medium-height", "average", "regular", "regular-length", "plain", "中等身高", "匀称", "常规", "常规长度", "纯色",
)  # fmt: skip
_BALD = ("bald head", "光头")


def name_person(person: Mapping[str, str], language: int) -> str:
    """Somebody in a few words, of one language by property: "tall young woman"."""
    words = [person.get(name, "") for name in ("height", "build", "age", "gender")]
    return ("" if language == CHINESE else " ").join(word for word in words if word and word not in USUAL)


def list_traits(person: Mapping[str, str], language: int) -> list[str]:
    """Hair, skin, and what else there is in a face."""
    hair, colour = person.get("hair", ""), person.get("hair colour", "")
    colour = "" if hair in _BALD else colour
    skin, glasses = person.get("skin", ""), person.get("glasses", "")
    if language == CHINESE:
        head = f"{colour}{hair or '头发'}" if hair or colour else ""
        found = [head, skin and f"{skin}皮肤", person.get("beard", ""), glasses and f"戴{glasses}"]
    else:
        plain = hair or ("hair" if colour else "")
        coloured = plain.replace(" hair", f" {colour} hair", 1) if " hair" in plain else f"{colour} {plain}"
        found = [coloured if colour else plain, skin and f"{skin} skin", person.get("beard", ""), glasses]
    return [one for one in (*found, person.get("freckles", "")) if one]


def with_article(phrase: str) -> str:
    """An English phrase with its article, if it is one of one thing."""
    last = phrase.split(" with ")[0].split()[-1:]
    if not last or (last[0].endswith("s") and not last[0].endswith("dress")):
        return phrase
    return f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}"


def join(words: Sequence[str]) -> str:
    """English words with commas, and an "and" before the last."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)
