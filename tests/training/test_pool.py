"""Drawing in several processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from toile.training.pool import draw_all
from toile.training.teller import Teller


def write_empty(shelf: Path, numbers: list[int]) -> None:
    """Stands for drawing: a file for every number."""
    for number in numbers:
        (shelf / f"{number:06d}.npz").touch()


def linger(shelf: Path, numbers: list[int]) -> None:
    """Stands for drawing that takes for ever: says who does it."""
    (shelf / f"{os.getpid()}.pid").touch()
    time.sleep(600)


def test_what_is_missing_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "000001.npz").write_text("kept")
    gone: list[int] = []
    draw_all(write_empty, range(5), tmp_path, 2, 2, Teller(go=gone.append))
    assert sorted(path.stem for path in tmp_path.iterdir()) == [f"{number:06d}" for number in range(5)]
    assert (tmp_path / "000001.npz").read_text() == "kept" and sum(gone) == 5


def _is_alive(pid: int) -> bool:
    """Also where nobody has asked yet how it ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_nobody_goes_on_drawing_for_who_was_killed(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from tests.training.test_pool import linger\n"
        "from toile.training.pool import draw_all; from toile.training.teller import Teller\n"
        f"if __name__ == '__main__': draw_all(linger, range(2), Path({str(tmp_path)!r}), 1, 2, Teller())\n"
    )
    main = tmp_path / "main.py"
    main.write_text(program)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, str(main)], env=environment) as process:
        end = time.monotonic() + 60
        while len(list(tmp_path.glob("*.pid"))) < 2 and time.monotonic() < end:
            time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
    drawing = [int(path.stem) for path in tmp_path.glob("*.pid")]
    assert len(drawing) == 2
    end = time.monotonic() + 20
    while any(map(_is_alive, drawing)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(map(_is_alive, drawing))
