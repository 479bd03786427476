"""Cursors of the JSON API: signed, and of use only for the search that they were made for."""

from __future__ import annotations

import hashlib

from itsdangerous import BadData, URLSafeSerializer

from kb.search.results import SearchRequest
from webapp.parameters import BadParameter

_SALT = "search-cursor-1"


class Cursors:
    """Makes and reads cursors.

    Args:
        secret_key: Of the installation; another's cursors are refused.
    """

    def __init__(self, secret_key: str) -> None:
        self._serializer = URLSafeSerializer(secret_key, salt=_SALT)

    def make(self, request: SearchRequest, offset: int) -> str:
        """Make the cursor that continues a search at this offset."""
        return str(self._serializer.dumps([offset, _digest(request)]))

    def offset(self, cursor: str, request: SearchRequest) -> int:
        """Read the offset at which a search goes on; 0 for an empty cursor.

        Raises:
            BadParameter: The cursor was not made here, or not for this search.
        """
        if not cursor:
            return 0
        try:
            offset, digest = self._serializer.loads(cursor)
        except (BadData, ValueError, TypeError) as error:
            raise BadParameter.value("cursor", cursor) from error
        if digest != _digest(request):
            raise BadParameter.value("cursor", cursor)
        return int(offset)


def _digest(request: SearchRequest) -> str:
    """Name what is searched for, whatever the page and its length."""
    what = (
        request.text,
        sorted(request.filters.items()),
        request.date_from,
        request.date_to,
        request.sort,
        request.expand,
    )
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]
