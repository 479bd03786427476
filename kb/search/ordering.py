"""The order of a search by date, as one number that every engine keeps with a section."""

from __future__ import annotations

from kb.search.engine import IndexedSection

_POSITION_BITS = 20
_DOCUMENT_BITS = 18


def newest_first(section: IndexedSection) -> int:
    """One number whose descending order is: newest date, then document, then reading order.

    It is unique within a part but for documents of one date whose hashes are equal, so that
    sorting by this one field leaves no ties. It fits in 63 bits until the year 3355.
    """
    last = (1 << _POSITION_BITS) - 1
    document = int.from_bytes(section.document_id.encode()[:8].ljust(8, b"\0"), "big")
    key = (section.date << _DOCUMENT_BITS) | _hash_bits(document)
    return (key << _POSITION_BITS) | (last - min(section.position, last))


def _hash_bits(number: int) -> int:
    """Fold a number to `_DOCUMENT_BITS` bits (multiplicative hashing, Knuth, vol. 3, 6.4)."""
    return (number * 0x9E3779B97F4A7C15 % (1 << 64)) >> (64 - _DOCUMENT_BITS)
