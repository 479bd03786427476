"""How long dossiers and digests take: an export of 60 items, a run for 200 members with 300 alerts.

The times are the clock's and, in brackets, the processor's.

Run: python -m benchmarks.telling
"""

from __future__ import annotations

import datetime as dt
import io
import random
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Self

from argon2 import PasswordHasher

from kb.access import Role
from kb.alerts.digests import Digests
from kb.alerts.model import Mail, Query
from kb.dossiers.exports.formats import Format, export
from kb.dossiers.model import ItemKind
from kb.knowledge_base import KnowledgeBase
from kb.members import passwords
from kb.model import DocumentKind, ParsedDocument, ParsedSection, SectionKind, Visibility
from kb.settings import Settings
from kb.store import tables
from kb.store.documents import NewFile

ITEMS = 60
MEMBERS, ALERTS, NEW = 200, 300, 50
KHMER = "ជនណាដែលបានកាន់កាប់អចលនវត្ថុដោយសន្តិវិធី ក្នុងរយៈពេល ៥ (ប្រាំ) ឆ្នាំ មានសិទ្ធិស្នើសុំប័ណ្ណកម្មសិទ្ធិ ។\n"
ENGLISH = "Any person who enjoyed peaceful possession for five years may request a title.\n"
WORDS = (
    "forest",
    "land",
    "water",
    "title",
    "concession",
    "fishery",
    "mine",
    "road",
    "dam",
    "school",
)


class Counting:
    """Takes mails and counts them."""

    def __init__(self) -> None:
        self.taken = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to let go of."""

    def send(self, message: EmailMessage) -> None:
        """Take a mail."""
        message.as_bytes()
        self.taken += 1


def keep(kb: KnowledgeBase, title: str, lang: str, key: str | None, *texts: str) -> str:
    """Store a law of these articles; give its id."""
    sections = tuple(
        ParsedSection(SectionKind.ARTICLE, text, str(number), lang=lang)
        for number, text in enumerate(texts, 1)
    )
    return kb.store.save(
        ParsedDocument("text/plain", title, lang, DocumentKind.LAW, sections, year=2001),
        NewFile(kb.blobs.add(io.BytesIO(title.encode())), "law.txt", f"/{title}"),
        visibility=Visibility.PUBLIC,
        organisation_id=kb.home_organisation,
        register_key=key,
    ).document_id


def exports(kb: KnowledgeBase) -> None:
    """Time each format of a dossier of articles of some 2,000 characters in two languages."""
    service = kb.dossiers
    law = keep(kb, "ច្បាប់ភូមិបាល", "km", "law", *[KHMER * 20] * ITEMS)
    keep(kb, "Land Law", "en", "law", *[ENGLISH * 25] * ITEMS)
    by = kb.operator
    made = service.make(by, "Benchmark", "", kb.home_organisation).id
    for section in kb.sections(law, by):
        service.add(by, made, ItemKind.SECTION, section.id, "A note of the organisation.")
    for form in Format:
        started, worked = time.perf_counter(), time.process_time()
        size = len(export(service, made, form, by, "https://kb.example").data)
        print(
            f"{form:<5}{time.perf_counter() - started:6.2f} s"
            f" ({time.process_time() - worked:.2f} s) {size / 1000:8.0f} kB"
        )


def digests(kb: KnowledgeBase) -> None:
    """Time the job that notes what is new, and a run of digests."""
    chance = random.Random(1)
    members = kb.members
    people = []
    for number in range(MEMBERS):
        login = f"m{number}@example.org"
        member, token = members.people.invite(kb.operator, login, Role.READER, kb.home_organisation)
        members.links.use(token, "correct horse battery staple", login)
        people.append(members.audience(member.id))
    keep(kb, "About nothing", "en", None, "Nothing of all this.")
    kb.update_index()
    alerts = kb.alerts
    for number in range(ALERTS):
        words = " ".join(chance.sample(WORDS, 1 + number // MEMBERS))
        alerts.follow(people[number % MEMBERS], Query(words), mail=Mail.DAILY)
    for number in range(NEW):
        keep(kb, f"New {number}", "en", None, " ".join(chance.sample(WORDS, 4)) + f" {number}")
    kb.update_index()
    started = time.perf_counter()
    kb.alerts.watch.catch_up()
    print(f"noting what is new: {time.perf_counter() - started:.1f} s")
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    vars(tables)["dt"] = SimpleNamespace(
        datetime=SimpleNamespace(now=moment.astimezone), UTC=dt.UTC
    )
    mailer = Counting()
    started = time.perf_counter()
    Digests(kb, mailer).run()
    print(f"digests: {mailer.taken} mails in {time.perf_counter() - started:.1f} s")


def main() -> None:
    """Measure in a fresh knowledge base."""
    vars(passwords)["_HASHER"] = PasswordHasher(1, 8, 1)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "kb")
        KnowledgeBase.initialise(settings)
        with KnowledgeBase.open(settings) as kb:
            exports(kb)
            digests(kb)


if __name__ == "__main__":
    main()
