"""A garment as a shop's photo shows it. Left and right are the wearer's own: the wearer's left sleeve is on
the right side of a front view."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from toile.domain.body import Side
from toile.domain.geometry import Point


class Category(StrEnum):
    """The place on the body that a garment takes. Also the order of dressing, innermost first."""

    BOTTOM = "bottom"
    DRESS = "dress"
    TOP = "top"
    OUTER = "outer"


class Kind(StrEnum):
    """The shape of a garment, as far as its outline tells."""

    TOP = "top"
    DRESS = "dress"
    TROUSERS = "trousers"
    SHORTS = "shorts"
    SKIRT = "skirt"


class Sleeve(StrEnum):
    """How far a sleeve goes."""

    NONE = "none"
    SHORT = "short"
    THREE_QUARTER = "three-quarter"
    LONG = "long"


class Pattern(StrEnum):
    """What the fabric shows."""

    PLAIN = "plain"
    STRIPES = "stripes"
    PLAID = "plaid"
    DOTS = "dots"
    GRAPHIC = "graphic"
    ALL_OVER = "all-over"
    COLOUR_BLOCK = "colour-block"


# Landmarks by name. Tops and dresses: the high points of the shoulder beside the neck, the shoulder ends, the
# armpits, both ends of each cuff (outer is the edge that continues the shoulder), the waist, the hem.
TOP_LANDMARKS = (
    "left_neck",
    "right_neck",
    "neck_front",
    "left_shoulder",
    "right_shoulder",
    "left_armpit",
    "right_armpit",
    "left_cuff_outer",
    "left_cuff_inner",
    "right_cuff_outer",
    "right_cuff_inner",
    "left_waist",
    "right_waist",
    "left_hem",
    "right_hem",
)
# Trousers and shorts: the waistband's ends, the crotch, both ends of each leg's hem.
TROUSERS_LANDMARKS = (
    "left_waist",
    "right_waist",
    "left_hip",
    "right_hip",
    "crotch",
    "left_hem_outer",
    "left_hem_inner",
    "right_hem_outer",
    "right_hem_inner",
)
SKIRT_LANDMARKS = ("left_waist", "right_waist", "left_hip", "right_hip", "left_hem", "right_hem")


@dataclass(frozen=True)
class Strip:
    """A sleeve or a leg between its two edges, each from the root to the cuff, with as many stations each."""

    outer: tuple[Point, ...]
    inner: tuple[Point, ...]


@dataclass(frozen=True)
class GarmentLandmarks:
    """Where the parts of a garment are in its photo, in pixels.

    `strips` holds sleeves (tops, dresses) or legs (trousers, shorts) by side; empty where there are none.
    `symmetry` and `confidence` are 0..1; `notes` are message codes about what was guessed.
    """

    kind: Kind
    sleeve: Sleeve
    points: Mapping[str, Point]
    strips: Mapping[Side, Strip]
    axis: float
    symmetry: float
    confidence: float
    notes: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Point:
        return self.points[name]


@dataclass(frozen=True)
class Attributes:
    """A garment in words that a prompt or a person can use. `colours` by share of the area, largest first.

    `motif`: floral, animal or camouflage, where an all-over pattern shows one; `length`: cropped, regular, long, mini,
    knee-length, midi, maxi or full-length; `closure`: buttons or zip. Empty where nothing was seen.
    """

    kind: Kind
    sleeve: Sleeve
    neckline: str
    colours: tuple[tuple[str, float], ...]
    pattern: Pattern
    confidence: float
    motif: str = ""
    length: str = ""
    closure: str = ""
