"""The worker: takes a job whose turn it is, makes what was asked for, and says how it went. Whatever a job does to it,
the next one is taken.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from toile.domain.job import Cause, Kind
from toile.errors import Cancelled, ToileError
from toile.store.blobs import Blobs
from toile.store.database import Transaction
from toile.store.jobs import Attempt, Jobs, Overtaken

_log = logging.getLogger(__name__)

Tell = Callable[[float, str], None]  # how far, 0..1, and the stage


@dataclass(frozen=True)
class Made:
    """What a maker made: what the job says of it, and what is written together with that."""

    result: Mapping[str, Any]
    record: Callable[[Transaction], None] = field(default=lambda transaction: None)


Maker = Callable[[Attempt, Blobs, Tell], Made]


@dataclass(frozen=True)
class Worker:
    """Works on jobs, with a maker for every kind."""

    jobs: Jobs
    blobs: Blobs
    makers: Mapping[Kind, Maker]

    def __call__(self, job: str) -> None:
        """Work on a job, if there is still something to do."""
        attempt = self.jobs.begin(job)
        if attempt is None:
            return
        try:
            self._try(attempt)
        except Overtaken:
            _log.info("job %s was taken over", job)

    def _try(self, attempt: Attempt) -> None:
        try:
            made = self.makers[attempt.job.kind](
                attempt, self.blobs, lambda progress, stage: self.jobs.advance(attempt, progress, stage)
            )
            self.jobs.finish(attempt, made.result, made.record)
        except Overtaken:
            raise
        except Cancelled:
            self.jobs.stop(attempt)
        except ToileError as error:
            values = {name: str(value) for name, value in error.values.items()}
            self.jobs.fail(attempt, Cause(error.code, values))
        except Exception:
            _log.exception("job %s failed", attempt.job.id)
            self.jobs.fail(attempt, Cause("job_bug", {}, ours=True))
