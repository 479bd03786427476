"""How far the work is: jobs, pages that wait for OCR, and the index behind the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kb.errors import Unavailable
from kb.knowledge_base import KnowledgeBase
from kb.store.jobs import JobState


@dataclass(frozen=True, slots=True)
class Progress:
    """What is done and what waits, of all organisations together.

    Attributes:
        jobs: Kind of job -> state -> number of jobs.
        behind: Changes that the index does not show yet; None if it does not answer.
        pages_waiting: Id of a document -> number of its pages that wait for OCR.
    """

    jobs: Mapping[str, Mapping[JobState, int]]
    behind: int | None
    pages_waiting: Mapping[str, int]


def progress_of(knowledge_base: KnowledgeBase) -> Progress:
    """Count what is done and what waits."""
    try:
        behind: int | None = knowledge_base.indexer.behind
    except Unavailable:
        behind = None
    return Progress(knowledge_base.jobs.counts(), behind, knowledge_base.pages.waiting())
