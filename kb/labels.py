"""What a section is called in its own language: "មាត្រា ១៦២", "Article 162", "มาตรา ๑๖๒"."""

from __future__ import annotations

from analyzers import displayed
from kb.model import Section, SectionKind

UNSPACED = frozenset({"km", "th", "lo"})
"""Languages that set no full stop, and no spaces between words."""
DIGITS = {
    "km": str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"),
    "th": str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"),
}

_K = SectionKind
NUMBERED = {
    "km": {
        _K.BOOK: "គន្ថីទី{}",
        _K.PART: "ភាគទី{}",
        _K.TITLE: "មាតិកាទី{}",
        _K.CHAPTER: "ជំពូកទី{}",
        _K.SECTION: "ផ្នែកទី{}",
        _K.ARTICLE: "មាត្រា {}",
        _K.ANNEX: "ឧបសម្ព័ន្ធ {}",
        _K.AGENDA_ITEM: "របៀបវារៈទី{}",
        _K.DECISION: "សេចក្តីសម្រេចទី{}",
        _K.ACTION: "សកម្មភាពទី{}",
        _K.TABLE: "តារាង {}",
    },
    "en": {
        _K.BOOK: "Book {}",
        _K.PART: "Part {}",
        _K.TITLE: "Title {}",
        _K.CHAPTER: "Chapter {}",
        _K.SECTION: "Section {}",
        _K.ARTICLE: "Article {}",
        _K.ANNEX: "Annex {}",
        _K.AGENDA_ITEM: "Agenda item {}",
        _K.DECISION: "Decision {}",
        _K.ACTION: "Action {}",
        _K.TABLE: "Table {}",
    },
    "th": {
        _K.BOOK: "บรรพ {}",
        _K.PART: "ภาค {}",
        _K.TITLE: "ลักษณะ {}",
        _K.CHAPTER: "หมวด {}",
        _K.SECTION: "ส่วนที่ {}",
        _K.ARTICLE: "มาตรา {}",
        _K.ANNEX: "ภาคผนวก {}",
    },
    "lo": {
        _K.PART: "ພາກທີ {}",
        _K.CHAPTER: "ໝວດທີ {}",
        _K.ARTICLE: "ມາດຕາ {}",
    },
    "vi": {
        _K.PART: "Phần {}",
        _K.CHAPTER: "Chương {}",
        _K.SECTION: "Mục {}",
        _K.ARTICLE: "Điều {}",
        _K.ANNEX: "Phụ lục {}",
    },
    "fr": {
        _K.BOOK: "Livre {}",
        _K.PART: "Partie {}",
        _K.TITLE: "Titre {}",
        _K.CHAPTER: "Chapitre {}",
        _K.SECTION: "Section {}",
        _K.ARTICLE: "Article {}",
        _K.ANNEX: "Annexe {}",
    },
}
UNNUMBERED = {
    "km": {
        _K.PREAMBLE: "បុព្វកថា",
        _K.ANNEX: "ឧបសម្ព័ន្ធ",
        _K.AGENDA_ITEM: "របៀបវារៈ",
        _K.DECISION: "សេចក្តីសម្រេច",
        _K.ACTION: "សកម្មភាព",
        _K.TABLE: "តារាង",
        _K.SIGNATURE: "ហត្ថលេខា",
    },
    "en": {
        _K.PREAMBLE: "Preamble",
        _K.ANNEX: "Annex",
        _K.AGENDA_ITEM: "Agenda item",
        _K.DECISION: "Decision",
        _K.ACTION: "Action",
        _K.TABLE: "Table",
        _K.SIGNATURE: "Signatures",
    },
    "th": {_K.PREAMBLE: "คำปรารภ", _K.ANNEX: "ภาคผนวก"},
    "vi": {_K.PREAMBLE: "Lời nói đầu", _K.ANNEX: "Phụ lục"},
    "fr": {_K.PREAMBLE: "Préambule", _K.ANNEX: "Annexe", _K.SIGNATURE: "Signatures"},
}
SUFFIXES = {"km": {" bis": " ស្ទួន"}, "th": {" bis": " ทวิ"}}
"""How numbers like "162 bis" are written, where it is not the Latin word."""


def section_label(section: Section) -> str:
    """Name a section by its kind and number: see `label_of`."""
    return label_of(section.lang, section.kind, section.number)


def heading_of(section: Section) -> str:
    """Name and heading of a section in one line; "" if it has neither."""
    stop = " " if section.lang in UNSPACED else ". "
    return displayed(stop.join(filter(None, (section_label(section), section.heading))))


def label_of(lang: str, kind: SectionKind, number: str | None) -> str:
    """Name a kind of section and a number, as cited in a language.

    Returns:
        The name, with the digits of the language; the number alone for headed sections; "" for a
        section that has neither a name nor a number.
    """
    if number is None:
        return UNNUMBERED.get(lang, {}).get(kind, "")
    written = number
    for suffix, local in SUFFIXES.get(lang, {}).items():
        written = written.replace(suffix, local)
    written = written.translate(DIGITS.get(lang, {}))
    return NUMBERED.get(lang, NUMBERED["en"]).get(kind, "{}").format(written)
