"""Personas: drawn from a seed, and ten saved ones chosen by eye."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np

from toile.domain.persona import (
    Beard,
    Build,
    Colour,
    Face,
    Gender,
    Glasses,
    Hair,
    Persona,
    Shoe,
)
from toile.world.figure import appearance
from toile.world.figure.skeleton import draw_build

T = TypeVar("T")

SKINS: Mapping[str, Colour] = {
    "very fair": (231, 193, 173),
    "fair": (228, 184, 159),
    "light": (218, 169, 140),
    "olive": (203, 156, 122),
    "tan": (182, 130, 95),
    "brown": (146, 98, 70),
    "dark brown": (110, 73, 54),
    "deep": (82, 55, 43),
}
HAIR_COLOURS: Mapping[str, Colour] = {
    "black": (32, 28, 28),
    "dark brown": (56, 40, 32),
    "brown": (92, 63, 44),
    "auburn": (120, 58, 38),
    "red": (158, 80, 42),
    "dark blond": (146, 114, 76),
    "blond": (196, 162, 112),
    "platinum": (222, 206, 176),
    "grey": (146, 144, 142),
    "white": (214, 212, 208),
    "pink": (206, 112, 140),
    "blue": (62, 92, 150),
    "violet": (112, 74, 138),
}
EYES: Mapping[str, Colour] = {
    "brown": (92, 58, 36),
    "dark brown": (58, 38, 28),
    "hazel": (118, 92, 52),
    "green": (86, 116, 78),
    "blue": (84, 124, 162),
    "grey": (112, 124, 134),
}
# For each skin, from fair to deep: how likely each natural colour of hair, then of eyes, is.
_NATURAL = ("black", "dark brown", "brown", "auburn", "red", "dark blond", "blond", "platinum")
_HAIR_OF_SKIN = (
    (1, 2, 3, 1.5, 2.0, 3, 3, 0.6),
    (2, 3, 4, 1.2, 1.0, 3, 2, 0.5),
    (4, 5, 4, 1.0, 0.4, 1.2, 0.6, 0.2),
    (6, 6, 2, 0.4, 0, 0.3, 0.1, 0.1),
    (7, 5, 1, 0.2, 0, 0, 0.1, 0),
    (8, 4, 0.6, 0.2, 0, 0, 0.1, 0),
    (9, 3, 0.3, 0.1, 0, 0, 0.1, 0.1),
    (10, 2, 0.1, 0, 0, 0, 0.1, 0.1),
)
_EYES_OF_SKIN = (
    (2, 1, 2, 2, 4, 2),
    (3, 1, 2, 2, 3, 2),
    (4, 3, 2, 1, 1, 0.6),
    (4, 4, 1.5, 0.4, 0.1, 0.1),
    (4, 5, 0.8, 0.2, 0, 0),
    (3, 6, 0.4, 0, 0, 0),
    (2, 7, 0.2, 0, 0, 0),
    (2, 8, 0, 0, 0, 0),
)
_STYLES: Mapping[Gender, Mapping[Hair, float]] = {
    Gender.WOMAN: {
        Hair.LONG: 4,
        Hair.WAVES: 4,
        Hair.BOB: 3,
        Hair.FRINGE: 2.5,
        Hair.PONYTAIL: 3,
        Hair.BUN: 2.5,
        Hair.CURLS: 2,
        Hair.PIXIE: 2,
        Hair.AFRO: 0.1,
        Hair.BRAIDS: 1.5,
        Hair.BUZZ: 0.3,
    },
    Gender.MAN: {
        Hair.SHORT: 5,
        Hair.CROP: 5,
        Hair.QUIFF: 4,
        Hair.BUZZ: 2.5,
        Hair.BALD: 1,
        Hair.PIXIE: 1.2,
        Hair.CURLS: 0.6,
        Hair.AFRO: 0.1,
        Hair.LONG: 0.4,
        Hair.BUN: 0.6,
        Hair.WAVES: 0.4,
    },
}
_BEARDS = {
    Beard.NONE: 8,
    Beard.STUBBLE: 3,
    Beard.SHORT: 2.5,
    Beard.FULL: 1.2,
    Beard.GOATEE: 0.8,
    Beard.MOUSTACHE: 0.6,
}
SHOES: Mapping[Shoe, tuple[Colour, ...]] = {
    Shoe.SNEAKERS: ((238, 236, 232), (52, 56, 66), (176, 60, 52), (196, 204, 196), (70, 104, 142)),
    Shoe.FLATS: ((42, 38, 38), (196, 150, 116), (150, 44, 50), (214, 190, 176)),
    Shoe.LOAFERS: ((92, 54, 36), (38, 36, 38), (122, 44, 40), (150, 106, 70)),
    Shoe.BOOTS: ((44, 38, 36), (118, 78, 50), (88, 66, 54)),
    Shoe.HEELS: ((34, 30, 32), (160, 40, 48), (206, 166, 136), (226, 214, 204)),
}
_SHOES_OF: Mapping[Gender, Mapping[Shoe, float]] = {
    Gender.WOMAN: {Shoe.SNEAKERS: 4, Shoe.FLATS: 3, Shoe.LOAFERS: 1.5, Shoe.BOOTS: 2.5, Shoe.HEELS: 2.5},
    Gender.MAN: {Shoe.SNEAKERS: 5, Shoe.LOAFERS: 3, Shoe.BOOTS: 3},
}


def draw_persona(seed: int, gender: Gender | None = None) -> Persona:
    """A grown person of any age, build, skin and hair, the same for the same seed."""
    random = np.random.default_rng((seed, 201))
    drawn = Gender.WOMAN if random.random() < 0.5 else Gender.MAN
    gender = gender or drawn
    age = int(np.clip(18 + 57 * random.beta(1.3, 2.1), 18, 75))
    build = _aged(draw_build(random, gender), age)
    tone = int(random.integers(len(SKINS)))
    skin = _varied(tuple(SKINS.values())[tone], random, 5)
    style = _pick(random, _styles(gender, tone, age))
    shoe = _pick(random, _SHOES_OF[gender])
    persona = Persona(
        seed=seed,
        build=build,
        skin=skin,
        hair=style,
        hair_colour=_hair_colour(random, tone, age),
        eye_colour=_varied(EYES[_pick(random, dict(zip(EYES, _EYES_OF_SKIN[tone], strict=True)))], random, 6),
        lip_colour=_lips(random, skin, gender),
        shoe=str(shoe),
        shoe_colour=SHOES[shoe][random.integers(len(SHOES[shoe]))],
        words="",
        gender=gender,
        age=age,
        face=_face(random, gender),
        beard=_pick(random, _BEARDS) if gender is Gender.MAN else Beard.NONE,
        glasses=_pick(random, {Glasses.NONE: 85, Glasses.ROUND: 6, Glasses.SQUARE: 6, Glasses.SUN: 3}),
        freckles=float(random.uniform(0.4, 1.0)) if tone < 3 and random.random() < 0.18 else 0.0,
    )
    return described(persona)


def described(persona: Persona) -> Persona:
    """The persona with its English description as its words."""
    return replace(persona, words=appearance.describe_persona(persona))


def _pick(random: np.random.Generator, shares: Mapping[T, float]) -> T:
    weights = np.array(list(shares.values()), dtype=np.float64)
    return list(shares)[int(random.choice(len(weights), p=weights / weights.sum()))]


def _varied(colour: Colour, random: np.random.Generator, by: float) -> Colour:
    light, *tint = random.normal(0, by, 4)
    r, g, b = (int(np.clip(round(c + light + 0.3 * t), 12, 250)) for c, t in zip(colour, tint, strict=True))
    return r, g, b


def _aged(build: Build, age: int) -> Build:
    """Bodies are a little softer later in life."""
    years = max(age - 30, 0) / 45
    return replace(
        build,
        fullness=min(build.fullness + 0.06 * years, 1.35),
        waist=min(build.waist + 0.06 * years, 1.25),
        muscle=build.muscle * (1 - 0.35 * years),
        height=build.height - 0.015 * years,
    )


def _styles(gender: Gender, tone: int, age: int) -> Mapping[Hair, float]:
    shares = dict(_STYLES[gender])
    if tone >= 5:
        shares |= {Hair.AFRO: 3.0, Hair.CURLS: 3.0, Hair.BRAIDS: 3.0 if gender is Gender.WOMAN else 0.2}
        shares |= {Hair.BUZZ: 4.0 if gender is Gender.MAN else 0.8}
    if age > 45:
        shares[Hair.BALD] = shares.get(Hair.BALD, 0) + (2.5 if gender is Gender.MAN else 0)
        shares |= {style: 0.3 * shares.get(style, 0) for style in (Hair.BRAIDS, Hair.QUIFF)}
    return {style: share for style, share in shares.items() if share > 0}


def _hair_colour(random: np.random.Generator, tone: int, age: int) -> Colour:
    natural = HAIR_COLOURS[_pick(random, dict(zip(_NATURAL, _HAIR_OF_SKIN[tone], strict=True)))]
    if age < 38 and random.random() < 0.05:
        return HAIR_COLOURS[_pick(random, {"pink": 1, "blue": 1, "violet": 1})]
    colour = _varied(natural, random, 4)
    grey = float(np.clip((age - 44) / 24 + random.normal(0, 0.30), 0, 1)) if age > 40 else 0.0
    silver = HAIR_COLOURS["white" if grey > 0.85 and age > 60 else "grey"]
    r, g, b = (round(c + (s - c) * grey) for c, s in zip(colour, silver, strict=True))
    return r, g, b


def _lips(random: np.random.Generator, skin: Colour, gender: Gender) -> Colour:
    """The skin, redder and a little darker; some women wear lipstick."""
    depth = skin[0] / 240
    if gender is Gender.WOMAN and random.random() < 0.35:
        stick = ((176, 44, 56), (190, 84, 88), (160, 60, 76), (150, 40, 60), (196, 98, 90))[
            random.integers(5)
        ]
        r, g, b = (round(c * (0.62 + 0.38 * depth)) for c in stick)
        return r, g, b
    share = 0.30 if gender is Gender.MAN else 0.48
    red = (186, 82, 84)
    r, g, b = (
        round(s * 0.88 * (1 - share) + c * share * (0.40 + 0.60 * depth))
        for s, c in zip(skin, red, strict=True)
    )
    return r, g, b


def _face(random: np.random.Generator, gender: Gender) -> Face:
    """Any face, none of it far from the average of its gender."""
    drawn = np.clip(random.normal(0, 0.42, 10), -0.95, 0.95)
    width, jaw, chin, cheeks, nose, long, lips, eyes, tilt, brows = (float(v) for v in drawn)
    man = gender is Gender.MAN
    return Face(
        width=0.8 * width,
        jaw=jaw + (0.05 if man else -0.25),
        chin=chin,
        cheeks=cheeks,
        nose_width=nose + (0.0 if man else -0.15),
        nose_length=0.8 * long,
        lips=lips + (0.0 if man else 0.2),
        eyes=eyes + (0.0 if man else 0.15),
        eye_tilt=tilt + (0.0 if man else 0.2),
        brows=brows,
    )


def _saved(
    name: str, seed: int, gender: Gender, age: int, build: Build, look: Mapping[str, object]
) -> Persona:
    base = draw_persona(seed, gender)
    return described(replace(base, seed=sum(map(ord, name)), age=age, build=build, **look))  # type: ignore[arg-type]  # by name


def _cast() -> Mapping[str, Persona]:
    woman, man = Gender.WOMAN, Gender.MAN
    plain: dict[str, object] = {"beard": Beard.NONE, "glasses": Glasses.NONE, "freckles": 0.0}

    def one(
        name: str,
        gender: Gender,
        age: int,
        build: Build,
        tone: str,
        hair: Hair,
        colour: str,
        eyes: str,
        lips: Colour,
        face: Face,
        shoe: Shoe,
        shoe_colour: int,
        **more: object,
    ) -> Persona:
        look = plain | {
            "skin": SKINS[tone], "hair": hair, "hair_colour": HAIR_COLOURS[colour], "eye_colour": EYES[eyes],
            "lip_colour": lips, "face": face, "shoe": str(shoe), "shoe_colour": SHOES[shoe][shoe_colour],
        } | more  # fmt: skip
        return _saved(name, 1, gender, age, build, look)

    return {
        "Mei": one(
            "Mei", woman, 26, Build(1.66, 0.95, 0.08, 0.4, waist=0.97), "light", Hair.FRINGE, "black", "dark brown",
            (192, 86, 88), Face(-0.2, -0.5, -0.1, 0.3, -0.1, -0.2, 0.2, 0.1, 0.4, -0.2), Shoe.FLATS, 0,
        ),
        "Amara": one(
            "Amara", woman, 29, Build(1.74, 0.98, 0.15, 0.6, hips=1.06), "dark brown", Hair.AFRO, "black",
            "dark brown", (134, 58, 62), Face(0.0, -0.3, 0.0, 0.5, 0.3, -0.1, 0.8, 0.3, 0.3, 0.0), Shoe.HEELS, 1,
        ),
        "Lukas": one(
            "Lukas", man, 33, Build(1.84, 1.0, 0.9, 0.0, muscle=0.6), "fair", Hair.QUIFF, "dark blond", "blue",
            (196, 132, 118), Face(-0.3, -0.1, 0.2, 0.4, -0.2, 0.1, 0.1, 0.2, 0.1, 0.3), Shoe.SNEAKERS, 0,
            beard=Beard.STUBBLE,
        ),
        "Sofia": one(
            "Sofia", woman, 34, Build(1.69, 1.04, 0.10, 0.75, hips=1.08), "olive", Hair.WAVES, "dark brown", "brown",
            (178, 74, 76), Face(0.0, -0.3, 0.1, 0.3, -0.2, 0.1, 0.5, 0.3, 0.2, 0.3), Shoe.BOOTS, 1,
        ),
        "Ravi": one(
            "Ravi", man, 38, Build(1.77, 1.04, 0.82, 0.0, muscle=0.45), "tan", Hair.SHORT, "black", "dark brown",
            (150, 96, 84), Face(0.0, 0.1, 0.0, 0.1, 0.2, 0.2, 0.2, 0.2, 0.0, 0.6), Shoe.LOAFERS, 0,
            beard=Beard.SHORT, glasses=Glasses.SQUARE,
        ),
        "Freya": one(
            "Freya", woman, 24, Build(1.78, 0.94, 0.12, 0.45), "very fair", Hair.LONG, "red", "green",
            (206, 112, 104), Face(-0.3, -0.4, 0.0, 0.2, -0.3, 0.0, 0.1, 0.3, 0.2, -0.3), Shoe.SNEAKERS, 4,
            freckles=0.9,
        ),
        "Kwame": one(
            "Kwame", man, 27, Build(1.88, 1.0, 0.98, 0.0, muscle=0.75), "deep", Hair.BUZZ, "black", "dark brown",
            (112, 66, 58), Face(0.1, 0.3, 0.1, 0.2, 0.6, 0.0, 0.6, 0.1, 0.0, 0.1), Shoe.SNEAKERS, 0,
            beard=Beard.GOATEE,
        ),
        "Ines": one(
            "Ines", woman, 47, Build(1.64, 1.12, 0.14, 0.7, waist=1.06), "light", Hair.BOB, "brown", "hazel",
            (180, 78, 80), Face(0.2, 0.0, 0.0, 0.3, 0.0, 0.1, 0.2, 0.1, 0.0, 0.0), Shoe.LOAFERS, 2,
            glasses=Glasses.ROUND,
        ),
        "Haruto": one(
            "Haruto", man, 23, Build(1.75, 0.93, 0.75, 0.0, muscle=0.35), "light", Hair.PIXIE, "black", "dark brown",
            (190, 122, 110), Face(-0.2, -0.2, 0.0, 0.1, 0.0, -0.2, 0.0, 0.0, 0.4, 0.2), Shoe.BOOTS, 0,
        ),
        "George": one(
            "George", man, 66, Build(1.79, 1.12, 0.86, 0.0, waist=1.12, muscle=0.35), "fair", Hair.CROP, "white",
            "grey", (190, 128, 114), Face(0.1, 0.2, 0.2, -0.1, 0.1, 0.4, -0.4, -0.1, -0.1, 0.5), Shoe.LOAFERS, 3,
            beard=Beard.FULL,
        ),
    }  # fmt: skip


CAST: Mapping[str, Persona] = _cast()
