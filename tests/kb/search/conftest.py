"""A real Elasticsearch for the tests of a session."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from kb.settings import ElasticsearchSettings
from tests.elasticsearch_node import CannotStart, Node


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The address of a node: that of `KB_TEST_ELASTICSEARCH_URL`, else one that is started."""
    if given := os.environ.get("KB_TEST_ELASTICSEARCH_URL"):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="kb-elasticsearch-") as folder:
        try:
            node = Node(Path(folder))
            node.start()
        except CannotStart as error:
            pytest.skip(f"no Elasticsearch: {error}; or name one in KB_TEST_ELASTICSEARCH_URL")
        yield node.url
        node.kill()


@pytest.fixture
def elasticsearch(elasticsearch_url: str) -> Iterator[ElasticsearchSettings]:
    """Settings for indexes of a test's own, which are dropped after it."""
    index = f"test{secrets.token_hex(4)}"
    yield ElasticsearchSettings(url=(elasticsearch_url,), index=index, timeout=30)
    with Elasticsearch(elasticsearch_url, request_timeout=60) as client:
        if names := list(client.indices.get(index=f"{index}-*")):
            client.indices.delete(index=names)
