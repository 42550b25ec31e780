"""Auditions: saved personas by name, and random models of whom some properties are pinned."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toile.errors import BadRequest
from toile.world.figure import appearance
from toile.world.figure.audition import NAMES_ZH, PINS, draw_pinned, find_persona
from toile.world.figure.cast import CAST


def test_saved_personas_have_a_name_in_both_languages() -> None:
    assert set(NAMES_ZH) == set(CAST)
    for name, chinese in NAMES_ZH.items():
        assert find_persona(name.lower()) == find_persona(chinese) == CAST[name]


def test_a_random_model_is_the_same_for_the_same_seed() -> None:
    assert find_persona("random:7") == find_persona("随机：7") == draw_pinned(7, {})
    assert find_persona("random") == draw_pinned(0, {})
    assert find_persona("random:7") != find_persona("random:8")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_what_is_pinned_is_so_and_nothing_else_changes(seed: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(PINS)))
    value = data.draw(st.sampled_from(PINS[name][1]))
    plain, pinned = draw_pinned(seed, {}), draw_pinned(seed, {name: value})
    before, after = (dict(appearance.attributes(one)) for one in (plain, pinned))
    said = after.get(name, ("none", "无"))
    assert value == said[0]
    changed = {part for part in {*before, *after} if before.get(part) != after.get(part)}
    assert changed <= {name, *({"shoe colour"} if name == "shoes" else ())}


def test_words_of_either_language_pin() -> None:
    said = find_persona(
        "random:3，女，hair=波波头，hair colour=红,skin=小麦色,age=年长,height=高个子,glasses=墨镜"
    )
    assert appearance.describe_persona(said).startswith("a tall")
    words = {name: pair[0] for name, pair in appearance.attributes(said).items()}
    assert (words["hair"], words["hair colour"], words["skin"], words["age"], words["glasses"]) == (
        "bob",
        "red",
        "tan",
        "older",
        "sunglasses",
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Nobody", "persona_unknown"),
        ("random:x", "persona_unknown"),
        ("", "persona_unknown"),
        ("random,eyes=blue", "persona_pin"),
        ("random,hair=green", "persona_value"),
        ("random,cat", "persona_value"),
    ],
)
def test_what_cannot_be_is_said(typed: str, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        find_persona(typed)
    assert caught.value.code == code
