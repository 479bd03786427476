"""From a stored section to what the engine keeps of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import analyzers
from kb.model import Document, Section, Work
from kb.places import province_of
from kb.search.engine import IndexedSection
from kb.works import registered_names


def index_sections(
    document: Document, work: Work, sections: Sequence[Section]
) -> list[IndexedSection]:
    """Make what the engine keeps of a document, in reading order.

    The title stream holds the document's title and the names that the register of acts knows in
    both languages, so that an act is found by a name in a language that its text is not in.
    """
    names = [document.title, *registered_names(work.register_key)]
    title_words = _joined(
        token.text for name in names for token in analyzers.words(name, _language_of(name))
    )
    title_clusters = f" {analyzers.BREAK} ".join(
        _joined(analyzers.cluster_terms(name, _language_of(name))) for name in names
    )
    keywords = {
        "work": (document.work_id,),
        "kind": (str(document.kind),),
        "year": (str(document.year),) if document.year else (),
        "status": (str(document.status),) if document.status else (),
        "issuer": (document.issuer,) if document.issuer else (),
        "organisation": (document.organisation,) if document.organisation else (),
        "topic": document.topics,
        "province": tuple(dict.fromkeys(province_of(code) for code in document.places)),
    }
    date = _date_number(document)
    return [
        IndexedSection(
            id=section.id,
            document_id=document.id,
            tokens={
                "body_words": _words(section.text, section.lang),
                "heading_words": _words(section.heading, section.lang),
                "title_words": title_words,
                "clusters": f" {analyzers.BREAK} ".join(
                    part
                    for part in (
                        title_clusters,
                        _joined(analyzers.cluster_terms(section.heading, section.lang)),
                        _joined(analyzers.cluster_terms(section.text, section.lang)),
                    )
                    if part
                ),
            },
            keywords=keywords
            | {
                "lang": (section.lang or document.lang,),
                "number": (section.number,) if section.number else (),
            },
            date=date,
            position=section.position,
        )
        for section in sections
    ]


def _words(text: str, lang: str) -> str:
    return _joined(token.text for token in analyzers.words(text, lang))


def _joined(tokens: Iterable[str]) -> str:
    return " ".join(tokens)


def _language_of(name: str) -> str:
    return analyzers.detect_language(name)


def _date_number(document: Document) -> int:
    if document.date:
        return document.date.year * 10_000 + document.date.month * 100 + document.date.day
    return document.year * 10_000 + 101 if document.year else 0
