"""What a search asks and what it answers: shared by the page, the JSON API and the CLI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kb.model import Document, Section
from kb.search.engine import FACET_FIELDS

Sort = Literal["relevance", "date"]
FACETS = FACET_FIELDS
"""What the sections found can be counted by."""
MAX_QUERY_LENGTH = 512
"""Code points; Unicode normalisation of longer hostile text is quadratic (80k marks: 4.8 s)."""
MAX_OFFSET = 10_000
"""Hits that can be skipped; whoever wants more asks a narrower question."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search as asked.

    Attributes:
        text: As typed. Longer than `MAX_QUERY_LENGTH`: `InvalidInput`.
        filters: Field of `FACETS` -> wanted values (any of them).
        date_from, date_to: Inclusive bounds as yyyymmdd numbers; a document with only a year
            counts as the first of January.
        facets: Fields of `FACETS` to count; each costs time.
        offset: How many hits to skip, at most `MAX_OFFSET`.
        limit: 1–100.
        expand: Whether to search the other language's terms too.
        widen: Whether few hits widen the search to any of the words.
    """

    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: int | None = None
    date_to: int | None = None
    sort: Sort = "relevance"
    facets: tuple[str, ...] = ()
    offset: int = 0
    limit: int = 10
    expand: bool = True
    widen: bool = True


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the section's displayed text.

    Attributes:
        text: Original characters without U+200B.
        spans: Matched code-point ranges in `text`, ordered, disjoint, on cluster boundaries.
        start: Where the piece begins in the section's text; 0 < start means text was cut before.
        cut: Whether text was cut after.
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()
    start: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One section that answers, with its document and the piece to show."""

    document: Document
    section: Section
    score: float
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, and how many sections of the whole result have it."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one request.

    Attributes:
        interpreted: What was understood, in the query language ("art:162 work:…", `"a b" -c`).
        total: Number of sections that match, exact.
        also_searched: Terms that were added to what was typed, as shown to people.
        did_you_mean: A better spelling if hits are few, else None.
    """

    request: SearchRequest
    interpreted: str
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    also_searched: tuple[str, ...] = ()
    did_you_mean: str | None = None

    @property
    def next_offset(self) -> int | None:
        """Offset of the next page, None on the last one that can be asked for."""
        after = self.request.offset + len(self.hits)
        return after if self.hits and after < self.total and after <= MAX_OFFSET else None
