"""Files on their way in: sent in pieces over connections that break, each kept as it arrives.

A piece names the offset at which it belongs, so that one that is sent twice is taken once (as in
the tus protocol, https://tus.io). When the last one is there the file is handed to `kb.uploads`.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import sqlalchemy as sa

from kb.access import Audience, Right, require
from kb.errors import FileRejected, Forbidden, InvalidInput, NotFound
from kb.intake import Outcome, printable
from kb.members.audit import Action
from kb.model import Visibility
from kb.store.member_tables import uploads
from kb.store.tables import new_id, now
from kb.uploads import Uploads

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

LONGEST_NAME = 255
_BLOCK = 1 << 20
_ABANDONED = dt.timedelta(days=2)


class WrongOffset(InvalidInput):
    """A piece that does not go on where the file ends.

    Attributes:
        received: Bytes that are there: the next piece begins here.
    """

    code = "wrong-offset"
    status = HTTPStatus.CONFLICT

    def __init__(self, received: int) -> None:
        super().__init__(
            "The piece does not go on where the file ends.",
            f"Go on at {received}.",
        )
        self.received = received


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a member.

    Attributes:
        name: Safe to show.
        size, received: In bytes.
        outcome: What became of it; None as long as it arrives, waits or is read.
    """

    id: str
    name: str
    size: int
    received: int
    outcome: Outcome | None


class Incoming:
    """Takes the uploads of members."""

    def __init__(self, knowledge_base: KnowledgeBase) -> None:
        self._kb = knowledge_base
        self._folder = knowledge_base.settings.data / "incoming"
        self._uploads = Uploads(knowledge_base)

    @property
    def largest(self) -> int:
        """Bytes of the largest file that is taken."""
        return self._kb.settings.upload_megabytes * 1_000_000

    def begin(self, by: Audience, name: str, size: int) -> Upload:
        """Announce a file of so many bytes; it will be the own organisation's.

        Raises:
            Forbidden: Who asks may not upload.
            FileRejected: It is empty or too large.
        """
        owner = _owner(by)
        if not 0 < size <= self.largest:
            raise FileRejected(
                "The file is empty." if size <= 0 else "The file is too large.",
                f"A file has at most {self._kb.settings.upload_megabytes} MB; split a larger one.",
                code="empty-file" if size <= 0 else "too-large",
            )
        self._sweep()
        made = Upload(new_id(), printable(name)[:LONGEST_NAME] or "–", size, 0, None)
        with self._kb.database.write() as connection:
            connection.execute(
                sa.insert(uploads).values(
                    id=made.id,
                    member_id=by.member_id,
                    organisation_id=owner,
                    name=made.name,
                    size=size,
                    at=now(),
                )
            )
        return made

    def append(self, by: Audience, upload_id: str, offset: int, piece: IO[bytes]) -> Upload:
        """Take the next piece; what of it arrives before the connection breaks is kept.

        Args:
            offset: Where it belongs, in bytes.

        Raises:
            NotFound: The member has no such upload.
            Forbidden: Who asks may not upload any more.
            WrongOffset: The file ends elsewhere.
            FileRejected: More bytes come than were announced.
            Unavailable: The disk is full or the store cannot be written; the last piece is missing.
        """
        owner = _owner(by)
        row = self._row(by, upload_id)
        if row.job_id is not None:
            if offset == row.size:  # the answer to the last piece was lost
                return self._upload(row)
            raise WrongOffset(row.size)
        if row.organisation_id != owner:
            raise Forbidden("You are of another organisation now.", "Begin the upload once more.")
        with self._open(upload_id) as file:
            received = file.seek(0, os.SEEK_END)
            if offset != received:
                raise WrongOffset(received)
            while block := piece.read(_BLOCK):
                received += len(block)
                if received > row.size:
                    file.truncate(offset)
                    raise FileRejected(
                        "The file is longer than was announced.",
                        "Begin the upload once more.",
                        code="too-large",
                    )
                file.write(block)
            file.flush()
            if received == row.size:
                file.seek(0)
                self._hand_over(by, row, file)
        return self.get(by, upload_id)

    def get(self, by: Audience, upload_id: str) -> Upload:
        """Give an upload of the member.

        Raises:
            NotFound: The member has no such upload.
        """
        return self._upload(self._row(by, upload_id))

    def of(self, by: Audience, *, limit: int | None) -> list[Upload]:
        """Give the newest uploads of the member; all if there is no limit."""
        with self._kb.database.read() as connection:
            rows = connection.execute(
                sa.select(uploads)
                .where(uploads.c.member_id == by.member_id)
                .order_by(uploads.c.at.desc(), uploads.c.id)
                .limit(limit)
            ).all()
        return [self._upload(row) for row in rows]

    def document_ids(self, by: Audience) -> set[str]:
        """Give the ids of the documents that the member's uploads became."""
        outcomes = (one.outcome for one in self.of(by, limit=None))
        return {outcome.document_id for outcome in outcomes if outcome and outcome.document_id}

    def _hand_over(self, by: Audience, row: sa.Row[Any], file: IO[bytes]) -> None:
        """Give a whole file to those who read it, and log it, once."""
        job_id = self._uploads.enqueue(
            file,  # type: ignore[arg-type]
            row.name,
            organisation_id=row.organisation_id,
            visibility=Visibility.ORGANISATION,
        )
        with self._kb.database.write() as connection:
            connection.execute(
                sa.update(uploads).where(uploads.c.id == row.id).values(job_id=job_id)
            )
            self._kb.members.audit.record(
                connection, by, Action.UPLOAD, row.id, row.organisation_id
            )
        self._path(row.id).unlink(missing_ok=True)

    def _row(self, by: Audience, upload_id: str) -> sa.Row[Any]:
        with self._kb.database.read() as connection:
            row = connection.execute(
                sa.select(uploads).where(
                    uploads.c.id == upload_id, uploads.c.member_id == by.member_id
                )
            ).first()
        if row is None:
            raise NotFound("There is no such upload.", "Begin it once more.")
        return row

    def _upload(self, row: sa.Row[Any]) -> Upload:
        if row.job_id is not None:
            return Upload(row.id, row.name, row.size, row.size, self._uploads.outcome(row.job_id))
        path = self._path(row.id)
        received = path.stat().st_size if path.exists() else 0
        return Upload(row.id, row.name, row.size, received, None)

    @contextmanager
    def _open(self, upload_id: str) -> Iterator[IO[bytes]]:
        """Open the pieces of a file for their only writer."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with self._path(upload_id).open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _path(self, upload_id: str) -> Path:
        return self._folder / upload_id

    def _sweep(self) -> None:
        """Forget what nobody went on with."""
        old = now() - _ABANDONED
        with self._kb.database.write() as connection:
            abandoned = (uploads.c.job_id.is_(None)) & (uploads.c.at < old)
            ids = connection.scalars(sa.select(uploads.c.id).where(abandoned)).all()
            connection.execute(sa.delete(uploads).where(abandoned))
        for upload_id in ids:
            self._path(upload_id).unlink(missing_ok=True)


def _owner(by: Audience) -> str:
    """The organisation that a member uploads for."""
    require(Right.UPLOAD in by.rights and by.own_organisation is not None)
    assert by.own_organisation is not None
    return by.own_organisation
