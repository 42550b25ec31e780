"""`toile try --method mannequin`: somebody who is nobody, painted in the garments of photos."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from toile.domain.garment import Category
from toile.errors import BadRequest
from toile.settings import Settings

if TYPE_CHECKING:
    from toile.commands.terminal import Terminal
    from toile.mannequin import Delivery

# What bends a photographed garment onto a photographed person, and means nothing here.
_OF_DRAFTS = ("joints", "length", "fit", "tuck", "over", "save_stages")


def run(
    arguments: argparse.Namespace, settings: Settings, garments: tuple[tuple[Path, Category | None], ...]
) -> int:
    for name in _OF_DRAFTS:
        value = getattr(arguments, name)
        if value is True or value not in (None, False, 1.0):
            raise BadRequest("option_of_drafts", name=f"--{name.replace('_', '-')}")
    # Heavy: numpy, OpenCV, OpenVINO.
    from toile.diffusion import Engine
    from toile.engine.collection import MANNEQUIN
    from toile.mannequin import Brief, Order, deliver

    brief = Brief(
        arguments.scene or "",
        arguments.pose or "",
        arguments.words or "",
        settings.language.value,
        arguments.seed,
        arguments.steps,
        arguments.cfg,
    )
    order = Order(garments, arguments.persona, Path(arguments.output), brief)
    checkpoint = Path(arguments.checkpoint) if arguments.checkpoint else MANNEQUIN
    delivery = deliver(order, Engine(checkpoint, data=settings.data))
    from toile.commands.terminal import Terminal, print_json

    if arguments.json:
        print_json(as_data(delivery, settings))
    else:
        show(delivery, Terminal(settings.language))
    return 0


def as_data(delivery: "Delivery", settings: Settings) -> dict[str, object]:
    """A delivery for programs."""
    from dataclasses import asdict

    from toile.commands.terminal import notices_json

    return {
        "output": str(delivery.output),
        "size": [delivery.rgb.shape[1], delivery.rgb.shape[0]],
        "seed": delivery.created.seed,
        "prompt": delivery.compiled.positive,
        "persona": delivery.persona.words,
        "garments": [
            {"name": one.photo.name, "category": one.category.value, **asdict(one.attributes)}
            for one in delivery.garments
        ],
        "notices": notices_json(delivery.notices, settings.language),
        "seconds": round(delivery.seconds, 3),
        "recipe": asdict(delivery.created.recipe),
    }


def show(delivery: "Delivery", terminal: "Terminal") -> None:
    """Who was painted in what, what was asked for, what is worth knowing, and how long it took."""
    from toile.studio import describe
    from toile.world.figure.appearance import describe_persona

    height, width = delivery.rgb.shape[:2]
    terminal.title(str(delivery.output), f"{width} × {height}")
    terminal.console.print()
    terminal.rows(
        [
            (terminal.say("persona_label"), "", describe_persona(delivery.persona, terminal.language.value)),
            *(
                (
                    terminal.say(f"category_{one.category.value}"),
                    one.photo.name,
                    describe(one.attributes, terminal.language),
                )
                for one in delivery.garments
            ),
            (terminal.say("prompt_label"), "", delivery.compiled.positive),
            ("Seed", "", str(delivery.created.seed)),
            (terminal.say("stage_all"), "", f"{delivery.seconds:.1f} s"),
        ]
    )
    if delivery.notices:
        terminal.heading("notices_heading")
        for notice in delivery.notices:
            terminal.notice(notice.code, notice.severity, **notice.values)
