"""The kind and number of a document, by the words of its title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.digits import ascii_digits
from kb.model import DocumentKind as Kind

_WORDS: tuple[tuple[Kind, str], ...] = (
    # More particular words before those that they contain.
    (Kind.MINUTES, r"កំណត់ហេតុ|\bminutes\b|รายงานการประชุม|biên bản|compte[ -]rendu|procès-verbal"),
    (Kind.CONSTITUTION, r"រដ្ឋធម្មនុញ្ញ|\bconstitution\b|รัฐธรรมนูญ|ລັດຖະທຳມະນູນ|hiến pháp"),
    (Kind.ROYAL_DECREE, r"ព្រះរាជក្រឹត្យ|\broyal decree\b|พระราชกฤษฎีกา"),
    (Kind.SUB_DECREE, r"អនុក្រឹត្យ|\bsub[- ]*de[cg]ree\b|\banukret\b|nghị định|ດຳລັດ|\bdécret\b"),
    (Kind.CODE, r"(?<!ព្រះរាជ)ក្រម(?=[\u1780-\u17a2])|\bcode\b|ประมวลกฎหมาย|bộ luật|ປະມວນກົດໝາຍ"),
    (
        Kind.LAW,
        r"ច្បាប់?|ព្រះរាជក្រម|\blaws?\b|\bact\b|พระราชบัญญัติ|พระราชกำหนด|\bluật\b|ກົດໝາຍ|\bloi\b",
    ),
    (
        Kind.TREATY,
        (
            r"សេចក្[តដ]ីប្រកាសជាសកល|អនុសញ្ញា|ពិធីសារ|កតិកាសញ្ញា|សន្ធិសញ្ញា|\bconvention\b|\btreaty\b|"
            r"\bprotocol\b|\bcovenant\b|\bdeclaration\b|\bdéclaration\b|\bpacte\b|ปฏิญญา|อนุสัญญา|"
            r"ຖະແຫຼງການ|ສົນທິສັນຍາ|tuyên ngôn|công ước"
        ),
    ),
    (Kind.CIRCULAR, r"សារាចរ|សេចក្[តដ]ីណែនាំ|\bcircular\b|thông tư|หนังสือเวียน|\bcirculaire\b"),
    (
        Kind.DECISION,
        r"សេចក្[តដ]ីសម្រេ?ច|\bdecision\b|quyết định|คำสั่ง|ຂໍ້ຕົກລົງ|\bdécision\b",
    ),
    (
        Kind.GUIDELINE,
        r"គោលការណ៍|សៀវភៅណែនាំ|មគ្គុទ្ទេសក៍|\bguidelines?\b|\bguidance\b|\bhandbook\b|\bmanual\b",
    ),
    (
        Kind.BRIEF,
        r"សេចក្[តដ]ីសង្ខេប|\bbrief(?:ing)?\b|\bfact ?sheet\b|\bprofile\b|\bnote d.information\b",
    ),
    (Kind.REPORT, r"របាយការណ៍|\breport\b|รายงาน|báo cáo|ບົດລາຍງານ|\brapport\b"),
    (
        Kind.PRAKAS,
        (
            r"(?<!សេចក្តី)(?<!សេចក្ដី)ប្រកាស(?!\s*(?:[ឱឲ]|អោ|អា))|"
            r"\bprakas\b|กฎกระทรวง|ประกาศกระทรวง|\barrêté\b"
        ),
    ),
)
_ANY = re.compile("|".join(f"(?P<{kind.name}>{words})" for kind, words in _WORDS), re.IGNORECASE)
_OF = re.compile(
    # Before a word that says what the act is about, not what it is.
    r"(?:នៃ|ដោយ|លើ|អនុវត្ត|ខុស|សុំ|ตาม|แห่ง|"
    r"\bof (?:the )?|\bunder (?:the )?|\bto the |\bde la |\bdu )\s*$",
    re.IGNORECASE,
)
_OTHER_PAPER = re.compile(
    # Collections, commentaries, plans: papers about acts, which are not public as acts are.
    r"(?:ព្រឹត្តិ?បត្រ|កម្រង|ផែនការ|សេចក្[តដ]ី(?:ពន្យល់|កំណត់|ព្រាង)|សទ្ទានុក្រម|តារាង|មេរៀន|"
    r"យុទ្ធសាស្[ត្រ]+|គោលនយោបាយ|កម្មវិធី|ផែនទី|មតិយោបល់|ការវិភាគ|លិខិត|វគ្គ|សិក្ខាសាលា)|"
    r"(?:an? |the |our )?(?:joint |legal |preliminary |short )?(?:analysis|comments?|commentary|"
    r"consultation|draft|explanation|glossary|guide to|introduction|letter|notes?|overview|"
    r"position|presentation|questions|review|statement|study|submission|summary|training|"
    r"workshop)\b",
    re.IGNORECASE,
)
_AMENDMENT = re.compile(r"កែសម្រួល|វិសោធនកម្ម|កែប្រែ|\bamend", re.IGNORECASE)
_SIGN = r"(?:លេខ|\bno\b\.?|№|n°|#|\bsố\b|ເລກທີ)\s*:?\s*"
_VALUE = r"(?P<number>(?:[\u1780-\u17a2]{1,4}\s?/\s?){1,3}\d+(?:/\d+)*|\d{1,4}(?!\d))"
_NUMBER = re.compile(_SIGN + _VALUE, re.IGNORECASE)
_BEHIND_KIND = re.compile(rf"\s*(?:អន្តរក្រសួង|រួម)?\s*(?:{_SIGN})?{_VALUE}", re.IGNORECASE)
_NUMBER_LINE = re.compile(rf"(?:{_SIGN}){_VALUE}(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KindWord:
    """The word of a title that says what kind of document it is.

    Attributes:
        start, end: Where it stands.
        is_own: Whether it names the document itself; else it names the act that it amends.
    """

    kind: Kind
    start: int
    end: int
    is_own: bool = True


def find_kind(title: str) -> KindWord | None:
    """The word for the kind in a title; None if there is none.

    The first word counts, unless it tells what the act is about: an "amendment of sub-decree
    106, sub-decree 89" is the second.
    """
    title = _plain(title)
    if _OTHER_PAPER.match(title):
        return None
    words = list(_kind_words(title))
    own = [word for word in words if word.is_own]
    if own or not _AMENDMENT.search(title):
        return own[0] if own else None
    return words[0] if words else None


def find_number(title: str) -> str | None:
    """The number of the act that a title names, in ASCII digits; None where there is none.

    It stands right behind the word for the kind ("អនុក្រឹត្យលេខ ១៤៦"), or else last, as a title
    may name other acts before it.
    """
    title = _plain(title)
    word = find_kind(title)
    if word is not None and word.is_own and (match := _BEHIND_KIND.match(title, word.end)):
        return _tidy(match["number"])
    ends = {word.end for word in _kind_words(title)}
    numbers = [
        match["number"]
        for match in _NUMBER.finditer(title)
        if len(title[: match.start()].rstrip()) not in ends
    ]
    return _tidy(numbers[-1]) if numbers else None


def _kind_words(title: str) -> Iterator[KindWord]:
    for match in _ANY.finditer(title):
        if match.lastgroup is not None:
            is_own = _OF.search(title, 0, match.start()) is None
            yield KindWord(Kind[match.lastgroup], match.start(), match.end(), is_own)


def number_of_line(line: str) -> str | None:
    """The number of an act on a line of its letterhead ("លេខ ១៤៦ អនក្រ.បក", "No. 79 ANK.BK")."""
    match = _NUMBER_LINE.match(_plain(line).strip())
    return _tidy(match["number"]) if match else None


def _plain(text: str) -> str:
    return ascii_digits(text.replace("\u200b", ""))


def _tidy(number: str) -> str:
    """Leading zeros are dropped: "លេខ ០៣" and "No. 3" are one number."""
    number = re.sub(r"\s", "", number)
    return number if "/" in number else number.lstrip("0") or "0"
