"""What a file is, and what is wrong with one that is something else."""

import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from toile.domain.geometry import Size
from toile.errors import NotReady
from toile.messages import CATALOGUE, Language
from toile.vision.borrowed.pointer import Pointer
from toile.vision.borrowed.recognise import Recognised, recognise
from toile.vision.borrowed.registry import Layout, Role

Make = Callable[..., Path]
Open = Callable[..., Recognised]
SIX = np.zeros((3, 6), np.float32)


@pytest.mark.parametrize("joints", [17, 26, 133])
@pytest.mark.parametrize("size", [(192, 256), (288, 384)])
def test_a_pose_network_is_told_by_its_bins(
    joints: int, size: tuple[int, int], simcc: Make, tell: Open
) -> None:
    found = tell(Role.POSE, simcc(joints, *size))
    assert found.model.name == ("wholebody" if joints == 133 else "rtmpose")
    assert found.size == Size(*size) and found.answers == ("simcc_x", "simcc_y")


def test_outputs_are_found_in_whatever_order_they_come(simcc: Make, tell: Open) -> None:
    assert tell(Role.POSE, simcc(swapped=True)).answers == ("simcc_x", "simcc_y")


def test_names_tell_models_of_one_shape_apart(matting: Make, tell: Open) -> None:
    assert tell(Role.CUTOUT, matting(1024)).model.name == "birefnet"
    assert tell(Role.CUTOUT, matting(1024, takes="pixel_values", gives="alphas")).model.name == "rmbg"


def test_a_matting_network_of_open_size_is_shown_1024(matting: Make, tell: Open) -> None:
    assert tell(Role.CUTOUT, matting("side")).size == Size(1024, 1024)
    assert tell(Role.CUTOUT, matting(512)).size == Size(512, 512)


def test_a_file_that_may_be_of_two_licences_has_to_be_named(matting: Make, faces: Make, tell: Open) -> None:
    for role, path, names in (
        (Role.CUTOUT, matting(1024, takes="x", gives="y"), ("birefnet", "rmbg")),
        (Role.IDENTITY, faces(512), ("auraface", "insightface")),
    ):
        with pytest.raises(NotReady) as caught:
            tell(role, path)
        assert caught.value.code == "model_ambiguous"
        assert all(name in str(caught.value) for name in (*names, f"{names[0]}:{path.name}"))
        assert [tell(role, path, name).model.name for name in names] == list(names)


def test_the_parser_may_have_its_channels_last_or_first(parser: Make, tell: Open) -> None:
    assert tell(Role.PARSING, parser(SIX)).layout is Layout.NHWC
    assert tell(Role.PARSING, parser(SIX, last=False)).layout is Layout.NCHW


def test_a_face_network_is_told_by_the_length_of_its_vector(faces: Make, tell: Open) -> None:
    assert tell(Role.IDENTITY, faces(128)).model.name == "sface"


def test_what_differs_is_named_on_both_sides(
    simcc: Make, matting: Make, parser: Make, faces: Make, tell: Open
) -> None:
    for role, path, code, said in (
        (Role.POSE, simcc(width=224, height=224), "model_input", ("?×3×224×224", "1×3×256×192")),
        (Role.POSE, simcc(joints=21), "model_outputs", ("simcc_x ?×21×384", "simcc_x 1×17/26×384")),
        (Role.POSE, matting(1024), "model_input", ("1×3×1024×1024", "1×3×256×192")),
        (Role.CUTOUT, matting(100), "model_input", ("1×3×100×100", "1×3×1024×1024")),
        (
            Role.PARSING,
            parser(np.zeros((3, 2), np.float32), classes=2),
            "model_outputs",
            ("1×256×256×2", "×6"),
        ),
        (Role.IDENTITY, faces(64), "model_outputs", ("1×64", "1×128")),
    ):
        with pytest.raises(NotReady) as caught:
            tell(role, path)
        assert caught.value.code == code
        told = caught.value.explain(Language.CHINESE)
        assert all(word in str(caught.value) and word in told for word in said), str(caught.value)
        assert f"TOILE_MODEL_{role.upper()}" in told


def test_a_name_that_the_shapes_contradict_is_not_believed(faces: Make, tell: Open) -> None:
    with pytest.raises(NotReady) as caught:
        tell(Role.IDENTITY, faces(128), "auraface")
    assert caught.value.code == "model_outputs" and "auraface" in str(caught.value)


class _Bomb:
    """Unpickling it would leave a file behind."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.place,))


@pytest.mark.parametrize("name", ["a.pt", "a.pth", "a.ckpt", "a.pkl", "a.bin", "a.onnx"])
def test_a_pickle_is_refused_unread_whatever_it_is_called(name: str, tmp_path: Path, tell: Open) -> None:
    trace = tmp_path / "trace"
    (tmp_path / name).write_bytes(pickle.dumps(_Bomb(trace)))
    with pytest.raises(NotReady) as caught:
        tell(Role.POSE, tmp_path / name)
    assert caught.value.code == "model_pickle" and not trace.exists()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.onnx", b"PK\x03\x04rest", "model_pickle"),
        ("a.tflite", b"\x1c\x00\x00\x00TFL3", "model_tflite"),
        ("a.onnx", b"\x1c\x00\x00\x00TFL3", "model_tflite"),
        ("a.task", b"PK\x03\x04rest", "model_tflite"),
        ("a.onnx", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "model_placeholder"),
        ("a.onnx", b"", "model_not_onnx"),
        ("a.onnx", b"<!DOCTYPE html><html></html>", "model_not_onnx"),
        ("a.safetensors", b"\x08\x00\x00\x00\x00\x00\x00\x00{}", "model_not_onnx"),
        ("a.xml", b"<net/>", "model_not_onnx"),
    ],
)
def test_files_that_are_often_taken_for_onnx_are_named(
    name: str, data: bytes, code: str, tmp_path: Path, tell: Open
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(NotReady) as caught:
        tell(Role.PARSING, tmp_path / name)
    assert caught.value.code == code and CATALOGUE[code].step_zh
    assert name in caught.value.explain(Language.CHINESE)


def test_operations_that_openvino_lacks_are_named(tmp_path: Path, tell: Open) -> None:
    node = helper.make_node("Wonder", ["x"], ["y"], domain="nowhere")
    ports = [helper.make_tensor_value_info(name, TensorProto.FLOAT, (1, 3, 112, 112)) for name in ("x", "y")]
    sets = [helper.make_opsetid("", 17), helper.make_opsetid("nowhere", 1)]
    graph = helper.make_graph([node], "test", ports[:1], ports[1:])
    onnx.save(helper.make_model(graph, opset_imports=sets, ir_version=8), tmp_path / "a.onnx")
    with pytest.raises(NotReady) as caught:
        tell(Role.IDENTITY, tmp_path / "a.onnx")
    assert caught.value.code == "model_operations" and "nowhere.Wonder" in str(caught.value)


def test_half_a_file_is_no_model(simcc: Make, tmp_path: Path, tell: Open) -> None:
    whole = simcc().read_bytes()
    (tmp_path / "half.onnx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NotReady) as caught:
        tell(Role.POSE, tmp_path / "half.onnx")
    assert caught.value.code == "model_not_onnx"


@pytest.mark.parametrize("place", ["none.onnx", "."])
def test_a_file_that_is_not_there_is_said_with_where_it_was_named(place: str, tmp_path: Path) -> None:
    with pytest.raises(NotReady) as caught:
        recognise(Pointer(Role.POSE, tmp_path / place, "", "models.json"))
    assert caught.value.code == "model_missing" and "models.json" in str(caught.value)
