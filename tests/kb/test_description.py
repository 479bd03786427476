"""What a document is found by beside its words."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.pipeline import parse_bytes
from kb.description import describe
from kb.errors import ConfigurationError
from kb.model import Description, Status
from kb.status import parse_changes
from kb.vocabularies import issuers, organisations, parse_vocabulary, topics
from kb.works import match_work


def described(*lines: str, name: str = "a.txt") -> Description:
    parsed = parse_bytes("\n\n".join(lines).encode(), name)
    work = match_work(parsed.title, parsed.number, parsed.year, parsed.kind)
    return describe(parsed, work)


def evidence(description: Description, field: str) -> list[tuple[str, str]]:
    return [(one.value, one.line) for one in description.evidence if one.field == field]


ARTICLES = ("មាត្រា ១", "ច្បាប់នេះមានគោលបំណងគ្រប់គ្រងព្រៃឈើ។", "មាត្រា ២", "ព្រៃឈើជាសម្បត្តិរដ្ឋ។")


def test_an_act_is_described_with_the_lines_that_say_so() -> None:
    found = described(
        "ព្រះរាជាណាចក្រកម្ពុជា",
        "ក្រសួងបរិស្ថាន",
        "ប្រកាស ស្តីពីការការពារព្រៃឈើក្នុងខេត្តក្រចេះ",
        "លេខ ១២ ប្រក",
        *ARTICLES,
        "ភ្នំពេញ ថ្ងៃទី ០៤ ខែកញ្ញា ឆ្នាំ២០០៧",
    )
    assert (found.kind, found.number, found.date) == ("prakas", "12", dt.date(2007, 9, 4))
    assert (found.issuer, found.status) == ("ministry-environment", Status.IN_FORCE)
    assert found.topics[0] == "forests"
    assert found.places == ("10",)  # and not where it was signed
    assert evidence(found, "issuer") == [("ministry-environment", "ក្រសួងបរិស្ថាន")]
    assert evidence(found, "places") == [("10", found.title)]
    assert evidence(found, "number") == [("12", "លេខ ១២ ប្រក")]


def test_the_register_gives_titles_and_what_happened_to_the_act() -> None:
    found = described("Law on Concessions", "2007", "Article 1", "x", "Article 2", "y")
    assert found.titles["km"] == "ច្បាប់ស្តីពីសម្បទាន"
    assert found.status is Status.REPEALED
    ((status, by),) = evidence(found, "status")
    assert status == "repealed"
    assert by.endswith("Law on Public-Private Partnerships")


@pytest.mark.parametrize(
    ("lines", "organisation"),
    [
        (("Brief on forests", "Organisation: Forest Friends", "Text."), "Forest Friends"),
        (("សេចក្តីសង្ខេបគម្រោង", "អង្គការ៖ អង្គការគំរូ ក", "អត្ថបទ។"), "អង្គការគំរូ ក"),
        (("Minutes of the meeting of the River Network", "Date: 3 May 2024", "a"), "River Network"),
        (("កំណត់ហេតុប្រជុំសមាគមកសិករ លើកទី២", "អ្នកចូលរួម៖ ៣ នាក់", "ក"), "សមាគមកសិករ"),
        (("Brief", "Funded by", "OXFAM", "The project of Oxfam."), "Oxfam"),
        (("Brief", "Capacity and Network Building", "Text."), None),
    ],
)
def test_whose_paper_it_is(lines: tuple[str, ...], organisation: str | None) -> None:
    assert described(*lines).organisation == organisation


def test_what_is_no_act_has_no_status_and_no_issuer() -> None:
    found = described("Brief on forests", "The Ministry of Environment said so.")
    assert (found.status, found.issuer) == (None, None)


def test_topics_are_those_that_the_words_speak_of_most() -> None:
    found = described("Brief on fisheries", *["Community fisheries and a word on land."] * 8)
    assert found.topics[0] == "fisheries"
    assert "tourism" not in found.topics
    assert described("Report", "ត្រីមាសទី២").topics == ()


def test_entries_are_found_by_code_and_by_names_in_both_languages() -> None:
    for name in ("forests", "Forests", "ព្រៃឈើ", "community forestry"):
        entry = topics().named(name)
        assert entry is not None
        assert entry.code == "forests"
    ministry = issuers().named("ministry of environment")
    assert ministry is not None
    assert ministry.code == "ministry-environment"
    assert organisations().named("Forest Friends") is None


@pytest.mark.parametrize("line", ["\tក\ta\t", "a\t\ta\t", "a\tក\ta\t\na\tខ\tb\t"])
def test_a_line_of_a_list_that_cannot_be_used_is_named(line: str) -> None:
    with pytest.raises(ConfigurationError, match=r"x\.tsv, line"):
        parse_vocabulary(f"code\tkm\ten\taliases\n{line}\n", "x.tsv")


@pytest.mark.parametrize("line", ["a\trepealed\tz", "z\trepealed\ta", "a\tforgotten\tb"])
def test_a_change_of_an_unknown_act_is_refused(line: str) -> None:
    with pytest.raises(ConfigurationError, match=r"amendments\.tsv, line 2"):
        parse_changes(f"act\tchange\tby\n{line}\n", frozenset("ab"))
