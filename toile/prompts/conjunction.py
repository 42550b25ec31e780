"""Conjunction: `a cat AND a dog:0.5`, several prompts for one picture, each with its weight."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

_AND = re.compile(r"\bAND\b")


@dataclass(frozen=True)
class Part:
    """One prompt and how much it counts."""

    text: str
    weight: float = 1.0


def split_conjunction(text: str) -> tuple[Part, ...]:
    """The prompts that are joined by AND; at least one."""
    return tuple(_part(one) for one in _AND.split(text))


def _part(text: str) -> Part:
    """A prompt without the `:weight` at its end."""
    head, colon, tail = text.rpartition(":")
    weight = _number(tail) if colon else None
    return Part(text.rstrip()) if weight is None else Part(head.rstrip(), weight)


def _number(said: str) -> float | None:
    """The weight that was written, in plain digits, if it is one."""
    if not re.fullmatch(r"\s*[-+]?(\d+\.?|\d*\.\d+)\s*", said):
        return None
    value = float(said)
    return value if isfinite(value) else None


def gather(texts: Sequence[str]) -> tuple[tuple[str, ...], tuple[tuple[tuple[int, float], ...], ...]]:
    """Every prompt that occurs, once; and for each text its parts, as (which prompt, weight)."""
    places: dict[str, int] = {}
    parts = [
        tuple((places.setdefault(part.text, len(places)), part.weight) for part in split_conjunction(text))
        for text in texts
    ]
    return tuple(places), tuple(parts)
