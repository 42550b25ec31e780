"""Infotext: what AUTOMATIC1111 writes into a picture about how it was made, and reads back.

a woman in a red dress
Negative prompt: blurry
Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 1, Size: 512x768
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_NEGATIVE = "Negative prompt:"
_LEAST = 3  # fields for the last line to be one of fields
# A name is bounded, so that a megabyte without a colon is read once and not once for every letter.
_FIELD = re.compile(r'(\w[\w \-/]{1,80}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)')
_QUOTED = re.compile(r"[,\n:]")


@dataclass(frozen=True)
class Infotext:
    """`fields`: names and values as they are written, in their order."""

    prompt: str = ""
    negative: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


def write_infotext(info: Infotext) -> str:
    """The text for a picture. Values with commas, colons or line breaks are put into quotes.

    Not every prompt can be read back: lines lose the blanks round them, and a line of the prompt that begins with
    `Negative prompt:` begins the negative one.
    """
    fields = ", ".join(f"{name}: {_quoted(value)}" for name, value in info.fields.items())
    negative = f"\n{_NEGATIVE} {info.negative}" if info.negative else ""
    return f"{info.prompt}{negative}\n{fields}".strip()


def read_infotext(text: str) -> Infotext:
    """What a text says. Everything can be read: what has not the form is prompt.

    The last line holds the fields if it has three or more.
    """
    *lines, last = text.strip().split("\n")
    found = _FIELD.findall(last)
    if len(found) < _LEAST:
        lines, found = [*lines, last], []
    sides: tuple[list[str], list[str]] = [], []
    side = 0
    for line in (line.strip() for line in lines):
        if line.startswith(_NEGATIVE):
            side, line = 1, line.removeprefix(_NEGATIVE).strip()
        sides[side].append(line)
    prompt, negative = ("\n".join(side).lstrip("\n") for side in sides)
    return Infotext(prompt, negative, {name: _unquoted(value) for name, value in found})


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if _QUOTED.search(value) else value


def _unquoted(value: str) -> str:
    """The value without its quotes, if it has a pair of them and they hold what JSON can hold."""
    if len(value) < 2 or value[0] != '"' or value[-1] != '"':
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value
