"""Whether an installation is sound: originals, store and index hold the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.access import Audience
from kb.search.engine import SearchEngine
from kb.store.blobs import BlobStore
from kb.store.database import Database
from kb.store.documents import DocumentStore
from kb.store.searchable import Searchable


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found, and how much it looked at.

    Attributes:
        faults: Sentences, empty where all is well.
        documents: Those that are listed.
        sections: Those that belong into the index.
    """

    faults: tuple[str, ...]
    documents: int
    sections: int
    originals: int


def check(database: Database, blobs: BlobStore, engine: SearchEngine) -> Check:
    """Compare originals, store and index, and read every original once.

    Args:
        engine: With all changes of the store applied.
    """
    documents = DocumentStore(database)
    everybody = Audience.of_member(documents.organisation_ids())
    needed = documents.file_addresses()
    stored = frozenset(Searchable(database).indexed())
    return Check(
        faults=(
            *(f"The database is damaged: {fault}." for fault in database.integrity_faults()),
            *_faults_of_originals(needed, blobs),
            *_faults_of_index(stored, list(engine.section_ids())),
        ),
        documents=sum(documents.counts(everybody).values()),
        sections=len(stored),
        originals=len(needed),
    )


def _faults_of_originals(needed: frozenset[str], blobs: BlobStore) -> Iterator[str]:
    blobs.sweep()
    kept = frozenset(blobs.addresses())
    for address in sorted(needed - kept):
        yield f"The original {address} is missing."
    for address in sorted(needed & kept):
        if not blobs.is_sound(address):
            yield f"The original {address} is not what it was."


def _faults_of_index(
    stored: frozenset[tuple[str, str]], indexed: Sequence[tuple[str, str]]
) -> Iterator[str]:
    """Compare sections, each given as (part of the index, section id)."""
    for part, section in sorted(stored.difference(indexed)):
        yield f"Section {section} is missing in part {part} of the index; run: kb reindex."
    for part, section in sorted(set(indexed) - stored):
        yield f"Section {section} in part {part} of the index is not in the store; run: kb reindex."
    if len(indexed) != len(set(indexed)):
        yield "Some sections are in the index twice; run: kb reindex."
