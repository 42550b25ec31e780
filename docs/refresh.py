"""Write into the READMEs what the code says about itself: the file tree and the help pages.

    python docs/refresh.py

Between `<!-- name -->` and `<!-- /name -->` the text is generated; a test fails when it is out of date.
"""

import ast
import io
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from toile.cli import SHARED, VERBS, find_verb
from toile.commands.terminal import Terminal, show_help
from toile.messages import Language

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 110


def tree() -> str:
    """One line per module: its name and the first line of its docstring. Rooms within rooms get one line each."""
    lines = []
    for path in sorted(
        (ROOT / "toile").rglob("*.py"), key=lambda p: (p.parent.parts, p.name != "__init__.py", p.name)
    ):
        depth = len(path.relative_to(ROOT).parts) - 1
        if path.name != "__init__.py" and depth > 2:
            continue
        name = path.parent.name + "/" if path.name == "__init__.py" else path.name
        indent = "  " * (depth - 1 if path.name == "__init__.py" else depth)
        lines.append(f"{indent}{name}".ljust(24) + _purpose(path))
    return "```\n" + "\n".join(lines) + "\n```"


def help_of_try(language: Language) -> str:
    """The help page of `toile try`."""
    terminal = Terminal(language)
    page = io.StringIO()
    terminal.console = Console(file=page, width=WIDTH, highlight=False)
    show_help(terminal, find_verb("try"), SHARED)
    return "```\n" + "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n```"


def verbs(language: Language) -> str:
    """A table of all verbs."""
    terminal = Terminal(language)
    rows = [f"| `toile {name}` | {terminal.say(f'help_{name}')} |" for name in VERBS]
    return "\n".join(["| | |", "|---|---|", *rows])


def _purpose(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.split("\n\n")[0].replace("\n", " ").split(". ")[0].rstrip(".")


def parts(language: Language) -> dict[str, Callable[[], str]]:
    return {
        "tree": tree,
        "verbs": lambda: verbs(language),
        "help": lambda: help_of_try(language),
    }


def refreshed(text: str, language: Language) -> str:
    """The README's text with its generated parts made anew."""
    for name, make in parts(language).items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, found, rest = text.partition(begin)
        if found:
            text = before + begin + make() + "\n" + end + rest.partition(end)[2]
    return text


PAGES = {"README.md": Language.ENGLISH, "README.zh.md": Language.CHINESE}

if __name__ == "__main__":
    for name, language in PAGES.items():
        page = ROOT / name
        page.write_text(refreshed(page.read_text(encoding="utf-8"), language), encoding="utf-8")
