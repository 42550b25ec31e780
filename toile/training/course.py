"""The course: everything that has to be done for a helper, in order, each step only where it is not done yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from toile.errors import NotReady
from toile.training import casting, helpers, prints
from toile.training.export import export
from toile.training.helpers import Plan
from toile.training.pool import draw_all
from toile.training.prints import Prints
from toile.training.teller import Teller

_TOGETHER = 6  # numbers drawn by one process at a time: those that share a body, and few enough to lose


@dataclass(frozen=True)
class Course:
    """What one helper is taught with: of `casting.DRAWERS`, how `many`, and how many prints of each are made. `alone`:
    how many garments beside them are nobody."""

    cast: str
    many: int
    copies: int
    plan: Plan
    alone: int = 0


# What the shipped helpers were trained with; docs/helpers.md says what that took and gave.
COURSES: Mapping[str, Course] = {
    "person": Course("people", 2419, 4, Plan(views=1_110_000), alone=701),
    "garment": Course("garments", 956, 5, Plan(views=1_390_000)),
    "cloth": Course("garments", 1212, 4, Plan(views=1_720_000, rate=3e-3)),
}


def find_device(asked: str | None) -> str:
    """Where to train: as asked, else on the GPU if there is one. Raises NotReady where there is none."""
    there = torch.cuda.is_available()
    if asked == "cuda" and not there:
        raise NotReady("train_no_cuda")
    return asked or ("cuda" if there else "cpu")


def run(
    what: str, course: Course, folder: Path, output: Path, workers: int, device: str, teller: Teller
) -> dict[str, float]:
    """Teach one helper and write it to `output`; what it can do on pictures that it never saw. `workers`: processes
    that photograph, and threads that train where that is done by the CPU; `device`: "cpu" or "cuda"."""
    torch.set_num_threads(workers)
    made = _print(course.cast, course.many, course.copies, course.plan.seed, folder, workers, device, teller)
    if course.alone:
        alone = _print("garments", course.alone, 2, course.plan.seed, folder, workers, device, teller)
        made = prints.join([made, prints.garments_alone(alone)])
    steps = course.plan.views // course.plan.batch
    teller.begin("training", steps)
    reached = 0

    def tell(step: int, steps: int, values: Mapping[str, float]) -> None:
        nonlocal reached
        teller.go(step - reached)
        teller.values(values)
        reached = step

    net = helpers.train(what, made, course.plan, folder, tell)
    export(what, net, output / f"{what}.xml")
    return helpers.measure(what, net, made)


def _print(
    cast: str, many: int, copies: int, seed: int, folder: Path, workers: int, device: str, teller: Teller
) -> Prints:
    """Prints of the first `many` people or garments, which are drawn where they are missing."""
    shelf = folder / cast
    draw_all(partial(casting.fill, what=cast), range(many), shelf, _TOGETHER, workers, teller)
    files = [shelf / f"{number:06d}.npz" for number in range(many)]
    teller.begin("printing", len(files))
    done = 0

    def count(now: int) -> None:
        nonlocal done
        teller.go(now - done)
        done = now

    return prints.make(files, copies, seed, count, device)
