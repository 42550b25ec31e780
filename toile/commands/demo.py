"""`toile demo`: sample personas in sample garments, as a contact sheet and a lookbook."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from toile.commands.verb import Option, Verb, whole
from toile.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress

    from toile.commands.terminal import Terminal
    from toile.showcase import Dressed


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from toile import showcase
    from toile.commands.terminal import Terminal
    from toile.lookbook import draw_sheet, write_page
    from toile.pixels.metadata import recipe_texts
    from toile.pixels.output import make_folder, put, save

    began = time.perf_counter()
    folder = Path(arguments.output)
    make_folder(folder / "looks")
    showcase.keep_compiled(settings.data)
    terminal = Terminal(settings.language)
    terminal.title("toile demo", terminal.say("help_demo"))
    finished = _dress_all(terminal, arguments.looks)
    for dressed in finished:
        texts = recipe_texts(dressed.look.recipe)
        save(dressed.look.rgb, folder / "looks" / f"{dressed.index + 1:02d}.png", texts=texts)
    plates = [showcase.plate(dressed) for dressed in finished]
    sheet, page = folder / "lookbook.png", folder / "lookbook.html"
    save(draw_sheet(plates), sheet)
    put(write_page(plates, settings.language).encode(), page)
    parade = _paint(terminal, finished, folder, settings)
    terminal.console.print()
    terminal.line(_promise(finished, terminal))
    terminal.line(terminal.say("demo_done", count=len(plates), seconds=time.perf_counter() - began))
    terminal.console.print()
    terminal.path(str(sheet.resolve()))
    terminal.path(str(page.resolve()))
    terminal.path(str(parade.resolve()))
    return 0


def _dress_all(terminal: "Terminal", count: int) -> list["Dressed"]:
    """Every look, in order, with bars that tell what is being done."""
    from toile import showcase

    sittings = showcase.SITTINGS[:count]
    finished = []
    with _bars(terminal) as progress:
        photos = progress.add_task(terminal.say("demo_photographing"), total=showcase.count_photos(sittings))
        looks = progress.add_task(terminal.say("demo_dressing"), total=len(sittings))
        shoots = showcase.shoot_all(sittings, lambda: progress.advance(photos))
        for dressed in showcase.dress_all(shoots):
            finished.append(dressed)
            progress.advance(looks)
    return sorted(finished, key=lambda dressed: dressed.index)


def _paint(terminal: "Terminal", finished: list["Dressed"], folder: Path, settings: Settings) -> Path:
    """What the mannequin checkpoint paints, as a page of its own."""
    from functools import partial

    from toile import gallery, parade
    from toile.commands.chapter import keep_chapter
    from toile.diffusion import Engine
    from toile.engine.collection import MANNEQUIN
    from toile.pixels.output import make_folder, put

    place = folder / "mannequin"
    make_folder(place / "pictures")
    chapters = parade.chapters(finished, Engine(MANNEQUIN, data=settings.data, device="cpu"))
    shown = []
    with _bars(terminal) as progress:
        count = sum(len(chapter.takers) for chapter in chapters)
        task = progress.add_task(terminal.say("demo_painting"), total=count)
        for number, chapter in enumerate(chapters):
            stem = f"{number + 1:02d}-{chapter.name.removeprefix('parade_')}"
            # The engine is not for several threads at once.
            kept = keep_chapter(chapter, place, stem, partial(progress.advance, task), workers=1)
            shown.append((chapter.name, kept))
    page = place / "parade.html"
    put(gallery.write_page(shown, terminal.language, "parade").encode(), page)
    return page


def _bars(terminal: "Terminal") -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from toile.commands.terminal import THREAD

    return Progress(
        TextColumn("  {task.description}"),
        BarColumn(bar_width=36, complete_style=THREAD, finished_style=THREAD),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=terminal.console,
    )


def _promise(finished: list["Dressed"], terminal: "Terminal") -> str:
    from toile.studio import count_outside

    changed = sum(dressed.look.changed_outside for dressed in finished)
    whole_area = sum(count_outside(dressed.look) for dressed in finished)
    return terminal.say("outside_promise", changed=f"{changed:,}", total=f"{whole_area:,}")


VERB = Verb(
    "demo",
    "help_demo",
    run,
    (
        Option("--output", "help_folder", value="DIR", short="-o", default="demo-output"),
        Option("--looks", "help_looks", value="N", read=whole(1, 24), default=24),
    ),
    examples=("toile demo -o demo-output",),
)
