"""The main job of the network in a browser, in Khmer: join, upload, confirm, share, withdraw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, Route

from kb.access import Role
from kb.contributing import Contributing
from kb.dossiers.model import ItemKind
from kb.incoming import Incoming
from kb.knowledge_base import KnowledgeBase
from kb.uploads import Uploads
from tests.conftest import PROJECT
from tests.webapp.people import PASSWORD, join
from tests.webapp.test_browser import DESKTOP, NARROW, PHONE, RULES, axe, base, browser, faults

__all__ = ["axe", "base", "browser"]

MINUTES = PROJECT / "samples/documents/network-quarterly-meeting-minutes.km.docx"
QUERY = "កិច្ចប្រជុំបណ្តាញ"
PAGES = {
    "upload": "upload",
    "confirm": "documents/{law}/confirm",
    "shared document": "documents/{law}",
    "alerts": "alerts",
    "act to follow": "acts/{work}",
    "dossiers": "dossiers",
    "dossier being edited": "dossiers/{dossier}/edit",
    "dossier chosen": "dossiers/add?document={law}",
    "account": "account",
    "organisations": "administration",
    "people": "administration/{home}",
    "audit": "administration/audit",
}


@dataclass
class Person:
    """Somebody at a page, who uses the mouse or only the keyboard."""

    page: Page
    by_keyboard: bool

    def use(self, element: Locator) -> None:
        """Click it, or reach it by the keyboard and press a key."""
        if not self.by_keyboard:
            element.click()
            return
        self.reach(element)
        is_choice = element.evaluate("e => ['radio', 'checkbox'].includes(e.type)")
        self.page.keyboard.press("Space" if is_choice else "Enter")

    def fill(self, element: Locator, text: str) -> None:
        """Type into it."""
        if not self.by_keyboard:
            element.fill(text)
            return
        self.reach(element)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def reach(self, element: Locator) -> None:
        """Go to it by the tabulator; within a group of radio buttons by the arrows."""
        for _ in range(120):
            if element.evaluate("e => e === document.activeElement"):
                return
            same = element.evaluate(
                "e => e.type === 'radio' && document.activeElement.name === e.name"
            )
            self.page.keyboard.press("ArrowDown" if same else "Tab")
        raise AssertionError("it cannot be reached by the keyboard")


@pytest.fixture(params=["desktop", "phone", "phone without JavaScript", "keyboard"])
def person(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Person]:
    small = request.param.startswith("phone")
    context = browser.new_context(
        viewport=PHONE if small else DESKTOP,  # type: ignore[arg-type]
        locale="km-KH",
        java_script_enabled="without" not in request.param,
    )
    yield Person(context.new_page(), request.param == "keyboard")
    context.close()


def sign_in(person: Person, base: str, login: str) -> None:
    page = person.page
    page.goto(f"{base}/km/sign-in")
    person.fill(page.get_by_label("ឈ្មោះសម្រាប់ចូល"), login)
    person.fill(page.get_by_label("ពាក្យសម្ងាត់"), PASSWORD)
    person.use(page.locator("main button"))
    page.wait_for_url(f"{base}/km/")


def results(page: Page, base: str) -> Locator:
    page.goto(f"{base}/km/search?q={QUERY}&kind=minutes&lang=km")
    return page.locator(".groups h2 a")


def test_minutes_are_shared_with_the_network_and_withdrawn(
    person: Person,
    browser: Browser,
    base: str,
    knowledge_base: KnowledgeBase,
    request: pytest.FixtureRequest,
) -> None:
    name = request.node.callspec.params["person"].replace(" ", "-")
    river = knowledge_base.store.organisation(f"River {name}")
    _, token = knowledge_base.members.people.invite(
        knowledge_base.operator, f"sok-{name}", Role.CONTRIBUTOR, river
    )
    join(knowledge_base, f"dara-{name}", Role.READER, f"Forest {name}")
    page = person.page

    page.goto(f"{base}/join/{token}")
    assert "/km/join/" in page.url
    person.fill(page.get_by_label("ឈ្មោះដែលអ្នកដទៃឃើញ"), "សុខ")
    person.fill(page.get_by_label("ពាក្យសម្ងាត់"), PASSWORD)
    person.use(page.get_by_role("button", name="ចូលរួម"))
    sign_in(person, base, f"sok-{name}")

    person.use(page.get_by_role("link", name="ដាក់ឯកសារ"))
    page.get_by_label("ឯកសារ", exact=True).set_input_files(MINUTES)
    person.use(page.get_by_role("button", name="ដាក់ឯកសារ"))
    page.get_by_text("កំពុងអាន").wait_for()
    Uploads(knowledge_base).run()
    knowledge_base.update_index()
    person.use(page.get_by_role("link", name="មើលម្ដងទៀត"))

    other = browser.new_context(viewport=PHONE, locale="km-KH")  # type: ignore[arg-type]
    reader = Person(other.new_page(), by_keyboard=False)
    sign_in(reader, base, f"dara-{name}")
    assert results(reader.page, base).count() == 0

    person.use(page.get_by_role("link", name="បញ្ជាក់ និងចែករំលែក"))
    assert page.get_by_label("ប្រភេទ").input_value() == "minutes"
    assert page.get_by_label("កាលបរិច្ឆេទ").input_value() == "2024-05-16"
    person.use(page.get_by_role("radio", name="សមាជិកបណ្ដាញទាំងអស់"))
    person.use(page.get_by_role("button", name="បញ្ជាក់"))
    page.wait_for_url("**/documents/*")

    found = results(reader.page, base)
    assert found.count() == 1
    found.click()
    assert reader.page.locator(".outcomes").is_visible()  # its decisions come first

    person.use(page.get_by_text("ចែករំលែក ឬដកវិញ"))
    person.use(page.get_by_role("radio", name="តែអង្គការរបស់យើង"))
    with page.expect_navigation():  # the page that is left has the same address
        person.use(page.get_by_role("button", name="រក្សាទុក"))
    assert results(reader.page, base).count() == 0
    assert reader.page.goto(page.url).status == 404  # type: ignore[union-attr]
    other.close()
    document = page.url.rpartition("/")[2]
    Contributing(knowledge_base).remove(knowledge_base.operator, document)


def test_files_arrive_whole_and_once_over_a_connection_that_breaks(
    browser: Browser, base: str, knowledge_base: KnowledgeBase
) -> None:
    member_id = join(knowledge_base, "sok-on-the-road", Role.CONTRIBUTOR, "River road")
    context = browser.new_context(locale="km-KH")
    person = Person(context.new_page(), by_keyboard=False)
    sign_in(person, base, "sok-on-the-road")
    page, asked, broken = person.page, 0, []

    def on_the_road(route: Route) -> None:
        """Break every third request: before it is sent, or before its answer is read."""
        nonlocal asked
        asked += 1
        if asked % 3 == 0:
            broken.append(route.request.method)
            if asked % 2:
                route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.goto(f"{base}/km/upload")
    page.route("**/api/v1/uploads**", on_the_road)
    large = ("ព្រៃសហគមន៍ " * 100 + "\n") * 800  # three pieces
    page.get_by_label("ឯកសារ", exact=True).set_input_files(
        [
            FilePayload(
                name=f"note-{number}.txt",
                mimeType="text/plain",
                buffer=(f"Note {number}\n\n" + (large if number == 1 else "")).encode(),
            )
            for number in range(3)
        ]
    )
    with page.expect_navigation():
        page.get_by_role("button", name="ដាក់ឯកសារ").click()
    context.close()
    assert {"POST", "PATCH"} <= set(broken)
    by = knowledge_base.members.audience(member_id)
    uploads = [one for one in Incoming(knowledge_base).of(by, limit=None) if one.received]
    assert sorted(one.name for one in uploads) == ["note-0.txt", "note-1.txt", "note-2.txt"]
    assert all(one.received == one.size for one in uploads)


def test_a_dossier_is_put_in_order_by_keyboard(
    browser: Browser, base: str, knowledge_base: KnowledgeBase
) -> None:
    service = knowledge_base.dossiers
    by = knowledge_base.members.audience(
        join(knowledge_base, "puts-in-order", Role.CONTRIBUTOR, "Forest in order")
    )
    dossier = service.make(by, "សំណុំឯកសារ").id
    for words in ("One", "Two", "Three"):
        service.add(by, dossier, ItemKind.HEADING, note=words)
    context = browser.new_context(viewport=DESKTOP, locale="km-KH")  # type: ignore[arg-type]
    person = Person(context.new_page(), by_keyboard=True)
    page = person.page
    sign_in(person, base, "puts-in-order")
    page.goto(f"{base}/km/dossiers/{dossier}/edit")
    with page.expect_navigation():
        person.use(page.get_by_role("button", name="ឡើងលើ Three"))
    for _ in range(2):  # the next keys are those of the item where it is now
        page.keyboard.press("Tab")
    assert page.get_by_role("button", name="ឡើងលើ Three").evaluate(
        "e => e === document.activeElement"
    )
    with page.expect_navigation():
        page.keyboard.press("Enter")
    person.fill(page.locator("input[name=note]").last, "2")
    with page.expect_navigation():
        person.use(page.get_by_role("button", name="រក្សាទុក"))
    assert page.locator("main h2").all_inner_texts() == ["Three", "One", "2"]
    context.close()


@pytest.fixture(scope="module")
def admin(browser: Browser, base: str, knowledge_base: KnowledgeBase) -> Iterator[BrowserContext]:
    """A browser of an admin of the network."""
    join(knowledge_base, "admin-at-a-browser", Role.ADMIN)
    context = browser.new_context(viewport=NARROW, locale="km-KH")  # type: ignore[arg-type]
    sign_in(Person(context.new_page(), by_keyboard=False), base, "admin-at-a-browser")
    yield context
    context.close()


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_of_members_are_accessible_and_fit_the_narrowest_screen(
    admin: BrowserContext,
    app: Flask,
    base: str,
    axe: str,
    ids: Mapping[str, str],
    knowledge_base: KnowledgeBase,
    dossier: str,
    work: str,
    language: str,
    name: str,
) -> None:
    page = admin.new_page()
    home = knowledge_base.home_organisation
    address = PAGES[name].format(home=home, dossier=dossier, work=work, **ids)
    page.goto(f"{base}/{language}/{address}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(axe)
    assert faults(page, {"type": "tag", "values": RULES}) == []
    if language == "en":
        page.emulate_media(color_scheme="dark")
        assert faults(page, {"type": "rule", "values": ["color-contrast"]}) == []
    page.close()
