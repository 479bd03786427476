"""One file taken in: from an open file to a stored document, however it came."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from io import BufferedReader
from typing import TYPE_CHECKING

from kb.cataloguing import catalogued
from kb.errors import FileRejected, KbError
from kb.model import Visibility
from kb.overrides import Overrides
from kb.rereading import read_original
from kb.store.documents import NewFile
from kb.store.jobs import Job

if TYPE_CHECKING:
    from ingest.worker import WorkerPool
    from kb.knowledge_base import KnowledgeBase

OCR_JOB = "ocr"
"""Kind of the jobs of `kb.recognition`, one for each document with pages that wait."""
_ALIKE = "It is nearly the same text as another document, which stands for it in searches."


class Status(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, as the report and the job keep it.

    Attributes:
        name: As shown to people: control characters are made visible.
        waiting: Number of its pages that wait for OCR.
        code, message, remedy: Why it failed; "" otherwise.
        duplicate_of: Id of the document that is nearly the same text; "" if there is none.
    """

    name: str
    status: Status
    document_id: str = ""
    title: str = ""
    kind: str = ""
    visibility: str = ""
    waiting: int = 0
    code: str = ""
    message: str = ""
    remedy: str = ""
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a file before it is read.

    Attributes:
        name: The file's, safe to show.
        origin: Where it was taken from; a new file of a known origin replaces the document.
        organisation_id: Who will own the document.
        visibility: Who may see it; None: whoever was chosen before, else by its kind.
        said, said_by: What people say of it beside the file, and where.
    """

    name: str
    origin: str
    organisation_id: str
    visibility: Visibility | None = None
    said: Overrides | None = None
    said_by: str = ""


def take_in(
    knowledge_base: KnowledgeBase, pool: WorkerPool, stream: BufferedReader, arrival: Arrival
) -> Outcome:
    """Read a file and store it as a document; it follows into the index.

    The same file twice does no harm: the second time nothing changes.

    Raises:
        FileRejected: It cannot be read.
        Unavailable: The store or the readers cannot be used now.
    """
    said = arrival.said
    digest = hashlib.file_digest(stream, "sha256").hexdigest()
    known = knowledge_base.store.find_file(arrival.organisation_id, digest)
    if known is not None and (
        said is None or _says_so(knowledge_base, known, said, arrival.said_by)
    ):
        return Outcome(arrival.name, Status.UNCHANGED, known)
    stream.seek(0)
    parsed = read_original(knowledge_base, pool, stream, arrival.name, known, digest)
    stream.seek(0)
    blob = knowledge_base.blobs.add(stream)
    if said is not None:
        parsed = said.read_into(parsed)
    entry = catalogued(parsed)
    if said is not None:
        entry["description"] = said.applied(entry["description"], arrival.said_by)
    saved = knowledge_base.store.save(
        parsed,
        NewFile(blob, arrival.name, arrival.origin),
        visibility=arrival.visibility,
        organisation_id=arrival.organisation_id,
        **entry,
    )
    waiting = sum(page.needs_ocr for page in parsed.pages)
    if waiting:
        knowledge_base.jobs.add(OCR_JOB, saved.document_id, {})
    return Outcome(
        arrival.name,
        Status.UPDATED if saved.updated else Status.TAKEN,
        saved.document_id,
        parsed.title,
        entry["description"].kind,
        saved.visibility,
        waiting,
        message=_ALIKE if saved.duplicate_of else "",
        duplicate_of=saved.duplicate_of or "",
    )


def _says_so(knowledge_base: KnowledgeBase, document_id: str, said: Overrides, by: str) -> bool:
    """Whether a document is described already as the file beside it says."""
    document = knowledge_base.store.document(document_id, knowledge_base.operator)
    edited = {one.field for one in document.evidence if one.confirmed_by not in ("", by)}
    again = said.applied(document, by)
    return {one for one in again.evidence if one.confirmed_by == by} == {
        one for one in document.evidence if one.confirmed_by == by
    } | {one for one in again.evidence if one.field in edited}


def printable(name: str) -> str:
    """Make a file name safe to show on one line.

    Control and bidirectional characters and undecodable bytes become visible escapes; Khmer's own
    invisible characters (U+200B–U+200D) stay.
    """
    return "".join(
        character
        if character.isprintable() or "\u200b" <= character <= "\u200d"
        else character.encode("unicode_escape", "surrogateescape").decode("ascii", "replace")
        for character in name
    )


def failed(name: str, error: KbError) -> Outcome:
    """Give the outcome of a file that could not be taken in."""
    return Outcome(name, Status.FAILED, code=error.code, message=error.message, remedy=error.remedy)


def unreadable(error: OSError) -> FileRejected:
    """Tell what the system says of a file that cannot be read."""
    return FileRejected(
        f"It cannot be read: {error.strerror}.",
        "Check its name and the rights of the file and its folder.",
        code="unreadable",
    )


def outcome_of(job: Job, name: str) -> Outcome:
    """Give what came out of a job that has ended; a parked one has failed.

    Args:
        name: Of its file.
    """
    if "status" in job.outcome:
        return Outcome(**{**job.outcome, "status": Status(job.outcome["status"])})
    return Outcome(name, Status.FAILED, **job.outcome)
