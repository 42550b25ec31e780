"""Attention: what AUTOMATIC1111 makes of brackets, and an end to every prompt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.prompts.attention import BREAK, ENDS, LARGEST, Span, read_attention


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("normal text", [("normal text", 1.0)]),
        ("an (important) word", [("an ", 1.0), ("important", 1.1), (" word", 1.0)]),
        ("(unbalanced", [("unbalanced", 1.1)]),
        (r"\(literal\]", [("(literal]", 1.0)]),
        ("(unnecessary)(parens)", [("unnecessaryparens", 1.1)]),
        (
            "a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).",
            [("a ", 1.0), ("house", 1.5730000000000004), (" ", 1.1), ("on", 1.0), (" a ", 1.1), ("hill", 0.55),
             (", sun, ", 1.1), ("sky", 1.4641000000000006), (".", 1.1)],
        ),
        ("(a:1.2 (b:0.5))", [("a:1.2 ", 1.1), ("b", 0.55)]),
        ("(cat:.5.5)", [("(cat:.5.5)", 1.0)]),
        ("(a:-1)", [("a", -1.0)]),
        ("", [("", 1.0)]),
        ("()", [("", 1.0)]),
        ("a) b]", [("a) b]", 1.0)]),
        ("a BREAK b", [("a", 1.0), (BREAK, ENDS), ("b", 1.0)]),
        ("BREAKFAST", [("BREAKFAST", 1.0)]),
        ("a  \nBREAK BREAK\t b ", [("a", 1.0), (BREAK, ENDS), ("", 1.0), (BREAK, ENDS), ("b ", 1.0)]),
        ("a: BREAK :b", [("a:", 1.0), (BREAK, ENDS), (":b", 1.0)]),
        ("a:1.2", [("a:1.2", 1.0)]),
        ("( a : 1.2 )", [(" a ", 1.2)]),
        ("(a:b:1.2)", [("a:b", 1.2)]),
        ("(a:1000000000)", [("a", 1e9)]),
        ("(a:1e9)", [("a:1e9", 1.1)]),
        ("(a:nan)", [("a:nan", 1.1)]),
    ],
)  # fmt: skip
def test_brackets_mean_what_they_mean_elsewhere(text: str, spans: list[tuple[str, float]]) -> None:
    assert [(span.text, span.weight) for span in read_attention(text)] == spans


def test_break_in_brackets_does_not_break() -> None:
    assert Span(BREAK, ENDS) not in read_attention("(a BREAK b)")


@pytest.mark.parametrize(
    ("text", "weight"),
    [("((a:{0}):{0})", LARGEST), ("((a:-{0}):{0})", -LARGEST), ("(((a:{0}):{0}):0)", 0.0)],
)
def test_weights_stay_finite(text: str, weight: float) -> None:
    assert read_attention(text.format("9" * 300)) == (Span("a", weight),)


@given(text=st.text(st.characters(exclude_characters="()[]\\:")).filter(lambda text: BREAK not in text))
def test_text_without_brackets_is_itself(text: str) -> None:
    assert read_attention(text) == (Span(text, 1.0),)


@given(text=st.text(max_size=80).filter(lambda text: BREAK not in text))
def test_what_is_escaped_is_itself(text: str) -> None:
    escaped = "".join(f"\\{letter}" if letter in "()[]\\" else letter for letter in text)
    assert read_attention(escaped) == (Span(text, 1.0),)


@given(text=st.text(alphabet="ab()[]\\:1.2 ", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    read = "".join(span.text for span in read_attention(text))
    assert [letter for letter in text if letter in "ab"] == [letter for letter in read if letter in "ab"]


@pytest.mark.parametrize(
    "text",
    ["(" * 10_000 + "a" + ")" * 10_000, "[(" * 5_000, "\\(" * 100_000, "a:" * 100_000, "(a" * 20_000, "(a:1e9)",
     "(a:" + "9" * 400 + ")", "\x00\x1b[31m(a)\x07", ":" * 50_000 + ")",
     "x" + " " * 1_000_000, "(" * 99 + ":" * 1_000_000, "(a:" + "9" * 1_000_000, "[" * 98 + "(a)" * 100_000],
    ids=range(13),
)  # fmt: skip
def test_hostile_prompts_come_to_an_end(text: str) -> None:
    spans = read_attention(text)
    assert spans and all(abs(span.weight) < float("inf") for span in spans)
