"""How long a draft takes: seconds of one core, so that other work on the machine does not count."""

import time

import cv2

from benchmarks.seeing.bar import Bar, Seen, median
from benchmarks.seeing.shots import FRONTAL, STUDIOS
from toile.domain.garment import Category
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.tryon.draft import Draft
from toile.tryon.fit import GarmentPhoto, PersonPhoto, fit
from toile.world.clothes.wardrobe import draw_garment, draw_outfit
from toile.world.figure.cast import draw_persona
from toile.world.sample import photograph, shoot_product

SIZES = {"768x1024": (Size(768, 1024), 0.7), "384x512": (Size(384, 512), 0.2)}
PREPARED = ("dress", "paste", "check")  # what is left once person and garment are known
BARS = tuple(
    Bar("speed", f"draft {name}, prepared, s", bar, least=False, summary=median)
    for name, (_, bar) in SIZES.items()
)


def observe(seed: int) -> Seen:
    """A top put on somebody frontal in a studio, at each size, on one thread."""
    persona = draw_persona(seed)
    wearing = draw_outfit(seed, persona.gender)
    pose, scene = FRONTAL[seed % len(FRONTAL)], STUDIOS[seed % len(STUDIOS)]
    seen = {}
    threads = cv2.getNumThreads()
    for bar, (size, _) in zip(BARS, SIZES.values(), strict=True):
        photo = photograph(persona, wearing, POSES[pose], SCENES[scene], size, seed=seed)
        garment = shoot_product(draw_garment(seed, Category.TOP), size, seed=seed)
        cv2.setNumThreads(1)
        try:
            timings = fit(
                PersonPhoto(photo.rgb, "", joints=photo.truth.joints),
                [GarmentPhoto(garment.rgb, "", category=Category.TOP)],
                Draft(),
                clock=time.process_time,
            ).timings
        finally:
            cv2.setNumThreads(threads)
        seen[bar.metric] = [sum(timings[stage] for stage in PREPARED)]
    return seen
