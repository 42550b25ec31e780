"""`toile train`: make the networks that ship with the package again, from nothing but the synthetic world."""

import argparse
import importlib.util
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from toile.commands.verb import Option, Verb, choice, whole
from toile.errors import NotReady
from toile.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    if importlib.util.find_spec("torch") is None:
        raise NotReady("train_no_torch")
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from toile.commands.terminal import THREAD, Terminal
    from toile.pixels.output import make_folder
    from toile.training.course import COURSES, Teller, find_device
    from toile.training.course import run as teach
    from toile.world import cache

    folder = Path(arguments.folder) if arguments.folder else settings.data / "training"
    output = Path(arguments.output) if arguments.output else folder / "weights"
    for place in (folder, output):
        make_folder(place)
    cache.use(settings.data / "compiled")
    workers = os.cpu_count() or 1
    device = find_device(arguments.device)
    terminal = Terminal(settings.language)
    terminal.title("toile train helpers", str(folder))
    columns = (
        TextColumn("  {task.description}"),
        BarColumn(bar_width=36, complete_style=THREAD, finished_style=THREAD),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[values]}"),
    )
    for what, course in COURSES.items():
        plan = replace(course.plan, seed=arguments.seed, views=arguments.views or course.plan.views)
        many = arguments.count or course.many
        course = replace(course, plan=plan, many=many, alone=min(course.alone, many))
        with Progress(*columns, console=terminal.console) as progress:

            def begin(step: str, total: int, what: str = what, progress: Progress = progress) -> None:
                name = f"{terminal.say(f'train_{what}')}: {terminal.say(f'train_{step}')}"
                progress.add_task(name, total=total, values="")

            def go(count: int, progress: Progress = progress) -> None:
                progress.advance(progress.task_ids[-1], count)

            def values(found: Mapping[str, float], progress: Progress = progress) -> None:
                said = "  ".join(f"{name} {value:.2f}" for name, value in found.items())
                progress.update(progress.task_ids[-1], values=said)

            able = teach(what, course, folder, output, workers, device, Teller(begin, go, values))
        terminal.rows(((name, f"{value:.3f}") for name, value in able.items()), right=(1,))
    terminal.line(terminal.say("train_done"))
    terminal.path(str(output.resolve()))
    return 0


VERB = Verb(
    "train",
    "help_train",
    run,
    (
        Option("WHAT", "help_train_what", required=True, read=choice("helpers")),
        Option("--folder", "help_train_folder", value="DIR"),
        Option("--output", "help_train_output", value="DIR", short="-o"),
        Option("--count", "help_train_count", value="N", read=whole(12, 1_000_000)),
        Option("--views", "help_train_views", value="N", read=whole(32, 1_000_000_000)),
        Option("--device", "help_train_device", read=choice("cpu", "cuda")),
        Option("--seed", "help_seed", value="N", read=whole(0, 2**31 - 1), default=1),
    ),
    examples=("toile train helpers", "toile train helpers --folder training --count 4000 --views 400000"),
)
