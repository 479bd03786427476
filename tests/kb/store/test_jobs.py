"""Jobs: taken once, taken again when their worker is gone, parked when they kill workers."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
import sqlalchemy as sa

from kb.store.database import Database
from kb.store.jobs import JobQueue, JobState
from kb.store.tables import jobs
from kb.store.workers import is_dead, worker_name

DEAD = "/".join([worker_name().split("/")[0], "999999999", "1"])


@pytest.fixture
def queue(database: Database) -> JobQueue:
    return JobQueue(database)


@pytest.fixture
def expired(database: Database) -> JobQueue:
    """A queue whose leases are over as soon as they are given."""
    return JobQueue(database, lease=dt.timedelta(seconds=-1))


def test_a_job_is_taken_once_and_ends_with_its_outcome(queue: JobQueue) -> None:
    job_id = queue.add("ingest", "a", {"path": "a"})
    job = queue.take("ingest", worker_name())
    assert job is not None
    assert (job.id, job.payload) == (job_id, {"path": "a"})
    assert queue.take("ingest", worker_name()) is None
    queue.finish(job_id, worker_name(), {"status": "taken"})
    ended = queue.jobs([job_id])[job_id]
    assert (ended.state, ended.outcome) == (JobState.DONE, {"status": "taken"})
    assert queue.counts() == {"ingest": {JobState.DONE: 1}}


def test_one_open_job_a_key(queue: JobQueue) -> None:
    first = queue.add("ingest", "a", {})
    assert queue.add("ingest", "a", {}) == first
    assert queue.add("ingest", "b", {}) != first
    queue.take("ingest", worker_name(), [first])
    queue.finish(first, worker_name(), {}, failed=True)
    assert queue.add("ingest", "a", {}) != first


def test_jobs_are_taken_oldest_first_or_by_name(queue: JobQueue) -> None:
    first, second = queue.add("ingest", "a", {}), queue.add("ingest", "b", {})
    taken = queue.take("ingest", "w/1/1", [second])
    assert taken is not None
    assert taken.id == second
    assert queue.take("other", "w/1/1") is None
    rest = queue.take("ingest", "w/1/1")
    assert rest is not None
    assert rest.id == first


def test_a_silent_worker_loses_its_job_and_three_times_park_it(expired: JobQueue) -> None:
    job_id = expired.add("ingest", "a", {})
    for _ in range(3):
        assert expired.take("ingest", "host/1/1") is not None
    assert expired.take("ingest", "host/1/1") is None
    parked = expired.jobs([job_id])[job_id]
    assert parked.state is JobState.PARKED
    assert parked.outcome["code"] == "worker-died"


def test_a_lease_is_renewed_by_its_worker_alone(queue: JobQueue) -> None:
    job_id = queue.add("ingest", "a", {})
    queue.take("ingest", "host/1/1")
    assert queue.renew(job_id, "host/1/1")
    assert not queue.renew(job_id, "host/2/1")


def test_what_was_given_to_another_worker_is_left_to_it(expired: JobQueue) -> None:
    job_id = expired.add("ingest", "a", {})
    expired.take("ingest", "host/1/1")
    expired.take("ingest", "host/2/1")
    expired.finish(job_id, "host/1/1", {"status": "late"})
    expired.release("host/1/1")
    assert expired.jobs([job_id])[job_id].state is JobState.RUNNING
    expired.finish(job_id, "host/2/1", {"status": "taken"})
    assert expired.jobs([job_id])[job_id].outcome == {"status": "taken"}


def test_a_worker_gives_all_its_jobs_back(queue: JobQueue) -> None:
    made = {queue.add("ingest", name, {}) for name in "ab"}
    other = queue.add("ingest", "c", {})
    for job_id in made:
        queue.take("ingest", "host/1/1", [job_id])
    queue.take("ingest", "host/2/1", [other])
    assert not queue.waits("ingest")
    queue.release("host/1/1")
    assert queue.waits("ingest")
    assert not queue.waits("other")
    assert {job.id: job.attempts for job in queue.jobs(made).values()} == dict.fromkeys(made, 0)
    assert queue.jobs([other])[other].state is JobState.RUNNING


def test_asking_again_frees_the_job_of_a_dead_worker(queue: JobQueue) -> None:
    job_id = queue.add("ingest", "a", {})
    queue.take("ingest", DEAD)
    assert queue.take("ingest", worker_name()) is None
    assert queue.add("ingest", "a", {}) == job_id
    again = queue.take("ingest", worker_name())
    assert again is not None
    assert queue.add("ingest", "a", {}) == job_id
    assert queue.take("ingest", worker_name()) is None, "a living worker keeps its job"


def test_names_of_workers_tell_who_lives() -> None:
    assert not is_dead(worker_name())
    assert is_dead(DEAD)
    assert not is_dead("another-host/1/1")


def test_workers_at_once_never_share_a_job(database: Database, database_url: str) -> None:
    queue = JobQueue(database)
    made = {queue.add("ingest", str(number), {}) for number in range(40)}
    taken: list[str] = []

    def work() -> None:
        own = Database(database_url)
        while job := JobQueue(own).take("ingest", worker_name()):
            taken.append(job.id)
            JobQueue(own).finish(job.id, worker_name(), {})
        own.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == sorted(made)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_job_that_is_just_being_taken_holds_nobody_up(
    database: Database, database_url: str
) -> None:
    queue = JobQueue(database)
    first, second = queue.add("ingest", "a", {}), queue.add("ingest", "b", {})
    with database.write() as connection:
        connection.execute(sa.select(jobs).where(jobs.c.id == first).with_for_update())
        other = Database(database_url)
        job = JobQueue(other).take("ingest", worker_name())
        other.close()
    assert job is not None
    assert job.id == second
