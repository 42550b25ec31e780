"""Networks: what a file computes is what comes out, whichever format it is in."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from toile.compute.network import MissingOperations, open_network, read_signature
from toile.compute.runtime import load_openvino

openvino = load_openvino()
ops = openvino.opset13


@pytest.fixture
def doubling(tmp_path: Path) -> Path:
    """A network that doubles what comes in and adds one."""
    value = ops.parameter([-1, 3], np.float32, name="value")
    doubled = ops.add(ops.multiply(value, np.float32(2)), np.float32(1), name="doubled")
    doubled.output(0).get_tensor().set_names({"doubled"})
    value.output(0).get_tensor().set_names({"value"})
    path = tmp_path / "doubling.xml"
    openvino.save_model(openvino.Model([doubled], [value], "doubling"), path)
    return path


def test_a_network_computes_what_its_file_says(doubling: Path) -> None:
    network = open_network(doubling)
    answer = network(np.array([[1, 2, 3], [4, 5, 6]], np.float32))
    assert answer["doubled"].tolist() == [[3, 5, 7], [9, 11, 13]]


def test_a_network_names_its_inputs_and_outputs(doubling: Path) -> None:
    network = open_network(doubling)
    assert network.inputs == {"value": (-1, 3)}
    assert network.outputs == {"doubled": (-1, 3)}


def test_the_same_file_is_compiled_once(doubling: Path) -> None:
    assert open_network(doubling) is open_network(doubling)


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "not.onnx"
    path.write_bytes(b"no network")
    with pytest.raises(RuntimeError):
        open_network(path)


Axes = tuple[int | str, ...]


def save_onnx(
    path: Path,
    nodes: list[onnx.NodeProto],
    shapes: dict[str, Axes],
    constants: dict[str, NDArray[np.float32]] | None = None,
    kind: int = TensorProto.FLOAT,
) -> Path:
    """An ONNX file of `nodes`; `shapes` are its inputs and, last, its output."""
    ports = [helper.make_tensor_value_info(name, kind, shape) for name, shape in shapes.items()]
    kept = [numpy_helper.from_array(value, name) for name, value in (constants or {}).items()]
    graph = helper.make_graph(nodes, "test", ports[:-1], ports[-1:], initializer=kept)
    sets = [helper.make_opsetid(name, 1 if name else 19) for name in {"", *(node.domain for node in nodes)}]
    onnx.save(helper.make_model(graph, opset_imports=sets, ir_version=9), path)
    return path


def test_what_goes_in_and_out_is_read_without_making_it_ready(tmp_path: Path) -> None:
    node = helper.make_node("Sigmoid", ["photo"], ["matte"])
    path = save_onnx(tmp_path / "a.onnx", [node], {"photo": ("n", 3, 8, 6), "matte": ("n", 3, 8, 6)})
    signature = read_signature(path)
    assert signature.inputs == {"photo": (-1, 3, 8, 6)} and signature.outputs == {"matte": (-1, 3, 8, 6)}


def test_an_output_keeps_its_name_where_others_are_the_same(tmp_path: Path) -> None:
    nodes = [helper.make_node("Sigmoid", ["x"], ["a"]), helper.make_node("Identity", ["a"], ["z"])]
    path = save_onnx(tmp_path / "a.onnx", nodes, {"x": (1, 2), "z": (1, 2)})
    assert list(read_signature(path).outputs) == list(open_network(path).outputs) == ["z"]


def test_half_precision_is_answered_in_single(tmp_path: Path) -> None:
    node = helper.make_node("Sigmoid", ["x"], ["y"])
    path = save_onnx(tmp_path / "a.onnx", [node], {"x": (1, 2), "y": (1, 2)}, kind=TensorProto.FLOAT16)
    answer = open_network(path)(np.zeros((1, 2), np.float32))["y"]
    assert answer.dtype == np.float32 and (answer == 0.5).all()


def test_operations_that_are_missing_are_named(tmp_path: Path) -> None:
    node = helper.make_node("Wonder", ["x"], ["y"], domain="nowhere")
    path = save_onnx(tmp_path / "a.onnx", [node], {"x": (1, 2), "y": (1, 2)})
    with pytest.raises(MissingOperations) as caught:
        read_signature(path)
    assert caught.value.names == ("nowhere.Wonder",)


def test_an_onnx_file_is_read_as_onnx_only(doubling: Path, tmp_path: Path) -> None:
    path = tmp_path / "renamed.onnx"
    path.write_bytes(doubling.read_bytes())
    with pytest.raises(RuntimeError):
        read_signature(path)


@pytest.mark.parametrize(
    ("given", "numbers"),
    [
        ((), {}),
        (("bias",), {"pads": (1, 1, 1, 1)}),
        (("", "mask"), {"pads": (1, 0, 1, 2)}),
        (("bias", "mask"), {"strides": (2, 1), "dilations": (1, 2), "pads": (1, 2, 1, 2)}),
        (("bias", "mask"), {"offset_group": (2,), "pads": (1, 1, 1, 1)}),
        (("bias", "mask"), {"group": (2,), "pads": (1, 1, 1, 1)}),
    ],
)
def test_deformable_convolution_is_what_onnx_says_it_is(
    given: tuple[str, ...], numbers: dict[str, tuple[int, ...]], tmp_path: Path
) -> None:
    """The oracle is ONNX's own evaluator in numpy."""
    random = np.random.default_rng(7)
    step, spread, pads, groups, split = (
        numbers.get(key, default)
        for key, default in {
            "strides": (1, 1),
            "dilations": (1, 1),
            "pads": (0, 0, 0, 0),
            "offset_group": (1,),
            "group": (1,),
        }.items()
    )
    high, wide = (
        (side + pads[i] + pads[i + 2] - 2 * spread[i] - 1) // step[i] + 1 for i, side in enumerate((9, 8))
    )
    drawn = {
        "x": random.normal(size=(1, 4, 9, 8)),
        "w": random.normal(size=(6, 4 // split[0], 3, 3)),
        "offsets": random.normal(size=(1, 18 * groups[0], high, wide), scale=1.5),
        "bias": random.normal(size=6),
        "mask": random.random((1, 9 * groups[0], high, wide)),
    }
    values = {name: np.asarray(value, np.float32) for name, value in drawn.items()}
    attributes: dict[str, Any] = {
        key: value[0] if "group" in key else list(value) for key, value in numbers.items()
    }
    node = helper.make_node(
        "DeformConv", ["x", "w", "offsets", *given], ["y"], kernel_shape=[3, 3], **attributes
    )
    fed = ["x", "offsets", *(name for name in given if name == "mask")]
    shapes: dict[str, Axes] = {name: values[name].shape for name in fed} | {"y": (1, 6, high, wide)}
    constants = {name: values[name] for name in ("w", *given) if name and name not in fed}
    path = save_onnx(tmp_path / "a.onnx", [node], shapes, constants)
    evaluator: Any = ReferenceEvaluator(str(path))
    expected = evaluator.run(None, {name: values[name] for name in fed})[0]
    answer = open_network(path)(*(values[name] for name in fed))["y"]
    assert answer.shape == expected.shape and np.abs(answer - expected).max() < 1e-4
