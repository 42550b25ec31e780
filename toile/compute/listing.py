"""Listings: what weights a network is made of."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from toile.compute.graph import Graph
from toile.compute.layers import Layers, Node, Values


def list_weights(write: Callable[[Layers], object]) -> Mapping[str, tuple[int, ...]]:
    """The shapes of a network's weights by name, in the order in which it asks for them. Nothing is read, and nothing
    takes memory."""
    sketch = _Sketch()
    write(sketch)
    return sketch.asked


class _Sketch(Graph):
    """A graph whose weights are left open."""

    def __init__(self) -> None:
        super().__init__(_nothing)
        self.asked: dict[str, tuple[int, ...]] = {}

    def weight(self, name: str, shape: tuple[int, ...]) -> Node:
        self.asked[name] = shape
        return self._ops.parameter(list(shape), np.float32)

    def finish(self, outputs: Mapping[str, Node], name: str) -> Any:
        return None


def _nothing(name: str, shape: tuple[int, ...]) -> Values:
    raise AssertionError(f"a sketch reads no weights: {name} {shape}")
