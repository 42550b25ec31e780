"""A person in words, English and Chinese."""

from collections.abc import Mapping, Sequence

from toile.domain.persona import Beard, Colour, Gender, Glasses, Hair, Persona, Shoe

Words = tuple[str, str]  # English, Chinese

STYLES: Mapping[Hair, Words] = {
    Hair.BALD: ("bald head", "光头"),
    Hair.BUZZ: ("buzz-cut hair", "寸头"),
    Hair.CROP: ("cropped hair", "短碎发"),
    Hair.SHORT: ("short side-parted hair", "侧分短发"),
    Hair.QUIFF: ("quiff", "背梳短发"),
    Hair.PIXIE: ("pixie-cut hair", "精灵短发"),
    Hair.BOB: ("bob", "波波头"),
    Hair.FRINGE: ("long hair with a fringe", "齐刘海长发"),
    Hair.LONG: ("long straight hair", "长直发"),
    Hair.WAVES: ("long wavy hair", "长卷发"),
    Hair.CURLS: ("curly hair", "小卷发"),
    Hair.AFRO: ("afro", "爆炸头"),
    Hair.BUN: ("bun", "丸子头"),
    Hair.PONYTAIL: ("ponytail", "马尾"),
    Hair.BRAIDS: ("braids", "双麻花辫"),
}
BEARDS: Mapping[Beard, Words] = {
    Beard.STUBBLE: ("stubble", "胡茬"),
    Beard.MOUSTACHE: ("a moustache", "小胡子"),
    Beard.GOATEE: ("a goatee", "山羊胡"),
    Beard.SHORT: ("a short beard", "短络腮胡"),
    Beard.FULL: ("a full beard", "大胡子"),
}
GLASSES: Mapping[Glasses, Words] = {
    Glasses.ROUND: ("round glasses", "圆框眼镜"),
    Glasses.SQUARE: ("square glasses", "方框眼镜"),
    Glasses.SUN: ("sunglasses", "墨镜"),
}
SHOES: Mapping[str, Words] = {
    Shoe.SNEAKERS: ("sneakers", "运动鞋"),
    Shoe.FLATS: ("flats", "平底鞋"),
    Shoe.LOAFERS: ("loafers", "乐福鞋"),
    Shoe.BOOTS: ("boots", "靴子"),
    Shoe.HEELS: ("heels", "高跟鞋"),
}
HAIR_TONES: tuple[tuple[Colour, Words], ...] = (
    ((32, 28, 28), ("black", "黑色")),
    ((56, 40, 32), ("dark brown", "深棕色")),
    ((92, 63, 44), ("brown", "棕色")),
    ((120, 58, 38), ("auburn", "赤褐色")),
    ((158, 80, 42), ("red", "红色")),
    ((146, 114, 76), ("dark blond", "深金色")),
    ((196, 162, 112), ("blond", "金色")),
    ((222, 206, 176), ("platinum", "白金色")),
    ((120, 116, 114), ("grey", "灰色")),
    ((150, 148, 146), ("grey", "灰色")),
    ((214, 212, 208), ("white", "白色")),
    ((206, 112, 140), ("pink", "粉色")),
    ((62, 92, 150), ("blue", "蓝色")),
    ((112, 74, 138), ("violet", "紫色")),
)
SKIN_TONES: tuple[tuple[Colour, Words], ...] = (
    ((231, 193, 173), ("very fair", "极白皙")),
    ((228, 184, 159), ("fair", "白皙")),
    ((218, 169, 140), ("light", "浅")),
    ((203, 156, 122), ("olive", "橄榄色")),
    ((182, 130, 95), ("tan", "小麦色")),
    ((146, 98, 70), ("brown", "棕色")),
    ((110, 73, 54), ("dark brown", "深棕色")),
    ((82, 55, 43), ("deep", "黝黑")),
)
_SHOE_TONES: tuple[tuple[Colour, Words], ...] = (
    ((238, 236, 232), ("white", "白色")),
    ((40, 38, 38), ("black", "黑色")),
    ((52, 56, 66), ("dark grey", "深灰色")),
    ((196, 204, 196), ("light grey", "浅灰色")),
    ((176, 50, 50), ("red", "红色")),
    ((70, 104, 142), ("blue", "蓝色")),
    ((92, 58, 42), ("brown", "棕色")),
    ((150, 106, 70), ("tan", "棕褐色")),
    ((206, 166, 136), ("beige", "米色")),
    ((122, 44, 40), ("burgundy", "酒红色")),
)
HEIGHTS: tuple[tuple[float, Words], ...] = (
    (-0.07, ("short", "矮个子")),
    (0.07, ("medium-height", "中等身高")),
    (9.0, ("tall", "高个子")),
)
BUILDS: tuple[tuple[float, Words], ...] = (
    (0.955, ("slim", "苗条")),
    (1.07, ("average", "匀称")),
    (1.16, ("full-figured", "丰满")),
    (9.0, ("large", "魁梧")),
)
AGES: tuple[tuple[int, Words], ...] = (
    (35, ("young", "年轻")),
    (55, ("middle-aged", "中年")),
    (999, ("older", "年长")),
)
_GENDERS: Mapping[Gender, Words] = {Gender.WOMAN: ("woman", "女性"), Gender.MAN: ("man", "男性")}
MEAN_HEIGHTS = {Gender.WOMAN: 1.66, Gender.MAN: 1.77}
_LENGTHLESS = (
    Hair.BOB,
    Hair.QUIFF,
    Hair.AFRO,
    Hair.BUN,
    Hair.PONYTAIL,
)  # called by one noun, with an article


def attributes(persona: Persona) -> Mapping[str, Words]:
    """What can be said of the persona, by name: gender, age, height, build, skin, hair, and the like."""
    out = {
        "gender": _GENDERS[persona.gender],
        "age": _below(AGES, persona.age),
        "height": _below(HEIGHTS, persona.build.height - MEAN_HEIGHTS[persona.gender]),
        "build": _below(BUILDS, persona.build.fullness),
        "skin": _nearest(SKIN_TONES, persona.skin),
        "hair": STYLES[persona.hair],
        "hair colour": _nearest(HAIR_TONES, persona.hair_colour),
        "shoes": SHOES[persona.shoe],
        "shoe colour": _nearest(_SHOE_TONES, persona.shoe_colour),
    }
    if persona.beard in BEARDS:
        out["beard"] = BEARDS[persona.beard]
    if persona.glasses in GLASSES:
        out["glasses"] = GLASSES[persona.glasses]
    if persona.freckles > 0.2:
        out["freckles"] = ("freckles", "雀斑")
    return out


def describe_persona(persona: Persona, language: str = "en") -> str:
    """One phrase, "a tall young woman with long wavy red hair and freckles, in white sneakers"; `language` en or zh."""
    return {"en": _english, "zh": _chinese}[language](persona)


def _english(persona: Persona) -> str:
    said = {name: words[0] for name, words in attributes(persona).items()}
    size = " ".join(
        said[name] for name in ("height", "build") if said[name] not in ("medium-height", "average")
    )
    hair = "a bald head" if persona.hair is Hair.BALD else _coloured(persona.hair, said["hair colour"])
    more = [hair, *(said[name] for name in ("beard", "glasses", "freckles") if name in said)]
    listed = more[0] if len(more) == 1 else f"{', '.join(more[:-1])} and {more[-1]}"
    who = " ".join(word for word in (size, said["age"], said["gender"]) if word)
    article = "an" if who[0] in "aeiou" else "a"
    return f"{article} {who} with {said['skin']} skin, {listed}, in {said['shoe colour']} {said['shoes']}"


def _coloured(hair: Hair, colour: str) -> str:
    style = STYLES[hair][0]
    if hair in _LENGTHLESS:
        return f"{'an' if colour[0] in 'aeiou' else 'a'} {colour} {style}"
    if " hair" in style:
        return style.replace(" hair", f" {colour} hair", 1)
    return f"{colour} {style}"


def _chinese(persona: Persona) -> str:
    said = {name: words[1] for name, words in attributes(persona).items()}
    hair = said["hair"] if persona.hair is Hair.BALD else f"{said['hair colour']}{said['hair']}"
    size = "、".join(said[name] for name in ("height", "build") if said[name] not in ("中等身高", "匀称"))
    has = [said[name] for name in ("beard", "freckles") if name in said]
    parts = [hair, f"{said['skin']}皮肤"]
    parts += [f"有{'和'.join(has)}"] if has else []
    parts += [f"戴{said['glasses']}"] if "glasses" in said else []
    parts += [f"穿{said['shoe colour']}{said['shoes']}"]
    return f"一位{'、'.join(parts)}的{size + '的' if size else ''}{said['age']}{said['gender']}"


def _below(table: Sequence[tuple[float, Words]], value: float) -> Words:
    return next(words for limit, words in table if value < limit)


def _nearest(table: tuple[tuple[Colour, Words], ...], colour: Colour) -> Words:
    def away(entry: tuple[Colour, Words]) -> float:
        return sum((a - b) ** 2 for a, b in zip(entry[0], colour, strict=True))

    return min(table, key=away)[1]
