"""Pictures to pages: the best reading, only once, with the sureness of every word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from ingest.drawing import OCR_DPI
from ingest.ocr import Word, recognise_image, recognise_pages
from ingest.ocr.choice import Reading, text_of, with_better_lines, without_fragments
from ingest.ocr.preprocessing import excerpt
from ingest.ocr.spelling import without_impossible_spellings
from kb.errors import FileRejected, Unavailable
from kb.model import Line, Page

from .engines import Memory, RecordedEngine, words

KHMER = words(
    "មាត្រា ១.- ច្បាប់នេះមានគោលបំណងកំណត់របបកម្មសិទ្ធិលើអចលនវត្ថុ",
    "នៅក្នុងព្រះរាជាណាចក្រកម្ពុជា ដើម្បីធានាការពារសិទ្ធិ ។",
)
GARBAGE = words("ទ្ន្្យ សដយ។ ព្ឆ្ឆ ុ្ញ្ញណ្ឋឍ ឋឍឌឈឈឆ ឡ្ឋឝឞ ោៅើឿៀ ្្្ ឥឦឧ ឫឬឭឮ ឍឌឋ")
THAI = words("มาตรา ๑ พระราชบัญญัตินี้เรียกว่า พระราชบัญญัติป่าชุมชน พ.ศ. ๒๕๖๒", "ป่าชุมชนเป็นของประชาชน")
FRENCH = words("La présente loi a pour objet de déterminer le régime de la propriété des terres.")


def page(number: int = 1, *lines: str, score: float = 0.0) -> Page:
    kept = tuple(Line(line) for line in lines)
    return Page(number, kept, 595.0, 842.0, "none", score, needs_ocr=True)


def draw(number: int) -> Image.Image:
    """A picture that differs from page to page."""
    return Image.new("L", (400, 500), 200 + number)


def recognise(engine: RecordedEngine, *pages: Page, cache: Memory | None = None) -> list[Page]:
    return list(recognise_pages(pages, draw, engine, cache or Memory(), workers=2))


def test_pages_come_in_their_order_and_say_how_they_were_read() -> None:
    pages = recognise(RecordedEngine({"khm": KHMER}), *(page(n) for n in range(1, 6)))
    assert [found.number for found in pages] == [1, 2, 3, 4, 5]
    for found in pages:
        assert (found.method, found.needs_ocr, found.remark) == ("ocr", False, "")
        assert found.confidence == pytest.approx(0.9)
        assert 0 < found.score <= 0.9


def test_lines_keep_their_boxes_and_the_confidence_of_each_word() -> None:
    (found,) = recognise(RecordedEngine({"khm": KHMER}), page())
    first, second = found.lines
    assert len(first.confidences) == len(first.text.split(" ")) == 3
    assert len(first.word_edges) == 6
    assert list(first.word_edges) == sorted(first.word_edges)
    assert first.box is not None
    assert second.box is not None
    assert 0 < first.box.top < first.box.bottom < second.box.top < found.height
    assert first.box.x0 == pytest.approx(200 * 72 / OCR_DPI, abs=0.2)
    assert first.joins_next  # it reaches the edge and no sign ends it


def test_dirt_before_the_first_word_of_a_line_is_dropped() -> None:
    dirty = words("| ” " + "មាត្រា ១.-", ". : /", "- ច្បាប់នេះ | ។")
    (found,) = recognise(RecordedEngine({"khm": dirty}), page())
    assert [line.text for line in found.lines] == ["មាត្រា ១.-", "- ច្បាប់នេះ | ។"]
    assert [len(line.confidences) for line in found.lines] == [2, 4]


@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_readings_of_a_line_each_word_is_the_better_one(swapped: bool) -> None:
    readings = [
        Reading.of(words("ព្រះរាជាណាចក្រកម្ពុជា ទឲូលស្ទាល់ សិទ្ធិរបស់ ប្រជាពលរដ្ឋ")),
        Reading.of(words("ព្រះរាជាណា0ក្រកម្ពុជា ទទួលស្គាល់ សិទ្ធិរបស់ ប្រជ័ពលរដ្ឋ")),
    ]
    best = with_better_lines(*(reversed(readings) if swapped else readings))
    assert text_of(best.words) == "ព្រះរាជាណាចក្រកម្ពុជា ទទួលស្គាល់ សិទ្ធិរបស់ ប្រជាពលរដ្ឋ"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ទ្រង័", "ទ្រង់"),
        ("កំពង៍", "កំពង់"),
        ("ក្ជុង័ករណី", "ក្នុងករណី"),
        ("ណា០ក្រ", "ណាចក្រ"),
        ("មាន(ែង", "មានចែង"),
        ("អភ័យឯកសិទ្ធិ", "អភ័យឯកសិទ្ធិ"),
        ("ថ្ងៃទី២០ខែ", "ថ្ងៃទី២០ខែ"),
        ("(ក)", "(ក)"),
        ("ค\u0e4dา", "คำ"),
        ("น\u0e4d้า", "น้ำ"),
    ],
)
def test_spellings_that_cannot_be_are_mended(read: str, meant: str) -> None:
    assert without_impossible_spellings(read) == meant


def test_lines_that_were_torn_off_another_are_dropped() -> None:
    line = words("ព្រះរាជាណាចក្រកម្ពុជា ទទួលស្គាល់ សិទ្ធិ")
    torn_off = Word("។ -*", 0.3, 300, 345, 400, 370, 1)
    next_line = Word("ខ", 0.9, 200, 400, 240, 460, 2)
    assert without_fragments([*line, torn_off, next_line]) == (*line, next_line)


def test_a_page_that_reads_badly_is_not_read_in_other_scripts_but_its_lines_once_more() -> None:
    bad = words("មាត្រា ១.- ច្បាប់នេះមានតោលបំណង៍កំណត់របបកម្មសិទ្ឋិលើអចលនៈវត្ថុ កង៍", "ខ ។")
    engine = RecordedEngine({"khm": bad})
    recognise_image(draw(1), engine, Memory())
    assert engine.asked == ["khm"] * 3


def test_an_excerpt_knows_where_its_strips_stand_on_the_page() -> None:
    whole = Image.new("L", (30, 1_000), 255)
    rows = [(100, 120), (115, 140), (600, 630), (990, 1_000)]
    for top, bottom in rows:
        whole.paste(0, (0, top, 30, bottom))
    part = excerpt(whole, reversed(rows))
    assert part.image.height < 250
    black = [y for y in range(part.image.height) if part.image.getpixel((5, y)) == 0]
    on_page = [y + part.shift(y) for y in black]
    assert on_page == [*range(100, 140), *range(600, 630), *range(990, 1_000)]


def test_a_page_without_words_says_so() -> None:
    (found,) = recognise(RecordedEngine(), page())
    assert (found.lines, found.score, found.needs_ocr) == ((), 0.0, False)
    assert found.remark


def test_nothing_is_recognised_twice() -> None:
    engine, cache = RecordedEngine({"khm": KHMER}), Memory()
    first = recognise(engine, page(1), page(2), cache=cache)
    asked = len(engine.asked)
    assert asked > 0
    assert recognise(engine, page(1), page(2), cache=cache) == first
    assert len(engine.asked) == asked
    recognise(engine, page(3), cache=cache)
    assert len(engine.asked) > asked


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ({"khm": GARBAGE, "tha": THAI}, THAI),
        ({"khm": FRENCH, "fra": FRENCH[:5]}, FRENCH),
        ({"khm": KHMER, "tha": THAI}, KHMER),
    ],
    ids=["Thai", "French lost most", "Khmer"],
)
def test_the_language_that_reads_best_is_taken(
    recorded: dict[str, tuple[Word, ...]], expected: tuple[Word, ...]
) -> None:
    found = recognise_image(draw(1), RecordedEngine(recorded), Memory())
    assert [word.text for word in found] == [word.text for word in expected]


def test_the_language_of_the_document_is_tried_first() -> None:
    engine = RecordedEngine({"tha": THAI})
    recognise_image(draw(1), engine, Memory(), lang="th")
    assert engine.asked[0] == "tha"


@pytest.mark.parametrize(
    "fault",
    [
        lambda number: (_ for _ in ()).throw(FileRejected("It cannot be drawn.")),
        draw,
    ],
    ids=["drawing", "recognising"],
)
def test_a_page_that_fails_keeps_its_text_and_says_why(
    fault: Callable[[int], Image.Image],
) -> None:
    engine = RecordedEngine(error=FileRejected("It broke down."))
    (found,) = recognise_pages([page(1, "a watermark")], fault, engine, Memory())
    assert [line.text for line in found.lines] == ["a watermark"]
    assert not found.needs_ocr
    assert found.remark.startswith("not recognised: It")


def test_a_missing_program_stops_all() -> None:
    engine = RecordedEngine(error=Unavailable("No OCR program.", "Install one."))
    with pytest.raises(Unavailable):
        recognise(engine, page(1), page(2))


def test_a_text_layer_that_reads_better_is_kept() -> None:
    (found,) = recognise(RecordedEngine({"khm": GARBAGE}), page(1, "good text", score=0.6))
    assert [line.text for line in found.lines] == ["good text"]
    assert not found.needs_ocr


def test_words_have_neither_spaces_nor_controls() -> None:
    odd = tuple(replace(word, text=f" {word.text}\u00a0\x07") for word in KHMER)
    empty = replace(KHMER[0], text="\x07")
    (found,) = recognise(RecordedEngine({"khm": (empty, *odd)}), page())
    assert [line.text for line in found.lines] == [
        line.text for line in recognise(RecordedEngine({"khm": KHMER}), page())[0].lines
    ]
