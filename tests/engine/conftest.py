"""Tiny checkpoints of random weights, and small files in the format of .safetensors."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from benchmarks.checkpoints import PLANS, write_folder, write_single


def _write(path: Path, shapes: Mapping[str, tuple[int, ...]], dtype: str = "F16") -> Path:
    """A file with zeros of these shapes."""
    size, at = {"F16": 2, "F32": 4}[dtype], 0
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    for name, shape in shapes.items():
        count = size
        for side in shape:
            count *= side
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [at, at + count]}
        at += count
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(len(text).to_bytes(8, "little") + text + bytes(at))
    return path


@pytest.fixture
def write_safetensors() -> Callable[..., Path]:
    """Writes a file with zeros of the shapes it is given by name."""
    return _write


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a diffusers folder of a family."""
    return lambda family: write_folder(PLANS[family, "tiny"], tmp_path / family)


@pytest.fixture
def single(tmp_path: Path) -> Callable[[str], Path]:
    """Writes a single file of a family, its tokenizer beside it."""
    return lambda family: write_single(PLANS[family, "tiny"], tmp_path / f"{family}.SafeTensors")
