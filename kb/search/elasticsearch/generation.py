"""A generation: one whole index, as an index of Elasticsearch for each part and one for its state.

Elasticsearch shows what a bulk request wrote piece by piece when a node fails in the middle. So
every document has a version, and the state names the versions that no search may see:

1. hide the new versions, then add their sections;
2. in one write of the state: show them, hide the old versions, move the position on;
3. remove the sections of the old versions, then hide nothing.

An update that was cut off anywhere leaves only hidden sections behind; the next one removes them.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk

from kb.errors import Unavailable
from kb.search.elasticsearch.client import BUSY, clear_errors, for_writing
from kb.search.elasticsearch.schema import (
    MAPPING,
    MOST_HITS,
    STATE_MAPPING,
    VERSION_FIELD,
    to_elasticsearch,
)
from kb.search.engine import IndexUpdate

STATE = "state"
_CHUNK_SECTIONS = 1_000
_CHUNK_BYTES = 8_000_000
_PAGE = 5_000
_KEEP_ALIVE = "2m"

HAS_SECTION = {"exists": {"field": "section"}}
"""What an index of a part holds, and that of the state does not."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the indexes are laid out over the cluster.

    Attributes:
        shards: For each part.
        replicas: A range such as `0-1`: as many as there are other nodes, up to the second number.
    """

    shards: int = 1
    replicas: str = "0-1"

    def settings(self, shards: int) -> dict[str, Any]:
        """Settings of one index; sections appear when an update is whole, never by the clock."""
        return {
            "number_of_shards": shards,
            "auto_expand_replicas": self.replicas,
            "refresh_interval": -1,
            "max_result_window": MOST_HITS,
        }


@dataclass(frozen=True, slots=True)
class State:
    """What searches see of a generation.

    Attributes:
        position: In the change log.
        hidden: Versions of documents that are not shown yet, or no more.
        stamp: Changes with every write: index, primary term and sequence number.
    """

    position: int = 0
    hidden: tuple[str, ...] = ()
    stamp: tuple[str, int, int] = ("", 0, 0)


def hidden_by(state: State) -> list[dict[str, Any]]:
    """The `must_not` clauses that keep what is hidden out of an answer."""
    return [{"terms": {VERSION_FIELD: list(state.hidden)}}] if state.hidden else []


def read_state(client: Elasticsearch, index: str) -> State:
    """Read the state from the index or alias of this name; that of an empty index if none is."""
    try:
        found = client.get(index=index, id=STATE)
    except NotFoundError:
        return State()
    source = found["_source"]
    return State(
        source["position"],
        tuple(source["hidden"]),
        (found["_index"], found["_primary_term"], found["_seq_no"]),
    )


class Generation:
    """Writes one generation; there is no other writer to it.

    Args:
        prefix: What the names of all its indexes begin with.
        shape: For indexes that are made.
        alias: Gives the alias of a part's index; None while nothing searches this generation.
    """

    def __init__(
        self, client: Elasticsearch, prefix: str, shape: Shape, alias: str | None = None
    ) -> None:
        self._client = for_writing(client)
        self.prefix = prefix
        self._shape = shape
        self._alias = alias

    @property
    def position(self) -> int:
        """Position in the change log that it has reached."""
        with clear_errors():
            return self._state().position

    def count(self) -> int:
        """The number of its sections."""
        with clear_errors():
            answer = self._client.count(
                index=f"{self.prefix}-*",
                query={"bool": {"filter": [HAS_SECTION], "must_not": hidden_by(self._state())}},
            )
        return int(answer["count"])

    def section_ids(self) -> Iterator[tuple[str, str]]:
        """Give everything in it as (part, section id)."""
        query = {"bool": {"filter": [HAS_SECTION], "must_not": hidden_by(self._state())}}
        for hit in every_hit(self._client, f"{self.prefix}-*", query, "section"):
            yield hit["_index"].removeprefix(f"{self.prefix}-"), hit["fields"]["section"][0]

    def create(self) -> None:
        """Make the index of the state, with the state of an empty generation."""
        with clear_errors():
            self._ensure(STATE)
            self._save(State())

    def apply(self, update: IndexUpdate) -> None:
        """See `Projection.apply`."""
        with clear_errors():
            state = self._sweep(self._state())
            update_id = secrets.token_hex(6)
            versions = {
                section.document_id: f"{section.document_id}@{update_id}"
                for sections in update.add.values()
                for section in sections
            }
            if versions:
                state = self._save(replace(state, hidden=tuple(versions.values())))
                self._add(update, versions, update_id)
            old = self._versions(update.remove) - set(versions.values())
            self._sweep(
                self._save(replace(state, position=update.position, hidden=tuple(sorted(old))))
            )

    def _add(self, update: IndexUpdate, versions: Mapping[str, str], update_id: str) -> None:
        for part in update.add:
            self._ensure(part)
        self._bulk(
            {
                "_op_type": "index",
                "_index": self._name(part),
                "_id": f"{section.id}@{update_id}",
                "_source": to_elasticsearch(section, versions[section.document_id]),
            }
            for part, sections in update.add.items()
            for section in sections
        )
        self._refresh()

    def _sweep(self, state: State) -> State:
        """Remove what is hidden, and say so."""
        if not state.hidden:
            return state
        self._bulk(
            {"_op_type": "delete", "_index": hit["_index"], "_id": hit["_id"]}
            for hit in self._hits("*", {"terms": {VERSION_FIELD: list(state.hidden)}})
        )
        self._refresh()
        return self._save(replace(state, hidden=()))

    def _versions(self, removed: Mapping[str, Collection[str]]) -> set[str]:
        """The versions under which these documents are in these parts."""
        return {
            hit["fields"][VERSION_FIELD][0]
            for part, documents in removed.items()
            for hit in self._hits(part, {"terms": {"document": sorted(documents)}})
        }

    # -- requests ----------------------------------------------------------------------------

    def _state(self) -> State:
        return read_state(self._client, self._name(STATE))

    def _save(self, state: State) -> State:
        """Write the state if it is still the one that was read; give it with its new stamp."""
        _, term, number = state.stamp
        written = self._client.index(
            index=self._name(STATE),
            id=STATE,
            document={"position": state.position, "hidden": list(state.hidden)},
            if_primary_term=term or None,
            if_seq_no=number if term else None,
        )
        return replace(
            state, stamp=(written["_index"], written["_primary_term"], written["_seq_no"])
        )

    def _ensure(self, part: str) -> None:
        """Make the index of a part if it is not there."""
        name = self._name(part)
        if not self._client.indices.exists(index=name):
            self._client.indices.create(
                index=name,
                mappings=STATE_MAPPING if part == STATE else MAPPING,
                settings=self._shape.settings(1 if part == STATE else self._shape.shards),
                aliases={f"{self._alias}-{part}": {}} if self._alias else None,
            )

    def _bulk(self, actions: Iterable[dict[str, Any]]) -> None:
        """Send actions in requests of bounded size; a busy shard is asked again later.

        Raises:
            Unavailable: It did not take all of them.
        """
        for _, failure in streaming_bulk(
            self._client,
            actions,
            chunk_size=_CHUNK_SECTIONS,
            max_chunk_bytes=_CHUNK_BYTES,
            max_retries=5,
            initial_backoff=0.5,
            max_backoff=15,
            retry_on_status=BUSY,
            raise_on_error=False,  # else the helper raises for a busy shard, and does not retry
            yield_ok=False,
        ):
            ((action, outcome),) = failure.items()
            if action == "delete" and outcome["status"] == HTTPStatus.NOT_FOUND:
                continue  # it is gone already
            raise Unavailable(
                f"The index does not take a section: {_reason(outcome)}.",
                "See the log of Elasticsearch; the indexer goes on where it was.",
            )

    def _refresh(self) -> None:
        """Let searches see what was written, on all copies."""
        self._client.indices.refresh(index=f"{self.prefix}-*")

    def _hits(self, part: str, query: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        return every_hit(self._client, self._name(part), query, VERSION_FIELD)

    def _name(self, part: str) -> str:
        return f"{self.prefix}-{part}"


def every_hit(
    client: Elasticsearch, index: str, query: Mapping[str, Any], field: str
) -> Iterator[Mapping[str, Any]]:
    """Give every document that matches, with its values of a field, in no order."""
    opened = client.open_point_in_time(index=index, keep_alive=_KEEP_ALIVE, ignore_unavailable=True)
    try:
        last = None
        while True:
            answer = client.search(
                pit={"id": opened["id"], "keep_alive": _KEEP_ALIVE},
                query=query,
                size=_PAGE,
                sort=["_shard_doc"],
                search_after=last,
                docvalue_fields=[{"field": field}],
                source=False,
                track_total_hits=False,
            )
            hits = answer["hits"]["hits"]
            yield from hits
            if len(hits) < _PAGE:
                return
            last = hits[-1]["sort"]
    finally:
        client.close_point_in_time(id=opened["id"])


def _reason(outcome: Mapping[str, Any]) -> str:
    error = outcome.get("error", "")
    return str(error.get("reason", "") if isinstance(error, dict) else error)
