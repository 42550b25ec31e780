"""A recipe: every number that decides the pixels of a look, and the licence of every part used."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Licence:
    """Under which terms a part of the work came: a model, a preprocessor, our own code."""

    part: str
    licence: str
    commercial: bool


@dataclass(frozen=True)
class Ingredient:
    """A source photo, named by what it holds: SHA-256 of its decoded pixels."""

    role: str
    name: str
    sha256: str


@dataclass(frozen=True)
class Recipe:
    """Nothing optional: the same recipe on the same device gives the same pixels.

    `settings` holds the method's own numbers and words; `versions` the software that decides pixels;
    `joints` the pose that was used, name to (x, y, confidence) in pixels of the photo.
    """

    method: str
    ingredients: tuple[Ingredient, ...]
    categories: tuple[str, ...]
    settings: Mapping[str, float | int | str | bool]
    joints: Mapping[str, tuple[float, float, float]]
    versions: Mapping[str, str]
    licences: tuple[Licence, ...] = field(default_factory=tuple)
