"""What goes over the wire."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from toile.domain.job import Event, Job
from toile.store.creations import CreationRow
from toile.store.looks import LookRow


class Problem(BaseModel):
    """An error (RFC 9457): `code` for programs, `detail` and `next` for people, in their language."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    next: str = ""


class JobOut(BaseModel):
    """A job as it stands. Times are seconds since 1970."""

    id: str
    kind: str
    state: str
    priority: str
    progress: float
    stage: str
    attempts: int
    cancelling: bool
    result: Mapping[str, Any]
    cause: Problem | None
    created: float
    started: float | None
    finished: float | None


class JobList(BaseModel):
    """Jobs, the latest first; `next` is what to ask for as `before`, where there are more."""

    jobs: Sequence[JobOut]
    next: float | None


class EventOut(BaseModel):
    """Something that happened to a job."""

    name: str
    data: Mapping[str, Any]
    at: float


class LookOut(BaseModel):
    """A look; its picture is at `picture`."""

    id: str
    job: str
    picture: str
    recipe: Mapping[str, Any]
    checks: Sequence[Mapping[str, Any]]
    notices: Sequence[Mapping[str, Any]]
    created: float


class LookList(BaseModel):
    """Looks, the latest first."""

    looks: Sequence[LookOut]


class CreationOut(BaseModel):
    """A picture of a prompt; it is at `picture`. `parameters` as AUTOMATIC1111 writes them; `seed` in writing, since
    numbers of some languages cannot hold it."""

    id: str
    job: str
    place: int
    picture: str
    seed: str
    parameters: str
    recipe: Mapping[str, Any]
    notices: Sequence[Mapping[str, Any]]
    created: float


class CreationList(BaseModel):
    """Pictures of prompts, the latest first."""

    creations: Sequence[CreationOut]


class Version(BaseModel):
    """Which Toile this is."""

    version: str


def write_job(job: Job, cause: Problem | None) -> JobOut:
    return JobOut(
        id=job.id,
        kind=job.kind.value,
        state=job.state.value,
        priority=job.priority.value,
        progress=job.progress,
        stage=job.stage,
        attempts=job.attempts,
        cancelling=job.cancelling,
        result=job.result,
        cause=cause,
        created=job.created,
        started=job.started,
        finished=job.finished,
    )


def write_event(event: Event) -> EventOut:
    return EventOut(name=event.name, data=event.data, at=event.at)


def write_look(look: LookRow) -> LookOut:
    return LookOut(
        id=look.id,
        job=look.job,
        picture=f"/v1/looks/{look.id}/picture",
        recipe=look.recipe,
        checks=look.checks,
        notices=look.notices,
        created=look.created,
    )


def write_creation(one: CreationRow) -> CreationOut:
    return CreationOut(
        id=one.id,
        job=one.job,
        place=one.place,
        picture=f"/v1/creations/{one.id}/picture",
        seed=one.seed,
        parameters=one.parameters,
        recipe=one.recipe,
        notices=one.notices,
        created=one.created,
    )
