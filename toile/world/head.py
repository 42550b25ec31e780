"""Head, hair and shoes, as lofts. The head's frame has its origin at the chin's height below the skull."""

from collections.abc import Mapping

import numpy as np

from toile.domain.body import Side
from toile.domain.persona import Hair
from toile.world.body import SIGN, Figure
from toile.world.shape import Loft, Vector, ball, bone, round_sections, sections

EYE = 0.104  # heights above the head frame's origin
NOSE = 0.062
MOUTH = 0.037
BROW = 0.124
EYE_APART = 0.0315
LARGER = 1.07  # heads are a little larger than anatomy says: small pictures need the face

# Share of the height from chin to crown: half width, face, back of the head, offset.
_SKULL = (
    (0.00, 0.022, 0.066, 0.010, 0.012),
    (0.08, 0.036, 0.074, 0.026, 0.008),
    (0.20, 0.051, 0.078, 0.048, 0.004),
    (0.38, 0.063, 0.081, 0.074, 0.002),
    (0.55, 0.0695, 0.081, 0.088, 0.001),
    (0.67, 0.0715, 0.080, 0.096, 0.0),
    (0.79, 0.0725, 0.084, 0.100, -0.002),
    (0.90, 0.0725, 0.084, 0.100, -0.004),
    (1.00, 0.0715, 0.082, 0.098, -0.005),
)


def head(figure: Figure) -> tuple[dict[str, Loft], dict[str, Vector]]:
    """Lofts of the bare head by name, and its joints."""
    frame, s = figure.head, figure.scale * LARGER
    top = frame.place(0, 0.150 * s, 0)
    low = frame.place(0, 0.006 * s, 0)
    skull = bone(
        "skull", low, top, frame.front, sections(_SKULL) * s, caps=(0.014 * s, 0.054 * s), blend=0.012 * s
    )
    bridge = frame.place(0, (EYE + 0.004) * s, 0.078 * s)
    tip = frame.place(0, (NOSE + 0.006) * s, 0.0965 * s)
    radii = round_sections(0.0075 * s, 0.0085 * s, 0.0105 * s, 0.0125 * s)
    nose = bone(
        "nose",
        bridge,
        tip,
        frame.front,
        radii,
        caps=(0.006, 0.0085 * s),
        blend=0.014 * s,
        reference="skull",
    )
    lofts = {"skull": skull, "nose": nose}
    lips = frame.place(0, MOUTH * s, 0.0735 * s)
    lofts["lips"] = ball(
        "lips", lips, frame, (0.022 * s, 0.011 * s, 0.012 * s), blend=0.012 * s, reference="skull"
    )
    joints = {"nose": frame.place(0, (NOSE + 0.006) * s, 0.106 * s)}
    for side in Side:
        sign = SIGN[side]
        place = frame.place(sign * 0.0745 * s, 0.087 * s, -0.012 * s)
        name = f"{side} ear"
        lofts[name] = ball(
            name, place, frame, (0.010 * s, 0.030 * s, 0.018 * s), blend=0.006, reference="skull"
        )
        joints[f"{side}_eye"] = frame.place(sign * EYE_APART * s, EYE * s, 0.074 * s)
        joints[f"{side}_ear"] = place
    return lofts, joints


def hair(figure: Figure, style: Hair) -> tuple[Loft, ...]:
    """The hair of that style as lofts."""
    frame, s = figure.head, figure.scale * LARGER
    thick = {Hair.CROP: 0.0075, Hair.SHORT: 0.014, Hair.CURLS: 0.030}.get(style, 0.010)
    lofts = [_cap(figure, thick, low=style not in (Hair.CROP,))]
    lofts += _LENGTHS.get(style, lambda _: ())(figure)
    if style is Hair.SHORT:
        place = frame.place(0.012 * s, 0.196 * s, 0.020 * s)
        lofts.append(ball("quiff", place, frame, (0.062 * s, 0.030 * s, 0.062 * s), blend=0.03))
    return tuple(lofts)


def shoes(figure: Figure, shoe: str) -> tuple[Loft, ...]:
    """Both shoes."""
    return tuple(loft for side in Side for loft in _shoe(figure, side, shoe))


def _cap(figure: Figure, thick: float, low: bool) -> Loft:
    """The hair on the skull; where it sinks into the face is the hairline."""
    frame, s = figure.head, figure.scale * LARGER
    t = thick / s
    nape = 0.030 if low else 0.050
    rows = (
        (0.00, 0.040, 0.010, 0.030 + t, -0.050),
        (0.15, 0.058 + t, 0.012, 0.044 + t, -0.046),
        (0.38, 0.0665 + t, 0.018, 0.060 + t, -0.036),
        (0.59, 0.0695 + t, 0.034, 0.076 + t, -0.028),
        (0.77, 0.0725 + t, 0.060, 0.090 + t, -0.014),
        (0.90, 0.0730 + t, 0.079 + 0.3 * t, 0.096 + t, -0.006),
        (1.00, 0.0715 + t, 0.0825 + 0.9 * t, 0.096 + t, -0.005),
    )
    start, end = frame.place(0, nape * s, 0), frame.place(0, 0.150 * s, 0)
    return bone("cap", start, end, frame.front, sections(rows) * s, caps=(0.02 * s, (0.054 + 0.9 * t) * s))


def _curtains(figure: Figure, drop: float, width: float) -> tuple[Loft, ...]:
    """Hair hanging down both sides and the back to `drop` metres below the chin."""
    frame, s = figure.head, figure.scale * LARGER
    rows = (
        (0.0, 0.074, 0.020, 0.070, -0.030),
        (0.35, 0.078, 0.014, 0.070, -0.034),
        (0.65, width, 0.012, 0.060, -0.046),
        (0.9, width * 0.98, 0.010, 0.045, -0.060),
        (1.0, width * 0.80, 0.008, 0.030, -0.066),
    )
    top, end = frame.place(0, 0.150 * s, 0), frame.place(0, -drop * s, -0.012 * s)
    back = bone(
        "back hair", top, end, frame.front, sections(rows) * s, caps=(0.05 * s, 0.012 * s), blend=0.03
    )
    lofts = [back]
    for side in Side:
        sign = SIGN[side]
        start = frame.place(sign * 0.055 * s, 0.165 * s, 0.022 * s)
        tip = frame.place(sign * (width - 0.004) * s, -(drop - 0.01) * s, 0.012 * s)
        radii = round_sections(0.020 * s, 0.027 * s, 0.026 * s, 0.025 * s, 0.019 * s, flat=1.35)
        name = f"{side} lock"
        lofts.append(bone(name, start, tip, frame.front, radii, caps=(0.02 * s, 0.012 * s), blend=0.03 * s))
    return tuple(lofts)


def _bob(figure: Figure) -> tuple[Loft, ...]:
    return _curtains(figure, 0.012, 0.088)


def _long(figure: Figure) -> tuple[Loft, ...]:
    return _curtains(figure, 0.150, 0.098)


def _bun(figure: Figure) -> tuple[Loft, ...]:
    frame, s = figure.head, figure.scale * LARGER
    place = frame.place(0, 0.226 * s, -0.040 * s)
    return (ball("bun", place, frame, (0.043 * s, 0.036 * s, 0.042 * s), blend=0.016),)


def _ponytail(figure: Figure) -> tuple[Loft, ...]:
    frame, s = figure.head, figure.scale * LARGER
    root, middle = frame.place(0, 0.168 * s, -0.105 * s), frame.place(0.055 * s, 0.02 * s, -0.115 * s)
    tip = frame.place(0.105 * s, -0.155 * s, 0.0)
    upper = round_sections(0.020 * s, 0.030 * s, 0.032 * s)
    lower = round_sections(0.032 * s, 0.028 * s, 0.012 * s)
    return (
        bone("tail root", root, middle, frame.front, upper, blend=0.02),
        bone("tail", middle, tip, frame.front, lower, blend=0.03, reference="tail root"),
    )


def _curls(figure: Figure) -> tuple[Loft, ...]:
    frame, s = figure.head, figure.scale * LARGER
    lofts = []
    for number in range(14):
        turn = 2 * np.pi * number / 14
        up = 0.150 + 0.062 * np.cos(turn)
        across, depth = 0.088 * np.sin(turn), -0.020 - 0.01 * (number % 3)
        place = frame.place(across * s, up * s, depth * s)
        size = (0.034 + 0.006 * ((number * 5) % 3)) * s
        lofts.append(ball(f"curl {number}", place, frame, (size, size, size * 1.2), blend=0.012))
    return tuple(lofts)


_LENGTHS = {
    Hair.BOB: _bob,
    Hair.LONG: _long,
    Hair.BUN: _bun,
    Hair.PONYTAIL: _ponytail,
    Hair.CURLS: _curls,
}

_LAST: Mapping[str, tuple[float, float]] = {  # how high the upper and how round the toe is
    "sneakers": (1.0, 1.0),
    "flats": (0.72, 0.86),
    "loafers": (0.88, 0.92),
    "boots": (1.02, 0.98),
}


def _shoe(figure: Figure, side: Side, shoe: str) -> tuple[Loft, ...]:
    s, body = figure.scale, figure.trunk
    high, wide = _LAST[shoe]
    heel, toe = figure.joints[f"{side}_heel"], figure.joints[f"{side}_foot_index"]
    ahead = toe - heel - ((toe - heel) @ body.up) * body.up
    ahead /= np.linalg.norm(ahead)
    start = heel + 0.012 * s * ahead + 0.011 * s * body.up
    rows = (
        (0.00, 0.030, 0.050 * high, 0.030, 0),
        (0.15, 0.034, 0.056 * high, 0.030, 0),
        (0.35, 0.035, 0.052 * high, 0.030, 0),
        (0.55, 0.041 * wide, 0.040 * high, 0.030, 0),
        (0.75, 0.045 * wide, 0.030 * high, 0.029, 0),
        (0.92, 0.040 * wide, 0.022 * high, 0.027, 0),
        (1.00, 0.030 * wide, 0.016 * high, 0.024, 0),
    )
    length = 0.200 * s
    name = f"{side} shoe"
    sole = Loft(
        name,
        start,
        ahead,
        np.cross(ahead, body.up),
        body.up,
        length,
        sections(rows) * s,
        caps=(0.022 * s, 0.026 * s),
    )
    if shoe != "boots":
        return (sole,)
    ankle = figure.joints[f"{side}_ankle"]
    shin = figure[f"{side} shin"]
    radii = round_sections(0.050 * s, 0.048 * s, 0.050 * s)
    shaft = bone(
        f"{side} shaft",
        ankle - 0.01 * shin.axis,
        ankle - 0.13 * s * shin.axis,
        body.front,
        radii,
        caps=(0.02, 0.006),
        blend=0.03,
        reference=name,
    )
    return (sole, shaft)
