"""Paragraphs that part a law without a number: preamble, notes, signatures, annexes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.digits import ascii_digits
from ingest.structure.paragraphs import Paragraph
from kb.model import SectionKind

ANNEX_RANK = -1
"""An annex ends every container before it."""

CHAPTER_RANK = 3
LONGEST_HEADING = 150

_ANNEX = re.compile(
    r"(?:annex(?:e|ure)?|appendix|schedule|ឧបសម្ព័ន្ធ(?:ទី)?|ភាគជាឧបសម្ព័ន្ធ|ภาคผนวก|"
    r"บัญชี(?:แนบ)?ท้าย\S*|อัตราค่าธรรมเนียม|ເອກະສານຄັດຕິດ|phụ lục)"
    r"(?:\s*(?:no\.?|n°|លេខ)?\s*(?P<number>\d{1,3}|(?-i:[IVXLC]{1,6}|[A-Z])))?"
    r"(?:\s*[.:៖–—-]+\s*|\s+|$)(?P<heading>.*)",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(
    r"preamble|បុព្វកថា|អារម្ភកថា|คำปรารภ|ຄຳນຳ|ອາລຳພະບົດ|lời nói đầu|préambule", re.IGNORECASE
)
_UNNUMBERED_CHAPTER = re.compile(
    r"บทเฉพาะกาล|บทกำหนดโทษ|บททั่วไป|บทเบ็ดเสร็จ(?:ทั่วไป)?|อวสานบท|"
    r"(?:general|transitional|final|penal|miscellaneous|transitory|concluding) provisions|"
    r"អវសានប្បញ្ញត្តិ|អន្តរប្បញ្ញត្តិ|បទប្បញ្ញត្តិទូទៅ|ទោសប្បញ្ញត្តិ|"
    r"dispositions (?:générales|transitoires|finales|pénales)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?P<heading>หมายเหตุ)\s*:\s*-?\s*")
SIGNATURE = re.compile(
    r"ผู้รับสนองพระ|ประกาศ ณ วันที่|ให้ไว้ ณ วันที่|"
    r"(?:រាជធានី\s*)?ភ្នំពេញ\s*[,.]?\s*(?:នា)?ថ្ងៃ|(?:ធ្វើនៅ|ធ្វើ\s*នា)\s*(?:នៅ\s*)?(?:រាជធានី|ភ្នំពេញ|ថ្ងៃ|វិមាន)|"
    r"Phnom Penh\s*,?\s*(?:on\s+)?(?:the\s+)?(?:[A-Z][a-z]+ )?\d|"
    r"(?:Done|Given|Made) (?:in|at) [A-Z]|Fait à [A-Z]|Hà Nội, ngày|ນະຄອນຫຼວງວຽງຈັນ,? ວັນທີ",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What an unnumbered paragraph begins.

    Attributes:
        rank: Of the container that it begins; None for sections that hold no others.
        rest: Text of the section that stands in the same paragraph.
    """

    kind: SectionKind
    rank: int | None = None
    number: str | None = None
    heading: str = ""
    rest: str = ""


def find_mark(paragraph: Paragraph) -> Mark | None:
    """Reads the mark at the start of a paragraph, if there is one."""
    text = paragraph.text.strip()
    if note := _NOTE.match(text):
        return Mark(SectionKind.TEXT, heading=note["heading"], rest=text[note.end() :])
    if SIGNATURE.match(text):
        return Mark(SectionKind.SIGNATURE, rest=text)
    if len(text) > LONGEST_HEADING:
        return None
    if _PREAMBLE.fullmatch(text):
        return Mark(SectionKind.PREAMBLE, heading=text)
    if _UNNUMBERED_CHAPTER.fullmatch(text):
        return Mark(SectionKind.CHAPTER, CHAPTER_RANK, heading=text)
    annex = _ANNEX.match(text)
    if annex and not text.endswith((";", ",", "។", ".")) and not annex["heading"][:1].islower():
        number = annex["number"]
        return Mark(
            SectionKind.ANNEX, ANNEX_RANK, number and ascii_digits(number), annex["heading"]
        )
    return None
