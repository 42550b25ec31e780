"""Weights: where a network gets them from, whatever they are called there.

Each source answers `source(name, shape)` by the names of diffusers, as `compute.graph` asks.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod, sqrt

import numpy as np
from numpy.typing import NDArray

from toile.compute.layers import Values, Weights, widen
from toile.engine.layout import Naming, Place, plain
from toile.engine.tensors import Tensors
from toile.errors import BadRequest


@dataclass(frozen=True)
class Stored:
    """Weights in a file, and where in it by `naming`."""

    tensors: Tensors
    naming: Naming = plain

    def __call__(self, name: str, shape: tuple[int, ...]) -> Values:
        """Raises BadRequest `checkpoint_part_missing` or `checkpoint_shape`."""
        place = self.naming(name)
        if place.key not in self.tensors.header.tensors:
            raise BadRequest("checkpoint_part_missing", name=self.tensors.path.name, part=place.key)
        values = _taken(self.tensors.read(place.key), place)
        # A matrix may be kept as a convolution with a kernel of one.
        if prod(values.shape) != prod(shape) or values.shape[0] != shape[0]:
            found, wanted = _said(values.shape), _said(shape)
            raise BadRequest(
                "checkpoint_shape", name=self.tensors.path.name, part=place.key, found=found, wanted=wanted
            )
        return values.reshape(shape)

    def is_single_precision(self, names: Iterable[str]) -> bool:
        """Whether the weights of these names lie there as float32, just as they are wanted."""
        places = (self.naming(name) for name in names)
        entries = ((place, self.tensors.header.tensors.get(place.key)) for place in places)
        return all(entry and entry.dtype == "F32" and not place.turned for place, entry in entries)

    def find(self, name: str) -> tuple[int, ...] | None:
        """The shape of weights, if there are such."""
        place = self.naming(name)
        entry = self.tensors.header.tensors.get(place.key)
        if entry is None:
            return None
        shape = entry.shape
        if place.third is not None:
            shape = (shape[0] // 3, *shape[1:])
        return shape[::-1] if place.turned else shape


def _said(shape: tuple[int, ...]) -> str:
    return " × ".join(str(side) for side in shape)


def _taken(values: Values, place: Place) -> Values:
    if place.third is not None:
        each = len(values) // 3
        values = values[place.third * each : (place.third + 1) * each]
    return np.ascontiguousarray(values.T) if place.turned else values


class Kind(StrEnum):
    """How a change of weights is written down."""

    LORA = "LoRA"  # Hu et al. 2021, arXiv 2106.09685, equation 3: up [O, R], down [R, I, ...]
    LOHA = "LoHa"  # Hyeon-Woo et al. 2021, arXiv 2108.06098, equation 3: two such pairs, multiplied
    LOKR = "LoKr"  # Yeh et al. 2023, arXiv 2309.14859, section 4.2: a Kronecker product


@dataclass(frozen=True)
class Patch:
    """A change of one weight matrix: `strength` times what `parts` come to. For LoKr `parts` are two groups of one or
    two matrices, told apart by `first`, how many are in the first."""

    kind: Kind
    parts: tuple[Values, ...]
    strength: float
    first: int = 1

    def change(self, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """What is added to weights of that shape. Raises ValueError where it does not fit them."""
        parts = [widen(part) for part in self.parts]
        if self.kind is Kind.LOKR:
            return np.float32(self.strength) * _kronecker(parts[: self.first], parts[self.first :], shape)
        whole = _product(parts[:2])
        if self.kind is Kind.LOHA:
            whole = whole * _product(parts[2:])
        return np.float32(self.strength) * whole.reshape(shape)


def _product(pair: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """One matrix, or the product of two [O, R] and [R, ...]: [O, ...]."""
    if len(pair) == 1:
        return pair[0]
    up, down = pair
    return up.reshape(len(up), -1) @ down.reshape(len(down), -1)


def _kronecker(
    one: Sequence[NDArray[np.float32]], other: Sequence[NDArray[np.float32]], shape: tuple[int, ...]
) -> NDArray[np.float32]:
    """The Kronecker product over the first two axes; the second matrix carries a convolution's kernel."""
    left = _product(one)
    right = _product(other)
    left = left.reshape(*left.shape[:2], *[1] * (len(shape) - 2))
    right = right.reshape(len(right), shape[1] // left.shape[1], *shape[2:])
    return np.asarray(np.kron(left, right), np.float32).reshape(shape)


@dataclass(frozen=True)
class Patched:
    """Other weights with what LoRAs add to them."""

    weights: Weights
    patches: Mapping[str, tuple[Patch, ...]]

    def __call__(self, name: str, shape: tuple[int, ...]) -> Values:
        """Raises what the others raise."""
        values = self.weights(name, shape)
        if name not in self.patches:
            return values
        total = widen(values).copy()
        for patch in self.patches[name]:
            total += patch.change(shape)
        return total


@dataclass(frozen=True)
class Random:
    """Weights that mean nothing, of the size of weights that do: from a seed, the same for the same name and shape."""

    seed: int

    def __call__(self, name: str, shape: tuple[int, ...]) -> Values:
        """Float16 weights with which signals keep their strength through layers."""
        rng = np.random.default_rng((self.seed, zlib.crc32(name.encode())))
        scales = len(shape) == 1 and not name.endswith(".bias")  # a normalisation's
        small = len(shape) == 1 or ("embedding" in name and len(shape) == 2)
        spread = 0.02 if small else 1 / sqrt(prod(shape[1:]))
        values = rng.standard_normal(shape, np.float32) * np.float32(spread) + np.float32(scales)
        return np.asarray(values, np.float16)
