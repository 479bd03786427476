"""Minutes: agenda items, decisions, and actions with who does what by when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.digits import ascii_digits
from ingest.structure.headed import heading_levels
from ingest.structure.meeting_terms import (
    ACTIONS,
    AGENDA,
    DECISIONS,
    NEXT_MEETING,
    PARTICIPANTS,
    WHAT,
)
from ingest.structure.outline import Outline
from ingest.structure.paragraphs import Paragraph
from ingest.structure.point_tables import PointColumns
from ingest.structure.tasks import follows, read_task, task_of_cells
from kb.model import ParsedSection, SectionKind

LONGEST_ITEM = 200
LONGEST_HEADING = 100

_ITEM_RANK = 5
"""Rank of an agenda item that is not set as a heading: every heading ends it."""

_PART_RANK = 1
"""Rank of a part ("Actions") that is not set as a heading."""

_LABEL_NUMBER = r"\s*(?:ទី|no\.?|ที่|#)?\s*(?P<number>\d{1,3}(?:\.\d{1,2})?)?\s*"
_ITEM = re.compile(
    rf"(?:(?:agenda\s+)?item|agenda|topic|របៀបវារៈ|ចំណុច|วาระ(?:ที่)?|ວາລະ|point){_LABEL_NUMBER}"
    r"(?:[:៖.)–-]\s*|\s+|$)(?P<title>.*)",
    re.IGNORECASE,
)
_DECISION = re.compile(
    rf"(?:decided|resolved|agreed|ឯកភាព|សម្រេច|{DECISIONS.pattern}){_LABEL_NUMBER}[:៖–-]\s*(?P<rest>.+)",
    re.IGNORECASE,
)
_DECISION_SENTENCE = re.compile(
    r"(?:the )?(?:meeting|members|committee|participants|working group|network|forum|group|"
    r"task force|board) (?:have |has )?(?:also )?(?:unanimously )?"
    r"(?:decided|agreed|resolved|adopted|approved|endorsed)\b|"
    r"it (?:was|has been) (?:also |further |unanimously )?(?:decided|agreed|resolved)\b|"
    r"(?:អង្គ|កិច្ច)ប្រជុំ(?:ទាំងមូល)?(?:ក៏)?(?:បាន)?\s*(?:សម្រេច|ឯកភាព|អនុម័ត|យល់ព្រម)|"
    r"ที่ประชุม(?:มีมติ|เห็นชอบ)",
    re.IGNORECASE,
)
_ACTION = re.compile(
    rf"(?:{WHAT.pattern}|follow[ -]?up){_LABEL_NUMBER}[:៖]\s*(?P<rest>.+)", re.IGNORECASE
)
_LIST_ITEM = re.compile(
    r"(?P<number>\d{1,2})\s*[.)]\s+|[-•–*]\s*|\(?[a-zក-អ]\s*[.)]\s+|☐\s*|\[\s?\]\s*"
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2})\s*[.)]\s*(?P<title>\S.*)")
_PART = re.compile(r"(?-i:[IVX]{1,4})\s*[.)]\s+\S.*")
_SENTENCE_END = re.compile(r"[។.;,!?][\s”»\")\]]*$")


def minutes_sections(
    paragraphs: Sequence[Paragraph], lang: str, date: dt.date | None = None
) -> tuple[ParsedSection, ...]:
    """Parts minutes into headed sections, agenda items, decisions and actions.

    The text of an action is all that the minutes say of it; its `task` has who and when apart.

    Args:
        paragraphs: Of the whole document, without its title.
        lang: Its main language.
        date: When the meeting took place.
    """
    return _Writer(paragraphs, lang, date).write()


def agenda_of(sections: Sequence[ParsedSection]) -> tuple[str, ...]:
    """The titles of the agenda: of its items where they are discussed, else as they are listed."""
    items = tuple(s.heading for s in sections if s.kind is SectionKind.AGENDA_ITEM and s.heading)
    listed = next((s.text for s in sections if AGENDA.names(s.heading)), "")
    lines = (_LIST_ITEM.sub("", line, count=1).strip() for line in listed.splitlines())
    return items or tuple(filter(None, lines))


def _numbered_items(paragraphs: Sequence[Paragraph]) -> dict[int, tuple[str, str]]:
    """Lines "1. Title" that count through the document, each with text below it.

    Returns:
        Index of the paragraph -> number and title.
    """
    found: dict[int, tuple[str, str]] = {}
    for index, (paragraph, below) in enumerate(pairwise(paragraphs)):
        match = _NUMBERED.fullmatch(paragraph.text)
        if (
            match
            and not paragraph.cells
            and not below.cells
            and int(match["number"]) == len(found) + 1
            and len(paragraph.text) <= LONGEST_HEADING
            and not _SENTENCE_END.search(paragraph.text)
            and not _LIST_ITEM.match(below.text)
        ):
            found[index] = ascii_digits(match["number"]), match["title"]
    return found if len(found) > 1 else {}


class _Writer:
    """Takes paragraph after paragraph and writes the outline."""

    def __init__(self, paragraphs: Sequence[Paragraph], lang: str, date: dt.date | None) -> None:
        self._paragraphs = paragraphs
        self._levels = heading_levels(paragraphs)
        self._items = _numbered_items(paragraphs)
        self._date = date
        self._outline = Outline(lang)
        self._agenda: dict[str, str] = {}
        self._agenda_number: float | None = None  # the last that was listed; None after the list
        self._listed: SectionKind | None = None  # what the lines below this heading are
        self._is_marked = False  # whether such lines begin with a mark or number
        self._columns: PointColumns | None = None

    def write(self) -> tuple[ParsedSection, ...]:
        for index, paragraph in enumerate(self._paragraphs):
            if paragraph.cells:
                self._row(paragraph)
                continue
            self._columns = None
            if self._agenda_number is None or not self._agenda_line(paragraph):
                self._line(index, paragraph)
        return self._outline.sections()

    def _line(self, index: int, paragraph: Paragraph) -> None:
        text, level = paragraph.text, self._levels[index]
        is_part = len(text) <= LONGEST_HEADING and (
            any(term.names(text) for term in _PARTS)
            or (_PART.fullmatch(text) is not None and not _SENTENCE_END.search(text))
        )
        if is_part:
            self._heading(paragraph, level or _PART_RANK)
        elif (item := self._items.get(index) or self._item(text)) is not None:
            self._listed = None
            self._outline.open_container(
                SectionKind.AGENDA_ITEM, level or _ITEM_RANK, paragraph, *item
            )
        elif level:
            self._heading(paragraph, level)
        else:
            self._text(paragraph)

    def _agenda_line(self, paragraph: Paragraph) -> bool:
        """Adds a line to the agenda; False if the list is over, as its numbers begin again."""
        match = _ITEM.match(paragraph.text) or _LIST_ITEM.match(paragraph.text)
        groups = match.groupdict() if match else {}
        number = float(groups.get("number") or 0)
        if match is None or (number or 1) <= (self._agenda_number or 0):
            self._agenda_number = None
            return False
        self._agenda_number = number
        title = groups.get("title") or paragraph.text[match.end() :]
        self._agenda[_plain(title)] = f"{number:g}" if number else ""
        self._outline.add(paragraph)
        return True

    def _item(self, text: str) -> tuple[str | None, str] | None:
        """The number and title of an agenda item that a line begins."""
        if len(text) > LONGEST_ITEM:
            return None
        match = _ITEM.match(text)
        if match and match["number"]:
            return ascii_digits(match["number"]), match["title"]
        listed = _LIST_ITEM.match(text)
        title = text[listed.end() :] if listed else text
        number = self._agenda.get(_plain(title))
        return None if number is None else (number or None, title)

    def _heading(self, paragraph: Paragraph, level: int) -> None:
        text = paragraph.text.rstrip(" :៖")
        self._outline.open_container(SectionKind.HEADING, level, paragraph, None, text)
        self._listed = next((kind for term, kind in _LISTS if term.names(text)), None)
        self._is_marked = False
        self._agenda_number = 0.0 if AGENDA.names(text) else None

    def _text(self, paragraph: Paragraph) -> None:
        text, last = paragraph.text, self._outline.last_kind
        task = self._outline.last_task if last is SectionKind.ACTION else None
        mark = _LIST_ITEM.match(text)
        if match := _DECISION.fullmatch(text):
            self._point(SectionKind.DECISION, paragraph, match["rest"], _number(match))
        elif match := _ACTION.fullmatch(text):
            self._point(SectionKind.ACTION, paragraph, match["rest"], _number(match))
        elif task and (more := follows(task, text, self._date)):
            self._outline.add(paragraph)
            self._outline.assign(more)
        elif self._listed and (mark or not (self._is_marked or NEXT_MEETING.begins(text))):
            self._is_marked = mark is not None
            rest = text[mark.end() :] if mark else text
            self._point(self._listed, paragraph, rest, _number(mark) if mark else None)
        elif _DECISION_SENTENCE.match(text[mark.end() :] if mark else text):
            self._point(SectionKind.DECISION, paragraph, text, None)
        else:
            if last is None or (last in _POINTS and not mark):
                self._outline.open(SectionKind.TEXT, paragraph)
            self._outline.add(paragraph)

    def _point(self, kind: SectionKind, source: Paragraph, text: str, number: str | None) -> None:
        self._outline.open(kind, source, number)
        self._outline.add(source, text)
        if kind is SectionKind.ACTION:
            self._outline.assign(read_task(text, self._date))

    def _row(self, paragraph: Paragraph) -> None:
        if self._columns is None:
            self._columns = PointColumns.of_header(paragraph.cells)
        elif self._columns.are_points:
            self._points(paragraph, self._columns)
            return
        if self._outline.last_kind in (None, *_POINTS):
            self._outline.open(SectionKind.TEXT, paragraph)
        self._outline.add(paragraph)

    def _points(self, paragraph: Paragraph, columns: PointColumns) -> None:
        """A row as an agenda item with its text, a decision, an action."""
        row = columns.read(paragraph.cells)
        rest, who = row.rest, row.assignment
        if not (row.decision or row.what):
            rest, who = "\n".join(filter(None, (rest, *who))), ()
        if row.item:
            self._outline.open_container(
                SectionKind.AGENDA_ITEM, _ITEM_RANK, paragraph, row.number, row.item
            )
        if rest:
            if not row.item:
                self._outline.open(SectionKind.TEXT, paragraph)
            self._outline.add(paragraph, rest)
        number = None if row.item else row.number
        for kind, text in ((SectionKind.DECISION, row.decision), (SectionKind.ACTION, row.what)):
            if not text:
                continue
            is_carrier = bool(who) and (kind is SectionKind.ACTION or not row.what)
            self._outline.open(kind, paragraph, number)
            self._outline.add(paragraph, "\n".join((text, *who)) if is_carrier else text)
            if is_carrier or kind is SectionKind.ACTION:
                self._outline.assign(task_of_cells(text, row.who, row.when, self._date))


def _number(match: re.Match[str]) -> str | None:
    number = match.groupdict().get("number")
    return ascii_digits(number) if number else None


def _plain(title: str) -> str:
    return re.sub(r"\W+", "", title).casefold()


_POINTS = (SectionKind.DECISION, SectionKind.ACTION)
_LISTS = ((DECISIONS, SectionKind.DECISION), (ACTIONS, SectionKind.ACTION))
_PARTS = (DECISIONS, ACTIONS, AGENDA, PARTICIPANTS, NEXT_MEETING)
