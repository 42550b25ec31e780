"""Blobs: pictures and the like, named by what they hold, in a folder or in an S3 bucket. What was put is on the disk
before `put` returns, so that a row may name it.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, S3Store, from_url

from toile.errors import BadRequest, NotReady

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Blobs:
    """A place for blobs. `root`: the folder, where it is one."""

    store: LocalStore | S3Store
    root: Path | None

    def put(self, data: bytes) -> str:
        """Keep bytes; their name. Putting the same twice is putting it once. Raises NotReady `blobs_full`."""
        name = hashlib.sha256(data).hexdigest()
        try:
            obstore.put(self.store, _place(name), data, mode="create")
        except AlreadyExistsError:
            # Who died while writing it may have left less.
            if obstore.head(self.store, _place(name))["size"] != len(data):
                obstore.put(self.store, _place(name), data)
        except OSError as fault:
            raise NotReady("blobs_full", place=self.root or "S3") from fault
        if self.root:
            _settle(self.root / _place(name))
        return name

    def get(self, name: str) -> bytes:
        """What a blob holds. Raises KeyError where there is none."""
        try:
            return bytes(obstore.get(self.store, _place(name)).bytes())
        except FileNotFoundError as fault:
            raise KeyError(name) from fault

    def drop(self, name: str) -> None:
        """Remove it, if it is there."""
        try:
            obstore.delete(self.store, _place(name))
        except FileNotFoundError:
            return

    def names(self) -> Iterator[str]:
        """All that are there."""
        for batch in obstore.list(self.store):
            for one in batch:
                name = one["path"].rsplit("/", 1)[-1]
                if _NAME.fullmatch(name):
                    yield name


def open_blobs(url: str) -> Blobs:
    """The blobs in a folder, or at `s3://BUCKET/PREFIX`, whose keys are in the environment as S3's own tools want them.
    Raises BadRequest `blobs_url`."""
    if url.startswith("s3://"):
        found = from_url(url)
        assert isinstance(found, S3Store)
        return Blobs(found, None)
    if "://" in url:
        raise BadRequest("blobs_url", url=url)
    root = Path(url)
    return Blobs(LocalStore(root, mkdir=True), root)


def _place(name: str) -> str:
    """Where a blob lies. No name from outside goes further than this."""
    if not _NAME.fullmatch(name):
        raise KeyError(name)
    return f"{name[:2]}/{name}"


def _settle(path: Path) -> None:
    """The file, its name in the folder, and the folder's in the one above: all on the disk."""
    for place in (path, path.parent, path.parent.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
