"""Elasticsearch keeps the contract, on a real node."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from kb.search.elasticsearch import ElasticsearchEngine

from .engine_contract import SearchEngineContract


class TestOnOneNode(SearchEngineContract):
    @pytest.fixture
    def engine(self, elasticsearch_url: str) -> Iterator[ElasticsearchEngine]:
        client = Elasticsearch(elasticsearch_url)
        index = f"t{secrets.token_hex(4)}"
        yield ElasticsearchEngine(client, index=index)
        if names := list(client.indices.get(index=f"{index}-*")):
            client.indices.delete(index=names)
        client.close()
