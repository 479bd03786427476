"""What a dossier cites, for reference managers: BibTeX (read as UTF-8) and RIS.

One entry a document, with the articles that are cited of it, one a discussion and one a proposal,
in the order of the dossier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analyzers import displayed
from kb.discussion.model import Thread
from kb.dossiers.exports.manuscript import address_of_said, date_of, title_of_said
from kb.dossiers.model import Item, ItemKind, Said
from kb.labels import heading_of
from kb.model import Document, DocumentKind
from kb.vocabularies import issuers

_RIS_TYPES = {
    DocumentKind.BRIEF: "RPRT",
    DocumentKind.REPORT: "RPRT",
    DocumentKind.GUIDELINE: "RPRT",
    DocumentKind.MINUTES: "UNPB",
    DocumentKind.OTHER: "GEN",
}
_ACT = "STAT"
_DISCUSSION = "ICOMM"
_PROPOSAL = "UNPB"
_SPECIAL = re.compile(r"[\\{}%$&#_~^]")
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass
class _Entry:
    """What is cited, as reference managers know it.

    Attributes:
        kind: Of the document, or of the item of the dossier.
        ris_type: "TY" of RIS.
        date: In ISO 8601, or the year alone, or "".
        address: Permanent.
        other_titles: In other languages.
        places: That are cited of a document; what a discussion or a proposal is about.
    """

    id: str
    kind: str
    ris_type: str
    title: str
    author: str
    year: str
    date: str
    lang: str
    address: str
    number: str = ""
    other_titles: Sequence[str] = ()
    places: list[str] = field(default_factory=list)


def to_bibtex(items: Sequence[Item], address: str) -> bytes:
    """Write what items cite as BibTeX.

    Args:
        address: Of the site, without a slash at its end.
    """
    return "\n".join(map(_bibtex, _entries(items, address))).encode()


def to_ris(items: Sequence[Item], address: str) -> bytes:
    """Write what items cite as RIS.

    Args:
        address: As for `to_bibtex`.
    """
    return "".join(map(_ris, _entries(items, address))).encode()


def _entries(items: Sequence[Item], address: str) -> list[_Entry]:
    found: dict[str, _Entry] = {}
    for item in items:
        if item.said:
            found[item.target_id] = _of_said(item.kind, item.said, address)
        for text in item.texts:
            entry = found.setdefault(text.document.id, _of_document(text.document, address))
            if text.section and (place := heading_of(text.section)):
                entry.places.append(place)
    return list(found.values())


def _of_document(document: Document, address: str) -> _Entry:
    issuer = issuers().named(document.issuer or "")
    return _Entry(
        document.id,
        document.kind.value,
        _RIS_TYPES.get(document.kind, _ACT),
        document.title,
        author=issuer.en if issuer else document.organisation or "",
        year=str(document.year or ""),
        date=date_of(document),
        lang=document.lang,
        address=f"{address}/documents/{document.id}",
        number=document.number or "",
        other_titles=[one for one in document.titles.values() if one != document.title],
    )


def _of_said(kind: ItemKind, said: Said, address: str) -> _Entry:
    subject, title = said.subject, title_of_said(said)
    day = subject.last_on if isinstance(subject, Thread) else subject.revision.on
    return _Entry(
        subject.id,
        kind.value,
        _DISCUSSION if isinstance(subject, Thread) else _PROPOSAL,
        title.text,
        author=subject.author.organisation,
        year=str(day.year),
        date=day.isoformat(),
        lang=title.lang,
        address=address_of_said(said, address),
        places=[words for _, words in said.cited],
    )


def _bibtex(entry: _Entry) -> str:
    fields = {
        "title": entry.title,
        "titleaddon": "; ".join(entry.other_titles),
        "author": f"{{{_tex(entry.author)}}}" if entry.author else "",
        "year": entry.year,
        "date": entry.date,
        "number": entry.number,
        "type": entry.kind,
        "langid": entry.lang,
        "note": "; ".join(entry.places),
        "url": entry.address,
    }
    kept = {"author", "url"}  # are not escaped, or were already
    lines = [
        f"  {name} = {{{value if name in kept else _tex(value)}}},"
        for name, value in fields.items()
        if value
    ]
    key = f"{entry.kind}-{entry.year or 'undated'}-{entry.id[:8]}"
    return "\n".join([f"@misc{{{key},", *lines, "}", ""])


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPED.get(match[0], f"\\{match[0]}"), _line(text))


def _ris(entry: _Entry) -> str:
    lines = "".join(f"{tag}  - {value}\r\n" for tag, value in _tags(entry) if value)
    return f"{lines}ER  - \r\n"


def _tags(entry: _Entry) -> Iterator[tuple[str, str]]:
    yield "TY", entry.ris_type
    yield "TI", _line(entry.title)
    for title in entry.other_titles:
        yield "TT", _line(title)
    yield "AU", _line(entry.author)
    yield "PY", entry.year
    yield "DA", entry.date.replace("-", "/")
    yield "M1", _line(entry.number)
    yield "LA", entry.lang
    for place in entry.places:
        yield "N1", _line(place)
    yield "UR", entry.address


def _line(text: str) -> str:
    """A text in one line: a second one would be another tag."""
    return " ".join(displayed(text).split())
