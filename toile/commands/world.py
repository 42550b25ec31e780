"""`toile world`: photos of digital mannequins with exact truth for every pixel, and a gallery of all there is."""

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from toile.commands.verb import Option, Verb, choice, whole
from toile.domain.geometry import Size
from toile.domain.pose import POSES
from toile.domain.scene import SCENES
from toile.errors import BadRequest
from toile.settings import Settings

if TYPE_CHECKING:
    from toile.commands.terminal import Terminal
    from toile.pixels.arrays import Mask
    from toile.world.sample import PersonPhoto

_LEAST, _MOST = 64, 2048
_SIZE = Size(384, 512)
_SMALL = Size(288, 384)  # of a gallery's pictures


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from toile.commands.terminal import Terminal
    from toile.pixels.output import make_folder
    from toile.world import cache

    folder = Path(arguments.output)
    make_folder(folder)
    cache.use(settings.data / "compiled")
    terminal = Terminal(settings.language)
    terminal.title(f"toile world {arguments.what}", str(folder))
    _WHAT[arguments.what](arguments, folder, terminal)
    return 0


def _render(arguments: argparse.Namespace, folder: Path, terminal: "Terminal") -> None:
    for seed in range(arguments.seed, arguments.seed + (arguments.count or 1)):
        photo, words = _photograph(seed, arguments)
        _save(photo, words, folder / f"{seed:06d}")
        terminal.path(f"{folder / f'{seed:06d}.png'}  {words['persona'][terminal.language.value]}")


def _gallery(arguments: argparse.Namespace, folder: Path, terminal: "Terminal") -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from toile import exhibition, gallery
    from toile.commands.chapter import keep_chapter
    from toile.commands.terminal import THREAD
    from toile.pixels.output import make_folder, put

    make_folder(folder / "pictures")
    columns = (
        TextColumn("  {task.description}"),
        BarColumn(bar_width=36, complete_style=THREAD, finished_style=THREAD),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    shown = []
    with Progress(*columns, console=terminal.console) as progress:
        for number, chapter in enumerate(exhibition.chapters(arguments.seed, arguments.size or _SMALL)):
            if arguments.count:
                chapter = gallery.Chapter(chapter.name, chapter.takers[: arguments.count])
            task = progress.add_task(terminal.say(f"page_{chapter.name}"), total=len(chapter.takers))
            stem = f"{number + 1:02d}-{chapter.name}"
            shown.append((chapter.name, keep_chapter(chapter, folder, stem, partial(progress.advance, task))))
    page = folder / "gallery.html"
    put(gallery.write_page(shown, terminal.language).encode(), page)
    terminal.console.print()
    terminal.line(terminal.say("gallery_done", count=sum(len(pictures) for _, pictures in shown)))
    terminal.path(str(page.resolve()))


def _photograph(seed: int, arguments: argparse.Namespace) -> "tuple[PersonPhoto, dict[str, dict[str, str]]]":
    from toile.world.clothes.wardrobe import draw_outfit
    from toile.world.figure.cast import draw_persona
    from toile.world.sample import describe, photograph

    persona = draw_persona(seed)
    wearing = draw_outfit(seed, persona.gender)
    pose = arguments.pose or list(POSES)[seed % len(POSES)]
    scene = arguments.scene or list(SCENES)[seed // len(POSES) % len(SCENES)]
    photo = photograph(persona, wearing, POSES[pose], SCENES[scene], arguments.size or _SIZE, seed=seed)
    words = {
        "persona": {tongue: describe(persona, tongue) for tongue in ("en", "zh")},
        **{g.category.value: {tongue: describe(g, tongue) for tongue in ("en", "zh")} for g in wearing},
    }
    return photo, words


def _save(photo: "PersonPhoto", words: dict[str, dict[str, str]], stem: Path) -> None:
    """The photo, its label map, its depth in millimetres, its alphas, and the rest as JSON."""
    import json

    import numpy as np

    from toile.pixels.output import put, put_grey, save
    from toile.vision.joints import dump_joints

    height, width = photo.rgb.shape[:2]
    truth = photo.truth
    save(photo.rgb, stem.with_suffix(".png"))
    put_grey(truth.labels, Path(f"{stem}-labels.png"))
    masks: dict[str, Mask] = {"alpha": truth.alpha, **truth.parts}
    masks |= {category.value: mask for category, mask in truth.garment_alpha.items()}
    for name, mask in masks.items():
        put_grey(np.round(mask * 255).astype(np.uint8), Path(f"{stem}-{name}.png"))
    millimetres = np.where(np.isfinite(truth.depth), truth.depth * 1000, 0)
    put_grey(np.clip(millimetres, 0, 65535).astype(np.uint16), Path(f"{stem}-depth.png"))
    attributes = {
        subject: {name: dict(zip(("en", "zh"), said, strict=True)) for name, said in properties.items()}
        for subject, properties in truth.words.items()
    }
    order = [{"front": o.front, "behind": o.behind, "pixels": round(o.pixels)} for o in truth.overlaps]
    data = {
        "words": words,
        "attributes": attributes,
        "occlusion": order,
        **dump_joints(truth.joints, Size(width, height)),
    }
    put(json.dumps(data, indent=2, ensure_ascii=False).encode(), stem.with_suffix(".json"))


def _size(name: str, typed: str) -> Size:
    parts = typed.lower().split("x")
    if len(parts) != 2 or not all(p.isdecimal() and _LEAST <= int(p) <= _MOST for p in parts):
        raise BadRequest("size_malformed", typed=typed, least=_LEAST, most=_MOST)
    return Size(int(parts[0]), int(parts[1]))


_WHAT = {"render": _render, "gallery": _gallery}
VERB = Verb(
    "world",
    "help_world",
    run,
    (
        Option("WHAT", "help_what", required=True, read=choice(*_WHAT)),
        Option("--output", "help_folder", value="DIR", short="-o", default="world"),
        Option("--seed", "help_seed", value="N", read=whole(0, 2**31 - 1), default=0),
        Option("--count", "help_count", value="N", read=whole(1, 100_000)),
        Option("--size", "help_size", value="WxH", read=_size),
        Option("--pose", "help_pose_name", value="POSE", read=choice(*POSES)),
        Option("--scene", "help_scene_name", value="SCENE", read=choice(*SCENES)),
    ),
    examples=(
        "toile world render --seed 7 --count 4 -o world",
        "toile world render --pose walking --scene park",
        "toile world gallery -o gallery",
    ),
)
