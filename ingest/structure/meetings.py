"""What minutes tell of their meeting: when, where, who, and when again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.dates import find_dates
from ingest.structure.deadlines import find_due
from ingest.structure.meeting_terms import (
    ACTIONS,
    AGENDA,
    CHAIR,
    DATE,
    DECISIONS,
    NAME,
    NEXT_MEETING,
    ORGANISATION,
    PARTICIPANTS,
    PLACE,
    ROLE,
    Term,
)
from ingest.structure.paragraphs import Paragraph
from kb.model import Meeting, Participant

FIRST_PARAGRAPHS = 40
"""Where the fields of a meeting stand, and the sentence that tells them."""

OPENING_PARAGRAPHS = 8
"""Where the first date that is named is that of the meeting."""

LONGEST_LINE = 2_000
"""Characters of a line or sentence that is looked into; bounds the work on hostile files."""

LONGEST_PARTICIPANT = 160
LONGEST_HEADING = 80

_PERSON = re.compile(
    r"(?:mr|mrs|ms|miss|dr|prof|h\.?e)\b\.?\s|លោក|អ្នកស្រី|កញ្ញា|ឯកឧត្តម|លោកជំទាវ|បណ្ឌិត|"
    r"นาย|นาง|คุณ|ông |bà |mme |m\. ",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]*)[)\]]\s*")
_BODY = r"(?:អង្គការ|សមាគម|សហគមន៍|បណ្[ដត]ាញ|មូលនិធិ|សហព័ន្ធ|មជ្ឈមណ្ឌល)"
"""Khmer names of organisations begin so; only a space parts them from what stands before."""

_FROM = re.compile(
    r"\s*(?:,|\s[–—-]\s|\bfrom\b|\bof\b|(?<=[\s\u1780-\u17ff])(?:មកពី|ពី|តំណាង)|"
    rf"\s(?={_BODY}))\s*"
)
_OUTSIDE_BRACKETS = r"(?![^()]*\))"
_BETWEEN = re.compile(
    rf"\s*[;,]\s*{_OUTSIDE_BRACKETS}|\s+and\s+{_OUTSIDE_BRACKETS}|\s+(?={_BODY})|"
    rf"(?<=[\s)\u1780-\u17ff])និង\s*{_OUTSIDE_BRACKETS}|(?<=\))\s+"
)
_PERSONS_BETWEEN = re.compile(
    r"\s*;\s*|(?<=\))[\s,]*(?:and\s+|និង\s*)?|\s*,\s*(?=Mr|Ms|Dr|លោក|អ្នកស្រី|កញ្ញា)"
)
_LIST_MARK = re.compile(r"(?:[-•–*]|\d{1,2}\s*[.)]|[០-៩]{1,2}\s*[.)])\s*")
_CHAIRED = re.compile(
    r"(?:chaired|led|moderated|facilitated|presided(?: over)?) by\s+"
    r"(?P<who>(?:(?:Mr|Mrs|Ms|Dr|Prof)\.\s*)?[^.;]+)|"
    r"(?:ក្រោម(?:អធិបតីភាព|ការដឹកនាំ)|ដឹកនាំដោយ|អធិបតីដោយ)\s*(?:របស់\s*)?(?P<km>\S+(?:\s+\S+){0,2})",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:at|in)\s+(?:the\s+)?(?P<en>[A-Z][^.;]*?)(?:\.|;|$|\s+(?:under|with|from)\s)|"
    r"នៅ(?P<km>(?:សាលា|បន្ទប់|ការិយាល័យ|ភូមិ|វត្ត|ទីស្តីការ|មន្ទីរ|សណ្ឋាគារ)[^។\n]*?)(?:\s+(?:មាន|បាន|ក្រោម|វេលា)|[។\n]|$)"
)
_CHAIR_ROLE = re.compile(
    r"\b(?:chair(?:person|man|woman)?|facilitator)\b|ប្រធានអង្គប្រជុំ", re.IGNORECASE
)
_EDGES = " \t,;:៖–—.។"


def read_meeting(paragraphs: Sequence[Paragraph], title: str) -> Meeting:
    """Reads the facts of a meeting from labelled lines, two-column tables, headings, sentences.

    Args:
        paragraphs: Of the whole minutes, without their title.
        title: Of the minutes.
    """
    paragraphs = [paragraph for paragraph in paragraphs if len(paragraph.text) <= LONGEST_LINE]
    first = paragraphs[:FIRST_PARAGRAPHS]
    told = (_field(first, DATE), title, *(p.text for p in first[:OPENING_PARAGRAPHS]))
    date = next((date for text in told for date in find_dates(text)), None)
    participants = tuple(_participants(paragraphs))
    chair = _person(_field(first, CHAIR) or _sentence(first, _CHAIRED))
    chairs = (p for p in participants if _CHAIR_ROLE.search(p.role))
    next_text = _below(paragraphs, NEXT_MEETING)
    found = find_due(next_text, date)
    return Meeting(
        date=date,
        place=(_field(first, PLACE) or _sentence(first, _HELD)).strip(_EDGES),
        chair=chair.name or next((person.name for person in chairs), ""),
        participants=participants
        if chair.organisation in ("", *(p.organisation for p in participants))
        else (chair, *participants),
        next_date=found.date if found else None,
        next_text=next_text,
    )


def _field(paragraphs: Sequence[Paragraph], term: Term) -> str:
    """The value of the first line "Name: value", or row of a table with two columns."""
    for paragraph in paragraphs:
        cells = [cell for cell in paragraph.cells if cell.strip()]
        if len(cells) == 2 and term.names(cells[0]):
            return cells[1].strip()
        if not paragraph.cells and (value := term.value(paragraph.text)):
            return value
    return ""


def _sentence(paragraphs: Sequence[Paragraph], words: re.Pattern[str]) -> str:
    """What the words of a sentence name, "" where there is none."""
    for paragraph in paragraphs:
        if not paragraph.cells and (match := words.search(paragraph.text)):
            return next(filter(None, match.groups()), "")
    return ""


def _below(paragraphs: Sequence[Paragraph], term: Term) -> str:
    """What stands behind "Name:", in a sentence that begins so, or below a heading of this name."""
    sentence = re.compile(rf"(?:the\s+)?(?:{term.pattern})\s+(?P<value>.+)", re.IGNORECASE)
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if (value := term.value(text)) or (
            (len(text) > LONGEST_HEADING or not term.names(text))
            and (match := sentence.match(text))
            and (value := match["value"])
        ):
            return value
        if term.names(text) and index + 1 < len(paragraphs):
            return paragraphs[index + 1].text
    return ""


def _participants(paragraphs: Sequence[Paragraph]) -> Iterator[Participant]:
    """Those named in a line, in a list or table below its heading, or in a table of names."""
    is_list = False
    columns: tuple[int | None, int | None, int | None] | None = None
    for paragraph in paragraphs:
        text, cells = paragraph.text, paragraph.cells
        if cells:
            filled = [cell for cell in cells if cell.strip()]
            if len(filled) == 2 and PARTICIPANTS.names(filled[0]):
                yield from _named(filled[1])
            elif columns is None:
                columns = _columns(cells)
            elif columns[0] is not None:
                yield Participant(*(_cell(cells, column) for column in columns))
            continue
        columns = None
        if (value := PARTICIPANTS.value(text)) is not None:
            is_list = not value
            yield from _named(value)
        elif len(text) <= LONGEST_HEADING and PARTICIPANTS.names(text):
            is_list = True
        else:
            mark = _LIST_MARK.match(text)
            is_list = is_list and len(text) <= LONGEST_PARTICIPANT and not _is_other_list(text)
            is_list = is_list and (mark is not None or _PERSON.match(text) is not None)
            if is_list:
                yield _person(text[mark.end() if mark else 0 :])


def _is_other_list(text: str) -> bool:
    return any(term.names(text) for term in (AGENDA, DECISIONS, ACTIONS))


def _columns(cells: Sequence[str]) -> tuple[int | None, int | None, int | None]:
    """The columns of name, organisation and role; no name where it is no table of people."""
    name, organisation, role = (
        next((index for index, cell in enumerate(cells) if term.names(cell)), None)
        for term in (NAME, ORGANISATION, ROLE)
    )
    is_people = organisation is not None or role is not None
    return (name if is_people else None), organisation, role


def _cell(cells: Sequence[str], column: int | None) -> str:
    return cells[column].strip() if column is not None and column < len(cells) else ""


def _named(value: str) -> Iterator[Participant]:
    """Those named on one line: "Ms A (X), Mr B (Y)", "X, Y and Z"."""
    between = _PERSONS_BETWEEN if _PERSON.match(value) else _BETWEEN
    for piece in between.split(value):
        if piece.strip(_EDGES) and len(piece) <= LONGEST_PARTICIPANT:
            yield _person(piece)


def _person(text: str) -> Participant:
    """Parts "Ms A, director (Organisation X)" into name, organisation and role."""
    text = _trimmed(text)
    bracket = _BRACKETS.search(text)
    outside = _trimmed(text[: bracket.start()] + text[bracket.end() :]) if bracket else text
    if not _PERSON.match(outside):
        return Participant("", outside)
    pieces = [_trimmed(piece) for piece in _FROM.split(outside) if piece.strip(_EDGES)]
    name, *others = pieces or [""]
    if bracket:
        return Participant(name, bracket["inside"].strip(), ", ".join(others))
    *roles, organisation = others or [""]
    return Participant(name, organisation, ", ".join(roles))


def _trimmed(text: str) -> str:
    """A name without marks at its edges; the stop of an initial ("Ms N.L.") stays."""
    bare = text.strip(_EDGES)
    is_initial = re.search(r"\b\w$", bare) and text.lstrip(_EDGES)[len(bare) :].startswith(".")
    return f"{bare}." if is_initial else bare
