"""Uploads: jobs that any host can do, that no worker's death loses and that twice does no harm."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Iterator

import pytest

from kb.access import Audience
from kb.intake import Status
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.search.results import SearchRequest
from kb.store.jobs import JobQueue
from kb.uploads import UPLOAD_JOB, Uploads
from kb.working import work

MINUTES = "Minutes of the meeting\n\nThe committee agreed on the zebrawood map.\n"


@pytest.fixture
def uploads(knowledge_base: KnowledgeBase) -> Uploads:
    return Uploads(knowledge_base)


def hand_in(
    uploads: Uploads, knowledge_base: KnowledgeBase, text: str = MINUTES, name: str = "minutes.txt"
) -> str:
    return uploads.enqueue(
        io.BytesIO(text.encode()),
        name,
        organisation_id=knowledge_base.home_organisation,
        visibility=Visibility.ORGANISATION,
    )


def test_an_upload_is_read_by_a_worker_and_belongs_to_its_organisation(
    knowledge_base: KnowledgeBase, uploads: Uploads
) -> None:
    job_id = hand_in(uploads, knowledge_base)
    assert uploads.outcome(job_id) is None
    uploads.run()
    outcome = uploads.outcome(job_id)
    assert outcome is not None
    assert (outcome.status, outcome.visibility) == (Status.TAKEN, Visibility.ORGANISATION)
    knowledge_base.update_index()
    ours = Audience.of_member(frozenset({knowledge_base.home_organisation}))
    assert knowledge_base.search(SearchRequest("zebrawood"), ours).total == 1
    others = Audience.of_member(frozenset())
    assert knowledge_base.search(SearchRequest("zebrawood"), others).total == 0


def test_the_same_bytes_twice_are_one_job_and_one_document(
    knowledge_base: KnowledgeBase, uploads: Uploads
) -> None:
    first = hand_in(uploads, knowledge_base)
    assert hand_in(uploads, knowledge_base, name="again.txt") == first
    uploads.run()
    later = hand_in(uploads, knowledge_base)
    assert later != first
    uploads.run()
    outcome = uploads.outcome(later)
    assert outcome is not None
    assert outcome.status is Status.UNCHANGED
    assert knowledge_base.check().documents == 1


def test_two_files_of_one_name_are_two_documents(
    knowledge_base: KnowledgeBase, uploads: Uploads
) -> None:
    hand_in(uploads, knowledge_base)
    hand_in(uploads, knowledge_base, "Brief\n\nSomething else about fisheries and lakes.\n")
    uploads.run()
    assert knowledge_base.check().documents == 2


def test_a_file_that_cannot_be_read_says_why_and_is_not_kept(
    knowledge_base: KnowledgeBase, uploads: Uploads
) -> None:
    job_id = hand_in(uploads, knowledge_base, "%PDF-1.7\n", "../\u202etorn\n.pdf")
    uploads.run()
    outcome = uploads.outcome(job_id)
    assert outcome is not None
    assert outcome.status is Status.FAILED
    assert outcome.name == "../\\u202etorn\\n.pdf"
    assert outcome.message
    assert outcome.remedy
    assert list(knowledge_base.blobs.addresses()) == []


def test_the_upload_of_a_dead_worker_is_read_by_another(
    knowledge_base: KnowledgeBase, uploads: Uploads
) -> None:
    job_id = hand_in(uploads, knowledge_base)
    expired = JobQueue(knowledge_base.database, lease=dt.timedelta(seconds=-1))
    assert expired.take(UPLOAD_JOB, "another-host/1/1") is not None
    uploads.run()
    outcome = uploads.outcome(job_id)
    assert outcome is not None
    assert outcome.status is Status.TAKEN


@pytest.fixture
def working(knowledge_base: KnowledgeBase) -> Iterator[None]:
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(knowledge_base, stop))
    worker.start()
    yield
    stop.set()
    worker.join()


@pytest.mark.usefixtures("working")
def test_workers_take_uploads_in_and_index_them(
    knowledge_base: KnowledgeBase, uploads: Uploads
) -> None:
    job_id = hand_in(uploads, knowledge_base)
    pause = threading.Event()
    while uploads.outcome(job_id) is None or knowledge_base.indexer.behind:
        pause.wait(0.05)
    found = knowledge_base.search(SearchRequest("zebrawood"), knowledge_base.operator)
    assert found.total == 1
