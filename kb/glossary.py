"""The glossary: Khmer and English words for the same notion, and where a text uses them.

Beside it stands the thesaurus: what people say, and the words in which the laws write of it.
"""

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
_THESAURUS = "thesaurus.tsv"
_THESAURUS_COLUMNS = ("said", "written")

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
class Saying:
    """What people say, and what laws write where they mean it.

    Attributes:
        said: Phrases of everyday speech, Khmer or English; never empty.
        written: Words of the law that often stand in the answer; never empty.
    """

    said: tuple[str, ...]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A name of the glossary, or a phrase of the thesaurus, in a text.

    Attributes:
        start, end: Code-point span in the text.
        terms: What it may mean: several terms may share a name ("plan").
        lang: Language of the name: "km" or "en".
        written: What laws write for it, by the thesaurus.
    """

    start: int
    end: int
    terms: tuple[Term, ...]
    lang: Lang
    written: tuple[str, ...] = ()

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
        sayings: The thesaurus.
    """

    def __init__(self, terms: Iterable[Term], sayings: Iterable[Saying] = ()) -> None:
        self.terms = tuple(terms)
        self.sayings = tuple(sayings)

    @cached_property
    def _names(self) -> PhraseTable[tuple[Term, Lang]]:
        return PhraseTable(keyed(self._each_name()))

    @cached_property
    def _said(self) -> PhraseTable[Saying]:
        return PhraseTable(keyed((said, one) for one in self.sayings for said in one.said))

    def _each_name(self) -> Iterator[tuple[str, tuple[Term, Lang]]]:
        for term in self.terms:
            yield from ((name, (term, "km")) for name in term.km)
            yield from ((name, (term, "en")) for name in term.en)

    def names(self) -> dict[str, Lang]:
        """All names, each with its language."""
        return {name: lang for name, (_, lang) in self._each_name()}

    def translations(self, phrase: str) -> tuple[str, ...]:
        """What a phrase is called in the other language; empty if it is no term as a whole.

        Args:
            phrase: A name in any spelling, number or inflection.
        """
        values = self._names.get(phrase)
        return _by_rank(term.en if lang == "km" else term.km for term, lang in values)

    def find(self, text: str, *, whole: bool = True) -> list[TermMatch]:
        """The names and sayings that a text uses; of overlapping ones the longest.

        Khmer names are found at cluster boundaries and in any spelling, English names as whole
        words in any inflection.

        Args:
            text: A query; longer texts work too.
            whole: Whether a name may be the whole text; False gives what a name is made of.

        Returns:
            Disjoint matches in reading order.
        """
        tokens = clusters(text)
        texts = tuple(token.text for token in tokens)
        names = {(one.begin, one.end): one.values for one in self._names.all_in(texts)}
        said = {(one.begin, one.end): one.values for one in self._said.all_in(texts)}
        edges: frozenset[int] | None = None
        found = []
        for begin, end in {**names, **said}:
            start, stop = tokens[begin].start, tokens[end - 1].end
            if not whole and (begin, end) == (0, len(tokens)):
                continue
            lang = _language(text[start:stop])
            if lang == "km" and end - begin < _SURE_CLUSTERS:
                edges = word_edges(text) if edges is None else edges
                if not {start, stop} <= edges:
                    continue
            match = TermMatch(
                start=start,
                end=stop,
                terms=tuple(term for term, _ in names.get((begin, end), ())),
                lang=lang,
                written=_unique(word for one in said.get((begin, end), ()) for word in one.written),
            )
            found.append(Occurrence(begin, end, (match,)))
        return [one.values[0] for one in longest(found)]


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


def parse_thesaurus(text: str) -> tuple[Saying, ...]:
    """Read a thesaurus.

    Args:
        text: A table with the columns said and written; phrases are parted by a vertical bar.

    Raises:
        ConfigurationError: A line with an empty or repeated phrase, or a phrase said twice.
    """
    sayings = []
    seen: dict[str, int] = {}
    for line, cells in rows(text, _THESAURUS, _THESAURUS_COLUMNS):
        one = Saying(*map(variants, cells))
        for phrases in (one.said, one.written):
            if not phrases or "" in {phrase.strip() for phrase in phrases}:
                raise bad_line(_THESAURUS, line, "it needs what is said and what is written")
            if len(set(phrases)) < len(phrases):
                raise bad_line(_THESAURUS, line, "it gives a phrase twice")
        for phrase in one.said:
            first = seen.setdefault(phrase, line)
            if first != line:
                raise bad_line(_THESAURUS, line, f"line {first} has {phrase!r} too")
        sayings.append(one)
    return tuple(sayings)


@cache
def load_glossary() -> Glossary:
    """The glossary and the thesaurus that come with the program.

    Raises:
        ConfigurationError: A line of their files cannot be used.
    """
    return Glossary(parse_glossary(read_table(_FILE)), parse_thesaurus(read_table(_THESAURUS)))


def _language(name: str) -> Lang:
    return "km" if any("\u1780" <= letter <= "\u17ff" for letter in name) else "en"


def _by_rank(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    ranked = chain.from_iterable(zip_longest(*names))
    return _unique(name for name in ranked if name is not None)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
