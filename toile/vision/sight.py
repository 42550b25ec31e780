"""How a person is looked at: the reader first, the outline, which the reader has to agree with, then what every
pixel shows.

One order for everybody who needs to know a person: the draft, `toile pose`, the wearer of a garment.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import BodyPose
from toile.pixels.arrays import RGB
from toile.vision.borrowed.classes import merge
from toile.vision.borrowed.matte import as_silhouette
from toile.vision.parsing import Parsing, parse
from toile.vision.person_reader import Reading, read_person
from toile.vision.seeing import Seeing
from toile.vision.silhouette import Silhouette, cut_person

# An outline found without joints is believed from this confidence on, where it covers what the reader takes for the
# person. A wrong one misleads the reader more than none.
TRUSTED = 0.85
_COARSE = 192  # pixels of the longer side, to compare outlines
_AGREES = 0.8  # of both together is in both


@dataclass(frozen=True)
class Sight:
    """A person as they are seen. `reading`: what the shipped reader said; its joints are `pose` unless better ones
    were known."""

    pose: BodyPose
    silhouette: Silhouette
    parsing: Parsing
    reading: Reading


def see_person(rgb: RGB, joints: BodyPose | None = None, seeing: Seeing | None = None) -> Sight:
    """The person in `rgb` [H, W, 3]. `joints` where somebody knows them; `seeing`: networks that were pointed to."""
    seeing = seeing or Seeing()
    first = read_person(rgb)
    silhouette = cut_person(rgb, joints, first if joints else None)
    if seeing.cutout and "busy_background" in silhouette.notes:
        silhouette = as_silhouette(seeing.cutout(rgb))
    if not _is_clear(silhouette, first):
        known = joints or (seeing.pose(rgb, silhouette.alpha) if seeing.pose else first.pose)
        silhouette = cut_person(rgb, known, first)
    reading = read_person(rgb, silhouette.alpha, first)  # what every pixel shows is plainer with an outline
    pose = joints or (seeing.pose(rgb, silhouette.alpha) if seeing.pose else reading.pose)
    parsing = parse(rgb, silhouette.alpha, pose, reading)
    if seeing.parsing:
        parsing = merge(seeing.parsing(rgb), parsing, silhouette.alpha, pose)
    return Sight(pose, silhouette, parsing, reading)


def _is_clear(silhouette: Silhouette, reading: Reading) -> bool:
    """Whether the outline may be believed."""
    if silhouette.confidence < TRUSTED:
        return False
    shape = silhouette.alpha.shape
    factor = min(1.0, _COARSE / max(shape))
    person = reading.person_at((round(shape[0] * factor), round(shape[1] * factor)), factor)
    alpha = cv2.resize(silhouette.alpha, person.shape[::-1], interpolation=cv2.INTER_AREA)
    either = float(np.maximum(alpha, person).sum())
    return float(np.minimum(alpha, person).sum()) >= _AGREES * either
