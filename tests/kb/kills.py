"""A process that is killed at any moment, again and again."""

from __future__ import annotations

import multiprocessing
import random
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

from kb.store.database import Database

KILLS = 30


def killed(database: Database, work: Callable[[Connection], None]) -> Iterator[list[int]]:
    """Kill a process thirty times, each time after a few pieces of its work.

    Args:
        database: That it works on; no connection of it is shared with the process.
        work: What it does for ever; it tells a number after each piece.

    Yields:
        What it told before each kill, at least once.
    """
    chance = random.Random(2026)
    fork = multiprocessing.get_context("fork")
    for _ in range(KILLS):
        database.close()
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(target=work, args=(theirs,))
        process.start()
        theirs.close()
        told = [ours.recv() for _ in range(chance.randint(1, 3))]
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        while ours.poll():
            try:
                told.append(ours.recv())
            except EOFError:
                break
        ours.close()
        yield told
