"""The seam to search engines: what one takes in, what it is asked, what it answers.

An engine knows tokens, not text: the analysis is done before, in Python, so that every engine
gives the same hits. Its index is a projection of the store that can be dropped and built anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

TOKEN_FIELDS = ("body_words", "heading_words", "title_words", "clusters")
"""Fields of tokens with positions, parted by spaces."""
FACET_FIELDS = (
    "kind",
    "lang",
    "year",
    "status",
    "issuer",
    "organisation",
    "topic",
    "province",
)
"""Fields of whole values that can be counted; a section may have several topics and provinces."""
LISTED_FIELDS = ("names", "headings", "vocabulary")
"""Fields of whole values that can be listed by their beginning: names and headings to complete (see
`kb.search.suggest`), words as they are spelled (see `kb.search.spelling`)."""
KEYWORD_FIELDS = ("section", "document", "work", "number", *FACET_FIELDS, *LISTED_FIELDS)
"""Fields of whole values; filters work on these."""


MOST_FACET_VALUES = 1000
"""Values of a facet that are counted, the most frequent ones."""


@dataclass(frozen=True, slots=True)
class IndexedSection:
    """One section as the engine keeps it.

    Attributes:
        id: The section's id.
        document_id: Its document; a document's sections are replaced together.
        tokens: Field of `TOKEN_FIELDS` -> tokens parted by single spaces.
        keywords: Field of `KEYWORD_FIELDS` -> values.
        date: yyyymmdd, 0 if unknown.
        position: Place in the document.
    """

    id: str
    document_id: str
    tokens: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    date: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """Changes to apply together.

    Attributes:
        remove: Part -> ids of documents whose sections leave it (before anything is added).
        add: Part -> sections that enter it.
        position: Position in the change log that the index has reached with this update.
    """

    position: int
    remove: Mapping[str, Collection[str]] = field(default_factory=dict)
    add: Mapping[str, Sequence[IndexedSection]] = field(default_factory=dict)


# -- the query tree ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """Sections with this token or value in the field, scored by BM25."""

    field: str
    token: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Sections with these tokens in this order; at most `slop` moves out of place."""

    field: str
    tokens: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Sections with a token that begins so; scores 1."""

    field: str
    prefix: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Sections that match every node; the scores are summed."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Sections that match at least `minimum` nodes; the scores of those that match are summed."""

    nodes: tuple[Node, ...]
    minimum: int = 1


@dataclass(frozen=True, slots=True)
class Best:
    """Sections that match at least one node; the highest score counts alone."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Boost:
    """The node with its score multiplied."""

    node: Node
    factor: float


@dataclass(frozen=True, slots=True)
class Constant:
    """The node with this score for whatever matches it."""

    node: Node
    score: float


@dataclass(frozen=True, slots=True)
class Everything:
    """All sections; scores 0."""


Node = Term | Phrase | Prefix | AllOf | AnyOf | Best | Boost | Constant | Everything


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """What an engine is asked.

    Attributes:
        match: What a hit must match, and its first score.
        score: What adds to the score of a hit.
        exclude: What a hit must not match.
        filters: Keyword field -> values, one of which a hit must have.
        date_from, date_to: Inclusive bounds of the date (yyyymmdd).
        facets: Keyword fields to count over the whole result. The counts of a field leave its
            own filter out, so that a reader sees what another choice would give.
        prefer: A language; hits in it and others are ranked apart (see `EngineResult`).
        offset, limit: Which hits to give, of each ranking; a limit of 0 only counts.
    """

    match: Node
    score: tuple[Node, ...] = ()
    exclude: tuple[Node, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: int | None = None
    date_to: int | None = None
    sort: Literal["relevance", "date"] = "relevance"
    facets: tuple[str, ...] = ()
    prefer: str | None = None
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True, slots=True)
class EngineHit:
    """One section found."""

    section_id: str
    score: float


@dataclass(frozen=True, slots=True)
class EngineResult:
    """What an engine answers.

    Attributes:
        total: Exact number of all hits, preferred or not.
        hits: In a stable order; only the preferred ones if the query prefers some.
        facets: Field -> value -> number of hits.
        others: The hits that are not preferred.
    """

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    others: tuple[EngineHit, ...] = ()


class Projection(Protocol):
    """An index that can be written."""

    @property
    def position(self) -> int:
        """Position in the change log that the index has reached; 0 for an empty one."""

    def count(self) -> int:
        """Give the number of sections in the index."""

    def apply(self, update: IndexUpdate) -> None:
        """Apply an update; searches see all of a part's changes or none.

        Applying the same update twice leaves the same index. The position is durable only after
        everything before it is. Waits for another writer.

        Raises:
            Unavailable: The index cannot be written.
        """


class SearchEngine(Projection, Protocol):
    """A search engine over an index that is split into parts by audience."""

    def search(self, query: EngineQuery, parts: Collection[str]) -> EngineResult:
        """Find sections in these parts, and in no other.

        Document frequencies are summed over the parts, so that they give one ranking. Ties stand
        as in a search by date (see `kb.search.ordering.newest_first`), then by section id. A part
        that does not exist is empty.

        Raises:
            Unavailable: The index cannot be read.
        """

    def values_with_prefix(
        self, field: str, prefix: str, parts: Collection[str], limit: int
    ) -> list[tuple[str, int]]:
        """Give values of a field of `LISTED_FIELDS` that begin so, most frequent first.

        Returns:
            Values, each with its number of sections. Removed sections are not counted.
        """

    def section_ids(self) -> Iterator[tuple[str, str]]:
        """Give everything in the index as (part, section id), for comparing it with the store."""

    def rebuild(self) -> AbstractContextManager[Projection]:
        """Give an empty index beside the live one; it takes the live one's place at the end.

        When the block ends with an error, the new index is dropped and the live one stays.
        """
