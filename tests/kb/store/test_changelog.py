"""The change log: whoever follows it misses nothing, however the writers interleave."""

from __future__ import annotations

import threading

import sqlalchemy as sa

from kb.model import Visibility
from kb.store.blobs import Blob
from kb.store.changelog import ChangeLog
from kb.store.database import Database
from kb.store.documents import DocumentStore, NewFile
from kb.store.tables import changes, now

from .test_documents import LAW, file


def test_a_later_writer_never_appears_before_an_earlier_one(
    database: Database, database_url: str
) -> None:
    """A position that a slow transaction has drawn must not be passed over."""
    log, other = ChangeLog(database), Database(database_url)
    organisation = DocumentStore(database).organisation("A")
    drawn, may_commit = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with database.write("documents") as connection:
            connection.execute(sa.insert(changes).values(document_id="slow", at=now()))
            drawn.set()
            may_commit.wait()

    def write_at_once() -> None:
        DocumentStore(other).save(
            LAW, file(), visibility=Visibility.PUBLIC, organisation_id=organisation
        )

    slow, fast = threading.Thread(target=write_slowly), threading.Thread(target=write_at_once)
    slow.start()
    drawn.wait()
    fast.start()
    fast.join(0.3)  # as long as it would take, were it let through
    seen = [change.document_id for change in log.after(0, 10)]
    position = log.last_position()
    may_commit.set()
    slow.join()
    fast.join()
    seen += [change.document_id for change in log.after(position, 10)]
    assert len(seen) == 2
    assert seen[0] == "slow"
    assert [change.position for change in log.after(0, 10)] == [1, 2]
    other.close()


def test_many_writers_and_one_follower_agree(database: Database, database_url: str) -> None:
    store, log = DocumentStore(database), ChangeLog(database)
    organisation = store.organisation("A")
    writers = [
        threading.Thread(target=_write_twenty, args=(database_url, organisation, name))
        for name in "abc"
    ]
    for writer in writers:
        writer.start()
    followed: list[str] = []
    position = 0
    while any(writer.is_alive() for writer in writers) or log.last_position() > position:
        for change in log.after(position, 5):
            assert change.position > position
            position = change.position
            followed.append(change.document_id)
    assert len(followed) == len(set(followed)) == 60
    assert set(store.every_document(followed)) == set(followed)


def _write_twenty(url: str, organisation: str, name: str) -> None:
    database = Database(url)
    for number in range(20):
        DocumentStore(database).save(
            LAW,
            NewFile(Blob(f"{name}{number}", 1), "a.txt", f"{name}{number}"),
            visibility=Visibility.PUBLIC,
            organisation_id=organisation,
        )
    database.close()
