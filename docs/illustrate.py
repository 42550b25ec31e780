"""Draw the pictures of the READMEs anew: docs/pictures/looks.jpg, try.jpg and world.jpg.

    python docs/illustrate.py

Everything in them is made by the synthetic world and the instant draft.
"""

import time
from pathlib import Path

import numpy as np

from toile import settings, showcase
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.lookbook import frame
from toile.pixels.arrays import RGB
from toile.pixels.output import encode, put
from toile.tryon.draft import Draft
from toile.tryon.fit import fit
from toile.world.clothes.wardrobe import draw_outfit
from toile.world.figure.cast import CAST
from toile.world.sample import photograph

PICTURES = Path(__file__).resolve().parent / "pictures"
CELL = Size(330, 440)
PORTRAIT = Size(660, 880)
GAP = 12
PAPER = 255
LOOKS = (0, 3, 10, 21, 12, 9)  # of the demo's 24
STORY = 2
# People of the studio: a saved persona, the seed of the outfit, pose and scene.
PEOPLE = (
    ("Mei", 21, "contrapposto", "home"),
    ("Kwame", 14, "hands-in-pockets", "street"),
    ("Sofia", 9, "walking", "beach"),
    ("George", 12, "hand-in-pocket", "office"),
    ("Amara", 30, "stepping", "runway"),
    ("Haruto", 3, "sitting", "cafe"),
)


def main() -> None:
    """Six looks in a row; and person, garment, look side by side."""
    showcase.keep_compiled(settings.read().data)
    put(_row([_dress(index)[2] for index in LOOKS]), PICTURES / "looks.jpg")
    put(_row(_dress(STORY)), PICTURES / "try.jpg")
    put(_row([_photograph(*someone) for someone in PEOPLE]), PICTURES / "world.jpg")


def _dress(index: int) -> list[RGB]:
    photos = showcase.shoot(showcase.SITTINGS[index])
    look = fit(photos.person, photos.garments, Draft(), clock=time.perf_counter)
    return [photos.person.rgb, photos.garments[0].rgb, look.rgb]


def _photograph(name: str, outfit: int, pose: str, scene: str) -> RGB:
    persona = CAST[name]
    wearing = draw_outfit(outfit, persona.gender)
    return photograph(persona, wearing, POSES[pose], SCENES[scene], PORTRAIT, seed=outfit).rgb


def _row(pictures: list[RGB]) -> bytes:
    gap = np.full((CELL.height, GAP, 3), PAPER, np.uint8)
    parts = [part for picture in pictures for part in (gap, frame(picture, CELL))][1:]
    return encode(np.hstack(parts), ".jpg", quality=86)


if __name__ == "__main__":
    main()
