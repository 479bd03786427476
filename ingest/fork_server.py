"""A small process with one thread that forks a child for each file.

It has imported every library, so a child starts in milliseconds, and it has no threads and no
database connections, so a fork is safe. `ingest.worker` starts it and talks to it over a socket:

    request   one line of JSON, a `Request`, with two descriptors: the file, and a pipe to answer on
    answer    on the pipe, from the child: `Answer` as JSON
    report    one line of JSON on the socket, from the server: `Exit`
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
from contextlib import suppress

from ingest.authorship import without_authors
from ingest.extractor import import_all
from ingest.messages import (
    ANSWER,
    EXIT,
    EXTRACTION,
    LIMITS,
    REQUEST,
    SAVE_AGAIN,
    Answer,
    Exit,
    Rejection,
    Request,
)
from ingest.page_image import draw
from ingest.pipeline import parse_bytes, understand
from ingest.sandbox import Limits, enter_sandbox, prepare
from kb.errors import FileRejected

_OUT_OF_MEMORY = ANSWER.dump_json(
    Answer(
        rejection=Rejection(
            "too-complex", "Reading the file takes more memory than a document needs.", SAVE_AGAIN
        )
    )
)
"""Made beforehand, as there is no memory left when it is needed."""

MAX_REQUEST = 16 * 2**10


def serve(control: socket.socket, limits: Limits) -> None:
    """Answers requests one after the other until the other end of `control` is closed."""
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, MAX_REQUEST, 2)
        if not request:
            return
        while not request.endswith(b"\n"):
            request += control.recv(MAX_REQUEST)
        source, answer = descriptors
        alive, ended = os.pipe()  # hangs up when the child is gone
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            control.close()
            os.close(alive)
            _child(source, answer, REQUEST.validate_json(request), limits)
        with suppress(OSError):
            os.setpgid(child, child)  # by whoever comes first, so that the group can be killed
        for descriptor in (source, answer, ended):
            os.close(descriptor)
        report = _wait(child, alive, control, limits.wall_seconds)
        os.close(alive)
        control.sendall(EXIT.dump_json(report) + b"\n")


def _wait(child: int, alive: int, control: socket.socket, seconds: float) -> Exit:
    poll = select.poll()
    poll.register(alive, select.POLLIN)
    poll.register(control, select.POLLIN)  # the other end speaks only to hang up
    events = poll.poll(seconds * 1000)
    if [descriptor for descriptor, _ in events] != [alive]:
        os.killpg(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Exit(status, timed_out=not events)


def _child(source: int, answer: int, request: Request, limits: Limits) -> None:
    """Reads one file within the sandbox, writes the answer and ends this process."""
    try:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        enter_sandbox(limits)
        with os.fdopen(answer, "wb") as pipe:
            try:
                pipe.write(ANSWER.dump_json(_answer(source, request, limits)))
            except (MemoryError, RecursionError):
                pipe.write(_OUT_OF_MEMORY)
        os._exit(os.EX_OK)
    except BaseException:  # a child that returned would go on as a second server
        os._exit(os.EX_SOFTWARE)


def _answer(source: int, request: Request, limits: Limits) -> Answer:
    try:
        data = _read(source, limits.input)
        if request.drawing is not None:
            return Answer(picture=draw(data, request.drawing))
        if request.without_authors:
            return Answer(copy=without_authors(data))
        if request.is_extraction:
            return Answer(document=understand(EXTRACTION.validate_json(data), request.name))
        return Answer(document=parse_bytes(data, request.name))
    except FileRejected as error:
        return Answer(rejection=Rejection(error.code, error.message, error.remedy))
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # its message may quote the file or a path, its type may not
        message = f"The file could not be read ({type(error).__name__})."
        return Answer(rejection=Rejection("extract-failed", message, SAVE_AGAIN))


def _read(source: int, limit: int) -> bytes:
    if os.fstat(source).st_size > limit:
        raise FileRejected(
            f"The file is larger than the {limit // 2**20} MB that are read.",
            "Split it into its documents and add them one by one.",
            code="too-large",
        )
    with os.fdopen(source, "rb") as file:
        file.seek(0)
        return file.read()


def main() -> None:
    """Serves on the socket whose descriptor is the first argument; the second is the limits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    limits = LIMITS.validate_json(sys.argv[2])
    import_all()
    prepare()
    serve(control, limits)


if __name__ == "__main__":
    main()
