"""Routes of jobs: how they stand, what happens to them, and stopping them."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent

from toile.api.caller import Caller, Creator, Reader, service_of
from toile.api.problem import choose_language, write_cause
from toile.api.wire import JobList, JobOut, write_event, write_job
from toile.domain.job import Job, Kind, State
from toile.store.database import Transaction

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])
_ASK_EVERY = 0.2  # seconds between questions for news
_BREATH = 15.0  # seconds without news after which one says so, for proxies


def tell_job(request: Request, job: Job) -> JobOut:
    return write_job(job, write_cause(job.cause, choose_language(request)))


def put_in_line(
    request: Request,
    response: Response,
    caller: Caller,
    kind: Kind,
    wanted: Mapping[str, Any],
    records: Iterable[Callable[[Transaction, float], None]],
    key: str | None,
) -> JobOut:
    """Ask for a job, and write down the photos that came with it; the answer says where it is."""
    jobs = service_of(request).jobs
    now = jobs.clock()

    def record(transaction: Transaction) -> None:
        for write in records:
            write(transaction, now)

    asked = jobs.ask(caller.tenant, kind, wanted, key=key, within=record)
    response.headers["Location"] = f"/v1/jobs/{asked.job.id}"
    return tell_job(request, asked.job)


@router.get("")
def list_jobs(
    request: Request,
    caller: Reader,
    count: Annotated[int, Query(ge=1, le=200)] = 50,
    before: Annotated[float | None, Query()] = None,
) -> JobList:
    """The caller's jobs, the latest first."""
    found = service_of(request).jobs.list(caller.tenant, count, before)
    more = found[-1].created if len(found) == count else None
    return JobList(jobs=[tell_job(request, job) for job in found], next=more)


@router.get("/{job}")
def read_job(request: Request, caller: Reader, job: str) -> JobOut:
    """A job as it stands."""
    return tell_job(request, service_of(request).jobs.read(caller.tenant, job))


@router.post("/{job}/cancel")
def cancel_job(request: Request, caller: Creator, job: str) -> JobOut:
    """Stop a job: at once where it waits, soon where it runs."""
    return tell_job(request, service_of(request).jobs.cancel(caller.tenant, job))


def _find(request: Request, caller: Reader, job: str) -> str:
    """The job's name, before a stream about it has begun."""
    return service_of(request).jobs.read(caller.tenant, job).id


_Known = Annotated[str, Depends(_find)]


@router.get("/{job}/events", response_class=EventSourceResponse)
async def follow_job(
    request: Request, caller: Reader, job: _Known, last_event_id: Annotated[int, Header(ge=0)] = 0
) -> AsyncIterator[ServerSentEvent]:
    """What happens to a job until it is over; with `Last-Event-ID`, what has happened since."""
    jobs = service_of(request).jobs
    after, spoke = last_event_id, time.monotonic()
    while not await request.is_disconnected():
        news = await run_in_threadpool(jobs.list_events, caller.tenant, job, after)
        for event in news:
            yield ServerSentEvent(
                data=write_event(event).model_dump(), event=event.name, id=str(event.number)
            )
            after, spoke = event.number, time.monotonic()
        if news and news[-1].name in tuple(State) and State(news[-1].name).is_over:
            return
        if not news and (await run_in_threadpool(jobs.read, caller.tenant, job)).state.is_over:
            return  # all of it was known already
        if time.monotonic() - spoke > _BREATH:
            yield ServerSentEvent(comment="still here")
            spoke = time.monotonic()
        await asyncio.sleep(_ASK_EVERY)
