"""Wording: the tables name what there is, and nothing means two things."""

import pytest

from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.prompts.wording import (
    BASES,
    BASES_ZH,
    CHINESE,
    COLOUR_NAMES,
    ENGLISH,
    PLACES,
    POSE_NAMES,
    SYNONYMS,
    join,
    list_traits,
    name_person,
    with_article,
)


def test_every_scene_has_a_place_and_names_of_poses_are_of_poses() -> None:
    assert set(PLACES) == set(SCENES) and set(POSE_NAMES) <= set(POSES)


def test_coarse_colours_are_of_colours() -> None:
    assert set(BASES) <= set(COLOUR_NAMES)
    assert set(BASES.values()) <= set(COLOUR_NAMES) | set(BASES_ZH)


def test_no_words_name_two_places() -> None:
    for language in (ENGLISH, CHINESE):
        words = [one for place in PLACES.values() for one in place[language]]
        assert len(words) == len(set(words))


def test_synonyms_differ_from_what_they_stand_for() -> None:
    assert all(len(row) == len(set(row)) > 1 for row in SYNONYMS)


def test_somebody_in_words() -> None:
    said = {
        "height": "tall",
        "build": "average",
        "age": "young",
        "gender": "woman",
        "hair": "bob",
        "hair colour": "red",
    }
    assert name_person(said, ENGLISH) == "tall young woman"
    assert list_traits(said, ENGLISH) == ["red bob"]
    assert list_traits({"hair": "bald head", "hair colour": "grey"}, ENGLISH) == ["bald head"]
    assert list_traits({"hair colour": "红色", "skin": "白皙", "glasses": "墨镜"}, CHINESE) == [
        "红色头发",
        "白皙皮肤",
        "戴墨镜",
    ]


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("red dress", "a red dress"),
        ("orange tee with a crew neck", "an orange tee with a crew neck"),
        ("jeans", "jeans"),
        ("", ""),
    ],
)
def test_articles(phrase: str, said: str) -> None:
    assert with_article(phrase) == said


def test_joining() -> None:
    assert [join("abc"[:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]
