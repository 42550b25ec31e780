"""`toile world render`: photos of digital mannequins with exact truth for every pixel."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from toile.commands.verb import Option, Verb, choice, whole
from toile.domain.geometry import Size
from toile.errors import BadRequest
from toile.settings import Settings
from toile.world.repertoire import POSES, SCENES

if TYPE_CHECKING:
    from toile.world.sample import PersonPhoto

_LEAST, _MOST = 64, 2048


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from toile.commands.terminal import Terminal
    from toile.pixels.output import make_folder
    from toile.world import cache

    folder = Path(arguments.output)
    make_folder(folder)
    cache.use(settings.data / "compiled")
    terminal = Terminal(settings.language)
    terminal.title("toile world render", str(folder))
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        photo, words = _photograph(seed, arguments)
        _save(photo, words, folder / f"{seed:06d}")
        terminal.path(f"{folder / f'{seed:06d}.png'}  {words['persona']}")
    return 0


def _photograph(seed: int, arguments: argparse.Namespace) -> "tuple[PersonPhoto, dict[str, str]]":
    from toile.world.sample import describe, draw_garment, draw_persona, photograph

    persona = draw_persona(seed)
    top = draw_garment(seed, "top")
    wearing = [top, draw_garment(seed + 1, "bottom")]
    pose = arguments.pose or list(POSES)[seed % len(POSES)]
    scene = arguments.scene or list(SCENES)[seed // len(POSES) % len(SCENES)]
    photo = photograph(persona, wearing, POSES[pose], SCENES[scene], arguments.size, seed=seed)
    words = {
        "persona": describe(persona),
        **{piece.category.value: describe(piece) for piece in wearing},
        "pose": POSES[pose].words,
        "scene": SCENES[scene].words,
    }
    return photo, words


def _save(photo: "PersonPhoto", words: dict[str, str], stem: Path) -> None:
    """The photo, its label map, its depth in millimetres, its alpha, and the rest as JSON."""
    import json

    import numpy as np

    from toile.pixels.output import put, put_grey, save
    from toile.vision.joints import dump_joints

    height, width = photo.rgb.shape[:2]
    truth = photo.truth
    save(photo.rgb, stem.with_suffix(".png"))
    put_grey(truth.labels, Path(f"{stem}-labels.png"))
    put_grey(np.round(truth.alpha * 255).astype(np.uint8), Path(f"{stem}-alpha.png"))
    millimetres = np.where(np.isfinite(truth.depth), truth.depth * 1000, 0)
    put_grey(np.clip(millimetres, 0, 65535).astype(np.uint16), Path(f"{stem}-depth.png"))
    data = {"words": words, **dump_joints(truth.joints, Size(width, height))}
    put(json.dumps(data, indent=2).encode(), stem.with_suffix(".json"))


def _size(name: str, typed: str) -> Size:
    parts = typed.lower().split("x")
    if len(parts) != 2 or not all(p.isdecimal() and _LEAST <= int(p) <= _MOST for p in parts):
        raise BadRequest("size_malformed", typed=typed, least=_LEAST, most=_MOST)
    return Size(int(parts[0]), int(parts[1]))


VERB = Verb(
    "world",
    "help_world",
    run,
    (
        Option("render", "help_render", required=True, read=choice("render")),
        Option("--output", "help_folder", value="DIR", short="-o", default="world"),
        Option("--seed", "help_seed", value="N", read=whole(0, 2**31 - 1), default=0),
        Option("--count", "help_count", value="N", read=whole(1, 100_000), default=1),
        Option("--size", "help_size", value="WxH", read=_size, default=Size(384, 512)),
        Option("--pose", "help_pose_name", value="POSE", read=choice(*POSES)),
        Option("--scene", "help_scene_name", value="SCENE", read=choice(*SCENES)),
    ),
    examples=(
        "toile world render --seed 7 --count 4 -o world",
        "toile world render --pose walking --scene park",
    ),
)
