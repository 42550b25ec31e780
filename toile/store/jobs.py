"""Jobs: the rows that are the truth about them, and what may happen to one.

Only the attempt that holds the row's token may write to it, so that a worker that was frozen while another took over
says nothing any more. Everything that happens is an event with a number, which listeners go on from.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from toile.domain.job import Cause, Event, Job, Kind, Priority, State
from toile.errors import BadRequest, Cancelled
from toile.store.database import Database
from toile.store.queue import Queue
from toile.store.tables import events, jobs

MOST_ATTEMPTS = 5
_MOST_EVENTS = 500  # that are read at once


class Overtaken(Exception):
    """Another attempt has this job by now; whatever this one still finds out is not wanted."""


@dataclass(frozen=True)
class Attempt:
    """The right to work on a job, and the job as it stood when that was given."""

    job: Job
    token: str


@dataclass(frozen=True)
class Asked:
    """A job that was asked for; `fresh` unless it had been before, with the same key."""

    job: Job
    fresh: bool


@dataclass(frozen=True)
class Jobs:
    """All jobs of a database. `clock` gives seconds since 1970, `draw_id` names that nobody guesses."""

    database: Database
    queue: Queue
    clock: Callable[[], float]
    draw_id: Callable[[], str]

    def ask(
        self,
        tenant: str,
        kind: Kind,
        request: Mapping[str, Any],
        priority: Priority = Priority.INTERACTIVE,
        key: str | None = None,
        within: Callable[[Connection], None] = lambda connection: None,
    ) -> Asked:
        """Ask for a job; it is in line when this returns. With a `key` that the tenant used before it is the same job.
        `within`: what else is written, or not, together with it. Raises BadRequest `key_reused` for another request
        with the same key."""
        digest = _digest(kind, request)
        try:
            with self.database.write() as connection:
                known = self._find(connection, tenant, key) if key else None
                if known is None:
                    within(connection)
                    return Asked(self._insert(connection, tenant, kind, request, digest, priority, key), True)
        except IntegrityError:  # somebody was quicker with the same key
            if key is None:
                raise
            with self.database.read() as connection:
                known = self._find(connection, tenant, key)
            if known is None:
                raise
        if known.digest != digest:
            raise BadRequest("key_reused", key=key)
        return Asked(_read(known), False)

    def _find(self, connection: Connection, tenant: str, key: str | None) -> Row[Any] | None:
        return connection.execute(
            select(jobs).where(jobs.c.tenant == tenant, jobs.c.key == key)
        ).one_or_none()

    def _insert(
        self,
        connection: Connection,
        tenant: str,
        kind: Kind,
        request: Mapping[str, Any],
        digest: str,
        priority: Priority,
        key: str | None,
    ) -> Job:
        turn, name = self._find_turn(connection, tenant, priority), self.draw_id()
        row = {
            "id": name,
            "tenant": tenant,
            "kind": kind.value,
            "state": State.QUEUED.value,
            "priority": priority.value,
            "turn": turn,
            "request": dict(request),
            "digest": digest,
            "key": key,
            "attempts": 0,
            "progress": 0.0,
            "stage": "",
            "result": {},
            "cancelling": False,
            "created": self.clock(),
        }
        connection.execute(insert(jobs).values(row))
        self._tell(connection, name, State.QUEUED.value, {})
        self.queue.enqueue(connection, name, priority, turn)
        found = connection.execute(select(jobs).where(jobs.c.id == name)).one()
        return _read(found)

    def _find_turn(self, connection: Connection, tenant: str, priority: Priority) -> int:
        """Start-time fair queueing (Goyal, Vin and Cheng 1996): after the tenant's own last, and not before what is
        being served now."""
        same = jobs.c.priority == priority.value
        served = select(func.max(jobs.c.turn)).where(same, jobs.c.state == State.RUNNING.value)
        waiting = select(func.max(jobs.c.turn)).where(
            same, jobs.c.state == State.QUEUED.value, jobs.c.tenant == tenant
        )
        first = select(func.min(jobs.c.turn)).where(same, jobs.c.state == State.QUEUED.value)
        now = connection.execute(served).scalar() or connection.execute(first).scalar() or 0
        return int(max(now, connection.execute(waiting).scalar() or 0)) + 1

    def begin(self, job: str) -> Attempt | None:
        """Begin, or begin again after a death. None where there is nothing to do: it is over, or nobody knows it. A job
        that was begun too often fails instead: it may be what kills workers."""
        with self.database.write() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job).with_for_update()).one_or_none()
            if row is None or State(row.state).is_over:
                return None
            if row.cancelling:
                self._end(connection, job, State.CANCELLED)
                return None
            if row.attempts >= MOST_ATTEMPTS:
                self._end(
                    connection,
                    job,
                    State.FAILED,
                    cause=Cause("job_too_often", {"attempts": row.attempts}, True),
                )
                return None
            token = self.draw_id()
            values = {
                "state": State.RUNNING.value,
                "attempts": row.attempts + 1,
                "token": token,
                "progress": 0.0,
                "stage": "",
                "started": row.started or self.clock(),
            }
            connection.execute(update(jobs).where(jobs.c.id == job).values(values))
            self._tell(connection, job, State.RUNNING.value, {"attempt": row.attempts + 1})
            return Attempt(_read(connection.execute(select(jobs).where(jobs.c.id == job)).one()), token)

    def advance(self, attempt: Attempt, progress: float, stage: str) -> None:
        """Say how far it is. Raises Cancelled where somebody asked for it to stop, Overtaken where another attempt has
        it."""
        with self.database.write() as connection:
            self._hold(connection, attempt)
            mine = (jobs.c.id == attempt.job.id) & (jobs.c.token == attempt.token)
            connection.execute(update(jobs).where(mine).values(progress=progress, stage=stage))
            self._tell(
                connection, attempt.job.id, "progress", {"progress": round(progress, 4), "stage": stage}
            )

    def finish(
        self,
        attempt: Attempt,
        result: Mapping[str, Any],
        within: Callable[[Connection], None] = lambda connection: None,
    ) -> None:
        """Done. `within`: what is written together with it. Raises as `advance`."""
        with self.database.write() as connection:
            self._hold(connection, attempt)
            within(connection)
            self._end(connection, attempt.job.id, State.DONE, result=result)

    def fail(self, attempt: Attempt, cause: Cause) -> None:
        """It cannot be done. Raises Overtaken."""
        with self.database.write() as connection:
            self._hold(connection, attempt, heed=False)
            self._end(connection, attempt.job.id, State.FAILED, cause=cause)

    def stop(self, attempt: Attempt) -> None:
        """It was asked to stop, and has. Raises Overtaken."""
        with self.database.write() as connection:
            self._hold(connection, attempt, heed=False)
            self._end(connection, attempt.job.id, State.CANCELLED)

    def cancel(self, tenant: str, job: str) -> Job:
        """Ask for a job to stop: at once where it waits, soon where it runs, and nothing where it is over. Raises
        BadRequest `job_unknown`."""
        with self.database.write() as connection:
            own = (jobs.c.id == job) & (jobs.c.tenant == tenant)
            row = connection.execute(select(jobs).where(own).with_for_update()).one_or_none()
            if row is None:
                raise BadRequest("job_unknown", job=job)
            if row.state == State.QUEUED.value:
                self._end(connection, job, State.CANCELLED)
            elif row.state == State.RUNNING.value:
                connection.execute(update(jobs).where(own).values(cancelling=True))
            waited = row.state == State.QUEUED.value
            found = _read(connection.execute(select(jobs).where(own)).one())
        if waited:
            self.queue.drop(job)
        return found

    def read(self, tenant: str, job: str) -> Job:
        """Raises BadRequest `job_unknown`, for those of others too."""
        with self.database.read() as connection:
            own = (jobs.c.id == job) & (jobs.c.tenant == tenant)
            row = connection.execute(select(jobs).where(own)).one_or_none()
        if row is None:
            raise BadRequest("job_unknown", job=job)
        return _read(row)

    def list(self, tenant: str, count: int = 50, before: float | None = None) -> Sequence[Job]:
        """The latest first; `before`: those that were asked for earlier."""
        query = select(jobs).where(jobs.c.tenant == tenant).order_by(jobs.c.created.desc()).limit(count)
        if before is not None:
            query = query.where(jobs.c.created < before)
        with self.database.read() as connection:
            return [_read(row) for row in connection.execute(query)]

    def list_events(self, tenant: str, job: str, after: int = 0) -> Sequence[Event]:
        """What has happened to a job since event `after`. Raises BadRequest `job_unknown`."""
        self.read(tenant, job)
        query = select(events).where(events.c.job == job, events.c.number > after)
        with self.database.read() as connection:
            rows = connection.execute(query.order_by(events.c.number).limit(_MOST_EVENTS))
            return [Event(row.number, row.job, row.name, row.data, row.at) for row in rows]

    def _hold(self, connection: Connection, attempt: Attempt, *, heed: bool = True) -> None:
        """Nobody else writes to the job until the transaction ends. `heed`: whether it was asked to stop."""
        own = select(jobs.c.token, jobs.c.state, jobs.c.cancelling).where(jobs.c.id == attempt.job.id)
        row = connection.execute(own.with_for_update()).one_or_none()
        if row is None or row.token != attempt.token or row.state != State.RUNNING.value:
            raise Overtaken
        if heed and row.cancelling:
            raise Cancelled("job_cancelled", job=attempt.job.id)

    def _end(
        self,
        connection: Connection,
        job: str,
        state: State,
        result: Mapping[str, Any] | None = None,
        cause: Cause | None = None,
    ) -> None:
        why = {"code": cause.code, "values": dict(cause.values), "ours": cause.ours} if cause else None
        values: dict[str, Any] = {
            "state": state.value,
            "token": None,
            "finished": self.clock(),
            "result": dict(result or {}),
            "cause": why,
        }
        if state is State.DONE:
            values["progress"] = 1.0
        connection.execute(update(jobs).where(jobs.c.id == job).values(values))
        self._tell(connection, job, state.value, {**dict(result or {}), **({"cause": why} if why else {})})

    def _tell(self, connection: Connection, job: str, name: str, data: Mapping[str, Any]) -> None:
        connection.execute(insert(events).values(job=job, name=name, data=dict(data), at=self.clock()))


def _digest(kind: Kind, request: Mapping[str, Any]) -> str:
    said = json.dumps([kind.value, request], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _read(row: Row[Any]) -> Job:
    cause = Cause(row.cause["code"], row.cause["values"], row.cause["ours"]) if row.cause else None
    return Job(
        row.id, row.tenant, Kind(row.kind), State(row.state), Priority(row.priority), row.request, row.created,
        row.attempts, row.progress, row.stage, row.result, cause, row.cancelling, row.started, row.finished,
    )  # fmt: skip
