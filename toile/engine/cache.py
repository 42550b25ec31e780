"""The cache: weights as float32, kept so that the second start is fast and needs little memory.

OpenVINO packs weights for the processor itself. From float32 that lies in a file it does so at once and the file's
pages can be dropped; from halves it first widens all of them in memory: for Stable Diffusion 1.5 that is 5.2 GB
instead of 1.8, and 4.3 s instead of 2.4. A copy is named by the hash of what it was made from and by the version of
how it is made; one that is damaged is made again. The folder can be thrown away at any time.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from toile.compute.layers import Weights, widen
from toile.engine.tensors import Tensors, Written, checksum, open_tensors, write_tensors
from toile.engine.weights import Stored
from toile.errors import BadRequest
from toile.pixels.output import put

VERSION = 1  # of the copies; to be raised when what is in them changes
_PIECE = 1 << 24


def hash_file(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    value = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            value.update(piece)
    return value.hexdigest()


@dataclass(frozen=True)
class Cache:
    """In `folder`, which need not exist yet."""

    folder: Path

    def hash(self, path: Path) -> str:
        """The SHA-256 of a file. It is reckoned once for a file of that size and date."""
        found = path.stat()
        key = f"{path.resolve()}|{found.st_size}|{found.st_mtime_ns}"
        notes = self._notes()
        if key not in notes:
            notes = {**notes, key: hash_file(path)}
            with suppress(BadRequest, OSError):  # a full disk: reckoned again next time
                self.folder.mkdir(parents=True, exist_ok=True)
                put(json.dumps(notes, indent=0).encode(), self.folder / "hashes.json")
        return notes[key]

    def _notes(self) -> Mapping[str, str]:
        try:
            said = json.loads((self.folder / "hashes.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}

    def widened(self, part: str, source: Stored, shapes: Mapping[str, tuple[int, ...]]) -> Weights:
        """A part's weights as float32: from the copy or, where there is none that is whole, made now. Those that do not
        fit on the disk are widened every time they are asked for."""
        if source.is_single_precision(shapes):
            return source
        path = self.folder / f"{self.hash(source.tensors.path)[:32]}-{part}-{VERSION}.safetensors"
        copy = _open_whole(path)
        if copy is None:
            rows = [
                Written(name, shape, "F32", _later(source, name, shape)) for name, shape in shapes.items()
            ]
            try:
                write_tensors(path, rows, checked=True)
            except BadRequest as error:
                if error.code not in ("output_no_space", "output_unwritable"):
                    raise
                return lambda name, shape: widen(source(name, shape))
            copy = open_tensors(path)
        return Stored(copy)


def _later(source: Stored, name: str, shape: tuple[int, ...]) -> Any:
    def make() -> NDArray[Any]:
        return widen(source(name, shape))

    return make


def _open_whole(path: Path) -> Tensors | None:
    """The copy, if it is there and nothing in it has changed since it was written."""
    try:
        tensors = open_tensors(path)
    except BadRequest:
        return None
    return tensors if tensors.sealed == checksum(tensors) else None
