"""Threads: ranges of work shared among the processor's cores."""

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def share(count: int, work: Callable[[int, int], object], least: int = 8000, parts: int = 4) -> None:
    """Ranges of `count` things among threads, `parts` to a core. For work whose result does not depend on it.

    Fewer than `least` things are done at once, without threads. The caller works too, so that work may share again
    what it has to do: nobody waits for a thread that has not begun.
    """
    cores = os.cpu_count() or 1
    if count < least or cores == 1:
        work(0, count)
        return
    edges = np.linspace(0, count, parts * cores + 1).astype(int).tolist()
    ranges = deque(pairwise(edges))
    errors: list[tuple[int, Exception]] = []

    def drain() -> None:
        while True:
            try:
                first, last = ranges.popleft()
            except IndexError:
                return
            try:
                work(first, last)
            except Exception as error:  # handed to the caller: the one of the first range that failed
                errors.append((first, error))

    others = [_pool(cores - 1).submit(drain) for _ in range(cores - 1)]
    drain()
    for other in others:
        if not other.cancel():
            other.result()
    if errors:
        raise min(errors, key=lambda failed: failed[0])[1]


def together(*tasks: Callable[[], T]) -> list[T]:
    """What the tasks return, in their order; they are done side by side where there are cores for it."""
    done: dict[int, T] = {}

    def work(first: int, last: int) -> None:
        for number in range(first, last):
            done[number] = tasks[number]()

    share(len(tasks), work, least=2, parts=1)
    return [done[number] for number in range(len(tasks))]


@cache
def _pool(workers: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(workers)


if hasattr(os, "register_at_fork"):
    # A process that is forked has none of its parent's threads.
    os.register_at_fork(after_in_child=_pool.cache_clear)
