"""Draw the pictures of the READMEs anew: docs/pictures/looks.jpg and try.jpg.

    python docs/illustrate.py

Everything in them is made by the synthetic world and the instant draft.
"""

import time
from pathlib import Path

import numpy as np

from toile import settings, showcase
from toile.domain.geometry import Size
from toile.lookbook import frame
from toile.pixels.arrays import RGB
from toile.pixels.output import encode, put
from toile.tryon.draft import Draft
from toile.tryon.fit import fit

PICTURES = Path(__file__).resolve().parent / "pictures"
CELL = Size(330, 440)
GAP = 12
PAPER = 255
LOOKS = (0, 3, 10, 21, 12, 9)  # of the demo's 24
STORY = 2


def main() -> None:
    """Six looks in a row; and person, garment, look side by side."""
    showcase.keep_compiled(settings.read().data)
    put(_row([_dress(index)[2] for index in LOOKS]), PICTURES / "looks.jpg")
    put(_row(_dress(STORY)), PICTURES / "try.jpg")


def _dress(index: int) -> list[RGB]:
    photos = showcase.shoot(showcase.SITTINGS[index])
    look = fit(photos.person, photos.garments, Draft(), clock=time.perf_counter)
    return [photos.person.rgb, photos.garments[0].rgb, look.rgb]


def _row(pictures: list[RGB]) -> bytes:
    gap = np.full((CELL.height, GAP, 3), PAPER, np.uint8)
    parts = [part for picture in pictures for part in (gap, frame(picture, CELL))][1:]
    return encode(np.hstack(parts), ".jpg", quality=86)


if __name__ == "__main__":
    main()
