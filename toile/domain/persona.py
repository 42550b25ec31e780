"""A persona: a saved person to dress. Here the digital kind, drawn from a seed; every number has a meaning."""

from dataclasses import dataclass, field
from enum import StrEnum

Colour = tuple[int, int, int]  # 8-bit sRGB


class Gender(StrEnum):
    """How the figure is built and called."""

    WOMAN = "woman"
    MAN = "man"


class Hair(StrEnum):
    """The shape of the hair."""

    BALD = "bald"
    BUZZ = "buzz"
    CROP = "crop"
    SHORT = "short"
    QUIFF = "quiff"
    PIXIE = "pixie"
    BOB = "bob"
    FRINGE = "fringe"
    LONG = "long"
    WAVES = "waves"
    CURLS = "curls"
    AFRO = "afro"
    BUN = "bun"
    PONYTAIL = "ponytail"
    BRAIDS = "braids"


class Beard(StrEnum):
    """The shape of the beard."""

    NONE = "none"
    STUBBLE = "stubble"
    MOUSTACHE = "moustache"
    GOATEE = "goatee"
    SHORT = "short"
    FULL = "full"


class Glasses(StrEnum):
    """What is worn before the eyes."""

    NONE = "none"
    ROUND = "round"
    SQUARE = "square"
    SUN = "sun"


class Shoe(StrEnum):
    """The kind of shoe."""

    SNEAKERS = "sneakers"
    FLATS = "flats"
    LOAFERS = "loafers"
    BOOTS = "boots"
    HEELS = "heels"


@dataclass(frozen=True)
class Build:
    """The shape of a body. `height` in metres; `fullness`, `waist` and `hips` are factors of an average body.

    `bust` is 0 (flat) to 1 (full); `frame` is 0 (narrow shoulders, wide hips) to 1 (wide shoulders, narrow hips);
    `muscle` 0 to 1.
    """

    height: float = 1.70
    fullness: float = 1.0
    frame: float = 0.0
    bust: float = 0.5
    leg: float = 1.0
    waist: float = 1.0
    hips: float = 1.0
    muscle: float = 0.3


@dataclass(frozen=True)
class Face:
    """The shape of a face. Everything is -1 to 1 about the average of all people."""

    width: float = 0.0
    jaw: float = 0.0  # narrow and pointed to broad and square
    chin: float = 0.0
    cheeks: float = 0.0
    nose_width: float = 0.0
    nose_length: float = 0.0
    lips: float = 0.0
    eyes: float = 0.0
    eye_tilt: float = 0.0
    brows: float = 0.0  # thin to thick


@dataclass(frozen=True)
class Persona:
    """A digital person: build, face, skin, hair, eyes, and what stands below: the shoes. `words` describe it."""

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
    gender: Gender = Gender.WOMAN
    age: int = 30
    face: Face = field(default_factory=Face)
    beard: Beard = Beard.NONE
    glasses: Glasses = Glasses.NONE
    freckles: float = 0.0
