"""How functions are compiled; it imports numba.

A module of compiled functions calls compiled functions of its own file only: numba notices a change in the file of
a function, but not in the files of those it calls. The compiled code of every state of a file has a directory of
its own, named by its digest.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

from toile.world import cache

_CONFIG: Any = numba.config


def decorator(file: str) -> Callable[..., Any]:
    """What compiles the functions of that file, kept where `cache.use` said; nowhere if it was not called.

    No fastmath: the same seed gives the same bits. Without the interpreter's lock: rows are shared by threads.
    """
    directory = cache.directory()
    if directory is None:
        compiler: Callable[..., Any] = numba.njit(nogil=True, error_model="numpy")
        return compiler
    source = Path(file)
    place = directory / f"{source.stem}-{hashlib.sha256(source.read_bytes()).hexdigest()[:12]}"
    place.mkdir(parents=True, exist_ok=True)

    def compile_into(function: Callable[..., Any]) -> Any:
        before = _CONFIG.CACHE_DIR
        _CONFIG.CACHE_DIR = str(place)  # read once, when the function is decorated
        try:
            return numba.njit(nogil=True, error_model="numpy", cache=True)(function)
        finally:
            _CONFIG.CACHE_DIR = before

    return compile_into
