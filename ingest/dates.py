"""Dates as acts and minutes write them: Khmer, Western, Thai with Buddhist years, and in names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from ingest.digits import ascii_digits

BUDDHIST_ERA = 543
"""Years by which the Buddhist era of Thai (and Khmer) dates is ahead of the Common Era."""

EARLIEST, LATEST = 1850, 2100
"""Years that an act of a collection may have."""

TWO_DIGIT_PIVOT = 50
"""In yymmdd, 93 is 1993 and 07 is 2007."""


MONTHS = {
    name: number
    for names in (
        "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
        "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    )
    for number, name in enumerate(names.split(), 1)
}
"""Names of months -> 1–12."""
MONTHS |= {"កុម្ភះ": 2, "sept": 9}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:(?:ឆ្នាំ|พ\.?\s?ศ\.?|พุทธศักราช|ค\.?\s?ศ\.?|năm|ປີ|of)\s*)?(?P<year>\d{4})(?!\d)"
_FULL_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?[\s,]*(?:of\s+|ខែ\s*|เดือน\s*|ເດືອນ\s*)?"
            rf"(?P<month>{_MONTH})\.?[\s,]*{_YEAR}"
        ),
        rf"(?<!\w)(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})",
        r"(?<!\d)(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)",
        r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)",
    )
)
_COMPACT = re.compile(r"[_\s-](?P<yy>\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_BUDDHIST_YEAR = re.compile(
    r"(?:พ\.?\s?ศ\.?|พุทธศักราช|ព\.?\s?ស\.?|ពុទ្ធ\s?សក(?:្ក)?រាជ|(?<![a-z])b\.?\s?e\.?)"
    r"\s*(?P<year>2[3-6]\d\d)(?!\d)",
    re.IGNORECASE,
)
_BEFORE_VISAK = re.compile(r"ខែ\s*(?:បុស្ស|មាឃ|ផល្គុន|ចេត្រ|មករា|កុម្ភៈ|មីនា|មេសា)|កើត\s*(?:ខែ\s*)?ពិសាខ")
"""Lunar and solar months of Cambodia in which the Buddhist year is still 543 ahead; it goes up with
the first day of the waning moon of PISAK."""
_MOON = re.compile(r"\d\s*(?:កើត|រោច)")
"""A day of the waxing or waning moon."""
_REGISTER_YEAR = re.compile(
    # Years in register numbers: "(០៤១/០១២៣)" is January 2023, "នស/រកម/០៨០១/១៤" August 2001.
    r"\(\d{2,4}/(?:\d\d)?\d\d(?P<a>\d\d)\)|រក[មត]\s?/\s?\d\d(?P<b>\d\d)/|[\u1780-\u17a2]/(?P<c>\d\d)(?!\d)"
)
_PLAIN_YEAR = re.compile(r"(?<![\d/.,])(?P<year>(?:1[89]|20)\d\d)(?![\d/])")


def find_dates(text: str) -> Iterator[dt.date]:
    """The full dates in a text; those of the first notation that occurs, in their order."""
    text = ascii_digits(text).replace("\u200b", "")
    for pattern in _FULL_DATES:
        for match in pattern.finditer(text):
            month = MONTHS.get(match["month"].lower()) or int(match["month"])
            if date := _date(int(match["year"]), month, int(match["day"])):
                yield date


def compact_date(name: str) -> dt.date | None:
    """The date of names such as "Land Law_010430" (yymmdd)."""
    for match in _COMPACT.finditer(ascii_digits(name)):
        year = _century(int(match["yy"]))
        if date := _date(year, int(match["month"]), int(match["day"])):
            return date
    return None


def find_year(text: str) -> int | None:
    """The year that a text gives for itself, in the Common Era.

    The year in the number of an act is its own; any other may be that of what it is about.
    """
    text = ascii_digits(text).replace("\u200b", "")
    if match := _REGISTER_YEAR.search(text):
        return _century(int(match["a"] or match["b"] or match["c"]))
    if (year := _buddhist_year(text)) is not None:
        return year
    if match := _PLAIN_YEAR.search(text):
        return int(match["year"])
    return None


def find_lunar_year(text: str) -> int | None:
    """The year, in the Common Era, of the first Khmer lunar date in a text.

    Acts write it above their Western date. The day is not reckoned.
    """
    text = ascii_digits(text).replace("\u200b", "")
    moon = _MOON.search(text)
    return _buddhist_year(text[moon.start() :]) if moon else None


def _buddhist_year(text: str) -> int | None:
    match = _BUDDHIST_YEAR.search(text)
    if match is None:
        return None
    year = int(match["year"]) - BUDDHIST_ERA
    return year - 1 if _is_late_khmer_year(match[0], text) else year


def _is_late_khmer_year(written: str, text: str) -> bool:
    """Whether a Buddhist year is one of Cambodia after Visak Bochea, when its count goes up."""
    return written.startswith("ព") and _BEFORE_VISAK.search(text) is None


def _century(two_digits: int) -> int:
    return two_digits + (1900 if two_digits >= TWO_DIGIT_PIVOT else 2000)


def _date(year: int, month: int, day: int) -> dt.date | None:
    """A date of the Common Era, if there is one."""
    if year > LATEST:
        year -= BUDDHIST_ERA
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return date if EARLIEST <= year <= LATEST else None
