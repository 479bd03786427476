"""Labels of provisions."""

from __future__ import annotations

import pytest

from ingest.structure.labels import parse_label
from kb.model import SectionKind

ARTICLE, CHAPTER, SECTION = SectionKind.ARTICLE, SectionKind.CHAPTER, SectionKind.SECTION


@pytest.mark.parametrize(
    ("text", "kind", "number", "rest"),
    [
        ("មាត្រា ១៦២ .- អាជ្ញាយុកាល", ARTICLE, "162", "អាជ្ញាយុកាល"),
        ("មាត្រាទី៥៖", ARTICLE, "5", ""),
        ("មាត្រា ១១ ស្ទួន.- ក", ARTICLE, "11 bis", "ក"),
        ("មាត្រា ៥៩ ថ្មី.- ក", ARTICLE, "59", "ថ្មី ក"),
        ("ប្រការ ២.-", ARTICLE, "2", ""),
        ("Article 5:", ARTICLE, "5", ""),
        ("ARTICLE 12 — Penalties", ARTICLE, "12", "Penalties"),
        ("Art. 3. The State", ARTICLE, "3", "The State"),
        ("Article 12 bis. Text", ARTICLE, "12 bis", "Text"),
        ("Article 12A. Text", ARTICLE, "12 a", "Text"),
        ("Article premier", ARTICLE, "1", ""),
        ("Article 1er. – Objet", ARTICLE, "1", "Objet"),
        ("มาตรา ๙ ทวิ   ในกรณี", ARTICLE, "9 bis", "ในกรณี"),
        ("มาตรา ๑๘/๑  ให้", ARTICLE, "18/1", "ให้"),
        ("มาตรา ๖๘ เอกาทศ   ใน", ARTICLE, "68 undecies", "ใน"),
        ("ມາດຕາ ໓. ທຸກຄົນ", ARTICLE, "3", "ທຸກຄົນ"),
        ("Điều 7. Phạm vi", ARTICLE, "7", "Phạm vi"),
        ("Đie\u0302\u0300u 7:", ARTICLE, "7", ""),
        ("ជំពូកទី ២៖ កម្មវិធី", CHAPTER, "2", "កម្មវិធី"),
        ("ជំពូកទោល អន្តរប្បញ្ញត្តិ", CHAPTER, "1", "អន្តរប្បញ្ញត្តិ"),
        ("CHAPTER IV GENERAL", CHAPTER, "IV", "GENERAL"),
        ("Chapter Three: Fees", CHAPTER, "3", "Fees"),
        ("Chương II", CHAPTER, "II", ""),
        ("หมวด ๑", CHAPTER, "1", ""),
        ("ផ្នែកទី ៣ សិទ្ធិ", SECTION, "3", "សិទ្ធិ"),
        ("Section A: Rule", SECTION, "A", "Rule"),
        ("គន្ថីទី ៤ កាតព្វកិច្ច", SectionKind.BOOK, "4", "កាតព្វកិច្ច"),
        ("TITRE PREMIER", SectionKind.TITLE, "1", ""),
    ],
)
def test_labels(text: str, kind: SectionKind, number: str, rest: str) -> None:
    label = parse_label(text)
    assert label is not None
    assert (label.kind, label.number, label.rest) == (kind, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "មាត្រា ៥ នៃច្បាប់នេះ",
        "មាត្រា ៥ និងមាត្រា ៦",
        "ផ្នែកនៃដីនោះ",
        "Article 5 of this Law applies",
        "Article 5, paragraph 2",
        "Articles 5 and 6",
        "Article 5-7",
        "Article 5.1",
        "Section 2 above",
        "Part of the land",
        "Partial payment",
        "Title deeds",
        "มาตรา ๕ วรรคสอง",
        "มาตรา ๓๓ แห่งพระราชบัญญัติ",
        "Điều 5 của Luật này",
        "ປີ 5",
        "",
    ],
)
def test_references_and_other_words_are_no_labels(text: str) -> None:
    assert parse_label(text) is None


def test_order_compares_numbers_and_suffixes() -> None:
    numbers = ["8", "9", "9 bis", "9 ter", "10"]
    labels = [parse_label(f"Article {number}.") for number in numbers]
    orders = [label.order for label in labels if label is not None]
    assert orders == sorted(orders)
    assert len(set(orders)) == len(numbers)
