"""Conjunction: prompts joined by AND."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.prompts.conjunction import Part, gather, split_conjunction


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a cat", [("a cat", 1.0)]),
        ("a cat AND a dog:0.5", [("a cat", 1.0), (" a dog", 0.5)]),
        ("a:1 AND b : .5 AND c:x", [("a", 1.0), (" b", 0.5), (" c:x", 1.0)]),
        ("a AND b:-1", [("a", 1.0), (" b", -1.0)]),
        ("SAND and ANDES", [("SAND and ANDES", 1.0)]),
        ("", [("", 1.0)]),
        ("a (b:1.2)", [("a (b:1.2)", 1.0)]),
    ],
)
def test_parts_and_their_weights(text: str, parts: list[tuple[str, float]]) -> None:
    assert list(split_conjunction(text)) == [Part(*part) for part in parts]


def test_a_prompt_that_occurs_twice_is_read_once() -> None:
    texts, parts = gather(["a AND b:2", " b AND a"])
    assert texts == ("a", " b", " a")
    assert parts == (((0, 1.0), (1, 2.0)), ((1, 1.0), (2, 1.0)))


@given(text=st.text())
def test_there_is_always_a_part(text: str) -> None:
    assert len(split_conjunction(text)) == text.count("AND") + 1 or "AND" in text
