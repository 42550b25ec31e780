"""A database of its own for every test, with the tables as they are now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection

from toile.domain.job import Priority
from toile.store.database import Database, open_database
from toile.store.jobs import Jobs
from toile.store.tenants import add_tenant


@dataclass
class Line:
    """A queue in memory: what a test needs of one."""

    waiting: list[tuple[int, int, str]] = field(default_factory=list)
    held: dict[str, list[str]] = field(default_factory=dict)

    def enqueue(self, connection: Connection, job: str, priority: Priority, turn: int) -> None:
        self.waiting.append((list(Priority).index(priority), turn, job))

    def list_held(self) -> dict[str, list[str]]:
        return self.held

    def put_back(self, jobs: Sequence[str]) -> None:
        self.waiting += [(0, 0, job) for job in jobs]
        self.held = {who: [one for one in some if one not in jobs] for who, some in self.held.items()}

    def drop(self, job: str) -> None:
        self.waiting = [one for one in self.waiting if one[2] != job]

    def close(self, patience: int = 0) -> None:
        pass

    @property
    def order(self) -> list[str]:
        return [job for _, _, job in sorted(self.waiting)]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(f"sqlite:///{tmp_path / 'toile.db'}")
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def jobs(database: Database, line: Line) -> Jobs:
    ticks, names = count(1_000), count()
    made = Jobs(database, line, lambda: float(next(ticks)), lambda: f"id{next(names):04d}")
    for tenant in ("ann", "bob"):
        add_tenant(database, tenant, tenant.title(), 0.0)
    return made
