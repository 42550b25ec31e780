"""`toile pose`: the joints of the person in a photo."""

import argparse
from pathlib import Path

from toile.commands.verb import Option, Verb
from toile.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from toile.commands.terminal import Terminal, print_json
    from toile.domain.geometry import Size
    from toile.domain.look import Severity
    from toile.pixels.image import load
    from toile.vision.joints import dump_joints
    from toile.vision.pose import estimate_from_silhouette
    from toile.vision.silhouette import cut_person

    photo = load(Path(arguments.photo))
    pose = estimate_from_silhouette(photo.rgb, cut_person(photo.rgb, None).alpha)
    height, width = photo.rgb.shape[:2]
    if arguments.json:
        print_json(dump_joints(pose, Size(width, height)))
        return 0
    terminal = Terminal(settings.language)
    terminal.title(photo.name, f"{width} × {height}")
    terminal.console.print()
    terminal.rows(
        ((name, f"{j.x:.0f}", f"{j.y:.0f}", f"{j.confidence:.2f}") for name, j in pose.joints.items()),
        right=(1, 2, 3),
    )
    terminal.console.print()
    terminal.notice("unsure_pose", Severity.WARNING, confidence=pose.confidence)
    return 0


VERB = Verb(
    "pose",
    "help_pose",
    run,
    (Option("PHOTO", "help_photo", required=True), Option("--json", "help_json")),
    examples=("toile pose anna.jpg --json > anna.json",),
)
