"""Documents whose pages were read anew: understood, stored and indexed again as a whole.

What a person corrected comes last, so it outlives every other way to read a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ingest.cleaning import clean
from kb.cataloguing import catalogued
from kb.errors import InvalidInput, NotFound
from kb.model import Description, Document, Extraction, Line, Page, ParsedDocument
from kb.store.text_versions import TextReason

if TYPE_CHECKING:
    from ingest.worker import WorkerPool
    from kb.knowledge_base import KnowledgeBase

MAX_CORRECTION = 100_000
"""Characters of a corrected page; a dense one has 5,000."""


def update_pages(
    knowledge_base: KnowledgeBase,
    pool: WorkerPool,
    document: Document,
    changed: Mapping[int, Page],
    reason: TextReason = TextReason.OCR,
) -> bool:
    """Put pages into a document and understand it again; it follows into the index.

    Args:
        document: As it was when the pages were read.
        changed: The new pages by number.
        reason: Why they are read anew.

    Returns:
        False if the document is gone or has another file meanwhile; nothing is kept then.

    Raises:
        FileRejected, Unavailable: As `WorkerPool.understand`.
    """
    while True:
        now = knowledge_base.store.every_document([document.id]).get(document.id)
        if now is None or now.source.sha256 != document.source.sha256:
            return False
        pages = [changed.get(page.number, page) for page in knowledge_base.pages.pages(now.id)]
        if _keep(knowledge_base, pool, now, pages, reason):
            return True


def correct_page(
    knowledge_base: KnowledgeBase, pool: WorkerPool, document: Document, number: int, text: str
) -> None:
    """Put a person's text in the place of what was read from a page, for as long as it stands.

    Args:
        number: Of the page, 1-based.
        text: With a line for each line of the page, or with paragraphs as lines.

    Raises:
        NotFound: There is no such page.
        InvalidInput: The text is too long.
        FileRejected, Unavailable: As `WorkerPool.understand`; the correction is kept.
    """
    if len(text) > MAX_CORRECTION:
        raise InvalidInput(f"A page has at most {MAX_CORRECTION} characters.")
    if not knowledge_base.pages.pages(document.id, [number]):
        raise NotFound(
            f"The document has no page {number}.", f"Look with: kb show --pages {document.id}"
        )
    knowledge_base.pages.correct(document.id, document.source.sha256, number, text)
    update_pages(knowledge_base, pool, document, {}, TextReason.CORRECTION)
    knowledge_base.update_index()


def reread(knowledge_base: KnowledgeBase, pool: WorkerPool, document: Document) -> bool:
    """Read the original of a document again, as the present program reads it.

    Returns:
        False if the document changed meanwhile; nothing is kept then.

    Raises:
        FileRejected, Unavailable: As `WorkerPool.parse`.
    """
    source = document.source
    parsed = read_original(
        knowledge_base,
        pool,
        knowledge_base.blobs.path(source.sha256),
        source.filename,
        document.id,
        source.sha256,
    )
    return _save(knowledge_base, document, parsed, TextReason.READ_AGAIN)


def read_original(
    knowledge_base: KnowledgeBase,
    pool: WorkerPool,
    file: BinaryIO | Path,
    name: str,
    document_id: str | None,
    sha256: str,
) -> ParsedDocument:
    """Read a file, and keep what was recognised and corrected in it before.

    Pages that OCR recognised keep that text until OCR reads them again.

    Args:
        name: Of the file, without folders.
        document_id: The document that is known of this file, None if it is new.
        sha256: Of the file.

    Raises:
        FileRejected, Unavailable: As `WorkerPool.parse`.
    """
    parsed = pool.parse(file, name)
    if document_id is None:
        return parsed
    known = {page.number: page for page in knowledge_base.pages.pages(document_id)}
    texts = knowledge_base.pages.corrections(document_id, sha256)
    recognised = (
        replace(known[page.number], needs_ocr=True)
        if page.needs_ocr and page.number in known and known[page.number].method == "ocr"
        else page
        for page in parsed.pages
    )
    pages = _with_corrections(recognised, texts)
    if pages == parsed.pages:
        return parsed
    extraction = Extraction(parsed.media_type, pages, parsed.declared_title)
    return replace(pool.understand(extraction, name), authors=parsed.authors)


def corrected(page: Page, text: str) -> Page:
    """The page with a person's text. Lines that stayed, or whose neighbours did, keep their box."""
    texts = [line for each in text.splitlines() if (line := clean(each).strip())]
    before = [line.text for line in page.lines]
    lines = [Line(line) for line in texts]
    matcher = SequenceMatcher(None, before, texts, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and i2 - i1 == j2 - j1):
            for old, j in zip(page.lines[i1:i2], range(j1, j2), strict=True):
                cells = tuple(texts[j].split("\t")) if old.cells else ()
                lines[j] = replace(old, text=texts[j], cells=cells, confidences=(), word_edges=())
    return replace(
        page,
        lines=tuple(lines),
        method="corrected",
        score=1.0,
        confidence=None,
        remark="" if lines else "a person found no text",
        needs_ocr=False,
    )


def _with_corrections(pages: Iterable[Page], texts: Mapping[int, str]) -> tuple[Page, ...]:
    return tuple(
        corrected(page, texts[page.number]) if page.number in texts else page for page in pages
    )


def _keep(
    knowledge_base: KnowledgeBase,
    pool: WorkerPool,
    document: Document,
    pages: Sequence[Page],
    reason: TextReason,
) -> bool:
    source = document.source
    texts = knowledge_base.pages.corrections(document.id, source.sha256)
    extraction = Extraction(
        source.media_type,
        _with_corrections(pages, texts),
        document.declared_title,
    )
    parsed = pool.understand(extraction, source.filename)
    return _save(knowledge_base, document, parsed, reason)


def _save(
    knowledge_base: KnowledgeBase, document: Document, parsed: ParsedDocument, reason: TextReason
) -> bool:
    entry = catalogued(parsed)
    entry["description"] = _with_confirmed(entry["description"], document)
    return knowledge_base.store.save_text(
        document.id, parsed, document.revision, reason=reason, **entry
    )


def _with_confirmed(description: Description, document: Document) -> Description:
    """The description with what a person or a file beside the document says of it."""
    confirmed = tuple(one for one in document.evidence if one.confirmed_by)
    names = {one.field for one in confirmed}
    values: dict[str, Any] = {name: getattr(document, name) for name in names}
    if "date" in names:
        values["year"] = document.year
    found = tuple(one for one in description.evidence if one.field not in names)
    return replace(description, **values, evidence=(*found, *confirmed))
