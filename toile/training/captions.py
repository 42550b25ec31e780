"""Captions: what a picture of the world shows, in many wordings: sentences and tags, English and Chinese, whole or in
part, in one order or another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toile.domain.pose import POSES
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
from toile.world.clothes.words import PRINTS
from toile.world.sample import FRAMINGS

_OPENINGS = (("", "", "a photo of ", "photo of ", "a picture of "), ("", "", "一张照片，", "照片："))
_HELD_OPENINGS = (("an image showing ", "fashion shot of "), ("时尚摄影，", "画面里是"))
_WEARING = (("wearing", "in", "dressed in"), ("穿着", "身穿", "穿"))
_HELD_WEARING = (("who wears",), ("身着",))


@dataclass(frozen=True)
class Shown:
    """What a picture shows. `garments`: with the properties `colours`, one or two by name, and `print`, a name of
    `PRINTS`, beside their words."""

    person: Said
    garments: Sequence[tuple[Said, tuple[str, ...], str]]
    pose: str = ""
    scene: str = ""
    framing: str = ""


def write_caption(
    shown: Shown, random: np.random.Generator, *, held_out: bool = False, complete: bool = False
) -> str:
    """One of many captions. `held_out`: in wordings that are kept for measuring; `complete`: most of what there is to
    be said is said."""
    language = CHINESE if random.random() < 0.4 else ENGLISH
    keep = 1.0 if complete else float(random.choice((1.0, 0.8, 0.5)))

    def told() -> bool:
        return bool(random.random() < keep)

    person = {name: words[language] for name, words in shown.person.items() if told() or name == "gender"}
    clothes = [
        _garment(words, colours, print_, language, random, keep)
        for words, colours, print_ in shown.garments
        if random.random() < keep + 0.2
    ]
    shoes = _shoes(person, language)
    worn = [*clothes, *([shoes] if shoes else [])]
    more = [
        _one(random, _poses(shown.pose)[language]) if shown.pose and told() else "",
        _one(random, PLACES[shown.scene][language]) if shown.scene and told() else "",
        FRAMINGS[shown.framing][2][language] if shown.framing and random.random() < 0.5 * keep else "",
    ]
    more = [one for one in more if one]
    tags = random.random() < 0.4
    if tags:
        rest = [*list_traits(person, language), *(_bare(one, language) for one in worn), *more]
        order = random.permutation(len(rest)) if random.random() < 0.6 else range(len(rest))
        whole = [_who(person, language, bare=True), *(rest[place] for place in order)]
        text = ("，" if language == CHINESE else ", ").join(one for one in whole if one)
    else:
        if random.random() < 0.4:
            more.reverse()
        wearing = _one(random, (_HELD_WEARING if held_out else _WEARING)[language])
        said = (_chinese if language == CHINESE else _english)(person, worn, wearing)
        opening = _one(random, (_HELD_OPENINGS if held_out else _OPENINGS)[language])
        text = opening + ("，" if language == CHINESE else ", ").join([said, *more])
    return exchange(text, random)


def exchange(text: str, random: np.random.Generator, often: float = 0.3) -> str:
    """The text with some of its words for others that mean the same."""
    for words in SYNONYMS:
        if words[0] in text and random.random() < often:
            other = words[1 + int(random.integers(len(words) - 1))]
            text = _replace(text, words[0], other)
    return text


def _replace(text: str, word: str, other: str) -> str:
    """Whole words only; Chinese ones have no ends."""
    if not word.isascii():
        return text.replace(word, other)
    padded = f" {text} "
    for end in (" ", ",", "."):
        padded = padded.replace(f" {word}{end}", f" {other}{end}")
    return padded[1:-1]


def _english(person: Mapping[str, str], worn: Sequence[str], wearing: str) -> str:
    traits = list_traits(person, ENGLISH)
    text = _who(person, ENGLISH)
    if traits:
        text += f" with {join(traits)}"
    return f"{text} {wearing} {join(worn)}" if worn else text


def _chinese(person: Mapping[str, str], worn: Sequence[str], wearing: str) -> str:
    traits = list_traits(person, CHINESE)
    text = f"{'、'.join(traits)}的" if traits else ""
    text += _who(person, CHINESE)
    return f"{text}{wearing}{'和'.join(worn)}" if worn else text


def _who(person: Mapping[str, str], language: int, *, bare: bool = False) -> str:
    who = name_person(person, language)
    if language == CHINESE:
        return who if bare else f"一位{who}"
    return who if bare else with_article(who)


def _shoes(person: Mapping[str, str], language: int) -> str:
    shoes, colour = person.get("shoes", ""), person.get("shoe colour", "")
    if not shoes:
        return ""
    return f"{colour}{shoes}" if language == CHINESE else f"{colour} {shoes}".strip()


def _garment(
    words: Said,
    colours: Sequence[str],
    print_: str,
    language: int,
    random: np.random.Generator,
    keep: float,
) -> str:
    """A garment in words; always its cut."""
    coarse = random.random() < 0.35
    named = [BASES.get(name, name) if coarse else name for name in colours]
    named = list(dict.fromkeys(named))
    told = {name: words[name][language] for name in ("sleeves", "fit", "length", "neckline") if name in words}
    told = {name: word for name, word in told.items() if random.random() < keep * _WORTH[name]}
    cut = words["cut"][language]
    showing = "" if print_ == "plain" else PRINTS[print_][language]
    if print_ == "plain" and random.random() < 0.08:
        showing = PRINTS["plain"][language]
    if random.random() > keep + 0.2:
        showing = ""
    if random.random() > keep + 0.2:
        named = []
    fit = [word for name in ("fit", "length") if (word := told.get(name)) and word not in USUAL]
    sleeves = [told["sleeves"]] if "sleeves" in told and "sleeve" not in cut and "袖" not in cut else []
    if language == CHINESE:
        dyed = "与".join(_dyed(name) for name in named)
        neck = [told["neckline"]] if "neckline" in told else []
        return "".join([dyed, showing, *fit, *neck, *sleeves, cut])
    colour = join(named) if named else ""
    seen = [colour, showing] if random.random() < 0.7 else [showing, colour]
    phrase = " ".join(one for one in [*fit, *seen, *sleeves, cut] if one)
    more = f" with {with_article(told['neckline'])}" if "neckline" in told else ""
    return with_article(phrase) + more


_WORTH = {"sleeves": 0.7, "fit": 0.2, "length": 0.4, "neckline": 0.35}


def _dyed(name: str) -> str:
    word = BASES_ZH.get(name) or COLOUR_NAMES[name]
    return word if word.endswith("色") else word + "色"


def _bare(phrase: str, language: int) -> str:
    """Without its article, as tags are written."""
    if language == ENGLISH:
        for article in ("a ", "an "):
            if phrase.startswith(article):
                return phrase.removeprefix(article)
    return phrase


def _poses(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own = POSES[name]
    english, chinese = POSE_NAMES.get(name, ((), ()))
    return (own.words, *english), (own.words_zh, *chinese)


def _one(random: np.random.Generator, words: Sequence[str]) -> str:
    return words[int(random.integers(len(words)))]
