"""Posture: a preset's angles and touches made into where every bone of a build goes. Feet stand on the floor; hands
that touch the body lie on its surface, whatever the build."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.domain.pose import Limb, PosePreset, Touch
from toile.world import solid
from toile.world.figure import skeleton
from toile.world.figure.skeleton import BONES, NUMBER, SIGN, Bones, Rest
from toile.world.solid import Lump, Rows, Vector, unit, vector

Turn = NDArray[np.float64]  # [3, 3]
_X, _Y, _Z = np.eye(3)
_REACH = 0.9975  # how straight the straighter leg stands
_SEATED = 0.100  # of the hip's joint above a seat, on 1.70 m
_PALM = 0.052  # from the wrist to the middle of the palm, on 1.70 m
_CLEAR = 0.010  # metres between hanging arms and the body: room for cloth
# Places of an arm that must stay clear of the body: between which joints, and how thick the arm is there.
_THICK = (
    (0.9, "shoulder", "elbow", 0.038), (0.45, "elbow", "wrist", 0.036), (1.0, "elbow", "wrist", 0.024),
    (1.0, "wrist", "knuckles", 0.020), (1.7, "wrist", "knuckles", 0.014),
)  # fmt: skip


# Of an arm whose hand lies on the body.
_LAID = ((0.2, "elbow", "wrist", 0.029), (0.5, "elbow", "wrist", 0.030), (0.8, "elbow", "wrist", 0.022))


@dataclass
class _Stand:
    """A pose in the making: turns and places of the bones set so far."""

    at: Rest
    preset: PosePreset
    rows: Rows | None
    turns: dict[str, Turn] = field(default_factory=dict)
    made: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    @property
    def body(self) -> Turn:
        return _about(_Y, self.preset.turn)

    def put(self, bone: str, turned: Turn, joint: str, to: Vector) -> None:
        self.turns[bone] = turned
        self.made[bone] = np.concatenate((turned, (to - turned @ self.at.joints[joint])[:, None]), axis=1)

    def moved(self, bone: str, joint: str) -> Vector:
        one = self.made[bone]
        return np.asarray(one[:, :3] @ self.at.joints[joint] + one[:, 3])

    def bones(self) -> Bones:
        """What is set; bones not yet set are where the pelvis is."""
        return Bones(np.array([self.made.get(name, self.made["pelvis"]) for name in BONES]))

    def along(self, side: Side, first: str, last: str) -> Vector:
        return self.at.joints[f"{side}_{last}"] - self.at.joints[f"{side}_{first}"]


def pose(at: Rest, preset: PosePreset, solid_: Sequence[Lump] = ()) -> Bones:
    """The bones in that pose, the lowest sole on the floor (y = 0). `solid_`: trunk and legs at rest, which hands lie
    on and hanging arms keep clear of; without it touches fall back on the preset's angles."""
    stand = _Stand(at, preset, solid.pack(solid_) if solid_ else None)
    _trunk(stand)
    _legs(stand)
    for side in Side:
        _arm(stand, side)
    return stand.bones()


def _trunk(stand: _Stand) -> None:
    """Pelvis to head; the pelvis at its height at rest, which `_legs` corrects."""
    p, at = stand.preset, stand.at
    body = stand.body
    shift = body @ vector(p.shift * at.scale, 0, 0)
    chest = body @ _about(_Y, p.twist) @ _about(_Z, p.shoulders - p.lean) @ _about(_X, p.bend)
    pelvis = body @ _about(_Y, -0.4 * p.twist) @ _about(_Z, p.tilt) @ _about(_X, p.tuck)
    head = body @ _about(_Y, p.look) @ _about(_Z, -p.cock) @ _about(_X, p.nod)
    stand.put("pelvis", pelvis, "pelvis", at.joints["pelvis"] + shift)
    stand.put("spine", _halfway(pelvis, chest), "lumbar", stand.moved("pelvis", "lumbar"))
    stand.put("chest", chest, "thorax", stand.moved("spine", "thorax"))
    stand.put("neck", _halfway(chest, head), "neck_base", stand.moved("chest", "neck_base"))
    stand.put("head", head, "head_base", stand.moved("neck", "head_base"))


def _legs(stand: _Stand) -> None:
    """Both soles on the floor: the ankles where the angles put them, the knees by two-bone reach."""
    p, at = stand.preset, stand.at
    goals: dict[Side, tuple[Vector, Turn, Turn]] = {}
    rise = []
    for side in Side:
        limbs, heel, yaw = (
            (p.left_leg, p.left_heel, p.left_foot)
            if side is Side.LEFT
            else (p.right_leg, p.right_heel, p.right_foot)
        )
        hip = stand.body @ at.joints[f"{side}_hip"]
        ankle = hip + stand.body @ (
            _length(stand, side, "hip", "knee") * _direction(limbs[0], side)
            + _length(stand, side, "knee", "ankle") * _direction(limbs[1], side)
        )
        goal, flat, foot = _foothold(stand, side, ankle, heel, yaw)
        goals[side] = goal, flat, foot
        thigh = stand.moved("pelvis", f"{side}_hip")
        reach = _REACH * (_length(stand, side, "hip", "knee") + _length(stand, side, "knee", "ankle"))
        level = (goal - thigh) * np.array((1, 0, 1))
        rise.append(goal[1] + float(np.sqrt(max(reach**2 - level @ level, 0.01))) - thigh[1])
    lift = min(rise)
    if p.seat > 0:
        hips = min(stand.moved("pelvis", f"{side}_hip")[1] for side in Side)
        lift = p.seat * at.scale + _seated(stand) - hips
    for name in ("pelvis", "spine", "chest", "neck", "head"):
        stand.made[name][1, 3] += lift
    for side, (goal, flat, foot) in goals.items():
        _leg(stand, side, goal, flat, foot)


def _seated(stand: _Stand) -> float:
    """How high the hips' joints are above what is sat on, metres: nearly as deep as the seat is behind them."""
    hip = stand.at.joints["left_hip"]
    if stand.rows is None:
        return _SEATED * stand.at.scale
    start = hip - vector(0, 0.02 * stand.at.scale, 0)
    return 0.94 * float(np.linalg.norm(_cast(stand.rows, start, -_Z) - start))


def _foothold(stand: _Stand, side: Side, ankle: Vector, heel: float, yaw: float) -> tuple[Vector, Turn, Turn]:
    """Where the ankle goes, and how the flat toes and the foot turn. A raised heel turns about the ball of the foot,
    a heel below zero raises the toes about the heel."""
    j = stand.at.joints
    flat = stand.body @ _about(_Y, SIGN[side] * yaw)
    rest = j[f"{side}_ankle"]
    down = vector(ankle[0], rest[1], ankle[2])
    pivot = j[f"{side}_toes"] if heel > 0 else j[f"{side}_heel"]
    across = np.cross(_Y, _level(j[f"{side}_foot_index"] - j[f"{side}_heel"]))
    foot = flat @ _about(across, heel)
    return down + flat @ (pivot - rest) + foot @ (rest - pivot), flat, foot


def _leg(stand: _Stand, side: Side, goal: Vector, flat: Turn, foot: Turn) -> None:
    thigh, shin = _length(stand, side, "hip", "knee"), _length(stand, side, "knee", "ankle")
    hip = stand.moved("pelvis", f"{side}_hip")
    pole = flat @ _Z * 0.6 + stand.turns["pelvis"] @ _Z * 0.4
    knee, ankle = _reach(hip, goal, thigh, shin, pole)
    for bone, first, last, a, b in (
        ("thigh", "hip", "knee", hip, knee),
        ("shin", "knee", "ankle", knee, ankle),
    ):
        at_rest = _frame(stand.along(side, first, last), _Z)
        stand.put(f"{side}_{bone}", _frame(b - a, pole) @ at_rest.T, f"{side}_{first}", a)
    stand.put(f"{side}_foot", foot, f"{side}_ankle", ankle)
    toes = flat if float((foot @ _Z)[1]) < (flat @ _Z)[1] else foot
    stand.put(f"{side}_toes", toes, f"{side}_toes", stand.moved(f"{side}_foot", f"{side}_toes"))


def _arm(stand: _Stand, side: Side) -> None:
    p = stand.preset
    limbs, touch, curl, palm = (
        (p.left_arm, p.left_touch, p.left_curl, p.left_palm)
        if side is Side.LEFT
        else (p.right_arm, p.right_touch, p.right_curl, p.right_palm)
    )
    _collar(stand, side, limbs[0], touch)
    if touch is not None and stand.rows is not None:
        _lay(stand, side, touch)
    else:
        _hang(stand, side, limbs, palm)
    hand = stand.turns[f"{side}_hand"]
    along = unit(stand.along(side, "wrist", "knuckles"))
    # Fingers curl into the palm, about the line across it from the little finger to the thumb.
    across = unit(_Z - along[2] * along) * -SIGN[side]
    for bone, joint, share in (("fingers", "knuckles", 0.9), ("tips", "middles", 1.8)):
        before = "hand" if bone == "fingers" else "fingers"
        place = stand.moved(f"{side}_{before}", f"{side}_{joint}")
        stand.put(f"{side}_{bone}", hand @ _about(across, share * curl), f"{side}_{joint}", place)
    base = f"{side}_thumb_base"
    stand.put(f"{side}_thumb", hand @ _about(across, 0.5 * curl), base, stand.moved(f"{side}_hand", base))


def _collar(stand: _Stand, side: Side, upper: Limb, touch: Touch | None) -> None:
    """The collarbone: it sinks with a hanging arm and rises with one above the shoulder."""
    out = max(abs(upper.out), abs(upper.forward) * 0.8)
    rise = 0.30 * max(out - 55, 0) - 0.22 * max(28 - out, 0) + (touch.shrug if touch else 0.0)
    chest = stand.turns["chest"]
    name = f"{side}_clavicle"
    stand.put(name, chest @ _about(_Z, SIGN[side] * min(rise, 30)), name, stand.moved("chest", name))


def _hang(stand: _Stand, side: Side, limbs: tuple[Limb, Limb, Limb], palm: float) -> None:
    """An arm by its angles, turned out about the shoulder until it is clear of the body."""
    ways = [stand.body @ _direction(limb, side) for limb in limbs]
    outward = stand.body @ _Z
    for _ in range(4):
        _bend(stand, side, ways[0], ways[1])
        _hand(stand, side, ways[2], None, palm)
        need = _intrusion(stand, side)
        if need <= 0.002:
            return
        swing = _about(outward, SIGN[side] * np.degrees(need))
        ways = [swing @ way for way in ways]


def _intrusion(stand: _Stand, side: Side) -> float:
    """By what angle the arm must swing out so as to clear trunk and thighs, radians."""
    return max((lack / lever for lack, lever in _lacking(stand, side, _THICK, _CLEAR)), default=0.0)


def _lacking(
    stand: _Stand, side: Side, table: Sequence[tuple[float, str, str, float]], clear: float
) -> Iterator[tuple[float, float]]:
    """What places of the arm lack of their room, metres, and how far from the shoulder they are."""
    if stand.rows is None:
        return
    bones = stand.bones()
    at, s = stand.at, stand.at.scale
    shoulder = stand.moved(f"{side}_arm", f"{side}_shoulder")
    for share, first, last, thick in table:
        bone = {"shoulder": "arm", "elbow": "forearm", "wrist": "hand"}[first]
        a, b = at.joints[f"{side}_{first}"], at.joints[f"{side}_{last}"]
        place = bones.place(f"{side}_{bone}", a + share * (b - a))
        room = min(_room(stand, bones, name, place) for name in ("chest", "pelvis", f"{side}_thigh"))
        yield max(thick * s + clear - room, 0.0), float(np.linalg.norm(place - shoulder))


def _room(stand: _Stand, bones: Bones, bone: str, place: Vector) -> float:
    """Metres from a place in the room to the body at rest, seen from one bone."""
    assert stand.rows is not None
    one = bones.transforms[NUMBER[bone]]
    at_rest = one[:, :3].T @ (place - one[:, 3])
    low, high = _EXTENT[bone.rpartition("_")[2]]
    y = float(at_rest[1]) / stand.at.scale
    if not low < y < high:
        return 1.0
    return float(solid.measure(stand.rows, at_rest[None])[0])


_EXTENT: Mapping[str, tuple[float, float]] = {
    "chest": (1.12, 1.34),
    "pelvis": (0.84, 1.12),
    "thigh": (0.3, 0.90),
}


def _lay(stand: _Stand, side: Side, touch: Touch) -> None:
    """A hand laid where the touch says; the elbow by two-bone reach."""
    palm, normal = _spot(stand, side, touch)
    s, sign = stand.at.scale, SIGN[side]
    down = unit(-_Y + (_Y @ normal) * normal)
    # Round the body towards the front, or on across the middle.
    onward = -sign * np.cross(_Y, normal)
    onward = unit(onward - (onward @ normal) * normal)
    turn = np.radians(touch.fingers)
    fingers = unit(np.cos(turn) * down + np.sin(turn) * onward)
    wrist = palm - _PALM * s * fingers
    wrist = wrist + 0.004 * s * normal
    forward = stand.body @ _Z
    pole = stand.body @ _direction(touch.elbow, side)
    for _ in range(5):
        _reach_for(stand, side, wrist, pole)
        _hand(stand, side, fingers, -normal, 0.0)
        lack = max(lack for lack, _ in _lacking(stand, side, _LAID, 0.3 * max(touch.gap, 0) * s))
        if lack < 0.003 or touch.on != "trunk" or touch.gap < 0:
            return
        # The forearm would go through: bring the hand and the elbow forward.
        wrist = wrist + lack * (0.4 * normal + 0.6 * forward)
        pole = unit(pole + 2.0 * lack / s * forward)


def _reach_for(stand: _Stand, side: Side, wrist: Vector, pole: Vector) -> None:
    shoulder = stand.moved(f"{side}_clavicle", f"{side}_shoulder")
    upper, lower = _length(stand, side, "shoulder", "elbow"), _length(stand, side, "elbow", "wrist")
    elbow, end = _reach(shoulder, wrist, upper, lower, pole)
    _bend(stand, side, elbow - shoulder, end - elbow)


def _spot(stand: _Stand, side: Side, touch: Touch) -> tuple[Vector, Vector]:
    """The middle of the palm and the normal of the body there, in the room."""
    at, s = stand.at, stand.at.scale
    around = np.radians(touch.around)
    way = vector(SIGN[side] * np.sin(around), 0, np.cos(around))
    gap = touch.gap * s
    if touch.on == "head":
        centre = at.joints["head_base"] + s * vector(0, touch.height - 1.528, -0.008)
        wide = s * np.array((0.082, 0.1, 0.098))
        place = centre + (wide + gap) * way
        return stand.bones().place("head", place), unit(stand.turns["head"] @ way)
    assert stand.rows is not None
    start = vector(0, at.level(touch.height) * s, -0.005 * s)
    if touch.on == "thigh":
        hip, knee = at.joints[f"{side}_hip"], at.joints[f"{side}_knee"]
        start = hip + (hip[1] - start[1]) / (hip[1] - knee[1]) * (knee - hip)
    on, normals = solid.project(stand.rows, _cast(stand.rows, start, way)[None], steps=3)
    weights = skeleton.bind(on, at)
    bones = stand.bones()
    place = skeleton.carry(on, weights, bones)[0].astype(np.float64)
    normal = unit(skeleton.turn(normals, weights, bones)[0].astype(np.float64))
    return place + (gap + 0.014 * s) * normal, normal


def _cast(rows: Rows, start: Vector, way: Vector) -> Vector:
    """Where a ray from inside leaves the solid."""
    steps = np.linspace(0.02, 0.42, 81)
    inside = solid.measure(rows, start + steps[:, None] * way) < 0
    first = int(np.argmin(inside)) if not inside.all() else 40
    return np.asarray(start + steps[first] * way)


def _bend(stand: _Stand, side: Side, upper: Vector, lower: Vector) -> None:
    """Upper arm and forearm along two directions; the elbow is a hinge, and turns the upper arm as far as it must."""
    chest, name = stand.turns["chest"], f"{side}_shoulder"
    a0, l0 = (unit(stand.along(side, *ends)) for ends in (("shoulder", "elbow"), ("elbow", "wrist")))
    a, l1 = unit(upper), unit(lower)
    swing = _between(chest @ a0, a) @ chest
    hinge = np.cross(a, l1)
    bent = float(np.linalg.norm(hinge))
    old = swing @ unit(np.cross(a0, l0))
    arm = swing
    if bent > 1e-6:
        angle = float(np.arctan2(np.cross(old, hinge / bent) @ a, old @ hinge / bent))
        # A nearly straight arm has no plane of its own.
        arm = _about(a, np.degrees(angle) * float(np.clip((bent - 0.05) / 0.25, 0, 1))) @ swing
    place = stand.moved(f"{side}_clavicle", name)
    stand.put(name, swing, name, place)
    stand.put(f"{side}_arm", arm, name, place)
    elbow = f"{side}_elbow"
    stand.put(f"{side}_forearm", _between(arm @ l0, l1) @ arm, elbow, stand.moved(f"{side}_arm", elbow))


def _hand(stand: _Stand, side: Side, fingers: Vector, palm: Vector | None, turned: float) -> None:
    """The hand along a direction, its palm facing `palm` if given; the forearm's lower half takes half of the turn."""
    wrist = f"{side}_wrist"
    before = stand.turns[f"{side}_forearm"]
    along = unit(stand.along(side, "wrist", "knuckles"))
    axis = before @ along
    if palm is None:
        twist = SIGN[side] * turned
        hand = _between(_about(axis, twist) @ axis, unit(fingers)) @ _about(axis, twist) @ before
    else:
        thumbward = unit(_Z - along[2] * along)
        inward = np.cross(along, thumbward) * SIGN[side]
        hand = _frame(fingers, palm) @ _frame(along, inward).T
        plain = _between(axis, unit(fingers)) @ before
        angle = _angle(plain @ inward, hand @ inward, unit(fingers))
        twist = float(np.degrees(angle))
    half = _about(axis, 0.5 * twist) @ before
    place = stand.moved(f"{side}_forearm", wrist)
    elbow = f"{side}_elbow"
    stand.put(wrist, half, elbow, stand.moved(f"{side}_forearm", elbow))
    stand.put(f"{side}_hand", hand, wrist, place)


def _reach(start: Vector, goal: Vector, first: float, second: float, pole: Vector) -> tuple[Vector, Vector]:
    """The middle and the end of a limb of two bones that reaches for the goal and bends towards the pole."""
    away = goal - start
    far = float(np.clip(np.linalg.norm(away), abs(first - second) + 1e-3, 0.9995 * (first + second)))
    axis = unit(away)
    along = (first**2 - second**2 + far**2) / (2 * far)
    aside = unit(pole - (pole @ axis) * axis)
    middle = start + along * axis + float(np.sqrt(max(first**2 - along**2, 0.0))) * aside
    return middle, start + far * axis


def _length(stand: _Stand, side: Side, first: str, last: str) -> float:
    return float(np.linalg.norm(stand.along(side, first, last)))


def _direction(limb: Limb, side: Side) -> Vector:
    out, forward = np.radians(limb.out), np.radians(limb.forward)
    x = SIGN[side] * np.sin(out)
    return vector(x, -np.cos(out) * np.cos(forward), np.cos(out) * np.sin(forward))


def _level(v: Vector) -> Vector:
    return unit(v * np.array((1, 0, 1)))


def _frame(along: Vector, toward: Vector) -> Turn:
    """Columns: along, what is square to both, and the part of `toward` that is square to `along`."""
    a = unit(along)
    c = unit(toward - (toward @ a) * a)
    return np.stack((a, np.cross(c, a), c), axis=1)


def _angle(a: Vector, b: Vector, axis: Vector) -> float:
    return float(np.arctan2(np.cross(a, b) @ axis, a @ b))


def _about(axis: Vector, degrees: float) -> Turn:
    """A turn about a unit axis (Rodrigues)."""
    x, y, z = axis
    angle = np.radians(degrees)
    cross = np.array(((0, -z, y), (z, 0, -x), (-y, x, 0)))
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _between(a: Vector, b: Vector) -> Turn:
    """The smallest turn that takes one unit direction to another."""
    axis = np.cross(a, b)
    size = float(np.linalg.norm(axis))
    if size < 1e-9:
        return np.eye(3)
    return _about(axis / size, float(np.degrees(np.arctan2(size, a @ b))))


def _halfway(a: Turn, b: Turn) -> Turn:
    """The turn half way between two (the polar factor of their mean)."""
    u, _, vt = np.linalg.svd(a + b)
    return np.asarray(u @ vt)
