"""The query language: words, "phrases", `-word`, `OR`, `prefix*` and `field:value`.

Own and linear: no brackets, no nesting, no regular expressions of the user. Whatever does not
parse is plain words, so that no text is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.model import DocumentKind, Status
from kb.places import gazetteer
from kb.vocabularies import issuers, organisations, topics

_TOKEN = re.compile(
    r'\s*(?P<minus>-(?=\S))?(?:(?P<field>[a-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<word>\S+))'
)
_YEARS = re.compile(r"(?P<low>\d{4})?(?P<range>\.\.)?(?P<high>\d{4})?")
_QUOTES = str.maketrans("“”„«»", '"""""')
_TEXT_FIELDS = frozenset({"title", "act", "article"})
_FILTER_FIELDS = {
    "type": "kind",
    "kind": "kind",
    "lang": "lang",
    "status": "status",
    "issuer": "issuer",
    "org": "organisation",
    "topic": "topic",
    "province": "province",
}
_FIELD_NAMES = {"organisation": "org"}
"""How a filter is written in the query language, where that is another word."""
_LANGUAGES = frozenset({"km", "en", "th", "lo", "vi", "fr"})
_OR = frozenset({"OR", "|", "ឬ"})


@dataclass(frozen=True, slots=True)
class Piece:
    """What is searched for: a typed chunk between spaces, or a quotation.

    Attributes:
        quoted: The words must stand together, in this order.
        prefix: The last word is only begun (`prefix*`).
        field: "" for the whole section; "title", "act" or "article" for the title of its
            document, the act that it is of, or its number.
    """

    text: str
    quoted: bool = False
    prefix: bool = False
    field: str = ""

    def __str__(self) -> str:
        """The piece in the query language."""
        text = f'"{self.text}"' if self.quoted else self.text + "*" * self.prefix
        return f"{self.field}:{text}" if self.field else text


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query, read.

    Attributes:
        groups: All of them must match; of the pieces of one group, any.
        excluded: None of these may match.
        filters: Field -> values, as typed into the query.
        date_from, date_to: Bounds from `year:`, as yyyymmdd.
    """

    groups: tuple[tuple[Piece, ...], ...] = ()
    excluded: tuple[Piece, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: int | None = None
    date_to: int | None = None

    @property
    def plain(self) -> bool:
        """Whether it is nothing but words, so that citations and questions are looked for."""
        return not self.excluded and all(
            len(group) == 1 and not (group[0].quoted or group[0].prefix or group[0].field)
            for group in self.groups
        )

    def __str__(self) -> str:
        """The query in the query language, as it was understood."""
        parts = [" OR ".join(str(piece) for piece in group) for group in self.groups]
        parts += [f"-{piece}" for piece in self.excluded]
        parts += [
            f"{_FIELD_NAMES.get(name, name)}:{_quoted(value)}"
            for name, values in self.filters.items()
            for value in values
        ]
        if self.date_from is not None or self.date_to is not None:
            low = "" if self.date_from is None else str(self.date_from // 10_000)
            high = "" if self.date_to is None else str(self.date_to // 10_000)
            parts.append(f"year:{low}" if low == high else f"year:{low}..{high}")
        return " ".join(parts)


def parse(text: str) -> ParsedQuery:
    """Read a query. Never raises; time grows linearly with the length.

    Args:
        text: As typed, with digits and spaces already made plain (see `analyzers.fold_text`).
    """
    groups: list[list[Piece]] = []
    excluded: list[Piece] = []
    filters: dict[str, list[str]] = {}
    years: tuple[int | None, int | None] = (None, None)
    joined = False
    for match in _TOKEN.finditer(text.translate(_QUOTES)):
        word = match["quoted"] if match["quoted"] is not None else match["word"]
        name, quoted = match["field"] or "", match["quoted"] is not None
        if word in _OR and not (quoted or name or match["minus"]):
            joined = bool(groups)
            continue
        if name in _FILTER_FIELDS and not match["minus"] and (value := _value(name, word)):
            filters.setdefault(_FILTER_FIELDS[name], []).append(value)
            continue
        if name == "year" and (bounds := _years(word)) is not None and not match["minus"]:
            years = bounds
            continue
        piece = _piece(name, word, quoted=quoted)
        if not piece.text.strip('"*- '):
            continue
        if match["minus"]:
            excluded.append(piece)
        elif joined:
            groups[-1].append(piece)
        else:
            groups.append([piece])
        joined = False
    return ParsedQuery(
        tuple(tuple(group) for group in groups),
        tuple(excluded),
        {name: tuple(dict.fromkeys(values)) for name, values in filters.items()},
        *years,
    )


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def _piece(name: str, word: str, *, quoted: bool) -> Piece:
    prefix = not quoted and len(word) > 1 and word.endswith("*")
    if prefix:
        word = word.rstrip("*")
    if name and name not in _TEXT_FIELDS:  # not a field of ours: plain words
        name, word = "", f"{name}:{word}"
    return Piece(word, quoted=quoted, prefix=prefix, field=name)


def _value(name: str, typed: str) -> str:
    """The value that a filter is asked for by a code or a name in any language; "" if by none."""
    match _FILTER_FIELDS[name]:
        case "lang":
            return typed if typed in _LANGUAGES else ""
        case "kind":
            return typed if typed in set(DocumentKind) else ""
        case "status":
            return typed if typed in set(Status) else ""
        case "province":
            place = gazetteer().province(typed)
            return place.code if place else ""
        case "organisation":
            return known.en if (known := organisations().named(typed)) else typed
        case vocabulary:
            known = (topics() if vocabulary == "topic" else issuers()).named(typed)
            return known.code if known else ""


def _years(text: str) -> tuple[int | None, int | None] | None:
    match = _YEARS.fullmatch(text)
    if match is None or not (match["low"] or match["high"]):
        return None
    low = int(match["low"]) * 10_000 + 101 if match["low"] else None
    last = match["high"] or (None if match["range"] else match["low"])
    return low, int(last) * 10_000 + 1231 if last else None
