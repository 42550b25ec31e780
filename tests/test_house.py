"""The rules of the house: floors, light imports, one reader of the environment, a small repository."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports


def run_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_imports_only_go_down(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(root)
    assert lint_imports(config_filename=str(root / ".importlinter"), cache_dir=str(tmp_path)) == 0


def test_every_module_of_the_package_stands_on_a_floor(root: Path) -> None:
    floors = (root / ".importlinter").read_text().split("layers =")[1].split("[")[0]
    rooms = {p.stem for p in (root / "toile").iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    assert rooms - {"__init__"} == {word.removeprefix("toile.") for word in floors.split() if word != "|"}


@pytest.mark.parametrize("module", ["toile", "toile.cli", "toile.errors", "toile.settings"])
def test_importing_is_light(module: str) -> None:
    heavy = ["numpy", "cv2", "PIL", "numba", "rich", "torch", "pydantic", "platformdirs"]
    loaded = run_python(f"import sys, {module}; print([m for m in {heavy} if m in sys.modules])")
    assert loaded.strip() == "[]"


def test_importing_the_world_compiles_nothing_and_writes_nothing(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, pkgutil, importlib, toile.world\n"
        f"os.chdir({str(tmp_path)!r})\n"
        "found = [m.name for m in pkgutil.walk_packages(toile.world.__path__, 'toile.world.')]\n"
        "[importlib.import_module(name) for name in found]\n"
        "print(list(pathlib.Path('.').iterdir()))"
    )
    assert run_python(code).strip() == "[]"


def test_only_settings_reads_the_environment(root: Path) -> None:
    readers = {
        path.relative_to(root).as_posix()
        for path in (root / "toile").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "putenv", "environb")
    }
    assert readers == {"toile/settings.py"}


def test_modules_stay_readable(root: Path) -> None:
    long = {
        path.relative_to(root).as_posix(): count
        for path in (root / "toile").rglob("*.py")
        # Tables of messages may be as long as what there is to say.
        if path.parent.name != "messages" and (count := len(path.read_text().splitlines())) > 450
    }
    assert not long


def test_the_constraints_keep_torchvision_out(root: Path) -> None:
    lines = (root / "constraints.txt").read_text().splitlines()
    pinned = {line.split("==")[0].strip().lower() for line in lines if line.strip() and line[0] != "#"}
    assert "torch" in pinned
    assert not pinned & {"torchvision", "spandrel", "lpips", "timm", "open-clip-torch", "open_clip_torch"}
    assert "torchvision" not in (root / "pyproject.toml").read_text()


def test_tracked_files_stay_small(root: Path) -> None:
    if shutil.which("git") and (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
        )
        files = [root / name for name in listed.stdout.split("\0") if name]
    else:  # an unpacked archive holds the tracked files and little else
        skip = {".venv", ".git", "demo-output"}
        files = [Path(d) / f for d, sub, fs in os.walk(root) for f in fs if not skip & set(Path(d).parts)]
    assert sum(path.stat().st_size for path in files if path.is_file()) < 48 * 2**20


def test_no_machine_path_is_written_into_the_product(root: Path) -> None:
    for path in [*(root / "toile").rglob("*.py"), *root.glob("*.md"), *(root / "docs").rglob("*.md")]:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in ("/work/", "/tmp/", "/home/", "/root/") if word in text], path
