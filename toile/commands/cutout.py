"""`toile cutout`: a garment without its background."""

import argparse
from pathlib import Path

from toile.commands.verb import Option, Verb
from toile.errors import BadRequest
from toile.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from toile.commands.terminal import Terminal
    from toile.pixels.image import load
    from toile.pixels.output import check_output, save
    from toile.studio import photo_notices
    from toile.vision.cutout import cut_out
    from toile.vision.garment_photo import examine
    from toile.vision.worn import is_worn

    output = Path(arguments.output)
    check_output(output)
    if output.suffix.lower() in (".jpg", ".jpeg"):
        raise BadRequest("output_needs_alpha", path=output)
    photo = load(Path(arguments.photo))
    cutout = cut_out(photo.rgb)
    notices = examine(cutout, worn=is_worn(photo.rgb, cutout), name=photo.name)
    save(cutout.foreground, output, alpha=cutout.alpha)
    terminal = Terminal(settings.language)
    height, width = photo.rgb.shape[:2]
    terminal.title(str(output), f"{width} × {height}")
    terminal.line(
        terminal.say("cutout_done", share=float(cutout.alpha.mean()), confidence=cutout.report.confidence)
    )
    for notice in (*notices, *photo_notices([photo])):
        terminal.notice(notice.code, notice.severity, **notice.values)
    return 0


VERB = Verb(
    "cutout",
    "help_cutout",
    run,
    (
        Option("PHOTO", "help_photo", required=True),
        Option("--output", "help_output_alpha", value="FILE", short="-o", default="cutout.png"),
    ),
    examples=("toile cutout shirt.jpg -o shirt.png",),
)
