"""How many pictures a second other fabrics are put on, against rendering them anew.

    python benchmarks/retexture.py [--device cuda] [--batch 256]

Both are measured in one run, by turns, at 192x256: the full renderer on all cores of the processor; torch on the
device that is asked for, on a processor with one thread unless told otherwise. People and fabrics are drawn anew for
every batch. Needs torch; writes nothing.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch

from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.world import buffers, cache, retexture, sample
from toile.world.clothes.wardrobe import draw_outfit
from toile.world.figure.cast import draw_persona
from toile.world.textile import bolts, swatch

SIZE = Size(192, 256)
PEOPLE = 6  # rendered and baked
ROUNDS = 9
COPIES = 1  # drawings of each design


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--device", default="cpu", help="of torch: cpu, cuda, mps…")
    parser.add_argument("--batch", type=int, help="pictures at once; 8 on a processor, else 256")
    parser.add_argument("--threads", type=int, default=1, help="of torch on a processor")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    device = torch.device(asked.device)
    count = asked.batch or (8 if device.type == "cpu" else 256)
    with tempfile.TemporaryDirectory() as folder:
        cache.use(Path(folder))
        measure(device, count)


def measure(device: torch.device, count: int) -> None:
    """Render, bake and retexture by turns; print the medians."""
    shoot(0)  # compiles
    baked, rendered, lit = zip(*(shoot(seed) for seed in range(PEOPLE)), strict=True)
    began = time.perf_counter()
    bank = bolts.bank(swatch.collect(1, COPIES), device)
    drawn = time.perf_counter() - began
    random = torch.Generator(device).manual_seed(1)
    people = retexture.stack(baked, device)

    def dress() -> torch.Tensor:
        rows = torch.randint(PEOPLE, (count,), generator=random, device=device)
        fabrics = bolts.draw(bank, count, people.step.shape[1], random)
        return retexture.retexture(people.pick(rows), fabrics)

    dress()
    times, again = [], []
    for number in range(ROUNDS):
        times.append(clocked(dress, device) / count)
        again.append(shoot(number)[1])
    dressed = statistics.median(times)
    anew = statistics.median((*rendered, *again))
    print(
        f"Pictures of {SIZE.width}x{SIZE.height} on {device}, {count} at once; {torch.get_num_threads()} threads"
    )
    print(
        f"  {len(bank.odds)} swatches drawn once, {drawn:.1f} s; {_bytes(baked[0]):.0f} bytes a pixel kept\n"
    )
    print(f"  {'':<28}{'a second':>12}{'ms each':>10}{'ratio':>9}")
    for name, seconds in (
        ("rendered anew", anew),
        ("lit and painted anew", statistics.median(lit)),
        ("retextured", dressed),
    ):
        print(f"  {name:<28}{1 / seconds:>12.1f}{1000 * seconds:>10.2f}{anew / seconds:>9.1f}")


def shoot(seed: int) -> tuple[buffers.Buffers, float, float]:
    """A dressed person: the buffers, the seconds that the whole picture took, and those of developing alone."""
    persona, scene = draw_persona(seed), SCENES[list(SCENES)[seed % len(SCENES)]]
    wearing = draw_outfit(seed, persona.gender)
    began = time.perf_counter()
    shot = sample.take(persona, wearing, POSES["relaxed"], scene, SIZE, seed=seed)
    taken = time.perf_counter()
    sample.develop(shot, persona, wearing, scene, seed=seed)
    done = time.perf_counter()
    return buffers.bake(shot, persona, wearing, scene), done - began, done - taken


def clocked(work: Callable[[], object], device: torch.device) -> float:
    """Seconds until the device is done with it."""
    _wait(device)
    began = time.perf_counter()
    work()
    _wait(device)
    return time.perf_counter() - began


def _wait(device: torch.device) -> None:
    if device.type != "cpu":
        torch.accelerator.synchronize(device)


def _bytes(baked: buffers.Buffers) -> float:
    total: int = sum(values.nbytes for values in vars(baked).values())
    return total / (SIZE.width * SIZE.height)


if __name__ == "__main__":
    main()
