"""`toile pose`: the joints of the person in a photo."""

import argparse
from pathlib import Path

from toile.commands.verb import Option, Verb
from toile.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from toile.commands.terminal import Terminal, print_json
    from toile.domain.garment import Category
    from toile.domain.geometry import Size
    from toile.pixels.image import load
    from toile.studio import read_seeing
    from toile.vision.joints import dump_joints
    from toile.vision.person import examine
    from toile.vision.sight import see_person

    photo = load(Path(arguments.photo))
    sight = see_person(photo.rgb, seeing=read_seeing(settings))
    pose = sight.pose
    seen = sight.reading.seen if pose is sight.reading.pose else None
    notices = examine(photo.rgb, sight.silhouette, pose, sight.parsing, (Category.TOP,), seen)
    height, width = photo.rgb.shape[:2]
    # Joints as data go to a file; what is said about them does not.
    terminal = Terminal(settings.language, error=arguments.json)
    if arguments.json:
        print_json(dump_joints(pose, Size(width, height)))
    else:
        terminal.title(photo.name, f"{width} × {height}")
        terminal.console.print()
        terminal.rows(
            (
                (terminal.say(f"part_{name}"), f"{j.x:.0f}", f"{j.y:.0f}", f"{j.confidence:.2f}")
                for name, j in pose.joints.items()
            ),
            right=(1, 2, 3),
        )
        terminal.console.print()
    for notice in notices:
        terminal.notice(notice.code, notice.severity, **notice.values)
    return 0


VERB = Verb(
    "pose",
    "help_pose",
    run,
    (Option("PHOTO", "help_photo", required=True), Option("--json", "help_json")),
    examples=("toile pose anna.jpg --json > anna.json",),
)
