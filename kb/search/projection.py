"""From a stored section to what the engine keeps of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import analyzers
from kb.model import Document, Section, Work
from kb.places import province_of
from kb.search.engine import IndexedSection
from kb.search.spelling import spellings
from kb.search.suggest import heading_entries, name_entries
from kb.works import registered_names

_BREAK = f" {analyzers.BREAK} "


def index_sections(
    document: Document, work: Work, sections: Sequence[Section]
) -> list[IndexedSection]:
    """Make what the engine keeps of a document, in reading order.

    The title stream holds the document's title and the names that the register of acts knows in
    both languages, so that an act is found by a name in a language that its text is not in. The
    names to complete stand at the first section alone.
    """
    names = list(dict.fromkeys([document.title, *registered_names(work.register_key)]))
    tokens_of_names = {
        name: analyzers.words(name, analyzers.detect_language(name)) for name in names
    }
    title_words = _joined(tokens for tokens in tokens_of_names.values())
    title_clusters = _clusters((name, analyzers.detect_language(name)) for name in names)
    of_document = {
        "work": (document.work_id,),
        "kind": (str(document.kind),),
        "year": (str(document.year),) if document.year else (),
        "status": (str(document.status),) if document.status else (),
        "issuer": (document.issuer,) if document.issuer else (),
        "organisation": (document.organisation,) if document.organisation else (),
        "topic": document.topics,
        "province": tuple(dict.fromkeys(province_of(code) for code in document.places)),
    }
    indexed = []
    for section in sections:
        is_first = section is sections[0]
        body = analyzers.words(section.text, section.lang)
        heading = analyzers.words(section.heading, section.lang)
        clusters = _clusters([(section.heading, section.lang), (section.text, section.lang)])
        words = {section.text: body, section.heading: heading}
        indexed.append(
            IndexedSection(
                id=section.id,
                document_id=document.id,
                tokens={
                    "body_words": _joined([body]),
                    "heading_words": _joined([heading]),
                    "title_words": title_words,
                    "clusters": _BREAK.join(filter(None, [title_clusters, clusters])),
                },
                keywords=of_document
                | {
                    "lang": (section.lang or document.lang,),
                    "number": (section.number,) if section.number else (),
                    "names": name_entries(names) if is_first else (),
                    "headings": heading_entries(section.heading),
                    "vocabulary": spellings(words | tokens_of_names if is_first else words),
                },
                date=_date_number(document),
                position=section.position,
            )
        )
    return indexed


def _joined(streams: Iterable[Iterable[analyzers.Token]]) -> str:
    return " ".join(token.text for tokens in streams for token in tokens)


def _clusters(texts: Iterable[tuple[str, str]]) -> str:
    """The cluster terms of texts, each given with its language; no phrase runs across two."""
    terms = (" ".join(analyzers.cluster_terms(text, lang)) for text, lang in texts)
    return _BREAK.join(filter(None, terms))


def _date_number(document: Document) -> int:
    if document.date:
        return document.date.year * 10_000 + document.date.month * 100 + document.date.day
    return document.year * 10_000 + 101 if document.year else 0
