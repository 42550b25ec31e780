"""Who is alive: a death lets go of a lock, and what was held is put in line again; once, and not too soon."""

import subprocess
import sys
from pathlib import Path

from tests.store.conftest import Line
from toile.store.live import PATIENCE, FileLocks, Reaper


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from toile.store.live import FileLocks\n"
        f"locks = FileLocks(Path({str(tmp_path)!r})); locks.take('w1'); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as worker:
        assert worker.stdout and worker.stdout.readline() == b"held\n"
        locks = FileLocks(tmp_path)
        assert locks.is_held("w1") and not locks.is_held("w2")
        worker.kill()
    assert not locks.is_held("w1")


def test_the_jobs_of_the_dead_go_back_in_line_after_a_while(tmp_path: Path) -> None:
    locks = FileLocks(tmp_path)
    locks.take("alive")
    line = Line(held={"alive": ["a"], "dead": ["b", "c"]})
    reaper = Reaper(line, locks)
    assert [reaper.look() for _ in range(PATIENCE)] == [0] * (PATIENCE - 1) + [2]
    assert line.order == ["b", "c"] and line.held["alive"] == ["a"]
    assert reaper.look() == 0


def test_who_comes_back_in_time_keeps_them(tmp_path: Path) -> None:
    locks, line = FileLocks(tmp_path), Line(held={"away": ["b"]})
    reaper = Reaper(line, locks)
    for _ in range(PATIENCE - 1):
        reaper.look()
    locks.take("away")
    assert reaper.look() == 0 and line.order == []


def test_one_reaper_works_and_another_takes_over(tmp_path: Path) -> None:
    one, other = FileLocks(tmp_path), FileLocks(tmp_path)
    line = Line(held={"dead": ["b"]})
    first, second = Reaper(line, one), Reaper(line, other)
    first.look()
    assert [second.look() for _ in range(2 * PATIENCE)] == [0] * 2 * PATIENCE
    one.close()
    assert [second.look() for _ in range(PATIENCE)][-1] == 1
