"""Keeping a text with a dossier as it is now, and telling later whether there is a newer one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.access import Audience
from kb.alignment import align
from kb.dossiers.discussed import SAID, said_in
from kb.dossiers.model import Item, KeptText, TextState
from kb.model import Document, Section
from kb.store.dossiers import StoredItem, StoredText
from kb.store.sections import SectionStore

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase


def kept_section(kb: KnowledgeBase, section_id: str, audience: Audience) -> list[StoredText]:
    """Give a section to be kept, then what says the same in other languages.

    Args:
        audience: Whoever adds it: what it may not read is not kept.

    Raises:
        NotFound: It is not there, or the audience may not read it.
    """
    section = kb.section(section_id, audience)
    document = kb.document(section.document_id, audience)
    same = [(document, section), *_counterparts(kb, document, section, audience)]
    return [
        StoredText(
            document_id=one.id,
            revision=one.revision,
            sha256=_digest([words]),
            section=replace(words, position=0, counterpart=None, task=None),
        )
        for one, words in same
    ]


def kept_document(kb: KnowledgeBase, document_id: str, audience: Audience) -> list[StoredText]:
    """Give what is kept of a whole document: no text, but its hash.

    Raises:
        NotFound: It is not there, or the audience may not read it.
    """
    document = kb.document(document_id, audience)
    sections = kb.sections(document_id, audience)
    return [StoredText(document.id, document.revision, _digest(sections), None)]


def as_they_are(kb: KnowledgeBase, stored: Sequence[StoredItem], audience: Audience) -> list[Item]:
    """Compare what was kept with what there is now, and look up what is said now.

    Args:
        stored: Items and texts that the audience may read.
    """
    said = said_in(kb, stored, audience)
    texts = [text for item in stored for text in item.texts]
    documents = kb.store.every_document({text.document_id for text in texts})
    changed = [text for text in texts if documents[text.document_id].revision != text.revision]
    now = SectionStore(kb.database).by_id([one.section.id for one in changed if one.section])

    def state(text: StoredText) -> TextState:
        if documents[text.document_id].revision == text.revision:
            return TextState.CURRENT
        if text.section is None:
            found = SectionStore(kb.database).of_document(text.document_id)
        elif text.section.id in now:
            found = [now[text.section.id]]
        else:
            return TextState.GONE
        return TextState.CURRENT if _digest(found) == text.sha256 else TextState.CHANGED

    return [
        Item(
            id=item.id,
            kind=item.kind,
            target_id=item.target_id,
            note=item.note,
            organisation=item.organisation,
            added_on=item.added_at.date(),
            texts=tuple(
                KeptText(documents[text.document_id], text.section, state(text))
                for text in item.texts
            ),
            said=said.get(item.target_id),
        )
        for item in stored
        if item.target_id in said or item.kind not in SAID  # it may be gone since it was read
    ]


def _counterparts(
    kb: KnowledgeBase, document: Document, section: Section, audience: Audience
) -> list[tuple[Document, Section]]:
    """What says the same in other languages, one text a language: of the edition nearest in time.

    A pair that length and figures speak against is left out.
    """
    sections = kb.sections(document.id, audience)
    if section.counterpart is not None:
        return [(document, sections[section.counterpart])]
    found: dict[str, tuple[Document, Section]] = {}
    for other in sorted(kb.texts(document.id, audience), key=lambda one: _apart(one, document)):
        if other.lang in (document.lang, *found):
            continue
        for pair in align(sections, kb.sections(other.id, audience)):
            if pair.left and pair.left.id == section.id and pair.right and not pair.doubtful:
                found[other.lang] = other, pair.right
    return list(found.values())


def _apart(one: Document, other: Document) -> int:
    return abs((one.year or 0) - (other.year or 0))


def _digest(sections: Iterable[Section]) -> str:
    """A hash of what is written in sections; parted by what no text holds."""
    words = "\0".join(part for one in sections for part in (one.heading, one.text))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
