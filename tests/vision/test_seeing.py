"""What a user pointed to, opened and accounted for."""

import hashlib
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from toile.domain.recipe import Licence
from toile.errors import NotReady
from toile.vision.borrowed.registry import Role
from toile.vision.seeing import Seeing, open_seeing


@pytest.fixture
def face(tmp_path: Path) -> Path:
    """An identity network that answers the mean colour."""
    nodes = [
        helper.make_node("ReduceMean", ["data"], ["means"], axes=[2, 3], keepdims=0),
        helper.make_node("MatMul", ["means", "wide"], ["fc1"]),
    ]
    ports = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, axes)
        for name, axes in (("data", (1, 3, 112, 112)), ("fc1", (1, 128)))
    ]
    wide = numpy_helper.from_array(np.eye(3, 128, dtype=np.float32), "wide")
    graph = helper.make_graph(nodes, "test", ports[:1], ports[1:], initializer=[wide])
    path = tmp_path / "face.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def test_without_a_word_everything_is_left_to_the_classical_ways(tmp_path: Path) -> None:
    seeing = open_seeing({}, tmp_path)
    assert (seeing.pose, seeing.cutout, seeing.parsing, seeing.identity) == (None,) * 4
    assert seeing.licences(*Role) == () and seeing.settings(*Role) == {} and Seeing().licences(*Role) == ()


def test_what_is_pointed_to_is_opened_and_goes_into_the_recipe_with_its_hash(
    face: Path, tmp_path: Path
) -> None:
    seeing = open_seeing({"identity": str(face)}, tmp_path)
    assert seeing.identity and seeing.identity.name == "sface" and seeing.pose is None
    assert seeing.licences(Role.IDENTITY) == (Licence("sface", "Apache-2.0", commercial=True),)
    assert seeing.licences(Role.POSE) == ()
    digest = hashlib.sha256(face.read_bytes()).hexdigest()
    assert seeing.settings(Role.IDENTITY) == {"identity_model": f"sface sha256:{digest}"}


def test_a_wrong_file_stops_the_work_before_it_begins(face: Path, tmp_path: Path) -> None:
    for stated, code in (({"pose": str(face)}, "model_input"), ({"cutout": "none.onnx"}, "model_missing")):
        with pytest.raises(NotReady) as caught:
            open_seeing(stated, tmp_path)
        assert caught.value.code == code and caught.value.exit_code == 3
