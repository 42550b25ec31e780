"""Ranges cover every thing once."""

import numpy as np
import pytest

from toile.world.threads import share, together


@pytest.mark.parametrize("count", [0, 1, 7, 100, 8000, 12345])
@pytest.mark.parametrize("least", [1, 8000])
def test_every_thing_is_done_once(count: int, least: int) -> None:
    done = np.zeros(count, np.int64)

    def work(first: int, last: int) -> None:
        done[first:last] += 1

    share(count, work, least=least)
    assert (done == 1).all()


def test_an_error_in_a_thread_is_raised() -> None:
    def fail(first: int, last: int) -> None:
        raise ValueError(first, last)

    with pytest.raises(ValueError, match="0"):
        share(20, fail, least=1)


def test_shared_work_may_share_again() -> None:
    done = np.zeros((40, 50), np.int64)

    def row(first: int, last: int) -> None:
        for r in range(first, last):

            def cell(a: int, b: int, r: int = r) -> None:
                done[r, a:b] += 1

            share(50, cell, least=1)

    share(40, row, least=1)
    assert (done == 1).all()


def test_tasks_done_together_answer_in_their_order() -> None:
    assert together(lambda: 1, lambda: 2, lambda: 3) == [1, 2, 3]


def test_a_task_that_fails_is_heard_of() -> None:
    with pytest.raises(ZeroDivisionError):
        together(lambda: 1, lambda: 1 // 0)
