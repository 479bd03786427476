"""Looking for what is new to members: a job that goes on where it was in the change log.

New is a document that enters what a member may read, and what others say in a discussion. A change
of a text or its description is none, so that reading a collection again alerts nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice

from kb.access import Audience
from kb.alerts.discussed import Discussed
from kb.alerts.model import Alert, Query
from kb.discussion.services import Discussion
from kb.errors import Unavailable
from kb.library import Library
from kb.members.services import Members
from kb.model import DocumentKind
from kb.search.indexer import Indexer
from kb.search.results import SearchRequest, SearchResult
from kb.store.alerts import AlertStore
from kb.store.changelog import Change, ChangeLog

_CHANGES_AT_ONCE = 10_000
_DOCUMENTS_AT_ONCE = 500
"""In one search."""
_HITS_AT_ONCE = 100
DOCUMENT = "document"
_NO_NEWS = DocumentKind.DISCUSSION
"""Is found and is in the change log as documents are."""

Search = Callable[[SearchRequest, Audience], SearchResult]


class Watch:
    """Finds what is new for those who follow it.

    Args:
        search: As `SearchService.search`.

    Attributes:
        discussed: What is new in discussions.
    """

    def __init__(
        self,
        library: Library,
        search: Search,
        indexer: Indexer,
        members: Members,
        discussion: Discussion,
    ) -> None:
        self.discussed = Discussed(library.database, discussion.threads)
        self._library = library
        self._search = search
        self._indexer = indexer
        self._members = members
        self._store = AlertStore(library.database)
        self._log = ChangeLog(library.database)

    def catch_up(self) -> None:
        """Look at all that is new since the last time; nothing is noted twice.

        Raises:
            Unavailable: The index does not show all of it yet; the next call goes on.
        """
        with self._library.database.lock("alerts"):
            position = self._log.last_position()
            behind = self._store.behind(position)
            if not behind:
                return
            if self._indexer.behind:
                raise Unavailable("The index is behind the store.", "Look again when it follows.")
            start = min(alert.position for alert in behind)
            changes = [one for one in self._changes(start) if one.position <= position]
            by_member: defaultdict[str, list[Alert]] = defaultdict(list)
            for alert in behind:
                by_member[alert.member_id].append(alert)
            for member_id, alerts in by_member.items():
                audience = self._members.find_audience(member_id)
                found: dict[str, Alert] = {}
                if audience is not None:
                    for alert in alerts:
                        for subject in self._new(alert, changes, audience):
                            found.setdefault(subject, alert)
                self._store.deliver(member_id, found, alerts, position)

    def _new(self, alert: Alert, changes: Sequence[Change], audience: Audience) -> list[str]:
        """Name what is new because of some changes."""
        thread_id = alert.query.discussion
        if not thread_id:
            new = entering(changes, alert.position, audience)
            return [f"{DOCUMENT}:{one}" for one in self.matching(alert.query, new, audience)]
        if any(one.document_id == thread_id for one in changes if one.position > alert.position):
            return self.discussed.since(thread_id, alert.created_at, audience)
        return []

    def matching(
        self, query: Query, document_ids: Collection[str], audience: Audience
    ) -> list[str]:
        """Give those of these documents that are about what is followed, in their order."""
        if not document_ids:
            return []
        if query.act:
            about = self._about_act(query.act, audience)
        else:
            about = self._found(query, list(document_ids), audience)
        return [one for one in document_ids if one in about]

    def _about_act(self, work_id: str, audience: Audience) -> set[str]:
        texts = self._library.catalogue.texts(work_id, audience)
        citing = self._library.citing_act(texts, audience) if texts else []
        return {one.id for one in (*texts, *(document for document, _ in citing))}

    def _found(self, query: Query, ids: Sequence[str], audience: Audience) -> set[str]:
        """Search until no more is found; what was found is not searched again.

        So a document with a thousand hits costs no more than one with a hundred.
        """
        found: set[str] = set()
        for start in range(0, len(ids), _DOCUMENTS_AT_ONCE):
            left = set(ids[start : start + _DOCUMENTS_AT_ONCE])
            while left:
                request = query.request(
                    filters={DOCUMENT: tuple(sorted(left))}, widen=False, limit=_HITS_AT_ONCE
                )
                kinds = {
                    hit.document.id: hit.document.kind
                    for hit in self._search(request, audience).hits
                }
                if not kinds:
                    break
                left -= kinds.keys()
                found.update(id for id, kind in kinds.items() if kind is not _NO_NEWS)
        return found

    def _changes(self, position: int) -> Iterable[Change]:
        while some := self._log.after(position, _CHANGES_AT_ONCE):
            yield from some
            position = some[-1].position

    def entered_since(self, position: int, audience: Audience, limit: int) -> list[str]:
        """Give the documents that became readable for an audience since a position."""
        return list(islice(entering(list(self._changes(position)), position, audience), limit))


def entering(changes: Iterable[Change], position: int, audience: Audience) -> dict[str, None]:
    """Give the ids of documents that enter what an audience may read, in order, each once."""
    parts = set(audience.parts)
    return {
        change.document_id: None
        for change in changes
        if change.position > position
        and change.entered_part in parts
        and change.left_part not in parts
    }
