"""The indexer: applies the change log to the engine, idempotently, and goes on where it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from kb.access import part_of
from kb.errors import Unavailable
from kb.model import Document, Work
from kb.search.engine import IndexedSection, IndexUpdate, Projection, SearchEngine
from kb.search.projection import index_sections
from kb.store.changelog import Change, ChangeLog
from kb.store.database import Database
from kb.store.searchable import Searchable

_CHANGES_AT_ONCE = 200
_SECTIONS_AT_ONCE = 5_000
"""Bounds the memory of one update: about 40 MB of tokens."""


class Indexer:
    """Keeps an engine in step with the store."""

    def __init__(self, database: Database, engine: SearchEngine) -> None:
        self._store = Searchable(database)
        self._log = ChangeLog(database)
        self._engine = engine

    @property
    def behind(self) -> int:
        """How many changes of the store the index does not show yet.

        Raises:
            Unavailable: The index does not answer.
        """
        return max(0, self._log.last_position() - self._engine.position)

    def catch_up(self) -> None:
        """Apply all changes that are committed.

        Raises:
            Unavailable: The index cannot be written; the next call goes on from there.
        """
        more = True
        while more:  # the lock is given back in between, so that others wait for one batch only
            with self._log.following():
                more = self._advance(self._engine)

    def rebuild(self) -> None:
        """Build the index anew beside the live one, then put it in its place.

        Raises:
            Unavailable: The new index does not hold what the store holds; the old one stays.
        """
        with (
            self._log.rebuilding(),
            ExitStack() as swapping,
            self._engine.rebuild() as beside,
        ):
            self._follow(beside)
            swapping.enter_context(self._log.following())  # the live index must not be written to
            self._verify(beside)

    def _verify(self, index: Projection) -> None:
        """Compare an index with the store at a moment at which they are at one position."""
        while True:
            stored = self._store.count()
            if index.position == self._log.last_position():
                break
            self._follow(index)
        if (indexed := index.count()) != stored:
            raise Unavailable(
                f"The new index holds {indexed} sections, the store {stored}; it is not used.",
                "Try again; if it happens again, look at the log of the engine.",
            )

    def _follow(self, index: Projection) -> None:
        while self._advance(index):
            pass

    def _advance(self, index: Projection) -> bool:
        """Apply the next changes; False if there are none."""
        changes = self._log.after(index.position, _CHANGES_AT_ONCE)
        for update in self._updates(changes):
            index.apply(update)
        return bool(changes)

    def _updates(self, changes: Sequence[Change]) -> Iterator[IndexUpdate]:
        """Cut a batch of changes into updates of bounded size.

        Only the present state of a document counts, however often it changed: it is read from
        the store, so a change that is applied twice or late does no harm.
        """
        latest = {change.document_id: change.position for change in changes}
        present = self._store.documents(latest)
        works = self._store.works(present.values())
        remove: defaultdict[str, set[str]] = defaultdict(set)
        add: defaultdict[str, list[IndexedSection]] = defaultdict(list)
        waiting = 0
        for change in changes:
            for part in (change.left_part, change.entered_part):
                if part is not None:
                    remove[part].add(change.document_id)
            document = present.get(change.document_id)
            if document is not None and change.position == latest[change.document_id]:
                sections = self._index(document, works[document.id])
                part = part_of(document.visibility, document.organisation_id)
                remove[part].add(document.id)
                add[part] += sections
                waiting += len(sections)
            if waiting >= _SECTIONS_AT_ONCE:
                yield IndexUpdate(change.position, dict(remove), dict(add))
                remove.clear()
                add.clear()
                waiting = 0
        if changes:
            yield IndexUpdate(changes[-1].position, dict(remove), dict(add))

    def _index(self, document: Document, work: Work) -> list[IndexedSection]:
        if document.duplicate_of is not None:
            return []
        return index_sections(document, work, self._store.sections_of(document))
