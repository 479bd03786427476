"""What minutes tell of their meeting."""

from __future__ import annotations

import datetime as dt

from ingest.structure.meetings import read_meeting
from ingest.structure.paragraphs import Paragraph
from kb.model import Meeting, Participant


def meeting(*lines: str | tuple[str, ...], title: str = "Minutes") -> Meeting:
    paragraphs = [
        Paragraph(line) if isinstance(line, str) else Paragraph("\t".join(line), cells=line)
        for line in lines
    ]
    return read_meeting(paragraphs, title)


def test_labelled_lines() -> None:
    found = meeting(
        "Date: 3 May 2024, 9:00",
        "Place: Commune hall, Sandan",
        "Chair: Ms C.D., director",
        "Present: Mr Sok (Forest Alliance), Ms Ly (River Watch) and Mr Kim",
        "Next meeting: 7 June, same place",
    )
    assert (found.date, found.place, found.chair) == (
        dt.date(2024, 5, 3),
        "Commune hall, Sandan",
        "Ms C.D.",
    )
    assert found.participants[-3:] == (
        Participant("Mr Sok", "Forest Alliance"),
        Participant("Ms Ly", "River Watch"),
        Participant("Mr Kim"),
    )
    assert (found.next_date, found.next_text) == (dt.date(2024, 6, 7), "7 June, same place")


def test_tables_of_fields_and_of_people() -> None:
    found = meeting(
        ("កាលបរិច្ឆេទ", "២១ មករា ២០២៥"),
        ("ទីកន្លែង", "ក្រុងក្រចេះ"),
        "អ្នកចូលរួម",
        ("ល.រ", "ឈ្មោះ", "អង្គភាព", "តួនាទី"),
        ("១", "លោក សុខ", "បណ្តាញព្រៃ", "ប្រធាន"),
    )
    assert (found.date, found.place) == (dt.date(2025, 1, 21), "ក្រុងក្រចេះ")
    assert found.participants == (Participant("លោក សុខ", "បណ្តាញព្រៃ", "ប្រធាន"),)


def test_sentences() -> None:
    found = meeting("Held on 3 May 2024 at Banlung. The meeting was chaired by Mr. Klan Thon.")
    assert (found.date, found.place, found.chair) == (
        dt.date(2024, 5, 3),
        "Banlung",
        "Mr. Klan Thon",
    )


def test_a_list_of_people_ends_where_another_begins() -> None:
    found = meeting("Participants:", "- Ms A (X)", "- Mr B (Y)", "Agenda:", "1. Land", "2. Water")
    assert [one.name for one in found.participants] == ["Ms A", "Mr B"]


def test_nothing_told() -> None:
    assert meeting("The forest is large.") == Meeting()
