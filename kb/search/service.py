"""The way of a query: parse, plan, ask the engine, check every hit, highlight."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace

from kb.access import Audience
from kb.errors import InvalidInput
from kb.glossary import load_glossary
from kb.search.engine import (
    EngineHit,
    EngineQuery,
    EngineResult,
    SearchEngine,
)
from kb.search.highlight import PREPARED_TEXTS, Highlighter, Span, prepare
from kb.search.merging import merge
from kb.search.planner import Plan, Planner
from kb.search.ranking import Ranking
from kb.search.results import (
    MAX_OFFSET,
    MAX_QUERY_LENGTH,
    FacetValue,
    Hit,
    SearchRequest,
    SearchResult,
)
from kb.search.spelling import Speller
from kb.store.database import Database
from kb.store.learned import LearnedStore
from kb.store.searchable import Searchable
from kb.store.sections import SectionStore
from kb.store.works import WorkStore
from kb.works import RegisteredWork

_log = logging.getLogger(__name__)

_EVERY_SCRIPT = "ដី land ที่ดิน ທີ່ດິນ"
"""A word for each segmenter, to load what it needs."""


class SearchService:
    """Answers searches for an audience."""

    def __init__(self, database: Database, engine: SearchEngine, ranking: Ranking) -> None:
        self._store = Searchable(database)
        self._sections = SectionStore(database)
        self._works = WorkStore(database)
        self._engine = engine
        self._ranking = ranking
        self._planner = Planner(ranking, self._work_ids, LearnedStore(database).find)
        self._speller = Speller(engine)

    def prepare(self) -> None:
        """Load the models, and analyse ahead what first searches wait for: seconds of work."""
        self.highlights(_EVERY_SCRIPT, [_EVERY_SCRIPT], Audience.visitor())
        self._planner.prepare()
        self._speller.prepare(Audience.visitor().parts)
        Highlighter(load_glossary().names())
        for section in self._sections.latest(PREPARED_TEXTS):
            prepare(section.text or section.heading, section.lang)

    def search(self, request: SearchRequest, audience: Audience) -> SearchResult:
        """Find sections that answer.

        Raises:
            InvalidInput: A value of the request is out of its range; it is named.
            Unavailable: The index cannot be read.
        """
        _check(request)
        plan = self._planner.plan(request.text, audience, expand=request.expand)
        query = _engine_query(plan, request)
        narrow = found = self._engine.search(query, audience.parts)
        for wider in plan.tiers[1:] if request.widen else ():
            if found.total >= self._ranking.few:
                break
            found = self._engine.search(replace(query, match=wider), audience.parts)
        ranked: Sequence[EngineHit] = found.hits
        if query.prefer is not None:
            ranked = merge(found.hits, found.others, self._ranking.other_language)
            ranked = ranked[request.offset : request.offset + request.limit]
        return SearchResult(
            request=request,
            interpreted=plan.interpreted,
            total=found.total,
            hits=self._hits(ranked, plan, audience),
            facets=_facets(request, found),
            also_searched=plan.also_searched,
            did_you_mean=(
                self._better_spelling(narrow.total, request, audience)
                if request.widen and narrow.total < self._ranking.few
                else None
            ),
        )

    def _better_spelling(
        self, typed: int, request: SearchRequest, audience: Audience
    ) -> str | None:
        """Give a query in another spelling, if more sections than `typed` have all of it."""
        proposal = self._speller.propose(request.text, audience.parts)
        if proposal is None:
            return None
        plan = self._planner.plan(proposal, audience, expand=request.expand)
        query = replace(_engine_query(plan, request), facets=(), offset=0, limit=0)
        proposed = self._engine.search(query, audience.parts).total
        return proposal if proposed > typed else None

    def highlights(
        self, query: str, texts: Sequence[str], audience: Audience
    ) -> list[tuple[Span, ...]]:
        """Give what a query matches in each text, as spans of code points."""
        plan = self._planner.plan(query[:MAX_QUERY_LENGTH], audience, expand=True)
        highlighter = Highlighter(plan.marked)
        return [highlighter.spans(text) for text in texts]

    def _work_ids(self, works: Collection[RegisteredWork], audience: Audience) -> Sequence[str]:
        if not works:
            return ()
        return self._works.in_register([work.key for work in works], audience)

    def _hits(self, found: Sequence[EngineHit], plan: Plan, audience: Audience) -> tuple[Hit, ...]:
        """Read the hits from the store, and check once more who may see them."""
        sections = self._store.sections([hit.section_id for hit in found])
        documents = self._store.documents({one.document_id for one in sections.values()})
        highlighter = Highlighter(plan.marked)
        hits = []
        for engine_hit in found:
            section = sections.get(engine_hit.section_id)
            if section is None:
                continue  # removed a moment ago; the index follows
            document = documents.get(section.document_id)
            if document is None:
                continue
            if not audience.may_read(document.visibility, document.organisation_id):
                _log.error("the index gave a section that its reader may not see: %s", section.id)
                continue
            text = section.text or section.heading
            hits.append(
                Hit(document, section, engine_hit.score, highlighter.snippet(text, section.lang))
            )
        return tuple(hits)


def _check(request: SearchRequest) -> None:
    for name, wrong, limits in (
        ("q", len(request.text) > MAX_QUERY_LENGTH, f"at most {MAX_QUERY_LENGTH} characters"),
        ("limit", not 1 <= request.limit <= 100, "from 1 to 100"),
        ("offset", not 0 <= request.offset <= MAX_OFFSET, f"from 0 to {MAX_OFFSET}"),
    ):
        if wrong:
            raise InvalidInput(f"{name!r} is out of its range.", f"Allowed is {limits}.")


def _engine_query(plan: Plan, request: SearchRequest) -> EngineQuery:
    filters = dict(plan.filters)
    for name, values in request.filters.items():
        both = set(values) & set(filters[name]) if name in filters else values
        filters[name] = tuple(sorted(both))
    # Where nothing is typed that could score, all would tie: the newest come first.
    sort = request.sort if plan.score else "date"
    query = EngineQuery(
        match=plan.tiers[0],
        score=plan.score,
        exclude=plan.exclude,
        filters=filters,
        date_from=_latest(plan.date_from, request.date_from),
        date_to=_earliest(plan.date_to, request.date_to),
        sort=sort,
        facets=request.facets,
        offset=request.offset,
        limit=request.limit,
    )
    if plan.prefer is None or sort == "date":
        return query
    # two rankings to merge: each from its beginning
    return replace(query, prefer=plan.prefer, offset=0, limit=request.offset + request.limit)


def _latest(*dates: int | None) -> int | None:
    return max((date for date in dates if date is not None), default=None)


def _earliest(*dates: int | None) -> int | None:
    return min((date for date in dates if date is not None), default=None)


def _facets(request: SearchRequest, found: EngineResult) -> dict[str, tuple[FacetValue, ...]]:
    return {
        name: tuple(
            FacetValue(value, count, value in request.filters.get(name, ()))
            for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )
        for name, counts in found.facets.items()
    }
