"""The web server: gunicorn, started from the command line's own process."""

from __future__ import annotations

import contextlib
import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Flask
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import InvalidRequestLine, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from kb.following import start_following
from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from webapp.application import create_app

THREADS = 8
"""Requests answered at once. One process, as the engine and the models are held once."""
MAX_REQUEST_LINE = 8190
"""Bytes; a query of 512 Khmer characters takes 4,608 in an address. The most gunicorn allows."""

_LOOK_EVERY_SECONDS = 0.5
_START_AGAIN_SECONDS = 5.0

REFUSALS = {
    LimitRequestLine: (
        HTTPStatus.REQUEST_URI_TOO_LONG,
        "The address is too long. Shorten the query to 512 characters.",
    ),
    InvalidRequestLine: (
        HTTPStatus.BAD_REQUEST,
        "Characters other than ASCII must be percent-encoded: curl --get --data-urlencode q=...",
    ),
}
"""What is said to a request that cannot be read as one (RFC 9112, section 3)."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """Refuses requests that never reach the application with a sentence that helps."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer without a line in the log: gunicorn would write the query and the address."""
        if type(exc) not in REFUSALS:
            super().handle_error(req, client, addr, exc)
            return
        status, sentence = REFUSALS[type(exc)]
        with contextlib.suppress(OSError):  # the client has gone
            util.write_error(client, status.value, status.phrase, sentence)


class Server(BaseApplication):  # type: ignore[misc]
    """Serves one knowledge base.

    Args:
        settings: Of the knowledge base, which the worker opens.
        host, port: Where to listen.
    """

    def __init__(self, settings: Settings, host: str, port: int) -> None:
        self._settings = settings
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn should do; it reads no configuration file and logs no request."""
        for name, value in {
            "bind": self._address,
            "worker_class": "webapp.server.Worker",
            "workers": 1,
            "threads": THREADS,
            "limit_request_line": MAX_REQUEST_LINE,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": self._announce,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Open the knowledge base in the worker, as its files do not survive a fork."""
        knowledge_base = contextlib.ExitStack().enter_context(KnowledgeBase.open(self._settings))
        start_following(knowledge_base)
        threading.Thread(target=prepare, args=[knowledge_base], daemon=True).start()
        return create_app(knowledge_base)

    def _announce(self, arbiter: Any) -> None:
        print(f"Serving on http://{self._address}/ (stop with Ctrl-C)", flush=True)


def prepare(knowledge_base: KnowledgeBase) -> None:
    """Make the first searches as quick as all others, while the server answers already."""
    knowledge_base.prepare()
    # The models and tables stay: a collection that walks over them costs a search 30 ms.
    gc.collect()
    gc.freeze()
    # A search makes some ten thousand objects and leaves none in circles: look for these less often
    # (a tenth less time for a search than with a look every 700 objects). Nor seldom: a look at
    # 50,000 takes 50 ms, for which one page in thirty would wait.
    gc.set_threshold(10_000, 100, 100)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted.

    Args:
        settings: Of a knowledge base that is there.
        host: Name or address to listen on; only local ones keep the pages on this machine.
        port: TCP port.

    Raises:
        ConfigurationError: There is no knowledge base, or it is of another version.
    """
    KnowledgeBase(settings).close()  # an error here is the caller's; in the worker it is a trace
    with _working(settings):
        Server(settings, host, port).run()


@contextlib.contextmanager
def _working(settings: Settings) -> Iterator[None]:
    """Have what waits done meanwhile, in a process of its own with a low priority."""
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_working, args=(settings, stop))
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def _keep_working(settings: Settings, stop: threading.Event) -> None:
    """Start the worker, and start it again if it ends before it is told to."""
    command = [sys.executable, "-m", "kb", "--data", str(settings.data), "worker"]
    while not stop.is_set():
        # In its own session, as Ctrl-C is for the server, which then ends it.
        with subprocess.Popen(  # noqa: S603
            [*command, "--beside-server"], stdout=subprocess.DEVNULL, start_new_session=True
        ) as process:
            while process.poll() is None and not stop.wait(_LOOK_EVERY_SECONDS):
                pass
            process.terminate()
        stop.wait(_START_AGAIN_SECONDS)
