"""Alerts on the pages, as feeds and in the API."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

import pytest
from flask import Flask

from kb.access import Role
from kb.discussion.contributions import Draft
from kb.discussion.targets import Target
from kb.knowledge_base import KnowledgeBase
from kb.model import DocumentKind, ParsedDocument, ParsedSection, SectionKind, Visibility
from kb.store.documents import NewFile
from tests.webapp.people import Browser, join, signed_in

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module", autouse=True)
def members(knowledge_base: KnowledgeBase, ids: Mapping[str, str]) -> dict[str, str]:
    """Sign-in name -> id of a member."""
    del ids
    return {"follower": join(knowledge_base, "follower", Role.READER)}


@pytest.fixture
def browser(
    app: Flask, knowledge_base: KnowledgeBase, members: Mapping[str, str]
) -> Iterator[Browser]:
    """A member's, who follows nothing afterwards."""
    yield signed_in(app, "follower")
    service = knowledge_base.alerts
    by = knowledge_base.members.audience(members["follower"])
    assert by
    for one in service.all(by):
        service.unfollow(by, one.id)
    service.start_mail(by)


@pytest.fixture
def publish(knowledge_base: KnowledgeBase) -> Iterator[None]:
    """Two new documents about a word, one of them for members; gone afterwards."""
    made = []
    for title, visibility in (
        ("Public wetland report", Visibility.PUBLIC),
        ("Hidden wetland report", Visibility.NETWORK),
    ):
        section = ParsedSection(SectionKind.TEXT, f"wetlandia {title}", lang="en")
        parsed = ParsedDocument("text/plain", title, "en", DocumentKind.REPORT, (section,))
        blob = knowledge_base.blobs.add(io.BytesIO(title.encode()))
        made.append(
            knowledge_base.store.save(
                parsed,
                NewFile(blob, "report.txt", f"/{title}"),
                visibility=visibility,
                organisation_id=knowledge_base.home_organisation,
            ).document_id
        )
    knowledge_base.update_index()
    knowledge_base.alerts.watch.catch_up()
    yield
    for one in made:
        knowledge_base.remove(one)


@pytest.fixture
def following(browser: Browser) -> str:
    """The address of a search that the member follows."""
    page = "/en/search?q=wetlandia&sort=date"
    assert "Follow this search" in browser.get(page).text
    assert browser.post("/en/search?q=forest", "/en/alerts", q="wetlandia").status_code == 303
    return page


def test_a_search_is_followed_and_news_are_told(
    browser: Browser, following: str, request: pytest.FixtureRequest
) -> None:
    assert "“wetlandia”" in browser.get("/en/alerts").text
    request.getfixturevalue("publish")
    page = browser.get("/en/alerts").text
    assert "Public wetland report" in page
    assert "Hidden wetland report" in page
    again = browser.post("/en/alerts", "/en/alerts", q="wetlandia")
    assert again.status_code == 422
    assert "You follow this already." in again.text


def test_topics_organisations_and_acts_have_a_form_to_follow(browser: Browser, work: str) -> None:
    for page, field in (
        ("/en/topics/forests", "topic"),
        ("/km/provinces/16", "province"),
        ("/en/organisations/land network", "organisation"),
        (f"/en/acts/{work}", "act"),
    ):
        form = browser.get(page).text.partition('class="follow"')[2].partition("</form>")[0]
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        token = fields.pop("form_token")
        assert set(fields) == {field}
        response = browser.client.post(
            "/en/alerts", base_url="https://localhost/", data={"form_token": token, **fields}
        )
        assert response.status_code == 303
    page = browser.get("/en/alerts").text
    for name in ("Topic: ", "Organisation: land network", f"/en/acts/{work}"):
        assert name in page


def test_a_discussion_is_followed(
    browser: Browser,
    app: Flask,
    knowledge_base: KnowledgeBase,
    members: Mapping[str, str],
    work: str,
) -> None:
    discussion = knowledge_base.discussion
    says = knowledge_base.members.audience(
        join(knowledge_base, "says-something", Role.CONTRIBUTOR, "Says something")
    )
    thread = discussion.threads.open(
        says, Target.of_work(work), "Eels?", Visibility.NETWORK, Draft("One", "en")
    ).id
    page = f"/en/discussions/{thread}"
    assert "Follow this discussion" in browser.get(page).text
    made = browser.post(page, "/en/alerts", discussion=thread)
    assert made.status_code == 303
    assert " a month," not in browser.get(made.location.partition("#")[0]).text
    for words in ("Two", "Three"):
        said = discussion.contributions.add(says, thread, Draft(words, "en")).id
    knowledge_base.alerts.watch.catch_up()
    told = browser.get("/km/alerts").text
    assert f'/km/discussions/{thread}?at={said}#c-{said}"' in told
    assert "ថ្មី ២" in told
    by = knowledge_base.members.audience(members["follower"])
    feed = app.test_client().get(f"/en/feeds/{knowledge_base.alerts.new_feed(by)}.atom").text
    assert "1 new for members" in feed
    assert "Eels" not in feed
    assert thread not in feed
    _, token = knowledge_base.members.tokens.make(members["follower"], "script", [], 9)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    (new,) = client.get("/api/v1/news").get_json()["news"]
    assert (new["discussion"]["id"], new["number"]) == (thread, 2)
    (alert,) = client.get("/api/v1/alerts").get_json()["alerts"]
    assert alert["discussion"] == thread
    again = client.post("/api/v1/alerts", json={"discussion": thread})
    assert again.get_json()["code"] == "followed"
    for one in reversed(discussion.contributions.ids_of(says.member_id)):
        discussion.contributions.remove(says, one)
    page = browser.get("/en/alerts").text
    assert "A discussion that is not there any more" in page
    assert "Eels" not in page


def test_how_much_to_expect_is_counted_of_what_was_followed_just_now(browser: Browser) -> None:
    browser.post("/en/search?q=forest", "/en/alerts", q="forest")
    response = browser.post("/en/search?q=wetlandia", "/en/alerts", q="wetlandia")
    page = browser.get(response.location.partition("#")[0]).text
    assert page.count(" a month, as in the last one") == 1
    assert page.index("wetlandia") < page.index(" a month,") < page.index("“forest”")
    assert " a month," not in browser.get("/en/alerts").text


def test_an_alert_is_changed_and_removed(browser: Browser, following: str) -> None:
    page = browser.get("/en/alerts").text
    (alert,) = set(re.findall(r'action="/en/alerts/(\w{24})"', page))
    browser.post("/en/alerts", f"/en/alerts/{alert}", mail="daily", note="for the campaign")
    page = browser.get("/en/alerts").text
    assert "for the campaign" in page
    assert "a mail a day at most" in page
    assert browser.post("/en/alerts", f"/en/alerts/{alert}", mail="often").status_code == 422
    assert browser.post("/en/alerts", f"/en/alerts/{alert}/remove").status_code == 303
    assert following not in browser.get("/en/alerts").text
    assert browser.post("/en/alerts", f"/en/alerts/{alert}/remove").status_code == 404


def test_what_matches_everything_is_refused(browser: Browser) -> None:
    response = browser.post("/en/alerts", "/en/alerts", q="")
    assert response.status_code == 422
    assert "This matches everything." in response.text


@pytest.mark.usefixtures("following", "publish")
def test_the_own_feed_is_secret_and_names_only_what_is_public(app: Flask, browser: Browser) -> None:
    shown = browser.post("/en/alerts", "/en/alerts/feed").text
    (address,) = re.findall(r"https://localhost(/en/feeds/[0-9a-f]{32}\.atom)", shown)
    response = Browser(app).get(address)
    assert response.mimetype == "application/atom+xml"
    assert response.headers["Cache-Control"] == "private, no-store"
    titles = [one.text for one in ElementTree.fromstring(response.data).findall(".//a:title", ATOM)]
    assert titles == ["New for you", "1 new for members", "Public wetland report"] or titles == [
        "New for you",
        "Public wetland report",
        "1 new for members",
    ]
    assert "Hidden" not in response.text
    renewed = browser.post("/en/alerts", "/en/alerts/feed").text
    assert address not in renewed
    assert Browser(app).get(address).status_code == 404
    browser.post("/en/alerts", "/en/alerts/feed/off")
    (address,) = re.findall(r"https://localhost(/en/feeds/[0-9a-f]{32}\.atom)", renewed)
    assert Browser(app).get(address).status_code == 404


@pytest.mark.usefixtures("publish")
def test_any_search_is_a_feed_of_what_is_public(app: Flask, browser: Browser) -> None:
    for reader in (Browser(app), browser):  # a member's session makes no difference
        response = reader.get("/en/search.atom?q=wetlandia")
        feed = ElementTree.fromstring(response.data)
        titles = [one.text for one in feed.findall("a:entry/a:title", ATOM)]
        assert titles == ["Public wetland report"]
    assert Browser(app).get("/en/search.atom?wrong=1").status_code == 422


def test_a_feed_has_what_is_new_however_much_old_is_more_like_it(
    app: Flask, knowledge_base: KnowledgeBase, ids: Mapping[str, str]
) -> None:
    del ids
    made = []
    for title, text, sections in (
        ("Old marshes", "marsh", 101),
        ("New", "marsh " + "land " * 99, 1),
    ):
        parts = tuple(ParsedSection(SectionKind.TEXT, text, lang="en") for _ in range(sections))
        parsed = ParsedDocument("text/plain", title, "en", DocumentKind.REPORT, parts)
        blob = knowledge_base.blobs.add(io.BytesIO(title.encode()))
        saved = knowledge_base.store.save(
            parsed,
            NewFile(blob, "report.txt", f"/{title}"),
            visibility=Visibility.PUBLIC,
            organisation_id=knowledge_base.home_organisation,
        )
        made.append(saved.document_id)
    knowledge_base.update_index()
    feed = ElementTree.fromstring(Browser(app).get("/en/search.atom?q=marsh").data)
    titles = [one.text for one in feed.findall("a:entry/a:title", ATOM)]
    for document_id in made:
        knowledge_base.remove(document_id)
    assert titles == ["New", "Old marshes"]


def test_mails_are_stopped_by_one_post_and_not_by_a_look(
    app: Flask, browser: Browser, knowledge_base: KnowledgeBase, members: Mapping[str, str]
) -> None:
    service = knowledge_base.alerts
    by = knowledge_base.members.audience(members["follower"])
    assert by
    address = f"/unsubscribe/{service.stop_token(by.member_id)}"
    assert (
        "Send me no more mails" in Browser(app).get(address, headers={"Accept-Language": "en"}).text
    )
    assert service.mail_stopped(by) is None
    response = app.test_client().post(
        address, base_url="https://localhost/", data={"List-Unsubscribe": "One-Click"}
    )
    assert response.status_code == 200
    assert service.mail_stopped(by) == "asked"
    assert Browser(app).get(f"{address}x").status_code == 404
    assert app.test_client().post("/unsubscribe/x.y").status_code == 404
    browser.post("/en/alerts", "/en/alerts/mail")
    assert service.mail_stopped(by) is None


@pytest.mark.usefixtures("browser")
def test_the_api_does_the_same(
    app: Flask,
    knowledge_base: KnowledgeBase,
    members: Mapping[str, str],
    request: pytest.FixtureRequest,
) -> None:
    _, token = knowledge_base.members.tokens.make(members["follower"], "script", [], 9)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    made = client.post("/api/v1/alerts", json={"q": "wetlandia", "mail": "daily"})
    assert made.status_code == 201
    assert client.get("/api/v1/alerts").get_json()["alerts"] == [made.get_json()]
    assert client.post("/api/v1/alerts", json={"filters": {"x": ["y"]}}).status_code == 422
    assert client.post("/api/v1/alerts", json={}).get_json()["code"] == "matches-everything"
    request.getfixturevalue("publish")
    news = client.get("/api/v1/news").get_json()["news"]
    assert {one["document"]["title"] for one in news} == {
        "Public wetland report",
        "Hidden wetland report",
    }
    assert client.delete(f"/api/v1/alerts/{made.get_json()['id']}").status_code == 204
    assert client.get("/api/v1/alerts").get_json() == {"alerts": []}
    assert app.test_client().get("/api/v1/alerts").status_code == 401
