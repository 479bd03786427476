"""Exports of a dossier, opened with other programs and with our own extractor."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.access import Audience
from kb.cli.main import main
from kb.dossiers.exports.fonts import runs_of
from kb.dossiers.exports.formats import Format, export
from kb.dossiers.exports.lines import break_lines
from kb.dossiers.exports.manuscript import Column, Columns, Words
from kb.dossiers.exports.pages import fill_pages, lay_out
from kb.dossiers.model import Draft, ItemKind
from kb.knowledge_base import KnowledgeBase
from kb.model import Visibility
from tests.kb.dossiers.dossier import (
    ENGLISH,
    KHMER,
    contributor,
    keep_brief,
    keep_law,
    section_of,
)

ADDRESS = "https://kb.example"
NOTE = "យើងស្នើឱ្យកែមាត្រានេះ"
SECRET = "What only we know"
ARTICLES = 8


@pytest.fixture
def dossier(knowledge_base: KnowledgeBase) -> str:
    """A public dossier of a law in two languages and of a brief that nobody else may read."""
    service, by = knowledge_base.dossiers, contributor(knowledge_base)
    made = service.make(by, "សំណុំឯកសារអំពីប័ណ្ណកម្មសិទ្ធិ", "For the hearing").id
    texts, brief = keep_law(knowledge_base, ARTICLES), keep_brief(knowledge_base, SECRET)
    service.add(by, made, ItemKind.HEADING, note="Possession")
    for at in range(ARTICLES):
        section = section_of(knowledge_base, texts["km" if at % 2 else "en"], at)
        service.add(by, made, ItemKind.SECTION, section, NOTE if at == 1 else "")
    service.add(by, made, ItemKind.DOCUMENT, brief, SECRET)
    service.share(by, made, Visibility.PUBLIC)
    return made


def write(knowledge_base: KnowledgeBase, dossier: str, form: Format, folder: Path) -> Path:
    """Export it for a visitor."""
    service = knowledge_base.dossiers
    written = export(service, dossier, form, Audience.visitor(), ADDRESS)
    path = folder / f"export.{form}"
    path.write_bytes(written.data)
    return path


def run(*command: str | Path) -> str:
    """Run another program; skip where it is not installed."""
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"needs {command[0]}")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def extracted(path: Path) -> str:
    """What our own extractor reads."""
    return CliRunner().invoke(main, ["extract", str(path)]).output


def squeezed(text: str) -> str:
    """A text without white space: a line of Khmer ends where no space is."""
    return re.sub(r"[\s\u200b]+", "", text)


def assert_in_order(text: str) -> None:
    """The articles follow each other, each with its Khmer before its English.

    Args:
        text: Squeezed.
    """
    places = []
    for number in range(1, ARTICLES + 1):
        places += [text.index(squeezed(f"{one} {number}")) for one in (KHMER, ENGLISH)]
    assert places == sorted(places)
    assert text.index("Possession") < places[0]
    assert f"{ADDRESS}/documents/" in text
    assert "LandLaw,art.1" in text
    assert "មាត្រា២ច្បាប់ភូមិបាល" in text
    assert NOTE in text
    assert squeezed(SECRET) not in text


def test_programs_read_the_pdf_right(
    knowledge_base: KnowledgeBase, dossier: str, tmp_path: Path
) -> None:
    path = write(knowledge_base, dossier, Format.PDF, tmp_path)
    assert_in_order(squeezed(run("pdftotext", "-raw", path, "-")).partition("Forthehearing")[2])
    plain = squeezed(run("pdftotext", path, "-"))
    assert plain.count(squeezed(KHMER)) == plain.count(squeezed(ENGLISH)) == ARTICLES
    assert_in_order(squeezed(extracted(path)).partition("Forthehearing")[2])


def test_the_pdf_is_the_same_each_time(
    knowledge_base: KnowledgeBase, dossier: str, tmp_path: Path
) -> None:
    first = write(knowledge_base, dossier, Format.PDF, tmp_path).read_bytes()
    assert write(knowledge_base, dossier, Format.PDF, tmp_path).read_bytes() == first


def test_libreoffice_reads_the_docx_right(
    knowledge_base: KnowledgeBase, dossier: str, tmp_path: Path
) -> None:
    path = write(knowledge_base, dossier, Format.DOCX, tmp_path)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    run("soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", tmp_path, path)
    text = squeezed((tmp_path / "export.txt").read_text(encoding="utf-8"))
    assert_in_order(text.partition("Forthehearing")[2])


def test_our_own_extractor_reads_docx_and_html(
    knowledge_base: KnowledgeBase, dossier: str, tmp_path: Path
) -> None:
    for form in (Format.DOCX, Format.HTML):
        path = write(knowledge_base, dossier, form, tmp_path)
        read = squeezed(extracted(path))
        for number in range(1, ARTICLES + 1):
            assert squeezed(f"{KHMER} {number}") in read
            assert squeezed(f"{ENGLISH} {number}") in read


def test_html_is_one_file_without_anything_from_elsewhere(
    knowledge_base: KnowledgeBase, dossier: str, tmp_path: Path
) -> None:
    service, by = knowledge_base.dossiers, contributor(knowledge_base)
    service.add(by, dossier, ItemKind.HEADING, note="<script>alert(1)</script>")
    page = write(knowledge_base, dossier, Format.HTML, tmp_path).read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.search(r'(src|@import|url\()\s*=?\s*["\']?https?:', page)
    assert set(re.findall(r'href="#(\w+)"', page)) <= set(re.findall(r' id="(\w+)"', page))
    assert_in_order(squeezed(re.sub("<[^>]+>", "", page.partition("<main>")[2])))


def test_bibliographies_name_each_document_once_in_order(
    knowledge_base: KnowledgeBase, dossier: str, tmp_path: Path
) -> None:
    bibtex = write(knowledge_base, dossier, Format.BIBTEX, tmp_path).read_text(encoding="utf-8")
    assert re.findall(r"title = \{(.*)\},", bibtex) == ["Land Law", "ច្បាប់ភូមិបាល"]
    assert bibtex.count("@misc{") == bibtex.count("\n}\n") == 2
    assert "Article 1; Article 2" in bibtex
    ris = write(knowledge_base, dossier, Format.RIS, tmp_path).read_bytes().decode()
    assert re.findall(r"TI  - (.*)\r\n", ris) == ["Land Law", "ច្បាប់ភូមិបាល"]
    assert ris.startswith("TY  - STAT\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in ris.split("\r\n") if line)


def test_what_latex_would_run_is_escaped(knowledge_base: KnowledgeBase, tmp_path: Path) -> None:
    service, by = knowledge_base.dossiers, contributor(knowledge_base)
    made = service.make(by, "Dossier").id
    service.add(by, made, ItemKind.DOCUMENT, keep_brief(knowledge_base, r"\input{x} 5 % & $y_1"))
    written = export(service, made, Format.BIBTEX, by, ADDRESS).data.decode()
    assert r"title = {\textbackslash{}input\{x\} 5 \% \& \$y\_1}," in written


def test_hostile_words_are_written_in_every_format(
    knowledge_base: KnowledgeBase, tmp_path: Path
) -> None:
    service, by = knowledge_base.dossiers, contributor(knowledge_base)
    made = service.make(by, "្្្ \U0001f600 \uffff x" + "ក" * 190).id
    service.add(by, made, ItemKind.NOTE, note="a\tb\n" + "្" * 300 + "W" * 400)
    for form in Format:
        assert export(service, made, form, by, ADDRESS).data or form in ("bib", "ris")


def test_an_emptied_heading_is_left_out(knowledge_base: KnowledgeBase) -> None:
    service, by = knowledge_base.dossiers, contributor(knowledge_base)
    made = service.make(by, "Dossier")
    item = service.add(by, made.id, ItemKind.HEADING, note="Part one")
    version = service.dossier(made.id, by).version
    service.save(by, made.id, version, Draft("Dossier", "", ((item, " \u200b"),)))
    for form in (Format.PDF, Format.DOCX, Format.HTML):
        assert export(service, made.id, form, by, ADDRESS).data


def test_a_heading_longer_than_a_page_is_set_once() -> None:
    heading = " ".join(f"heading{at}" for at in range(900))
    text = tuple(Words(f"line{at}", "en") for at in range(90))
    columns = tuple(Column(Words(words, "en"), text) for words in (heading, "Article 1"))
    sheets = fill_pages(lay_out([Columns(columns)]))
    words = [
        piece.text.strip() for sheet in sheets for cell, _ in sheet.cells for piece in cell.line
    ]
    assert Counter(words) == Counter(
        [*heading.split(), "Article", "1", *(one.text for one in text * 2)]
    )


def test_lines_are_never_wider_than_asked_and_lose_nothing() -> None:
    text = f"{KHMER} {ENGLISH} " + "W" * 100
    for width in (12_000.0, 20_000.0, 40_000.0):
        lines = break_lines(text, 400, width)
        assert "".join(piece.text for line in lines for piece in line) == text
        for line in lines:
            assert sum(one.advance for one in line[:-1]) + line[-1].width <= width
            assert not line[0].text.startswith(("។", "៖"))


def test_khmer_is_shaped() -> None:
    """A vowel that is written after its consonant and stands before it changes the order."""
    (run_,) = runs_of("កេ", 400)
    plain = [runs_of(letter, 400)[0].glyphs[0].id for letter in "ក"]
    assert run_.glyphs[-1].id == plain[0]


def test_what_members_take_away_is_logged_and_what_visitors_take_is_not(
    knowledge_base: KnowledgeBase, dossier: str
) -> None:
    service, by = knowledge_base.dossiers, contributor(knowledge_base)
    for who in (Audience.visitor(), by):
        export(service, dossier, Format.RIS, who, ADDRESS)
    entries = knowledge_base.members.audit.entries(knowledge_base.operator, limit=99)
    exports = [one for one in entries if one.action == "export"]
    assert [(one.member_id, one.subject, one.details) for one in exports] == [
        (by.member_id, dossier, {"format": "ris"})
    ]
