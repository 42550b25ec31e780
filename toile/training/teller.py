"""Tellers: who hears how a training goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Teller:
    """Who hears how it goes: `begin` a step of so much, `go` on by so much, and what the `values` are by now."""

    begin: Callable[[str, int], None] = lambda step, total: None
    go: Callable[[int], None] = lambda count: None
    values: Callable[[Mapping[str, float]], None] = lambda values: None
