"""What a view may use: the knowledge base, and for whom it answers."""

from __future__ import annotations

from typing import cast

from flask import Flask, current_app, g

from kb.access import Audience
from kb.knowledge_base import KnowledgeBase

_EXTENSION = "knowledge_base"


def provide(app: Flask, knowledge_base: KnowledgeBase) -> None:
    """Give the application its knowledge base."""
    app.extensions[_EXTENSION] = knowledge_base


def knowledge_base() -> KnowledgeBase:
    """The knowledge base that the current application serves."""
    return cast(KnowledgeBase, current_app.extensions[_EXTENSION])


def audience() -> Audience:
    """For whom the current request is answered (`webapp.sessions` finds it out)."""
    return cast(Audience, g.audience)
