"""Jobs: work to be done, as rows with leases. A worker that dies loses nothing.

An attempt is counted before it starts, so that a file that kills its worker cannot do so for
ever: after three attempts the job is parked with the reason. (A queue that hands a task out
at most once lost the running task of every killed consumer.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from kb.store.database import Database
from kb.store.tables import jobs, new_id, now
from kb.store.workers import is_dead

MAX_ATTEMPTS = 3


class JobState(StrEnum):
    """Where a job stands. `PARKED` ones killed their workers; a person has to look."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    Attributes:
        key: What it is about; a second open job of the same kind and key is not made.
        outcome: What came out, or why it failed (`code`, `message`, `remedy`); {} until then.
    """

    id: str
    kind: str
    key: str
    payload: Mapping[str, Any]
    state: JobState
    attempts: int
    outcome: Mapping[str, Any]


class JobQueue:
    """The jobs of the store.

    Args:
        lease: How long a worker may be silent before its job is given to another one.
    """

    def __init__(self, database: Database, lease: dt.timedelta = dt.timedelta(minutes=5)) -> None:
        self._database = database
        self._lease = lease

    def add(self, kind: str, key: str, payload: Mapping[str, Any]) -> str:
        """Queue a job, or give the id of the open job of this kind and key.

        An open job whose worker is gone starts afresh: somebody asked for it again.
        """
        with self._database.write("jobs") as connection:
            known = connection.execute(
                sa.select(jobs)
                .where(jobs.c.kind == kind, jobs.c.key == key)
                .where(jobs.c.state.in_([JobState.QUEUED, JobState.RUNNING]))
            ).first()
            if known is not None:
                if known.state == JobState.RUNNING and is_dead(known.worker):
                    connection.execute(
                        sa.update(jobs)
                        .where(jobs.c.id == known.id)
                        .values(state=JobState.QUEUED, attempts=0, payload=dict(payload))
                    )
                return str(known.id)
            job_id = new_id()
            connection.execute(
                sa.insert(jobs).values(
                    id=job_id,
                    kind=kind,
                    key=key,
                    payload=dict(payload),
                    state=JobState.QUEUED,
                    attempts=0,
                    created_at=now(),
                )
            )
        return job_id

    def take(self, kind: str, worker: str, ids: Collection[str] | None = None) -> Job | None:
        """Lease the oldest job that waits, or whose worker fell silent; None if there is none.

        Args:
            ids: Only one of these.
        """
        with self._database.write() as connection:
            while True:
                query = (
                    _free(kind)
                    .order_by(jobs.c.created_at, jobs.c.id)
                    .limit(1)
                    .with_for_update(skip_locked=True)
                )
                if ids is not None:
                    query = query.where(jobs.c.id.in_(ids))
                row = connection.execute(query).first()
                if row is None:
                    return None
                this = sa.update(jobs).where(jobs.c.id == row.id)
                if row.attempts < MAX_ATTEMPTS:
                    break
                connection.execute(
                    this.values(
                        state=JobState.PARKED,
                        finished_at=now(),
                        outcome={
                            "code": "worker-died",
                            "message": f"Its worker died {MAX_ATTEMPTS} times.",
                            "remedy": "Look at the file; a smaller or mended copy may pass.",
                        },
                    )
                )
            connection.execute(
                this.values(
                    state=JobState.RUNNING,
                    attempts=row.attempts + 1,
                    worker=worker,
                    lease_until=now() + self._lease,
                )
            )
            return _to_job(row)

    def renew(self, job_id: str, worker: str) -> bool:
        """Say that the worker is alive; False if the job was given to another one meanwhile."""
        with self._database.write() as connection:
            result = connection.execute(
                _running(worker).where(jobs.c.id == job_id).values(lease_until=now() + self._lease)
            )
            return result.rowcount == 1

    def release(self, worker: str, job_id: str | None = None) -> None:
        """Give a job back undone, through no fault of its own: the attempt does not count.

        Args:
            job_id: None: all that the worker has.
        """
        query = _running(worker)
        if job_id is not None:
            query = query.where(jobs.c.id == job_id)
        with self._database.write() as connection:
            connection.execute(
                query.values(state=JobState.QUEUED, attempts=jobs.c.attempts - 1, lease_until=None)
            )

    def finish(
        self, job_id: str, worker: str, outcome: Mapping[str, Any], *, failed: bool = False
    ) -> None:
        """End a job with what came out of it, unless it was given to another worker meanwhile."""
        with self._database.write() as connection:
            connection.execute(
                _running(worker)
                .where(jobs.c.id == job_id)
                .values(
                    state=JobState.FAILED if failed else JobState.DONE,
                    outcome=dict(outcome),
                    finished_at=now(),
                    lease_until=None,
                )
            )

    def jobs(self, ids: Collection[str]) -> dict[str, Job]:
        """Give jobs by their ids."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(jobs).where(jobs.c.id.in_(ids)))
            return {row.id: _to_job(row) for row in rows}

    def waits(self, kind: str) -> bool:
        """Whether there is a job that `take` would give."""
        with self._database.read() as connection:
            return connection.scalar(sa.select(_free(kind).exists())) is True

    def counts(self) -> dict[str, dict[JobState, int]]:
        """Count the jobs by kind and state."""
        counts: dict[str, dict[JobState, int]] = {}
        with self._database.read() as connection:
            for kind, state, count in connection.execute(
                sa.select(jobs.c.kind, jobs.c.state, sa.func.count())
                .group_by(jobs.c.kind, jobs.c.state)
                .order_by(jobs.c.kind, jobs.c.state)
            ):
                counts.setdefault(kind, {})[JobState(state)] = count
        return counts


def _free(kind: str) -> sa.Select[Any]:
    """The jobs that wait, or whose worker fell silent."""
    return (
        sa.select(jobs)
        .where(jobs.c.kind == kind)
        .where(
            (jobs.c.state == JobState.QUEUED)
            | ((jobs.c.state == JobState.RUNNING) & (jobs.c.lease_until < now()))
        )
    )


def _running(worker: str) -> sa.Update:
    """An update of what a worker has and nobody else was given."""
    return sa.update(jobs).where(jobs.c.worker == worker, jobs.c.state == JobState.RUNNING)


def _to_job(row: sa.Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        key=row.key,
        payload=row.payload,
        state=JobState(row.state),
        attempts=row.attempts,
        outcome=row.outcome or {},
    )
