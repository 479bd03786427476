"""Minutes: agenda items, decisions, actions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.pipeline import parse_bytes
from ingest.structure.minutes import minutes_sections
from ingest.structure.paragraphs import Paragraph
from kb.model import DocumentKind, ParsedDocument, SectionKind
from tests.ingest.files import docx, p, styles, table, text

ITEM, DECISION, ACTION = SectionKind.AGENDA_ITEM, SectionKind.DECISION, SectionKind.ACTION


def found(document: ParsedDocument, kind: SectionKind) -> list[tuple[str | None, str]]:
    assert document.kind is DocumentKind.MINUTES
    return [
        (section.number, section.heading or section.text)
        for section in document.sections
        if section.kind is kind
    ]


def test_english_minutes_with_a_table_of_actions() -> None:
    body = (
        p("Minutes of the Network Meeting", "T")
        + p("Date: 8 October 2024")
        + p("Agenda", "H")
        + p("1. Land titles")
        + p("2. Training")
        + p("Discussion", "H")
        + p("Land titles", "I")
        + p("Four communities hold a title.")
        + p("Decision: The network writes to the province.")
        + p("Training", "I")
        + p("The meeting agreed that the training takes place in May.")
        + p("Two trainers are there.")
        + p("Actions", "H")
        + table(
            ("No.", "Action", "Responsible", "Deadline"),
            ("1", "Write the letter", "Ms N.L.", "18 October 2024"),
            ("2", "Book the room", "Mr B.D.", ""),
        )
        + p("Next meeting", "H")
        + p("14 January 2025.")
    )
    document = parse_bytes(
        docx(body, parts=styles(T="Title", H="heading 1", I="heading 2")), "minutes.docx"
    )
    assert found(document, ITEM) == [("1", "Land titles"), ("2", "Training")]
    assert found(document, DECISION) == [
        (None, "The network writes to the province."),
        (None, "The meeting agreed that the training takes place in May."),
    ]
    assert found(document, ACTION) == [
        ("1", "Write the letter\nResponsible: Ms N.L.\nDeadline: 18 October 2024"),
        ("2", "Book the room\nResponsible: Mr B.D."),
    ]
    kept = "\n".join(section.text for section in document.sections)
    assert "Two trainers are there." in kept
    levels = {section.heading or section.text: section.level for section in document.sections}
    assert levels["Land titles"] == levels["Discussion"] + 1
    assert levels["The network writes to the province."] == levels["Land titles"] + 1


def test_khmer_minutes_as_plain_text() -> None:
    document = parse_bytes(
        text(
            "កំណត់ហេតុប្រជុំគណៈកម្មការ",
            "កាលបរិច្ឆេទ៖ ថ្ងៃទី២៣ ខែមករា ឆ្នាំ២០២៥",
            "របៀបវារៈទី១៖ ការជួសជុលបង្គោលព្រំ\nក្រុមល្បាតបានរាយការណ៍។",
            "សេចក្ដីសម្រេចទី១៖ ជួសជុលបង្គោលព្រំទាំង ៧ ដើម។",
            "កិច្ចការត្រូវអនុវត្ត\nកិច្ចការទី១៖ ជួសជុលបង្គោលព្រំ\nអ្នកទទួលខុសត្រូវ៖ ក្រុមល្បាត\n"
            "កាលកំណត់៖ ថ្ងៃទី២៨ ខែកុម្ភៈ ឆ្នាំ២០២៥",
        ),
        "x.txt",
    )
    assert found(document, ITEM) == [("1", "ការជួសជុលបង្គោលព្រំ")]
    assert found(document, DECISION) == [("1", "ជួសជុលបង្គោលព្រំទាំង ៧ ដើម។")]
    assert found(document, ACTION) == [
        (
            "1",
            "ជួសជុលបង្គោលព្រំ\nអ្នកទទួលខុសត្រូវ៖ ក្រុមល្បាត\nកាលកំណត់៖ ថ្ងៃទី២៨ ខែកុម្ភៈ ឆ្នាំ២០២៥",
        )
    ]


def test_lists_under_a_heading_for_decisions_or_actions() -> None:
    document = parse_bytes(
        text(
            "Minutes of May",
            "Decisions\n1. Buy seeds.\n2. Plant trees.",
            "Next steps\n- Ms A. calls the commune.\n- Mr B. draws the map.",
        ),
        "x.txt",
    )
    assert found(document, DECISION) == [("1", "Buy seeds."), ("2", "Plant trees.")]
    assert found(document, ACTION) == [
        (None, "Ms A. calls the commune."),
        (None, "Mr B. draws the map."),
    ]


def test_a_table_of_participants_has_no_actions() -> None:
    body = p("Minutes of June", "T") + table(("Name", "Role"), ("Ms A.", "Chair"))
    document = parse_bytes(docx(body, parts=styles(T="Title")), "x.docx")
    assert found(document, ACTION) == []
    assert "Ms A.\tChair" in document.sections[0].text


LINES = st.sampled_from(
    [
        "Agenda",
        "1. Ω land",
        "2. Ω water",
        "Item 1: Ω land",
        "Decisions",
        "- Ω is agreed.",
        "Decision 2: Ω",
        "The meeting agreed that Ω.",
        "Actions:",
        "Ω to write by 3 May",
        "Action: Ω – Ms A, 5 May 2024",
        "Responsible: Ω",
        "Participants",
        "Next meeting: Ω",
        "II. Ω",
        "Ω",
    ]
)
HEADS = st.sampled_from(
    [("Item", "Discussion", "Decision"), ("No", "Action", "Who", "When"), ("Name", "Role")]
)
CELLS = st.lists(st.sampled_from(["Ω", "", "1", "3 May"]), min_size=1, max_size=5)


@given(
    st.lists(
        LINES.map(Paragraph)
        | HEADS.map(lambda cells: Paragraph("\t".join(cells), cells=cells))
        | CELLS.map(lambda cells: Paragraph("\t".join(cells), cells=tuple(cells))),
        max_size=20,
    )
)
def test_in_no_order_of_lines_and_rows_is_text_lost(lines: list[Paragraph]) -> None:
    kept = sum(f"{s.heading}{s.text}".count("Ω") for s in minutes_sections(lines, "en"))
    assert kept == sum(line.text.count("Ω") for line in lines)
