"""How a document or one of its sections is cited, in each language in which it has a title."""

from __future__ import annotations

from analyzers import displayed
from kb.labels import DIGITS, UNSPACED, label_of
from kb.model import Document, Section, SectionKind


def citations(document: Document, section: Section | None = None) -> list[tuple[str, str]]:
    """Cite a document.

    Returns:
        Language and words, that of the document first: ("en", "Land Law 2001, art. 30"), ("km",
        "មាត្រា ៣០ ច្បាប់ភូមិបាល ២០០១"). The address is for the caller to add.
    """
    titles = {document.lang: document.title, **document.titles}
    return [(lang, _cite(title, lang, document, section)) for lang, title in titles.items()]


def _cite(title: str, lang: str, document: Document, section: Section | None) -> str:
    year = str(document.year or "")
    local = year.translate(DIGITS.get(lang, {}))
    known = year in title or local in title
    words = displayed(title) if known else f"{displayed(title)} {local}"
    place = _place(lang, section) if section else ""
    if not place:
        return words
    return f"{place} {words}" if lang in UNSPACED else f"{words}, {place}"


def _place(lang: str, section: Section) -> str:
    if lang == "en" and section.kind is SectionKind.ARTICLE and section.number:
        return f"art. {section.number}"
    return label_of(lang, section.kind, section.number) or displayed(section.heading)
