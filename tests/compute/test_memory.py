"""How much memory is free, on the machine and in a container that is allowed less."""

from pathlib import Path

import psutil
import pytest

from toile.compute.memory import count_free

MIB = 1 << 20


def write_group(folder: Path, version: int, limit: str, used: int, files: int = 0) -> Path:
    names = {
        2: ("memory.max", "memory.current", "memory.stat"),
        1: ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "memory/memory.stat"),
    }[version]
    # Version 1 tells of the group alone, and with "total_" of all groups below it too, as its usage does.
    rows = [f"inactive_file {files}", f"active_file {files}"]
    if version == 1:
        rows = ["inactive_file 0", "active_file 0", *(f"total_{row}" for row in rows)]
    said = (limit, str(used), "\n".join(rows))
    for name, text in zip(names, said, strict=True):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_without_a_container_it_is_what_the_machine_has(tmp_path: Path) -> None:
    total = psutil.virtual_memory().total
    assert 0 < count_free(tmp_path / "none") <= total


@pytest.mark.parametrize("version", [1, 2])
def test_a_container_has_what_it_is_allowed_less_what_it_uses(tmp_path: Path, version: int) -> None:
    group = write_group(tmp_path, version, str(96 * MIB), 64 * MIB)
    assert count_free(group) == 32 * MIB


@pytest.mark.parametrize("version", [1, 2])
def test_pages_of_files_give_way(tmp_path: Path, version: int) -> None:
    group = write_group(tmp_path, version, str(96 * MIB), 64 * MIB, files=8 * MIB)
    assert count_free(group) == 48 * MIB


def test_a_container_over_its_limit_has_nothing(tmp_path: Path) -> None:
    assert count_free(write_group(tmp_path, 2, str(64 * MIB), 96 * MIB)) == 0


@pytest.mark.parametrize("limit", ["max", str(1 << 62)])
def test_a_container_without_a_limit_has_what_the_machine_has(tmp_path: Path, limit: str) -> None:
    group = write_group(tmp_path, 2, limit, 64 * MIB)
    assert count_free(group) > 96 * MIB
