"""Grids: one request, and what becomes of it when up to three of its values change, as AUTOMATIC1111's X/Y/Z plot."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, TypeVar

from toile.domain.geometry import Size
from toile.engine.names import choose
from toile.engine.request import Hires, Request, Variation
from toile.errors import BadRequest

MOST = 1000  # pictures
_WHOLE = re.compile(r"\s*([+-]?\d+)\s*-\s*([+-]?\d+)(?:\s*\(([+-]?\d+)\s*\))?\s*")
_COUNTED = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*-\s*([+-]?\d+(?:\.\d+)?)\s*\[(\d+)\s*\]\s*")
_STEPPED = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*-\s*([+-]?\d+(?:\.\d+)?)\s*\(([+-]?\d+(?:\.\d+)?)\s*\)\s*")

_Values = TypeVar("_Values", Request, Hires, Variation)
Change = Callable[[Request, str, str], Request]  # the request, the axis's first value, this value


def _changed(values: _Values, name: str, value: object) -> _Values:
    """A copy of frozen values with another one under that name."""
    changes: dict[str, Any] = {name: value}
    return replace(values, **changes)


def _plain(name: str, read: Callable[[str], object]) -> Change:
    return lambda request, first, value: _changed(request, name, read(value))


def _of_start(request: Request, first: str, value: str) -> Request:
    """The strength of whichever pass has one."""
    if request.hires:
        return replace(request, hires=replace(request.hires, denoise=float(value)))
    return replace(request, start=replace(request.start, denoise=float(value))) if request.start else request


def _of_hires(name: str, read: Callable[[str], object]) -> Change:
    return lambda request, first, value: replace(
        request, hires=_changed(request.hires or Hires(), name, read(value))
    )


def _of_variation(name: str, read: Callable[[str], object]) -> Change:
    return lambda request, first, value: replace(
        request, variation=_changed(request.variation, name, read(value))
    )


def _searched(request: Request, first: str, value: str) -> Request:
    """The first value is what is looked for; the others, and it itself, take its place."""
    if first not in request.prompt + request.negative:
        raise BadRequest("grid_search", text=first[:80])
    return replace(
        request, prompt=request.prompt.replace(first, value), negative=request.negative.replace(first, value)
    )


def _size(value: str) -> Size:
    width, _, height = value.lower().partition("x")
    return Size(int(width), int(height))


def _sampler(value: str) -> str:
    return choose(value).sampler


AXES: Mapping[str, Change] = {
    "Seed": _plain("seed", int),
    "Var. seed": _of_variation("seed", int),
    "Var. strength": _of_variation("strength", float),
    "Steps": _plain("steps", int),
    "Hires steps": _of_hires("steps", int),
    "CFG Scale": _plain("cfg", float),
    "CFG rescale": _plain("rescale", float),
    "Prompt S/R": _searched,
    "Sampler": _plain("sampler", _sampler),
    "Schedule type": _plain("schedule", lambda value: choose(None, value).schedule),
    "Denoising": _of_start,
    "Hires upscaler": _of_hires("upscaler", str),
    "Clip skip": _plain("clip_skip", int),
    "Eta": _plain("eta", float),
    "Size": _plain("size", _size),
}
_COUNTS = ("Seed", "Var. seed", "Steps", "Hires steps", "Clip skip")
_NUMBERS = ("Var. strength", "CFG Scale", "CFG rescale", "Denoising", "Eta")


@dataclass(frozen=True)
class Axis:
    """One of `AXES`, and its `values` as they are written: `1, 2, 5`, `1-5`, `1-10 (+3)`, `0-1 [5]`; those of words as
    in CSV."""

    name: str
    values: str


@dataclass(frozen=True)
class Cell:
    """A picture of a grid: the values that it has, by axis, and what is asked for."""

    values: tuple[str, ...]
    request: Request


def plan_grid(request: Request, axes: Sequence[Axis]) -> tuple[Cell, ...]:
    """All pictures of a grid, the first axis changing fastest.

    Raises BadRequest: `grid_axis` for one that is not known, `grid_value` for a value that makes none, `grid_search`
    for a text that is not in the prompt, `grid_large`.
    """
    spread = [_values(axis) for axis in axes]
    count = 1
    for values in spread:
        count *= len(values)
    if not 1 <= count <= MOST:
        raise BadRequest("grid_large", count=count, most=MOST)
    cells = []
    for combination in product(*reversed(spread)):
        chosen = tuple(reversed(combination))
        asked = request
        for axis, some, value in zip(axes, spread, chosen, strict=True):
            try:
                asked = AXES[axis.name](asked, some[0], value)
            except ValueError:
                raise BadRequest("grid_value", axis=axis.name, value=value[:80]) from None
        asked.check()
        cells.append(Cell(chosen, asked))
    return tuple(cells)


def _values(axis: Axis) -> list[str]:
    """What an axis takes on."""
    if axis.name not in AXES:
        raise BadRequest("grid_axis", name=axis.name, known=", ".join(AXES))
    rows = next(csv.reader([axis.values.replace("\n", " ")], skipinitialspace=True), [])
    said = [value.strip() for value in rows if value.strip()]
    if axis.name in _COUNTS:
        return [str(number) for value in said for number in _spread_counts(value)]
    if axis.name in _NUMBERS:
        return [f"{number:g}" for value in said for number in _spread_numbers(axis.name, value)]
    return said


def _spread_counts(value: str) -> Sequence[int | str]:
    """Whole numbers of a range, both ends counted; another value as it stands."""
    if found := _WHOLE.fullmatch(value):
        start, end = int(found[1]), int(found[2])
        step = int(found[3] or 1)
        return range(start, end + (1 if step > 0 else -1), step)[: MOST + 1] if step else [value]
    if found := _COUNTED.fullmatch(value):
        return [int(number) for number in _evenly(float(found[1]), float(found[2]), int(found[3]))]
    return [value]


def _spread_numbers(name: str, value: str) -> Sequence[float]:
    if found := _COUNTED.fullmatch(value):
        return _evenly(float(found[1]), float(found[2]), int(found[3]))
    if found := _STEPPED.fullmatch(value):
        start, end, step = (float(found[number]) for number in (1, 2, 3))
        count = int((end - start) / step + 1e-9) + 1 if step else 1
        return [start + number * step for number in range(max(0, min(count, MOST + 1)))]
    if found := _WHOLE.fullmatch(value):
        return [float(number) for number in range(int(found[1]), int(found[2]) + 1)[: MOST + 1]]
    try:
        return [float(value)]
    except ValueError:
        raise BadRequest("grid_value", axis=name, value=value[:80]) from None


def _evenly(start: float, end: float, count: int) -> list[float]:
    count = min(count, MOST + 1)
    return [start + (end - start) * number / max(count - 1, 1) for number in range(count)]
