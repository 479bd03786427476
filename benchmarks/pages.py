"""How long the server takes for each page to browse and read, in a large collection.

    python -m benchmarks.pages [--documents 2000] [--rounds 30] [--folder FOLDER]

The collection is made: documents of 50 sections each (2,000 give 100,000 sections) of random kinds,
years, topics, provinces and organisations, one in ten in two languages, minutes with actions, each
section with a reference, and 200 members. Pages are asked for through the application, without a
network: as a visitor and as a signed-in member. With `--folder` the collection is kept, and used
again. The times are the clock's and, in brackets, the processor's. The search is not among them; it
has a benchmark of its own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import tempfile
import time
from pathlib import Path

from flask.testing import FlaskClient

from kb.access import Audience, Role
from kb.knowledge_base import KnowledgeBase
from kb.model import (
    Description,
    Document,
    DocumentKind,
    ParsedDocument,
    ParsedSection,
    SectionKind,
    Task,
    Visibility,
)
from kb.places import gazetteer
from kb.references import references_of
from kb.settings import Settings
from kb.store.blobs import Blob
from kb.store.documents import NewFile
from kb.vocabularies import topics
from webapp import create_app
from webapp.server import prepare

SECTIONS = 50
MEMBERS = 200
PASSWORD = "correct horse battery staple"
WORDS = ("ដី", "ព្រៃ", "ទឹក", "សហគមន៍", "កិច្ចព្រមព្រៀង", "មាត្រា", "ច្បាប់", "ខេត្ត", "រដ្ឋ", "សិទ្ធិ")


def text(chance: random.Random) -> str:
    """A short text: what a page costs to browse does not depend on it."""
    return "".join(chance.choices(WORDS, k=4)) + " Article 5 of the Land Law."


def make(chance: random.Random, number: int) -> tuple[ParsedDocument, Description]:
    """A document of random facts."""
    kind = chance.choice(list(DocumentKind))
    action = SectionKind.ACTION if kind is DocumentKind.MINUTES else SectionKind.ARTICLE
    sections = tuple(
        ParsedSection(
            action if at % 10 == 0 else SectionKind.ARTICLE,
            text(chance),
            str(at + 1),
            "ចំណងជើង",
            lang="km",
            task=Task("Write", "Ms A.", dt.date(2026, 1, 1) + dt.timedelta(days=number))
            if action is SectionKind.ACTION and at % 10 == 0
            else None,
        )
        for at in range(SECTIONS)
    )
    year = chance.randint(1993, 2025)
    description = Description(
        f"ឯកសារ {number}",
        "km",
        kind,
        number=str(number // 2 if number % 10 < 2 else number),
        year=year if number % 10 > 1 else 2000,
        organisation=None if kind.is_law else f"Organisation {number % 60}",
        topics=tuple(chance.sample(list(topics().entries), 2)),
        places=tuple(place.code for place in chance.sample(gazetteer().provinces, 2)),
    )
    return ParsedDocument("text/plain", description.title, "km", kind, sections), description


def fill(knowledge_base: KnowledgeBase, documents: int) -> None:
    """Store the collection; nothing is indexed."""
    chance = random.Random(7)
    owners = [knowledge_base.store.organisation(f"Owner {one}") for one in range(20)]
    for number in range(documents):
        parsed, description = make(chance, number)
        knowledge_base.store.save(
            parsed,
            NewFile(Blob(f"{number:064}", 1), f"{number}.txt", f"/{number}"),
            visibility=chance.choice(list(Visibility)),
            organisation_id=chance.choice(owners),
            description=description,
            citations=references_of(parsed.sections, description.kind, description.year),
        )
    for number in range(MEMBERS):
        _member, token = knowledge_base.members.people.invite(
            knowledge_base.operator, f"member-{number}", Role.READER, owners[number % 20]
        )
        if number == 0:
            knowledge_base.members.links.use(token, PASSWORD, "Member")


def pages(document: Document, organisation: str) -> dict[str, str]:
    """The pages, by name."""
    base = f"/km/documents/{document.id}"
    return {
        "start": "/km/",
        "documents": "/km/documents",
        "topics": "/km/topics",
        "topic": "/km/topics/land",
        "organisations": "/km/organisations",
        "province": "/km/provinces/12",
        "organisation": f"/km/organisations/{organisation}",
        "map": "/km/provinces",
        "years": "/km/years",
        "actions": "/km/actions",
        "act": f"/km/acts/{document.work_id}",
        "document": base,
        "section": f"{base}/sections/7",
    }


def measure(client: FlaskClient, address: str, rounds: int) -> str:
    """Median and 95th percentile of the milliseconds of an answer; the first does not count."""
    wall, cpu = [], []
    for _ in range(rounds + 1):
        begin = time.perf_counter(), time.process_time()
        response = client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)
        wall.append(1000 * (time.perf_counter() - begin[0]))
        cpu.append(1000 * (time.process_time() - begin[1]))
        assert response.status_code == 200, address
    return "".join(
        f"{at_clock:9.1f} ({at_cpu:5.1f})"
        for at_clock, at_cpu in zip(_p50_p95(wall[1:]), _p50_p95(cpu[1:]), strict=True)
    )


def _p50_p95(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Make the collection, ask for the pages, print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--folder", type=Path, help="where the collection is kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=options.folder or Path(folder) / "kb")
        is_new = not (settings.data / "kb.sqlite3").exists()
        KnowledgeBase.initialise(settings)
        knowledge_base = KnowledgeBase(settings)
        if is_new:
            fill(knowledge_base, options.documents)
        app = create_app(knowledge_base)
        prepare(knowledge_base)
        visitor, member = app.test_client(), app.test_client()
        form = member.get("/en/sign-in").text
        token = form.partition('name="form_token" value="')[2][:64]
        member.post(
            "/en/sign-in",
            data={"form_token": token, "login": "member-0", "password": PASSWORD},
        )
        document = next(
            one
            for one in knowledge_base.store.documents(knowledge_base.operator, limit=100)
            if one.visibility is Visibility.PUBLIC and one.kind.is_law
        )
        print(f"{'ms':14}{'visitor p50':>16}{'p95':>17}{'member p50':>17}{'p95':>17}")
        organisation, _count = knowledge_base.catalogue.counts(
            ["organisation"], Audience.visitor()
        )["organisation"].most_common(1)[0]
        for name, address in pages(document, organisation).items():
            times = (measure(client, address, options.rounds) for client in (visitor, member))
            print(f"{name:14}{''.join(times)}")
        knowledge_base.close()


if __name__ == "__main__":
    main()
