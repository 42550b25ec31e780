"""The header of a .safetensors file: which tensors it holds, read without touching them and without trust.

The format: eight bytes with the header's length (little endian), the header as JSON, then the tensors' bytes one after
another (https://github.com/huggingface/safetensors, "Format").
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path

from toile.errors import BadRequest

LARGEST = 100_000_000  # bytes of a header; the format's own limit
_BITS: Mapping[str, int] = {
    "F64": 64, "F32": 32, "F16": 16, "BF16": 16, "I64": 64, "I32": 32, "I16": 16, "I8": 8, "U8": 8, "U16": 16,
    "U32": 32, "U64": 64, "BOOL": 8, "F8_E4M3": 8, "F8_E5M2": 8,
}  # fmt: skip
_PICKLES = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")


@dataclass(frozen=True)
class Entry:
    """A tensor in a file: its `dtype` as the format spells it, and where its bytes `begin` and `end` in the file."""

    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int


@dataclass(frozen=True)
class Header:
    """`tensors` by name; `metadata`: what the maker wrote into the file."""

    tensors: Mapping[str, Entry]
    metadata: Mapping[str, str]


def read_header(path: Path) -> Header:
    """What a .safetensors file holds.

    Raises BadRequest `checkpoint_missing`, `checkpoint_pickle` for torch's own format under whatever name,
    `checkpoint_truncated` where bytes are missing, and `checkpoint_broken` for anything that is no such file.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
            if start.startswith(_PICKLES):
                raise BadRequest("checkpoint_pickle", name=path.name)
            if len(start) < 8:
                raise BadRequest("checkpoint_truncated", name=path.name)
            length = int.from_bytes(start, "little")
            if length > LARGEST:
                raise BadRequest("checkpoint_broken", name=path.name)
            if 8 + length > size:
                raise BadRequest("checkpoint_truncated", name=path.name)
            text = file.read(length)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise BadRequest("checkpoint_missing", name=path.name) from error
    return _parsed(text, 8 + length, size, path.name)


def _parsed(text: bytes, begin: int, size: int, name: str) -> Header:
    broken = BadRequest("checkpoint_broken", name=name)
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise broken from error
    if not isinstance(said, dict):
        raise broken
    metadata = said.pop("__metadata__", {})
    if not isinstance(metadata, dict):
        raise broken
    tensors = {key: _entry(row, begin, broken) for key, row in said.items()}
    if max((entry.end for entry in tensors.values()), default=begin) > size:
        raise BadRequest("checkpoint_truncated", name=name)
    last = begin
    for entry in sorted(tensors.values(), key=lambda entry: (entry.begin, entry.end)):
        if entry.begin < last:
            raise broken
        last = entry.end
    return Header(tensors, {str(key): str(value) for key, value in metadata.items()})


def _entry(row: object, begin: int, broken: BadRequest) -> Entry:
    """One row of the header, if its shape, type and place agree."""
    if not isinstance(row, dict):
        raise broken
    dtype, shape, offsets = row.get("dtype"), row.get("shape"), row.get("data_offsets")
    if (
        not isinstance(dtype, str)
        or dtype not in _BITS
        or not isinstance(shape, list)
        or not isinstance(offsets, list)
        or len(offsets) != 2
    ):
        raise broken
    if not all(type(number) is int and 0 <= number < 2**48 for number in (*shape, *offsets)):
        raise broken
    first, last = offsets
    if last - first != prod(shape) * _BITS[dtype] // 8:
        raise broken
    return Entry(dtype, tuple(shape), begin + first, begin + last)
