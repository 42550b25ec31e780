"""The cache: copies that are right, made again when they are not, and never in anybody's way."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.checkpoints import PLANS, list_parts
from toile.engine import cache as room
from toile.engine.cache import Cache, hash_file
from toile.engine.model import read_model
from toile.engine.tensors import Written, open_tensors, write_tensors
from toile.engine.weights import Stored
from toile.errors import BadRequest

Make = Callable[[str], Path]
SHAPES = list_parts(PLANS["sd15", "tiny"])["unet"]
NAME = "mid_block.resnets.0.conv1.weight"


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.safetensors"))


def check(cache: Cache, source: Stored) -> None:
    weights = cache.widened("unet", source, SHAPES)
    for name, shape in SHAPES.items():
        found = weights(name, shape)
        assert found.dtype == np.float32 and np.array_equal(found, source(name, shape).astype(np.float32))


def test_a_copy_is_the_weights_and_made_once(folder: Make, tmp_path: Path) -> None:
    cache, source = Cache(tmp_path / "cache"), read_model(folder("sd15")).sources["unet"]
    check(cache, source)
    (copy,) = copies(tmp_path / "cache")
    before = copy.stat().st_mtime_ns
    check(cache, source)
    assert copies(tmp_path / "cache") == [copy] and copy.stat().st_mtime_ns == before


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "nonsense"])
def test_a_damaged_copy_is_made_again(harm: str, folder: Make, tmp_path: Path) -> None:
    cache, source = Cache(tmp_path / "cache"), read_model(folder("sd15")).sources["unet"]
    check(cache, source)
    (copy,) = copies(tmp_path / "cache")
    whole = copy.read_bytes()
    flipped = bytearray(whole)
    flipped[-1000] ^= 16
    copy.write_bytes({"cut": whole[:-999], "flip": bytes(flipped), "empty": b"", "nonsense": b"x" * 99}[harm])
    check(Cache(tmp_path / "cache"), source)
    assert copy.read_bytes() == whole


def test_other_weights_have_another_copy(folder: Make, single: Make, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    check(cache, read_model(folder("sd15")).sources["unet"])
    check(cache, read_model(single("sd15")).sources["unet"])
    assert len(copies(tmp_path / "cache")) == 2


def ones(shape: tuple[int, ...]) -> Callable[[], Any]:
    return lambda: np.ones(shape, np.float32)


def test_weights_that_are_as_they_should_be_need_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "whole.safetensors"
    write_tensors(path, [Written(name, shape, "F32", ones(shape)) for name, shape in SHAPES.items()])
    check(Cache(tmp_path / "cache"), Stored(open_tensors(path)))
    assert not copies(tmp_path / "cache")


def test_a_full_disk_costs_time_only(folder: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise BadRequest("output_no_space", path="cache")

    monkeypatch.setattr(room, "write_tensors", full)
    check(Cache(tmp_path / "cache"), read_model(folder("sd15")).sources["unet"])
    assert not copies(tmp_path / "cache")


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    def fail() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        raise BadRequest("checkpoint_truncated", name="x")

    with pytest.raises(BadRequest):
        write_tensors(tmp_path / "a.safetensors", [Written("a", (2,), "F32", fail)])
    assert not list(tmp_path.iterdir())


def test_two_processes_may_make_the_same_copy(folder: Make, tmp_path: Path) -> None:
    path = folder("sd15")
    script = (
        "import sys; from pathlib import Path\n"
        "from toile.engine.cache import Cache; from toile.engine.lora import list_unet\n"
        "from toile.engine.model import read_model\n"
        f"model = read_model(Path({str(path)!r}))\n"
        f"cache = Cache(Path({str(tmp_path / 'cache')!r}))\n"
        "weights = cache.widened('unet', model.sources['unet'], list_unet(model.unet))\n"
        f"print(float(abs(weights({NAME!r}, {SHAPES[NAME]!r})).sum()))"
    )
    some = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) for _ in range(3)]
    said = {process.communicate()[0] for process in some}
    assert len(said) == 1 and all(process.returncode == 0 for process in some)
    check(Cache(tmp_path / "cache"), read_model(path).sources["unet"])
    assert len(copies(tmp_path / "cache")) == 1
    assert not [one for one in (tmp_path / "cache").iterdir() if one.suffix == ".part"]


def test_a_hash_is_reckoned_once_for_a_file_of_that_size_and_date(tmp_path: Path) -> None:
    cache, file = Cache(tmp_path / "cache"), tmp_path / "file"
    file.write_bytes(b"toile")
    assert cache.hash(file) == hash_file(file)
    notes = tmp_path / "cache/hashes.json"
    notes.write_text(notes.read_text().replace(hash_file(file), "known"))
    assert cache.hash(file) == "known"
    file.write_bytes(b"toiles")
    assert cache.hash(file) == hash_file(file)
    notes.write_text("nonsense")
    assert cache.hash(file) == hash_file(file)
