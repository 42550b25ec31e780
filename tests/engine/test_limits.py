"""Limits: what a checkpoint was never taught is said by name, and sizes it was not trained for are refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.domain.geometry import Size
from toile.engine.limits import FILE, Limits, read_limits
from toile.errors import BadRequest

KNOWN = Limits(
    (Size(96, 128),),
    frozenset(
        (
            "a",
            "woman",
            "in",
            "red",
            "dress",
            "long",
            "sleeved",
            "t-shirt",
            "红色",
            "连衣裙",
            "女性",
            "穿着",
            "的",
        )
    ),
)


@pytest.mark.parametrize(
    ("prompt", "unknown"),
    [
        ("a woman in a (red:1.3) dress", ()),
        ("A Woman in a long-sleeved t-shirt", ()),
        ("a dragon in a red dress", ("dragon",)),
        ("a woman AND a spaceship:0.5", ("spaceship",)),
        ("[red:purple:0.5] dress, a dragon-shaped hat", ("purple", "dragon", "shaped", "hat")),
        ("穿着红色连衣裙的女性", ()),
        ("穿着红色连衣裙的恐龙", ("恐龙",)),
        ("9 !? 1.5", ()),
    ],
)
def test_what_was_not_taught_is_named(prompt: str, unknown: tuple[str, ...]) -> None:
    assert KNOWN.find_unknown(prompt) == unknown
    assert Limits().find_unknown(prompt) == ()


@given(st.text(max_size=300))
def test_anything_can_be_asked(prompt: str) -> None:
    assert len(KNOWN.find_unknown(prompt)) <= 8


def test_only_sizes_that_it_was_trained_for(tmp_path: Path) -> None:
    KNOWN.check(Size(96, 128))
    Limits().check(Size(8, 8))
    with pytest.raises(BadRequest) as caught:
        KNOWN.check(Size(512, 512))
    assert caught.value.code == "size_untrained" and "96x128" in str(caught.value)


def test_what_a_folder_says_is_read(tmp_path: Path) -> None:
    assert read_limits(tmp_path) == Limits()
    said = {"sizes": [[96, 128]], "words": ["a", "红色"], "glance": [[0.1, 0, -0.2]]}
    (tmp_path / FILE).write_text(json.dumps(said), encoding="utf-8")
    assert read_limits(tmp_path) == Limits((Size(96, 128),), frozenset(("a", "红色")), ((0.1, 0.0, -0.2),))


@pytest.mark.parametrize(
    "said", ['{"sizes": [96]}', '{"glance": [["a", 1, 2]]}', "[]", "nonsense", '{"words": 3}']
)
def test_what_makes_no_sense_is_refused(said: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(said)
    with pytest.raises(BadRequest) as caught:
        read_limits(tmp_path)
    assert caught.value.code == "checkpoint_broken"


def test_a_checkpoint_may_say_what_it_paints_best_with(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"usual": {"steps": 8, "cfg": 2, "colour": 3}, "licence": "MIT"}))
    said = read_limits(tmp_path)
    assert (dict(said.usual), said.licence) == ({"steps": 8, "cfg": 2.0}, "MIT")
    assert read_limits(tmp_path / "nowhere") == Limits()
    (tmp_path / FILE).write_text('{"usual": {"steps": "many"}}')
    with pytest.raises(BadRequest) as caught:
        read_limits(tmp_path)
    assert caught.value.code == "checkpoint_broken"
