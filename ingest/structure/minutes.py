"""Minutes: agenda items, decisions, and actions with who does what by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.digits import ascii_digits
from ingest.structure.headed import heading_levels
from ingest.structure.outline import Outline
from ingest.structure.paragraphs import Paragraph
from kb.model import ParsedSection, SectionKind

_NUMBER = r"\s*(?:ទី|no\.?|ที่|#)?\s*(?P<number>\d{1,3}(?:\.\d{1,2})?)?\s*"
_ITEM = re.compile(
    rf"(?:(?:agenda\s+)?item|agenda|topic|របៀបវារៈ|ចំណុច|วาระ(?:ที่)?|ວາລະ|point){_NUMBER}"
    r"(?:[:៖.)–-]\s*|\s+|$)(?P<title>.*)",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"(?:decisions?|resolutions?|decided|resolved|agreed|conclusion|សេចក្[តដ]ីសម្រេច|ការសម្រេច|"
    rf"មតិ(?:សម្រេច|ឯកភាព)|มติ(?:ที่ประชุม)?|ມະຕິ|quyết định|kết luận|décision){_NUMBER}"
    r"[:៖–-]\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_DECISION_SENTENCE = re.compile(
    r"(?:the )?(?:meeting|members|committee|participants|working group|network) (?:unanimously )?"
    r"(?:decided|agreed|resolved|adopted|approved)\b|it was (?:decided|agreed|resolved)\b|"
    r"អង្គប្រជុំ(?:បាន)?\s*(?:សម្រេច|ឯកភាព|អនុម័ត|យល់ព្រម)|ที่ประชุม(?:มีมติ|เห็นชอบ)",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"(?:action(?: point| item)?s?|tasks?|to do|follow[ -]?up|កិច្ចការ|សកម្មភាព|ការងារ(?:ត្រូវអនុវត្ត)?|"
    rf"công việc|à faire){_NUMBER}[:៖]\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:person |people )?responsible(?: person| party)?|who|owner|lead|by whom|assigned to|"
    r"អ្នក(?:ទទួលខុសត្រូវ|ទទួលបន្ទុក|អនុវត្ត)|ទទួលខុសត្រូវ(?:ដោយ)?|ผู้รับผิดชอบ|phụ trách|responsable",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"deadline|due(?: date)?|by when|when|timeline|target date|កាល(?:កំណត់|បរិច្ឆេទ)|ពេលវេលា|"
    r"ថ្ងៃកំណត់|รอบระยะเวลา|กำหนด(?:เวลา|เสร็จ)?|thời hạn|échéance",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"actions?(?: points?| items?)?|tasks?|what|activit(?:y|ies)|សកម្មភាព|កិច្ចការ|ការងារ|"
    r"กิจกรรม|การดำเนินการ|công việc",
    re.IGNORECASE,
)
_ACTIONS_HEADING = re.compile(
    r"(?:\d+[.)]\s*)?(?:(?:agreed |summary of )?actions?(?: points?| items?| plan| list)?|"
    r"next steps|follow[ -]?up|(?:ផែនការ)?សកម្មភាព(?:បន្ត)?|កិច្ចការ(?:ត្រូវអនុវត្ត|បន្ត)?|"
    r"ការងារ(?:ត្រូវអនុវត្ត|បន្ត)|"
    r"ជំហានបន្ទាប់)",
    re.IGNORECASE,
)
_DECISIONS_HEADING = re.compile(
    r"(?:\d+[.)]\s*)?(?:(?:summary of )?decisions?(?: taken| made)?|resolutions|សេចក្[តដ]ីសម្រេច)",
    re.IGNORECASE,
)
_AGENDA_HEADING = re.compile(
    r"(?:\d+[.)]\s*)?(?:agenda|របៀបវារៈ|ระเบียบวาระ(?:การประชุม)?|chương trình)", re.IGNORECASE
)
_LIST_ITEM = re.compile(r"(?P<number>\d{1,2})\s*[.)]\s+|[-•–*]\s*|\(?[a-zក-អ]\s*[.)]\s+")
_FIELD = re.compile(rf"(?:{_WHO.pattern}|{_WHEN.pattern})\s*[:៖]", re.IGNORECASE)

_ITEM_RANK = 5
"""Rank of an agenda item that is not set as a heading: every heading ends it."""

LONGEST_ITEM = 200


def minutes_sections(paragraphs: Sequence[Paragraph], lang: str) -> tuple[ParsedSection, ...]:
    """Parts minutes into headed sections, agenda items, decisions and actions.

    The text of an action is what is to do; who and by when follow on lines of their own, with
    the words that the minutes use for them.

    Args:
        paragraphs: Of the whole document, without its title.
        lang: Its main language.
    """
    writer = _Writer(lang)
    for paragraph, level in zip(paragraphs, heading_levels(paragraphs), strict=True):
        writer.take(paragraph, level)
    return writer.outline.sections()


class _Writer:
    """Takes paragraph after paragraph and writes the outline."""

    def __init__(self, lang: str) -> None:
        self.outline = Outline(lang)
        self._agenda: dict[str, str] = {}
        self._agenda_number = 0.0  # last number of the agenda that is being listed, 0 after it
        self._is_agenda_open = False
        self._listed: SectionKind | None = None  # what the items under this heading are
        self._columns: _Columns | None = None

    def take(self, paragraph: Paragraph, level: int) -> None:
        if paragraph.cells:
            self._row(paragraph)
            return
        self._columns = None
        if self._is_agenda_open and self._agenda_line(paragraph):
            return
        item = self._item(paragraph.text)
        if item is not None:
            number, title = item
            self.outline.open_container(
                SectionKind.AGENDA_ITEM, level or _ITEM_RANK, paragraph, number, title
            )
            self._listed = None
        elif level:
            self._heading(paragraph, level)
        else:
            self._text(paragraph)

    def _agenda_line(self, paragraph: Paragraph) -> bool:
        """Adds a line to the agenda; False if the list is over, as its numbers begin again."""
        match = _ITEM.match(paragraph.text) or _LIST_ITEM.match(paragraph.text)
        number = float(match["number"] or 0) if match and "number" in match.groupdict() else 0.0
        if match is None or number <= self._agenda_number:
            self._is_agenda_open = False
            return False
        self._agenda_number = number
        title = paragraph.text[match.end() :] or match["title"]
        self._agenda[_plain(title)] = f"{number:g}"
        self.outline.add(paragraph)
        return True

    def _item(self, text: str) -> tuple[str | None, str] | None:
        """The number and title of an agenda item that a paragraph begins."""
        if len(text) > LONGEST_ITEM:
            return None
        match = _ITEM.match(text)
        if match and match["number"]:
            return ascii_digits(match["number"]), match["title"]
        listed = _LIST_ITEM.match(text)
        title = text[listed.end() :] if listed else text
        number = self._agenda.get(_plain(title))
        return (number, title) if number else None

    def _heading(self, paragraph: Paragraph, level: int) -> None:
        text = paragraph.text.rstrip(" :៖")
        self.outline.open_container(SectionKind.HEADING, level, paragraph, None, text)
        self._listed = next((kind for words, kind in _LISTS if words.fullmatch(text)), None)
        self._is_agenda_open = _AGENDA_HEADING.fullmatch(text) is not None
        self._agenda_number = 0.0

    def _text(self, paragraph: Paragraph) -> None:
        text, last = paragraph.text, self.outline.last_kind
        item = _LIST_ITEM.match(text)
        for words, kind in _LABELS:
            if match := words.match(text):
                self.outline.open(kind, paragraph, _number(match))
                self.outline.add(paragraph, match["rest"])
                return
        if _DECISION_SENTENCE.match(text):
            self.outline.open(SectionKind.DECISION, paragraph)
        elif self._listed and item:
            self.outline.open(self._listed, paragraph, _number(item))
            text = text[item.end() :]
        elif (last in _POINTS and not (item or _FIELD.match(text))) or last is None:
            self.outline.open(SectionKind.TEXT, paragraph)
        self.outline.add(paragraph, text)

    def _row(self, paragraph: Paragraph) -> None:
        if self._columns is None:
            self._columns = _Columns.of_header(paragraph.cells)
        elif self._columns.is_actions:
            cells = paragraph.cells
            number = ascii_digits(cells[0].strip(" .")) if cells else ""
            self.outline.open(SectionKind.ACTION, paragraph, number if number.isdecimal() else None)
            self.outline.add(paragraph, self._columns.action(cells))
            return
        if self.outline.last_kind in (None, *_POINTS):
            self.outline.open(SectionKind.TEXT, paragraph)
        self.outline.add(paragraph)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table: what is to do, and the headings of the others that matter."""

    what: int
    named: tuple[tuple[int, str], ...]

    @property
    def is_actions(self) -> bool:
        return bool(self.named)

    @classmethod
    def of_header(cls, cells: Sequence[str]) -> _Columns:
        """Reads a first row; a table without a column for who is no table of actions."""
        names = [cell.strip() for cell in cells]
        who = [index for index, name in enumerate(names) if _WHO.fullmatch(name)]
        when = [index for index, name in enumerate(names) if _WHEN.fullmatch(name)]
        what = [index for index, name in enumerate(names) if _WHAT.fullmatch(name)]
        if not who or not (what or when):
            return cls(0, ())
        others = [i for i, name in enumerate(names) if i not in (*who, *when) and len(name) > 3]
        named = tuple((index, names[index]) for index in sorted((*who, *when)))
        return cls((what or others or [0])[0], named)

    def action(self, cells: Sequence[str]) -> str:
        """A row as text: what, then a line each for who and when."""
        lines = [cells[self.what]] if self.what < len(cells) else []
        lines += [f"{name}: {cells[i]}" for i, name in self.named if i < len(cells) and cells[i]]
        return "\n".join(lines)


def _number(match: re.Match[str]) -> str | None:
    return ascii_digits(match["number"]) if match["number"] else None


def _plain(title: str) -> str:
    return re.sub(r"\W+", "", title).casefold()


_POINTS = (SectionKind.DECISION, SectionKind.ACTION)
_LABELS = ((_DECISION, SectionKind.DECISION), (_ACTION, SectionKind.ACTION))
_LISTS = (
    (_DECISIONS_HEADING, SectionKind.DECISION),
    (_ACTIONS_HEADING, SectionKind.ACTION),
)
