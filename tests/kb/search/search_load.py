"""Searches without a pause, while something happens to the index."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from kb.errors import Unavailable


@dataclass(slots=True)
class Seen:
    """What the searches saw.

    Attributes:
        searches: Number of those that ended, also of those that failed.
        failed: When each that failed began, in seconds since the load did, and why.
        wrong: What was answered in the place of the right answer.
        longest: Of one search, in seconds.
    """

    searches: int = 0
    failed: list[tuple[float, Unavailable]] = field(default_factory=list)
    wrong: list[object] = field(default_factory=list)
    longest: float = 0.0

    def wait_for(self, searches: int) -> None:
        """Wait until so many more searches have ended."""
        enough = self.searches + searches
        while self.searches < enough:
            time.sleep(0.01)


@contextmanager
def search_load(
    ask: Callable[[str], object], queries: Sequence[str], threads: int = 2
) -> Iterator[Seen]:
    """Search until the block ends; what is answered before is the right answer for ever.

    Args:
        ask: Gives an answer that can be compared; called by several threads.
    """
    right = {query: ask(query) for query in queries}
    seen, counting, stop = Seen(), threading.Lock(), threading.Event()
    began = time.monotonic()

    def search() -> None:
        for query in itertools.cycle(queries):
            if stop.is_set():
                return
            started = time.monotonic()
            try:
                answer, failure = ask(query), None
            except Unavailable as error:
                answer, failure = None, error
            with counting:
                seen.searches += 1
                seen.longest = max(seen.longest, time.monotonic() - started)
                if failure is not None:
                    seen.failed.append((started - began, failure))
                elif answer != right[query]:
                    seen.wrong.append(answer)

    workers = [threading.Thread(target=search) for _ in range(threads)]
    for worker in workers:
        worker.start()
    try:
        yield seen
    finally:
        stop.set()
        for worker in workers:
            worker.join()
