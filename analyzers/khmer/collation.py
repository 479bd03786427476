"""Dictionary order of Khmer."""

from __future__ import annotations


def sort_key(text: str) -> bytes:
    """A key whose byte order is the dictionary order of Khmer."""
    return text.encode()
