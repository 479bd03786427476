"""Documents and their sections, as an audience may read them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from kb.access import Audience
from kb.errors import NotFound
from kb.model import (
    Citation,
    Citing,
    Document,
    DocumentKind,
    Page,
    PageQuality,
    Reference,
    Section,
    Target,
)
from kb.references import find_references
from kb.store.catalogue import Catalogue
from kb.store.citations import CitationStore
from kb.store.database import Database
from kb.store.documents import DocumentStore
from kb.store.edits import Edit, EditStore
from kb.store.pages import PageStore
from kb.store.sections import SectionStore
from kb.store.works import WorkStore


class Library:
    """Reads what the store has; each answer is made for an audience."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.store = DocumentStore(database)
        self.catalogue = Catalogue(database, self.store)
        self.pages = PageStore(database)
        self.works = WorkStore(database)
        self._sections = SectionStore(database)
        self._edits = EditStore(database)
        self._citations = CitationStore(database)

    def document(self, document_id: str, audience: Audience) -> Document:
        """Give one document.

        Raises:
            NotFound: It is not there, or the audience may not read it.
        """
        return self.store.document(document_id, audience)

    def sections(self, document_id: str, audience: Audience) -> list[Section]:
        """Give the sections of a document in reading order.

        Raises:
            NotFound: It is not there, or the audience may not read it.
        """
        return self.sections_of(self.store.document(document_id, audience))

    def sections_of(self, document: Document) -> list[Section]:
        """Give the sections of a document, as given to whoever reads it, in reading order."""
        return self._sections.of_document(document.id)

    def section(self, section_id: str, audience: Audience) -> Section:
        """Give one section.

        Raises:
            NotFound: It is not there, or the audience may not read its document.
        """
        section = self.sections_by_id([section_id], audience).get(section_id)
        if section is None:
            raise NotFound("There is no such section.", "Search for its words.")
        return section

    def sections_by_id(self, ids: Collection[str], audience: Audience) -> dict[str, Section]:
        """Give sections by their ids; those that the audience may not read are left out."""
        found = self._sections.by_id(ids)
        of = {section.document_id for section in found.values()}
        readable = self.store.by_id(of, audience)
        return {id: one for id, one in found.items() if one.document_id in readable}

    def references(
        self, sections: Sequence[Section], audience: Audience
    ) -> dict[str, list[Reference]]:
        """Give what sections refer to, by the id of the section.

        Args:
            sections: As given to this audience.
        """
        return self._citations.references({section.id for section in sections}, audience)

    def cited(
        self, texts: Sequence[tuple[str, str]], audience: Audience, about: Document | None = None
    ) -> list[list[tuple[Citation, Target | None]]]:
        """Give what each of some texts that members typed refers to, and where that leads.

        Args:
            texts: Each with its language.
            about: The text that they are about: of an act, "article 3" alone means its own.
        """
        kind = about.kind if about else DocumentKind.OTHER
        found = [[(one, lang) for one in _typed_references(text, kind)] for text, lang in texts]
        every = [one for several in found for one in several]
        targets = iter(self._citations.leading(every, audience, about.id if about else ""))
        return [[(one, next(targets)) for one, _lang in several] for several in found]

    def citing(self, sections: Sequence[Section], audience: Audience) -> dict[str, list[Citing]]:
        """Give what refers to articles of one document, by the id of the article.

        Args:
            sections: Of one document, as given to this audience.
        """
        return self._citations.citing(sections, audience)

    def citing_act(
        self, texts: Sequence[Document], audience: Audience
    ) -> list[tuple[Document, int]]:
        """Give the documents that refer to an act, each with the number of its places that do.

        Args:
            texts: Of the act, as given to this audience.
        """
        numbers = self._citations.citing_act(texts, audience)
        return [(one, numbers[one.id]) for one in self.store.in_order(numbers, audience)]

    def texts(self, document: Document, audience: Audience) -> list[Document]:
        """Give the other texts of a document's act: translations and editions.

        Args:
            document: As given to this audience.
        """
        every = self.catalogue.texts(document.work_id, audience)
        return [text for text in every if text.id != document.id]

    def history(self, document_id: str, audience: Audience) -> list[Edit]:
        """Give what people changed in the description of a document, oldest first.

        Raises:
            NotFound: The document is not there, or the audience may not read it.
        """
        self.store.document(document_id, audience)
        return self._edits.history(document_id)

    def page_qualities(self, document: Document) -> list[PageQuality]:
        """Give how each page of a document was read; none for formats without pages.

        Args:
            document: As given to whoever reads it.
        """
        return self.pages.qualities(document.id)

    def page(self, document_id: str, number: int, audience: Audience) -> Page:
        """Give one page of a document with its lines.

        Raises:
            NotFound: It is not there, or the audience may not read it.
        """
        self.store.document(document_id, audience)
        found = self.pages.pages(document_id, [number])
        if not found:
            raise NotFound("The document has no such page.", "Look for it in the contents.")
        return found[0]

    def counts(self, audience: Audience) -> dict[DocumentKind, int]:
        """Count the documents that the audience may read, by kind."""
        return self.store.counts(audience)


@lru_cache(maxsize=4096)
def _typed_references(text: str, kind: DocumentKind) -> tuple[Citation, ...]:
    """What a text that somebody typed refers to; kept, as it is read again and again."""
    return tuple(find_references(text, kind, None, typed=True))
