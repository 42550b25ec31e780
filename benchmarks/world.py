"""How long a photo of the synthetic studio takes, warm, by size and scene, and where the time goes.

    make bench, or python benchmarks/world.py

Aims: half a second at 384x512 and two seconds at 768x1024 on two cores. People, outfits and poses are drawn from seeds
that are used nowhere else, so nothing is remembered from one photo to the next but compiled code and scenes.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial

from toile import settings
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.world import cache, exposure, truth
from toile.world.camera import light, render
from toile.world.clothes import dress
from toile.world.clothes.wardrobe import draw_outfit
from toile.world.figure import body, hair
from toile.world.figure.cast import draw_persona
from toile.world.sample import photograph
from toile.world.scenery import backdrop

AIMS = ((Size(384, 512), 0.5, 2), (Size(768, 1024), 2.0, 1))  # size, seconds, photos of each scene
FIRST = 900_000  # of the seeds
STAGES: tuple[tuple[str, object, str], ...] = (
    ("body", body, "stand"),
    ("hair", hair, "hair"),
    ("garments", dress, "dress"),
    ("tracing", render, "trace"),
    ("depth maps", light, "maps"),
    ("painting and shading", exposure, "expose"),
    ("backdrop", backdrop, "backdrop"),
    ("truth", truth, "overlaps"),
)


def main() -> None:
    cache.use(settings.read().data / "compiled")
    for scene in SCENES:
        shoot(scene, 1, Size(96, 128))
    for size, aim, rounds in AIMS:
        seconds = {
            scene: statistics.median(clocked(partial(shoot, scene, n, size)) for n in seeds(scene, rounds))
            for scene in SCENES
        }
        say(f"{size.width}x{size.height}, aim {aim} s")
        for scene, each in sorted(seconds.items(), key=lambda item: item[1]):
            say(f"  {scene:14}{each:7.2f} s  {each / aim:5.2f} of the aim")
        middle = statistics.median(seconds.values())
        say(f"  {'median':14}{middle:7.2f} s  {middle / aim:5.2f} of the aim\n")
        shares(size)


def seeds(scene: str, rounds: int) -> Iterable[int]:
    return range(FIRST + 10 * list(SCENES).index(scene), FIRST + 10 * list(SCENES).index(scene) + rounds)


def shoot(scene: str, seed: int, size: Size) -> None:
    persona = draw_persona(seed)
    pose = list(POSES.values())[seed % len(POSES)]
    photograph(persona, draw_outfit(seed, persona.gender), pose, SCENES[scene], size, seed=seed)


def shares(size: Size) -> None:
    """Seconds of each stage, of one photo of each scene, measured by the clock on the way through."""
    spent = dict.fromkeys((name for name, _, _ in STAGES), 0.0)
    whole = [(module, name, getattr(module, name)) for _, module, name in STAGES]
    for label, module, name in STAGES:
        setattr(module, name, timed(getattr(module, name), label, spent))
    try:
        total = sum(clocked(partial(shoot, scene, FIRST + 500, size)) for scene in SCENES)
    finally:
        for module, name, function in whole:
            setattr(module, name, function)
    for label, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        say(f"  {label:22}{seconds / len(SCENES):7.3f} s  {seconds / total:5.0%}")
    rest = total - sum(spent.values())
    say(f"  {'the rest':22}{rest / len(SCENES):7.3f} s  {rest / total:5.0%}\n")


def timed(function: Callable[..., object], label: str, spent: dict[str, float]) -> Callable[..., object]:
    def run(*given: object, **named: object) -> object:
        began = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            spent[label] += time.perf_counter() - began

    return run


def clocked(run: Callable[[], None]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
