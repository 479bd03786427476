"""What a document is: title, language, kind, number and date.

Evidence is trusted in this order: the title, the first lines, the last lines, the file name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from analyzers import detect_language
from ingest.dates import compact_date, find_dates, find_lunar_year, find_year
from ingest.kinds import find_kind, find_number, number_of_line
from ingest.structure.labels import parse_label
from ingest.structure.marks import SIGNATURE
from ingest.structure.paragraphs import Paragraph
from kb.model import DocumentKind, Evidence, Extraction

FIRST_LINES = 25
LAST_LINES = 25
LONGEST_LINE = 160
"""Characters; a longer paragraph is text, and a date in it is that of something else."""

LONGEST_TITLE = 300
MOST_TITLE_LINES = 4
KIND_WITHIN = 40
"""Characters from the start of a line within which the word for its kind ends."""

LONGEST_BRIEF = 20_000
"""Characters of a text that may be a brief although its title does not say so."""

LEAST_MENTIONS = 3
"""How often such a brief speaks of its project."""

LANGUAGE_SAMPLE = 20_000

_LETTERHEAD = re.compile(
    r"kingdom of cambodia|nation,?\s*religion,?\s*king|royal government|ministry of .*|"
    r"ព្រះរាជាណាចក្រកម្ពុជា|ជាតិ\s*សាសនា\s*ព្រះមហាក្សត្រ|រាជរដ្ឋាភិបាល(?:កម្ពុជា)?|ក្រសួង.*|"
    r"ราชกิจจานุเบกษา|ສາທາລະນະລັດ.*|cộng hòa xã hội chủ nghĩa việt nam|độc lập.*",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"(?:ស្[តដ]ីពី|នៃ|និង|ว่าด้วย|\b(?:on|of|and|the|to|for|về việc|của|de|du|sur))\s*$", re.IGNORECASE
)
_THAI_SHORT_TITLE = re.compile(r"นี้\s*(?:ให้)?เรียกว่า\s*[“\"](?P<title>[^”\"]{5,250})[”\"]")
_NAME_ENDING = re.compile(r"(?:\s*[_-]\s*\d{6})+$|-be\d{4}(?:-[a-z0-9]{6,10})?$", re.IGNORECASE)
_CITES = re.compile(
    r"[-•*–]\s|(?:បានឃើញ|បានទ្រង់|យោងតាម|ចុះថ្ងៃ|having seen|seen the|pursuant)", re.IGNORECASE
)
_PROJECT = re.compile(r"\bproject|\bprogramme?\b|គម្រោង|កម្មវិធី", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[។.;:៖,!?][\s”»\")\]]*$")


@dataclass(frozen=True, slots=True)
class Description:
    """Fields as in `kb.model.ParsedDocument`.

    Attributes:
        title_lines: Indexes of the paragraphs that are the title, so not text.
    """

    title: str
    lang: str
    kind: DocumentKind
    number: str | None
    date: dt.date | None
    year: int | None
    title_lines: frozenset[int]
    doubts: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def describe(extraction: Extraction, paragraphs: Sequence[Paragraph], name: str) -> Description:
    """Describes a document.

    Args:
        extraction: For the title and language that the format declares.
        paragraphs: Of the whole document.
        name: The file name, without folders.
    """
    stem = PurePath(name).stem
    found = _title_lines(extraction, paragraphs)
    raw_title = _official_title(paragraphs) or " ".join(paragraphs[i].text for i in found)
    raw_title = raw_title or extraction.title or stem.replace("_", " ")
    title = _NAME_ENDING.sub("", raw_title).strip()[:LONGEST_TITLE]
    kind, kind_line, kind_doubt = _kind(title, paragraphs, stem)
    number, number_line = _number(title, paragraphs)
    date, date_line = _date(raw_title, paragraphs, stem)
    year, year_line = (date.year, date_line) if date else _year(raw_title, paragraphs, stem)
    return Description(
        title=title,
        lang=_language(extraction, paragraphs),
        kind=kind,
        number=number,
        date=date,
        year=year,
        title_lines=frozenset(found),
        doubts=tuple(
            filter(None, (kind_doubt, "" if found else "No title was found in the text."))
        ),
        evidence=tuple(
            Evidence(field, str(value), line[:LONGEST_LINE])
            for field, value, line in (
                ("kind", kind, kind_line),
                ("number", number, number_line),
                ("date", date, date_line),
                ("year", year, year_line),
            )
            if value is not None and line
        ),
    )


def _title_lines(extraction: Extraction, paragraphs: Sequence[Paragraph]) -> list[int]:
    """The paragraphs that are the title.

    A first heading; what the format declares as title; a line that begins with the word for a
    kind; else the largest of the first lines.
    """
    first = [i for i, p in enumerate(_before_articles(paragraphs)) if _may_be_title(p)]
    first = [i for i in first if not _SENTENCE_END.search(paragraphs[i].text)] or first
    for index in first:
        if paragraphs[index].heading_level == 1 or paragraphs[index].text == extraction.title:
            return [index]
    for index in first:
        if _begins_with_kind(paragraphs[index].text):
            return _with_continuation(paragraphs, index)
    largest = max((paragraphs[index].font_size for index in first), default=0.0)
    return [index for index in first if paragraphs[index].font_size == largest][:1]


def _before_articles(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The first lines, as far as they come before the first article."""
    first = paragraphs[:FIRST_LINES]
    for index, paragraph in enumerate(first):
        label = parse_label(paragraph.text)
        if label is not None and label.is_article:
            return first[:index]
    return first


def _may_be_title(paragraph: Paragraph, *, is_continued: bool = False) -> bool:
    text = paragraph.text
    return not (
        len(text) > LONGEST_TITLE
        or paragraph.cells
        or (_LETTERHEAD.fullmatch(text) and not is_continued)
        or _CITES.match(text)
        or number_of_line(text)
        or parse_label(text)
        or not any(character.isalpha() for character in text)
    )


def _begins_with_kind(text: str) -> bool:
    word = find_kind(text)
    return word is not None and word.end <= KIND_WITHIN


def _with_continuation(paragraphs: Sequence[Paragraph], index: int) -> list[int]:
    """Adds the lines below a title that is only "អនុក្រឹត្យ" or ends in "ស្តីពី"."""
    lines = [index]
    text = paragraphs[index].text
    word = find_kind(text)
    is_open = word is not None and not text[word.end :].strip(" ៖:")
    is_open |= _OPEN_END.search(text) is not None
    while is_open and len(lines) <= MOST_TITLE_LINES and lines[-1] + 1 < len(paragraphs):
        following = paragraphs[lines[-1] + 1]
        is_number = number_of_line(following.text) is not None
        is_continued = _OPEN_END.search(paragraphs[lines[-1]].text) is not None
        word = find_kind(following.text)
        if not (is_number or _may_be_title(following, is_continued=is_continued)) or (
            word is not None and word.start == 0
        ):
            break
        lines.append(lines[-1] + 1)
        is_open = is_number or _OPEN_END.search(following.text) is not None
    return lines


def _official_title(paragraphs: Sequence[Paragraph]) -> str:
    """The name that a Thai act gives itself in its first section, "" elsewhere."""
    for paragraph in paragraphs[:FIRST_LINES]:
        if match := _THAI_SHORT_TITLE.search(paragraph.text):
            return match["title"].strip()
    return ""


def _language(extraction: Extraction, paragraphs: Sequence[Paragraph]) -> str:
    sample, length = [], 0
    for paragraph in paragraphs:
        sample.append(paragraph.text)
        length += len(paragraph.text)
        if length > LANGUAGE_SAMPLE:
            break
    return detect_language("\n".join(sample)[:LANGUAGE_SAMPLE]) or extraction.lang


def _kind(title: str, paragraphs: Sequence[Paragraph], stem: str) -> tuple[DocumentKind, str, str]:
    """The kind, the line that says it, and a doubt where neither title nor file name does."""
    for text, line in ((title, title), (re.sub(r"[-_]+", " ", stem), stem)):
        if (word := find_kind(text)) is not None:
            return word.kind, line, ""
    for line in _first_lines(paragraphs):
        if (word := find_kind(line)) is not None and word.end <= KIND_WITHIN:
            return word.kind, line, f"The kind was read from the line “{line}”."
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    mentions = list(_PROJECT.finditer(text))
    if len(text) <= LONGEST_BRIEF and len(mentions) >= LEAST_MENTIONS:
        return (
            DocumentKind.BRIEF,
            _line_at(text, mentions[0].start()),
            "It was taken for a brief, as it is short and tells of a project.",
        )
    return DocumentKind.OTHER, "", "The title does not say what kind of document this is."


def _line_at(text: str, offset: int) -> str:
    start = text.rfind("\n", 0, offset) + 1
    return text[start:].partition("\n")[0]


def _number(title: str, paragraphs: Sequence[Paragraph]) -> tuple[str | None, str]:
    if number := find_number(title):
        return number, title
    for line in _first_lines(paragraphs):
        if number := number_of_line(line):
            return number, line
    return None, ""


def _date(title: str, paragraphs: Sequence[Paragraph], stem: str) -> tuple[dt.date | None, str]:
    if date := compact_date(f" {title}") or next(find_dates(title), None):
        return date, title
    for line in (*_first_lines(paragraphs), *_last_lines(paragraphs)):
        if date := next(find_dates(line), None):
            return date, line
    return compact_date(f" {stem}") or next(find_dates(stem), None), stem


def _year(title: str, paragraphs: Sequence[Paragraph], stem: str) -> tuple[int | None, str]:
    if year := find_year(title):
        return year, title
    if year := find_year(stem.replace("_", " ")):
        return year, stem
    lines = (paragraph.text[:LONGEST_LINE] for paragraph in paragraphs[-LAST_LINES:])
    for line in (*_first_lines(paragraphs), *lines):
        if year := find_lunar_year(line):
            return year, line
    return None, ""


def _first_lines(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Short lines before the first provision that do not cite other acts."""
    for paragraph in _before_articles(paragraphs):
        text = paragraph.text
        if len(text) <= LONGEST_LINE and not (_CITES.match(text) or _SENTENCE_END.search(text)):
            yield text


def _last_lines(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Lines at the end that begin as a place and date of signature do."""
    for paragraph in paragraphs[-LAST_LINES:]:
        if SIGNATURE.match(paragraph.text):
            yield paragraph.text[:LONGEST_LINE]
