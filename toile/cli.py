"""The command line's front door: language, help, errors, exit codes. The verbs are in `toile.commands`.

Exit codes: 0 done, 2 the request was wrong, 3 this machine lacks something, 130 stopped, 1 a bug.
"""

import difflib
import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toile import settings
from toile.commands.verb import Option, Verb, parse
from toile.errors import BadRequest, ToileError
from toile.messages import Language
from toile.version import VERSION

# Verb to module. A verb's module is imported only when it is asked for, so that each starts fast.
VERBS = {
    "try": "dress",
    "create": "create",
    "cutout": "cutout",
    "pose": "pose",
    "recipe": "recipe",
    "world": "world",
    "demo": "demo",
    "train": "train",
    "serve": "serve",
    "keys": "keys",
    "doctor": "doctor",
}
SHARED = (
    Option("--lang", "help_lang", value="en|zh"),
    Option("--debug", "help_debug"),
    Option("--help", "help_help", short="-h"),
)


def main(typed: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. Bad input never ends in a traceback."""
    words = list(sys.argv[1:] if typed is None else typed)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets a question mark instead of a crash.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    language = Language.ENGLISH
    try:
        language, words = _take_language(words)
        return _dispatch(words, language)
    except ToileError as error:
        _report(error, language, as_json="--json" in words)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain once more on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as bug:
        if debug:
            traceback.print_exc()
            return 1
        return _report_bug(bug, language)


def find_verb(name: str) -> Verb:
    """The verb of that name, its module imported. Raises BadRequest for a name that is none."""
    if name not in VERBS:
        near = difflib.get_close_matches(name, VERBS, 1)
        raise (
            BadRequest("verb_misspelt", verb=name, near=near[0])
            if near
            else BadRequest("verb_unknown", verb=name)
        )
    verb: Verb = importlib.import_module(f"toile.commands.{VERBS[name]}").VERB
    return verb


def _dispatch(words: list[str], language: Language) -> int:
    if words[:1] in (["--version"], ["-V"]):
        sys.stdout.write(f"toile {VERSION}\n")
        return 0
    asks_help = any(word in ("--help", "-h") for word in words)
    name = next((word for word in words if not word.startswith("-")), "")
    if not name:
        if words and not asks_help:
            raise BadRequest("option_unknown", option=words[0], verb="")
        return _overview(language)
    verb = find_verb(name)
    if asks_help:
        return _explain(verb, language)
    words.remove(name)
    arguments = parse(verb, words)
    configured = settings.read()
    return verb.run(arguments, replace(configured, language=language))


def _take_language(words: list[str]) -> tuple[Language, list[str]]:
    """The language to speak, and the words without the option that may have named it."""
    rest, stated, following = [], "", iter(words)
    for word in following:
        if word == "--lang":
            stated = next(following, "?")
        elif word.startswith("--lang="):
            stated = word.partition("=")[2] or "?"
        else:
            rest.append(word)
    return (settings.parse_language(stated) if stated else settings.read_language()), rest


def _overview(language: Language) -> int:
    from rich.text import Text

    from toile.commands.terminal import Terminal

    terminal = Terminal(language)
    terminal.title(f"Toile {VERSION}", terminal.say("help_toile"))
    terminal.heading("help_usage")
    terminal.line("toile VERB ...")
    terminal.heading("help_verbs")
    terminal.rows([(Text(name, style="bold"), terminal.say(f"help_{name}")) for name in VERBS])
    terminal.heading("help_shared")
    terminal.rows(
        [
            *((Text(f"{o.name} {o.value}".rstrip(), style="bold"), terminal.say(o.help)) for o in SHARED),
            (Text("--version", style="bold"), terminal.say("help_version")),
        ]
    )
    terminal.console.print()
    terminal.line(terminal.say("help_more"))
    return 0


def _explain(verb: Verb, language: Language) -> int:
    from toile.commands.terminal import Terminal, show_help

    show_help(Terminal(language), verb, SHARED)
    return 0


def _report(error: ToileError, language: Language, *, as_json: bool) -> None:
    from toile.commands.terminal import Terminal, error_json, print_json

    if as_json:
        print_json(error_json(error, language))
    else:
        Terminal(language, error=True).error(error)


def _report_bug(bug: Exception, language: Language) -> int:
    """One line for the reader, the traceback in a file for whoever mends it."""
    from toile.commands.terminal import Terminal

    terminal = Terminal(language, error=True)
    kind = f"{type(bug).__name__}: {bug}".splitlines()[0][:200]
    try:
        place = _keep_traceback(settings.read().data)
        terminal.line(terminal.say("bug_kept", kind=kind, path=place))
    except (OSError, ToileError):
        terminal.line(terminal.say("bug", kind=kind))
    return 1


def _keep_traceback(data: Path) -> Path:
    data.mkdir(parents=True, exist_ok=True)
    place = data / "last-error.txt"
    place.write_text(f"toile {VERSION}, Python {sys.version}\n{traceback.format_exc()}", encoding="utf-8")
    return place


if __name__ == "__main__":
    sys.exit(main())
