"""An SMTP server for tests, in a thread, that writes down what it takes.

It can refuse, put off, hang, and kill whoever sends at a moment that matters.
"""

from __future__ import annotations

import itertools
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from enum import Enum, auto
from pathlib import Path


class Moment(Enum):
    """When a sender is killed."""

    BEFORE = auto()
    """The mail is not taken yet."""
    TAKEN = auto()
    """It is taken, and the sender has not heard so."""
    HEARD = auto()
    """The sender has heard so, or is about to."""
    NEVER = auto()


class _Session(socketserver.StreamRequestHandler):
    """One connection."""

    server: MailServer

    def handle(self) -> None:
        """Talk SMTP (RFC 5321) as far as mails need it."""
        self._say("220 test")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"QUIT":
                self._say("221 bye")
                return
            if verb == b"RCPT":
                self._say(self.server.answers.get(_address(line), "250 ok"))
            elif verb == b"DATA":
                self._say("354 go on")
                self._take()
            else:
                self._say("250 ok")

    def _take(self) -> None:
        lines = list(itertools.takewhile(lambda line: line != b".\r\n", self.rfile))
        if self.server.hangs.is_set():
            self.server.released.wait()
            return
        self.server.reach(Moment.BEFORE)
        if self.server.killed.is_set():
            return
        self.server.keep(b"".join(lines))
        self.server.reach(Moment.TAKEN)
        if not self.server.killed.is_set():
            self._say("250 taken")
        self.server.reach(Moment.HEARD)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails.

    Args:
        folder: Where it writes each down, before it says that it has taken it.

    Attributes:
        answers: Address -> what is said to it in the place of 250.
        hangs: Whether it falls silent after a mail.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Session)
        self._folder = folder
        self._numbers = itertools.count(len(list(folder.glob("*.eml"))))
        self.answers: dict[str, str] = {}
        self.hangs, self.released = threading.Event(), threading.Event()
        self.killed = threading.Event()
        self.kill_at(Moment.NEVER, 0, lambda: None)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def kill_at(self, moment: Moment, mail: int, kill: Callable[[], None]) -> None:
        """Kill at a moment of the so-manieth mail from now on."""
        self._fate, self._mails, self._kill = moment, mail, kill
        self.killed.clear()

    def reach(self, moment: Moment) -> None:
        """Be at a moment of a mail."""
        self._mails -= moment is Moment.BEFORE
        if moment is self._fate and self._mails == 0:
            self._kill()
            self.killed.set()

    def keep(self, data: bytes) -> None:
        """Write a mail down, whole or not at all."""
        path = self._folder / f"{next(self._numbers):05}.eml"
        path.with_suffix(".part").write_bytes(data)
        path.with_suffix(".part").rename(path)


def mails(folder: Path) -> list[Message]:
    """Give what was taken, in order."""
    return [message_from_bytes(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]


@contextmanager
def serving(folder: Path) -> Iterator[MailServer]:
    """Serve in a thread."""
    folder.mkdir(exist_ok=True)
    with MailServer(folder) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


def _address(line: bytes) -> str:
    return line.partition(b"<")[2].partition(b">")[0].decode()
