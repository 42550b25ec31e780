"""Auditions: somebody for a part that is described in words: a saved persona by name, or a random model of whom some
properties are pinned and the rest is drawn from a seed.

    "Mei"    "random"    "random:7"    "random:7,man,hair=short,skin=tan,glasses=round glasses"
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from toile.domain.persona import Beard, Gender, Glasses, Persona, Shoe
from toile.errors import BadRequest
from toile.world.figure import appearance
from toile.world.figure.appearance import Words
from toile.world.figure.cast import CAST, SHOES, described, draw_persona

RANDOM = ("random", "随机")
NAMES_ZH: Mapping[str, str] = {
    "Mei": "梅", "Amara": "阿玛拉", "Lukas": "卢卡斯", "Sofia": "索菲亚", "Ravi": "拉维", "Freya": "芙蕾雅",
    "Kwame": "夸梅", "Ines": "伊内斯", "Haruto": "阳斗", "George": "乔治",
}  # fmt: skip
T = TypeVar("T")
_Pin = Callable[
    [Persona, str], Persona | None
]  # the persona with what is said, None where it says nothing known

# The middle of what each word of `appearance` means, in the order of its tables.
_AGES = (26, 45, 64)
_HEIGHTS = (-0.10, 0.0, 0.10)  # metres from the mean of the gender
_BUILDS = (0.92, 1.0, 1.11, 1.22)


def find_persona(said: str, names: Mapping[str, Persona] = CAST) -> Persona:
    """The persona that is meant. Raises BadRequest `persona_unknown`, `persona_pin` for a property that there is not,
    `persona_value` for a value that it has not."""
    name = said.strip()
    for known, persona in names.items():
        if name.casefold() == known.casefold() or name == NAMES_ZH.get(known):
            return persona
    start, *pins = (part.strip() for part in name.replace("，", ",").split(","))
    word, _, number = start.replace("：", ":").partition(":")
    if word.casefold() not in RANDOM or not (number.isdecimal() or not number):
        raise BadRequest("persona_unknown", name=said, known=", ".join(names))
    return draw_pinned(int(number or 0), _read_pins(pins))


def draw_pinned(seed: int, pinned: Mapping[str, str]) -> Persona:
    """A random model, the same for the same seed: whatever is not `pinned` does not change with what is. Words are
    those of `appearance`, English or Chinese. Raises BadRequest as `find_persona`."""
    gender = _GENDERS.get(pinned.get("gender", ""))
    if "gender" in pinned and gender is None:
        raise BadRequest(
            "persona_value", name="gender", typed=pinned["gender"], known=", ".join(map(str, Gender))
        )
    persona = draw_persona(seed, gender)
    for name, value in pinned.items():
        if name == "gender":
            continue
        if name not in PINS:
            raise BadRequest("persona_pin", name=name, known=", ".join(("gender", *PINS)))
        pin, known = PINS[name]
        changed = pin(persona, value)
        if changed is None:
            raise BadRequest("persona_value", name=name, typed=value, known=", ".join(known))
        persona = changed
    return described(persona)


def _read_pins(pins: Sequence[str]) -> Mapping[str, str]:
    """`hair=bob`, and genders alone."""
    found: dict[str, str] = {}
    for pin in pins:
        name, mark, value = (part.strip() for part in pin.partition("="))
        found |= {name.casefold(): value} if mark else {"gender": name}
    return found


def _meant(table: Mapping[T, Words], typed: str) -> T | None:
    """What of a table somebody means: its name, or its words in a language, with "hair" and articles or without."""
    wanted = _bare(typed)
    for one, words in table.items():
        if wanted in (_bare(str(one)), *map(_bare, words)):
            return one
    return None


def _bare(text: str) -> str:
    words = [word for word in text.casefold().split() if word not in ("a", "an", "hair", "skin")]
    return " ".join(words).removesuffix("皮肤").removesuffix("头发").removesuffix("色")


def _from(table: Mapping[T, Words], field: str) -> tuple[_Pin, list[str]]:
    def pin(persona: Persona, typed: str) -> Persona | None:
        found = _meant(table, typed)
        return None if found is None else replace(persona, **{field: found})  # type: ignore[arg-type]  # by name

    return pin, [words[0] for words in table.values()]


def _measure(
    table: Sequence[tuple[float, Words]],
    middles: Sequence[float],
    change: Callable[[Persona, float], Persona],
) -> tuple[_Pin, list[str]]:
    known = {middle: words for middle, (_, words) in zip(middles, table, strict=True)}

    def pin(persona: Persona, typed: str) -> Persona | None:
        found = _meant(known, typed)
        return None if found is None else change(persona, found)

    return pin, [words[0] for words in known.values()]


def _shod(persona: Persona, typed: str) -> Persona | None:
    found = _meant(appearance.SHOES, typed)
    return None if found is None else replace(persona, shoe=found, shoe_colour=SHOES[Shoe(found)][0])


def _grown(persona: Persona, by: float) -> Persona:
    height = appearance.MEAN_HEIGHTS[persona.gender] + by
    return replace(persona, build=replace(persona.build, height=height))


_NONE = ("none", "无")
_GENDERS: Mapping[str, Gender] = {
    "woman": Gender.WOMAN, "female": Gender.WOMAN, "女性": Gender.WOMAN, "女": Gender.WOMAN,
    "man": Gender.MAN, "male": Gender.MAN, "男性": Gender.MAN, "男": Gender.MAN,
}  # fmt: skip
PINS: Mapping[str, tuple[_Pin, list[str]]] = {
    "age": _measure(appearance.AGES, _AGES, lambda one, age: replace(one, age=round(age))),
    "height": _measure(appearance.HEIGHTS, _HEIGHTS, _grown),
    "build": _measure(
        appearance.BUILDS,
        _BUILDS,
        lambda one, full: replace(one, build=replace(one.build, fullness=full)),
    ),
    "skin": _from(dict(appearance.SKIN_TONES), "skin"),
    "hair": _from(appearance.STYLES, "hair"),
    "hair colour": _from(dict(appearance.HAIR_TONES), "hair_colour"),
    "beard": _from({**appearance.BEARDS, Beard.NONE: _NONE}, "beard"),
    "glasses": _from({**appearance.GLASSES, Glasses.NONE: _NONE}, "glasses"),
    "shoes": (_shod, [words[0] for words in appearance.SHOES.values()]),
}
