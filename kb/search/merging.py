"""One list of hits in the reader's language and in others."""

from __future__ import annotations

from collections.abc import Sequence

from kb.search.engine import EngineHit


def merge(hits: Sequence[EngineHit], others: Sequence[EngineHit], share: float) -> list[EngineHit]:
    """Give hits in other languages their places among those in the language of the query.

    What was typed scores higher than its translation, so that a law which stands only in the other
    language would come after every article that has a word of the query. Scores of two languages
    cannot be compared exactly; therefore others stand by score, but no later than every second
    place from the third on (raw scores and round robin: Savoy, "Combining Multiple Strategies for
    Effective Monolingual and Cross-Language Retrieval", Information Retrieval 7, 2004).

    Args:
        hits, others: Both best first.
        share: Others below this share of the second hit's score come last; a heading that has
            all the words lifts the first far above what all others could reach.

    Returns:
        All of them.
    """
    least = share * hits[min(1, len(hits) - 1)].score if hits else 0.0
    promoted = [hit for hit in others if hit.score >= least]
    merged: list[EngineHit] = []
    at = 0
    for hit in promoted:
        while at < len(hits) and hits[at].score >= hit.score and not _is_reserved(len(merged)):
            merged.append(hits[at])
            at += 1
        merged.append(hit)
    return [*merged, *hits[at:], *others[len(promoted) :]]


def _is_reserved(place: int) -> bool:
    """Whether a place (from 0) is one of those for other languages."""
    return place >= 2 and place % 2 == 0
