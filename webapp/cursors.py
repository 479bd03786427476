"""Cursors of the JSON API: signed, and of use only for the list that they were made for."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from itsdangerous import BadData, URLSafeSerializer

from kb.browsing import Selection
from kb.search.results import SearchRequest
from webapp.parameters import BadParameter

Asked = SearchRequest | Selection
"""What is listed."""

_SALT = "search-cursor-1"


class Cursors:
    """Makes and reads cursors.

    Args:
        secret_key: Of the installation; another's cursors are refused.
    """

    def __init__(self, secret_key: str) -> None:
        self._serializer = URLSafeSerializer(secret_key, salt=_SALT)

    def make(self, asked: Asked, offset: int) -> str:
        """Make the cursor that continues a list at this offset."""
        return str(self._serializer.dumps([offset, _digest(asked)]))

    def offset(self, cursor: str, asked: Asked) -> int:
        """Read the offset at which a list goes on; 0 for an empty cursor.

        Raises:
            BadParameter: The cursor was not made here, or not for this list.
        """
        if not cursor:
            return 0
        try:
            offset, digest = self._serializer.loads(cursor)
        except (BadData, ValueError, TypeError) as error:
            raise BadParameter.value("cursor", cursor) from error
        if digest != _digest(asked):
            raise BadParameter.value("cursor", cursor)
        return int(offset)


def _digest(asked: Asked) -> str:
    """Name what is listed, whatever the page and its length."""
    if isinstance(asked, SearchRequest):
        asked = replace(
            asked, filters=dict(sorted(asked.filters.items())), facets=(), offset=0, limit=1
        )
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]
