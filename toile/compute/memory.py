"""Memory: how much of it is free, and whether something fits."""

from pathlib import Path

_GROUPS = Path("/sys/fs/cgroup")
# A container's: what it may use, what it uses, and where its pages of files are told of, by names that begin so; Linux
# control groups, version 2 and 1. Usage is that of all groups below too, which version 1 tells apart.
_LIMITS = (
    ("memory.max", "memory.current", "memory.stat", ""),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "memory/memory.stat", "total_"),
)
_FILES = ("inactive_file", "active_file")


def count_free(groups: Path = _GROUPS) -> int:
    """Bytes that can be had without swapping; in a container no more than it is allowed. `groups`: where the system
    tells of its control groups; nothing is read where there are none."""
    import psutil

    free = int(psutil.virtual_memory().available)
    for limit, usage, stat, prefix in _LIMITS:
        allowed, used = _read(groups / limit), _read(groups / usage)
        if allowed is not None and used is not None:
            # Pages of files count as used, and give way; what is free of the machine bounds that.
            free = min(free, max(allowed - used, 0) + _files(groups / stat, prefix))
    return free


def _read(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


def _files(stat: Path, prefix: str) -> int:
    """Bytes of files that are kept in a container's memory and give way."""
    try:
        lines = stat.read_text().splitlines()
    except OSError:
        return 0
    rows = dict(line.split() for line in lines if len(line.split()) == 2)
    return sum(int(rows.get(prefix + name, 0)) for name in _FILES)
