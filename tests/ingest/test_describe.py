"""What a document is: kind, number, title, date."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.dates import compact_date, find_dates, find_lunar_year, find_year
from ingest.kinds import find_kind, find_number, number_of_line
from ingest.pipeline import parse_bytes
from kb.model import DocumentKind
from tests.ingest.files import docx, p, styles, text


@pytest.mark.parametrize(
    ("title", "kind", "number"),
    [
        ("ច្បាប់ភូមិបាល", "law", None),
        ("អនុក្រឹត្យលេខ ១៤៦ អនក្រ.បក ស្តីពីសម្បទានដីសេដ្ឋកិច្ច", "sub-decree", "146"),
        ("2016-05 បង្កើតឧទ្យានជាតិជួរភ្នំក្រវាញ អនុក្រឹត្យលេខ 81", "sub-decree", "81"),
        ("ការកែសម្រួលមាត្រា៥៩ថ្មីស្ទួន នៃអនុក្រឹត្យលេខ ១០៦ អនុក្រឹត្យលេខ ៨៩", "sub-decree", "89"),
        ("ស្តីពីការកែសម្រួល នៃអនុក្រឹត្យលេខ ១០៣ ស្តីពីអត្រានុកូលដ្ឋាន លេខ៦០", "sub-decree", "60"),
        ("អនុក្រឹត្យ ស្ដីពីការកែសម្រួល អនុក្រឹត្យលេខ ៨៨", "sub-decree", None),
        ("ព្រះរាជក្រឹត្យលេខ នស/រកត/១០២៤/១៣០៩ ស្តីពីគោរមងារ", "royal-decree", "នស/រកត/1024/1309"),
        ("ព្រះរាជក្រឹត្យ២៦៨២ ស្តីពីការរៀបចំ", "royal-decree", "2682"),
        ("ប្រកាសអន្តរក្រសួងលេខ ៥៩ ស្តីពីការចុះបញ្ជីអចលនវត្ថុ", "prakas", "59"),
        ("សារាចរលេខ ០៣", "circular", "3"),
        ("សេចក្ដីសម្រេចលេខ ១២ កយ.សសរ/២៤", "decision", "12"),
        ("ក្រមរដ្ឋប្បវេណី", "code", None),
        ("រដ្ឋធម្មនុញ្ញនៃព្រះរាជាណាចក្រកម្ពុជា", "constitution", None),
        ("សេចក្តីប្រកាសជាសកលស្តីពីសិទ្ធិមនុស្ស", "treaty", None),
        ("ច្បាប់ស្តីពីការអនុម័តយល់ព្រមលើពិធីសារទី៩", "law", None),
        ("ច្បាប់ស្តីពីជលផលប្រកាសឱ្យប្រើ", "law", None),
        ("កំណត់ហេតុប្រជុំ", "minutes", None),
        ("គោលការណ៍ណែនាំ ស្ដីពីវិវាទដីធ្លី", "guideline", None),
        ("សេចក្ដីសង្ខេបគម្រោង", "brief", None),
        ("Sub-Decree #146 on Economic Land Concessions", "sub-decree", "146"),
        ("Sub- Decree No. 72 ANRK.BK on EIA", "sub-decree", "72"),
        ("Law on Forestry", "law", None),
        ("Royal Decree on Community Forests", "royal-decree", None),
        ("Universal Declaration of Human Rights", "treaty", None),
        ("พระราชบัญญัติป่าไม้ พุทธศักราช ๒๔๘๔", "law", None),
        ("รายงานการประชุมครั้งที่ ๒", "minutes", None),
        ("Luật Đất đai 2013", "law", None),
        ("Nghị định số 43", "sub-decree", "43"),
        ("Loi sur l'eau", "law", None),
        ("កម្រងឯកសារច្បាប់និងលិខិតបទដ្ឋានគតិយុត្ត", None, None),
        ("ផែនការដើម្បីអនុវត្តច្បាប់ស្តីពីអនីតិជន", None, None),
        ("Comments on the Draft Land Law", None, None),
        ("The legal analysis of Sub-decree No. 146", None, None),
        ("Forging strong partnerships", None, None),
    ],
)
def test_kind_and_number_of_titles(title: str, kind: str | None, number: str | None) -> None:
    word = find_kind(title)
    assert (word.kind.value if word else None, find_number(title)) == (kind, number)


def test_the_number_on_a_letterhead() -> None:
    assert number_of_line("លេខ ៩៩៩ អនក្រ.បក") == "999"
    assert number_of_line("No. 25 Sor.Sor.Ror") == "25"
    assert number_of_line("យោងតាមព្រះរាជក្រមលេខ ១៩") is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ថ្ងៃព្រហស្បតិ៍ ទី១៦ ខែឧសភា ឆ្នាំ២០២៤ វេលាម៉ោង ៨:៣០", (2024, 5, 16)),
        ("ធ្វើនៅភ្នំពេញ ថ្ងៃទី ០៤ ខែ កញ្ញា ឆ្នាំ ២០០៧", (2007, 9, 4)),
        ("(២៦កុម្ភៈ២០១០)", (2010, 2, 26)),
        ("Phnom Penh, August 30, 2001", (2001, 8, 30)),
        ("Tuesday, 8 October 2024", (2024, 10, 8)),
        ("27th December, 2005", (2005, 12, 27)),
        ("Phnom Penh, 27/12/2005", (2005, 12, 27)),
        ("2024-03-01", (2024, 3, 1)),
        ("ประกาศ ณ วันที่ ๒๒ พฤษภาคม พ.ศ. ๒๕๖๒", (2019, 5, 22)),
        ("ngày 29 tháng 11 năm 2013", (2013, 11, 29)),
        ("Fait le 1er août 1990", (1990, 8, 1)),
        ("ວັນທີ 6 ທັນວາ 1991", (1991, 12, 6)),
    ],
)
def test_dates(written: str, expected: tuple[int, int, int]) -> None:
    assert list(find_dates(written)) == [dt.date(*expected)]


@pytest.mark.parametrize("written", ["31/02/2005", "5 May", "1/100.000", "12.5.2", "ឆ្នាំ ២០០៧"])
def test_what_is_no_date(written: str) -> None:
    assert list(find_dates(written)) == []


def test_dates_and_years_in_names() -> None:
    assert compact_date("Land Law_010430") == dt.date(2001, 4, 30)
    assert compact_date("The Constitution _930921") == dt.date(1993, 9, 21)
    assert compact_date("Law_961242") is None
    assert find_year("forest_act_be2484") == 1941
    assert find_year("พ.ศ. ๒๕๖๒") == 2019
    assert find_year("ច្បាប់ស្តីពីទេសចរណ៍ ឆ្នាំ២០០៩") == 2009
    assert find_year("អនុក្រឹត្យលេខ ៤១ (០៤១/០១២៣)") == 2023
    assert find_year("Chapter 12") is None


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("ថ្ងៃសៅរ៍ ៨កើត ខែមិគសិរ ឆ្នាំច សំរឹទ្ធស័ក ពុទ្ធសករាជ ២៥៦២", 2018),  # 15 December
        ("ថ្ងៃចន្ទ ១០កើត ខែមិគសិរ ឆ្នាំឆ្លូវ ត្រីស័ក ព.ស. ២៥៦៥", 2021),  # 13 December
        ("ថ្ងៃពុធ ៥រោច ខែមិគសិរ ឆ្នាំម្សាញ់ សប្តស័ក ពុទ្ធសករាជ ២៥៦៩", 2025),  # 10 December
        ("ថ្ងៃអង្គារ ១៥កើត ខែពិសាខ ឆ្នាំច សំរឹទ្ធិស័ក ព.ស. ២៥៦១", 2018),  # Visak Bochea: 29 April
        ("ថ្ងៃពុធ ១រោច ខែពិសាខ ឆ្នាំច សំរឹទ្ធិស័ក ព.ស. ២៥៦២", 2018),  # the day after
        ("ថ្ងៃសៅរ៍ ១កើត ខែអស្សុជ ឆ្នាំកុរ ឯកស័ក ព.ស.២៥៦៣ ត្រូវនឹងថ្ងៃទី២៨ ខែកញ្ញា ឆ្នាំ២០១៩", 2019),
        ("យោងព្រះរាជក្រម ព.ស. ២៥៦៣", None),
        ("៨កើត ខែមិគសិរ ឆ្នាំច", None),
    ],
)
def test_the_year_of_a_lunar_date(written: str, year: int | None) -> None:
    assert find_lunar_year(written) == year


def test_the_western_date_beside_a_lunar_one_is_the_date() -> None:
    lunar = "ថ្ងៃចន្ទ ១០កើត ខែមិគសិរ ឆ្នាំឆ្លូវ ត្រីស័ក ព.ស. ២៥៦៥"
    western = "រាជធានីភ្នំពេញ ថ្ងៃទី១៣ ខែធ្នូ ឆ្នាំ២០២១"
    head, articles = "សេចក្តីសម្រេច", ("មាត្រា ១.- ដីរដ្ឋ ។", "មាត្រា ២.- ព្រៃឈើ ។")
    for lines in ((head, *articles, lunar, western), (head, lunar, western, *articles)):
        assert parse_bytes(docx("".join(map(p, lines))), "x.docx").date == dt.date(2021, 12, 13)
    for without in ((head, *articles, lunar), (head, lunar, *articles)):
        found = parse_bytes(docx("".join(map(p, without))), "x.docx")
        assert (found.date, found.year) == (None, 2021)
        assert any(lunar in evidence.line for evidence in found.evidence)


LAW = ("Article 1:", "Text of it.", "Article 2:", "More text.")


def test_the_title_is_the_first_heading_and_is_no_section() -> None:
    body = p("Kingdom of Cambodia", "T") + p("Water Law_070629", "T") + "".join(map(p, LAW))
    document = parse_bytes(docx(body, parts=styles(T="Title")), "x.docx")
    assert document.title == "Water Law"
    assert document.date == dt.date(2007, 6, 29)
    assert not any("Water Law" in section.text for section in document.sections)


def test_a_title_over_several_lines() -> None:
    document = parse_bytes(
        text("ព្រះរាជាណាចក្រកម្ពុជា", "អនុក្រឹត្យ", "ស្ដីពី", "ការគ្រប់គ្រងព្រៃសហគមន៍", *LAW), "x.txt"
    )
    assert document.title == "អនុក្រឹត្យ ស្ដីពី ការគ្រប់គ្រងព្រៃសហគមន៍"
    assert document.kind is DocumentKind.SUB_DECREE


def test_a_thai_act_says_its_name_and_year() -> None:
    document = parse_bytes(
        text(
            "ป่าไม้-be2484-vuevqt09",
            "มาตรา ๑  พระราชบัญญัตินี้ให้เรียกว่า “พระราชบัญญัติป่าไม้ พ.ศ. ๒๔๘๔”",
            "มาตรา ๒  x",
        ),
        "act.txt",
    )
    assert document.title == "พระราชบัญญัติป่าไม้ พ.ศ. ๒๔๘๔"
    assert (document.kind, document.year, document.lang) == (DocumentKind.LAW, 1941, "th")


def test_the_date_of_signature_counts_and_that_of_a_cited_act_does_not() -> None:
    lines = (
        "Sub-decree on Ponds",
        "No. 12 ANK.BK",
        "- Having seen the Land Law dated 30 August 2001",
        *LAW,
        "Phnom Penh, 15 January 2024",
    )
    document = parse_bytes(text(*lines), "x.txt")
    assert (document.number, document.date) == ("12", dt.date(2024, 1, 15))


def test_no_line_of_an_article_is_the_title() -> None:
    document = parse_bytes(text("Điều 1. Giải thích", "Trong Luật này:", "Điều 2.", "b."), "x.txt")
    assert "Trong Luật này:" in document.sections[0].text


def test_a_paper_without_articles_does_not_pass_for_the_law() -> None:
    document = parse_bytes(
        text("Land Law and Women", "We asked forty women.", "They said."), "x.txt"
    )
    assert document.kind is DocumentKind.OTHER
    assert any("no articles" in doubt for doubt in document.doubts)


def test_the_file_name_is_the_last_evidence() -> None:
    document = parse_bytes(text(*LAW), "sub-decree-on-ponds-051227.txt")
    assert (document.kind, document.date) == (DocumentKind.SUB_DECREE, dt.date(2005, 12, 27))


def test_what_is_not_known_is_a_doubt() -> None:
    document = parse_bytes(text("Some notes about rivers.", "More."), "notes.txt")
    assert document.kind is DocumentKind.OTHER
    assert any("kind" in doubt for doubt in document.doubts)
