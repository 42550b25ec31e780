"""A few people and garments, cast once for all tests of training."""

from pathlib import Path

import pytest

from toile.training import casting
from toile.training.prints import Prints, make


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    casting.fill(folder / "people", "people", (50_001, 50_002))
    casting.fill(folder / "garments", "garments", (50_000, 50_014))
    return folder


@pytest.fixture(scope="session")
def people(shelf: Path) -> Prints:
    return make(sorted((shelf / "people").iterdir()), 2, 3)


@pytest.fixture(scope="session")
def garments(shelf: Path) -> Prints:
    return make(sorted((shelf / "garments").iterdir()), 2, 3)
