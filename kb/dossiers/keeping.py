"""Keeping a text with a dossier as it is now, and telling later whether there is a newer one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kb.access import Audience
from kb.dossiers.counterparts import Counterparts
from kb.dossiers.discussed import SAID
from kb.dossiers.model import Item, KeptText, Said, TextState
from kb.library import Library
from kb.model import Document, Section
from kb.store.dossiers import StoredItem, StoredText
from kb.store.sections import SectionStore
from kb.store.text_versions import digest


def kept_section(
    library: Library, counterparts: Counterparts, section_id: str, audience: Audience
) -> list[StoredText]:
    """Give a section to be kept, then what says the same in other languages.

    Args:
        audience: Whoever adds it: what it may not read is not kept.

    Raises:
        NotFound: It is not there, or the audience may not read it.
    """
    section = library.section(section_id, audience)
    document = library.document(section.document_id, audience)
    same = [(document, section), *counterparts.of(document, section, audience)]
    return [
        StoredText(
            document_id=one.id,
            revision=one.revision,
            sha256=_digest([words]),
            section=replace(words, position=0, counterpart=None, task=None),
        )
        for one, words in same
    ]


def kept_document(library: Library, document_id: str, audience: Audience) -> list[StoredText]:
    """Give what is kept of a whole document: no text, but its hash.

    Raises:
        NotFound: It is not there, or the audience may not read it.
    """
    document = library.document(document_id, audience)
    sections = library.sections_of(document)
    return [StoredText(document.id, document.revision, _digest(sections), None)]


def as_they_are(
    library: Library, stored: Sequence[StoredItem], said: Mapping[str, Said]
) -> list[Item]:
    """Compare what was kept with what there is now.

    Args:
        stored: Items and texts that the audience may read.
        said: The discussions and proposals among them, by id.
    """
    texts = [text for item in stored for text in item.texts]
    documents = library.store.every_document({text.document_id for text in texts})
    changed = [text for text in texts if not _is_of(documents.get(text.document_id), text)]
    sections = SectionStore(library.database)
    now = sections.by_id([one.section.id for one in changed if one.section])

    def state(text: StoredText) -> TextState:
        if _is_of(documents[text.document_id], text):
            return TextState.CURRENT
        if text.section is None:
            found = sections.of_document(text.document_id)
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
                if text.document_id in documents
            ),
            said=said.get(item.target_id),
        )
        for item in stored
        if item.target_id in said or item.kind not in SAID
    ]  # a discussion or a document may be gone since the items were read


def _is_of(document: Document | None, text: StoredText) -> bool:
    return document is not None and document.revision == text.revision


def _digest(sections: Iterable[Section]) -> str:
    """A hash of what is written in sections; parted by what no text holds."""
    return digest("\0".join(part for one in sections for part in (one.heading, one.text)))
