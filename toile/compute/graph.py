"""Graphs: layers written down for OpenVINO, which runs them on the processor. No framework is needed to make one, nor
is anything traced."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from toile.compute.layers import Node, Values, Weights, wave_lengths, widen
from toile.compute.network import Network
from toile.compute.runtime import load_openvino

_SMALL = 1024  # bytes that are rather copied


class Graph:
    """A network in the making, in the words of `Layers`."""

    def __init__(self, weights: Weights) -> None:
        load_openvino()
        from openvino import opset15 as ops

        self._ops: Any = ops
        self._weights = weights
        self._inputs: list[Node] = []

    def input(self, name: str, shape: Sequence[int]) -> Node:
        node = self._ops.parameter(list(shape), np.float32, name=name)
        node.output(0).get_tensor().set_names({name})
        self._inputs.append(node)
        return node

    def weight(self, name: str, shape: tuple[int, ...]) -> Node:
        return self._constant(self._weights(name, shape))

    def linear(self, x: Node, name: str, wide: int, *, bias: bool = True) -> Node:
        matrix = self.weight(f"{name}.weight", (wide, self.shape(x)[-1]))
        y = self._ops.matmul(x, matrix, False, True)
        return self._ops.add(y, self.weight(f"{name}.bias", (wide,))) if bias else y

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
        before, after = (kernel // 2,) * 2 if pad is None else pad
        filters = self.weight(f"{name}.weight", (wide, self.shape(x)[1], kernel, kernel))
        y = self._ops.convolution(x, filters, [stride] * 2, [before] * 2, [after] * 2, [1, 1])
        if not bias:
            return y
        shift = self._ops.reshape(self.weight(f"{name}.bias", (wide,)), [1, wide, 1, 1], False)
        return self._ops.add(y, shift)

    def group_norm(self, x: Node, name: str, groups: int, eps: float) -> Node:
        wide = self.shape(x)[1]
        scale, shift = (self.weight(f"{name}.{part}", (wide,)) for part in ("weight", "bias"))
        return self._ops.group_normalization(x, scale, shift, groups, eps)

    def layer_norm(self, x: Node, name: str, eps: float = 1e-5) -> Node:
        wide = self.shape(x)[-1]
        y = self._ops.mvn(x, [-1], True, eps, "inside_sqrt")
        y = self._ops.multiply(y, self.weight(f"{name}.weight", (wide,)))
        return self._ops.add(y, self.weight(f"{name}.bias", (wide,)))

    def attention(self, q: Node, k: Node, v: Node, heads: int, *, causal: bool = False) -> Node:
        batch, length, wide = self.shape(q)
        q, k, v = (
            self._ops.transpose(self.reshape(one, (0, 0, heads, wide // heads)), [0, 2, 1, 3])
            for one in (q, k, v)
        )
        y = self._ops.scaled_dot_product_attention(q, k, v, causal=causal)
        return self.reshape(self._ops.transpose(y, [0, 2, 1, 3]), (batch, length, wide))

    def silu(self, x: Node) -> Node:
        return self._ops.swish(x)

    def gelu(self, x: Node) -> Node:
        return self._ops.gelu(x, "erf")

    def quick_gelu(self, x: Node) -> Node:
        return self._ops.multiply(
            x, self._ops.sigmoid(self._ops.multiply(x, self._constant(np.float32(1.702))))
        )

    def add(self, x: Node, y: Node) -> Node:
        return self._ops.add(x, y)

    def multiply(self, x: Node, y: Node) -> Node:
        return self._ops.multiply(x, y)

    def concat(self, xs: Sequence[Node], axis: int) -> Node:
        return self._ops.concat(list(xs), axis)

    def repeat(self, x: Node, count: int) -> Node:
        return self.concat([x] * count, 0)

    def first(self, x: Node) -> Node:
        return self._ops.gather(x, self._constant(np.array(0, np.int64)), 1)

    def mean(self, x: Node) -> Node:
        return self._ops.reduce_mean(x, self._constant(np.array([1], np.int64)), True)

    def split(self, x: Node, count: int, axis: int) -> list[Node]:
        return list(self._ops.split(x, axis, count).outputs())

    def reshape(self, x: Node, shape: Sequence[int]) -> Node:
        return self._ops.reshape(x, list(shape), True)

    def transpose(self, x: Node, order: Sequence[int]) -> Node:
        return self._ops.transpose(x, list(order))

    def double(self, x: Node) -> Node:
        _, _, height, width = self.shape(x)
        return self.fit(x, 2 * height, 2 * width)

    def fit(self, x: Node, height: int, width: int) -> Node:
        if self.shape(x)[2:] == (height, width):
            return x
        return self._ops.interpolate(
            x, self._constant(np.array([height, width], np.int64)), "nearest", "sizes",
            axes=[2, 3], coordinate_transformation_mode="asymmetric", nearest_mode="floor",
        )  # fmt: skip

    def waves(self, times: Node, wide: int) -> Node:
        lengths = self._constant(wave_lengths(wide))
        angles = self._ops.multiply(self._ops.unsqueeze(times, [-1]), lengths)
        return self.concat((self._ops.cos(angles), self._ops.sin(angles)), -1)

    def shape(self, x: Node) -> tuple[int, ...]:
        port = x.output(0) if hasattr(x, "outputs") and not hasattr(x, "get_node") else x
        return tuple(int(axis) for axis in port.get_shape())

    def finish(self, outputs: Mapping[str, Node], name: str) -> Any:
        """The whole graph, as OpenVINO's model."""
        openvino = load_openvino()
        ends = []
        for said, node in outputs.items():
            end = self._ops.result(node)
            end.output(0).get_tensor().set_names({said})
            ends.append(end)
        return openvino.Model(ends, self._inputs, name)

    def _constant(self, values: Values | np.float32) -> Node:
        """Float32 weights stay where they are; what is kept as halves is widened here."""
        openvino = load_openvino()
        array = np.asarray(values)
        if array.dtype.kind != "i":
            array = widen(array)
        return openvino.op.Constant(array, shared_memory=array.nbytes > _SMALL)


def compile_graph(graph: Any, precision: str = "f32", threads: int | None = None) -> Network:
    """A graph made ready to run, computing in `f32` or, where the processor has it, `bf16`."""
    settings: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": precision}
    if threads:
        settings["INFERENCE_NUM_THREADS"] = threads
    return Network(load_openvino().Core().compile_model(graph, "CPU", settings))


def choose_precision() -> str:
    """`bf16` where this processor computes in it, else `f32`. Half floats are never the faster ones on a processor."""
    able = load_openvino().Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return "bf16" if "BF16" in able else "f32"
