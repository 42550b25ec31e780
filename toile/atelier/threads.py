"""Threads: ranges of work shared among the processor's cores."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def share(count: int, work: Callable[[int, int], object], least: int = 8000, parts: int = 4) -> None:
    """Ranges of `count` things among threads, `parts` to a core. For work whose result does not depend on it.

    Fewer than `least` things are done at once, without threads.
    """
    cores = os.cpu_count() or 1
    if count < least or cores == 1:
        work(0, count)
        return
    edges = np.linspace(0, count, parts * cores + 1).astype(int)
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(work, edges[:-1], edges[1:]))
