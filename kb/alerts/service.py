"""What members do with alerts: follow, hear of what is new, choose how, and stop."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import replace

from kb.access import Audience
from kb.alerts.discussed import CONTRIBUTION
from kb.alerts.model import Alert, Mail, News, Query
from kb.alerts.watching import DOCUMENT, Search, Watch
from kb.discussion.services import Discussion
from kb.errors import InvalidInput, NotFound, SignInNeeded
from kb.library import Library
from kb.members.secrets import digest
from kb.members.services import Members
from kb.search.indexer import Indexer
from kb.search.results import SearchRequest
from kb.store.alerts import AlertStore, Delivery
from kb.store.changelog import ChangeLog
from kb.store.tables import now
from kb.typed import LONGEST_REASON, clean_text

SAMPLE = dt.timedelta(days=30)
"""Over which it is counted how much there is to expect."""
_SAMPLED = 5_000
_FEED_BYTES = 16


class Alerts:
    """The alerts of one knowledge base; each member has the own ones and sees no others.

    Args:
        search: As `SearchService.search`.
        key: Secret of the installation.

    Attributes:
        watch: Finds what is new for them.
    """

    def __init__(
        self,
        library: Library,
        search: Search,
        indexer: Indexer,
        members: Members,
        discussion: Discussion,
        key: str,
    ) -> None:
        self.watch = Watch(library, search, indexer, members, discussion)
        self._discussion = discussion
        self._library = library
        self._search = search
        self._members = members
        self._key = key
        self._store = AlertStore(library.database)
        self._log = ChangeLog(library.database)

    # -- following ---------------------------------------------------------------------------

    def follow(self, by: Audience, query: Query, note: str = "", mail: Mail = Mail.WEEKLY) -> Alert:
        """Follow something from now on.

        Raises:
            SignInNeeded: Who asks is no member.
            InvalidInput: The note is too long, it matches everything, or the member follows too
                much or this already.
            NotFound: There is no such act or discussion for the member.
        """
        _require_member(by)
        note = clean_text(note, LONGEST_REASON, required=False)
        if query.discussion:
            self._discussion.threads.get(by, query.discussion)
        if query.act and not self._library.catalogue.texts(query.act, by):
            raise NotFound("There is no such act.", "Search for its name or number.")
        if self._matches_everything(query, by):
            raise InvalidInput(
                "This matches everything.",
                "Follow a search with words, or a topic, a law, a province or an organisation.",
                code="matches-everything",
            )
        position = self._log.last_position()
        return self._store.add(by.member_id, query, note, mail, position)

    def all(self, by: Audience) -> list[Alert]:
        """Give what a member follows, the newest first.

        Raises:
            SignInNeeded: Who asks is no member.
        """
        _require_member(by)
        return self._store.of(by.member_id)

    def change(self, by: Audience, alert_id: str, mail: Mail, note: str) -> None:
        """Choose how often the member is written to about something.

        Raises:
            NotFound: The member has no such alert.
            InvalidInput: The note is too long.
        """
        note = clean_text(note, LONGEST_REASON, required=False)
        self._store.change(by.member_id, alert_id, mail, note)

    def unfollow(self, by: Audience, alert_id: str) -> None:
        """Follow something no more.

        Raises:
            NotFound: The member has no such alert.
        """
        self._store.remove(by.member_id, alert_id)

    def expected(self, by: Audience, query: Query) -> float:
        """Count the documents a day that would have been new to a member in the last 30 days.

        Args:
            query: Of no discussion: there no documents are new.
        """
        position = self._store.position_of(now() - SAMPLE)
        entered = self.watch.entered_since(position, by, _SAMPLED)
        return len(self.watch.matching(query, entered, by)) / SAMPLE.days

    def _matches_everything(self, query: Query, by: Audience) -> bool:
        if query.act or query.discussion or query.filters:
            return False
        if not query.text.strip():
            return True  # of some years at most: what is new is of this year
        found = self._search(query.request(limit=1, widen=False), by).total
        return found > 0 and found == self._search(SearchRequest("", limit=1), by).total

    # -- hearing of it -----------------------------------------------------------------------

    def news(self, by: Audience, limit: int) -> list[News]:
        """Give what is new for a member, the newest first; rights are asked now.

        Raises:
            SignInNeeded: Who asks is no member.
        """
        _require_member(by)
        return self.told(self._store.news(by.member_id, limit), by)

    def told(self, deliveries: Sequence[Delivery], audience: Audience) -> list[News]:
        """Look up what was noted, without what the audience may not read any more.

        Args:
            deliveries: The newest first.

        Returns:
            In the same order; all that was said in a discussion as one.
        """
        names = [one.subject for one in deliveries]
        ids = [one.removeprefix(f"{DOCUMENT}:") for one in names if one.startswith(DOCUMENT)]
        documents = self._library.store.by_id(ids, audience)
        discussions = {one.alert.query.discussion for one in deliveries} - {""}
        threads = self.watch.discussed.threads_of(names, discussions, audience)
        news: dict[str, News] = {}
        for one in deliveries:
            kind, _, id_ = one.subject.partition(":")
            if document := documents.get(id_):
                news[id_] = News(_name(one), one.alert, one.at, document)
            elif (thread := threads.get(one.subject)) and (last := news.get(thread.id)):
                news[thread.id] = replace(last, number=last.number + 1)
            elif thread:
                said = id_ if kind == CONTRIBUTION else ""
                news[thread.id] = News(_name(one), one.alert, one.at, None, thread, said)
        return list(news.values())

    # -- the feed ----------------------------------------------------------------------------

    def new_feed(self, by: Audience) -> str:
        """Give a member another secret for the feed; the one before is good no more.

        Returns:
            128 random bits in hexadecimal digits, which are not kept.

        Raises:
            SignInNeeded: Who asks is no member.
        """
        _require_member(by)
        secret = secrets.token_hex(_FEED_BYTES)
        self._store.set_feed(by.member_id, digest(secret))
        return secret

    def switch_off_feed(self, by: Audience) -> None:
        """Let a member have no feed."""
        self._store.set_feed(by.member_id, None)

    def has_feed(self, by: Audience) -> bool:
        """Whether a member has a feed."""
        return self._store.has_feed(by.member_id)

    def of_feed(self, secret: str) -> Audience:
        """Give the member whose feed has this secret.

        Raises:
            NotFound: Nobody's has, or the member may not come in now: one answer for all.
        """
        member_id = self._store.member_of_feed(digest(secret))
        audience = self._members.find_audience(member_id) if member_id else None
        if audience is None:
            raise NotFound("There is no such feed.", "Make a new address on the page of alerts.")
        return audience

    # -- mails -------------------------------------------------------------------------------

    def mail_stopped(self, by: Audience) -> str | None:
        """Why a member is not written to, None if nothing is in the way."""
        return self._store.mail_stopped(by.member_id)

    def start_mail(self, by: Audience) -> None:
        """Write to a member again."""
        self._store.start_mail(by.member_id)

    def stop_token(self, member_id: str) -> str:
        """Give what a link in a mail holds to stop all further ones."""
        return f"{member_id}.{self._signed(member_id)}"

    def stop_mail(self, token: str) -> None:
        """Write no more to the member whose mail held this token.

        Raises:
            NotFound: It was not made here.
        """
        member_id = self.member_of_stop(token)
        if self._store.mail_stopped(member_id) is None:
            self._store.stop_mail(member_id, "asked")

    def member_of_stop(self, token: str) -> str:
        """Give the id of the member whose mail held this token.

        Raises:
            NotFound: It was not made here.
        """
        member_id, _, signature = token.partition(".")
        if not hmac.compare_digest(self._signed(member_id).encode(), signature.encode()):
            raise NotFound("There is no such address.", "Open the link of the mail again.")
        return member_id

    def _signed(self, member_id: str) -> str:
        message = f"stop mails {member_id}".encode("utf-8", "replace")
        return hmac.new(self._key.encode(), message, hashlib.sha256).hexdigest()[:32]


def _require_member(by: Audience) -> None:
    if not by.member_id:
        raise SignInNeeded("Alerts are for members.", "Sign in.")


def _name(delivery: Delivery) -> str:
    """A name that does not say what it stands for."""
    whole = f"{delivery.alert.member_id} {delivery.subject}"
    return hashlib.sha256(whole.encode()).hexdigest()[:32]
