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


_DOWN = (Limb(9, -4), Limb(5, 11), Limb(2, 14))
_AWAY = (Limb(21, -3), Limb(16, 10), Limb(12, 14))
_AKIMBO = (Limb(53, -20), Limb(-36, 24), Limb(-24, 42))
_STAND = (Limb(2.5, 0), Limb(1, -2))
_CLOSE = (Limb(0.5, 0), Limb(-0.5, -2))
_RELAXED = (Limb(7, 7), Limb(5, -7))
_APART = (Limb(6, 0), Limb(5, -1))
_STRIDE = (Limb(0.5, 18), Limb(-1, 6))
_BEHIND = (Limb(0, -11), Limb(-1, -27))
_SEATED = (Limb(9, 84), Limb(3, 6))
# Arms that touch, as angles for who knows no touch.
_CROSSED = (Limb(14, 12), Limb(-62, 70), Limb(-66, 72))
_POCKET = (Limb(17, -14), Limb(4, 14), Limb(-6, 18))
_CLASPED = (Limb(14, 4), Limb(-32, 36), Limb(-36, 30))
_RAISED = (Limb(118, 20), Limb(-150, 30), Limb(-120, 30))
_LAP = (Limb(12, 14), Limb(-4, 62), Limb(-6, 70))
_SWING = (Limb(8, 13), Limb(5, 32), Limb(2, 36))
_BACKSWING = (Limb(8, -17), Limb(6, -1), Limb(3, 4))

_ON_HIP = Touch("trunk", 1.000, 90, 62, Limb(80, -42), 0.016)
_IN_POCKET = Touch("trunk", 0.872, 76, 8, Limb(52, -64), -0.014)
_LEFT_FOREMOST = Touch("trunk", 1.186, -60, 88, Limb(30, -14), 0.038, 2.0)
_RIGHT_BEHIND = Touch("trunk", 1.145, -54, 84, Limb(32, -12), 0.012, 2.0)
_OVER = Touch("trunk", 0.895, -7, 30, Limb(70, -40), 0.034)
_UNDER = Touch("trunk", 0.885, -2, 34, Limb(70, -40), 0.008)
_TO_HAIR = Touch("head", 1.600, 100, 158, Limb(86, 26), 0.014, 22.0)
_ON_THIGH = Touch("thigh", 0.62, 14, 16, Limb(70, -50), 0.010)

POSES: dict[str, PosePreset] = {
    pose.name: pose
    for pose in (
        PosePreset(
            "arms-down", "standing, arms down", _DOWN, _DOWN, _STAND, _STAND, words_zh="站立，双臂下垂"
        ),
        PosePreset(
            "arms-away",
            "standing, arms slightly away from the body",
            _AWAY,
            _AWAY,
            _APART,
            _APART,
            words_zh="站立，双臂微张",
        ),
        PosePreset(
            "hand-on-hip",
            "one hand on the hip",
            _AKIMBO,
            _DOWN,
            _RELAXED,
            _STAND,
            look=-6,
            words_zh="单手叉腰",
            left_touch=_ON_HIP,
            tilt=-3.5,
            shoulders=3.0,
            shift=-0.025,
            cock=2,
            left_foot=12,
        ),
        PosePreset(
            "hands-on-hips",
            "both hands on the hips",
            _AKIMBO,
            _AKIMBO,
            _APART,
            _APART,
            words_zh="双手叉腰",
            left_touch=_ON_HIP,
            right_touch=_ON_HIP,
        ),
        PosePreset(
            "walking",
            "walking towards the camera",
            _BACKSWING,
            _SWING,
            _STRIDE,
            _BEHIND,
            turn=4,
            words_zh="迎面走来",
            tilt=2.5,
            twist=6,
            look=-3,
            right_heel=34,
            left_curl=14,
            right_curl=14,
        ),
        PosePreset(
            "three-quarter",
            "turned three quarters",
            _DOWN,
            _AWAY,
            _STAND,
            _RELAXED,
            turn=32,
            look=-14,
            words_zh="四分之三侧身",
            tilt=2,
            shoulders=-1.5,
        ),
        PosePreset(
            "arm-raised",
            "one arm raised a little",
            (Limb(46, 4), Limb(62, 16), Limb(58, 24)),
            _DOWN,
            _RELAXED,
            _STAND,
            look=8,
            words_zh="一只手臂微抬",
            left_palm=-60,
        ),
        PosePreset(
            "relaxed",
            "weight on one leg",
            _AWAY,
            _DOWN,
            _RELAXED,
            _STAND,
            turn=-9,
            look=6,
            words_zh="重心放在一条腿上",
            tilt=-5,
            shoulders=3,
            shift=-0.03,
            cock=-2,
            left_foot=14,
        ),
        PosePreset(
            "arms-crossed",
            "arms crossed",
            _CROSSED,
            _CROSSED,
            _STAND,
            _APART,
            words_zh="双臂交叉",
            left_touch=_LEFT_FOREMOST,
            right_touch=_RIGHT_BEHIND,
            left_curl=4,
            right_curl=4,
        ),
        PosePreset(
            "hand-in-pocket",
            "one hand in the pocket",
            _DOWN,
            _POCKET,
            _RELAXED,
            _STAND,
            turn=-6,
            words_zh="单手插袋",
            right_touch=_IN_POCKET,
            tilt=-4,
            shoulders=2,
            shift=-0.022,
            left_foot=12,
        ),
        PosePreset(
            "hands-in-pockets",
            "both hands in the pockets",
            _POCKET,
            _POCKET,
            _APART,
            _APART,
            words_zh="双手插袋",
            left_touch=_IN_POCKET,
            right_touch=_IN_POCKET,
        ),
        PosePreset(
            "sitting",
            "sitting on a stool",
            _LAP,
            _LAP,
            _SEATED,
            _SEATED,
            turn=14,
            look=-8,
            words_zh="坐在凳子上",
            left_touch=_ON_THIGH,
            right_touch=_ON_THIGH,
            bend=3,
            seat=0.50,
        ),
        PosePreset("side", "seen from the side", _DOWN, _DOWN, _STAND, _CLOSE, turn=86, words_zh="侧面"),
        PosePreset("back", "seen from behind", _DOWN, _AWAY, _STAND, _STAND, turn=180, words_zh="背面"),
        PosePreset(
            "back-three-quarter",
            "seen from behind, looking over the shoulder",
            _AWAY,
            _DOWN,
            _RELAXED,
            _STAND,
            turn=148,
            look=-52,
            words_zh="背面侧身，回头看",
            twist=-10,
            tilt=-3,
        ),
        PosePreset(
            "leaning",
            "leaning to one side",
            _AWAY,
            _AKIMBO,
            _APART,
            _RELAXED,
            turn=10,
            look=-8,
            words_zh="身体微侧",
            right_touch=_ON_HIP,
            lean=7,
            tilt=5,
            shift=0.045,
            cock=3,
            right_foot=14,
        ),
        PosePreset(
            "hand-to-hair",
            "one hand in the hair",
            _RAISED,
            _DOWN,
            _RELAXED,
            _STAND,
            turn=-8,
            look=6,
            words_zh="一手扶发",
            left_touch=_TO_HAIR,
            tilt=-4,
            shoulders=3,
            shift=-0.025,
            cock=4,
            left_curl=16,
        ),
        PosePreset(
            "waving",
            "waving",
            _DOWN,
            (Limb(48, 12), Limb(156, 14), Limb(168, 8)),
            _STAND,
            _STAND,
            look=-6,
            words_zh="挥手",
            cock=-3,
            right_palm=0,
            right_curl=2,
        ),
        PosePreset(
            "contrapposto",
            "a catwalk stance, one hip out",
            _DOWN,
            _AKIMBO,
            (Limb(-1, 2), Limb(-2, -4)),
            (Limb(8, 16), Limb(2, 0)),
            look=5,
            words_zh="台步定点，一侧送胯",
            right_touch=_ON_HIP,
            tilt=7,
            shoulders=-5,
            shift=0.05,
            twist=-6,
            right_foot=16,
        ),
        PosePreset(
            "hands-clasped",
            "hands clasped in front",
            _CLASPED,
            _CLASPED,
            _STAND,
            _CLOSE,
            words_zh="双手交握身前",
            left_touch=_OVER,
            right_touch=_UNDER,
            left_curl=10,
            right_curl=12,
        ),
        PosePreset(
            "stepping",
            "stepping forward, one hand in the pocket",
            _POCKET,
            _BACKSWING,
            _BEHIND,
            _STRIDE,
            turn=-14,
            look=10,
            words_zh="迈步，单手插袋",
            left_touch=_IN_POCKET,
            tilt=-2.5,
            twist=-4,
            left_heel=34,
        ),
        PosePreset(
            "wide-stance",
            "standing with legs apart",
            (Limb(13, -6), Limb(9, 12), Limb(5, 18)),
            (Limb(13, -6), Limb(9, 12), Limb(5, 18)),
            (Limb(11, 0), Limb(10, -1)),
            (Limb(11, 0), Limb(10, -1)),
            words_zh="双腿分开站立",
            left_foot=8,
            right_foot=8,
            left_curl=18,
            right_curl=18,
        ),
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
    words_zh="悬挂",
)
