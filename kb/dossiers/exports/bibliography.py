"""What a dossier cites, for reference managers: BibTeX (read as UTF-8) and RIS.

One entry a document, in the order of the dossier, with the articles that are cited of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analyzers import displayed
from kb.dossiers.exports.manuscript import date_of
from kb.dossiers.model import Item
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
_SPECIAL = re.compile(r"[\\{}%$&#_~^]")
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass
class _Cited:
    """A document with its address and the places that are cited of it."""

    document: Document
    address: str
    places: list[str] = field(default_factory=list)

    @property
    def author(self) -> str:
        """Who made it: the issuer of an act in English, else the organisation; "" if unknown."""
        issuer = issuers().named(self.document.issuer or "")
        return issuer.en if issuer else self.document.organisation or ""

    @property
    def other_titles(self) -> list[str]:
        """Its titles in other languages."""
        return [one for one in self.document.titles.values() if one != self.document.title]


def to_bibtex(items: Sequence[Item], address: str) -> bytes:
    """Write what items cite as BibTeX.

    Args:
        address: Of the site, without a slash at its end.
    """
    return "\n".join(map(_bibtex, _cited(items, address))).encode()


def to_ris(items: Sequence[Item], address: str) -> bytes:
    """Write what items cite as RIS.

    Args:
        address: As for `to_bibtex`.
    """
    return "".join(map(_ris, _cited(items, address))).encode()


def _cited(items: Sequence[Item], address: str) -> list[_Cited]:
    found: dict[str, _Cited] = {}
    for item in items:
        for text in item.texts:
            link = f"{address}/documents/{text.document.id}"
            cited = found.setdefault(text.document.id, _Cited(text.document, link))
            if text.section and (place := heading_of(text.section)):
                cited.places.append(place)
    return list(found.values())


def _bibtex(cited: _Cited) -> str:
    document = cited.document
    fields = {
        "title": document.title,
        "titleaddon": "; ".join(cited.other_titles),
        "author": f"{{{_tex(cited.author)}}}" if cited.author else "",
        "year": str(document.year or ""),
        "date": date_of(document),
        "number": document.number or "",
        "type": document.kind.value,
        "langid": document.lang,
        "note": "; ".join(cited.places),
        "url": cited.address,
    }
    kept = {"author", "url"}  # are not escaped, or were already
    lines = [
        f"  {name} = {{{value if name in kept else _tex(value)}}},"
        for name, value in fields.items()
        if value
    ]
    key = f"{document.kind.value}-{document.year or 'undated'}-{document.id[:8]}"
    return "\n".join([f"@misc{{{key},", *lines, "}", ""])


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPED.get(match[0], f"\\{match[0]}"), _line(text))


def _ris(cited: _Cited) -> str:
    lines = "".join(f"{tag}  - {value}\r\n" for tag, value in _tags(cited) if value)
    return f"{lines}ER  - \r\n"


def _tags(cited: _Cited) -> Iterator[tuple[str, str]]:
    document = cited.document
    yield "TY", _RIS_TYPES.get(document.kind, _ACT)
    yield "TI", _line(document.title)
    for title in cited.other_titles:
        yield "TT", _line(title)
    yield "AU", _line(cited.author)
    yield "PY", str(document.year or "")
    yield "DA", date_of(document).replace("-", "/")
    yield "M1", _line(document.number or "")
    yield "LA", document.lang
    for place in cited.places:
        yield "N1", _line(place)
    yield "UR", cited.address


def _line(text: str) -> str:
    """A text in one line: a second one would be another tag."""
    return " ".join(displayed(text).split())
