"""`toile recipe`: the recipe that a saved look carries."""

import argparse
from dataclasses import asdict
from pathlib import Path

from toile.commands.verb import Option, Verb
from toile.settings import Settings


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from toile.commands.terminal import Terminal, print_json
    from toile.pixels.metadata import read_recipe

    recipe = read_recipe(Path(arguments.look))
    if arguments.json:
        print_json(asdict(recipe))
        return 0
    terminal = Terminal(settings.language)
    terminal.title(Path(arguments.look).name, recipe.method)
    terminal.heading("recipe_ingredients")
    terminal.rows((terminal.say(f"role_{i.role}"), i.name, i.sha256[:16]) for i in recipe.ingredients)
    terminal.heading("recipe_settings")
    terminal.rows((name, str(value)) for name, value in recipe.settings.items())
    if recipe.joints:
        terminal.heading("recipe_joints")
    terminal.rows(
        ((name, f"{x:.1f}", f"{y:.1f}", f"{sure:.2f}") for name, (x, y, sure) in recipe.joints.items()),
        right=(1, 2, 3),
    )
    terminal.heading("recipe_versions")
    terminal.rows((name, version) for name, version in recipe.versions.items())
    terminal.heading("recipe_licences")
    terminal.rows(
        (row.part, row.licence, terminal.say("commercial_yes" if row.commercial else "commercial_no"))
        for row in recipe.licences
    )
    return 0


VERB = Verb(
    "recipe",
    "help_recipe",
    run,
    (Option("LOOK", "help_look", required=True), Option("--json", "help_json")),
    examples=("toile recipe look.png",),
)
