"""Schedules: what AUTOMATIC1111 makes of prompts that change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.prompts.schedule import read_schedule


def read(text: str, steps: int = 10, hires: int | None = None, *, old: bool = False) -> list[tuple[int, str]]:
    return [(until.step, until.text) for until in read_schedule(text, steps, hires, old=old)]


@pytest.mark.parametrize(
    ("text", "untils"),
    [
        ("test", [(10, "test")]),
        ("a [b:3]", [(3, "a "), (10, "a b")]),
        ("a [b: 3]", [(3, "a "), (10, "a b")]),
        ("a [b::3]", [(3, "a b"), (10, "a ")]),
        ("a [[[b]]:2]", [(2, "a "), (10, "a [[b]]")]),
        ("[(a:2):3]", [(3, ""), (10, "(a:2)")]),
        ("a [b : c : 1] d", [(1, "a b  d"), (10, "a  c  d")]),
        ("a[b:[c:d:2]:1]e", [(1, "abe"), (2, "ace"), (10, "ade")]),
        ("a [unbalanced", [(10, "a [unbalanced")]),
        ("a [b:.5] c", [(5, "a  c"), (10, "a b c")]),
        ("a [{b|d{:.5] c", [(5, "a  c"), (10, "a {b|d{ c")]),
        ("((a][:b:c [d:3]", [(3, "((a][:b:c "), (10, "((a][:b:c d")]),
        ("[a:b:1]", [(1, "a"), (10, "b")]),
        ("[a:b:1.0]", [(10, "a")]),
        ("[a:b:-1]", [(10, "b")]),
        ("[a:b:99]", [(10, "a")]),
        ("a [b:c:d:3]", [(10, "a [b:c:d:3]")]),
        (r"a \[b:3\]", [(10, r"a \[b:3\]")]),
        ("a | b", [(10, "a | b")]),
        ("[a (b:1.2):c:3]", [(3, "a (b:1.2)"), (10, "c")]),
        ("[:3]", [(3, ""), (10, "")]),
        ("[a:b:3e0]", [(3, "a"), (10, "b")]),
        ("[a:b:x]", [(10, "[a:b:x]")]),
        ("[a|b:c]", [(10, "[a|b:c]")]),
        ("[a:[b:c]:3]", [(10, "[a:[b:c]:3]")]),
        ("[a:b (c:3]", [(10, "[a:b (c:3]")]),
        ("[a|b] [c]d", [(step, "ba"[step % 2] + " [c]d") for step in range(1, 11)]),
    ],
)
def test_brackets_mean_what_they_mean_elsewhere(text: str, untils: list[tuple[int, str]]) -> None:
    assert read(text) == untils


def test_alternatives_take_turns() -> None:
    assert read("[a|(b:1.1)]", 4) == [(1, "a"), (2, "(b:1.1)"), (3, "a"), (4, "(b:1.1)")]
    assert read("[fe|]male", 3) == [(1, "female"), (2, "male"), (3, "female")]
    assert read("[a|b|[c:d:2]]", 3) == [(1, "a"), (2, "b"), (3, "d")]


def test_a_second_pass_goes_on_counting() -> None:
    assert read("a [b:.5] c", 10, 10) == [(10, "a b c")]
    assert read("a [b:1.5] c", 10, 10) == [(5, "a  c"), (10, "a b c")]
    assert read("a [b:12] c", 10, 20) == [(2, "a  c"), (20, "a b c")]


def test_of_old_the_second_pass_had_the_schedule_of_the_first() -> None:
    assert read("a [b:.5] c", 10, 20, old=True) == read("a [b:.5] c", 10) == [(5, "a  c"), (10, "a b c")]


def test_of_old_every_number_below_one_was_a_share() -> None:
    assert read("[a:b:1.0]", old=True) == [(1, "a"), (10, "b")]
    assert read("[a:b:0.2]", old=True) == [(2, "a"), (10, "b")]


@given(text=st.text(st.characters(exclude_characters="[]")), steps=st.integers(1, 150))
def test_text_without_brackets_never_changes(text: str, steps: int) -> None:
    assert read(text, steps) == [(steps, text)]


@given(text=st.text(alphabet="ab[]():|.13 \\", max_size=40), steps=st.integers(1, 30))
def test_changes_come_in_order_and_end_with_the_last_step(text: str, steps: int) -> None:
    untils = [step for step, _ in read(text, steps)]
    assert untils == sorted(set(untils)) and untils[-1] == steps and untils[0] >= 1


@pytest.mark.parametrize(
    "text",
    ["[" * 10_000 + "a:b:3" + "]" * 10_000, "[a|b]" * 50_000, "[a:b:3]" * 30_000, "a:" * 200_000, "(" * 200_000,
     "[a:b:1e400]", "[a:b:" + "9" * 500 + "]", "[" + "|" * 100_000 + "]",
     "[a:b:" + "9" * 500_000 + "x]", "[a:b:" + " " * 500_000 + "x]", "(" * 100 + "]" * 300_000],
    ids=range(11),
)  # fmt: skip
def test_hostile_prompts_come_to_an_end(text: str) -> None:
    assert read(text, 150)[-1][0] == 150
