"""A job: work that is asked for now and done when its turn comes, whatever dies in between."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What is to be made."""

    LOOK = "look"
    CREATE = "create"


class State(StrEnum):
    """Where a job stands. It ends in one of the last three, once."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in (State.DONE, State.FAILED, State.CANCELLED)


class Priority(StrEnum):
    """Whose turn comes first: somebody waits for it, or nobody does."""

    INTERACTIVE = "interactive"
    BATCH = "batch"


@dataclass(frozen=True)
class Cause:
    """Why a job failed: a code of the message catalogue and its values. `ours`: nobody who asked can mend it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    ours: bool = False


@dataclass(frozen=True)
class Job:
    """A job as it stands. Times are seconds since 1970; `progress` 0..1; `attempts` how often it was begun;
    `cancelling`: somebody asked for it to stop, and it has not yet."""

    id: str
    tenant: str
    kind: Kind
    state: State
    priority: Priority
    request: Mapping[str, Any]
    created: float
    attempts: int = 0
    progress: float = 0.0
    stage: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    cause: Cause | None = None
    cancelling: bool = False
    started: float | None = None
    finished: float | None = None


@dataclass(frozen=True)
class Event:
    """Something that happened to a job. `number` grows with every event of any job."""

    number: int
    job: str
    name: str
    data: Mapping[str, Any]
    at: float
