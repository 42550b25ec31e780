"""How a person is looked at: the reader first, the outline with what it says, then what every pixel shows.

One order for everybody who needs to know a person: the draft, `toile pose`, the wearer of a garment.
"""

from dataclasses import dataclass

from toile.domain.body import BodyPose
from toile.pixels.arrays import RGB
from toile.vision.borrowed.classes import merge
from toile.vision.borrowed.matte import as_silhouette, is_doubtful
from toile.vision.parsing import Parsing, parse
from toile.vision.person_reader import Reading, read_person
from toile.vision.seeing import Seeing
from toile.vision.silhouette import Silhouette, cut_person

# An outline found without joints is shown to the reader from this confidence on, and is not drawn again with joints.
# A wrong one misleads the reader more than none.
TRUSTED = 0.85


@dataclass(frozen=True)
class Sight:
    """A person as they are seen. `reading`: what the shipped reader said."""

    pose: BodyPose
    silhouette: Silhouette
    parsing: Parsing
    reading: Reading


def see_person(rgb: RGB, joints: BodyPose | None = None, seeing: Seeing | None = None) -> Sight:
    """The person in `rgb` [H, W, 3]. `joints` where somebody knows them; `seeing`: networks that were pointed to."""
    seeing = seeing or Seeing()
    silhouette = cut_person(rgb, joints)
    if seeing.cutout and is_doubtful(silhouette.notes):
        silhouette = as_silhouette(seeing.cutout(rgb))
    clear = silhouette.confidence >= TRUSTED
    reading = read_person(rgb, silhouette.alpha if clear else None)
    pose = joints or (seeing.pose(rgb, silhouette.alpha) if seeing.pose else reading.pose)
    if not clear:
        silhouette = cut_person(rgb, pose, reading)
        reading = read_person(rgb, silhouette.alpha)  # what every pixel shows is plainer with an outline
    parsing = parse(rgb, silhouette.alpha, pose, reading)
    if seeing.parsing:
        parsing = merge(seeing.parsing(rgb), parsing, silhouette.alpha, pose)
    return Sight(pose, silhouette, parsing, reading)
