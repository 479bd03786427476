"""Days by which something is to be done, as minutes write them: often without a year."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from ingest.dates import BUDDHIST_ERA, EARLIEST, LATEST, MONTHS, find_dates
from ingest.digits import ascii_digits

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+|ចន្ទ|អង្គារ|ពុធ|ព្រហស្បតិ៍|សុក្រ|សៅរ៍|អាទិត្យ"
_YEAR = r"(?:[\s,]*(?:ឆ្នាំ\s*|of\s+)?(?P<year{0}>\d{{4}})(?!\d))?"
_DAY = re.compile(
    rf"(?:ថ្ងៃ\s*)?(?:{_WEEKDAY})?\s*(?:ទី\s*)?(?:the\s+)?(?:"
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,]*(?:of\s+|ខែ\s*|เดือน\s*)?"
    rf"(?P<month>{_MONTH})(?![a-z])\.?{_YEAR.format('')}"
    rf"|\b(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){_YEAR.format('2')}"
    r"|(?<!\d)(?:\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)\d{4}|\d{4}-\d\d-\d\d)(?!\d)"
    rf"|(?P<end>(?:the\s+)?end\s+of\s+|ចុង|ដំណាច់)?(?:ខែ\s*)?"
    rf"(?:\b|(?<=[\s\u1780-\u17ff]))(?P<month3>{_MONTH})(?![a-z]){_YEAR.format('3')})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day in a text.

    Attributes:
        start, end: Where it stands.
        date: None where its year is not known.
    """

    start: int
    end: int
    date: dt.date | None


def find_due(text: str, meeting: dt.date | None) -> FoundDay | None:
    """The last day that a text names, None if it names none.

    Args:
        text: A line or the cell of a table.
        meeting: When it was written: a day without a year is the next such day. The name of a
            month alone means its last day.
    """
    text = ascii_digits(text)
    found = None
    for match in _DAY.finditer(text):
        month = match["month3"]
        if month and not (match["year3"] or match["end"] or text.strip() == match[0].strip()):
            continue  # "may" and "march" are words too
        found = FoundDay(match.start(), match.end(), _date(match, meeting))
    return found


def _date(match: re.Match[str], meeting: dt.date | None) -> dt.date | None:
    name = match["month"] or match["month2"] or match["month3"]
    if name is None:
        return next(find_dates(match[0]), None)
    month = MONTHS[name.lower()]
    written = match["year"] or match["year2"] or match["year3"]
    if written is None and meeting is None:
        return None
    day = match["day"] or match["day2"]
    years = [int(written)] if written or meeting is None else [meeting.year, meeting.year + 1]
    for named in years:
        year = named - (BUDDHIST_ERA if named > LATEST else 0)
        if not EARLIEST <= year <= LATEST:
            return None
        last = calendar.monthrange(year, month)[1]
        date = dt.date(year, month, min(int(day), last) if day and int(day) else last)
        if written or meeting is None or date >= meeting:
            return date
    return None
