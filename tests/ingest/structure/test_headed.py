"""Briefs, reports, guidelines and acts without articles."""

from __future__ import annotations

from ingest.structure import structure
from ingest.structure.headed import heading_levels
from ingest.structure.paragraphs import Paragraph
from kb.model import DocumentKind, SectionKind

KHMER = "គម្រោងនេះបានជួយសម្របសម្រួលទំនាក់ទំនងរវាងអង្គការសង្គមស៊ីវិល និងសហគមន៍មូលដ្ឋាននៅក្នុងខេត្ត" * 2
ENGLISH = (
    "The project has helped organisations of the civil society and communities to work together."
)


def test_headings_by_style_nest() -> None:
    found, _ = structure(
        [
            Paragraph("Before."),
            Paragraph("Findings", heading_level=1),
            Paragraph("Land", heading_level=2),
            Paragraph("Text one."),
            Paragraph("Text two."),
            Paragraph("Summary", heading_level=1),
            Paragraph("End."),
        ],
        DocumentKind.BRIEF,
        "en",
    )
    assert [(s.level, s.kind.value, s.heading, s.text) for s in found] == [
        (0, "text", "", "Before."),
        (0, "heading", "Findings", ""),
        (1, "heading", "Land", "Text one.\nText two."),
        (0, "heading", "Summary", "End."),
    ]


def test_headings_by_type_and_weight() -> None:
    body = Paragraph("Text that goes on for a while, as the text of a report does.", font_size=11)
    assert heading_levels(
        [
            Paragraph("Large", font_size=16),
            body,
            Paragraph("Bold", font_size=11, bold=True),
            body,
            Paragraph("CAPITALS", font_size=11),
            body,
            Paragraph("A bold sentence is no heading.", font_size=11, bold=True),
            Paragraph("a | row", font_size=16, cells=("a", "row")),
            Paragraph("Large at the end", font_size=16),
        ]
    ) == [1, 0, 2, 0, 2, 0, 0, 0, 0]


def test_many_short_lines_are_a_list() -> None:
    names = [Paragraph(f"Name {n}", bold=True) for n in range(6)]
    assert not any(heading_levels([*names, Paragraph("Text.")]))


def test_a_document_that_goes_on_in_another_script_is_parted() -> None:
    found, _ = structure(
        [
            Paragraph(ENGLISH),
            Paragraph(ENGLISH),
            Paragraph(KHMER),
            Paragraph("ខ្លី"),
            Paragraph(ENGLISH),
        ],
        DocumentKind.BRIEF,
        "en",
    )
    assert [(s.lang, s.text.count("\n")) for s in found] == [
        ("en", 0),
        ("en", 0),
        ("km", 1),
        ("en", 0),
    ]


def test_an_act_without_articles_has_a_signature() -> None:
    lines = ("1. Notice", "Notice is given.", "Phnom Penh, 4 September 2024", "The Minister")
    paragraphs = [Paragraph(line, heading_level=line.startswith("1")) for line in lines]
    acts, _ = structure(paragraphs, DocumentKind.CIRCULAR, "en")
    assert [s.kind for s in acts] == [SectionKind.HEADING, SectionKind.SIGNATURE]
    assert acts[1].text == "Phnom Penh, 4 September 2024\nThe Minister"
    reports, _ = structure(paragraphs, DocumentKind.REPORT, "en")
    assert [s.kind for s in reports] == [SectionKind.HEADING]
