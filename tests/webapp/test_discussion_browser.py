"""Two organisations discuss an article in a browser, one in Khmer, and close it with a decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page

from kb.access import Role
from kb.discussion.anchoring import keep_placement
from kb.discussion.contributions import Draft
from kb.discussion.model import ContributionKind, Mandate, Stance
from kb.discussion.placement import Method, Placement, State
from kb.discussion.targets import Target, section_keys
from kb.knowledge_base import KnowledgeBase
from kb.model import SectionKind, Visibility
from kb.store.anchor_tables import placements
from tests.webapp.people import join
from tests.webapp.test_browser import DESKTOP, NARROW, RULES, axe, base, browser, faults
from tests.webapp.test_network_browser import Person, person, sign_in

__all__ = ["axe", "base", "browser", "person"]

TITLE = "រយៈពេល ១៥ ឆ្នាំ គ្រប់គ្រាន់ឬទេ?"
PAGES = (
    "discussions",
    "discussions?target={target}",
    "discussions/new?target={target}",
    "discussions/{thread}",
    "discussions/{thread}/close",
    "contributions/{said}/edit",
    "contributions/{said}/versions",
    "contributions/{said}/report",
    "positions/new?target={target}",
    "positions/{organisation}/history?target={target}",
    "acts/{work}/positions",
    "documents/{law}",
    "documents/{law}/sections/1",
)
EDITORS_PAGES = ("moderation", "quotations")


@pytest.fixture(scope="module")
def decision(knowledge_base: KnowledgeBase, ids: Mapping[str, str]) -> str:
    """The path of a decision of minutes that members may read."""
    sections = knowledge_base.sections(ids["minutes"], knowledge_base.operator)
    found = next(one for one in sections if one.kind is SectionKind.DECISION)
    return f"documents/{ids['minutes']}/sections/{found.id}"


def test_an_article_is_discussed_from_both_texts_and_closed_with_a_decision(
    person: Person,
    browser: Browser,
    base: str,
    knowledge_base: KnowledgeBase,
    ids: Mapping[str, str],
    decision: str,
    request: pytest.FixtureRequest,
) -> None:
    name = request.node.callspec.params["person"].replace(" ", "-")
    join(knowledge_base, f"forest-{name}", Role.DELEGATE, f"Forest of {name}")
    join(knowledge_base, f"river-{name}", Role.CONTRIBUTOR, f"River of {name}")
    page = person.page
    sign_in(person, base, f"forest-{name}")

    page.goto(f"{base}/km/documents/{ids['khmer_law']}/sections/1")
    person.use(page.get_by_role("link", name="បើកការពិភាក្សា"))
    person.fill(page.get_by_label("និយាយអំពីអ្វី?"), f"{TITLE} {name}")
    person.fill(page.get_by_label("អត្ថបទរបស់អ្នក", exact=True), "សូមមើល មាត្រា ២ ។")
    person.use(page.get_by_role("radio", name="សំណួរ"))
    person.use(page.get_by_role("button", name="បើកការពិភាក្សា"))
    page.wait_for_url("**/discussions/*")
    assert page.locator(".words a").get_attribute("href") is not None  # the citation
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    context = browser.new_context(viewport=DESKTOP, locale="km-KH")  # type: ignore[arg-type]
    other = Person(context.new_page(), person.by_keyboard)
    sign_in(other, base, f"river-{name}")
    theirs = other.page
    theirs.goto(f"{base}/en/documents/{ids['law']}/sections/1")
    other.use(theirs.get_by_role("link", name=f"{TITLE} {name}"))
    other.use(theirs.locator(".contribution summary", has_text="Reply"))
    other.fill(
        theirs.locator(".contribution details[open] textarea"), "Twenty would be **better**."
    )
    other.use(theirs.locator(".contribution details[open] button"))
    theirs.locator(".replies strong", has_text="better").wait_for()
    assert theirs.get_by_role("link", name="Close the discussion").count() == 0

    page.reload()
    assert page.locator(".replies").inner_text().count("better") == 1
    person.use(page.get_by_role("link", name="បិទការពិភាក្សា"))
    person.fill(page.get_by_label("សេចក្តីសង្ខេប"), "អង្គការទាំងពីរយល់ស្រប។")
    person.fill(page.get_by_label("សេចក្តីសម្រេចក្នុងកំណត់ហេតុ"), f"{base}/en/{decision}")
    person.fill(page.get_by_label("ថ្ងៃដែលត្រូវពិនិត្យឡើងវិញ"), "២០៩៩-០១-១៥")
    person.use(page.get_by_role("button", name="បិទការពិភាក្សា"))
    page.locator(".closing").wait_for()
    assert "បានព្រមព្រៀង" in page.locator(".closing").inner_text()
    assert page.locator(".closing .on a").count() == 1
    assert page.get_by_role("button", name="ផ្ញើ").count() == 0

    theirs.goto(f"{base}/en/{decision}")
    theirs.get_by_role("link", name=f"{TITLE} {name}").click()
    assert "Closed: Agreed" in theirs.locator(".closing").inner_text()
    context.close()


@pytest.fixture(scope="module")
def values(knowledge_base: KnowledgeBase, ids: Mapping[str, str], work: str) -> dict[str, str]:
    """What the addresses of `PAGES` are made of: a discussion with a reply, and a position."""
    members, discussion = knowledge_base.members, knowledge_base.discussion
    by = members.audience(
        join(knowledge_base, "delegate-at-a-browser", Role.DELEGATE, "Forest at a browser")
    )
    sections = knowledge_base.sections(ids["law"], by)
    first = next(one for one in sections if one.number == "1")
    target = Target.of_work(work, section_keys(sections)[first.id])
    draft = Draft("- **One**\n- two\n\n> art. 2", "en", ContributionKind.AGAINST)
    words = "This law governs forests"
    thread = discussion.threads.open(by, target, TITLE, Visibility.NETWORK, draft, words)
    _doubt(knowledge_base, thread.id, ids["law"])
    (said,) = discussion.threads.contributions(by, thread.id)
    discussion.contributions.add(by, thread.id, Draft("ឆ្លើយតប", "km"), said.id)
    discussion.contributions.edit(by, said.id, draft.text + "\n\nthree", 1)
    discussion.positions.state(
        by, target, Stance.CONCERN, "ហេតុផល", Visibility.NETWORK, Mandate("Board")
    )
    discussion.moderation.report(by, said.id, "មិនសមរម្យ")
    return {
        "target": str(target),
        "thread": thread.id,
        "said": said.id,
        "organisation": by.own_organisation or "",
        "work": work,
        "law": ids["law"],
    }


def _doubt(knowledge_base: KnowledgeBase, thread_id: str, document_id: str) -> None:
    """Make an editor look at where the quotation of a thread stands in a document."""
    quoted = knowledge_base.discussion.quotations.of(knowledge_base.operator, [thread_id])
    standing = quoted[thread_id].standings[document_id]
    with knowledge_base.database.write() as connection:
        version_id = connection.scalar(
            sa.select(placements.c.version_id).where(placements.c.id == standing.id)
        )
        doubtful = Placement(None, standing.span, State.DOUBTFUL, Method.ALIGNED, 0.6)
        keep_placement(connection, thread_id, document_id, version_id, doubtful)


@pytest.fixture(scope="module")
def page(browser: Browser, base: str, values: dict[str, str]) -> Iterator[Page]:
    """A narrow page at which the delegate is signed in."""
    del values
    yield from _signed_in(browser, base, "delegate-at-a-browser")


@pytest.fixture(scope="module")
def editors_page(
    browser: Browser, base: str, values: dict[str, str], knowledge_base: KnowledgeBase
) -> Iterator[Page]:
    """A narrow page at which an editor is signed in."""
    del values
    join(knowledge_base, "editor-at-a-browser", Role.EDITOR, "Editors at a browser")
    yield from _signed_in(browser, base, "editor-at-a-browser")


def _signed_in(browser: Browser, base: str, login: str) -> Iterator[Page]:
    context = browser.new_context(viewport=NARROW, locale="km-KH")  # type: ignore[arg-type]
    opened = context.new_page()
    sign_in(Person(opened, by_keyboard=False), base, login)
    yield opened
    context.close()


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_are_accessible_and_fit_the_narrowest_screen(
    page: Page, base: str, axe: str, values: dict[str, str], language: str, address: str
) -> None:
    _check(page, f"{base}/{language}/{address.format(**values)}", axe)


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("address", EDITORS_PAGES)
def test_pages_of_editors_are_accessible_and_fit_the_narrowest_screen(
    editors_page: Page, base: str, axe: str, language: str, address: str
) -> None:
    _check(editors_page, f"{base}/{language}/{address}", axe)
    assert editors_page.locator("main h2, main .contribution").count()


def _check(page: Page, address: str, axe: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(axe)
    assert faults(page, {"type": "tag", "values": RULES}) == []
    if "/en/" in address:
        page.emulate_media(color_scheme="dark")
        assert faults(page, {"type": "rule", "values": ["color-contrast"]}) == []
        page.emulate_media(color_scheme="light")
