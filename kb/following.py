"""Keeping the index in step with the store, in the background of whoever serves or works."""

from __future__ import annotations

import logging
import threading

from kb.knowledge_base import KnowledgeBase

_SECONDS = 1.0
_LONGEST_SECONDS = 30.0
_log = logging.getLogger(__name__)


def follow(knowledge_base: KnowledgeBase, stop: threading.Event) -> None:
    """Apply changes that any process made, within a second or so, until told to stop.

    While the engine does not answer, it is asked less and less often, at least every half minute.
    """
    pause = _SECONDS
    while not stop.wait(pause):
        try:
            done = knowledge_base.update_index()
        except Exception:
            _log.exception("The index cannot follow the store")  # one bad moment must not end it
            done = False
        pause = _SECONDS if done else min(pause * 2, _LONGEST_SECONDS)


def start_following(knowledge_base: KnowledgeBase) -> None:
    """Follow in a thread that ends with the process."""
    threading.Thread(
        target=follow, args=(knowledge_base, threading.Event()), name="follow", daemon=True
    ).start()
