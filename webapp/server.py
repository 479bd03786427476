"""The web server: gunicorn, started from the command line's own process."""

from __future__ import annotations

import contextlib
from typing import Any

from flask import Flask
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from kb.knowledge_base import KnowledgeBase
from kb.settings import Settings
from webapp.application import create_app

THREADS = 8
"""Requests answered at once. One process, as the engine and the models are held once."""
MAX_REQUEST_LINE = 8190
"""Bytes; a query of 512 Khmer characters takes 4,608 in an address. The most gunicorn allows."""


class Worker(ThreadWorker):  # type: ignore[misc]
    """Answers a request that never reaches the application with a sentence that helps."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Refuse an address that is too long; leave everything else to gunicorn."""
        if isinstance(exc, LimitRequestLine):
            with contextlib.suppress(OSError):
                util.write_error(
                    client, 414, "URI Too Long", "Shorten the query to 512 characters."
                )
        else:
            super().handle_error(req, client, addr, exc)


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
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Open the knowledge base in the worker, as its files do not survive a fork."""
        knowledge_base = contextlib.ExitStack().enter_context(KnowledgeBase.open(self._settings))
        return create_app(knowledge_base)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted.

    Args:
        settings: Of a knowledge base that is there.
        host: Name or address to listen on; only local ones keep the pages on this machine.
        port: TCP port.
    """
    Server(settings, host, port).run()
