"""Where compiled code is kept: in the data directory, never beside the package.

Numba decides where a function's cache lives at the moment the function is decorated, so `use` must be called
before the first picture. Without it everything works, but compiles again in every process.
"""

from pathlib import Path

_chosen: Path | None = None


def use(directory: Path) -> None:
    """Keep compiled code under `directory` (made when first needed). Call once, before rendering."""
    global _chosen
    _chosen = directory


def directory() -> Path | None:
    """The directory chosen with `use`; None: compile for this process only."""
    return _chosen
