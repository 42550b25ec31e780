"""Layers: the words that networks are written in, whatever runs them.

A network is a function that calls these methods; nothing is traced and no framework's model classes are needed. Names
of layers are those of their weights, without `.weight` and `.bias`. Activations are float32 to whoever reads this,
[B, C, h, w] or [B, T, D]; what they are computed in is the runner's affair.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Node = Any  # a value on its way through the network
Values = NDArray[Any]


class Weights(Protocol):
    """Where weights come from. Asking says what the network is made of: whoever makes random ones needs no more."""

    def __call__(self, name: str, shape: tuple[int, ...]) -> Values:
        """The weights of that name: float16, float32, or bfloat16's bits as uint16."""
        ...


class Layers(Protocol):
    """What a network is written with."""

    def input(self, name: str, shape: Sequence[int]) -> Node:
        """A value that the caller gives, float32."""
        ...

    def weight(self, name: str, shape: tuple[int, ...]) -> Node:
        """Weights as a value."""
        ...

    def linear(self, x: Node, name: str, wide: int, *, bias: bool = True) -> Node:
        """x [..., D] times a matrix: [..., wide]."""
        ...

    def conv(
        self,
        x: Node,
        name: str,
        wide: int,
        kernel: int = 3,
        stride: int = 1,
        *,
        pad: tuple[int, int] | None = None,
        bias: bool = True,
    ) -> Node:
        """x [B, C, h, w] convolved: [B, wide, h', w']. `pad`: rows and columns of zeros before and after it, by default
        half the kernel."""
        ...

    def group_norm(self, x: Node, name: str, groups: int, eps: float) -> Node:
        """Wu and He 2018, arXiv 1803.08494."""
        ...

    def layer_norm(self, x: Node, name: str, eps: float = 1e-5) -> Node:
        """Ba et al. 2016, arXiv 1607.06450, over the last axis."""
        ...

    def attention(self, q: Node, k: Node, v: Node, heads: int, *, causal: bool = False) -> Node:
        """Vaswani et al. 2017, arXiv 1706.03762, equation 1, for queries [B, T, D] and keys and values [B, S, D]."""
        ...

    def silu(self, x: Node) -> Node:
        """x times its sigmoid."""
        ...

    def gelu(self, x: Node) -> Node:
        """Hendrycks and Gimpel 2016, arXiv 1606.08415, exactly."""
        ...

    def quick_gelu(self, x: Node) -> Node:
        """The same by a sigmoid, as OpenAI's CLIP has it."""
        ...

    def add(self, x: Node, y: Node) -> Node: ...

    def multiply(self, x: Node, y: Node) -> Node: ...

    def concat(self, xs: Sequence[Node], axis: int) -> Node: ...

    def repeat(self, x: Node, count: int) -> Node:
        """x [1, ...] so many times along its first axis."""
        ...

    def first(self, x: Node) -> Node:
        """The first of every sequence: [B, T, D] to [B, D]."""
        ...

    def mean(self, x: Node) -> Node:
        """The mean of every sequence: [B, T, D] to [B, 1, D]."""
        ...

    def split(self, x: Node, count: int, axis: int) -> Sequence[Node]:
        """Equal parts along an axis."""
        ...

    def reshape(self, x: Node, shape: Sequence[int]) -> Node:
        """0 keeps the length of the axis at that place, -1 is what is left."""
        ...

    def transpose(self, x: Node, order: Sequence[int]) -> Node: ...

    def double(self, x: Node) -> Node:
        """x [B, C, h, w] twice as high and wide, every pixel four times."""
        ...

    def fit(self, x: Node, height: int, width: int) -> Node:
        """x [B, C, h, w] at another size, every pixel the nearest above and to the left."""
        ...

    def waves(self, times: Node, wide: int) -> Node:
        """Times [B] or [B, N] as cosines and sines [..., wide] of many lengths (Vaswani et al. 2017, section 3.5, in
        the order of Stable Diffusion)."""
        ...

    def shape(self, x: Node) -> tuple[int, ...]:
        """The lengths of a value's axes; all are known."""
        ...

    def finish(self, outputs: Mapping[str, Node], name: str) -> Any:
        """What the writing comes to."""
        ...


def wave_lengths(wide: int) -> NDArray[np.float32]:
    """What times are multiplied by for `Layers.waves` [wide / 2]."""
    half = wide // 2
    return np.asarray(np.exp(-np.log(10000.0) * np.arange(half) / half), np.float32)


def widen(values: Values) -> NDArray[np.float32]:
    """Weights as float32, whatever they are kept as; just themselves if they are."""
    if values.dtype == np.uint16:
        return (values.astype(np.uint32) << 16).view(np.float32)
    return values.astype(np.float32, copy=False)
