"""What is worth saying about a person's photo before anybody is dressed in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import BodyPose, JointSource, Region, Side
from toile.domain.garment import Category
from toile.domain.look import Notice, Severity
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Points
from toile.vision.parsing import Parsing
from toile.vision.pose import SURE
from toile.vision.silhouette import Silhouette

LEAST_PIXELS, ENOUGH_PIXELS = 256, 512  # shorter side of the photo
_LEAST_AREA = 0.01  # of the picture, for anybody to be seen
_LEAST_BELIEF = 0.002  # a silhouette's pose below this is not a person who stands
_SMALL = 0.35  # of the picture's height
_SHARP = (
    2.2  # standard deviation of the Laplacian on the person, photo at 768 pixels; blurred ones are below 1.5
)
_TURNED = 0.55  # shoulder width by torso length; from the front it is about 0.7
_CLEAR = 0.80  # how decided the parsing must be

# The joints that a garment needs in the picture, the least important last.
_NEEDED = {
    Category.TOP: ("shoulder", "hip"),
    Category.OUTER: ("shoulder", "hip"),
    Category.DRESS: ("shoulder", "hip", "knee"),
    Category.BOTTOM: ("hip", "knee", "ankle"),
}


@dataclass(frozen=True)
class _Case:
    """Everything that the questions below look at."""

    rgb: RGB
    silhouette: Silhouette
    pose: BodyPose
    parsing: Parsing
    categories: tuple[Category, ...]


def examine(
    rgb: RGB, silhouette: Silhouette, pose: BodyPose, parsing: Parsing, categories: Iterable[Category]
) -> tuple[Notice, ...]:
    """Notices about the person in `rgb` [H, W, 3] for garments of these categories, the gravest first.

    Raises BadRequest where nobody can be made out or the photo is too small to work on.
    """
    pixels = min(rgb.shape[:2])
    if pixels < LEAST_PIXELS:
        raise BadRequest("photo_tiny", pixels=pixels)
    guessed = pose.source is JointSource.SILHOUETTE
    if float(silhouette.alpha.mean()) < _LEAST_AREA or (guessed and pose.confidence < _LEAST_BELIEF):
        raise BadRequest("no_person")
    case = _Case(rgb, silhouette, pose, parsing, tuple(dict.fromkeys(categories)))
    found = (question(case) for question in _QUESTIONS)
    return tuple(notice for notice in found if notice is not None)


def _unsure_pose(case: _Case) -> Notice | None:
    if case.pose.source is not JointSource.SILHOUETTE or case.pose.confidence >= SURE:
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
    return Notice(
        "person_cropped", Severity.WARNING if grave else Severity.INFO, {"joints": _plural(outside)}
    )


def _inside(case: _Case, name: str) -> bool:
    height, width = case.rgb.shape[:2]
    both = [case.pose[f"{side}_{name}"] for side in Side if case.pose.has(f"{side}_{name}")]
    return bool(both) and all(-1 <= p.x <= width and -1 <= p.y <= height for p in both)


def _plural(names: list[str]) -> str:
    return ", ".join(f"{name}s" for name in names)


def _person_small(case: _Case) -> Notice | None:
    rows = np.flatnonzero((case.silhouette.alpha > 0.5).any(axis=1))
    share = float(rows[-1] - rows[0] + 1) / case.rgb.shape[0] if rows.size else 0.0
    return Notice("person_small", values={"share": share}) if share < _SMALL else None


def _low_resolution(case: _Case) -> Notice | None:
    pixels = min(case.rgb.shape[:2])
    return Notice("low_resolution", Severity.INFO, {"pixels": pixels}) if pixels < ENOUGH_PIXELS else None


def _blurry(case: _Case) -> Notice | None:
    return Notice("blurry") if sharpness(case.rgb, case.silhouette) < _SHARP else None


def sharpness(rgb: RGB, silhouette: Silhouette) -> float:
    """How much fine detail the sharpest tenth of the person holds: standard deviation of the Laplacian.

    Measured at 768 pixels on the long side, so that it does not depend on the photo's size.
    """
    scale = min(1.0, 768 / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    grey = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    square = np.asarray(cv2.Laplacian(grey, cv2.CV_32F), np.float32) ** 2
    local = np.sqrt(np.asarray(cv2.blur(square, (9, 9)), np.float32))
    inside = cv2.resize(silhouette.alpha, size, interpolation=cv2.INTER_AREA) > 0.5
    return float(np.quantile(local[inside], 0.9)) if inside.any() else 0.0


def _turned_pose(case: _Case) -> Notice | None:
    shoulders = np.subtract(case.pose["left_shoulder"], case.pose["right_shoulder"])
    across = float(np.linalg.norm(shoulders))
    torso = float(np.linalg.norm(_middle(case.pose, "shoulder") - _middle(case.pose, "hip")))
    return Notice("turned_pose") if across < _TURNED * torso else None


def _arms_crossed(case: _Case) -> Notice | None:
    crossing = [f"{side} wrist" for side in Side if _over_trunk(case.pose, f"{side}_wrist", 0.05, 0.80)]
    return Notice("arms_crossed", values={"joints": ", ".join(crossing)}) if crossing else None


def _hand_over_garment(case: _Case) -> Notice | None:
    low = 1.15 if set(case.categories) & {Category.BOTTOM, Category.DRESS} else 0.95
    hands = []
    for side in Side:
        tip = next((n for n in (f"{side}_index", f"{side}_wrist") if case.pose.has(n)), None)
        if tip and _over_trunk(case.pose, tip, 0.05, low):
            hands.append(f"{side} hand")
    return Notice("hand_over_garment", values={"joints": ", ".join(hands)}) if hands else None


def _over_trunk(pose: BodyPose, name: str, high: float, low: float) -> bool:
    """Whether a joint lies before the trunk, between two shares of the way from shoulders to hips."""
    if not pose.has(name, least=0.2):
        return False
    top, bottom = _middle(pose, "shoulder"), _middle(pose, "hip")
    spine = bottom - top
    length = max(float(np.linalg.norm(spine)), 1.0)
    offset = np.array(pose[name]) - top
    t = float(offset @ spine) / length**2
    sideways = abs(float(offset[0] * spine[1] - offset[1] * spine[0])) / length
    # The hips' joints lie inside; clothes there are half as wide again.
    shoulders, hips = _breadth(pose, "shoulder") / 2, 1.5 * _breadth(pose, "hip") / 2
    half = shoulders + min(max(t, 0.0), 1.0) * (hips - shoulders)
    return high < t < low and sideways < 0.95 * half


def _covered_by_hair(case: _Case) -> Notice | None:
    if not set(case.categories) & {Category.TOP, Category.DRESS, Category.OUTER}:
        return None
    corners = [case.pose[n] for n in ("left_shoulder", "right_shoulder", "right_hip", "left_hip")]
    trunk = np.zeros(case.parsing.labels.shape, np.uint8)
    cv2.fillConvexPoly(trunk, cv2.convexHull(np.array(corners).astype(np.int32)), 1)
    hair = float(np.mean(case.parsing.labels[trunk > 0] == Region.HAIR)) if trunk.any() else 0.0
    return Notice("covered_by_hair", Severity.INFO) if hair > 0.03 else None


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
    _busy_background,
    _person_small,
    _low_resolution,
    _blurry,
    _arms_crossed,
    _hand_over_garment,
    _turned_pose,
    _covered_by_hair,
    _bare_as_dressed,
)
