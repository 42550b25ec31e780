"""Emphasis: how the weights of `(words:1.3)` act on what the text encoder makes of them."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from toile.engine.denoise import Array


class Emphasis(StrEnum):
    """AUTOMATIC1111's names for what a weight does."""

    ORIGINAL = "Original"
    NO_NORM = "No norm"
    IGNORE = "Ignore"  # brackets are taken out, and mean nothing
    NONE = "None"  # brackets are text


def weigh(embedding: Array, weights: Array, how: Emphasis = Emphasis.ORIGINAL) -> Array:
    """A chunk's embedding [T, D] with every token's vector multiplied by its weight [T].

    `ORIGINAL` then scales all of it so that its mean is what it was: words that are stressed take from the others.
    Where that mean is 0 there is nothing to restore.
    """
    return _WAYS[how](embedding, weights)


def _restored(embedding: Array, weights: Array) -> Array:
    weighed = embedding * weights[:, None]
    was, now = float(embedding.mean()), float(weighed.mean())
    return weighed * (was / now) if now else weighed


_WAYS: Mapping[Emphasis, Callable[[Any, Any], Any]] = {
    Emphasis.ORIGINAL: _restored,
    Emphasis.NO_NORM: lambda embedding, weights: embedding * weights[:, None],
    Emphasis.IGNORE: lambda embedding, weights: embedding,
    Emphasis.NONE: lambda embedding, weights: embedding,
}
