"""Telling a garment's photo on a person from a garment's photo alone."""

from toile.pixels.arrays import RGB
from toile.vision.cutout import Cutout
from toile.vision.person_reader import read_person

# Of 40 garments of the world and 21 real ones none was taken for a person with more than 0.4, of 55 people none with
# less than 0.99.
_SOMEBODY = 0.7


def is_worn(rgb: RGB, cutout: Cutout) -> bool:
    """Whether a person wears the garment: whether the trained reader sees one."""
    return read_person(rgb, cutout.alpha).present >= _SOMEBODY
