"""The catalogue: both languages say the same, and every error says what to do next."""

import ast
import re
import string
from pathlib import Path

import pytest

from toile.errors import BadRequest
from toile.messages import (
    CATALOGUE,
    Language,
    command,
    diffusion,
    garment,
    look,
    models,
    next_step,
    person,
    photo,
    say,
    service,
    training,
    words,
)
from toile.vision.palette import PALETTE

TOPICS = (command, diffusion, garment, look, models, person, photo, service, training, words)
RAISED = ("BadRequest", "NotReady")
CHINESE = re.compile("[\u4e00-\u9fff]")


def placeholders(template: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(template) if field}


def raised_codes(root: Path) -> dict[str, set[str]]:
    """Every literal code that is raised, with the names of the values it is raised with."""
    found: dict[str, set[str]] = {}
    for path in (root / "toile").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED and node.args):
                continue
            code = node.args[0]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                found[code.value] = {keyword.arg or "" for keyword in node.keywords}
    return found


@pytest.mark.parametrize("code", CATALOGUE)
def test_both_languages_use_the_same_placeholders(code: str) -> None:
    message = CATALOGUE[code]
    assert placeholders(message.en) == placeholders(message.zh)
    assert placeholders(message.step_en) == placeholders(message.step_zh)
    assert bool(message.step_en) == bool(message.step_zh)


@pytest.mark.parametrize("code", CATALOGUE)
def test_chinese_is_chinese_and_english_is_english(code: str) -> None:
    message = CATALOGUE[code]
    assert not CHINESE.search(message.en + message.step_en)
    assert not message.step_zh or CHINESE.search(message.step_zh)


def test_no_code_is_used_by_two_topics() -> None:
    assert sum(len(topic.MESSAGES) for topic in TOPICS) == len(CATALOGUE)


def test_every_raised_error_has_a_row_with_a_next_step_and_its_values(root: Path) -> None:
    raised = raised_codes(root)
    assert len(raised) > 20
    for code, values in raised.items():
        message = CATALOGUE[code]
        assert message.step_en, f"{code} does not say what to do"
        wanted = placeholders(message.en) | placeholders(message.step_en)
        assert {name.split(".")[0].split("[")[0] for name in wanted} <= values, code


def test_every_sentence_of_an_error_ends_like_one(root: Path) -> None:
    for code in raised_codes(root):
        message = CATALOGUE[code]
        assert message.en.endswith((".", "?", "}")) and message.zh.endswith(("。", "？", "}")), code


def test_an_error_explains_itself_in_both_languages() -> None:
    error = BadRequest("photo_missing", path="a.jpg")
    assert str(error) == "There is no file a.jpg. Check the name and the folder, then try again."
    assert error.explain(Language.CHINESE) == "找不到文件 a.jpg。请检查文件名和所在文件夹，然后重试。"
    assert say("photo_missing", Language.ENGLISH, path="b") == "There is no file b."
    assert next_step("category_top") == ""


def test_an_unknown_code_is_a_bug_and_says_so() -> None:
    with pytest.raises(KeyError):
        say("no_such_code")


def test_every_colour_that_vision_names_has_its_chinese() -> None:
    codes = {f"colour_{name.replace(' ', '_').replace('-', '_')}" for name in PALETTE}
    assert codes <= set(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_chinese_sentences_use_chinese_punctuation(code: str) -> None:
    message = CATALOGUE[code]
    assert not re.search("[\u4e00-\u9fff][,;:?!](?: |$|[\u4e00-\u9fff])", message.zh + " " + message.step_zh)
