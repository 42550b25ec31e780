"""A pool: drawing for training in as many processes as there are workers."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from toile.training.teller import Teller
from toile.world import cache

Fill = Callable[..., None]  # (folder, numbers=...): draws those that are not in the folder yet


def draw_all(
    fill: Fill,
    numbers: Sequence[int],
    shelf: Path,
    together: int,
    workers: int,
    teller: Teller,
    digits: int = 6,
) -> None:
    """Draw what is missing of those numbers, `together` at a time by one process."""
    missing = [n for n in numbers if not (shelf / f"{n:0{digits}d}.npz").exists()]
    teller.begin("casting", len(numbers))
    teller.go(len(numbers) - len(missing))
    chunks = [missing[first : first + together] for first in range(0, len(missing), together)]
    kept = cache.directory()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_prepare, initargs=(kept,)) as pool:
        for drawn in as_completed([pool.submit(_fill, fill, shelf, chunk) for chunk in chunks]):
            teller.go(drawn.result())


def _prepare(kept: Path | None) -> None:
    """In a new process: compiled code comes from where the first one keeps it, and where that dies this goes too."""
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    if kept:
        cache.use(kept)


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)  # whoever waited for the work is no more


def _fill(fill: Fill, shelf: Path, numbers: list[int]) -> int:
    fill(shelf, numbers=numbers)
    return len(numbers)
