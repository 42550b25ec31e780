"""Learners: the engine's own networks, with weights that can be trained.

A network is written once, in words (`compute.layers`); what trains here is what OpenVINO runs later.
"""

from collections.abc import Callable, Mapping
from math import prod, sqrt
from typing import Any

import torch
from torch import Tensor, nn

from toile.compute.eager import Eager
from toile.compute.listing import list_weights

Write = Callable[[Any], Any]


class Learner(nn.Module):
    """The weights of the networks that are written with `writers`, drawn anew. Where a name ends as one of `zeros`,
    they begin as zeros: such layers add nothing at first."""

    dtype = torch.float32

    def __init__(
        self, writers: Mapping[str, Write], random: torch.Generator, zeros: tuple[str, ...] = ()
    ) -> None:
        super().__init__()
        self._shapes: dict[str, tuple[int, ...]] = {}
        for write in writers.values():
            self._shapes |= list_weights(write)
        # Filters lie as matrices, as the optimiser sees them.
        self._weights = nn.ParameterDict(
            {
                _key(name): nn.Parameter(_flat(_begin(name, shape, random, zeros)))
                for name, shape in self._shapes.items()
            }
        )

    @property
    def device(self) -> torch.device:
        return torch.as_tensor(next(iter(self._weights.values()))).device

    def take(self, name: str, shape: tuple[int, ...]) -> Tensor:
        """The weights of that name, as a network asks for them."""
        assert self._shapes[name] == tuple(shape), name
        weights: Tensor = self._weights[_key(name)]
        return weights.view(shape)

    def forward(self, write: Write, given: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """What a network says to what is given."""
        said: dict[str, Tensor] = write(_Taught(self, given))
        return said

    def named(self) -> dict[str, Tensor]:
        """The weights by the names of the network."""
        return {name: self._weights[_key(name)].detach().view(shape) for name, shape in self._shapes.items()}

    def list_parameters(self) -> dict[str, nn.Parameter]:
        """What is trained, by name: numbers, rows, and matrices."""
        return {name: self._weights[_key(name)] for name in self._shapes}

    def fill(self, weights: Mapping[str, Tensor]) -> None:
        """Take over weights by name; those that are not given stay."""
        with torch.no_grad():
            for name, value in weights.items():
                self._weights[_key(name)].copy_(_flat(value))


class Mean:
    """The moving mean of a learner's weights, which is better than the last of them."""

    def __init__(self, learner: Learner, decay: float) -> None:
        self.decay, self.count = decay, 0
        self.weights = {name: value.clone() for name, value in learner.named().items()}

    def follow(self, learner: Learner) -> None:
        """One step more. The first ones count more than they would, so that what was drawn at first is forgotten."""
        self.count += 1
        share = 1 - min(self.decay, (1 + self.count) / (10 + self.count))
        with torch.no_grad():
            for name, value in learner.named().items():
                self.weights[name].lerp_(value, share)


class _Taught(Eager):
    """A network whose attention is taken apart on a processor: the way back through torch's fused one is three times
    slower there."""

    def attention(self, q: Tensor, k: Tensor, v: Tensor, heads: int, *, causal: bool = False) -> Tensor:
        if q.device.type != "cpu":
            return super().attention(q, k, v, heads, causal=causal)
        batch, length, wide = q.shape
        q, k, v = (one.view(batch, -1, heads, wide // heads).transpose(1, 2) for one in (q, k, v))
        scores = (q @ k.transpose(-1, -2)) * (wide // heads) ** -0.5
        if causal:
            later = torch.ones(length, length, dtype=torch.bool, device=q.device).triu(1)
            scores = scores.masked_fill(later, float("-inf"))
        said: Tensor = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, wide)
        return said


def _begin(name: str, shape: tuple[int, ...], random: torch.Generator, zeros: tuple[str, ...]) -> Tensor:
    """Weights to begin with: evenly about zero, as wide as the inverse root of what comes in (He et al. 2015)."""
    if name.endswith(zeros):
        return torch.zeros(shape)
    if len(shape) == 1:
        return torch.ones(shape) if name.endswith(".weight") else torch.zeros(shape)
    if name.endswith("embedding.weight"):
        return 0.02 * torch.randn(shape, generator=random)
    reach = 1 / sqrt(prod(shape[1:]))
    return (2 * torch.rand(shape, generator=random) - 1) * reach


def _flat(weights: Tensor) -> Tensor:
    return weights.flatten(1) if weights.ndim > 2 else weights


def _key(name: str) -> str:
    return name.replace(".", "/")
