"""Styles as AUTOMATIC1111 keeps and joins them."""

import pytest

from toile.prompts.styles import Style, join_styles, read_styles

FILE = '\ufeffname,prompt,negative_prompt\nfilm,"film still, {prompt}, grain",cartoon\nold,,"new, modern"\n,x,y\n'


def test_a_file_is_read() -> None:
    styles = read_styles(FILE)
    assert styles == {
        "film": Style("film still, {prompt}, grain", "cartoon"),
        "old": Style("", "new, modern"),
    }
    assert read_styles("name,text\nlate,evening\n") == {"late": Style("evening")}
    assert read_styles("") == read_styles("anything") == {}


@pytest.mark.parametrize(
    ("prompt", "negative", "names", "wanted"),
    [
        ("a hat", "", ["film"], ("film still, a hat, grain", "cartoon")),
        ("a hat ", "blur", ["old"], ("a hat", "blur, new, modern")),
        ("a hat", "", ["old", "film"], ("film still, a hat, grain", "new, modern, cartoon")),
        ("", "", ["old"], ("", "new, modern")),
        ("a hat", "blur", [], ("a hat", "blur")),
    ],
)
def test_styles_are_joined_in_their_order(
    prompt: str, negative: str, names: list[str], wanted: tuple[str, str]
) -> None:
    styles = read_styles(FILE)
    assert join_styles(prompt, negative, [styles[name] for name in names]) == wanted
