"""Labels of provisions: "មាត្រា ១៦២ .-", "Article 5:", "มาตรา ๙ ทวิ", "Chương II", "ផ្នែកទី ៣".

One vocabulary for Khmer, English, Thai, Lao, Vietnamese and French, with the digits of each.
A label here is only a look at one paragraph; `sequence` decides which labels are real.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.digits import ascii_digits
from kb.model import SectionKind

ARTICLE_RANK = 9
"""Rank of articles; containers have lower ranks, the outermost 0."""

_VOCABULARY: tuple[tuple[str, SectionKind, int, str], ...] = (
    # language, kind, rank, words (regular expressions)
    ("km", SectionKind.BOOK, 0, "គន្ថី"),
    ("km", SectionKind.PART, 1, "ភាគ"),
    ("km", SectionKind.TITLE, 2, "មាតិកា"),
    ("km", SectionKind.CHAPTER, 3, "ជំពូក"),
    ("km", SectionKind.SECTION, 4, "ផ្នែក"),
    ("km", SectionKind.SECTION, 5, "កថាភាគ"),
    ("km", SectionKind.ARTICLE, ARTICLE_RANK, "មាត្រា|ប្រការ"),
    ("th", SectionKind.BOOK, 0, "บรรพ"),
    ("th", SectionKind.PART, 1, "ภาค"),
    ("th", SectionKind.TITLE, 2, "ลักษณะ"),
    ("th", SectionKind.CHAPTER, 3, "หมวด(?:ที่)?"),
    ("th", SectionKind.SECTION, 4, "ส่วน(?:ที่)?"),
    ("th", SectionKind.ARTICLE, ARTICLE_RANK, "มาตรา|ข้อ"),
    ("lo", SectionKind.PART, 1, "ພາກ(?:ທີ)?"),
    ("lo", SectionKind.CHAPTER, 3, "ໝວດ(?:ທີ)?|ຫມວດ(?:ທີ)?|ບົດ(?:ທີ)?"),
    ("lo", SectionKind.ARTICLE, ARTICLE_RANK, "ມາດຕາ"),
    ("vi", SectionKind.PART, 1, "Ph(?:ần|a\u0302\u0300n|â\u0300n)(?: thứ)?"),
    ("vi", SectionKind.CHAPTER, 3, "Ch(?:ương|u\u031bo\u031bng)"),
    ("vi", SectionKind.SECTION, 4, "M(?:ục|u\u0323c)"),
    ("vi", SectionKind.ARTICLE, ARTICLE_RANK, "Đi(?:ều|ê\u0300u|e\u0302\u0300u)"),
    ("en", SectionKind.BOOK, 0, "Book"),
    ("en", SectionKind.PART, 1, "Part"),
    ("en", SectionKind.TITLE, 2, "Title"),
    ("en", SectionKind.CHAPTER, 3, "Chapter"),
    ("en", SectionKind.SECTION, 4, "Section"),
    ("en", SectionKind.SECTION, 5, "Sub-?section"),
    ("en", SectionKind.ARTICLE, ARTICLE_RANK, r"Article|Art\."),
    ("fr", SectionKind.BOOK, 0, "Livre"),
    ("fr", SectionKind.PART, 1, "Partie"),
    ("fr", SectionKind.TITLE, 2, "Titre"),
    ("fr", SectionKind.CHAPTER, 3, "Chapitre"),
)

_SUFFIXES = {
    **dict.fromkeys(("bis", "ស្ទួន", "ទ្វេ", "ทวิ"), "bis"),
    **dict.fromkeys(("ter", "ត្រី", "ตรี"), "ter"),
    **dict.fromkeys(("quater", "จัตวา"), "quater"),
    **dict.fromkeys(("quinquies", "เบญจ"), "quinquies"),
    **dict.fromkeys(("sexies", "ฉ"), "sexies"),
    **dict.fromkeys(("septies", "สัตต"), "septies"),
    **dict.fromkeys(("octies", "อัฏฐ"), "octies"),
    **dict.fromkeys(("nonies", "นว"), "nonies"),
    **dict.fromkeys(("decies", "ทศ"), "decies"),
    **dict.fromkeys(("undecies", "เอกาทศ"), "undecies"),
    **dict.fromkeys(("duodecies", "ทวาทศ"), "duodecies"),
}
_SUFFIX_ORDER = tuple(dict.fromkeys(_SUFFIXES.values()))

_ONE_TO_TEN = (
    "មួយ ពីរ បី បួន ប្រាំ ប្រាំមួយ ប្រាំពីរ ប្រាំបី ប្រាំបួន ដប់",
    "one two three four five six seven eight nine ten",
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    "nhất hai ba tư năm sáu bảy tám chín mười",
    "ទោល",
    "premier",
    "première",
)
_NUMBER_WORDS = {
    word: number for words in _ONE_TO_TEN for number, word in enumerate(words.split(), 1)
}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_END = r"(?=[\s.:៖(\-–—]|$)"
_NUMBER = (
    rf"(?:(?P<digits>\d{{1,4}})(?!\d|[.,]\d)(?:(?:er|re)\b)?"
    rf"(?:/(?P<slash>\d{{1,2}})(?!\d)"
    rf"|\s*\(?(?P<suffix>{_any_of(_SUFFIXES)})\)?{_END}"
    rf"|(?P<letter>[a-zđ]){_END})?"
    rf"|(?P<roman>(?-i:[IVXLC]{{1,8}})){_END}"
    rf"|(?P<capital>(?-i:[A-Z])){_END}"
    rf"|(?P<word>{_any_of(_NUMBER_WORDS)}){_END})"
)
_RENEWED = (
    rf"(?:\s*\(?(?P<renewed>ថ្មី(?:\s?\(?(?:{_any_of(_ONE_TO_TEN[0].split())})\)?)?|new)\)?{_END})?"
)
_LABEL = re.compile(
    r"(?:[*•]\s*)?(?:"
    + "|".join(f"(?P<k{index}>{words})" for index, (_, _, _, words) in enumerate(_VOCABULARY))
    + rf")\s*(?:ទី|ที่|thứ|No\.|n°)?\s*{_NUMBER}{_RENEWED}",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r"\s*(?:[.:៖]|[-–—]+(?!\s?\d))[\s.:៖\-–—*]*")
_REFERENCE = re.compile(
    # What follows the number where an article is spoken of rather than begun.
    r"[,;)\]”\"»&]|"
    r"(?:នៃ|និង|ឬ|ដល់|ខាងលើ|ខាងក្រោម|កថាខណ្ឌ|ចំណុច|មាត្រា|នេះ|ដែល|ដូច|វាក្យខណ្ឌ|ត្រូវ)|"
    r"(?:แห่ง|วรรค|และ|หรือ|ถึง|มาตรา|นี้|ดังกล่าว|โดยอนุโลม|ของ(?:พระราช|กฎหมาย|ประมวล|รัฐธรรมนูญ))|"
    r"(?:ຂອງ|ແລະ|ຫຼື|ຫລື|ວັກ)|"
    r"(?:của|và|hoặc|đến|này)\b"
)
_LEADER = re.compile(r"(?:\.\s?){4,}|-{3,}|…|_{4,}|·{3,}")
_INLINE_LANGUAGES = frozenset(("th", "lo"))
"""Their laws put the text directly behind the number, without a mark between."""


@dataclass(frozen=True, slots=True)
class Label:
    """The label at the start of a paragraph.

    Attributes:
        rank: Of the container, 0 for the outermost; `ARTICLE_RANK` for articles.
        family: The word, as one sequence of numbers belongs to one word ("មាត្រា", "ข้อ").
        number: As cited, in ASCII digits: "162", "9 bis", "18/1", "IV".
        order: The same for comparing: the main number, and the place of the suffix behind it.
        rest: What follows the label and its delimiter.
        is_clear: Whether the label stands alone or a delimiter parts it from the rest.
        has_leader: Whether dots or dashes lead to a page number, as in contents.
    """

    kind: SectionKind
    rank: int
    lang: str
    family: str
    number: str
    order: tuple[int, int]
    rest: str
    is_clear: bool
    has_leader: bool

    @property
    def is_article(self) -> bool:
        """Whether it is an article rather than a container of articles."""
        return self.rank == ARTICLE_RANK


def parse_label(text: str) -> Label | None:
    """Reads the label at the start of a paragraph; None where there is none, or a reference."""
    match = _LABEL.match(text)
    if match is None:
        return None
    lang, kind, rank, _ = next(
        entry for index, entry in enumerate(_VOCABULARY) if match[f"k{index}"] is not None
    )
    after = text[match.end() :]
    delimiter = _DELIMITER.match(after)
    rest = after[delimiter.end() if delimiter else 0 :].strip()
    is_clear = delimiter is not None or not rest
    if not is_clear and (not after[0].isspace() or _REFERENCE.match(rest) or rest[0].islower()):
        return None
    if kind is SectionKind.ARTICLE and match["capital"]:
        return None
    number, order = _number(match)
    return Label(
        kind=kind,
        rank=rank,
        lang=lang,
        family=match[f"k{_VOCABULARY.index((lang, kind, rank, _))}"].lower(),
        number=number,
        order=order,
        rest=f"{match['renewed'] or ''} {rest}".strip(),
        is_clear=is_clear or lang in _INLINE_LANGUAGES,
        has_leader=_LEADER.search(text) is not None,
    )


def _number(match: re.Match[str]) -> tuple[str, tuple[int, int]]:
    if roman := match["roman"] or match["capital"]:
        return roman, (_roman_value(roman), 0)
    if word := match["word"]:
        value = _NUMBER_WORDS[word.lower()]
        return str(value), (value, 0)
    digits = ascii_digits(match["digits"])
    value = int(digits)
    if suffix := match["suffix"]:
        latin = _SUFFIXES[suffix.lower()]
        return f"{value} {latin}", (value, _SUFFIX_ORDER.index(latin) + 1)
    if slash := match["slash"]:
        part = int(ascii_digits(slash))
        return f"{value}/{part}", (value, part)
    if letter := match["letter"]:
        return f"{value} {letter.lower()}", (value, ord(letter.lower()) - ord("a") + 1)
    return str(value), (value, 0)


def _roman_value(numeral: str) -> int:
    """The value of a Roman numeral; of a single other letter its place in the alphabet."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    if numeral not in values and len(numeral) == 1:
        return ord(numeral) - ord("A") + 1
    total = 0
    for symbol, following in zip(numeral, [*numeral[1:], "I"], strict=True):
        total += -values[symbol] if values[symbol] < values[following] else values[symbol]
    return total
