"""Single words: every name that a notice may use has one in both languages."""

import re

import pytest

from toile.domain.body import JOINT_NAMES
from toile.messages import CATALOGUE, Language, say


@pytest.mark.parametrize("name", JOINT_NAMES)
def test_every_joint_has_its_word(name: str) -> None:
    assert "_" not in say(f"part_{name}")
    assert re.fullmatch("[\u4e00-\u9fff]+", say(f"part_{name}", Language.CHINESE))


def test_parts_in_a_sentence_are_said_in_its_language() -> None:
    parts = ("part_left_wrist", "part_hips")
    assert "Outside the picture: left wrist, hips." in say("person_cropped", joints=parts)
    assert "以下部位在画面之外：左手腕、髋部。" in say("person_cropped", Language.CHINESE, joints=parts)


def test_one_part_needs_no_list() -> None:
    assert "(left wrist)" in say("arms_crossed", joints=("part_left_wrist",))


def test_a_word_that_is_not_in_the_catalogue_is_a_bug() -> None:
    with pytest.raises(KeyError):
        say("arms_crossed", joints=("part_tail",))


def test_no_two_parts_of_the_body_share_a_word() -> None:
    parts = [code for code in CATALOGUE if code.startswith("part_")]
    for language in Language:
        assert len({say(code, language) for code in parts}) == len(parts)
