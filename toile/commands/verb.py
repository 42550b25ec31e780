"""A verb of the command line as data: its options are rows, from which it is parsed, checked and explained."""

import argparse
import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from toile.errors import BadRequest
from toile.settings import Settings

Reader = Callable[[str, str], object]  # the option's name and what was typed -> the value, or BadRequest


@dataclass(frozen=True)
class Option:
    """One row. A `name` with dashes is an option, without it an argument in order.

    `value` is what the help calls the value; an option without is a switch. `help` is a message code.
    """

    name: str
    help: str
    value: str = ""
    short: str = ""
    read: Reader = lambda name, typed: typed
    default: object = None
    many: bool = False
    required: bool = False

    @property
    def key(self) -> str:
        """The attribute that holds the value after parsing."""
        return self.name.lstrip("-").lower().replace("-", "_")

    @property
    def is_positional(self) -> bool:
        return not self.name.startswith("-")


@dataclass(frozen=True)
class Verb:
    """`run` gets the parsed arguments and the settings, and returns the exit code."""

    name: str
    help: str
    run: Callable[[argparse.Namespace, Settings], int]
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = field(default_factory=tuple)


def parse(verb: Verb, typed: Sequence[str]) -> argparse.Namespace:
    """The values of a verb's options. Raises BadRequest that says what was wrong and what is right."""
    parser = _Parser(prog=f"toile {verb.name}", add_help=False, allow_abbrev=False)
    for option in verb.options:
        _add(parser, option)
    arguments, unknown = parser.parse_known_intermixed_args(list(typed))
    if unknown:
        _refuse_unknown(verb, unknown[0])
    for option in verb.options:
        if option.required and getattr(arguments, option.key) in (None, []):
            raise BadRequest("argument_missing", name=option.name, verb=verb.name)
    return arguments


def number(least: float, most: float) -> Reader:
    """A reader of numbers from `least` to `most`."""

    def read(name: str, typed: str) -> float:
        try:
            value = float(typed)
        except ValueError:
            value = float("nan")
        if not least <= value <= most:
            raise BadRequest("number_out_of_range", name=name, typed=typed, least=least, most=most)
        return value

    return read


def whole(least: int, most: int) -> Reader:
    """A reader of whole numbers from `least` to `most`."""

    def read(name: str, typed: str) -> int:
        if not typed.lstrip("-").isdecimal() or not least <= int(typed) <= most:
            raise BadRequest("number_out_of_range", name=name, typed=typed, least=least, most=most)
        return int(typed)

    return read


def choice(*allowed: str) -> Reader:
    """A reader of one word out of a few."""

    def read(name: str, typed: str) -> str:
        if typed not in allowed:
            raise BadRequest("choice_unknown", name=name, typed=typed, allowed=", ".join(allowed))
        return typed

    return read


class _Parser(argparse.ArgumentParser):
    """argparse, with errors that a person can act on instead of an exit."""

    def error(self, message: str) -> NoReturn:
        subject, _, rest = message.partition(": ")
        if rest.startswith("expected"):
            raise BadRequest("value_missing", name=subject.removeprefix("argument ").split("/")[-1])
        raise BadRequest("usage", detail=message, command=self.prog)


def _add(parser: argparse.ArgumentParser, option: Option) -> None:
    def read(typed: str) -> object:
        return option.read(option.name, typed)

    if option.is_positional:
        nargs = "*" if option.many else "?"
        parser.add_argument(option.key, nargs=nargs, type=read, metavar=option.name)
    elif not option.value:
        parser.add_argument(option.name, dest=option.key, action="store_true")
    else:
        flags = [flag for flag in (option.short, option.name) if flag]
        action, default = ("append", []) if option.many else ("store", option.default)
        parser.add_argument(*flags, dest=option.key, action=action, default=default, type=read)


def _refuse_unknown(verb: Verb, typed: str) -> NoReturn:
    if not typed.startswith("-"):
        raise BadRequest("argument_extra", typed=typed, verb=verb.name)
    flag = typed.split("=")[0]
    known = [option.name for option in verb.options if not option.is_positional]
    near = difflib.get_close_matches(flag, known, 1)
    if near:
        raise BadRequest("option_misspelt", option=flag, near=near[0])
    raise BadRequest("option_unknown", option=flag, verb=verb.name)
