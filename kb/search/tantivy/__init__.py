"""The embedded engine: tantivy, in a folder or in memory."""

from kb.search.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
