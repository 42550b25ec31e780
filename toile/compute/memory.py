"""Memory: how much of it is free, and whether something fits."""

from pathlib import Path

_LIMITS = (  # a container's: what it may use, and what it uses; Linux control groups, version 2 and 1
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)


def count_free() -> int:
    """Bytes that can be had without swapping; in a container no more than it is allowed."""
    import psutil

    free = int(psutil.virtual_memory().available)
    for limit, usage in _LIMITS:
        allowed, used = _read(Path(limit)), _read(Path(usage))
        if allowed is not None and used is not None:
            # Pages of files count as used, and give way; what is free of the machine bounds that.
            free = min(free, max(allowed - used, 0) + _files())
    return free


def _read(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


def _files() -> int:
    """Bytes of files that are kept in a container's memory and give way."""
    try:
        lines = Path("/sys/fs/cgroup/memory.stat").read_text().splitlines()
    except OSError:
        return 0
    rows = dict(line.split() for line in lines if len(line.split()) == 2)
    return int(rows.get("inactive_file", 0)) + int(rows.get("active_file", 0))
