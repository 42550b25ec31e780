"""Poses by name, as angles. Left and right are the person's own."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limb:
    """Which way a bone points, in degrees from hanging straight down: outward, and forward."""

    out: float = 0.0
    forward: float = 0.0


@dataclass(frozen=True)
class Touch:
    """A hand laid on the body, palm down. `on`: trunk, thigh or head. The palm's middle is at `height` (metres on a
    figure of 1.70 m at rest), `around` degrees from the front towards the hand's own side, `gap` metres off the skin.

    `fingers`: where they point, degrees from down towards the front and on across. `elbow`: which way it bends.
    `shrug`: degrees by which the shoulder rises.
    """

    on: str = "trunk"
    height: float = 1.0
    around: float = 90.0
    fingers: float = 0.0
    elbow: Limb = field(default_factory=lambda: Limb(75, -40))
    gap: float = 0.0
    shrug: float = 0.0


@dataclass(frozen=True)
class PosePreset:
    """A pose. `turn`: the body towards its left, `look`: the head towards its left, in degrees.

    Arms: upper arm, forearm, hand; legs: thigh, shin. Every bone says where it points in the body's frame. A touch
    goes before the arm's angles. Angles in degrees: `tilt` and `shoulders` raise the left hip and shoulder, `twist`
    turns the chest to its left against the hips, `lean` bends it to its left, `bend` forward, `tuck` tips the pelvis
    forward, `nod` and `cock` tip the head forward and to its left. `shift`: metres the hips are to their left of the
    feet. `curl`: of the fingers; `palm`: the hand turned from facing the thigh towards the back. `heel`: raised (the
    toes, below 0); `foot`: turned out. `seat`: height of what is sat on, 0 standing; both on 1.70 m.
    """

    name: str
    words: str
    left_arm: tuple[Limb, Limb, Limb]
    right_arm: tuple[Limb, Limb, Limb]
    left_leg: tuple[Limb, Limb]
    right_leg: tuple[Limb, Limb]
    turn: float = 0.0
    look: float = 0.0
    words_zh: str = ""
    left_touch: Touch | None = None
    right_touch: Touch | None = None
    tilt: float = 0.0
    shoulders: float = 0.0
    twist: float = 0.0
    lean: float = 0.0
    bend: float = 0.0
    tuck: float = 0.0
    nod: float = 0.0
    cock: float = 0.0
    shift: float = 0.0
    left_curl: float = 8.0
    right_curl: float = 8.0
    left_palm: float = 0.0
    right_palm: float = 0.0
    left_heel: float = 0.0
    right_heel: float = 0.0
    left_foot: float = 0.0
    right_foot: float = 0.0
    seat: float = 0.0


_DOWN = (Limb(9, -2), Limb(5, 9), Limb(3, 14))
_AWAY = (Limb(20, -2), Limb(15, 9), Limb(12, 14))
_AKIMBO = (Limb(53, -20), Limb(-36, 24), Limb(-24, 42))
_STAND = (Limb(2.5, 0), Limb(1, -2))
_RELAXED = (Limb(6, 5), Limb(5, -9))
_APART = (Limb(6, 0), Limb(5, -1))
_STRIDE = (Limb(2, 14), Limb(1, 3))
_BEHIND = (Limb(2, -9), Limb(1, -23))

POSES: dict[str, PosePreset] = {
    pose.name: pose
    for pose in (
        PosePreset("arms-down", "standing, arms down", _DOWN, _DOWN, _STAND, _STAND),
        PosePreset("arms-away", "standing, arms slightly away from the body", _AWAY, _AWAY, _APART, _APART),
        PosePreset("hand-on-hip", "one hand on the hip", _AKIMBO, _DOWN, _RELAXED, _STAND, look=-6),
        PosePreset("hands-on-hips", "both hands on the hips", _AKIMBO, _AKIMBO, _APART, _APART),
        PosePreset(
            "walking",
            "walking towards the camera",
            (Limb(9, -14), Limb(5, 2), Limb(2, 8)),
            (Limb(9, 12), Limb(6, 30), Limb(2, 34)),
            _STRIDE,
            _BEHIND,
            turn=4,
        ),
        PosePreset("three-quarter", "turned three quarters", _DOWN, _AWAY, _STAND, _STAND, turn=32, look=-14),
        PosePreset(
            "arm-raised",
            "one arm raised a little",
            (Limb(46, 4), Limb(62, 16), Limb(58, 24)),
            _DOWN,
            _RELAXED,
            _STAND,
            look=8,
        ),
        PosePreset("relaxed", "weight on one leg", _AWAY, _DOWN, _RELAXED, _STAND, turn=-9, look=6),
    )
}

# Garments are photographed on this one.
DISPLAY = PosePreset(
    "display",
    "hanging",
    (Limb(31, 0), Limb(29, 0), Limb(29, 0)),
    (Limb(31, 0), Limb(29, 0), Limb(29, 0)),
    (Limb(8, 0), Limb(6, 0)),
    (Limb(8, 0), Limb(6, 0)),
)
