"""`toile train`: make the networks that ship with the package again, from nothing but the synthetic world."""

import argparse
import importlib.util
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toile.commands.verb import Option, Verb, choice, whole
from toile.errors import BadRequest, NotReady
from toile.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress

    from toile.commands.terminal import Terminal
    from toile.training.teller import Teller


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    if importlib.util.find_spec("torch") is None:
        raise NotReady("train_no_torch")
    from toile.commands.terminal import Terminal
    from toile.pixels.output import make_folder
    from toile.training.course import find_device
    from toile.world import cache

    folder = Path(arguments.folder) if arguments.folder else settings.data / "training"
    output = Path(arguments.output) if arguments.output else folder / _OUTPUTS[arguments.what]
    for place in (folder, output):
        make_folder(place)
    cache.use(settings.data / "compiled")
    device = find_device(arguments.device)
    terminal = Terminal(settings.language)
    terminal.title(f"toile train {arguments.what}", str(folder))
    _TAUGHT[arguments.what](arguments, folder, output, device, terminal)
    terminal.line(terminal.say(f"train_done_{arguments.what}"))
    terminal.path(str(output.resolve()))
    return 0


def _train_helpers(
    arguments: argparse.Namespace, folder: Path, output: Path, device: str, terminal: "Terminal"
) -> None:
    from toile.training import course as courses

    for what, course in courses.COURSES.items():
        plan = replace(course.plan, seed=arguments.seed, views=arguments.views or course.plan.views)
        many = arguments.count or course.many
        course = replace(course, plan=plan, many=many, alone=min(course.alone, many))
        with _bars(terminal) as progress:
            teller = _teller(terminal, progress, what)
            able = courses.run(what, course, folder, output, os.cpu_count() or 1, device, teller)
        terminal.rows(((name, f"{value:.3f}") for name, value in able.items()), right=(1,))


def _train_mannequin(
    arguments: argparse.Namespace, folder: Path, output: Path, device: str, terminal: "Terminal"
) -> None:
    from toile.training import mannequin_course

    dial = mannequin_course.DIALS[arguments.dial]
    if arguments.count:
        dial = replace(dial, sittings=arguments.count)
    start = Path(getattr(arguments, "from")) if getattr(arguments, "from") else None
    if start and not (start / "model_index.json").is_file():
        raise BadRequest("checkpoint_missing", name=start.name)
    with _bars(terminal) as progress:
        teller = _teller(terminal, progress, "mannequin")
        mannequin_course.run(dial, folder, output, os.cpu_count() or 1, device, arguments.seed, teller, start)


_TAUGHT = {"helpers": _train_helpers, "mannequin": _train_mannequin}
_OUTPUTS = {"helpers": "weights", "mannequin": "mannequin"}
_DIALS = ("tiny", "small")


def _bars(terminal: "Terminal") -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from toile.commands.terminal import THREAD

    return Progress(
        TextColumn("  {task.description}"),
        BarColumn(bar_width=36, complete_style=THREAD, finished_style=THREAD),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[values]}"),
        console=terminal.console,
    )


def _teller(terminal: "Terminal", progress: "Progress", what: str) -> "Teller":
    """Tells the bars: one for every step of the course."""
    from toile.training.teller import Teller

    def begin(step: str, total: int) -> None:
        name = f"{terminal.say(f'train_{what}')}: {terminal.say(f'train_{step}')}"
        progress.add_task(name, total=total, values="")

    def go(count: int) -> None:
        progress.advance(progress.task_ids[-1], count)

    def values(found: Mapping[str, float]) -> None:
        said = "  ".join(f"{name} {value:.2f}" for name, value in found.items())
        progress.update(progress.task_ids[-1], values=said)

    return Teller(begin, go, values)


VERB = Verb(
    "train",
    "help_train",
    run,
    (
        Option("WHAT", "help_train_what", required=True, read=choice("helpers", "mannequin")),
        Option("--dial", "help_train_dial", value="SIZE", read=choice(*_DIALS), default="small"),
        Option("--from", "help_train_from", value="DIR"),
        Option("--folder", "help_train_folder", value="DIR"),
        Option("--output", "help_train_output", value="DIR", short="-o"),
        Option("--count", "help_train_count", value="N", read=whole(12, 1_000_000)),
        Option("--views", "help_train_views", value="N", read=whole(32, 1_000_000_000)),
        Option("--device", "help_train_device", read=choice("cpu", "cuda")),
        Option("--seed", "help_seed", value="N", read=whole(0, 2**31 - 1), default=1),
    ),
    examples=(
        "toile train helpers",
        "toile train mannequin --dial small --folder training",
        "toile train helpers --folder training --count 4000 --views 400000",
    ),
)
