"""Jobs: what may happen to one, and what never does."""

from collections.abc import Callable

import pytest

from tests.store.conftest import Line
from toile.domain.job import Cause, Kind, Priority, State
from toile.errors import BadRequest, Cancelled
from toile.store.jobs import MOST_ATTEMPTS, Jobs, Overtaken

ASK = {"persona": "Mei"}


def names(jobs: Jobs, job: str, tenant: str = "ann") -> list[str]:
    return [event.name for event in jobs.list_events(tenant, job)]


def test_a_job_from_asking_to_done(jobs: Jobs, line: Line) -> None:
    asked = jobs.ask("ann", Kind.LOOK, ASK)
    assert asked.fresh and asked.job.state is State.QUEUED and line.order == [asked.job.id]
    attempt = jobs.begin(asked.job.id)
    assert attempt and attempt.job.state is State.RUNNING and attempt.job.attempts == 1
    jobs.advance(attempt, 0.5, "dressing")
    assert (jobs.read("ann", asked.job.id).progress, jobs.read("ann", asked.job.id).stage) == (
        0.5,
        "dressing",
    )
    jobs.finish(attempt, {"look": "x"})
    done = jobs.read("ann", asked.job.id)
    assert (done.state, done.progress, done.result) == (State.DONE, 1.0, {"look": "x"})
    assert names(jobs, done.id) == ["queued", "running", "progress", "done"]
    assert jobs.begin(done.id) is None


def test_asking_twice_with_one_key_is_one_job(jobs: Jobs, line: Line) -> None:
    first = jobs.ask("ann", Kind.LOOK, ASK, key="k")
    again = jobs.ask("ann", Kind.LOOK, dict(ASK), key="k")
    assert again.job.id == first.job.id and not again.fresh and len(line.order) == 1
    with pytest.raises(BadRequest) as caught:
        jobs.ask("ann", Kind.LOOK, {"persona": "Ravi"}, key="k")
    assert caught.value.code == "key_reused"
    assert jobs.ask("bob", Kind.LOOK, ASK, key="k").fresh  # a key is its tenant's own


def test_what_is_written_with_a_job_is_written_or_not_with_it(jobs: Jobs, line: Line) -> None:
    def burst(connection: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        jobs.ask("ann", Kind.LOOK, ASK, within=burst)
    assert not jobs.list("ann")


def test_a_frozen_worker_that_wakes_says_nothing_any_more(jobs: Jobs) -> None:
    job = jobs.ask("ann", Kind.LOOK, ASK).job.id
    frozen, other = jobs.begin(job), jobs.begin(job)
    assert frozen and other and other.job.attempts == 2
    writes: list[Callable[[], None]] = [
        lambda: jobs.advance(frozen, 0.9, "late"),
        lambda: jobs.finish(frozen, {"look": "wrong"}),
        lambda: jobs.fail(frozen, Cause("x")),
        lambda: jobs.stop(frozen),
    ]
    for write in writes:
        with pytest.raises(Overtaken):
            write()
    jobs.finish(other, {"look": "right"})
    assert jobs.read("ann", job).result == {"look": "right"}


def test_what_kills_workers_fails_in_the_end(jobs: Jobs) -> None:
    job = jobs.ask("ann", Kind.LOOK, ASK).job.id
    for _ in range(MOST_ATTEMPTS):
        assert jobs.begin(job)
    assert jobs.begin(job) is None
    failed = jobs.read("ann", job)
    assert (
        failed.state is State.FAILED
        and failed.cause
        and failed.cause.code == "job_too_often"
        and failed.cause.ours
    )


def test_cancelling_what_waits_is_at_once_and_what_runs_soon(jobs: Jobs, line: Line) -> None:
    waits, runs = (jobs.ask("ann", Kind.LOOK, ASK).job.id for _ in range(2))
    attempt = jobs.begin(runs)
    assert attempt
    assert jobs.cancel("ann", waits).state is State.CANCELLED and waits not in line.order
    asked = jobs.cancel("ann", runs)
    assert asked.state is State.RUNNING and asked.cancelling
    with pytest.raises(Cancelled):
        jobs.advance(attempt, 0.2, "dressing")
    with pytest.raises(Cancelled):
        jobs.finish(attempt, {})
    jobs.stop(attempt)
    assert jobs.cancel("ann", runs).state is State.CANCELLED  # asking again changes nothing
    assert names(jobs, runs) == ["queued", "running", "cancelled"]


def test_who_died_while_cancelling_leaves_a_cancelled_job(jobs: Jobs) -> None:
    job = jobs.ask("ann", Kind.LOOK, ASK).job.id
    jobs.begin(job)
    jobs.cancel("ann", job)
    assert jobs.begin(job) is None and jobs.read("ann", job).state is State.CANCELLED


def test_tenants_do_not_know_of_each_other(jobs: Jobs) -> None:
    job = jobs.ask("ann", Kind.LOOK, ASK).job.id
    for peek in (jobs.read, jobs.cancel, jobs.list_events):
        with pytest.raises(BadRequest) as caught:
            peek("bob", job)
        assert caught.value.code == "job_unknown"
    assert not jobs.list("bob") and jobs.read("ann", job).state is State.QUEUED


def test_who_waits_comes_before_who_does_not_and_tenants_take_turns(jobs: Jobs, line: Line) -> None:
    many = [jobs.ask("ann", Kind.LOOK, {"n": n}, Priority.BATCH).job.id for n in range(6)]
    few = [jobs.ask("bob", Kind.LOOK, {"n": n}, Priority.BATCH).job.id for n in range(2)]
    quick = jobs.ask("ann", Kind.LOOK, ASK, Priority.INTERACTIVE).job.id
    assert line.order[0] == quick
    assert all(line.order.index(job) < line.order.index(many[3]) for job in few)


def test_events_are_gone_on_from(jobs: Jobs) -> None:
    job = jobs.ask("ann", Kind.LOOK, ASK).job.id
    seen = jobs.list_events("ann", job)
    attempt = jobs.begin(job)
    assert attempt
    jobs.fail(attempt, Cause("photo_unreadable", {"name": "a.jpg"}))
    later = jobs.list_events("ann", job, after=seen[-1].number)
    assert [event.name for event in later] == ["running", "failed"]
    assert later[-1].data["cause"]["code"] == "photo_unreadable"
