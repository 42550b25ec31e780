"""The queue: whose turn it is, kept through any death. The port of five calls that the rest of the house sees, and DBOS
behind it (docs/decisions/010-dbos.md). Our own row of a job is the truth; the queue only says when.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer
from sqlalchemy import Connection

from toile.domain.job import Priority
from toile.store.database import Database

NAME = "toile"
_VERSION = "1"  # of the work's shape: rows of another are left to others
_WORK = "toile.work"
_QUEUE = "jobs"
_POLL = {"sqlite": 0.1, "postgresql": 0.25}  # seconds
# Interactive work first; within a class by turn, which is handed out fairly between tenants.
_FIRST = {Priority.INTERACTIVE: 1, Priority.BATCH: 1_000_000_000}
_LATEST = 999_999_999


class Queue(Protocol):
    """What a queue can do."""

    def enqueue(self, connection: Connection, job: str, priority: Priority, turn: int) -> None:
        """Put a job in line, in the caller's transaction. `turn`: low ones first, within a priority."""
        ...

    def list_held(self) -> dict[str, list[str]]:
        """The jobs that were handed out and not given back, by who has them."""
        ...

    def put_back(self, jobs: Sequence[str]) -> None:
        """Put jobs in line again that somebody had who is no more."""
        ...

    def drop(self, job: str) -> None:
        """Take a job out of the line; who has it already is not told."""
        ...

    def close(self, patience: int = 0) -> None:
        """Hand out no more, wait so many seconds for what is out, and let go."""
        ...


class DurableQueue:
    """The queue in the tables that DBOS keeps in the same database. One for a process."""

    def __init__(self, database: Database, executor: str) -> None:
        """`executor`: this process's name, unlike that of any other that is or was. Nothing is in line, nor handed out,
        before `start`."""
        url = database.engine.url
        self._backend = url.get_backend_name()
        address = url.set(drivername=self._backend).render_as_string(hide_password=False)
        config: DBOSConfig = {
            "name": NAME,
            "system_database_url": address,
            "executor_id": executor,
            "application_version": _VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "sys_db_pool_size": 5,
            "notification_coalesce_sec": 0.25,
            "notification_listener_polling_interval_sec": 0.2,
            "console_log_level": "ERROR",
            "log_level": "ERROR",
        }
        logging.getLogger("dbos").setLevel(logging.ERROR)
        DBOS(config=config)
        self._client = DBOSClient(
            system_database_url=address,
            serializer=DBOSPortableJSONSerializer(),
            application_name=NAME,
            lazy=True,
        )

    def start(self, run: Callable[[str], None] | None, at_once: int) -> None:
        """Make the queue's tables. Where there is something to `run`, jobs are handed to it from now on, so many at
        once, each on a thread of its own."""
        if run:

            @DBOS.workflow(name=_WORK)
            def work(job: str) -> None:
                run(job)

        DBOS.listen_queues([_QUEUE] if run else [])
        DBOS.launch()
        if run:
            DBOS.register_queue(
                _QUEUE,
                worker_concurrency=at_once,
                polling_interval_sec=_POLL[self._backend],
                on_conflict="always_update",
            )

    def enqueue(self, connection: Connection, job: str, priority: Priority, turn: int) -> None:
        self._client.enqueue_in_transaction(
            connection,
            {
                "workflow_name": _WORK,
                "queue_name": _QUEUE,
                "workflow_id": job,
                "app_version": _VERSION,
                "priority": _FIRST[priority] + min(turn, _LATEST),
            },
            job,
        )

    def list_held(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self._client.list_workflows(
            status="PENDING", queue_name=_QUEUE, load_input=False, load_output=False
        ):
            found.setdefault(str(one.executor_id), []).append(one.workflow_id)
        return found

    def put_back(self, jobs: Sequence[str]) -> None:
        self._client.resume_workflows(list(jobs), queue_name=_QUEUE)

    def drop(self, job: str) -> None:
        self._client.cancel_workflow(job)

    def close(self, patience: int = 0) -> None:
        self._client.destroy()
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience)
