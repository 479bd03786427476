"""The choice of the engine."""

from __future__ import annotations

from kb.errors import ConfigurationError
from kb.search.engine import SearchEngine
from kb.search.tantivy import TantivyEngine
from kb.settings import Settings


def open_engine(settings: Settings) -> SearchEngine:
    """Give the engine that the settings ask for: the embedded one, or a cluster.

    Raises:
        ConfigurationError: The cluster's client is not installed, or a file of its settings is
            missing.
    """
    chosen = settings.elasticsearch
    if not chosen.url:
        return TantivyEngine(settings.data / "index")
    try:
        from kb.search.elasticsearch import ElasticsearchEngine, Shape, connect  # noqa: PLC0415
    except ImportError as error:
        raise ConfigurationError(
            "The client of Elasticsearch is not installed.",
            "Install it with: pip install 'policy-kb[elasticsearch]'",
        ) from error
    shape = Shape(chosen.shards, chosen.replicas)
    return ElasticsearchEngine(connect(chosen), index=chosen.index, shape=shape)
