"""How functions are compiled. Only `distance` and `kernels` use this; it imports numba.

Numba notices a change in the file of a function, but not in the files of those it calls. So the compiled code of
every state of both files has a directory of its own, named by their digest.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

from toile.world import cache

_CONFIG: Any = numba.config
_SOURCES = ("table.py", "distance.py", "kernels.py")


def decorator() -> Callable[..., Any]:
    """What compiles a function, keeping the result where `cache.use` said; nowhere if it was not called.

    No fastmath: the same seed gives the same bits. Without the interpreter's lock: rows are shared by threads.
    """
    directory = cache.directory()
    if directory is None:
        compiler: Callable[..., Any] = numba.njit(nogil=True, error_model="numpy")
        return compiler
    place = directory / _digest()
    place.mkdir(parents=True, exist_ok=True)

    def compile_into(function: Callable[..., Any]) -> Any:
        before = _CONFIG.CACHE_DIR
        _CONFIG.CACHE_DIR = str(place)  # read once, when the function is decorated
        try:
            return numba.njit(nogil=True, error_model="numpy", cache=True)(function)
        finally:
            _CONFIG.CACHE_DIR = before

    return compile_into


def _digest() -> str:
    here = Path(__file__).parent
    return hashlib.sha256(b"".join((here / name).read_bytes() for name in _SOURCES)).hexdigest()[:12]
