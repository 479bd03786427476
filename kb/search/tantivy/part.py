"""One part of the index: a tantivy index in a folder or in memory."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import tantivy

from kb.search.engine import IndexedSection
from kb.search.tantivy.schema import build_schema, to_tantivy

_WRITER_BYTES = 64_000_000


class Part:
    """The sections of one audience part.

    Args:
        folder: Made if missing; None for an index in memory.
    """

    def __init__(self, folder: Path | None) -> None:
        self.schema = build_schema()
        self._folder = folder
        if folder is None:
            self._index = tantivy.Index(self.schema)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self.schema, str(folder))
        self._index.config_reader("Manual", 0)

    def searcher(self) -> tantivy.Searcher:
        """Give a view of what was committed at the last reload."""
        return self._index.searcher()

    def reload(self) -> None:
        """See what other processes committed."""
        self._index.reload()

    def write(self, remove: Collection[str], add: Sequence[IndexedSection]) -> None:
        """Remove the sections of these documents, add sections, commit once."""
        writer = self._index.writer(_WRITER_BYTES, 1)
        for document_id in sorted(remove):
            # by query on a text field: a term of an unsigned field would delete nothing, silently
            writer.delete_documents_by_query(
                tantivy.Query.term_query(self.schema, "document", document_id)
            )
        for section in add:
            writer.add_document(to_tantivy(section))
        writer.commit()
        writer.wait_merging_threads()
        if self._folder is not None:
            _sync(self._folder)  # else a power cut may take the last commit (26 of 300)
        self._index.reload()

    def section_ids(self) -> Iterator[str]:
        """Give the ids of all sections."""
        searcher = self._index.searcher()
        everything: Any = tantivy.Query.all_query()
        count = searcher.num_docs
        if count:
            for _, address in searcher.search(everything, count, count=False).hits:
                yield searcher.doc(address)["section"][0]


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
