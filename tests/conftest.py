"""Every test runs with a data directory of its own, and says no word to the real one."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

# Examples of properties are the same on every run: a red test is red for a reason in the code.
from hypothesis import settings

from toile.world import cache

settings.register_profile("toile", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("toile")


@pytest.fixture(autouse=True)
def _own_data_directory(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("TOILE_") and name != "TOILE_REQUIRE"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TOILE_DATA", str(tmp_path_factory.getbasetemp() / "data"))
    monkeypatch.setenv("TOILE_LANGUAGE", "en")


@pytest.fixture(scope="session", autouse=True)
def _keep_compiled(pytestconfig: pytest.Config) -> None:
    """The world's compiled code is kept between runs, where pytest keeps its own things."""
    kept = pytestconfig.cache
    if kept:
        cache.use(kept.mkdir("toile-compiled"))


@pytest.fixture
def require() -> Callable[[str, bool], None]:
    """`require("chromium", found)` skips where something outside is missing, or fails where it must be there."""

    def check(name: str, found: bool) -> None:
        if found:
            return
        wanted = os.environ.get("TOILE_REQUIRE", "")
        if wanted == "all" or name in wanted.split(","):
            pytest.fail(f"{name} is missing, and TOILE_REQUIRE={wanted} asks for it")
        pytest.skip(f"{name} is missing")

    return check


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return Path(__file__).resolve().parent.parent
