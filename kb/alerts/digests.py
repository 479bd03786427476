"""Digests: what members hear by mail, each morning or each Monday, not lost and not twice.

A run is made once for each window, in one transaction with its letters, so that a late or repeated
run neither loses nor repeats anything. A letter is marked as soon as the mail server has taken it.
SMTP has no way to ask whether it has: if the program dies between its "250" and the mark, the
letter is sent again under the same Message-ID (RFC 5321, 4.5.4.1 and 6.1).
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from typing import TYPE_CHECKING

from kb.alerts.mailing import Mailer, NotTaken, SmtpMailer
from kb.alerts.model import Mail
from kb.alerts.writing import compose, is_address
from kb.errors import ConfigurationError, Unavailable
from kb.store.alerts import AlertStore
from kb.store.digests import DigestStore, Letter, LetterState
from kb.store.tables import now

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

CAMBODIA = dt.timezone(dt.timedelta(hours=7))
"""It knows no summer time."""
MORNING = dt.time(8)
AGAIN = dt.timedelta(minutes=15)
LONGEST_WAIT = dt.timedelta(hours=4)
MOST_ATTEMPTS = 24
"""Refusals of one letter; some four days."""
_log = logging.getLogger(__name__)


class Digests:
    """Makes and sends the digests of one knowledge base.

    Args:
        mailer: What sends; None: the server of the settings.
    """

    def __init__(self, knowledge_base: KnowledgeBase, mailer: Mailer | None = None) -> None:
        self._kb = knowledge_base
        self._alerts = knowledge_base.alerts
        self._deliveries = AlertStore(knowledge_base.database)
        self._store = DigestStore(knowledge_base.database)
        self._mailer = mailer

    def run(self) -> Counter[LetterState]:
        """Make the runs that are due and send what waits; any number of processes may.

        Returns:
            What became of the letters that were tried; those put off count as waiting.

        Raises:
            ConfigurationError: No mail server is named in the settings.
            Unavailable: The index or the mail server is not there; the next call goes on.
        """
        mailer = self._mailer or self._configured()
        self._alerts.watch.catch_up()
        for range_, day in due(now()):
            until = dt.datetime.combine(day, MORNING, CAMBODIA).astimezone(dt.UTC)
            self._store.make(range_, day, until)
        done: Counter[LetterState] = Counter()
        with self._kb.database.lock("letters"):  # one process sends at a time
            waiting = self._store.waiting()
            if not waiting:
                return done
            try:
                with mailer:
                    for letter in waiting:
                        done[self._try(mailer, letter)] += 1
            except Unavailable as error:
                self._store.put_off_all(now() + AGAIN, error.message)
                raise
        return done

    def counts(self) -> dict[LetterState, int]:
        """Count all letters by what became of them."""
        return self._store.counts()

    def reason(self) -> str:
        """Why letters wait, "" if none was tried in vain."""
        return self._store.reason()

    def _configured(self) -> Mailer:
        if not self._kb.settings.smtp.host:
            raise ConfigurationError(
                "No mail server is named, so no digests are sent.", "Set KB_SMTP__HOST."
            )
        return SmtpMailer(self._kb.settings.smtp)

    def _try(self, mailer: Mailer, letter: Letter) -> LetterState:
        """Send one letter; whatever is the matter with it, the others are sent."""
        try:
            return self._send(mailer, letter)
        except Unavailable:
            raise
        except Exception as error:
            _log.exception("A digest cannot be written")
            return self._put_off(letter, type(error).__name__)

    def _send(self, mailer: Mailer, letter: Letter) -> LetterState:
        """Send one letter; what its member may see is asked now."""
        audience = self._kb.members.find_audience(letter.member_id)
        stopped = self._deliveries.mail_stopped(letter.member_id)
        to = self._kb.members.people.member(letter.member_id).login
        if audience is None or stopped or not is_address(to):
            self._store.end(letter.id, LetterState.NOT_WANTED, stopped or "")
            return LetterState.NOT_WANTED
        news = self._alerts.told(self._deliveries.of_letter(letter.id), audience)
        if not news:
            self._store.end(letter.id, LetterState.EMPTY)
            return LetterState.EMPTY
        address = self._kb.settings.address
        message = compose(
            letter,
            news,
            to,
            sender=self._kb.settings.smtp.sender,
            address=address,
            stop=f"{address}/unsubscribe/{self._alerts.stop_token(letter.member_id)}",
        )
        try:
            mailer.send(message)
        except NotTaken as error:
            if not error.for_good:
                return self._put_off(letter, str(error))
            self._store.end(letter.id, LetterState.REFUSED, str(error))
            self._deliveries.stop_mail(letter.member_id, "refused")
            return LetterState.REFUSED
        self._store.end(letter.id, LetterState.SENT)
        return LetterState.SENT

    def _put_off(self, letter: Letter, reason: str) -> LetterState:
        if letter.attempts + 1 >= MOST_ATTEMPTS:
            _log.warning("A digest was given up after %d attempts: %s", MOST_ATTEMPTS, reason)
            self._store.end(letter.id, LetterState.GIVEN_UP, reason)
            return LetterState.GIVEN_UP
        wait = min(AGAIN * 2**letter.attempts, LONGEST_WAIT)
        self._store.put_off(letter.id, now() + wait, reason)
        return LetterState.WAITING


def due(moment: dt.datetime) -> list[tuple[Mail, dt.date]]:
    """Give the runs whose windows have ended last: that of a morning, and that of a Monday."""
    local = moment.astimezone(CAMBODIA)
    day = local.date() if local.time() >= MORNING else local.date() - dt.timedelta(days=1)
    return [(Mail.DAILY, day), (Mail.WEEKLY, day - dt.timedelta(days=day.weekday()))]
