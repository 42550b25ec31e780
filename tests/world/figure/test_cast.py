"""Personas and their words."""

import re
from collections import Counter
from dataclasses import fields, replace

import pytest

from toile.domain.persona import Beard, Face, Gender, Glasses, Hair, Persona, Shoe
from toile.world.figure import appearance, cast

_MANY = [cast.draw_persona(seed) for seed in range(400)]
_EVERYBODY = [*_MANY, *cast.CAST.values()]


def test_the_same_seed_draws_the_same_person() -> None:
    assert cast.draw_persona(7) == cast.draw_persona(7)
    assert cast.draw_persona(7) != cast.draw_persona(8)


@pytest.mark.parametrize("gender", Gender)
def test_a_gender_can_be_asked_for(gender: Gender) -> None:
    assert {cast.draw_persona(seed, gender).gender for seed in range(20)} == {gender}


def test_the_drawn_are_diverse() -> None:
    assert {p.hair for p in _MANY} == set(Hair)
    assert {p.beard for p in _MANY} == set(Beard)
    assert {p.glasses for p in _MANY} == set(Glasses)
    assert {p.shoe for p in _MANY} == {str(shoe) for shoe in Shoe}
    skins = Counter(appearance.attributes(p)["skin"][0] for p in _MANY)
    assert len(skins) == len(cast.SKINS)
    assert min(skins.values()) > 15


def test_shares_are_as_meant() -> None:
    women = [p for p in _MANY if p.gender is Gender.WOMAN]
    men = [p for p in _MANY if p.gender is Gender.MAN]
    assert 0.4 < len(women) / len(_MANY) < 0.6
    assert 0.08 < sum(p.glasses is not Glasses.NONE for p in _MANY) / len(_MANY) < 0.22
    assert 0.38 < sum(p.beard is not Beard.NONE for p in men) / len(men) < 0.62
    assert all(p.beard is Beard.NONE for p in women)


def test_everybody_is_grown_up_and_no_measure_leaves_its_range() -> None:
    for persona in _EVERYBODY:
        assert 18 <= persona.age <= 75
        assert 1.45 <= persona.build.height <= 2.0
        assert all(-1.3 <= getattr(persona.face, field.name) <= 1.3 for field in fields(Face))
        for colour in (persona.skin, persona.hair_colour, persona.eye_colour, persona.lip_colour):
            assert all(0 <= channel <= 255 for channel in colour)


def test_hair_goes_grey_with_age() -> None:
    def grey(persona: Persona) -> bool:
        return appearance.attributes(persona)["hair colour"][0] in ("grey", "white")

    old = [p for p in _MANY if p.age > 62]
    young = [p for p in _MANY if p.age < 36]
    assert sum(map(grey, old)) / len(old) > 0.6
    assert sum(map(grey, young)) / len(young) < 0.1


def test_ten_saved_personas_are_all_different() -> None:
    assert len(cast.CAST) == 10
    assert len({p.words for p in cast.CAST.values()}) == 10
    assert len({p.seed for p in cast.CAST.values()}) == 10


@pytest.mark.parametrize("persona", _EVERYBODY[::9], ids=lambda p: str(p.seed))
def test_descriptions_are_clean_in_both_languages(persona: Persona) -> None:
    english = appearance.describe_persona(persona)
    chinese = appearance.describe_persona(persona, "zh")
    assert persona.words == english
    assert re.fullmatch(r"an? [a-z ,\-]+", english)
    assert "  " not in english
    assert re.search(r"\ba [aeiou]", english) is None
    assert re.fullmatch(r"[\u4e00-\u9fff、]+", chinese)


def test_a_description_names_what_stands_out() -> None:
    freya = cast.CAST["Freya"]
    bald = replace(freya, hair=Hair.BALD, glasses=Glasses.SUN)
    assert "freckles" in freya.words
    assert "long straight red hair" in freya.words
    assert "雀斑" in appearance.describe_persona(freya, "zh")
    assert "bald" in appearance.describe_persona(bald)
    assert "墨镜" in appearance.describe_persona(bald, "zh")
