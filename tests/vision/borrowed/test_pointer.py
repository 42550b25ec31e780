"""Where a user says which file is which."""

import json
from pathlib import Path

import pytest

from toile.errors import NotReady
from toile.messages import Language
from toile.vision.borrowed.pointer import Pointer, find_pointer
from toile.vision.borrowed.registry import Role


@pytest.mark.parametrize(
    ("text", "name", "path"),
    [
        ("a/pose.onnx", "", "a/pose.onnx"),
        ("rtmpose:a/pose.onnx", "rtmpose", "a/pose.onnx"),
        ("C:\\models\\pose.onnx", "", "C:\\models\\pose.onnx"),
        ("./odd:name.onnx", "", "./odd:name.onnx"),
        ("wholebody:C:\\pose.onnx", "wholebody", "C:\\pose.onnx"),
    ],
)
def test_a_file_may_come_with_the_models_name(text: str, name: str, path: str, tmp_path: Path) -> None:
    assert find_pointer(Role.POSE, {"pose": text}, tmp_path) == Pointer(
        Role.POSE, Path(path), name, "TOILE_MODEL_POSE"
    )


def test_the_home_directory_may_be_written_as_a_tilde(tmp_path: Path) -> None:
    pointer = find_pointer(Role.CUTOUT, {"cutout": "birefnet:~/cut.onnx"}, tmp_path)
    assert pointer and pointer.path == Path.home() / "cut.onnx"


def test_a_list_beside_the_files_points_too_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    (tmp_path / "models.json").write_text(json.dumps({"pose": "rtmpose:p.onnx", "identity": "f.onnx"}))
    listed = find_pointer(Role.POSE, {}, tmp_path)
    assert listed == Pointer(Role.POSE, tmp_path / "p.onnx", "rtmpose", "models.json")
    stated = find_pointer(Role.POSE, {"pose": "q.onnx"}, tmp_path)
    assert stated and stated.path == Path("q.onnx")
    assert find_pointer(Role.PARSING, {}, tmp_path) is None


def test_without_a_word_nothing_is_pointed_to(tmp_path: Path) -> None:
    assert [find_pointer(role, {}, tmp_path / "none") for role in Role] == [None] * 4


@pytest.mark.parametrize("name", ["rtmpos", "birefnet"])
def test_a_name_that_is_none_for_this_role_is_refused_with_those_that_are(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotReady) as caught:
        find_pointer(Role.POSE, {"pose": f"{name}:pose.onnx"}, tmp_path)
    assert caught.value.code == "model_name_unknown"
    assert "rtmpose, wholebody" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "models_list_unreadable"),
        ("\udcff", "models_list_unreadable"),
        ("[]", "models_list_malformed"),
        ('{"pose": 3}', "models_list_malformed"),
        ('{"pse": "a.onnx"}', "models_list_role"),
    ],
)
def test_a_list_that_is_none_is_explained(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "models.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(NotReady) as caught:
        find_pointer(Role.POSE, {}, tmp_path)
    assert caught.value.code == code
    assert all(len(caught.value.explain(language)) > 20 for language in Language)
