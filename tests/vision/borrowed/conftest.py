"""Small ONNX files whose answers can be worked out by hand, with the inputs and outputs of the real models."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from toile.vision.borrowed.pointer import Pointer
from toile.vision.borrowed.recognise import Recognised, recognise
from toile.vision.borrowed.registry import Role

Axes = tuple[int | str, ...]
Make = Callable[..., Path]
Open = Callable[..., Recognised]
Ports = dict[str, Axes]


def save(
    path: Path, nodes: list[onnx.NodeProto], inputs: Ports, outputs: Ports, **constants: NDArray[Any]
) -> Path:
    """An ONNX file of float32 inputs and outputs."""
    takes, gives = (
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, axes) for name, axes in ports.items()]
        for ports in (inputs, outputs)
    )
    kept = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "test", takes, gives, initializer=kept)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def spread(length: int) -> NDArray[np.float32]:
    """[length, 2 length]: pixels to bins, two a pixel; a bin between two pixels gets half of each."""
    matrix = np.zeros((length, 2 * length), np.float32)
    for pixel in range(length):
        matrix[pixel, 2 * pixel] = 1
        for bin_ in (2 * pixel - 1, 2 * pixel + 1):
            if 0 <= bin_ < 2 * length:
                matrix[pixel, bin_] = 0.5
    matrix[-1, -1] = 1  # the last bin has no pixel behind it
    return matrix


@pytest.fixture(scope="session")
def simcc(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A pose network: joint k is where channel k % 3 of its input is brightest, its score a tenth of that value."""

    def make(
        joints: int = 17, width: int = 192, height: int = 256, swapped: bool = False, open_: bool = True
    ) -> Path:
        nodes = []
        for axis, name in ((2, "simcc_x"), (3, "simcc_y")):
            nodes += [
                helper.make_node("ReduceMax", ["input"], [f"{name} row"], axes=[axis], keepdims=0),
                helper.make_node("MatMul", [f"{name} row", f"{name} spread"], [f"{name} bins"]),
                helper.make_node("Gather", [f"{name} bins", "channel"], [f"{name} joints"], axis=1),
                helper.make_node("Mul", [f"{name} joints", "tenth"], [name]),
            ]
        first: Axes = ("batch",) if open_ else (1,)
        outputs: Ports = {"simcc_x": (*first, joints, 2 * width), "simcc_y": (*first, joints, 2 * height)}
        if swapped:
            outputs = dict(reversed(outputs.items()))
        return save(
            tmp_path_factory.mktemp("simcc") / "pose.onnx",
            nodes,
            {"input": (*first, 3, height, width)},
            outputs,
            **{"simcc_x spread": spread(width), "simcc_y spread": spread(height)},
            channel=np.arange(joints, dtype=np.int64) % 3,
            tenth=np.array(0.1, np.float32),
        )

    return make


@pytest.fixture(scope="session")
def matting(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A matting network: four times the red of what it sees, as a logit or through a sigmoid."""

    def make(
        side: int | str = 64, sigmoid: bool = False, takes: str = "input_image", gives: str = "output_image"
    ) -> Path:
        nodes = [
            helper.make_node("Gather", [takes, "red"], ["reds"], axis=1),
            helper.make_node("Mul", ["reds", "four"], ["logit"]),
            helper.make_node("Sigmoid" if sigmoid else "Identity", ["logit"], [gives]),
        ]
        return save(
            tmp_path_factory.mktemp("matting") / "cut.onnx",
            nodes,
            {takes: (1, 3, side, side)},
            {gives: (1, 1, side, side)},
            red=np.array([0], np.int64),
            four=np.array(4, np.float32),
        )

    return make


@pytest.fixture(scope="session")
def parser(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A parsing network: the logits of a pixel are its three channels times `weights` [3, 6]."""

    def make(
        weights: NDArray[np.float32], last: bool = True, softmax: bool = False, classes: int = 6
    ) -> Path:
        first = [] if last else [helper.make_node("Transpose", ["input_29"], ["seen"], perm=[0, 2, 3, 1])]
        nodes = [
            *first,
            helper.make_node("MatMul", ["input_29" if last else "seen", "weights"], ["logits"]),
            helper.make_node("Softmax" if softmax else "Identity", ["logits"], ["maps"]),
            helper.make_node(
                "Transpose", ["maps"], ["Identity"], perm=[0, 1, 2, 3] if last else [0, 3, 1, 2]
            ),
        ]
        takes: Axes = (1, 256, 256, 3) if last else (1, 3, 256, 256)
        gives: Axes = (1, 256, 256, classes) if last else (1, classes, 256, 256)
        return save(
            tmp_path_factory.mktemp("parser") / "parse.onnx", nodes, {"input_29": takes}, {"Identity": gives},
            weights=weights,
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """An identity network: the mean of each channel of what it sees, then zeros."""

    def make(length: int = 128, side: int = 112) -> Path:
        nodes = [
            helper.make_node("ReduceMean", ["data"], ["means"], axes=[2, 3], keepdims=0),
            helper.make_node("MatMul", ["means", "wide"], ["fc1"]),
        ]
        return save(
            tmp_path_factory.mktemp("faces") / "face.onnx",
            nodes,
            {"data": (1, 3, side, side)},
            {"fc1": (1, length)},
            wide=np.eye(3, length, dtype=np.float32),
        )

    return make


@pytest.fixture(scope="session")
def tell() -> Open:
    """`tell(role, path, name)`: the file as the product recognises it."""

    def recognised(role: Role, path: Path, name: str = "") -> Recognised:
        return recognise(Pointer(role, path, name, "TOILE_MODEL_" + role.upper()))

    return recognised
