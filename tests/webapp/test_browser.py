"""The pages in a real browser: the main job, narrow screens, no JavaScript, accessibility."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from kb.access import Role
from kb.knowledge_base import KnowledgeBase
from tests.webapp.people import PASSWORD, join

QUERY = "អាជ្ញាយុកាល អចលនវត្ថុ"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
"""The narrowest screen without a second direction of scrolling (WCAG 2.2, 1.4.10)."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TEXT_SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; "
    "word-spacing: .16em !important } p { margin-bottom: 2em !important }"
)
"""WCAG 2.2, 1.4.12."""
PAGES = {
    "start": "",
    "help": "help",
    "results": f"search?q={QUERY}",
    "filtered": "search?q=forest&kind=law&from=2001",
    "nothing": "search?q=qqqzzzqqq",
    "wrong": "search?q=a&from=x",
    "documents": "documents",
    "topics": "topics",
    "topic": "topics/forests?kind=law",
    "map": "provinces",
    "organisations": "organisations",
    "organisation": "organisations/land network",
    "years": "years",
    "act": "acts/{work}",
    "actions": "actions?due=past",
    "document": "documents/{code}?part=5&q=អចលនវត្ថុ",
    "find": "documents/{law}?find=article",
    "minutes": "documents/{minutes}",
    "dossiers": "dossiers",
    "dossier": "dossiers/{dossier}",
    "beside": "documents/{law}/beside/{khmer_law}",
    "hostile": "documents/{hostile}",
    "article": f"documents/{{code}}/sections/162?q={QUERY}",
    "page": "documents/{scan}/pages/1",
    "page with matches": "documents/{scan}/pages/1?q=ប្រយោជន៍សាធារណៈ",
    "review": "review",
    "sign in": "sign-in",
    "colours": "appearance",
    "saved": "saved",
    "absent": "documents/none",
}


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Pass over."""


@pytest.fixture(scope="module")
def base(app: Flask) -> Iterator[str]:
    """Where the application is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("needs chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture(params=["desktop", "phone"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    viewport = DESKTOP if request.param == "desktop" else PHONE
    context = browser.new_context(viewport=viewport, locale="km-KH")  # type: ignore[arg-type]
    yield context
    context.close()


def find_the_article(page: Page, base: str) -> None:
    """Do the main job: type Khmer, see the article with exactly the words marked, open it."""
    page.goto(base)
    assert page.url == f"{base}/km/"
    page.get_by_role("combobox").fill(QUERY)
    page.get_by_role("button", name="ស្វែងរក").click()
    assert set(page.locator("mark").all_text_contents()) == set(QUERY.split())
    page.get_by_role("link", name="មាត្រា ១៦២").click()
    assert "មាត្រា ១៦២" in page.locator("h1").inner_text()
    assert set(page.locator(".body mark").all_text_contents()) == set(QUERY.split())
    assert page.locator("mark").first.is_visible()
    page.get_by_role("link", name="អានក្នុងឯកសារទាំងមូល").click()
    assert page.locator("#art-162").evaluate("e => e.getBoundingClientRect().top") < 740


def test_finds_the_article(context: BrowserContext, base: str) -> None:
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    find_the_article(page, base)
    assert not faults


def test_finds_the_article_without_javascript(browser: Browser, base: str) -> None:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        locale="km-KH",
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto(f"{base}/km/")
    page.get_by_role("searchbox").fill(QUERY)
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="មាត្រា ១៦២").click()
    assert "មាត្រា ១៦២" in page.locator("h1").inner_text()
    context.close()


def test_finds_the_article_by_keyboard(browser: Browser, base: str) -> None:
    page = browser.new_page(viewport=DESKTOP, locale="km-KH")  # type: ignore[arg-type]
    page.goto(f"{base}/km/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type(QUERY)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    for _ in range(40):
        page.keyboard.press("Tab")
        if "មាត្រា ១៦២" in str(page.evaluate("document.activeElement.textContent")):
            break
    width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 2
    page.keyboard.press("Enter")
    page.wait_for_url("**/sections/**")
    page.close()


def test_suggestions_can_be_taken_by_keyboard_and_by_pointer(browser: Browser, base: str) -> None:
    page = browser.new_page(viewport=PHONE, locale="km-KH")  # type: ignore[arg-type]
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    for keys in ("ArrowDown", "ArrowUp"):
        page.goto(f"{base}/en/")
        box = page.get_by_role("combobox")
        box.press_sequentially("law on com")
        page.get_by_role("option", name="Law on community forestry").wait_for()
        assert box.get_attribute("aria-expanded") == "true"
        box.press("Escape")
        assert page.get_by_role("option").count() == 0
        box.press_sequentially("m")
        page.get_by_role("option", name="Law on community forestry").wait_for()
        box.press(keys)
        assert page.get_by_role("option", selected=True).count() == 1
        box.press("Enter")
        page.wait_for_url("**/search?q=Law+on+community+forestry")
    page.get_by_role("combobox").fill("អាជ្ញា")
    page.get_by_role("option", name="អាជ្ញាយុកាលនៃលទ្ធកម្មលើអចលនវត្ថុ").click()
    page.wait_for_url("**/search?q=%E1%9E%A2*")
    assert page.locator("mark").first.is_visible()
    assert not faults
    page.close()


def test_permanent_anchor_in_another_part_leads_to_the_article(
    browser: Browser, base: str, ids: Mapping[str, str]
) -> None:
    page = browser.new_page()
    page.goto(f"{base}/km/documents/{ids['code']}#art-162")
    page.wait_for_url("**/sections/162")
    page.close()


def test_contents_mark_what_is_read(browser: Browser, base: str, ids: Mapping[str, str]) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(f"{base}/km/documents/{ids['code']}")
    page.locator("#art-9").evaluate("e => e.scrollIntoView()")
    page.locator('.contents a[aria-current="location"]', has_text="មាត្រា ៩").wait_for()
    page.close()


def test_contents_fold_on_phones_and_stand_beside_on_desktops(
    context: BrowserContext, base: str, ids: Mapping[str, str]
) -> None:
    page = context.new_page()
    page.goto(f"{base}/km/documents/{ids['code']}")
    entry = page.locator(".contents a").first
    wide = page.viewport_size == DESKTOP
    assert entry.is_visible() is wide
    if not wide:
        page.locator(".contents summary").click()
        assert entry.is_visible()


def test_text_is_copied_clean(browser: Browser, base: str, ids: Mapping[str, str]) -> None:
    page = browser.new_page()
    page.goto(f"{base}/km/documents/{ids['code']}/sections/162")
    copied = page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('.body')), String(getSelection())"
    )
    assert "\u200b" not in copied
    assert "អាជ្ញាយុកាលចាប់ផ្តើមគិតពីថ្ងៃដែលជននោះបានកាន់កាប់អចលនវត្ថុ។" in copied
    page.close()


def test_no_line_begins_with_a_closing_sign(
    browser: Browser, base: str, ids: Mapping[str, str]
) -> None:
    page = browser.new_page()
    page.goto(f"{base}/km/documents/{ids['code']}/sections/162")
    sign = page.locator(".tie").first
    assert sign.inner_text().strip() == "។"
    tops = set()
    for width in range(320, 420, 4):
        page.set_viewport_size({"width": width, "height": 700})
        before, after = sign.evaluate(
            """e => {
              const range = document.createRange();
              const text = e.previousSibling;
              range.setStart(text, text.length - 1); range.setEnd(text, text.length);
              return [range.getBoundingClientRect().top, e.getClientRects()[0].top];
            }"""
        )
        assert abs(before - after) < 8
        tops.add(round(before))
    assert len(tops) > 1  # the line did break at different places
    page.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, to be evaluated in a page."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def faults(page: Page, rules: Mapping[str, object]) -> list[tuple[str, list[str]]]:
    """What axe-core objects to or cannot decide: each rule with the elements.

    It never decides on the contrast of text in a picture, which has a test of its own.
    """
    found = page.evaluate("rules => axe.run({exclude: ['svg text']}, {runOnly: rules})", rules)
    return [
        (rule["id"], [node["html"] for node in rule["nodes"]])
        for rule in (*found["violations"], *found["incomplete"])
    ]


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits_the_narrowest_screen(
    browser: Browser,
    base: str,
    axe: str,
    ids: Mapping[str, str],
    work: str,
    dossier: str,
    language: str,
    name: str,
) -> None:
    page = browser.new_page(viewport=NARROW, locale="km-KH")  # type: ignore[arg-type]
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(f"{base}/{language}/{PAGES[name].format(**ids, work=work, dossier=dossier)}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not [text for text in refused if "Content Security Policy" in text]
    page.evaluate(axe)
    assert faults(page, {"type": "tag", "values": RULES}) == []
    if language == "en":  # the colours are the same in all languages
        page.emulate_media(color_scheme="dark")
        assert faults(page, {"type": "rule", "values": ["color-contrast"]}) == []
    page.evaluate(  # a style element would be refused
        """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
                    document.adoptedStyleSheets = [sheet]; }""",
        TEXT_SPACING,
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.parametrize(
    "name", ["start", "results", "map", "years", "topic", "act", "document", "minutes", "beside"]
)
def test_page_is_accessible_on_wide_screens(
    browser: Browser,
    base: str,
    axe: str,
    ids: Mapping[str, str],
    work: str,
    dossier: str,
    name: str,
) -> None:
    page = browser.new_page(viewport=DESKTOP, locale="km-KH")  # type: ignore[arg-type]
    page.goto(f"{base}/km/{PAGES[name].format(**ids, work=work, dossier=dossier)}")
    page.evaluate(axe)
    assert faults(page, {"type": "tag", "values": RULES}) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["provinces", "years"])
def test_text_in_pictures_has_contrast(
    browser: Browser, base: str, path: str, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport=DESKTOP, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{base}/en/{path}")
    colours = page.evaluate(
        """() => [...document.querySelectorAll("svg text")].map((text) => {
             const tile = text.closest("a")?.querySelector("rect");
             const behind = tile
               ? getComputedStyle(tile).fill
               : getComputedStyle(document.documentElement).backgroundColor;
             return [getComputedStyle(text).fill, behind];
           })"""
    )
    assert colours
    assert min(contrast(*map(luminance, pair)) for pair in colours) >= 4.5
    page.close()


def luminance(colour: str) -> float:
    """Relative luminance of "rgb(r, g, b)" (WCAG 2.2)."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: float, other: float) -> float:
    """Contrast ratio of two luminances (WCAG 2.2)."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_map_is_walked_through_by_keyboard(browser: Browser, base: str) -> None:
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    page.goto(f"{base}/en/provinces")
    page.locator(".map a").first.focus()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Banteay")
    for _ in range(9):  # to Kratie, row by row
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?province=10")
    assert page.get_by_role("link", name="Minutes of the land network").count()
    page.close()


def test_saved_document_opens_without_a_connection(
    browser: Browser, base: str, ids: Mapping[str, str]
) -> None:
    context = browser.new_context(viewport=PHONE, locale="km-KH")  # type: ignore[arg-type]
    page = context.new_page()
    address = f"{base}/en/documents/{ids['law']}"
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_role("button", name="Save for reading").click()
    page.get_by_role("button", name="Saved in this browser").wait_for()
    context.set_offline(True)
    page.goto(f"{address}?q=forest")
    assert "Law on community forestry" in page.locator("h1").inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('.search')).display") == "grid"
    page.goto(f"{base}/en/documents/{ids['thai']}")  # which was not saved
    page.get_by_text("There is no connection").wait_for()
    page.get_by_role("link", name="Law on community forestry").click()
    page.wait_for_url(address)
    context.set_offline(False)
    page.goto(f"{base}/en/saved")
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("Nothing is saved yet").wait_for()
    assert page.evaluate("caches.open('saved').then((c) => c.keys()).then((k) => k.length)") == 0
    context.close()


def test_nothing_is_kept_that_was_not_chosen(
    browser: Browser, base: str, ids: Mapping[str, str]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base}/en/documents/{ids['law']}")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{base}/en/documents/{ids['code']}")
    assert page.evaluate("caches.keys()") == []
    context.close()


def test_citation_is_copied(browser: Browser, base: str, ids: Mapping[str, str]) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{base}/en/documents/{ids['law']}/sections/1")
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").first.wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Law on community forestry 2003, art. 1, http")
    context.close()


def test_choice_of_colours_stands_above_the_device(browser: Browser, base: str) -> None:
    page = browser.new_page(color_scheme="light")
    page.goto(f"{base}/en/appearance")
    page.get_by_label("dark").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/appearance")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(background) == "rgb(20, 24, 23)"
    page.close()


def test_print_is_black_on_white_whatever_the_colours(
    browser: Browser, base: str, ids: Mapping[str, str]
) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{base}/en/documents/{ids['law']}")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    for name in (".site", ".site-end", ".find", "button"):
        assert not page.locator(name).first.is_visible()
    assert page.locator(".printed").is_visible()
    page.close()


@pytest.mark.parametrize("language", ["km", "en"])
def test_form_of_editors_is_accessible_and_fits(
    browser: Browser,
    base: str,
    axe: str,
    knowledge_base: KnowledgeBase,
    ids: Mapping[str, str],
    language: str,
) -> None:
    login = f"editor-{language}"
    join(knowledge_base, login, Role.EDITOR)
    page = browser.new_page(viewport=NARROW)  # type: ignore[arg-type]
    page.goto(f"{base}/{language}/sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"**/{language}/")
    page.evaluate(axe)
    assert faults(page, {"type": "tag", "values": RULES}) == []
    for name in ("edit", "history"):
        page.goto(f"{base}/{language}/documents/{ids['law']}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.evaluate(axe)
        assert faults(page, {"type": "tag", "values": RULES}) == []
    page.close()


def test_own_font_is_used(browser: Browser, base: str) -> None:
    page = browser.new_page()
    page.goto(f"{base}/km/")
    assert page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('16px \"KB Khmer\"', 'ក'))"
    )
    page.close()
