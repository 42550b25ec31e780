"""Infotext: written as others read it, and read whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.prompts.infotext import Infotext, read_infotext, write_infotext

USUAL = """a woman in a red dress,
studio
Negative prompt: blurry, (bad:1.2)
hands
Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 1, Size: 512x768, \
Lora hashes: "a: 1f, b: 2e", Version: v1.10.1"""


def test_a_usual_text_is_read() -> None:
    info = read_infotext(USUAL)
    assert info.prompt == "a woman in a red dress,\nstudio"
    assert info.negative == "blurry, (bad:1.2)\nhands"
    assert info.fields["Sampler"] == "DPM++ 2M" and info.fields["Size"] == "512x768"
    assert info.fields["Lora hashes"] == "a: 1f, b: 2e"
    assert list(info.fields)[:3] == ["Steps", "Sampler", "Schedule type"]


def test_what_was_read_is_written_the_same() -> None:
    assert write_infotext(read_infotext(USUAL)) == USUAL


@pytest.mark.parametrize(
    ("text", "info"),
    [
        ("", Infotext()),
        ("a cat", Infotext("a cat")),
        ("a cat: big, dog: small", Infotext("a cat: big, dog: small")),
        ("Negative prompt: dogs", Infotext("", "dogs")),
        ("Steps: 1, Seed: 2, Size: 8x8", Infotext("", "", {"Steps": "1", "Seed": "2", "Size": "8x8"})),
        ('a\nSteps: 1, Seed: 2, Broken: "x', Infotext("a", "", {"Steps": "1", "Seed": "2", "Broken": '"x'})),
    ],
)
def test_texts_that_lack_something(text: str, info: Infotext) -> None:
    assert read_infotext(text) == info


LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Zs", "Cs"]), min_size=1)
PROMPT = (
    st.lists(LINE, min_size=1, max_size=3).map("\n".join).filter(lambda text: "Negative prompt:" not in text)
)
NAME = st.from_regex(r"[A-Z][a-z]{2,8}( [a-z]{2,8})?", fullmatch=True)
VALUE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(
    lambda text: text == text.strip() and not text.startswith('"')
)


@given(
    prompt=PROMPT, negative=st.one_of(st.just(""), PROMPT), fields=st.dictionaries(NAME, VALUE, min_size=3)
)
def test_what_is_written_is_read_back(prompt: str, negative: str, fields: dict[str, str]) -> None:
    info = Infotext(prompt, negative, fields)
    assert read_infotext(write_infotext(info)) == info


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, " " * 1_000_000, 'aa: "' * 100_000, "aa:" * 200_000, '"\\' * 200_000],
    ids=range(5),
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    read_infotext(f"prompt\n{text}, Steps: 1")
