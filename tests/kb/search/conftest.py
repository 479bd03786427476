"""A real Elasticsearch for the tests of a session."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

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
