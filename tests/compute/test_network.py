"""Networks: what a file computes is what comes out, whichever format it is in."""

from pathlib import Path

import numpy as np
import openvino
import pytest
from openvino import opset13 as ops

from toile.compute.network import open_network


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
