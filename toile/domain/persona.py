"""A persona: a saved person to dress. Here the digital kind, drawn from a seed; every number has a meaning."""

from dataclasses import dataclass
from enum import StrEnum

Colour = tuple[int, int, int]  # 8-bit sRGB


class Hair(StrEnum):
    """The shape of the hair."""

    CROP = "crop"
    SHORT = "short"
    BOB = "bob"
    LONG = "long"
    BUN = "bun"
    PONYTAIL = "ponytail"
    CURLS = "curls"


@dataclass(frozen=True)
class Build:
    """The shape of a body. `height` in metres; the rest are factors of an average body, 1 is average.

    `bust` is 0 (flat) to 1 (full); `frame` is 0 (narrow shoulders, wide hips) to 1 (wide shoulders).
    """

    height: float = 1.70
    fullness: float = 1.0
    frame: float = 0.0
    bust: float = 0.5
    leg: float = 1.0


@dataclass(frozen=True)
class Persona:
    """A digital person: build, skin, hair, eyes, and what stands below: the shoes. `words` describe it."""

    seed: int
    build: Build
    skin: Colour
    hair: Hair
    hair_colour: Colour
    eye_colour: Colour
    lip_colour: Colour
    shoe: str
    shoe_colour: Colour
    words: str
