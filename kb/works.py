"""Acts named in a text, and the act that a document is a text of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from analyzers import Token, clusters
from kb.model import DocumentKind
from kb.phrases import Key, Occurrence, PhraseTable, keyed, keys, longest, word_edges
from kb.register import (
    KIND_NAMES,
    NAME_FORMS,
    RegisteredWork,
    digits,
    load_register,
    name_keys,
)

__all__ = [
    "Register",
    "RegisteredWork",
    "WorkMatch",
    "find_works",
    "match_work",
    "registered_names",
]

_NUMBER_MARKS = ("លេខ", "no", "number", "nr")
_YEAR_MARKS = ("ឆ្នាំ", "គ.ស.", "ព.ស.", "of", "year", "พ.ศ.", "ปี", "B.E.")
_SIGNERS = ("អនក្រ.បក", "អនក្រ", "ANK/BK", "ANKr.BK", "ANRK.BK", "ANK", "សរ", "SR", "BB", "បប")
"""Letters after the number of a government act, which say whose act it is."""
_BUDDHIST_ERA = 543

_SAYS_NO_MORE = (
    *_NUMBER_MARKS,
    *_YEAR_MARKS,
    *_SIGNERS,
    "នៃព្រះរាជាណាចក្រកម្ពុជា",
    "of the Kingdom of Cambodia",
    "of Cambodia",
    "the",
    "full text",
    "PDF",
    "BE",
)
"""What may stand in a title beside the name of an act without making it another act."""

_NUMBERED_ALONE = frozenset(
    {DocumentKind.SUB_DECREE, DocumentKind.LAW, DocumentKind.CODE, DocumentKind.ROYAL_DECREE}
)
"""Kinds whose number and year say which act it is. Every ministry counts its own prakas."""

Mention = Occurrence[RegisteredWork]


@dataclass(frozen=True, slots=True)
class WorkMatch:
    """An act named in a text.

    Attributes:
        start, end: Code-point span of the name, with number and year.
        works: The acts it may mean; several acts may share a name.
    """

    start: int
    end: int
    works: tuple[RegisteredWork, ...]


class Register:
    """The names of acts, and the search for them.

    Args:
        works: The acts.
    """

    def __init__(self, works: Iterable[RegisteredWork]) -> None:
        self._works = tuple(works)
        self._names = PhraseTable(name_keys(self._works))
        self._kinds = PhraseTable(keyed(KIND_NAMES.items()))
        self._number_marks = _marks(_NUMBER_MARKS)
        self._year_marks = _marks(_YEAR_MARKS)
        self._signers = _marks(_SIGNERS)
        self._fillers = _marks(_SAYS_NO_MORE)

    def find(self, text: str) -> list[WorkMatch]:
        """The acts that a text names: by title, alias or short name, or by kind and number.

        Names match as a whole; a number of a kind of act, the rest of the title and a year beside
        a name belong to it and narrow what it may mean. The name of a kind alone means nothing.

        Args:
            text: A query or a title.

        Returns:
            Disjoint matches in reading order; of overlapping ones the longest.
        """
        tokens = clusters(text)
        return [
            WorkMatch(tokens[one.begin].start, tokens[one.end - 1].end, one.values)
            for one in self._mentions(text, tokens)
        ]

    def match(
        self, title: str, number: str | None, year: int | None, kind: DocumentKind
    ) -> RegisteredWork | None:
        """The act that a document is a text of.

        The title must name one act and say nothing more (if kind and year are known, without the
        kind), or kind, number and year must be those of an act. Whatever speaks against an act
        rules it out: no match is better than a wrong one.

        Args:
            title: Title of the document.
            number: Number of the act as cited, None if it is not known.
            year: Year of the act, None if it is not known.
            kind: `OTHER` if it is not known.
        """
        tokens = clusters(title)
        texts = tuple(token.text for token in tokens)
        mentions = self._mentions(title, tokens)
        years = [year] if year else [found for text in texts if (found := _year(text))]
        if mentions and self._nothing_else(texts, mentions):
            named = _common(mentions)
        else:
            named = self._about(texts, kind, years)
        if named:
            possible = [
                work
                for work in named
                if kind in (work.kind, DocumentKind.OTHER)
                and work.may_have_number(number)
                and work.may_be_of(years)
            ]
            exact = [work for work in possible if work.year in years] or possible
            return exact[0] if len(exact) == 1 else None
        if number is None or kind not in _NUMBERED_ALONE:
            return None
        numbered = [
            work
            for work in self._works
            if work.kind is kind
            and work.number is not None
            and digits(work.number) == digits(number)
            and (work.serial is None or work.year in years)
        ]
        return numbered[0] if len(numbered) == 1 else None

    def _mentions(self, text: str, tokens: Sequence[Token]) -> list[Mention]:
        texts = tuple(token.text for token in tokens)
        found = list(self._all_mentions(texts))
        if not found:
            return []
        edges = word_edges(text)
        return longest(
            one for one in found if {tokens[one.begin].start, tokens[one.end - 1].end} <= edges
        )

    def _all_mentions(self, texts: Key) -> Iterator[Mention]:
        for begin in range(len(texts)):
            for named in self._names.at(texts, begin):
                yield self._with_year(texts, self._with_number(texts, named))
            for kind in self._kinds.at(texts, begin):
                if numbered := self._numbered(texts, kind):
                    dated = self._with_year(texts, numbered)
                    if dated is not numbered or not self._year_after(texts, numbered.end):
                        yield dated

    def _numbered(self, texts: Key, kind: Occurrence[DocumentKind]) -> Mention | None:
        """A kind of act with a number after it, and the rest of the act's title if it follows."""
        at = self._behind(self._number_marks, texts, kind.end)
        if at >= len(texts) or not texts[at].isdecimal():
            return None
        works = tuple(
            work
            for work in self._works
            if work.kind in kind.values and work.serial == int(texts[at])
        )
        if not works:
            return None
        at = end = at + 1
        while (after := self._behind(self._signers, texts, at)) > at:
            at = end = after
        name = texts[kind.begin : kind.end]
        for titled in self._names.at(name + texts[at:], 0):
            meant = tuple(work for work in works if work in titled.values)
            if meant:
                return Occurrence(kind.begin, at + titled.end - len(name), meant)
        return Occurrence(kind.begin, end, works)

    def _with_number(self, texts: Key, named: Mention) -> Mention:
        """A name with the number of an act after it ("ELC sub-decree no. 146")."""
        at = self._behind(self._number_marks, texts, named.end)
        if at >= len(texts) or not texts[at].isdecimal():
            return named
        works = tuple(work for work in named.values if work.serial == int(texts[at]))
        return Occurrence(named.begin, at + 1, works) if works else named

    def _with_year(self, texts: Key, mention: Mention) -> Mention:
        """A mention with the year of an act after or before it."""
        if after := self._year_after(texts, mention.end):
            year, end = after
            if works := tuple(work for work in mention.values if work.year == year):
                return Occurrence(mention.begin, end, works)
            return mention
        before = _year(texts[mention.begin - 1]) if mention.begin else None
        works = tuple(work for work in mention.values if before and work.year == before)
        return Occurrence(mention.begin - 1, mention.end, works) if works else mention

    def _year_after(self, texts: Key, at: int) -> tuple[int, int] | None:
        at = self._behind(self._year_marks, texts, at)
        if at < len(texts) and (year := _year(texts[at])):
            return year, at + 1
        return None

    def _about(
        self, texts: Key, kind: DocumentKind, years: Sequence[int]
    ) -> tuple[RegisteredWork, ...]:
        """Acts of a kind and year whose subject is the whole title ("Forestry", 2002)."""
        prefixes = [prefix for ways in NAME_FORMS.get(kind, ()) for prefix in ways.before]
        found = (
            work
            for prefix in keys(prefixes)
            for one in self._names.at(prefix + texts, 0)
            if self._nothing_else(prefix + texts, [one])
            for work in one.values
            if work.year in years
        )
        return tuple(dict.fromkeys(found))

    def _nothing_else(self, texts: Key, mentions: Sequence[Mention]) -> bool:
        """Whether a title is made of these mentions, numbers, and words that add nothing."""
        spans = {one.begin: one.end for one in mentions}
        at = 0
        while at < len(texts):
            if at in spans:
                at = spans[at]
            elif texts[at].isdecimal() or _year(texts[at]):
                at += 1
            elif (after := self._behind(self._fillers, texts, at)) > at:
                at = after
            else:
                return False
        return True

    @staticmethod
    def _behind(table: PhraseTable[str], texts: Key, at: int) -> int:
        """The position behind a phrase of a table that begins here; the same where none does."""
        return next((one.end for one in table.at(texts, at)), at)


def _marks(marks: Iterable[str]) -> PhraseTable[str]:
    return PhraseTable(keyed((mark, mark) for mark in marks))


def _common(mentions: Sequence[Mention]) -> tuple[RegisteredWork, ...]:
    first, *others = mentions
    return tuple(work for work in first.values if all(work in other.values for other in others))


def _year(text: str) -> int | None:
    """The year that a token is, in the Common Era ("2001", "be2544"); None if it is none."""
    if not (found := re.fullmatch("(?:be)?([0-9]{4})", text)):
        return None
    number = int(found[1])
    if number >= 1900 + _BUDDHIST_ERA:
        number -= _BUDDHIST_ERA
    return number if 1900 <= number < 2100 else None


@cache
def _register() -> Register:
    return Register(load_register())


@cache
def _by_key() -> dict[str, RegisteredWork]:
    return {work.key: work for work in load_register()}


def find_works(text: str) -> list[WorkMatch]:
    """The acts of the program's register that a text names: see `Register.find`."""
    return _register().find(text)


def match_work(
    title: str, number: str | None, year: int | None, kind: DocumentKind
) -> RegisteredWork | None:
    """The act of the program's register that a document is a text of: see `Register.match`."""
    return _register().match(title, number, year, kind)


def registered_names(key: str | None) -> tuple[str, ...]:
    """The titles and aliases of an act; none if there is no act with this key."""
    work = _by_key().get(key or "")
    return work.names if work else ()
