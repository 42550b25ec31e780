"""`toile try`: the person of one photo in the garments of others."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from toile.commands import painted
from toile.commands.verb import Option, Verb, choice, number, whole
from toile.domain.garment import Category
from toile.domain.look import Verdict
from toile.errors import BadRequest
from toile.messages import CATALOGUE, Language, say
from toile.settings import Settings

if TYPE_CHECKING:
    from toile.commands.terminal import Terminal
    from toile.studio import Delivery

_LEAST, _MOST = 0.7, 1.4
_SEEDS = 2**64 - 1
DRAFT, MANNEQUIN = METHODS = ("draft", "mannequin")
# What tells the mannequin's painter, and means nothing to the draft.
_OF_MANNEQUINS = ("scene", "pose", "words", "seed", "steps", "cfg", "checkpoint")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    method = arguments.method or (MANNEQUIN if arguments.persona else DRAFT)
    if method == MANNEQUIN:
        return painted.run(arguments, settings, _painted_garments(arguments))
    if arguments.persona:
        raise BadRequest("draft_takes_photos")
    for name in _OF_MANNEQUINS:
        if getattr(arguments, name) is not None:
            raise BadRequest("option_of_mannequins", name=f"--{name}")
    if not arguments.person:
        raise BadRequest("argument_missing", name="PERSON", verb="try")
    if arguments.tuck and arguments.over:
        raise BadRequest("tuck_and_over")
    # Heavy: numpy, OpenCV, Pillow.
    from toile.studio import Order, deliver, read_seeing
    from toile.tryon.fit import Wish

    order = Order(
        person=Path(arguments.person),
        garments=_garments(arguments),
        output=Path(arguments.output),
        wish=Wish(
            arguments.length, arguments.fit, True if arguments.tuck else (False if arguments.over else None)
        ),
        joints=Path(arguments.joints) if arguments.joints else None,
        stages=Path(arguments.save_stages) if arguments.save_stages else None,
    )
    delivery = deliver(order, seeing=read_seeing(settings))
    from toile.commands.terminal import Terminal, print_json

    if arguments.json:
        print_json(as_data(delivery, settings.language))
    else:
        show(delivery, Terminal(settings.language), order)
    return 0


def _painted_garments(arguments: argparse.Namespace) -> tuple[tuple[Path, Category | None], ...]:
    """All photos are of garments where the person is a persona. Raises BadRequest where none is."""
    if not arguments.persona:
        raise BadRequest("mannequin_takes_personas")
    first = ((Path(arguments.person), None),) if arguments.person else ()
    return (*first, *_garments(arguments))


def _garments(arguments: argparse.Namespace) -> tuple[tuple[Path, Category | None], ...]:
    said = [(Path(name), category) for category in Category for name in getattr(arguments, category.value)]
    return (*said, *((Path(name), None) for name in arguments.garment))


def as_data(delivery: "Delivery", language: Language) -> dict[str, object]:
    """A delivery for programs: the same facts that the terminal shows."""
    from dataclasses import asdict

    from toile.commands.terminal import notices_json
    from toile.studio import count_outside

    look = delivery.look
    return {
        "output": str(delivery.output),
        "size": [look.rgb.shape[1], look.rgb.shape[0]],
        "garments": [
            {"name": source.name, "category": category.value, **asdict(attributes)}
            for source, category, attributes in zip(
                look.recipe.ingredients[1:], look.categories, look.attributes, strict=True
            )
        ],
        "outside": {"changed": look.changed_outside, "of": count_outside(look)},
        "checks": [
            {
                "code": check.code,
                "score": round(check.score, 4),
                "verdict": check.verdict.value,
                "text": say(check.code, language, **check.values),
            }
            for check in look.checks
        ],
        "notices": notices_json(delivery.notices, language),
        "timings": {stage: round(seconds, 4) for stage, seconds in look.timings.items()},
        "seconds": round(delivery.seconds, 4),
        "recipe": asdict(look.recipe),
    }


def show(delivery: "Delivery", terminal: "Terminal", order: object) -> None:
    """The look on the terminal: what was done, the checks, what would make it better, how long it took."""
    from toile.studio import count_outside, describe

    look = delivery.look
    height, width = look.rgb.shape[:2]
    terminal.title(str(delivery.output), f"{width} × {height}")
    terminal.console.print()
    terminal.rows(
        (terminal.say(f"category_{category.value}"), source.name, describe(attributes, terminal.language))
        for category, source, attributes in zip(
            look.categories, look.recipe.ingredients[1:], look.attributes, strict=True
        )
    )
    terminal.heading("checks_heading")
    kept = Verdict.FAIL if look.changed_outside else Verdict.PASS
    promise = terminal.say(
        "outside_promise", changed=f"{look.changed_outside:,}", total=f"{count_outside(look):,}"
    )
    checks = [
        (check.verdict, terminal.say(check.code, **check.values))
        for check in look.checks
        if check.code != "check_outside"
    ]
    terminal.rows((terminal.mark(verdict), text) for verdict, text in [(kept, promise), *checks])
    if delivery.notices:
        terminal.heading("notices_heading")
        for notice in delivery.notices:
            terminal.notice(notice.code, notice.severity, **notice.values)
    _show_times(look.timings, delivery.seconds, terminal)


def _show_times(timings: Mapping[str, float], whole: float, terminal: "Terminal") -> None:
    terminal.heading("times_heading")
    stages = [(f"stage_{name}", seconds) for name, seconds in timings.items()]
    files = whole - sum(timings.values())
    rows = [*stages, ("stage_files", files), ("stage_all", whole)]
    terminal.rows(
        ((terminal.say(code) if code in CATALOGUE else code, f"{seconds:.2f} s") for code, seconds in rows),
        right=(1,),
    )


VERB = Verb(
    "try",
    "help_try",
    run,
    (
        Option("PERSON", "help_person"),
        Option("GARMENT", "help_garment", many=True),
        Option("--output", "help_output", value="FILE", short="-o", default="look.png"),
        Option("--top", "help_top", value="FILE", many=True),
        Option("--bottom", "help_bottom", value="FILE", many=True),
        Option("--dress", "help_dress", value="FILE", many=True),
        Option("--outer", "help_outer", value="FILE", many=True),
        Option("--method", "help_method", value="NAME", read=choice(*METHODS)),
        Option("--persona", "help_persona", value="NAME"),
        Option("--scene", "help_scene", value="NAME"),
        Option("--pose", "help_try_pose", value="NAME"),
        Option("--words", "help_words", value="TEXT"),
        Option("--seed", "help_create_seed", value="N", read=whole(0, _SEEDS)),
        Option("--steps", "help_create_steps", value="N", read=whole(1, 1000)),
        Option("--cfg", "help_cfg", value="N", read=number(-100, 100)),
        Option("--checkpoint", "help_checkpoint", value="PATH"),
        Option("--joints", "help_joints", value="FILE"),
        Option("--length", "help_length", value="N", read=number(_LEAST, _MOST), default=1.0),
        Option("--fit", "help_fit", value="N", read=number(_LEAST, _MOST), default=1.0),
        Option("--tuck", "help_tuck"),
        Option("--over", "help_over"),
        Option("--save-stages", "help_stages", value="DIR"),
        Option("--json", "help_json"),
    ),
    examples=(
        "toile try anna.jpg shirt.jpg -o look.png",
        "toile try anna.jpg --top shirt.jpg --bottom jeans.jpg --joints anna.json -o look.png",
        "toile try --persona Mei --scene park --pose walking shirt.jpg -o look.png",
        'toile try --persona "random:7,man,hair=short" shirt.jpg -o look.png',
    ),
)
