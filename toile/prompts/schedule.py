"""Schedules: prompts that change while the picture is made.

`[from:to:when]` changes once, `[to:when]` adds, `[from::when]` takes away, `[a|b|c]` takes turns every step. They nest.
What is no schedule is text, brackets and all: attention reads those later. A bracket that holds such loose ends is no
schedule either.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

DEEPEST = 100  # brackets within brackets; more of them are text
MOST = 5_000_000  # pieces times changes; a prompt with more of them is text as it stands

_TOKENS = re.compile(r"\\.|[\[\]():|]|[^\\\[\]():|]+|\\", re.DOTALL)
_NUMBER = re.compile(r"\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*")


@dataclass(frozen=True)
class Until:
    """The prompt up to a step, that one included; the first is 1."""

    step: int
    text: str


@dataclass(frozen=True)
class _Edit:
    """`before` up to the step `when`, `after` from the next one on."""

    before: "_Prompt"
    after: "_Prompt"
    when: int


@dataclass(frozen=True)
class _Turns:
    """One after the other, a step each."""

    options: "tuple[_Prompt, ...]"


_Prompt = Sequence["str | _Edit | _Turns"]


@dataclass
class _Frame:
    """A bracket that is open: its parts so far, and what stands between them."""

    bracket: str
    parts: list[list["str | _Edit | _Turns"]] = field(default_factory=lambda: [[]])
    between: list[str] = field(default_factory=list)
    loose: bool = False  # inside are brackets or colons that belong to nothing

    def plain(self, end: str = "") -> list["str | _Edit | _Turns"]:
        """All of it as it was written, up to `end`."""
        return [self.bracket, *self.said(0, len(self.parts)), end]

    def said(self, start: int, stop: int) -> list["str | _Edit | _Turns"]:
        """Some of the parts and what stands between them."""
        said: list[str | _Edit | _Turns] = []
        for index in range(start, stop):
            said += [*([self.between[index - 1]] if index > start else []), *self.parts[index]]
        return said


def read_schedule(
    text: str, steps: int, hires_steps: int | None = None, *, old: bool = False
) -> tuple[Until, ...]:
    """The prompts of a picture that takes `steps`, the last one until the end.

    `when` with a decimal point is a share of the steps, without one a step. With `hires_steps` it is the second pass
    that is asked for, whose steps go on counting from the first's: shares are then those above 1. `old`: every number
    below 1 is a share, and both passes have the first's schedule. Never fails.
    """
    clock = _Clock(steps, hires_steps, old)
    nodes, count = _parse(text, clock)
    changes = sorted({*_changes(nodes, clock.steps), clock.steps})
    if len(changes) == 1 or count * len(changes) > MOST:
        return (Until(clock.steps, text if count * len(changes) > MOST else _at(nodes, clock.steps)),)
    return tuple(Until(step, _at(nodes, step)) for step in changes)


class _Clock:
    """What the numbers of a prompt mean."""

    def __init__(self, steps: int, hires_steps: int | None, old: bool) -> None:
        later = hires_steps is not None and not old
        self.steps = steps if hires_steps is None or old else hires_steps
        self._old, self._taken, self._shares = old, steps if later else 0, 1.0 if later else 0.0

    def read(self, said: str) -> int | None:
        """The step that is meant; None where no number was written."""
        match = _NUMBER.fullmatch(said)
        if match is None:
            return None
        value = float(match[1])
        if self._old:
            value = value * self.steps if value < 1 else value
        elif "." in match[1]:
            value = (value - self._shares) * self.steps
        else:
            value -= self._taken
        return int(max(-1.0, min(value, self.steps)))


def _parse(text: str, clock: _Clock) -> tuple[_Prompt, int]:
    """The prompt as text and what changes, and how many pieces that is."""
    frames = [_Frame("")]
    count = 0
    for match in _TOKENS.finditer(text):
        token, top = match.group(), frames[-1]
        count += 1
        if token in "[(" and len(frames) <= DEEPEST:
            frames.append(_Frame(token))
        elif token in "])" and _opened(frames, token):
            while frames[-1].bracket != ("[" if token == "]" else "("):
                _fold(frames)  # what was opened in between was never closed
            closed = frames.pop()
            read = None if closed.loose else _closed(closed, clock)
            frames[-1].loose |= read is None
            frames[-1].parts[-1] += closed.plain(token) if read is None else read
        elif token in ":|" and len(frames) > 1:
            top.between.append(token)
            top.parts.append([])
        else:
            top.loose |= token in "[]()"
            top.parts[-1].append(token)
    while len(frames) > 1:
        _fold(frames)
    return frames[0].parts[0], count


def _opened(frames: Sequence[_Frame], token: str) -> bool:
    bracket = "[" if token == "]" else "("
    return any(frame.bracket == bracket for frame in frames)


def _fold(frames: list[_Frame]) -> None:
    """Take the last bracket for text."""
    frames[-2].loose = True
    frames[-2].parts[-1] += frames.pop().plain()


def _closed(frame: _Frame, clock: _Clock) -> "list[str | _Edit | _Turns] | None":
    """What a pair of brackets means; None where it means nothing."""
    colons = [index for index, mark in enumerate(frame.between, 1) if mark == ":"]
    if frame.bracket == "(":
        return frame.plain(")") if len(colons) <= 1 else None
    if not colons:
        return [_Turns(tuple(frame.parts))] if frame.between else frame.plain("]")
    when = _when(frame.parts[colons[-1] :], clock)
    if when is None or len(colons) > 2:
        return None
    # Beside a time `|` is a letter like others.
    start = colons[0] if len(colons) == 2 else 0
    return [_Edit(frame.said(0, start), frame.said(start, colons[-1]), when)]


def _when(parts: Sequence[_Prompt], clock: _Clock) -> int | None:
    """The step that stands alone behind the last colon, if one does."""
    if len(parts) > 1 or not all(isinstance(piece, str) for piece in parts[0]):
        return None
    return clock.read("".join(str(piece) for piece in parts[0]))


def _changes(nodes: _Prompt, steps: int) -> Iterator[int]:
    """The steps after which the prompt may be another."""
    for node in nodes:
        if isinstance(node, _Edit):
            if node.when >= 1:
                yield node.when
            yield from _changes(node.before, steps)
            yield from _changes(node.after, steps)
        elif isinstance(node, _Turns):
            yield from range(1, steps + 1)
            for option in node.options:
                yield from _changes(option, steps)


def _at(nodes: _Prompt, step: int) -> str:
    """The prompt at that step."""
    said = []
    for node in nodes:
        if isinstance(node, str):
            said.append(node)
        elif isinstance(node, _Edit):
            said.append(_at(node.before if step <= node.when else node.after, step))
        else:
            said.append(_at(node.options[(step - 1) % len(node.options)], step))
    return "".join(said)
