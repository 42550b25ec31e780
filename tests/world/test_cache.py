"""Importing compiles nothing; compiled code goes where it was told to."""

import subprocess
import sys
from pathlib import Path

import toile.world


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_world_does_not_load_numba() -> None:
    code = "import sys, toile.world.sample; print('numba' in sys.modules)"
    assert run(code) == "False"


def test_compiled_code_lies_in_the_chosen_directory_and_not_beside_the_package(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; import numpy as np\n"
        "from toile.world import cache\n"
        f"cache.use(Path({str(tmp_path)!r}))\n"
        "from toile.world import field\n"
        "field._curve(np.linspace(0, 1, 64), 3, 0.5, 7)\n"
    )
    run(code)
    assert list(tmp_path.rglob("*.nbi"))
    package = Path(next(iter(toile.world.__path__)))
    assert not list(package.rglob("*.nb[ic]"))
