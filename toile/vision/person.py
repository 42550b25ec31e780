"""What is worth saying about a person's photo before anybody is dressed in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import BodyPose, JointSource, Region, Side
from toile.domain.garment import Category
from toile.domain.look import Notice, Severity
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Bools, Mask, Points
from toile.vision.parsing import Parsing
from toile.vision.pose import SURE
from toile.vision.silhouette import Silhouette

LEAST_PIXELS, ENOUGH_PIXELS = 256, 512  # shorter side of the photo
_LEAST_AREA = 0.01  # of the picture, for anybody to be seen
# A pose that was found with less confidence is nobody's; what somebody states is believed.
_LEAST_BELIEF: Mapping[JointSource, float] = {JointSource.SILHOUETTE: 0.002, JointSource.NETWORK: 0.5}
# One found with less may be wrong here and there. Of the reader's joints 99 of 100 are right from 0.9 on.
_SURE: Mapping[JointSource, float] = {JointSource.SILHOUETTE: SURE, JointSource.NETWORK: 0.90}
_TOUCHING = 0.04  # of the upper border: more than hair, so the head goes on outside
_SMALL = 0.35  # of the picture's height
_SHARP = 2.0  # see `sharpness`; photos in focus have 3 and more, a blur of 3 pixels at 768 leaves under 1.8
# Distance between the shoulders by the torso's length, negative from behind; 0.62 to 0.81 from the front.
_TURNED, _SIDEWAYS = 0.57, 0.40
_TURNED_HIDING = 0.70  # the same where the body hides one shoulder, or the head one ear
_SEEN, _HIDDEN = 0.7, 0.6  # how visible joints are that are seen, and that something hides
_ONE_EAR = 0.30  # by how much less visible one ear is on a turned head; beside hair up to 0.25
_FACELESS = 0.5  # eyes less visible than that are not in the picture
_BEHIND = 0.35  # hands less visible than that are behind something
_CLEAR = 0.80  # how decided the parsing must be
_HAIR = 0.03  # of the trunk

# The joints that a garment needs in the picture, the least important last.
_NEEDED = {
    Category.TOP: ("shoulder", "hip"),
    Category.OUTER: ("shoulder", "hip"),
    Category.DRESS: ("shoulder", "hip", "knee"),
    Category.BOTTOM: ("hip", "knee", "ankle"),
}
_UPPER = {Category.TOP, Category.DRESS, Category.OUTER}


@dataclass(frozen=True)
class _Case:
    """Everything that the questions below look at."""

    rgb: RGB
    silhouette: Silhouette
    pose: BodyPose
    parsing: Parsing
    categories: tuple[Category, ...]
    seen: Mapping[str, float]


def examine(
    rgb: RGB,
    silhouette: Silhouette,
    pose: BodyPose,
    parsing: Parsing,
    categories: Iterable[Category],
    seen: Mapping[str, float] | None = None,
) -> tuple[Notice, ...]:
    """Notices about the person in `rgb` [H, W, 3] for garments of these categories, the gravest first.

    `seen`: how visible each joint is, 0..1; where nobody knows, its confidence stands for it.
    Raises BadRequest where nothing sensible can be made: nobody can be made out, or the photo is too small.
    """
    visible = seen or {name: joint.confidence for name, joint in pose.joints.items()}
    case = _Case(rgb, silhouette, pose, parsing, tuple(dict.fromkeys(categories)), visible)
    _check(case)
    found = (question(case) for question in _QUESTIONS)
    return tuple(notice for notice in found if notice is not None)


def _check(case: _Case) -> None:
    """Raises BadRequest where there is nobody to say anything about."""
    pose, silhouette = case.pose, case.silhouette
    pixels = min(case.rgb.shape[:2])
    if pixels < LEAST_PIXELS:
        raise BadRequest("photo_tiny", pixels=pixels)
    if float(silhouette.alpha.mean()) < _LEAST_AREA:
        raise BadRequest("no_person")
    if pose.confidence >= _LEAST_BELIEF.get(pose.source, 0.0):
        return
    if silhouette.people > 1:
        raise BadRequest("persons_unclear", count=silhouette.people)
    if "busy_background" in silhouette.notes:
        raise BadRequest("person_unclear")
    if pose.source is JointSource.SILHOUETTE and _touches_top(silhouette.alpha):
        raise BadRequest("person_headless")
    raise BadRequest("no_person")


def _touches_top(alpha: Mask) -> bool:
    return float(np.mean(alpha[: max(1, alpha.shape[0] // 200)] > 0.5)) > _TOUCHING


def _outlined(case: _Case) -> bool:
    """Whether the joints come from the outline. It shows neither which way a body faces nor arms before it."""
    return case.pose.source is JointSource.SILHOUETTE


def _unsure_pose(case: _Case) -> Notice | None:
    if case.pose.confidence >= _SURE.get(case.pose.source, 0.0):
        return None
    return Notice("unsure_pose", values={"confidence": case.pose.confidence})


def _several_persons(case: _Case) -> Notice | None:
    count = case.silhouette.people
    return Notice("several_persons", values={"count": count}) if count > 1 else None


def _person_cropped(case: _Case) -> Notice | None:
    needed = dict.fromkeys(joint for category in case.categories for joint in _NEEDED[category])
    outside = [name for name in needed if not _inside(case, name)]
    if not outside:
        return None
    grave = {"shoulder", "hip"} & set(outside)
    parts = tuple(f"part_{name}s" for name in outside)
    return Notice("person_cropped", Severity.WARNING if grave else Severity.INFO, {"joints": parts})


def _inside(case: _Case, name: str) -> bool:
    height, width = case.rgb.shape[:2]
    both = [case.pose[f"{side}_{name}"] for side in Side if case.pose.has(f"{side}_{name}")]
    return bool(both) and all(-1 <= p.x <= width and -1 <= p.y <= height for p in both)


def _person_small(case: _Case) -> Notice | None:
    rows = np.flatnonzero((case.silhouette.alpha > 0.5).any(axis=1))
    share = float(rows[-1] - rows[0] + 1) / case.rgb.shape[0] if rows.size else 0.0
    return Notice("person_small", values={"share": share}) if share < _SMALL else None


def _low_resolution(case: _Case) -> Notice | None:
    pixels = min(case.rgb.shape[:2])
    return Notice("low_resolution", Severity.INFO, {"pixels": pixels}) if pixels < ENOUGH_PIXELS else None


def _blurry(case: _Case) -> Notice | None:
    # The same blur leaves more detail to a pixel where there are fewer pixels: measured from 384 to 768.
    least = _SHARP * max(1.0, 768 / max(case.rgb.shape[:2])) ** 1.6
    return Notice("blurry") if sharpness(case.rgb, case.silhouette) < least else None


def sharpness(rgb: RGB, silhouette: Silhouette) -> float:
    """How much fine detail the sharpest tenth of the person holds, in the direction that has least of it.

    The spread of second differences in grey levels, measured at 768 pixels on the long side, so that it does not
    depend on the photo's size. A camera that moved leaves detail across its path, and none along it.
    """
    scale = min(1.0, 768 / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    grey = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    inside = cv2.resize(silhouette.alpha, size, interpolation=cv2.INTER_AREA) > 0.5
    if not inside.any():
        return 0.0
    bends = (cv2.filter2D(grey, cv2.CV_32F, kernel) ** 2 for kernel in _BENDS)
    return min(float(np.quantile(np.sqrt(cv2.blur(bend, (9, 9)))[inside], 0.9)) for bend in bends)


# Second differences along the row, the column and both diagonals.
_BENDS = tuple(
    np.array(rows, np.float32)
    for rows in (
        ((0, 0, 0), (1, -2, 1), (0, 0, 0)),
        ((0, 1, 0), (0, -2, 0), (0, 1, 0)),
        ((1, 0, 0), (0, -2, 0), (0, 0, 1)),
        ((0, 0, 1), (0, -2, 0), (1, 0, 0)),
    )
)


def _turned(case: _Case) -> Notice | None:
    """From behind, from the side, or a little turned."""
    if _outlined(case):
        return None
    facing = _facing(case.pose)
    if abs(facing) < _SIDEWAYS:
        return Notice("turned_pose")
    if facing < 0 or _faceless(case):
        return Notice("turned_away")
    limit = _TURNED_HIDING if _hides_a_side(case) else _TURNED
    return Notice("turned_pose", Severity.INFO) if facing < limit else None


def _facing(pose: BodyPose) -> float:
    """Distance between the shoulders across the spine by the torso's length; negative where they are seen reversed."""
    x, y = np.subtract(pose["left_shoulder"], pose["right_shoulder"])
    down = _middle(pose, "hip") - _middle(pose, "shoulder")
    return float(x * down[1] - y * down[0]) / max(float(down @ down), 1.0)


def _hides_a_side(case: _Case) -> bool:
    """Whether the body hides one shoulder, or the head one ear. People's own words on ears tell of hair as well."""
    low, high = sorted(case.seen.get(f"{side}_shoulder", 1.0) for side in Side)
    ears = [case.seen.get(f"{side}_ear", 1.0) for side in Side]
    one_ear = case.pose.source is JointSource.NETWORK and abs(ears[0] - ears[1]) > _ONE_EAR
    return one_ear or (low < _HIDDEN and high >= _SEEN)


def _faceless(case: _Case) -> bool:
    """Whether shoulders are seen but no eyes, though there is room for them in the picture."""
    eyes = [name for name in ("left_eye", "right_eye") if name in case.seen and case.pose.has(name)]
    if not eyes or case.pose[eyes[0]].y < 0 or _touches_top(case.silhouette.alpha):
        return False
    shoulders = min(case.seen.get(f"{side}_shoulder", 0.0) for side in Side)
    return max(case.seen[name] for name in eyes) < min(_FACELESS, shoulders)


def _arms_crossed(case: _Case) -> Notice | None:
    if _outlined(case):
        return None
    crossing = tuple(f"part_{side}_wrist" for side in Side if _crosses(case, side))
    return Notice("arms_crossed", values={"joints": crossing}) if crossing else None


def _crosses(case: _Case, side: Side) -> bool:
    return _over_trunk(case, f"{side}_wrist", 0.05, 0.80)


def _hand_over_garment(case: _Case) -> Notice | None:
    """Hands of arms that do not cross the trunk themselves: those are said already."""
    if _outlined(case):
        return None
    low = 1.15 if set(case.categories) & {Category.BOTTOM, Category.DRESS} else 0.95
    hands = []
    for side in Side:
        tip = next((n for n in (f"{side}_index", f"{side}_wrist") if case.pose.has(n)), None)
        if tip and not _crosses(case, side) and _over_trunk(case, tip, 0.05, low):
            hands.append(f"part_{side}_hand")
    return Notice("hand_over_garment", values={"joints": tuple(hands)}) if hands else None


def _over_trunk(case: _Case, name: str, high: float, low: float) -> bool:
    """Whether a joint lies before the trunk, between two shares of the way from shoulders to hips.

    On its own side it must lie within the trunk; on the other side its arm crosses the trunk to get there.
    """
    pose = case.pose
    if not pose.has(name, least=0.2) or case.seen.get(name, 1.0) < _BEHIND:
        return False
    top, bottom = _middle(pose, "shoulder"), _middle(pose, "hip")
    spine = bottom - top
    length = max(float(np.linalg.norm(spine)), 1.0)
    offset = np.array(pose[name]) - top
    t = float(offset @ spine) / length**2
    own = 1.0 if name.startswith(Side.LEFT) == (_facing(pose) > 0) else -1.0
    aside = own * float(offset[0] * spine[1] - offset[1] * spine[0]) / length
    # The hips' joints lie inside; clothes there are half as wide again.
    shoulders, hips = _breadth(pose, "shoulder") / 2, 1.5 * _breadth(pose, "hip") / 2
    half = shoulders + min(max(t, 0.0), 1.0) * (hips - shoulders)
    return high < t < low and -1.6 * half < aside < 0.95 * half


def _covered_by_hair(case: _Case) -> Notice | None:
    if not set(case.categories) & _UPPER:
        return None
    trunk = _trunk(case)
    hair = float(np.mean(_hair(case)[trunk])) if trunk.any() else 0.0
    return Notice("covered_by_hair", Severity.INFO) if hair > _HAIR else None


def _hair(case: _Case) -> Bools:
    """Hair [H, W] that hangs from a head: what only has its colour, such as a print, is not joined to one."""
    hair = (case.parsing.labels == Region.HAIR).astype(np.uint8)
    count, parts = cv2.connectedComponents(hair, connectivity=8)
    above = np.zeros(count, np.bool_)
    above[parts[: max(0, round(_chin(case.pose)))]] = True
    above[0] = False
    return np.asarray(above[parts], np.bool_)


def _chin(pose: BodyPose) -> float:
    """The row where a head ends, as far as the joints tell."""
    top, bottom = _middle(pose, "shoulder")[1], _middle(pose, "hip")[1]
    return float(0.5 * (top + pose["nose"].y) if pose.has("nose") else top - 0.25 * (bottom - top))


def _trunk(case: _Case) -> Bools:
    """Between shoulders and hips [H, W]."""
    corners = [case.pose[n] for n in ("left_shoulder", "right_shoulder", "right_hip", "left_hip")]
    trunk = np.zeros(case.parsing.labels.shape, np.uint8)
    cv2.fillConvexPoly(trunk, cv2.convexHull(np.array(corners).astype(np.int32)), 1)
    return trunk > 0


def _busy_background(case: _Case) -> Notice | None:
    return Notice("busy_scene") if "busy_background" in case.silhouette.notes else None


def _bare_as_dressed(case: _Case) -> Notice | None:
    return Notice("bare_as_dressed", Severity.INFO) if case.parsing.confidence < _CLEAR else None


def _middle(pose: BodyPose, part: str) -> Points:
    return np.asarray(np.mean([pose[f"{side}_{part}"] for side in Side], axis=0), np.float64)


def _breadth(pose: BodyPose, part: str) -> float:
    return float(np.linalg.norm(np.subtract(pose[f"left_{part}"], pose[f"right_{part}"])))


_QUESTIONS: tuple[Callable[[_Case], Notice | None], ...] = (
    _unsure_pose,
    _several_persons,
    _person_cropped,
    _turned,
    _busy_background,
    _person_small,
    _low_resolution,
    _blurry,
    _arms_crossed,
    _hand_over_garment,
    _covered_by_hair,
    _bare_as_dressed,
)
