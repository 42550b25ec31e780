"""The service: database, blobs, queue and worker of one process, put together. The one place that starts the job
engine.
"""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from toile.creations import CreationMaker
from toile.domain.job import Kind
from toile.looks import LookMaker
from toile.store.blobs import Blobs, open_blobs
from toile.store.database import Database, open_database
from toile.store.jobs import Jobs
from toile.store.keys import Keys
from toile.store.live import Locks, Reaper, open_locks
from toile.store.queue import DurableQueue, Queue
from toile.store.tenants import add_tenant
from toile.worker import Maker, Worker

_log = logging.getLogger(__name__)
LOCAL = "local"  # the tenant of who uses it on their own machine
_LOOK_EVERY = 1.0  # seconds between looks who is dead


def draw_id() -> str:
    """A name that nobody guesses."""
    return secrets.token_urlsafe(18)


@dataclass
class Service:
    """All of it, running. Close it when done."""

    database: Database
    blobs: Blobs
    queue: Queue
    jobs: Jobs
    models: Path  # where checkpoints are
    keys: Keys
    locks: Locks
    _over: threading.Event
    _watch: threading.Thread | None

    def close(self, patience: int = 0) -> None:
        """Take no more, wait so many seconds for what is being worked on, and let go."""
        self._over.set()
        if self._watch:
            self._watch.join()
        self.queue.close(patience)
        self.locks.close()
        self.database.close()


def open_service(
    database_url: str,
    blobs_url: str,
    data: Path,
    *,
    works: bool = True,
    at_once: int = 2,
    clock: Callable[[], float] = time.time,
) -> Service:
    """The service on a database and a place for blobs, the tables brought up to date. `data`: the folder with models.
    `works`: whether this process takes jobs, so many at once, or only puts them in line. Raises BadRequest,
    NotReady."""
    database = open_database(database_url)
    database.upgrade()
    blobs, locks = open_blobs(blobs_url), open_locks(database)
    # Unlike that of any other process that is or was: a name that comes back would seem to hold what its forebear held.
    executor = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
    locks.take(executor)
    makers: Mapping[Kind, Maker] = {
        Kind.LOOK: LookMaker(clock, time.perf_counter, draw_id),
        Kind.CREATE: CreationMaker(data, clock, draw_id),
    }
    queue = DurableQueue(database, executor)
    jobs = Jobs(database, queue, clock, draw_id)
    add_tenant(database, LOCAL, "Local", clock())
    queue.start(Worker(jobs, blobs, makers) if works else None, at_once)
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(Reaper(queue, locks), over), daemon=True) if works else None
    if watch:
        watch.start()
    return Service(
        database,
        blobs,
        queue,
        jobs,
        data / "models" / "checkpoints",
        Keys(database, clock),
        locks,
        over,
        watch,
    )


def _watch(reaper: Reaper, over: threading.Event) -> None:
    while not over.wait(_LOOK_EVERY):
        try:
            reaper.look()
        except Exception:  # the database may be away for a while
            _log.warning("could not look who is alive", exc_info=True)


def name_places(data: Path) -> tuple[str, str]:
    """Database and blobs in the data folder, where nothing else is said."""
    return f"sqlite:///{data / 'toile.db'}", str(data / "blobs")
