"""Digests, handed to a real mail server: what they say, and that none is lost or sent twice."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import signal
from collections.abc import Iterator
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Self

import pytest

from kb.alerts.digests import AGAIN, Digests, due
from kb.alerts.mailing import SmtpMailer
from kb.alerts.model import Mail, Query
from kb.alerts.writing import is_address
from kb.contributing import Contributing
from kb.errors import ConfigurationError, Unavailable
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from kb.settings import Settings, SmtpSettings
from kb.store.digests import LetterState
from tests.kb.alerts.conftest import Clock, join, publish
from tests.kb.alerts.mail_server import MailServer, Moment, mails, serving
from tests.kb.alerts.sending import send

FOREST = Query("forest")
MEMBERS = 40
KILLS = 30


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with serving(tmp_path / "mails") as server:
        yield server


@pytest.fixture
def taken(tmp_path: Path, server: MailServer) -> Path:
    """The folder of what the server took."""
    del server
    return tmp_path / "mails"


@pytest.fixture
def digests(knowledge_base: KnowledgeBase, server: MailServer, clock: Clock) -> Digests:
    del clock  # stands before anything happens
    publish(knowledge_base, "Rivers", "river")
    publish(knowledge_base, "Roads", "road")
    return Digests(knowledge_base, SmtpMailer(smtp(server.port)))


def smtp(port: int) -> SmtpSettings:
    return SmtpSettings(host="127.0.0.1", port=port, security="none", timeout=0.5)


def text_of(mail: Message) -> str:
    payload = mail.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


class Choosy:
    """A mailer that fails at mails to one member as none should; keeps all others."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        pass

    def send(self, message: EmailMessage) -> None:
        if "one@" in message["To"]:
            raise ValueError("a header that cannot be written")
        self.sent.append(message)


def test_a_letter_that_cannot_be_written_keeps_no_other_from_going(
    knowledge_base: KnowledgeBase, digests: Digests, clock: Clock
) -> None:
    del digests
    for login in ("one@example.org", "two@example.org"):
        knowledge_base.alerts.follow(join(knowledge_base, login), FOREST, mail=Mail.DAILY)
    publish(knowledge_base, "New forest")
    knowledge_base.alerts.watch.catch_up()
    clock.forward(days=1)
    mailer = Choosy()
    done = Digests(knowledge_base, mailer).run()
    assert done == {LetterState.WAITING: 1, LetterState.SENT: 1}
    assert [message["To"] for message in mailer.sent] == ["two@example.org"]


def test_a_digest_names_what_is_public_and_counts_the_rest(
    knowledge_base: KnowledgeBase, digests: Digests, clock: Clock, taken: Path
) -> None:
    by = join(knowledge_base)
    knowledge_base.alerts.follow(by, FOREST, "my own reason", Mail.DAILY)
    public = publish(knowledge_base, "Public forest")
    publish(knowledge_base, "Secret forest", visibility=Visibility.ORGANISATION)
    digests.run()
    assert mails(taken) == []  # the morning has not come
    clock.forward(days=1)
    assert digests.run() == {LetterState.SENT: 1}
    (mail,) = mails(taken)
    text = text_of(mail)
    assert "Public forest" in text
    assert f"/documents/{public}" in text
    assert "New for members: 1." in text
    everything = f"{mail.as_string()} {text}"
    for hidden in ("Secret", "my own reason", "Our organisation", "Somebody"):
        assert hidden not in everything
    assert mail["To"] == "sok@example.org"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = mail["List-Unsubscribe"].strip("<>")
    assert stop in text
    knowledge_base.alerts.stop_mail(stop.rpartition("/")[2])
    publish(knowledge_base, "Another forest")
    digests.run()
    clock.forward(days=1)
    assert digests.run() == {LetterState.NOT_WANTED: 1}
    assert len(mails(taken)) == 1


def test_nothing_is_sent_twice_however_often_it_runs(
    knowledge_base: KnowledgeBase, digests: Digests, clock: Clock, taken: Path
) -> None:
    by = join(knowledge_base)
    alerts = knowledge_base.alerts
    alerts.follow(by, FOREST, mail=Mail.DAILY)
    alerts.follow(by, Query("river"), mail=Mail.WEEKLY)
    publish(knowledge_base, "New forest")
    publish(knowledge_base, "New river", "river")
    digests.run()
    told = []
    for _ in range(12):  # from Wednesday on
        clock.forward(days=1)
        for _again in range(2):
            digests.run()
        told.append(len(mails(taken)))
    assert told == [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2]
    first, second = map(text_of, mails(taken))
    assert ("New forest" in first, "New river" in first) == (True, False)
    assert ("New forest" in second, "New river" in second) == (False, True)


def test_a_late_run_loses_nothing(
    knowledge_base: KnowledgeBase, digests: Digests, clock: Clock, taken: Path
) -> None:
    knowledge_base.alerts.follow(join(knowledge_base), FOREST, mail=Mail.DAILY)
    for number in range(3):
        publish(knowledge_base, f"Forest {number}")
        clock.forward(days=3)  # and nothing runs
    digests.run()
    clock.forward(days=1)
    digests.run()
    (mail,) = mails(taken)
    assert all(f"Forest {number}" in text_of(mail) for number in range(3))


def test_rights_are_asked_again_when_it_is_sent(
    knowledge_base: KnowledgeBase, digests: Digests, clock: Clock, taken: Path
) -> None:
    theirs = join(knowledge_base, "dara@example.org", "Others")
    knowledge_base.alerts.follow(theirs, FOREST, mail=Mail.DAILY)
    withdrawn = publish(knowledge_base, "Shared forest", visibility=Visibility.NETWORK)
    digests.run()
    clock.forward(days=1)
    Contributing(knowledge_base).share(knowledge_base.operator, withdrawn, Visibility.ORGANISATION)
    assert digests.run() == {LetterState.EMPTY: 1}
    publish(knowledge_base, "Next forest")
    digests.run()
    knowledge_base.members.people.lock(knowledge_base.operator, theirs.member_id)
    clock.forward(days=1)
    assert digests.run() == {LetterState.NOT_WANTED: 1}
    assert mails(taken) == []


def test_a_server_that_is_down_or_hangs_is_tried_again(
    knowledge_base: KnowledgeBase, clock: Clock, server: MailServer, digests: Digests, taken: Path
) -> None:
    for login in ("a@example.org", "b@example.org"):
        knowledge_base.alerts.follow(join(knowledge_base, login), FOREST, mail=Mail.DAILY)
    publish(knowledge_base, "New forest")
    digests.run()
    clock.forward(days=1)
    down = Digests(knowledge_base, SmtpMailer(smtp(1)))
    with pytest.raises(Unavailable, match="ConnectionRefusedError"):
        down.run()
    assert "ConnectionRefusedError" in digests.reason()
    assert digests.run() == {}  # not at once
    clock.forward(seconds=AGAIN.total_seconds() + 1)
    server.hangs.set()
    with pytest.raises(Unavailable):
        digests.run()
    server.hangs.clear()
    clock.forward(seconds=AGAIN.total_seconds() + 1)
    assert digests.run() == {LetterState.SENT: 2}
    assert len(mails(taken)) == 2
    assert digests.reason() == ""


def test_refusals_for_good_and_for_now_are_told_apart(
    knowledge_base: KnowledgeBase, clock: Clock, server: MailServer, digests: Digests, taken: Path
) -> None:
    server.answers = {"gone@example.org": "550 no such user", "full@example.org": "452 full"}
    alerts = knowledge_base.alerts
    members = {}
    for login in ("gone@example.org", "full@example.org", "well@example.org", "no-address"):
        members[login] = join(knowledge_base, login)
        alerts.follow(members[login], FOREST, mail=Mail.DAILY)
    publish(knowledge_base, "New forest")
    digests.run()
    clock.forward(days=1)
    assert digests.run() == {
        LetterState.REFUSED: 1,
        LetterState.WAITING: 1,
        LetterState.SENT: 1,
        LetterState.NOT_WANTED: 1,
    }
    assert alerts.mail_stopped(members["gone@example.org"]) == "refused"
    server.answers = {}
    clock.forward(hours=1)
    assert digests.run() == {LetterState.SENT: 1}
    assert [mail["To"] for mail in mails(taken)] == ["well@example.org", "full@example.org"]


def test_without_a_server_it_says_so(knowledge_base: KnowledgeBase) -> None:
    with pytest.raises(ConfigurationError, match="No mail server"):
        Digests(knowledge_base).run()


@pytest.mark.parametrize(
    ("moment", "daily", "weekly"),
    [
        ("2026-03-04T00:59", "2026-03-03", "2026-03-02"),
        ("2026-03-04T01:00", "2026-03-04", "2026-03-02"),
        ("2026-03-09T00:59", "2026-03-08", "2026-03-02"),
        ("2026-03-09T01:00", "2026-03-09", "2026-03-09"),
    ],
)
def test_windows_end_at_eight_in_cambodia(moment: str, daily: str, weekly: str) -> None:
    at = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    assert due(at) == [
        (Mail.DAILY, dt.date.fromisoformat(daily)),
        (Mail.WEEKLY, dt.date.fromisoformat(weekly)),
    ]


def test_addresses() -> None:
    assert is_address("sok@example.org")
    for wrong in (
        "sok",
        "a@b",
        "a@b.org\nBcc: x@y.org",
        "A <a@b.org>",
        "a@b.org,c@d.org",
        "ស@b",
    ):
        assert not is_address(wrong)


def test_thirty_kills_lose_no_digest_and_repeat_none(tmp_path: Path) -> None:
    """The process is killed before a mail is taken, before it hears so, and afterwards.

    In the second case nobody can know: the mail comes again, under the same Message-ID.
    """
    settings = Settings(data=tmp_path / "data")
    KnowledgeBase.initialise(settings)
    with KnowledgeBase.open(settings) as knowledge_base:
        publish(knowledge_base, "Rivers", "river")
        for number in range(MEMBERS):
            by = join(knowledge_base, f"m{number}@example.org")
            knowledge_base.alerts.follow(by, FOREST, mail=Mail.DAILY)
        publish(knowledge_base, "New forest")
        knowledge_base.alerts.watch.catch_up()
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.kb.alerts.sending"])
    unheard = 0
    with serving(tmp_path / "mails") as server:
        for number in range(KILLS):
            sender = processes.Process(target=send, args=(settings, server.port))
            server.kill_at(list(Moment)[number % 3], number // 3 % 2 + 1, sender.kill)
            sender.start()
            sender.join()
            assert sender.exitcode == -signal.SIGKILL
            unheard += number % 3 == 1
        server.kill_at(Moment.NEVER, 0, lambda: None)
        last = processes.Process(target=send, args=(settings, server.port))
        last.start()
        last.join()
        assert last.exitcode == 0
    found = mails(tmp_path / "mails")
    assert {one["To"] for one in found} == {f"m{number}@example.org" for number in range(MEMBERS)}
    assert len({one["Message-ID"] for one in found}) == MEMBERS
    assert MEMBERS + unheard <= len(found) <= MEMBERS + 2 * KILLS // 3
