"""Tags of extra networks against the published examples."""

import json
from pathlib import Path
from typing import Any

import pytest

from toile.prompts.extras import Lora, read_lora, take_networks

ROWS = json.loads((Path(__file__).parent / "golden/extra_networks.json").read_text())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["in"])
def test_tags_are_taken_out(row: dict[str, Any]) -> None:
    text, networks = take_networks(row["in"])
    assert text == row["prompt"]
    assert [[one.kind, list(one.arguments)] for one in networks] == [list(pair) for pair in row["networks"]]


@pytest.mark.parametrize(
    ("tag", "lora"),
    [
        ("<lora:a>", Lora("a", 1.0, 1.0, None)),
        ("<lora:a:0.8>", Lora("a", 0.8, 0.8, None)),
        ("<lora:a:0.8:0.3>", Lora("a", 0.8, 0.3, None)),
        ("<lora:a:0.8:0.3:16>", Lora("a", 0.8, 0.3, 16)),
        ("<lora:a:unet=0.2:te=0.5>", Lora("a", 0.5, 0.2, None)),
        ("<lora:a:te=0.5>", Lora("a", 0.5, 0.5, None)),
        ("<lora:a:much>", Lora("a", 1.0, 1.0, None)),
        ("<lora:a:nan>", Lora("a", 1.0, 1.0, None)),
    ],
)
def test_strengths_of_a_lora(tag: str, lora: Lora) -> None:
    (network,) = take_networks(tag)[1]
    assert read_lora(network) == lora


@pytest.mark.parametrize(
    ("text", "rest", "count"),
    [
        ("<a:b> <lora:c", " <lora:c", 1),
        ("<a:<b:c>>", ">", 1),
        ("<a:" * 300_000, "<a:" * 300_000, 0),
        ("<" * 300_000 + "a:b>", "<" * 299_999, 1),
    ],
    ids=range(4),
)
def test_tags_that_do_not_close_are_text(text: str, rest: str, count: int) -> None:
    said, networks = take_networks(text)
    assert said == rest and len(networks) == count
