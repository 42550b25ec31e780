"""What is worth saying about a garment's photo before anybody is dressed in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.garment import Category, GarmentLandmarks, Kind
from toile.domain.look import Notice, Severity
from toile.errors import BadRequest
from toile.vision.cutout import BUSY_INLIERS, NOTHING, PLAIN_SLOPE, PLAIN_SPREAD, Cutout

_SMALL = 0.06  # of the picture
_CUT = 0.03  # of a border of the picture that the garment may cover
_SECOND = 0.25  # of the largest part's area, for another garment
# dE between the garment's rim and the ground. Below the first its folds may be the only outline, below the second
# not even those can be relied on; on grounds of another colour it is 20 and more.
_LIKE, _SAME = 9.0, 6.0
_SIDES = 3  # so many borders touched: not the garment is cut, the ground was taken for it

# What a garment of that outline may be worn as: a long top looks like a dress, and any top may be a jacket.
WEARABLE_AS: Mapping[Kind, tuple[Category, ...]] = {
    Kind.TOP: (Category.TOP, Category.OUTER, Category.DRESS),
    Kind.DRESS: (Category.DRESS, Category.TOP, Category.OUTER),
    Kind.TROUSERS: (Category.BOTTOM,),
    Kind.SHORTS: (Category.BOTTOM,),
    Kind.SKIRT: (Category.BOTTOM,),
}


@dataclass(frozen=True)
class _Case:
    """Everything that the questions below look at."""

    cutout: Cutout
    landmarks: GarmentLandmarks | None
    category: Category | None
    worn: bool


def examine(
    cutout: Cutout,
    landmarks: GarmentLandmarks | None = None,
    category: Category | None = None,
    *,
    worn: bool = False,
    name: str = "",
) -> tuple[Notice, ...]:
    """Notices about the garment called `name`, the gravest first.

    `category`: what it was said to be, None where nothing was said. `worn`: somebody wears it in the photo, and
    `cutout` is the garment alone; the ground then says nothing about the cut. Raises BadRequest where there is
    nothing that could be a garment.
    """
    check_garment(cutout)
    case = _Case(cutout, landmarks, category, worn)
    found = {code: severity for code, question in _QUESTIONS.items() if (severity := question(case))}
    found |= dict.fromkeys(landmarks.notes if landmarks else (), Severity.WARNING)
    return tuple(Notice(code, severity, {"garment": name}) for code, severity in found.items())


def check_garment(cutout: Cutout) -> None:
    """Raises BadRequest for a photo that shows no garment."""
    if cutout.report.area < NOTHING or float(cutout.alpha.mean()) < NOTHING:
        raise BadRequest("no_garment")


def is_doubtful(cutout: Cutout) -> bool:
    """Whether the ground may have misled the cut: it is busy, or as pale as the garment."""
    case = _Case(cutout, None, None, False)
    return bool(_busy_background(case) or _same_as_background(case))


def _warn(holds: bool) -> Severity | None:
    return Severity.WARNING if holds else None


def _worn_garment(case: _Case) -> Severity | None:
    return _warn(case.worn)


def _wrong_category(case: _Case) -> Severity | None:
    if case.landmarks is None or case.category is None:
        return None
    return _warn(case.category not in WEARABLE_AS[case.landmarks.kind])


def _several_garments(case: _Case) -> Severity | None:
    """Two parts that are both large. What a wearer's arm or a bag divides is one garment still."""
    inside = (case.cutout.alpha > 0.5).astype(np.uint8)
    areas = np.sort(cv2.connectedComponentsWithStats(inside, connectivity=8)[2][1:, cv2.CC_STAT_AREA])
    return _warn(not case.worn and areas.size > 1 and bool(areas[-2] > _SECOND * areas[-1]))


def _busy_background(case: _Case) -> Severity | None:
    report = case.cutout.report
    everywhere = sum(touched > _CUT for touched in report.touches) >= _SIDES
    uneven = report.sigma > PLAIN_SPREAD or report.edges > PLAIN_SLOPE
    return _warn(not case.worn and (report.inliers < BUSY_INLIERS or uneven or everywhere))


def _garment_cut(case: _Case) -> Severity | None:
    """A worn garment may end at the picture's edge only where its wearer does."""
    return _warn(not case.worn and max(case.cutout.report.touches) > _CUT)


def _same_as_background(case: _Case) -> Severity | None:
    contrast = case.cutout.report.contrast
    if case.worn or contrast >= _LIKE:
        return None
    return Severity.WARNING if contrast < _SAME else Severity.INFO


def _garment_small(case: _Case) -> Severity | None:
    return _warn(float((case.cutout.alpha > 0.5).mean()) < _SMALL)


_QUESTIONS: Mapping[str, Callable[[_Case], Severity | None]] = {
    "worn_garment": _worn_garment,
    "wrong_category": _wrong_category,
    "several_garments": _several_garments,
    "busy_background": _busy_background,
    "garment_cut": _garment_cut,
    "same_as_background": _same_as_background,
    "garment_small": _garment_small,
}
