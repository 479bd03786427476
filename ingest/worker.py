"""Files are read by processes that can do no harm: `WorkerPool`."""

from __future__ import annotations

import io
import os
import queue
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from pydantic import ValidationError

from ingest.drawing import Drawing, Picture
from ingest.messages import (
    ANSWER,
    EXIT,
    EXTRACTION,
    LIMITS,
    REQUEST,
    SAVE_AGAIN,
    Answer,
    Exit,
    Request,
)
from ingest.sandbox import Limits
from kb.errors import FileRejected, Unavailable
from kb.model import Extraction, ParsedDocument

_CHUNK = 2**20


class WorkerPool:
    """Reads files in sandboxed processes; may be used from several threads at once.

    Args:
        workers: How many files are read at the same time.
        limits: What one file may cost.
    """

    def __init__(self, workers: int, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._free: queue.SimpleQueue[_Server] = queue.SimpleQueue()
        self._workers = workers
        for _ in range(workers):
            self._free.put(_Server(self._limits))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes; waits for files that are being read."""
        for _ in range(self._workers):
            self._free.get().close()

    def parse(self, file: BinaryIO | Path, name: str) -> ParsedDocument:
        """Reads a file, from its beginning; waits for a free worker.

        Args:
            file: A path, or a seekable binary file.
            name: The name of the file without folders.

        Raises:
            FileRejected: With the reason and a remedy, whatever the file did to its worker.
            Unavailable: If the processes that read files cannot be started.
        """
        answer = self._ask(file, Request(name))
        assert answer.document is not None
        return answer.document

    def understand(self, extraction: Extraction, name: str) -> ParsedDocument:
        """Describes and structures pages again, some of which were recognised or corrected.

        Args:
            extraction: All pages of the document.
            name: The name of its file without folders.

        Raises:
            FileRejected, Unavailable: As `parse`.
        """
        data = io.BytesIO(EXTRACTION.dump_json(extraction))
        answer = self._ask(data, Request(name, is_extraction=True))
        assert answer.document is not None
        return answer.document

    def draw(self, file: BinaryIO | Path, drawing: Drawing) -> Picture:
        """Draws a page of a PDF or picture.

        Raises:
            InvalidInput: There is no such page.
            FileRejected, Unavailable: As `parse`.
        """
        answer = self._ask(file, Request(drawing=drawing))
        assert answer.picture is not None
        return answer.picture

    def copy_without_authors(self, file: BinaryIO | Path) -> bytes:
        """Copies a DOCX or PDF without the names of those who made it.

        Raises:
            FileRejected, Unavailable: As `parse`; and `FileRejected` for other kinds of files.
        """
        answer = self._ask(file, Request(without_authors=True))
        assert answer.copy is not None
        return answer.copy

    def _ask(self, file: BinaryIO | Path, request: Request) -> Answer:
        with _open(file) as source:
            for _ in range(
                self._workers + 1
            ):  # each server may have been killed since its last file
                try:
                    answer, report = self._run(source, request)
                except (OSError, ValidationError):
                    continue
                return _understand(answer, report, self._limits)
        raise Unavailable(
            "The processes that read files cannot be started.",
            "Free memory and try again; the reason is in the messages before this.",
        )

    def _run(self, source: int, request: Request) -> tuple[bytes, Exit]:
        """Has a free server read the file; one that fails or is left in the middle is replaced."""
        server = self._free.get()
        try:
            if not server.is_alive:
                server = server.replacement()
            return server.run(source, request)
        except BaseException:
            server = server.replacement()
            raise
        finally:
            self._free.put(server)


class _Server:
    """The parent's end of one fork server."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._control, theirs = socket.socketpair()
        with theirs:
            arguments = [str(theirs.fileno()), LIMITS.dump_json(limits).decode()]
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "ingest.fork_server", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the parent, which then hangs up
            )

    def run(self, source: int, request: Request) -> tuple[bytes, Exit]:
        """Has one request answered; gives the child's answer and how it ended.

        Raises:
            OSError, ValidationError: If the server itself is gone.
        """
        answer, theirs = os.pipe()
        with os.fdopen(answer, "rb", buffering=0) as pipe:
            line = REQUEST.dump_json(request) + b"\n"
            try:
                socket.send_fds(self._control, [line], [source, theirs])
            finally:
                os.close(theirs)
            payload = bytearray()
            while chunk := pipe.read(_CHUNK):
                payload += chunk
                if len(payload) > self._limits.output:
                    break
        report = b""
        while not report.endswith(b"\n"):
            part = self._control.recv(_CHUNK)
            if not part:
                raise ConnectionResetError
            report += part
        return bytes(payload), EXIT.validate_json(report)

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def replacement(self) -> _Server:
        """Ends this server and starts another."""
        self.close()
        return _Server(self._limits)

    def close(self) -> None:
        self._control.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def _open(file: BinaryIO | Path) -> Iterator[int]:
    """Gives a descriptor of the file; a file without one is copied to a temporary file."""
    if isinstance(file, Path):
        try:
            # Without O_NONBLOCK a FIFO would keep us waiting for its writer.
            descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise FileRejected(
                f"The file cannot be opened ({error.strerror}).",
                "Check that it exists and that you may read it.",
                code="unreadable-file",
            ) from None
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise FileRejected(
                    "This is not a file but a folder, device or pipe.",
                    "Give the files in it.",
                    code="unreadable-file",
                )
            yield descriptor
        finally:
            os.close(descriptor)
        return
    try:
        descriptor = file.fileno()
    except io.UnsupportedOperation:
        with tempfile.TemporaryFile() as copy:
            file.seek(0)
            shutil.copyfileobj(file, copy)
            copy.flush()
            yield copy.fileno()
    else:
        yield descriptor


def _understand(payload: bytes, report: Exit, limits: Limits) -> Answer:
    if len(payload) > limits.output:
        raise FileRejected(
            f"The text of the file is more than {limits.output // 2**20} MB.",
            "Split it into its documents and add them one by one.",
            code="too-large",
        )
    try:
        answer = ANSWER.validate_json(payload)
    except ValidationError:
        answer = Answer()
    if answer.rejection is None and answer != Answer():
        return answer
    if answer.rejection is not None:
        rejection = answer.rejection
        raise FileRejected(rejection.message, rejection.remedy, code=rejection.code)
    if report.timed_out or report.status == -signal.SIGXCPU:
        raise FileRejected(
            "Reading the file took too long and was stopped.",
            "Split the file, or print it to PDF again, which makes it simpler.",
            code="timed-out",
        )
    if report.status == -signal.SIGKILL:
        raise FileRejected(
            "Reading the file was stopped by the system, most likely for want of memory.",
            "Split the file, or close other programs and add it again.",
            code="killed",
        )
    raise FileRejected(
        f"The program that reads the file broke down (status {report.status}).",
        SAVE_AGAIN,
        code="extract-failed",
    )
