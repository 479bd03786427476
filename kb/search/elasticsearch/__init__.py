"""The engine for several hosts: Elasticsearch, with the same answers as the embedded one."""

from kb.search.elasticsearch.client import connect
from kb.search.elasticsearch.engine import ElasticsearchEngine
from kb.search.elasticsearch.generation import Shape

__all__ = ["ElasticsearchEngine", "Shape", "connect"]
