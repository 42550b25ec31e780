"""The compiler: garments, person, place and pose, and the user's own words, as a prompt for a family of models.

The same is always said in the same words, and every word comes from a table; only the user's own are taken as they are.
Where those contradict what was chosen, one of the two is left out, and that is said: of place and pose the user's words
count, of the garments and of who wears them what was chosen.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from toile.domain.look import Notice, Severity
from toile.domain.pose import POSES
from toile.errors import BadRequest
from toile.prompts.wording import (
    BASES,
    BASES_ZH,
    CHINESE,
    COLOUR_NAMES,
    ENGLISH,
    PLACES,
    POSE_NAMES,
    SYNONYMS,
    USUAL,
    Said,
    join,
    list_traits,
    name_person,
    with_article,
)


class Family(StrEnum):
    """How a family of models was taught to read: Stable Diffusion's by tags, the later ones by sentences."""

    SD15 = "sd15"
    SDXL = "sdxl"
    FLUX = "flux"
    QWEN = "qwen"
    MANNEQUIN = "mannequin"


@dataclass(frozen=True)
class Wish:
    """What a picture is to show. `garments` and `person` by property, as the readers of photos and the tables of
    personas say them; `scene` and `pose` by name, empty for any; `own`: the user's words, English or Chinese."""

    garments: Sequence[Said] = ()
    person: Said = field(default_factory=dict)
    scene: str = ""
    pose: str = ""
    own: str = ""
    negative: str = ""


@dataclass(frozen=True)
class Compiled:
    """Prompt and negative prompt, and what was decided on the way."""

    positive: str
    negative: str
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class _Style:
    """How a family is spoken to: by tags, or in sentences; what is put around, and what is kept away by default.
    `chinese`: whether it reads Chinese; `heeds`: whether it heeds a negative prompt."""

    tags: bool
    around: str
    away: str
    chinese: bool = False
    heeds: bool = True


_STYLES: Mapping[Family, _Style] = {
    Family.SD15: _Style(
        True,
        "photo, fashion photography, sharp focus, detailed fabric",
        "deformed, bad anatomy, extra limbs, bad hands, blurry, low quality, watermark, text",
    ),
    Family.SDXL: _Style(
        True,
        "fashion photograph, natural light, detailed fabric",
        "deformed, extra limbs, blurry, watermark, text",
    ),
    Family.FLUX: _Style(False, "A fashion photograph, sharp and natural.", "", heeds=False),
    Family.QWEN: _Style(
        False, "A fashion photograph, sharp and natural.", "blurry, deformed, text", chinese=True
    ),
    Family.MANNEQUIN: _Style(True, "", "", chinese=True),
}
_ORDER = (("fit", "length", "colour", "pattern"), ("colour", "pattern", "fit", "length", "neckline"))
_BEFORE = r"(?:\b(?:in|with|wearing)\s+)?(?:\b(?:an?|the)\s+)?"  # words that go with one that is dropped
_GENDERS: Mapping[str, tuple[str, ...]] = {
    "woman": ("woman", "lady", "girl", "female model", "女性", "女人", "女士", "女模特", "女孩"),
    "man": ("man", "guy", "boy", "male model", "男性", "男人", "男士", "男模特", "男孩"),
}


def compile_prompt(wish: Wish, family: Family, language: str = "en") -> Compiled:
    """The prompt for a family. In Chinese where `language` is "zh" and the family reads it, else in English.

    Raises BadRequest `scene_unknown` or `pose_unknown`.
    """
    if wish.scene and wish.scene not in PLACES:
        raise BadRequest("scene_unknown", name=wish.scene, known=", ".join(PLACES))
    if wish.pose and wish.pose not in POSES:
        raise BadRequest("pose_unknown", name=wish.pose, known=", ".join(POSES))
    style = _STYLES[family]
    spoken = CHINESE if language == "zh" and style.chinese else ENGLISH
    wish, notices = _agree(wish)
    clauses = list(_clauses(wish, spoken))
    write: Callable[[Sequence[str], Wish, int], str] = _tags if style.tags else _sentence
    positive = write(clauses, wish, spoken)
    own = wish.own.strip()
    parts = [positive, own if style.tags else _ended(own, spoken), style.around]
    joint = "，" if spoken == CHINESE and style.tags else ", " if style.tags else " "
    negative = ", ".join(one for one in (wish.negative.strip(), style.away) if one)
    if wish.negative.strip() and not style.heeds:
        notices.append(Notice("prompt_no_negative", Severity.WARNING, {"family": family.value}))
    return Compiled(joint.join(one for one in parts if one), negative if style.heeds else "", tuple(notices))


def _agree(wish: Wish) -> tuple[Wish, list[Notice]]:
    """The wish without what contradicts itself."""
    notices: list[Notice] = []
    own, scene, pose = wish.own, wish.scene, wish.pose
    for name, tables in (("scene", PLACES), ("pose", POSE_NAMES)):
        chosen = scene if name == "scene" else pose
        said = _find(own, tables)
        if chosen and said and chosen not in said:
            values = {"said": said[next(iter(said))], "instead": chosen}
            notices.append(Notice(f"prompt_{name}", Severity.INFO, values))
            scene, pose = ("", pose) if name == "scene" else (scene, "")
    gender = wish.person.get("gender", ("", ""))[ENGLISH]
    for other, words in _GENDERS.items():
        if gender and other != gender:
            own = _drop(own, words, notices, "prompt_person", wish.person["gender"][ENGLISH])
    for garment in wish.garments:
        own = _drop_colours(own, garment, notices)
    return Wish(wish.garments, wish.person, scene, pose, own, wish.negative), notices


def _find(own: str, tables: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> Mapping[str, str]:
    """What of a table is named in a text: names, and the words for them."""
    text = _bare(own)
    found: dict[str, str] = {}
    for name, (english, chinese) in tables.items():
        for words in (*english, *chinese):
            if _holds(text, _bare(words)):
                found[name] = words
                break
    return found


def _bare(text: str) -> str:
    """Small letters, and no articles."""
    return re.sub(r"\b(?:an?|the)\s+", "", text.lower())


def _holds(text: str, words: str) -> bool:
    """Whether words stand in a text; English ones whole."""
    if not words.isascii():
        return words in text
    return re.search(rf"(?<![a-z]){re.escape(words)}(?![a-z])", text) is not None


def _drop(own: str, words: Sequence[str], notices: list[Notice], code: str, instead: str) -> str:
    """The text without those words."""
    for word in sorted(words, key=len, reverse=True):
        if _holds(own.lower(), word.lower()):
            pattern = re.escape(word) if not word.isascii() else rf"{_BEFORE}\b{re.escape(word)}\b"
            own = _tidy(re.sub(pattern, "", own, flags=re.IGNORECASE))
            notices.append(Notice(code, Severity.INFO, {"said": word, "instead": instead}))
    return own


def _drop_colours(own: str, garment: Said, notices: list[Notice]) -> str:
    """The text without colours for a garment that it has not."""
    colours = _named(garment)
    cuts = [
        garment["cut"][ENGLISH],
        *(other for row in SYNONYMS if row[0] == garment["cut"][ENGLISH] for other in row),
    ]
    for colour, chinese in {**COLOUR_NAMES, **BASES_ZH}.items():
        if not colours or colour in colours:
            continue
        for cut in dict.fromkeys(cuts):
            own = _drop(own, [f"{colour} {cut}"], notices, "prompt_garment", " and ".join(colours))
        for dyed in (f"{chinese}色", chinese):
            own = _drop(
                own, [f"{dyed}{garment['cut'][CHINESE]}"], notices, "prompt_garment", " and ".join(colours)
            )
    return own


def _named(garment: Said) -> tuple[str, ...]:
    """The colours that a garment has, precisely and coarsely."""
    said = garment.get("colour", ("", ""))[ENGLISH]
    names = [name for name in re.split(r", | and ", said) if name]
    return tuple(dict.fromkeys([*names, *(BASES[name] for name in names if name in BASES)]))


def _tidy(text: str) -> str:
    """Without the commas and blanks that something dropped leaves."""
    text = re.sub(r"\s+([,，])", r"\1", re.sub(r"\s{2,}", " ", text))
    return re.sub(r"([,，]\s*){2,}", r"\1", text).strip(" ,，")


def _clauses(wish: Wish, language: int) -> Iterator[str]:
    """What is said, in order: who, what of them, what they wear, how they stand, where."""
    person = {name: words[language] for name, words in wish.person.items()}
    who = name_person(person, language)
    if who:
        yield who
    yield from list_traits(person, language)
    for garment in wish.garments:
        yield describe(garment, language)
    if wish.pose:
        yield (POSES[wish.pose].words_zh if language == CHINESE else POSES[wish.pose].words)
    if wish.scene:
        yield PLACES[wish.scene][language][0]


def describe(garment: Said, language: int) -> str:
    """A garment in a fixed order: fit, length, colours, print, sleeves, cut, and its neck."""
    said = {name: words[language] for name, words in garment.items() if words[language] not in USUAL}
    cut = said.get("cut", "")
    sleeves = "" if "sleeve" in cut or "袖" in cut else said.get("sleeves", "")
    order = _ORDER[language]
    parts = [*(said.get(name, "") for name in order), sleeves, cut]
    if language == CHINESE:
        return "".join(parts).replace("、", "")
    neck = f" with {with_article(said['neckline'])}" if said.get("neckline") else ""
    return " ".join(one for one in parts if one) + neck


def _tags(clauses: Sequence[str], wish: Wish, language: int) -> str:
    return ("，" if language == CHINESE else ", ").join(clauses)


def _sentence(clauses: Sequence[str], wish: Wish, language: int) -> str:
    """The same as one sentence."""
    garments = [describe(one, language) for one in wish.garments]
    others = [one for one in clauses if one not in garments]
    who = bool(wish.person)
    if language == CHINESE:
        worn = f"穿着{'和'.join(garments)}" if garments else ""
        parts = [f"一位{others[0]}" if who else "", *others[who:]]
        return "，".join(one for one in (parts[0] + worn if who else worn, *parts[1:]) if one) + "。"
    first = with_article(others[0]) if who else "Clothes" if not garments else ""
    worn = f" wearing {join([with_article(one) for one in garments])}" if garments else ""
    rest = ", ".join(others[who:])
    text = f"{first}{worn}".strip() + (f", {rest}" if rest else "")
    return text[:1].upper() + text[1:] + "."


def _ended(text: str, language: int) -> str:
    """A text as a sentence of its own."""
    if not text or text[-1] in ".!?。！？":
        return text
    return text[:1].upper() + text[1:] + ("。" if language == CHINESE and not text.isascii() else ".")
