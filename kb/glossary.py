"""The glossary: Khmer and English words for the same notion, and where a text uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, zip_longest
from typing import Literal, TypeAlias

from analyzers import clusters
from kb.phrases import Occurrence, PhraseTable, keyed, longest, word_edges
from kb.tables import bad_line, read_table, rows, variants

Lang: TypeAlias = Literal["km", "en"]

_FILE = "glossary.tsv"
_COLUMNS = ("km", "en", "field")

_SURE_CLUSTERS = 3
"""A Khmer term of fewer clusters is often found inside longer words (ជី in ជីវិត), so it counts only
where the segmenter too sees a word begin and end. Longer ones hardly ever are, and segmenters
often join them with what stands beside them."""


@dataclass(frozen=True, slots=True)
class Term:
    """A notion with its names.

    Attributes:
        km, en: What it is called in Khmer and in English, the preferred name first; never empty.
        field: Field of law or life ("land", "procedure", …); "" if it is not known.
    """

    km: tuple[str, ...]
    en: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A name of the glossary in a text.

    Attributes:
        start, end: Code-point span in the text.
        terms: What it may mean: several terms may share a name ("plan").
        lang: Language of the name: "km" or "en".
    """

    start: int
    end: int
    terms: tuple[Term, ...]
    lang: Lang

    @property
    def translations(self) -> tuple[str, ...]:
        """Names in the other language: the preferred one of each term, then the next of each."""
        return _by_rank(term.en if self.lang == "km" else term.km for term in self.terms)

    @property
    def synonyms(self) -> tuple[str, ...]:
        """Names in the same language, in the same order; the one that was found among them."""
        return _by_rank(term.km if self.lang == "km" else term.en for term in self.terms)


class Glossary:
    """Terms, and the search for them.

    Args:
        terms: Of any source; where names are shared, the earlier terms come first in answers.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)

    @cached_property
    def _names(self) -> PhraseTable[tuple[Term, Lang]]:
        return PhraseTable(keyed(self._each_name()))

    def _each_name(self) -> Iterator[tuple[str, tuple[Term, Lang]]]:
        for term in self.terms:
            yield from ((name, (term, "km")) for name in term.km)
            yield from ((name, (term, "en")) for name in term.en)

    def translations(self, phrase: str) -> tuple[str, ...]:
        """What a phrase is called in the other language; empty if it is no term as a whole.

        Args:
            phrase: A name in any spelling, number or inflection.
        """
        values = self._names.get(phrase)
        return _by_rank(term.en if lang == "km" else term.km for term, lang in values)

    def find(self, text: str) -> list[TermMatch]:
        """The terms that a text uses; of overlapping ones the longest.

        Khmer names are found at cluster boundaries and in any spelling, English names as whole
        words in any inflection.

        Args:
            text: A query; longer texts work too.

        Returns:
            Disjoint matches in reading order.
        """
        tokens = clusters(text)
        found = list(self._names.all_in(tuple(token.text for token in tokens)))
        if any(map(_is_unsure, found)):
            edges = word_edges(text)
            found = [
                one
                for one in found
                if not _is_unsure(one)
                or {tokens[one.begin].start, tokens[one.end - 1].end} <= edges
            ]
        return [
            TermMatch(
                start=tokens[one.begin].start,
                end=tokens[one.end - 1].end,
                terms=tuple(term for term, _ in one.values),
                lang=one.values[0][1],
            )
            for one in longest(found)
        ]


def parse_glossary(text: str) -> tuple[Term, ...]:
    """Read a glossary.

    Args:
        text: A table with the columns km, en and field; names are parted by a vertical bar.

    Raises:
        ConfigurationError: A line without a Khmer or an English name, with an empty or repeated
            name, or that says the same as an earlier line.
    """
    terms = []
    seen: dict[tuple[str, str], int] = {}
    for line, (km, en, field) in rows(text, _FILE, _COLUMNS):
        term = Term(variants(km), variants(en), field)
        for names in (term.km, term.en):
            if not names or "" in {name.strip() for name in names}:
                raise bad_line(_FILE, line, "a term needs a Khmer and an English name")
            if len(set(names)) < len(names):
                raise bad_line(_FILE, line, "it gives a name twice")
        if not field:
            raise bad_line(_FILE, line, "it names no field")
        first = seen.setdefault((term.km[0], term.en[0]), line)
        if first != line:
            raise bad_line(_FILE, line, f"line {first} has the same term")
        terms.append(term)
    return tuple(terms)


@cache
def load_glossary() -> Glossary:
    """The glossary that comes with the program.

    Raises:
        ConfigurationError: A line of its file cannot be used.
    """
    return Glossary(parse_glossary(read_table(_FILE)))


def find_terms(text: str) -> list[TermMatch]:
    """The terms of the program's glossary in a text: see `Glossary.find`."""
    return load_glossary().find(text)


def _is_unsure(one: Occurrence[tuple[Term, Lang]]) -> bool:
    return one.values[0][1] == "km" and one.end - one.begin < _SURE_CLUSTERS


def _by_rank(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    ranked = chain.from_iterable(zip_longest(*names))
    return tuple(dict.fromkeys(name for name in ranked if name is not None))
