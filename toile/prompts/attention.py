"""Attention: words that count more or less. `(word)` by 1.1, `[word]` by 1 / 1.1, `(word:1.3)` by what is said.

Brackets nest, `\\(` is a bracket that means nothing, and what does not close counts to the end. What makes no sense is
text: there is no wrong prompt.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import isfinite, isnan

MORE, LESS = 1.1, 1 / 1.1
BREAK = "BREAK"  # a span of its own: here a chunk of tokens ends
ENDS = -1.0  # its weight
DEEPEST = 100  # brackets within brackets; more of them are text
LARGEST = 1e30  # of a weight; what numbers multiply to stays finite, in 32 bits too

_TOKENS = re.compile(
    r"\\[()\[\]\\]?|[()\[\]]|:\s*([+-]?[.\d]+)\s*\)|(?:[^\\()\[\]:]+|:(?!\s*[+-]?[.\d]+\s*\)))+"
)
_BREAKS = re.compile(r"\bBREAK\b")


@dataclass(frozen=True)
class Span:
    """Text and what it counts. A `BREAK` that counts has the weight -1."""

    text: str
    weight: float


@dataclass
class _Piece:
    """A span while its brackets are open. The place of a bracket has no text, which is not the same as an empty one."""

    text: str | None
    weight: float = 1.0


def read_attention(text: str) -> tuple[Span, ...]:
    """The text as spans, neighbours of different weights; at least one. Takes time in proportion to the text's
    length."""
    pieces: list[_Piece] = []
    opened: dict[str, list[int]] = {"(": [], "[": []}  # where brackets are open

    def close(kind: str, weight: float) -> None:
        for piece in pieces[opened[kind].pop() :]:
            piece.weight *= weight

    for match in _TOKENS.finditer(text):
        token, said = match.group(), match.group(1)
        number = _number(said) if said else None
        if token.startswith("\\"):
            pieces.append(_Piece(token[1:]))
        elif token in opened and sum(map(len, opened.values())) < DEEPEST:
            opened[token].append(len(pieces))
            pieces.append(_Piece(None))
        elif number is not None and opened["("]:
            close("(", number)
        elif said and opened["("]:
            # No number: then neither was the bracket one.
            pieces[opened["("].pop()].text = "("
            pieces.append(_Piece(token))
        elif token == ")" and opened["("]:
            close("(", MORE)
        elif token == "]" and opened["["]:
            close("[", LESS)
        else:
            pieces += _broken(token)
    for kind, weight in (("(", MORE), ("[", LESS)):
        while opened[kind]:
            close(kind, weight)
    return _merged(pieces) or (Span("", 1.0),)


def _number(said: str) -> float | None:
    """The number that was written, if it is one."""
    try:
        value = float(said)
    except ValueError:
        return None
    return value if isfinite(value) else None


def _broken(token: str) -> Iterable[_Piece]:
    """Text as one piece, or several where it says BREAK; blanks round that are gone."""
    first, *others = _BREAKS.split(token)
    # Blanks are stripped here: as a part of the pattern they would take quadratic time where no BREAK follows.
    yield _Piece(first.rstrip() if others else first)
    for left, part in enumerate(others, 1 - len(others)):
        yield _Piece(BREAK, ENDS)
        yield _Piece(part.strip() if left else part.lstrip())


def _merged(pieces: Iterable[_Piece]) -> tuple[Span, ...]:
    """Neighbours of one weight as one span."""
    said = ((_bounded(piece.weight), piece.text) for piece in pieces if piece.text is not None)
    return tuple(
        Span("".join(text for _, text in some), weight)
        for weight, some in groupby(said, lambda pair: pair[0])
    )


def _bounded(weight: float) -> float:
    """A product that is finite; more than everything, none of it, is none."""
    return 0.0 if isnan(weight) else max(-LARGEST, min(weight, LARGEST))
