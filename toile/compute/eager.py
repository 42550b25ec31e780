"""Layers that PyTorch computes at once: the same networks on NVIDIA cards, on Apple's, and on processors.

Imported only where PyTorch is to run them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

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


class Eager:
    """One run of a network: inputs by name, and weights from a shelf."""

    def __init__(self, shelf: Shelf, given: Mapping[str, Values]) -> None:
        self._shelf, self._given = shelf, given

    def input(self, name: str, shape: Sequence[int]) -> Tensor:
        tensor = torch.from_numpy(self._given[name]).to(self._shelf.device)
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
        kind = max((one.dtype for one in xs), key=lambda dtype: torch.finfo(dtype).bits)
        return torch.cat([one.to(kind) for one in xs], axis)

    def repeat(self, x: Tensor, count: int) -> Tensor:
        return x.expand(count, *x.shape[1:])

    def first(self, x: Tensor) -> Tensor:
        return x[:, 0]

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

    def finish(self, outputs: Mapping[str, Tensor], name: str) -> dict[str, Any]:
        """The outputs, as numpy's float32."""
        return {said: value.float().cpu().numpy() for said, value in outputs.items()}
