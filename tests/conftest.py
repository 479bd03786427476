"""What all tests share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kb.settings import ElasticsearchSettings
from tests.elasticsearch_node import CannotStart, Node, fresh_indexes

PROJECT = Path(__file__).resolve().parent.parent

settings.register_profile("any-machine", deadline=None)  # a busy one is no fault of the code
settings.load_profile("any-machine")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Name bytes by their argument: they may hold the time, on which two workers do not agree."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real laws and judgments beside the checkout; skips where it is absent."""
    folder = PROJECT.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip("needs the corpus folder ../shared, which is not beside this checkout")
    return folder


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
    with fresh_indexes(elasticsearch_url) as fresh:
        yield fresh
