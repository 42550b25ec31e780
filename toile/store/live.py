"""Who is alive: every process that works holds a lock that its death lets go, and whoever notices puts its jobs in line
again. DBOS leaves this to a service that is not free (docs/decisions/010-dbos.md).

On SQLite a lock is one on a file beside the database, on PostgreSQL an advisory lock of a session of its own.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, func, select

from toile.store.database import Database
from toile.store.queue import Queue

PATIENCE = 3  # looks in a row that find somebody dead: who lost the database for a moment comes back


class Locks(Protocol):
    """Locks by name, let go by death."""

    def take(self, name: str) -> bool:
        """Take one for good, if nobody has it; whether it is ours."""
        ...

    def is_held(self, name: str) -> bool:
        """Whether anybody has it."""
        ...

    def close(self) -> None: ...


@dataclass
class FileLocks:
    """Locks on files in a folder, which has to be on this machine."""

    folder: Path
    _held: dict[str, FileLock] = field(default_factory=dict)

    def take(self, name: str) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / f"{name}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            return False
        self._held[name] = lock
        return True

    def is_held(self, name: str) -> bool:
        if name in self._held:
            return True
        path = self.folder / f"{name}.lock"
        if not path.exists():
            return False
        try:
            with FileLock(path, timeout=0):
                pass
        except Timeout:
            return True
        path.unlink(missing_ok=True)
        return False

    def close(self) -> None:
        for lock in self._held.values():
            lock.release()
        self._held.clear()


@dataclass
class SessionLocks:
    """PostgreSQL's advisory locks. The connection is kept: with it the locks go."""

    database: Database
    _connection: Connection | None = None
    _held: set[str] = field(default_factory=set)

    def take(self, name: str) -> bool:
        taken = bool(self._session().execute(select(func.pg_try_advisory_lock(_number(name)))).scalar())
        self._held |= {name} if taken else set()
        return taken

    def is_held(self, name: str) -> bool:
        if name in self._held:
            return True
        session = self._session()
        free = bool(session.execute(select(func.pg_try_advisory_lock(_number(name)))).scalar())
        if free:
            session.execute(select(func.pg_advisory_unlock(_number(name))))
        return not free

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._held.clear()

    def _session(self) -> Connection:
        """The session; where the server closed it a new one, with the same locks."""
        if self._connection is None or self._connection.closed or self._connection.invalidated:
            self._connection = self.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            for name in self._held:
                self._connection.execute(select(func.pg_advisory_lock(_number(name))))
        return self._connection


def open_locks(database: Database) -> Locks:
    """The locks that go with a database."""
    url = database.engine.url
    if url.get_backend_name() == "sqlite":
        return FileLocks(Path(url.database or ".").absolute().parent / "locks")
    return SessionLocks(database)


@dataclass
class Reaper:
    """Looks who is dead, and puts what they held in line again. One of all reapers works, who has the lock `reaper`;
    the others look whether it is free."""

    queue: Queue
    locks: Locks
    _missed: Counter[str] = field(default_factory=Counter)
    _chosen: bool = False

    def look(self) -> int:
        """Look once; how many jobs went back in line."""
        self._chosen = self._chosen or self.locks.take("reaper")
        if not self._chosen:
            return 0
        held = self.queue.list_held()
        dead = {name for name in held if not self.locks.is_held(name)}
        self._missed = Counter({name: self._missed[name] + 1 for name in dead})
        back = [job for name in dead if self._missed[name] >= PATIENCE for job in held[name]]
        if back:
            self.queue.put_back(back)
        return len(back)


def _number(name: str) -> int:
    """A name as the 64 bits that PostgreSQL takes."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
