"""The pages of discussions and positions, used as a member uses them, without scripts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from flask import Flask

from kb.access import Role
from kb.discussion.anchoring import keep_placement
from kb.discussion.placement import Method, Placement, State
from kb.knowledge_base import KnowledgeBase
from kb.store.anchor_tables import placements
from kb.store.discussion_tables import closings
from kb.typed import LONGEST_TEXT
from tests.webapp.people import Browser, join, signed_in

DISCUSSION_PAGES = {
    "discussion.threads": "/en/discussions",
    "discussion.form": "/en/discussions/new?target=work:x",
    "discussion.thread": "/en/discussions/x",
    "discussion.closing": "/en/discussions/x/close",
    "contributions.edit": "/en/contributions/x/edit",
    "contributions.versions": "/en/contributions/x/versions",
    "contributions.reporting": "/en/contributions/x/report",
    "contributions.moderation": "/en/moderation",
    "quotations.doubts": "/en/quotations",
    "positions.table": "/en/acts/x/positions",
    "positions.as_csv": "/en/acts/x/positions.csv",
    "positions.form": "/en/positions/new?target=work:x",
    "positions.history": "/en/positions/x/history?target=work:x",
    "api_discussion.threads": "/api/v1/discussions",
    "api_discussion.thread": "/api/v1/discussions/x",
    "api_discussion.versions": "/api/v1/contributions/x/versions",
    "api_discussion.positions": "/api/v1/positions?target=work:x",
}
"""Route -> an address of it; all are for members alone."""
ARTICLE = "/en/documents/{law}/sections/1"


@pytest.fixture(scope="module")
def people(app: Flask, knowledge_base: KnowledgeBase) -> dict[str, Browser]:
    """Browsers of members of two organisations."""
    made = {}
    for name, role, owner in (
        ("d-sok", Role.DELEGATE, "Forest Friends"),
        ("d-dara", Role.CONTRIBUTOR, "River Watch"),
        ("d-editor", Role.EDITOR, "River Watch"),
        ("d-reader", Role.READER, "River Watch"),
    ):
        join(knowledge_base, name, role, owner)
        made[name.removeprefix("d-")] = signed_in(app, name)
    return made


def link(browser: Browser, page: str, path: str) -> str:
    """Give the address of the first link on a page that begins so."""
    found = re.search(rf'href="({re.escape(path)}[^"]*)"', browser.get(page).text)
    assert found, f"{page} has no link to {path}"
    return found[1].replace("&amp;", "&")


def opened(
    browser: Browser, ids: Mapping[str, str], text: str = "Is it **right**?", **more: str
) -> str:
    """Open a discussion beside article 1; give its address."""
    form = link(browser, ARTICLE.format(**ids), "/en/discussions/new")
    target = form.partition("target=")[2].replace("%3A", ":")
    fields = {"target": target, "title": "About the article", "text": text, "lang": "en", **more}
    response = browser.post(form, "/en/discussions/new", **fields)
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def test_two_organisations_discuss_from_both_texts_of_an_act(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    sok, dara = people["sok"], people["dara"]
    thread = opened(sok, ids)
    page = dara.get(thread)
    assert "Is it <strong>right</strong>?" in page.text
    answer = dara.post(thread, thread, text="No. See art. 2.", kind="against", lang="en")
    assert re.search(r'See <a href="/en/documents/[^"]+">art. 2</a>', dara.get(thread).text)
    assert answer.headers["Location"].startswith(thread + "?at=")
    first = re.search(r'id="c-([0-9a-f]+)"', page.text)
    assert first is not None
    dara.post(thread, thread, text="ឆ្លើយតប", lang="km", reply_to=first[1])
    text = sok.get(thread).text
    assert 'class="replies"' in text
    assert "Against" in text
    assert f'href="/en/documents/{ids["law"]}/sections/' in text
    khmer = sok.get(f"/km/documents/{ids['khmer_law']}").text
    assert "ការពិភាក្សា ១" in khmer
    assert "About the article" in sok.get("/en/discussions").text
    about = link(sok, f"/km/documents/{ids['khmer_law']}", "/km/discussions?target=section")
    assert "About the article" in dara.get(about).text


def test_a_discussion_is_put_into_a_dossier(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    sok = people["sok"]
    thread = opened(sok, ids)
    page = link(sok, thread, "/en/dossiers/add")
    assert "About the article" in sok.get(page).text
    chosen = {"discussion": thread.rpartition("/")[2], "title": "Said", "next": thread}
    assert sok.post(page, "/en/dossiers/add", **chosen).location == thread
    shown = sok.get(link(sok, thread, "/en/dossiers/")).text
    assert "About the article" in shown
    assert f'href="{thread}"' in shown


def test_what_is_typed_is_never_lost(people: dict[str, Browser], ids: Mapping[str, str]) -> None:
    sok = people["sok"]
    thread = opened(sok, ids)
    long = "ក" * (LONGEST_TEXT + 1)
    answer = sok.post(thread, thread, text=long, lang="km")
    assert (answer.status_code, long in answer.text) == (422, True)
    megabyte = "x" * 1_000_000
    answer = sok.post(thread, thread, text=megabyte, lang="en")
    assert (answer.status_code, megabyte in answer.text) == (422, True)
    sok.post(f"{thread}/close", f"{thread}/close", result="answered", summary="Done.")
    token = sok.get(thread).text
    assert "Say something" not in token
    found = re.search(r'name="form_token" value="([0-9a-f]{64})"', token)
    assert found is not None
    answer = sok.client.post(
        thread,
        base_url="https://localhost/",
        data={"form_token": found[1], "text": "Too late, alas", "lang": "en"},
    )
    assert answer.status_code == 409
    assert "Too late, alas" in answer.text


def test_a_discussion_is_closed_with_a_decision_shown_on_both(
    people: dict[str, Browser], ids: Mapping[str, str], knowledge_base: KnowledgeBase
) -> None:
    sok, dara = people["sok"], people["dara"]
    thread = opened(sok, ids)
    assert "/close" not in dara.get(thread).text
    sections = knowledge_base.sections(ids["minutes"], knowledge_base.operator)
    decision = next(one for one in sections if one.kind == "decision")
    address = f"https://localhost/en/documents/{ids['minutes']}/sections/{decision.id}"
    wrong = sok.post(
        f"{thread}/close", f"{thread}/close", summary="We agree.", decision="https://x.example/"
    )
    assert (wrong.status_code, "We agree." in wrong.text) == (422, True)
    done = sok.post(
        f"{thread}/close",
        f"{thread}/close",
        result="agreed",
        summary="We agree.",
        decision=address,
        review_on="២០៩៩-០១-០២",
    )
    assert done.status_code == 303
    again = sok.get(f"{thread}/close").text
    assert "We agree." in again
    assert (
        f"section:{knowledge_base.document(ids['minutes'], knowledge_base.operator).work_id}:"
        in again
    )
    text = dara.get(thread).text
    assert "We agree." in text
    assert decision.id in text
    assert "2 January 2099" in text
    assert thread in dara.get(address.removeprefix("https://localhost")).text
    assert sok.post(thread, f"{thread}/reopen", reason="Not yet").status_code == 303
    assert thread not in dara.get(address.removeprefix("https://localhost")).text


def test_the_start_page_reminds_of_what_is_to_be_looked_at_again(
    people: dict[str, Browser], ids: Mapping[str, str], knowledge_base: KnowledgeBase
) -> None:
    sok, dara = people["sok"], people["dara"]
    thread = opened(sok, ids)
    path = f"{thread}/close"
    sok.post(path, path, result="postponed", summary="Later.", review_on="2099-01-02")
    lists = ("/en/", "/km/discussions?state=due", "/api/v1/discussions?state=due")
    identifier = thread.rpartition("/")[2]

    def reminded(browser: Browser) -> list[bool]:
        return [identifier in browser.get(address).text for address in lists]

    assert reminded(sok) == [False] * 3
    with knowledge_base.database.write() as connection:  # the day comes
        connection.execute(
            sa.update(closings)
            .where(closings.c.thread_id == identifier)
            .values(review_on=dt.date(2026, 1, 1))
        )
    assert reminded(sok) == [True] * 3
    assert reminded(people["editor"]) == [True] * 3
    assert reminded(dara) == [False] * 3
    sok.post(path, path, result="agreed", summary="Done.")
    assert reminded(sok) == [False] * 3


def test_an_editor_hides_what_was_reported(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    sok, dara, editor = people["sok"], people["dara"], people["editor"]
    thread = opened(sok, ids, "Something bad")
    report = link(dara, thread, "/en/contributions/")
    assert dara.post(report, report, reason="Insulting").status_code == 303
    assert dara.get("/en/moderation").status_code == 403
    assert "Insulting" in editor.get("/en/moderation").text
    hide = report.replace("/report", "/hide")
    assert editor.post(report, hide, reason="It insults").status_code == 303
    assert "Something bad" not in dara.get(thread).text
    assert dara.get(report.replace("/report", "/versions")).status_code == 404
    mine = sok.get(thread).text
    assert "Something bad" in mine
    assert "It insults" in mine


def test_edits_and_removal(people: dict[str, Browser], ids: Mapping[str, str]) -> None:
    sok, dara = people["sok"], people["dara"]
    thread = opened(sok, ids, "First wording")
    edit = link(sok, thread, "/en/contributions/")
    one = edit.split("/")[3]
    dara.post(thread, thread, text="Hm", lang="en", reply_to=one)
    assert sok.post(edit, edit, text="Second wording", version="1").status_code == 303
    versions = link(dara, thread, f"/en/contributions/{one}/versions")
    assert "First wording" in dara.get(versions).text
    stale = sok.post(edit, edit, text="Third wording", version="1")
    assert stale.status_code == 409
    assert "Second wording" in stale.text
    assert "Third wording" in stale.text
    assert sok.post(thread, f"/en/contributions/{one}/remove").status_code == 303
    text = dara.get(thread).text
    assert "wording" not in text
    assert "Removed by its author" in text
    assert dara.get(versions).status_code == 404


def test_positions_are_stated_by_delegates_and_stand_in_a_table(
    people: dict[str, Browser], ids: Mapping[str, str], work: str
) -> None:
    sok, dara = people["sok"], people["dara"]
    article = ARTICLE.format(**ids)
    form = link(sok, article, "/en/positions/new")
    target = form.partition("target=")[2].replace("%3A", ":")
    assert "/en/positions/new" not in dara.get(article).text
    assert dara.get(form).status_code == 403
    refused = sok.post(form, "/en/positions/new", target=target, stance="oppose")
    assert refused.status_code == 422
    done = sok.post(
        form,
        "/en/positions/new",
        target=target,
        stance="oppose",
        reason="=Nobody asked",
        decided_by="Board",
        decided_on="2026-01-05",
    )
    assert done.status_code == 303
    assert "Nobody asked" in dara.get(article).text
    assert "Opposes it" in dara.get(f"/en/acts/{work}/positions").text
    exported = dara.get(f"/en/acts/{work}/positions.csv").text.splitlines()
    assert exported[1].startswith("Forest Friends,")
    assert "'=Nobody asked" in exported[1]
    assert "Sok" not in exported[1]
    history = link(dara, article, "/en/positions/")
    assert "Board" in dara.get(history).text


def test_readers_read_and_visitors_are_asked_to_sign_in(
    people: dict[str, Browser], ids: Mapping[str, str], app: Flask
) -> None:
    thread = opened(people["sok"], ids)
    reader = people["reader"]
    assert "Say something" not in reader.get(thread).text
    visitor = Browser(app)
    for address in (thread, *DISCUSSION_PAGES.values()):
        assert visitor.get(address).status_code == (401 if "/api/" in address else 303)
    assert "discussions" not in visitor.get(ARTICLE.format(**ids)).text


def test_what_was_said_is_found_and_led_to(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    thread = opened(people["sok"], ids, "Wombats dig here")
    page = people["dara"].get("/en/search?q=wombats&kind=discussion").text
    assert f'href="{thread}?at=' in page
    told = people["dara"].get("/api/v1/search?q=wombats").json
    assert told is not None
    (hit,) = told["hits"]
    assert "/discussions/" in hit["section"]["url"]


def test_a_discussion_quotes_words_of_the_article(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    sok, dara = people["sok"], people["dara"]
    page = ARTICLE.format(**ids)
    words = "as Article 12 bis and the Land Law say"
    thread = opened(sok, ids, title="About some words", quotation=words)
    for address in (thread, page):
        assert f'<blockquote lang="en">{words}</blockquote>' in dara.get(address).text


def test_a_quotation_that_stands_nowhere_comes_back_with_what_was_typed(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    sok = people["sok"]
    form = link(sok, ARTICLE.format(**ids), "/en/discussions/new")
    target = form.partition("target=")[2].replace("%3A", ":")
    words = "the moon is made of cheese"
    answer = sok.post(
        form,
        "/en/discussions/new",
        target=target,
        title="About cheese",
        text="Is it?",
        lang="en",
        quotation=words,
    )
    assert answer.status_code == 422
    assert "The quotation stands nowhere in this section." in answer.text
    assert all(typed in answer.text for typed in (words, "About cheese", "Is it?"))


def test_editors_settle_where_quotations_stand(
    people: dict[str, Browser], ids: Mapping[str, str]
) -> None:
    dara, editor = people["dara"], people["editor"]
    assert dara.get("/en/quotations").status_code == 403
    assert editor.get("/en/quotations").status_code == 200
    answer = editor.post("/en/quotations", "/en/quotations/12345", verdict="right")
    assert answer.status_code == 404


def test_an_editor_sees_both_texts_of_a_doubtful_quotation(
    people: dict[str, Browser], ids: Mapping[str, str], knowledge_base: KnowledgeBase
) -> None:
    editor = people["editor"]
    words = "This law governs forests"
    thread = opened(people["sok"], ids, title="Doubtful words", quotation=words)
    thread_id = thread.rpartition("/")[2]
    by = knowledge_base.operator
    standing = knowledge_base.discussion.quotations.of(by, [thread_id])[thread_id].standings
    at = standing[ids["law"]]
    with knowledge_base.database.write() as connection:
        row = connection.execute(
            sa.select(placements).where(placements.c.thread_id == thread_id)
        ).one()
        doubtful = Placement(None, at.span, State.DOUBTFUL, Method.ALIGNED, 0.6)
        keep_placement(connection, thread_id, ids["law"], row.version_id, doubtful)
    assert "text perhaps changed here" in people["dara"].get(thread).text
    page = editor.get("/en/quotations").text
    assert page.count(f"<mark>{words}</mark>") == 2
    [address] = re.findall(r'action="(/en/quotations/\d+)"', page)
    assert editor.post("/en/quotations", address, verdict="section").status_code == 303
    assert address not in editor.get("/en/quotations").text
    assert "text no longer found here" in people["dara"].get(thread).text
