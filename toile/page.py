"""What the pages have in common: words in every language side by side, of which one is shown, and their style."""

import html
from collections.abc import Mapping
from importlib.resources import files

from toile.messages import Language, say

Words = Mapping[Language, str]

_TONGUES = {Language.ENGLISH: "en", Language.CHINESE: "zh-CN"}


def both(code: str, **values: object) -> str:
    """A message in every language, as HTML."""
    return spans({language: say(code, language, **values) for language in _TONGUES})


def spans(words: Words) -> str:
    """Words in every language, as HTML; the page shows those of the language that is chosen on it."""
    return "".join(
        f'<span lang="{tag}">{html.escape(words[tongue])}</span>' for tongue, tag in _TONGUES.items()
    )


def style() -> str:
    """The style sheet of all pages."""
    return files("toile").joinpath("page.css").read_text(encoding="utf-8")
