"""How long the server takes for the pages of discussions and alerts, where a lot was said.

    python -m benchmarks.discussions [--documents 500] [--rounds 30] [--folder FOLDER]

The collection is that of `benchmarks.pages`, with 2,000 discussions of 20,000 contributions (each
has 10, the first one 100; every third contribution is a reply, each cites two articles), 300
positions and 300 alerts with 3,000 deliveries. It is measured twice: with all of it spread over
the documents, and, which is the worst case, with all of it on one act of 50 articles. The times
are the clock's and, in brackets, the processor's, of a signed-in member. With `--folder` both
collections are kept, and used again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
import tempfile
from pathlib import Path

import sqlalchemy as sa
from flask.testing import FlaskClient

from benchmarks.pages import PASSWORD, SECTIONS, fill, measure
from kb.access import Role
from kb.discussion.model import ContributionKind, Stance, State
from kb.discussion.targets import SectionKey, Target
from kb.knowledge_base import KnowledgeBase
from kb.model import Document, SectionKind, Visibility
from kb.settings import Settings
from kb.store.alert_tables import alerts, deliveries
from kb.store.discussion_tables import contribution_versions, contributions, positions, threads
from kb.store.member_tables import members
from kb.store.tables import new_id
from kb.store.targets import from_target
from webapp import create_app
from webapp.server import prepare

THREADS, CONTRIBUTIONS, LONGEST, POSITIONS, ALERTS, NEWS = 2000, 20000, 100, 300, 300, 10
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SAID = "យើងយល់ស្របនឹង**មាត្រា ៣០ ច្បាប់ភូមិបាល**\n\n- but see Article 5 of the Land Law\n- and the rest"


def hang(knowledge_base: KnowledgeBase, on: list[Document]) -> None:
    """Store discussions, positions and alerts: on articles of these documents by turns."""
    chance = random.Random(9)
    with knowledge_base.database.write("documents") as connection:
        people = connection.execute(sa.select(members.c.id, members.c.organisation_id)).all()
        opened, said, versions = [], [], []
        for number in range(THREADS):
            thread_id, at = new_id(), START + dt.timedelta(minutes=number)
            who = chance.choice(people)
            opened.append(
                from_target(_target(on[number % len(on)], chance))
                | {
                    "id": thread_id,
                    "title": f"ការពិភាក្សា {number}",
                    "lang": "km",
                    "visibility": Visibility.NETWORK,
                    "organisation_id": who.organisation_id,
                    "member_id": who.id,
                    "opened_at": at,
                    "last_at": at,
                }
            )
            first = ""
            for nth in range(CONTRIBUTIONS // THREADS if number else LONGEST):
                made, who = new_id(), chance.choice(people)
                is_reply = nth % 3 == 1
                said.append(
                    {
                        "id": made,
                        "thread_id": thread_id,
                        "parent_id": first if is_reply else None,
                        "kind": ContributionKind.COMMENT
                        if is_reply
                        else chance.choice(list(ContributionKind)),
                        "lang": "km",
                        "organisation_id": who.organisation_id,
                        "member_id": who.id,
                        "named": True,
                        "state": State.VISIBLE,
                        "reason": "",
                        "at": at + dt.timedelta(seconds=nth),
                    }
                )
                versions.append(
                    {"contribution_id": made, "number": 1, "text": f"{SAID} {nth}", "at": at}
                )
                first = first if is_reply else made
        connection.execute(sa.insert(threads), opened)
        connection.execute(sa.insert(contributions), said)
        connection.execute(sa.insert(contribution_versions), versions)
        _state_positions(connection, on, people, chance)
        _follow(connection, people, [one.id for one in on])


def _target(document: Document, chance: random.Random) -> Target:
    number = chance.choice([at for at in range(SECTIONS) if at % 10]) + 1
    return Target.of_work(document.work_id, SectionKey(SectionKind.ARTICLE, str(number)))


def _state_positions(
    connection: sa.Connection,
    on: list[Document],
    people: list[sa.Row[tuple[str, str]]],
    chance: random.Random,
) -> None:
    connection.execute(
        sa.insert(positions),
        [
            from_target(_target(on[number % len(on)], chance))
            | {
                "organisation_id": (who := chance.choice(people)).organisation_id,
                "member_id": who.id,
                "stance": chance.choice(list(Stance)),
                "reason": SAID,
                "visibility": Visibility.NETWORK,
                "decided_by": "Board",
                "decision": "",
                "texts": {},
                "at": START,
            }
            for number in range(POSITIONS)
        ],
    )


def _follow(
    connection: sa.Connection, people: list[sa.Row[tuple[str, str]]], document_ids: list[str]
) -> None:
    """Alerts of all members, and news of each: about documents."""
    for number in range(ALERTS):
        alert_id, member_id = new_id(), people[number % len(people)].id
        connection.execute(
            sa.insert(alerts).values(
                id=alert_id,
                member_id=member_id,
                query={"text": f"ដីធ្លី {number}"},
                note="",
                mail="weekly",
                position=0,
                created_at=START,
            )
        )
        for nth in range(NEWS):
            connection.execute(
                sa.insert(deliveries)
                .prefix_with("OR IGNORE")
                .values(
                    member_id=member_id,
                    channel="page",
                    subject=f"document:{document_ids[(number + nth) % len(document_ids)]}",
                    alert_id=alert_id,
                    at=START,
                )
            )


def collection(folder: Path, *, documents: int, spread: bool) -> KnowledgeBase:
    """Open a collection; make it first if it is not there."""
    settings = Settings(data=folder / ("spread" if spread else "one-act"))
    if settings.data.exists():
        return KnowledgeBase(settings)
    filled = Settings(data=folder / "filled")
    if not filled.data.exists():
        KnowledgeBase.initialise(filled)
        made = KnowledgeBase(filled)
        fill(made, documents)
        made.close()
    shutil.copytree(filled.data, settings.data)
    knowledge_base = KnowledgeBase(settings)
    laws = _laws(knowledge_base)
    hang(knowledge_base, laws if spread else laws[:1])
    return knowledge_base


def _laws(knowledge_base: KnowledgeBase) -> list[Document]:
    every = knowledge_base.store.documents(knowledge_base.operator, limit=None)
    return [one for one in every if one.visibility is Visibility.PUBLIC and one.kind.is_law]


def pages(knowledge_base: KnowledgeBase) -> dict[str, str]:
    """The pages, by name: of the first act on which something hangs."""
    law = _laws(knowledge_base)[0]
    with knowledge_base.database.read() as connection:
        on_law = sa.select(threads).where(threads.c.target_id == law.work_id)
        thread, longest = (
            connection.execute(on_law.order_by(order).limit(1)).one()
            for order in (threads.c.opened_at.desc(), threads.c.opened_at)
        )
    target = f"section:{law.work_id}:article:0:{thread.section_number}"
    return {
        "discussions": "/km/discussions",
        "last page": f"/km/discussions?page={THREADS // 20}",
        "discussion": f"/km/discussions/{thread.id}",
        "longest": f"/km/discussions/{longest.id}",
        "law": f"/km/documents/{law.id}",
        "article": f"/km/documents/{law.id}/sections/{thread.section_number}",
        "about article": f"/km/discussions?target={target}",
        "act": f"/km/acts/{law.work_id}",
        "positions": f"/km/acts/{law.work_id}/positions",
        "proposals": "/km/proposals",
        "moderation": "/km/moderation",
        "alerts": "/km/alerts",
    }


def _signed_in(knowledge_base: KnowledgeBase) -> FlaskClient:
    client = create_app(knowledge_base).test_client()
    form = client.get("/en/sign-in").text
    token = form.partition('name="form_token" value="')[2][:64]
    client.post(
        "/en/sign-in", data={"form_token": token, "login": "member-0", "password": PASSWORD}
    )
    return client


def main() -> None:
    """Make the collections, ask for the pages, print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--folder", type=Path, help="where the collections are kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        for name, spread in (("spread", True), ("on one act", False)):
            knowledge_base = collection(folder, documents=options.documents, spread=spread)
            with knowledge_base.database.write() as connection:
                connection.execute(
                    sa.update(members).where(members.c.login == "member-0").values(role=Role.EDITOR)
                )
            prepare(knowledge_base)
            client = _signed_in(knowledge_base)
            print(f"{name:14}{'ms p50':>16}{'p95':>17}")
            for page, address in pages(knowledge_base).items():
                print(f"{page:14}{measure(client, address, options.rounds)}", flush=True)
            knowledge_base.close()


if __name__ == "__main__":
    main()
