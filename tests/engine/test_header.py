"""Headers of .safetensors: what is whole is read, what is not is refused, and nothing is believed."""

import json
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.engine.header import read_header
from toile.errors import BadRequest

Write = Callable[..., Path]


def code_of(path: Path) -> str:
    with pytest.raises(BadRequest) as caught:
        read_header(path)
    return caught.value.code


def written(path: Path, header: object, body: int = 0) -> Path:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(body))
    return path


def row(shape: list[int], offsets: list[int], dtype: str = "F16") -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": offsets}


def test_names_shapes_and_places_are_read(tmp_path: Path, write_safetensors: Write) -> None:
    path = write_safetensors(tmp_path / "A.SAFETENSORS", {"a": (2, 3), "b": (), "c": (0, 4)}, "F32")
    header = read_header(path)
    assert {name: entry.shape for name, entry in header.tensors.items()} == {
        "a": (2, 3),
        "b": (),
        "c": (0, 4),
    }
    assert header.tensors["a"].end - header.tensors["a"].begin == 24
    assert header.tensors["b"].end == path.stat().st_size
    assert header.metadata == {"format": "pt"}


@pytest.mark.parametrize("left", [0, 5, 8, 30, -1])
def test_a_file_that_ends_too_soon_is_truncated(tmp_path: Path, left: int, write_safetensors: Write) -> None:
    path = write_safetensors(tmp_path / "a.safetensors", {"a": (20, 30)})
    path.write_bytes(path.read_bytes()[:left])
    assert code_of(path) == "checkpoint_truncated"


def test_a_pickle_is_a_pickle_whatever_it_is_called(tmp_path: Path) -> None:
    for start in (b"PK\x03\x04rest of a zip", b"\x80\x04\x95rest of a pickle"):
        path = tmp_path / "model.safetensors"
        path.write_bytes(start + bytes(64))
        assert code_of(path) == "checkpoint_pickle"


@pytest.mark.parametrize(
    "header",
    [
        b"not json",
        [],
        {"a": 1},
        {"a": row([2], [0, 5])},
        {"a": row([-1], [0, 2])},
        {"a": row([2], [4, 0])},
        {"a": row([True], [0, 2])},
        {"a": row([2**60, 2**60], [0, 2])},
        {"a": row([2], [0, 4], "F7")},
        {"a": row([2], [0, 4]), "b": row([2], [2, 6])},
        {"__metadata__": 3, "a": row([2], [0, 4])},
        b"[" * 5000,
    ],
)
def test_a_header_that_contradicts_itself_is_broken(tmp_path: Path, header: object) -> None:
    assert code_of(written(tmp_path / "a.safetensors", header, 64)) == "checkpoint_broken"


def test_a_header_longer_than_the_format_allows_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(struct.pack("<Q", 2**62) + bytes(64))
    assert code_of(path) == "checkpoint_broken"


@pytest.mark.parametrize("name", ["nothing.safetensors", "."])
def test_what_is_not_there_is_missing(tmp_path: Path, name: str) -> None:
    assert code_of(tmp_path / name) == "checkpoint_missing"


@given(junk=st.binary(max_size=200))
def test_junk_is_refused_and_nothing_else_happens(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("junk") / "a.safetensors"
    path.write_bytes(junk)
    try:
        assert read_header(path).tensors == {}
    except BadRequest as error:
        assert error.code.startswith("checkpoint_")
