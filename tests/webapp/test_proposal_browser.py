"""Two organisations work on a wording in a browser, in Khmer, until a meeting decides on it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser

from kb.access import Role
from kb.knowledge_base import KnowledgeBase
from tests.webapp.people import join
from tests.webapp.test_browser import DESKTOP, RULES, axe, base, browser, faults
from tests.webapp.test_discussion_browser import decision
from tests.webapp.test_network_browser import Person, person, sign_in

__all__ = ["axe", "base", "browser", "decision", "person"]


def test_a_wording_is_proposed_revised_endorsed_and_decided_on(
    person: Person,
    browser: Browser,
    base: str,
    axe: str,
    knowledge_base: KnowledgeBase,
    ids: Mapping[str, str],
    decision: str,
    request: pytest.FixtureRequest,
) -> None:
    name = request.node.callspec.params["person"].replace(" ", "-")
    for login, role, owner in (
        ("proposes", Role.DELEGATE, "Forest"),
        ("endorses", Role.DELEGATE, "River"),
        ("decides", Role.EDITOR, "River"),
    ):
        join(knowledge_base, f"{login}-{name}", role, f"{owner} proposing {name}")
    page = person.page
    sign_in(person, base, f"proposes-{name}")

    page.goto(f"{base}/km/documents/{ids['khmer_law']}/sections/1")
    person.use(page.get_by_role("link", name="ស្នើអត្ថបទថ្មី"))
    text = page.get_by_label("អត្ថបទជាខ្មែរ")
    person.fill(text, text.input_value() + " សហគមន៍ត្រូវបានពិគ្រោះ។")
    person.use(page.get_by_role("button", name="រក្សាទុកជាសេចក្ដីព្រាង"))
    page.locator("ins", has_text="សហគមន៍ត្រូវបានពិគ្រោះ").wait_for()
    person.use(page.get_by_role("button", name="បើកជូនអ្នកដទៃ"))
    page.locator(".stance", has_text="បើក").wait_for()
    address = page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if "without" not in name:  # axe is a script
        page.evaluate(axe)
        assert faults(page, {"type": "tag", "values": RULES}) == []

    def other(login: str) -> Person:
        context = browser.new_context(viewport=DESKTOP, locale="km-KH")  # type: ignore[arg-type]
        found = Person(context.new_page(), person.by_keyboard)
        sign_in(found, base, f"{login}-{name}")
        found.page.goto(address)
        return found

    endorser = other("endorses")
    theirs = endorser.page
    endorser.use(theirs.get_by_role("button", name="គាំទ្រអត្ថបទនេះ"))
    theirs.get_by_role("button", name="ដកការគាំទ្ររបស់យើងវិញ").wait_for()

    person.use(page.get_by_role("link", name="កែ", exact=True))
    text = page.get_by_label("អត្ថបទជាខ្មែរ")
    person.fill(text, text.input_value() + " ដោយសេរី។")
    person.use(page.get_by_role("button", name="រក្សាទុក"))
    page.get_by_text("បានគាំទ្រអត្ថបទមុន").wait_for()
    theirs.reload()
    endorser.use(theirs.get_by_role("button", name="គាំទ្រអត្ថបទនេះ"))
    theirs.get_by_text("បានគាំទ្រអត្ថបទមុន").wait_for(state="detached")

    editor = other("decides")
    editors = editor.page
    editor.use(editors.locator("summary", has_text="បិទដោយសេចក្ដីសម្រេច"))
    editor.use(editors.get_by_role("radio", name="បានព្រមព្រៀង", exact=True))
    editor.fill(editors.get_by_label("សេចក្តីសម្រេចក្នុងកំណត់ហេតុ"), f"{base}/km/{decision}")
    editor.use(editors.get_by_role("button", name="បិទដោយសេចក្ដីសម្រេច"))
    editors.locator(".stance", has_text="បានព្រមព្រៀង").wait_for()
    page.goto(f"{base}/km/{decision}")
    assert page.get_by_text("សេចក្ដីសម្រេចនេះបានបិទសំណើ៖").count() == 1
    for one in (theirs, editors):
        one.context.close()
