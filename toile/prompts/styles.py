"""Styles: prompts kept under a name, in AUTOMATIC1111's `styles.csv`, to be joined with others."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PLACE = "{prompt}"  # where the other prompt goes


@dataclass(frozen=True)
class Style:
    """A prompt and a negative one. Where one says `{prompt}`, there goes what it is joined with; else behind it."""

    prompt: str = ""
    negative: str = ""


def read_styles(text: str) -> Mapping[str, Style]:
    """The styles in a CSV text with the columns name, prompt and negative_prompt (`text` of old). Rows without a name
    are passed over."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return {
        row["name"]: Style(row.get("prompt") or row.get("text") or "", row.get("negative_prompt") or "")
        for row in rows
        if row.get("name")
    }


def join_styles(prompt: str, negative: str, styles: Sequence[Style]) -> tuple[str, str]:
    """Prompt and negative prompt with styles, in their order."""
    for style in styles:
        prompt, negative = _join(style.prompt, prompt), _join(style.negative, negative)
    return prompt, negative


def _join(style: str, prompt: str) -> str:
    if _PLACE in style:
        return style.replace(_PLACE, prompt)
    return ", ".join(part.strip() for part in (prompt, style) if part.strip())
