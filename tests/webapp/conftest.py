"""One small knowledge base and its application for all tests of the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from kb.access import Audience
from kb.dossiers.model import ItemKind
from kb.knowledge_base import KnowledgeBase
from kb.members import passwords
from kb.model import Visibility
from kb.settings import Settings
from tests.webapp.collection import keep, make_settings
from webapp import create_app


@pytest.fixture(scope="module", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Hashes of the real cost would take most of the time of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
        yield


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def knowledge_base(settings: Settings) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def ids(knowledge_base: KnowledgeBase) -> Mapping[str, str]:
    """Name of a document of the collection -> its id."""
    return keep(knowledge_base)


@pytest.fixture(scope="module")
def work(knowledge_base: KnowledgeBase, ids: Mapping[str, str]) -> str:
    """The id of the act that the law is a text of."""
    return knowledge_base.document(ids["law"], Audience.visitor()).work_id


@pytest.fixture(scope="module")
def hidden_work(knowledge_base: KnowledgeBase, ids: Mapping[str, str]) -> str:
    """The id of what the document for members is a text of."""
    return knowledge_base.document(ids["hidden"], knowledge_base.operator).work_id


@pytest.fixture(scope="module")
def dossier(knowledge_base: KnowledgeBase, ids: Mapping[str, str]) -> str:
    """The id of a public dossier of all kinds of items."""
    service, by = knowledge_base.dossiers, knowledge_base.operator
    made = service.make(by, "សំណុំឯកសារគំរូ", "To try it", knowledge_base.home_organisation).id
    section = knowledge_base.sections(ids["law"], by)[1].id
    service.add(by, made, ItemKind.HEADING, note="Forests")
    service.add(by, made, ItemKind.SECTION, section, "Read this")
    service.add(by, made, ItemKind.DOCUMENT, ids["minutes"])
    service.add(by, made, ItemKind.NOTE, note="Own words")
    service.share(by, made, Visibility.PUBLIC)
    return made


@pytest.fixture(scope="module")
def app(knowledge_base: KnowledgeBase, ids: Mapping[str, str]) -> Flask:
    app = create_app(knowledge_base)
    app.testing = False  # errors are answered as in production
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
