"""Who does what by when, on one line."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.structure.deadlines import find_due
from ingest.structure.tasks import read_task
from kb.model import Task

MEETING = dt.date(2024, 11, 6)
MAY_15 = dt.date(2025, 5, 15)


@pytest.mark.parametrize(
    ("line", "what", "who"),
    [
        ("Print the map – Forest Alliance by 15 May 2025", "Print the map", "Forest Alliance"),
        ("Print the map – Forest Alliance – 15 May 2025", "Print the map", "Forest Alliance"),
        ("Print the map (Ms A.B., 15 May)", "Print the map", "Ms A.B."),
        ("Ms. Chan will print the map before May 15, 2025.", "print the map", "Ms. Chan"),
        ("Forest Alliance to print it (deadline: 15/05/2025)", "print it", "Forest Alliance"),
        ("Ms A: print the map by 15 May", "print the map", "Ms A"),
        ("Print the map by 15 May", "Print the map", ""),
        ("បោះពុម្ពផែនទី (អ្នកទទួលខុសត្រូវ៖ លោក ក កាលកំណត់៖ ថ្ងៃទី១៥ ខែឧសភា)", "បោះពុម្ពផែនទី", "លោក ក"),
        ("បោះពុម្ពផែនទី ទទួលខុសត្រូវដោយ លោក ក ត្រឹមថ្ងៃទី១៥ ខែឧសភា ឆ្នាំ២០២៥", "បោះពុម្ពផែនទី", "លោក ក"),
        ("បោះពុម្ពផែនទី – អង្គការ ក – ១៥ ឧសភា ២០២៥", "បោះពុម្ពផែនទី", "អង្គការ ក"),
    ],
)
def test_a_line_is_a_task(line: str, what: str, who: str) -> None:
    task = read_task(line, MEETING)
    assert (task.what, task.who, task.due) == (what, who, MAY_15)


def test_a_date_within_the_sentence_is_no_deadline() -> None:
    task = read_task("Answer the letter of 3 May 2024 about the dam", MEETING)
    assert task == Task("Answer the letter of 3 May 2024 about the dam")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("10 November", dt.date(2024, 11, 10)),
        ("5 March", dt.date(2025, 3, 5)),
        ("end of March", dt.date(2025, 3, 31)),
        ("ចុងខែកុម្ភៈ", dt.date(2025, 2, 28)),
        ("ថ្ងៃទី១០ ខែវិច្ឆិកា", dt.date(2024, 11, 10)),
        ("2025-01-06", dt.date(2025, 1, 6)),
        ("17.06.2025", dt.date(2025, 6, 17)),
        ("១៧-១២-២០២៤", dt.date(2024, 12, 17)),
        ("from 1 May to 3 May 2025", dt.date(2025, 5, 3)),
    ],
)
def test_days(text: str, due: dt.date) -> None:
    found = find_due(text, MEETING)
    assert found is not None
    assert found.date == due


@pytest.mark.parametrize("text", ["as soon as possible", "we may march on", "", "12 of them"])
def test_no_days(text: str) -> None:
    assert find_due(text, MEETING) is None


def test_a_day_without_year_needs_the_day_of_the_meeting() -> None:
    found = find_due("5 March", None)
    assert found is not None
    assert found.date is None
