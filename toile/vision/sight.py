"""How a person is looked at: the reader first, the outline with what it says, then what every pixel shows.

One order for everybody who needs to know a person: the draft, `toile pose`, the wearer of a garment.
"""

from dataclasses import dataclass

from toile.domain.body import BodyPose
from toile.pixels.arrays import RGB, Mask
from toile.vision.parsing import Parsing, parse
from toile.vision.person_reader import Reading, read_person
from toile.vision.pose import PoseEstimator
from toile.vision.silhouette import Silhouette, cut_person

TRUSTED = 0.40  # an outline found without joints is shown to the reader from this confidence on
_CLEAN = 0.90  # from this one on it need not be drawn again with the joints


@dataclass(frozen=True)
class Sight:
    """A person as they are seen. `reading`: what the shipped reader said."""

    pose: BodyPose
    silhouette: Silhouette
    parsing: Parsing
    reading: Reading


def see_person(rgb: RGB, joints: BodyPose | None = None, estimate: PoseEstimator | None = None) -> Sight:
    """The person in `rgb` [H, W, 3]. `joints` where somebody knows them; `estimate`: another estimator of joints."""
    silhouette = cut_person(rgb, joints)
    reading = read_person(rgb, _shown(silhouette))
    pose = joints or (estimate(rgb, silhouette.alpha) if estimate else reading.pose)
    if silhouette.confidence < _CLEAN:
        silhouette = cut_person(rgb, pose, reading)
    return Sight(pose, silhouette, parse(rgb, silhouette.alpha, pose, reading), reading)


def _shown(silhouette: Silhouette) -> Mask | None:
    return silhouette.alpha if silhouette.confidence >= TRUSTED else None
