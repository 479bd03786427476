"""The engine: aliases name the live generation, one for each part."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError

from kb.errors import Unavailable
from kb.search.elasticsearch.client import BUSY, clear_errors, for_reading
from kb.search.elasticsearch.compiler import copies, prefix_pattern, rankings
from kb.search.elasticsearch.generation import (
    STATE,
    Generation,
    Shape,
    State,
    hidden_by,
    read_state,
)
from kb.search.elasticsearch.schema import SCHEMA_VERSION
from kb.search.engine import EngineHit, EngineQuery, EngineResult, IndexUpdate, Projection

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.0)
"""Seconds between the tries of a search that a shard did not answer."""

Answers = list[Mapping[str, Any]]


class ElasticsearchEngine:
    """A `SearchEngine` on Elasticsearch.

    Args:
        client: Its time-out is that of one request of a search.
        index: What the names of all indexes begin with.
        shape: How they are laid out.
    """

    def __init__(
        self,
        client: Elasticsearch,
        *,
        index: str = "kb",
        shape: Shape | None = None,
    ) -> None:
        self._client = for_reading(client)
        self._index = index
        self._alias = f"{index}-v{SCHEMA_VERSION}"
        self._shape = shape or Shape()
        self._seen = State()

    # -- writing -----------------------------------------------------------------------------

    @property
    def position(self) -> int:
        """Position in the change log that the index has reached."""
        with clear_errors():
            return self._state().position

    def count(self) -> int:
        """The number of sections in the index."""
        generation = self._live()
        return generation.count() if generation else 0

    def apply(self, update: IndexUpdate) -> None:
        """See `Projection.apply`."""
        generation = self._live()
        if generation is None:
            generation = self._new(alias=self._alias)
            generation.create()
        generation.apply(update)

    @contextmanager
    def rebuild(self) -> Iterator[Projection]:
        """See `SearchEngine.rebuild`."""
        self._drop_all_but_live()
        beside = self._new(alias=None)
        try:
            beside.create()
            yield beside
            self._swap(beside)
        finally:
            self._drop_all_but_live()

    def _live(self) -> Generation | None:
        """The generation that the aliases name; None if there is none."""
        with clear_errors():
            try:
                found = self._client.indices.get_alias(name=self._name(STATE))
            except NotFoundError:
                return None
        prefix = str(next(iter(found))).removesuffix(f"-{STATE}")
        return Generation(self._client, prefix, self._shape, self._alias)

    def _new(self, alias: str | None) -> Generation:
        prefix = f"{self._alias}-{secrets.token_hex(6)}"
        return Generation(self._client, prefix, self._shape, alias)

    def _swap(self, generation: Generation) -> None:
        """Let all aliases name this generation, in one step."""
        old = {"remove": {"index": "*", "alias": f"{self._alias}-*", "must_exist": False}}
        new = [
            {"add": {"index": name, "alias": self._alias + name.removeprefix(generation.prefix)}}
            for name in self._indexes(generation.prefix)
        ]
        with clear_errors():
            self._client.indices.update_aliases(actions=[old, *new])

    def _drop_all_but_live(self) -> None:
        """Drop the generations that a swap or a failure left behind, of any version."""
        live = self._live()
        names = [
            name
            for name in self._indexes(self._index)
            if live is None or not name.startswith(f"{live.prefix}-")
        ]
        if names:
            with clear_errors():
                self._client.indices.delete(index=names, ignore_unavailable=True)

    def _indexes(self, prefix: str) -> list[str]:
        with clear_errors():
            return sorted(self._client.indices.get(index=f"{prefix}-*", features="aliases"))

    def _name(self, part: str) -> str:
        return f"{self._alias}-{part}"

    # -- reading -----------------------------------------------------------------------------

    def search(self, query: EngineQuery, parts: Collection[str]) -> EngineResult:
        """See `SearchEngine.search`."""
        answers = self._in_one_state(
            lambda state: self._search(
                parts, rankings(query, hidden_by(state)), preference=copies(query)
            )
        )
        counts: dict[str, Counter[str]] = {field: Counter() for field in query.facets}
        for answer in answers:
            for field, counted in answer.get("aggregations", {}).items():
                for bucket in counted["values"]["buckets"]:
                    counts[field][bucket["key"]] += bucket["doc_count"]
        hits, *others = (_hits(answer) for answer in answers)
        return EngineResult(
            sum(answer["hits"]["total"]["value"] for answer in answers),
            hits,
            {field: dict(values) for field, values in counts.items()},
            *others,
        )

    def values_with_prefix(
        self, field: str, prefix: str, parts: Collection[str], limit: int
    ) -> list[tuple[str, int]]:
        """See `SearchEngine.values_with_prefix`."""
        terms = {
            "field": field,
            "include": prefix_pattern(prefix),
            "size": limit,
            "order": [{"_count": "desc"}, {"_key": "asc"}],
        }
        (answer,) = self._in_one_state(
            lambda state: self._search(
                parts,
                [
                    {
                        "query": _matching({"prefix": {field: prefix}}, state),
                        "aggregations": {"tokens": {"terms": terms}},
                        "size": 0,
                    }
                ],
            )
        )
        buckets = answer.get("aggregations", {}).get("tokens", {}).get("buckets", ())
        return [(bucket["key"], bucket["doc_count"]) for bucket in buckets]

    def section_ids(self) -> Iterator[tuple[str, str]]:
        """See `SearchEngine.section_ids`."""
        live = self._live()
        if live is not None:
            with clear_errors():
                yield from live.section_ids()

    def _search(
        self, parts: Collection[str], bodies: Sequence[Mapping[str, Any]], **options: Any
    ) -> Answers:
        """Search these parts with one set of statistics; give whole answers or none.

        Raises:
            Unavailable: A shard did not answer.
        """
        header = {
            "index": [self._name(part) for part in sorted(parts)],
            "ignore_unavailable": True,  # a part that holds nothing yet
            "allow_partial_search_results": False,
            **options,
        }
        found = self._client.msearch(
            searches=[line for body in bodies for line in (header, body)],
            search_type="dfs_query_then_fetch",
        )
        answers: Answers = found["responses"]
        for answer in answers:
            # an index that was dropped after a swap is not found: its alias leads elsewhere now
            if answer["status"] in (*BUSY, HTTPStatus.NOT_FOUND) or _is_partial(answer):
                raise Unavailable(
                    "Part of the index does not answer.", "Look at the health of Elasticsearch."
                )
            if "error" in answer:
                raise ApiError(answer["error"]["type"], found.meta, answer)
        return answers

    def _in_one_state(self, search: Callable[[State], Answers]) -> Answers:
        """Search what one state shows: again, if an update was shown or a swap made meanwhile.

        Without it, a search that began before an update and read after it could miss a document
        between its old and its new version.

        Raises:
            Unavailable: There is no answer, also after a second of trying.
        """
        with clear_errors():
            for pause in _PAUSES:
                state = self._seen
                try:
                    answers = search(state)
                except Unavailable:
                    if pause == _PAUSES[-1]:
                        raise
                    time.sleep(pause)
                    answers = []
                self._seen = self._state()
                if answers and self._seen == state:
                    break
        return answers

    def _state(self) -> State:
        return read_state(self._client, self._name(STATE))


def _is_partial(answer: Mapping[str, Any]) -> bool:
    return bool(answer.get("timed_out") or answer.get("_shards", {}).get("failed"))


def _matching(clause: Mapping[str, Any], state: State) -> dict[str, Any]:
    return {"bool": {"filter": [clause], "must_not": hidden_by(state)}}


def _hits(answer: Mapping[str, Any]) -> tuple[EngineHit, ...]:
    """The sections of an answer, with what they were sorted by."""
    return tuple(
        EngineHit(section_id, score)
        for score, *_, section_id in (hit["sort"] for hit in answer["hits"]["hits"])
    )
