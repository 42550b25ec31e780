"""What a terminal shows: headings, tables, marks and help, in the reader's language."""

import functools
import json
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from toile.commands.verb import Option, Verb
from toile.domain.look import Notice, Severity, Verdict
from toile.errors import ToileError
from toile.messages import Language, next_step, say

# The red selvedge thread marks what matters; red means nothing else but an error.
THREAD = "#c8281e"
_MARKS = {Verdict.PASS: ("✓", "green"), Verdict.WARN: ("!", "yellow"), Verdict.FAIL: ("✗", THREAD)}
_SEVERITIES = {Severity.INFO: ("·", "dim"), Severity.WARNING: ("!", "yellow")}


class Terminal:
    """A console that speaks one language."""

    def __init__(self, language: Language, *, error: bool = False) -> None:
        self.language = language
        self.console = Console(stderr=error, highlight=False, soft_wrap=False)

    def say(self, code: str, **values: object) -> str:
        return say(code, self.language, **values)

    def title(self, text: str, detail: str = "") -> None:
        line = Text.assemble(("┃ ", THREAD), (text, "bold"), ("  " + detail if detail else "", "dim"))
        self.console.print(line)

    def heading(self, code: str) -> None:
        self.console.print()
        self.console.print(Text(self.say(code), style="bold"))

    def line(self, text: str, style: str = "") -> None:
        self.console.print(Padding(Text(text, style=style), (0, 0, 0, 2), expand=False))

    def path(self, text: str) -> None:
        """A path on a line of its own, never wrapped, so that it can be copied."""
        self.console.print(Text("  " + text), soft_wrap=True)

    def rows(self, rows: Iterable[Sequence[str | Text]], *, right: tuple[int, ...] = ()) -> None:
        """Aligned columns without lines; the columns in `right` align their figures."""
        rows = [tuple(row) for row in rows]
        if not rows:
            return
        grid = Table.grid(padding=(0, 3, 0, 0))
        for index in range(len(rows[0])):
            last = index == len(rows[0]) - 1
            grid.add_column(justify="right" if index in right else "left", no_wrap=not last, overflow="fold")
        for row in rows:
            # As it stands: brackets in a name or a prompt are no markup.
            grid.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
        self.console.print(Padding(grid, (0, 0, 0, 2), expand=False))

    def mark(self, verdict: Verdict) -> Text:
        return Text(*_MARKS[verdict])

    def notice(self, code: str, severity: Severity, **values: object) -> None:
        """What is so, and under it what would make it better."""
        mark, style = _SEVERITIES[severity]
        step = next_step(code, self.language, **values)
        body = Text(self.say(code, **values))
        if step:
            body.append("\n" + step, style="dim")
        self.rows([(Text(mark, style=style), body)])

    def error(self, error: ToileError) -> None:
        """What is wrong, then what to do, on two lines."""
        self.console.print(
            Text.assemble((self.say("error_label"), f"bold {THREAD}"), self.say(error.code, **error.values))
        )
        step = next_step(error.code, self.language, **error.values)
        if step:
            self.line(step)


def print_json(data: object) -> None:
    """Plain data as JSON on standard output, for programs."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def notices_json(notices: Iterable[Notice], language: Language) -> list[dict[str, object]]:
    """Notices as data."""
    return [
        {
            "code": notice.code,
            "severity": notice.severity.value,
            "text": say(notice.code, language, **notice.values),
            "next_step": next_step(notice.code, language, **notice.values),
        }
        for notice in notices
    ]


def error_json(error: ToileError, language: Language) -> dict[str, object]:
    """An error as data."""
    return {
        "error": {
            "code": error.code,
            "message": say(error.code, language, **error.values),
            "next_step": next_step(error.code, language, **error.values),
        }
    }


def show_help(terminal: Terminal, verb: Verb, shared: Sequence[Option]) -> None:
    """One verb: how it is typed, its options, examples."""
    words = functools.reduce(lambda text, option: f"{text} {_usage(option)}", verb.options, "")
    terminal.title(f"toile {verb.name}", terminal.say(verb.help))
    terminal.heading("help_usage")
    terminal.line(f"toile {verb.name}{words}".rstrip())
    for heading, rows in (
        ("help_arguments", [o for o in verb.options if o.is_positional]),
        ("help_options", [o for o in verb.options if not o.is_positional]),
        ("help_shared", list(shared)),
    ):
        if rows:
            terminal.heading(heading)
            terminal.rows([(Text(_left(o), style="bold"), _right(terminal, o)) for o in rows])
    if verb.examples:
        terminal.heading("help_examples")
        for example in verb.examples:
            terminal.path(example)


def _usage(option: Option) -> str:
    if option.is_positional:
        word = f"{option.name}..." if option.many else option.name
        return word if option.required else f"[{word}]"
    return ""


def _left(option: Option) -> str:
    flags = ", ".join(flag for flag in (option.short, option.name) if flag)
    return f"{flags} {option.value}".rstrip()


def _right(terminal: Terminal, option: Option) -> str:
    text = terminal.say(option.help)
    if option.default is not None:
        default = "x".join(map(str, option.default)) if isinstance(option.default, tuple) else option.default
        text += terminal.say("help_default", value=default)
    return text
