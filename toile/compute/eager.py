"""Layers that PyTorch computes at once: the same networks on NVIDIA cards, on Apple's, and on processors.

Imported only where PyTorch is to run them.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import reduce
from typing import Any, Protocol

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from toile.compute.layers import Values, Weights, wave_lengths

_HEADS_FIRST = (0, 2, 1, 3)


class Shelf:
    """A network's weights on a device, put there when they are first asked for."""

    def __init__(self, weights: Weights, device: torch.device, dtype: torch.dtype) -> None:
        self.device, self.dtype = device, dtype
        self._weights = weights
        self._there: dict[str, Tensor] = {}

    def take(self, name: str, shape: tuple[int, ...]) -> Tensor:
        """The weights of that name. Those of convolutions lie with their channels last, as the fast kernels want."""
        if name not in self._there:
            tensor = _tensor(self._weights(name, shape)).to(self.device, self.dtype)
            if tensor.ndim == 4:
                tensor = tensor.contiguous(memory_format=torch.channels_last)
            self._there[name] = tensor
        return self._there[name]


def _tensor(values: Values) -> Tensor:
    """An array as a tensor of its own; bfloat16 comes as bits."""
    if values.dtype.name == "uint16":
        return torch.from_numpy(values.view("int16").copy()).view(torch.bfloat16)
    return torch.from_numpy(values.copy())


class Source(Protocol):
    """Whoever has a network's weights."""

    dtype: torch.dtype

    def take(self, name: str, shape: tuple[int, ...]) -> Tensor: ...


class Eager:
    """One run of a network: inputs by name, on the device of the weights, which come from the shelf."""

    def __init__(self, shelf: Source, given: Mapping[str, Tensor]) -> None:
        self._shelf, self._given = shelf, given

    def input(self, name: str, shape: Sequence[int]) -> Tensor:
        tensor = self._given[name]
        assert tuple(tensor.shape) == tuple(shape), name
        # Times and sizes are too large for halves.
        return tensor if tensor.ndim < 2 or name == "sizes" else tensor.to(self._shelf.dtype)

    def weight(self, name: str, shape: tuple[int, ...]) -> Tensor:
        return self._shelf.take(name, shape)

    def linear(self, x: Tensor, name: str, wide: int, *, bias: bool = True) -> Tensor:
        matrix = self.weight(f"{name}.weight", (wide, x.shape[-1]))
        return F.linear(x.to(matrix.dtype), matrix, self.weight(f"{name}.bias", (wide,)) if bias else None)

    def conv(
        self,
        x: Tensor,
        name: str,
        wide: int,
        kernel: int = 3,
        stride: int = 1,
        *,
        pad: tuple[int, int] | None = None,
        bias: bool = True,
    ) -> Tensor:
        filters = self.weight(f"{name}.weight", (wide, x.shape[1], kernel, kernel))
        before, after = pad or (kernel // 2, kernel // 2)
        if before != after:
            x = F.pad(x, (before, after, before, after))
        x = x.contiguous(memory_format=torch.channels_last)
        shift = self.weight(f"{name}.bias", (wide,)) if bias else None
        return F.conv2d(x, filters, shift, stride, before if before == after else 0)

    def group_norm(self, x: Tensor, name: str, groups: int, eps: float) -> Tensor:
        wide = x.shape[1]
        scale, shift = (self.weight(f"{name}.{part}", (wide,)) for part in ("weight", "bias"))
        return F.group_norm(x, groups, scale, shift, eps)

    def layer_norm(self, x: Tensor, name: str, eps: float = 1e-5) -> Tensor:
        wide = x.shape[-1]
        scale, shift = (self.weight(f"{name}.{part}", (wide,)) for part in ("weight", "bias"))
        return F.layer_norm(x, (wide,), scale, shift, eps)

    def attention(self, q: Tensor, k: Tensor, v: Tensor, heads: int, *, causal: bool = False) -> Tensor:
        batch, length, wide = q.shape
        q, k, v = (one.view(batch, -1, heads, wide // heads).permute(_HEADS_FIRST) for one in (q, k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=causal)
        return y.permute(_HEADS_FIRST).reshape(batch, length, wide)

    def silu(self, x: Tensor) -> Tensor:
        return F.silu(x)

    def gelu(self, x: Tensor) -> Tensor:
        return F.gelu(x)

    def quick_gelu(self, x: Tensor) -> Tensor:
        return x * torch.sigmoid(1.702 * x)

    def add(self, x: Tensor, y: Tensor) -> Tensor:
        return x + y

    def multiply(self, x: Tensor, y: Tensor) -> Tensor:
        return x * y

    def concat(self, xs: Sequence[Tensor], axis: int) -> Tensor:
        kind = reduce(torch.promote_types, (one.dtype for one in xs))
        return torch.cat([one.to(kind) for one in xs], axis)

    def repeat(self, x: Tensor, count: int) -> Tensor:
        return x.expand(count, *x.shape[1:])

    def first(self, x: Tensor) -> Tensor:
        return x[:, 0]

    def mean(self, x: Tensor) -> Tensor:
        return x.mean(dim=1, keepdim=True)

    def split(self, x: Tensor, count: int, axis: int) -> Sequence[Tensor]:
        return x.chunk(count, axis)

    def reshape(self, x: Tensor, shape: Sequence[int]) -> Tensor:
        return x.reshape([x.shape[place] if side == 0 else side for place, side in enumerate(shape)])

    def transpose(self, x: Tensor, order: Sequence[int]) -> Tensor:
        return x.permute(*order)

    def double(self, x: Tensor) -> Tensor:
        return F.interpolate(x, scale_factor=2.0, mode="nearest")

    def fit(self, x: Tensor, height: int, width: int) -> Tensor:
        return x if x.shape[2:] == (height, width) else F.interpolate(x, (height, width), mode="nearest")

    def waves(self, times: Tensor, wide: int) -> Tensor:
        angles = times[..., None] * torch.from_numpy(wave_lengths(wide)).to(times.device)
        return torch.cat((torch.cos(angles), torch.sin(angles)), -1)

    def shape(self, x: Tensor) -> tuple[int, ...]:
        return tuple(x.shape)

    def finish(self, outputs: Mapping[str, Tensor], name: str) -> dict[str, Tensor]:
        """The outputs, by name."""
        return {said: value.float() for said, value in outputs.items()}


Run = Callable[[Mapping[str, Tensor]], dict[str, Tensor]]


class Runner:
    """Runs the networks of one shelf. Where `compiler` is given, a network that was run `patience` times for the same
    shapes is compiled by torch: a wait once, and less work and fewer launches from then on."""

    def __init__(
        self, shelf: Shelf, compiler: Callable[[Any], Any] | None = None, patience: int = 16
    ) -> None:
        self._shelf, self._compiler, self._patience = shelf, compiler, patience
        self._runs: Counter[Hashable] = Counter()
        self._compiled: dict[Hashable, Run] = {}

    def __call__(
        self, shape: Hashable, write: Callable[[Eager], dict[str, Tensor]], arrays: Mapping[str, Values]
    ) -> dict[str, Values]:
        """What the network that is written says to what is given, as numpy's float32."""
        given = {name: torch.from_numpy(values).to(self._shelf.device) for name, values in arrays.items()}
        self._runs[shape] += 1

        def plain(some: Mapping[str, Tensor]) -> dict[str, Tensor]:
            return write(Eager(self._shelf, some))

        if self._compiler and self._runs[shape] > self._patience and shape not in self._compiled:
            # Its weights are all on the shelf by now, so that they are constants to the compiler.
            self._compiled[shape] = self._compiler(plain)
        run = self._compiled.get(shape, plain)
        return {name: value.cpu().numpy() for name, value in run(given).items()}
