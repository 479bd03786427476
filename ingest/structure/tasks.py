"""What is to do, by whom and by when: from rows of tables and from lines of text."""

from __future__ import annotations

import datetime as dt
import re

from ingest.structure.deadlines import find_due
from ingest.structure.meeting_terms import WHEN, WHO
from kb.model import Task

LONGEST_LINE = 1_000
"""Characters of a line that is parted into what, who and when; bounds the work on hostile files."""

LONGEST_WHO = 90
"""Characters of the name of a person or an organisation, or of two or three of them."""

_DASH = re.compile(r"\s+[–—-]+\s+|\s*[–—]\s*")
_BEFORE_DATE = re.compile(
    rf"(?:[\s,;(\[–—-]|\b(?:by|before|until|due|on|no later than|not later than|at the latest)\b|"
    rf"(?:\b(?:{WHEN.pattern})\s*[:៖])|(?:ឱ្យ|អោយ|ឲ្យ)?(?:បាន)?(?:រួចរាល់|បញ្ចប់)|(?:នៅ)?ត្រឹម|(?:នៅ)?មុន|យ៉ាងយូរ|"
    rf"យ៉ាងយឺត(?:បំផុត)?|នៅ|(?<!\w)(?:{WHEN.pattern})៖?)*$",
    re.IGNORECASE,
)
_WHO_FIELD = re.compile(
    rf"[\s,;(\[–—-]*(?<!\w)(?:(?:{WHO.pattern})\s*[:៖]\s*|(?:ទទួលបន្ទុក|ទទួលខុសត្រូវ|អនុវត្ត)ដោយ\s*)"
    r"(?P<who>[^;)\]\n]+?)\s*(?=[;)\]\n,។]|$)[;)\]]?",
    re.IGNORECASE,
)
_WHO_IN_FRONT = re.compile(
    r"(?P<who>(?:[^:៖.]|(?<=Mr)\.|(?<=Ms)\.|(?<=Mrs)\.|(?<=Dr)\.|(?<=\b\w)\.){2,90}?)"
    r"(?:\s*[:៖]\s+|\s+(?:to|will|shall|should|agreed to|is to|are to)\s+|"
    r"\s*(?<=\s)(?:នឹង|ត្រូវ)\s*)(?P<what>\S.+)",
    re.IGNORECASE | re.DOTALL,
)
_WHO_BEHIND = re.compile(
    r"\s*[(\[](?P<who>[^()\[\]]{2,90})[)\]]\s*$|\s+ដោយ\s*(?P<km>\S[^។\n]{1,89})$"
)
_EDGES = " \t\n,;:៖–—-.()[]។"


def read_task(text: str, meeting: dt.date | None) -> Task:
    """Reads a line such as "Print the map – Forest Alliance by 15 March".

    Args:
        text: The line, without the mark of a list.
        meeting: When the meeting took place: a date without a year is the next such day.

    Returns:
        The task; who and when are "" where the line does not tell them.
    """
    if len(text) > LONGEST_LINE:
        return Task(text)
    rest, due_text, due = _without_date(text, meeting)
    if field := _WHO_FIELD.search(rest):
        return _task(rest[: field.start()] + rest[field.end() :], field["who"], due_text, due)
    pieces = [piece for piece in _DASH.split(rest) if piece.strip(_EDGES)]
    if len(pieces) > 1 and len(pieces[-1]) <= LONGEST_WHO:
        return _task(rest[: rest.rindex(pieces[-1])], pieces[-1], due_text, due)
    if behind := _WHO_BEHIND.search(rest):
        return _task(rest[: behind.start()], behind["who"] or behind["km"], due_text, due)
    if (front := _WHO_IN_FRONT.fullmatch(rest.strip())) and front["who"][0] not in "(-":
        return _task(front["what"], front["who"], due_text, due)
    return _task(rest, "", due_text, due)


def task_of_cells(what: str, who: str, when: str, meeting: dt.date | None) -> Task:
    """Makes a task of the cells of a row; those that the table has not are ""."""
    found = find_due(when, meeting)
    return _task(what, who, when, found.date if found else None)


def follows(task: Task, text: str, meeting: dt.date | None) -> Task | None:
    """The task with what a line below it says ("Responsible: …"); None if it says neither."""
    if (who := WHO.value(text)) is not None:
        return Task(task.what, who.strip(_EDGES), task.due, task.due_text)
    if (when := WHEN.value(text)) is not None:
        found = find_due(when, meeting)
        return Task(task.what, task.who, found.date if found else None, when.strip(_EDGES))
    return None


def _without_date(text: str, meeting: dt.date | None) -> tuple[str, str, dt.date | None]:
    """Takes the last date out of a line, with the words before it that make it a deadline."""
    found = find_due(text, meeting)
    if found is None:
        return text, "", None
    before = text[: found.start]
    words = _BEFORE_DATE.search(before)
    if words is None or (not words[0].strip(_EDGES + "(") and text[found.end :].strip(_EDGES)):
        return text, "", None  # a date within the sentence: of what is to do, not by when
    return before[: words.start()] + text[found.end :], text[found.start : found.end], found.date


def _task(what: str, who: str, due_text: str, due: dt.date | None) -> Task:
    return Task(_tidy(what), _tidy(who), due, _tidy(due_text))


def _tidy(text: str) -> str:
    """A text without marks at its edges; brackets that have both ends stay."""
    text = text.strip()
    while text and text[-1] in _EDGES and not (text[-1] == ")" and "(" in text):
        if text[-1] == "." and re.search(r"\b\w\.$", text):
            break  # initials, as of "Mr R.P."
        text = text[:-1]
    return text.lstrip(_EDGES.replace("(", ""))
