"""Tensors of a .safetensors file: read where they lie, and written one after another."""

import json
import os
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toile.compute.layers import Values
from toile.engine.header import Header, read_header
from toile.errors import BadRequest
from toile.pixels.output import explain

# numpy has no bfloat16: its bits are kept.
_TYPES: Mapping[str, Any] = {
    "F16": np.float16,
    "F32": np.float32,
    "F64": np.float64,
    "BF16": np.uint16,
    "I64": np.int64,
}
_NAMES: Mapping[str, str] = {"float16": "F16", "float32": "F32", "uint16": "BF16", "int64": "I64"}

SEAL = "checksum"
_PIECE = 1 << 26


@dataclass(frozen=True)
class Tensors:
    """An open file. Nothing is read before it is asked for."""

    path: Path
    header: Header
    bytes: NDArray[np.uint8]

    @property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        return {name: entry.shape for name, entry in self.header.tensors.items()}

    @property
    def sealed(self) -> int | None:
        """The checksum that was written with it, if one was."""
        return int(self.read(SEAL)[0]) if SEAL in self.header.tensors else None

    def read(self, name: str) -> Values:
        """A tensor, not to be written to. Raises BadRequest `checkpoint_dtype` for one of eight bits or the like."""
        entry = self.header.tensors[name]
        if entry.dtype not in _TYPES:
            raise BadRequest("checkpoint_dtype", name=self.path.name, dtype=entry.dtype)
        values = self.bytes[entry.begin : entry.end]
        kind = np.dtype(_TYPES[entry.dtype])
        if entry.begin % kind.itemsize:
            values = values.copy()  # some writers do not align
        shaped: Values = values.view(kind).reshape(entry.shape)
        return shaped.astype(np.float32) if kind == np.float64 else shaped


def open_tensors(path: Path) -> Tensors:
    """The tensors of a file. Raises what `read_header` raises."""
    header = read_header(path)
    return Tensors(path, header, np.memmap(path, np.uint8, "c"))


@dataclass(frozen=True)
class Written:
    """A tensor to be written: what it is called, its shape and type, and how to make it when its turn comes."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    make: Callable[[], Values]


def write_tensors(path: Path, tensors: Iterable[Written], *, checked: bool = False) -> None:
    """Write a file, or nothing of it: beside its place first, then renamed, so that two who write the same do not
    disturb each other. One tensor is in memory at a time. `checked`: it ends with a tensor that holds the CRC-32 of the
    bytes of all others.

    Raises BadRequest `output_no_space` or `output_unwritable`.
    """
    rows = list(tensors)
    said: dict[str, object] = {}
    end = 0
    for row in rows:
        begin, end = end, end + prod(row.shape) * np.dtype(_TYPES[row.dtype]).itemsize
        said[row.name] = {"dtype": row.dtype, "shape": list(row.shape), "data_offsets": [begin, end]}
    if checked:
        said[SEAL] = {"dtype": "I64", "shape": [1], "data_offsets": [end, end + 8]}
    text = json.dumps(said).encode()
    text += b" " * (-len(text) % 8)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    crc = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(len(text).to_bytes(8, "little") + text)
            for row in rows:
                values = np.ascontiguousarray(row.make())
                assert _NAMES[values.dtype.name] == row.dtype and values.shape == row.shape, row.name
                data = values.tobytes()
                crc = zlib.crc32(data, crc)
                file.write(data)
            if checked:
                file.write(crc.to_bytes(8, "little"))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as fault:
        raise explain(path, fault) from None
    finally:
        unfinished.unlink(missing_ok=True)


def checksum(tensors: Tensors) -> int:
    """The CRC-32 of the bytes of all tensors but the one that holds it."""
    entries = [entry for name, entry in tensors.header.tensors.items() if name != SEAL]
    begin, end = min(entry.begin for entry in entries), max(entry.end for entry in entries)
    crc = 0
    for start in range(begin, end, _PIECE):
        crc = zlib.crc32(tensors.bytes[start : min(start + _PIECE, end)].data, crc)
    return crc
