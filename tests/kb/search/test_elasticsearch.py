"""Elasticsearch keeps the contract, on a real node."""

from __future__ import annotations

import pytest

from kb.search.elasticsearch import ElasticsearchEngine, connect
from kb.search.engine import SearchEngine
from kb.settings import ElasticsearchSettings

from .engine_contract import SearchEngineContract


class TestOnOneNode(SearchEngineContract):
    @pytest.fixture
    def engine(self, elasticsearch: ElasticsearchSettings) -> SearchEngine:
        return ElasticsearchEngine(connect(elasticsearch), index=elasticsearch.index)
