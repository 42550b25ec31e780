"""A body as a picture shows it: regions and joints. Left and right are the person's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from toile.domain.geometry import Point


class Region(IntEnum):
    """What a pixel of a person's photo shows. The numbers are the values of a label map."""

    BACKGROUND = 0
    HAIR = 1
    SKIN = 2  # face, neck, chest, midriff
    TOP = 3
    BOTTOM = 4
    ARMS = 5  # bare arms, without the hands
    LEGS = 6
    SHOES = 7
    DRESS = 8
    OTHER = 9  # bags, belts, hats, things held
    HANDS = 10


CLOTHES = (Region.TOP, Region.BOTTOM, Region.DRESS)
BARE = (Region.SKIN, Region.ARMS, Region.LEGS, Region.HANDS)

# The names are BlazePose's, the widest set in use; every estimator fills the ones it knows.
JOINT_NAMES = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)


class Side(StrEnum):
    """The wearer's own left or right."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


@dataclass(frozen=True)
class Joint:
    """A joint in pixels; it may lie outside the picture. Confidence 0..1: how far to believe the place."""

    x: float
    y: float
    confidence: float = 1.0

    @property
    def point(self) -> Point:
        return Point(self.x, self.y)


class JointSource(StrEnum):
    """Who said where the joints are."""

    GIVEN = "given"
    WORLD = "world"
    SILHOUETTE = "silhouette"
    NETWORK = "network"


@dataclass(frozen=True)
class BodyPose:
    """Joints by name (a subset of `JOINT_NAMES`), where they come from, and one overall confidence 0..1."""

    joints: Mapping[str, Joint]
    source: JointSource
    confidence: float

    def has(self, *names: str, least: float = 0.0) -> bool:
        """Whether every named joint is there with at least that confidence."""
        return all(name in self.joints and self.joints[name].confidence >= least for name in names)

    def __getitem__(self, name: str) -> Point:
        return self.joints[name].point
