"""Kits: what the pictures of one request are made with, and the passes that they are made in."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from toile.domain.geometry import Size
from toile.engine.area import Painted
from toile.engine.networks import Networks
from toile.engine.text import Reader
from toile.engine.upscalers import PIXELS, Upscale
from toile.pixels.arrays import Floats

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Kit:
    """What the makings of one request work with. `prefix` keeps the names of its pictures apart from others'.
    `refiner`: the same for the model that takes over."""

    networks: Networks
    reader: Reader
    prefix: str = ""
    refiner: "Kit | None" = None
    upscalers: Mapping[str, Upscale] = field(default_factory=lambda: PIXELS)
    _known: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """What all pictures of the request share, made for the first of them."""
        if key not in self._known:
            self._known[key] = make()
        value: _Value = self._known[key]
        return value


@dataclass(frozen=True)
class Pass:
    """One way down from noise: where it begins, and how."""

    prompt: str
    negative: str
    size: Size
    wanted: int  # steps that were asked for, by which prompts change
    steps: int  # of the schedule
    begin: int  # the first level of it that is used
    latent: Floats | None  # what noise is laid over; None for nothing
    painted: Painted | None = None
    hires_of: int | None = None  # steps of the pass before
