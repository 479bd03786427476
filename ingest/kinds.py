"""The kind and number of a document, by the words of its title."""

from __future__ import annotations

import re

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
        r"ច្បាប់|ព្រះរាជក្រម|\blaw\b|\bact\b|พระราชบัญญัติ|พระราชกำหนด|\bluật\b|ກົດໝາຍ|\bloi\b",
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
        r"សេចក្[តដ]ីសម្រេច|\bdecision\b|quyết định|คำสั่ง|ຂໍ້ຕົກລົງ|\bdécision\b",
    ),
    (Kind.GUIDELINE, r"គោលការណ៍|មគ្គុទ្ទេសក៍|\bguidelines?\b|\bguidance\b|\bhandbook\b|\bmanual\b"),
    (
        Kind.BRIEF,
        r"សេចក្[តដ]ីសង្ខេប|\bbrief(?:ing)?\b|\bfact ?sheet\b|\bprofile\b|\bnote d.information\b",
    ),
    (Kind.REPORT, r"របាយការណ៍|\breport\b|รายงาน|báo cáo|ບົດລາຍງານ|\brapport\b"),
    (
        Kind.PRAKAS,
        r"(?<!សេចក្តី)(?<!សេចក្ដី)ប្រកាស(?!ឱ្យប្រើ|ឲ្យប្រើ)|\bprakas\b|กฎกระทรวง|ประกาศกระทรวง|\barrêté\b",
    ),
)
_ANY = re.compile("|".join(f"(?P<{kind.name}>{words})" for kind, words in _WORDS), re.IGNORECASE)
_OF = re.compile(
    # Before a word that says what the act is about, not what it is.
    r"(?:នៃ|ដោយ|លើ|ตาม|แห่ง|\bof (?:the )?|\bunder (?:the )?|\bto the |\bde la |\bdu )\s*$",
    re.IGNORECASE,
)
_AMENDMENT = re.compile(r"កែសម្រួល|វិសោធនកម្ម|កែប្រែ|\bamend", re.IGNORECASE)
_SIGN = r"(?:លេខ|\bno\b\.?|№|n°|#|\bsố\b|ເລກທີ)\s*:?\s*"
_VALUE = r"(?P<number>(?:[\u1780-\u17a2]{1,4}\s?/\s?){1,3}\d+(?:/\d+)*|\d{1,4}(?!\d))"
_NUMBER = re.compile(_SIGN + _VALUE, re.IGNORECASE)
_NUMBER_BEHIND = re.compile(rf"\s*(?:អន្តរក្រសួង)?\s*{_NUMBER.pattern}", re.IGNORECASE)
_OTHER_ACT = re.compile(r"(?:នៃ|លើ)\s*\S+\s*$")
_NUMBER_LINE = re.compile(rf"(?:{_SIGN}){_VALUE}(?:\s|$)", re.IGNORECASE)


def find_kind(title: str) -> tuple[Kind | None, int]:
    """The kind that a title names, and the place where the word for it ends.

    The first word counts, unless it tells what the act is about: an "amendment of sub-decree
    106, sub-decree 89" is the second.
    """
    title = _plain(title)
    matches = list(_ANY.finditer(title))
    own = [match for match in matches if not _OF.search(title, 0, match.start())]
    if not own and _AMENDMENT.search(title):
        own = matches
    if not own or own[0].lastgroup is None:
        return None, 0
    return Kind[own[0].lastgroup], own[0].end()


def find_number(title: str) -> str | None:
    """The number of the act that a title names, in ASCII digits; None where there is none.

    It stands right behind the word for the kind ("អនុក្រឹត្យលេខ ១៤៦"), or else last, as a title
    may name other acts before it.
    """
    title = _plain(title)
    _, end = find_kind(title)
    if end and (match := _NUMBER_BEHIND.match(title, end)):
        return _tidy(match["number"])
    numbers = [
        match["number"]
        for match in _NUMBER.finditer(title)
        if not _OTHER_ACT.search(title, 0, match.start())
    ]
    return _tidy(numbers[-1]) if numbers else None


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
