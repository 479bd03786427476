"""How a document or one of its sections is cited, in each language in which it has a title."""

from __future__ import annotations

from kb.model import Document, Section
from webapp.i18n import DIGITS
from webapp.labels import label_of
from webapp.text import displayed


def citations(document: Document, section: Section | None = None) -> list[tuple[str, str]]:
    """Cite a document.

    Returns:
        Language and words, that of the document first: ("en", "Land Law (2001), Article 30"). The
        address is for the page to add.
    """
    titles = {document.lang: document.title, **document.titles}
    return [(lang, _cite(title, lang, document, section)) for lang, title in titles.items()]


def _cite(title: str, lang: str, document: Document, section: Section | None) -> str:
    year = str(document.year or "").translate(DIGITS.get(lang, {}))
    words = displayed(title) + (f" ({year})" if year and year not in title else "")
    if section is None:
        return words
    place = label_of(lang, section.kind, section.number) or displayed(section.heading)
    return f"{words}, {place}" if place else words
