"""What the text of a section refers to: articles of its own act and of others, and whole acts.

Acts are recognised by the names, numbers and years of the register (`kb.works`), others by kind
and number, so that they can be found when they arrive. Only where a reference leads is kept here;
which section that is depends on what the collection holds, and is looked up when it is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.model import Citation, DocumentKind, ParsedSection
from kb.register import KIND_NAMES, RegisteredWork
from kb.works import find_works

_GAP = r"[\s\u200b]*"
_ORDINAL = rf"(?:ទី|ที่|no\.?)?{_GAP}"
_SUFFIX = rf"(?:{_GAP}(?P<suffix>ស្ទួន|ថ្មី|bis|ter|new|ទ្វិ|ทวิ)(?![a-z]))?"
_LABEL = r"មាត្រា|ម\.|\barticles?\b|\barts?\.|มาตรา|ມາດຕາ|\bđiều\b"
_ARTICLE = re.compile(
    rf"(?P<label>{_LABEL}){_GAP}{_ORDINAL}(?P<number>\d{{1,4}})(?!\d){_SUFFIX}", re.IGNORECASE
)
_LABEL_LINE = re.compile(r"[ \t]*(?:\.\s*[-–—]|[:៖]|$)", re.MULTILINE)
"""Behind the number of an article that begins here (in contents, in quotations)."""
_RUN_IN_LABEL = re.compile(r"\s+[A-Z]")
"""The same where a line was not broken: "… by law. Article 386 Pending the creation …"."""
_NEXT_NUMBER = re.compile(
    # The further numbers of "Articles 5, 6 and 7" and "មាត្រា ៥ និង ៦".
    rf"{_GAP}(?:,|/|និង|ឬ|ដល់|រហូតដល់|\band\b|\bor\b|\bto\b|&|–|-|และ|ถึง){_GAP}"
    rf"(?:(?:and|or|និង|ទី|ទៅ){_GAP})?(?P<number>\d{{1,4}})(?![\d%]){_SUFFIX}"
    rf"(?={_GAP}(?:[,.;:/()។៖–-]|នៃ|និង|ឬ|ខាង|ក្នុង|ត្រូវ|and\b|or\b|of\b|above|below|shall|$|\n))",
    re.IGNORECASE,
)
_TITLE = re.compile(rf"{_GAP}\([^()\n]{{1,250}}\)|\s*[–-]\s*paragraph \d", re.IGNORECASE)
"""Codes repeat the title of the article that they refer to in brackets."""

_JOINED = re.compile(
    rf"{_GAP}(?:,|;|/|និង|ឬ|ដល់|និងកថាខណ្ឌ[^។]{{0,20}}នៃ|\band\b|\bor\b|\bto\b|และ|ถึง){_GAP}"
    rf"(?:(?:and\b|or\b|និង|of\b){_GAP})?(?:the\b{_GAP})?",
    re.IGNORECASE,
)
_KIND_WORD = (
    r"ក្រម|ច្បាប់|អនុក្រឹត្យ|ប្រកាស|សារាចរ|រដ្ឋធម្មនុញ្ញ|ព្រះរាជក្រឹត្យ|ព្រះរាជក្រម|សេចក្[តដ]ីសម្រេច|អនុសញ្ញា|"
    r"กฎกระทรวง|พระราชบัญญัติ|พระราชกฤษฎีกา"
)
_KIND_WORD_EN = (
    r"laws?|codes?|sub-?\s?decrees?|royal decrees?|royal krams?|prakas|proclamation|circular|"
    r"decision|constitution|convention|kram|regulation|act|order|declaration"
)
_DETAIL = (
    rf"(?:{_GAP}(?:\(\w{{1,4}}\)|,?{_GAP}(?:in{_GAP})?(?:paragraph|point|clause|item|កថាខ័?ណ្ឌ|ចំណុច)"
    rf"{_GAP}(?:ទី)?{_GAP}[\w\u1780-\u17d3]{{1,4}}(?:{_GAP}និង{_GAP}\S{{1,4}})?|ខាងលើ|above|below))"
    rf"{{0,2}}"
)
"""Which part of the article is meant."""
_OWN_ACT = re.compile(
    rf"{_DETAIL}{_GAP}(?:(?:នៃ|ក្នុង|របស់|ของ|แห่ง){_GAP}(?:{_KIND_WORD}){_GAP}(?:នេះ|នេះ|นี้)|"
    rf"(?:of\s+the\s+(?:chapter|title|section|part|book)\s+\w+\s+)?"
    rf"(?:of|in|under)\s+(?:this|the\s+present|the\s+same)\s+(?:\w+\s+)?(?:{_KIND_WORD_EN})\b)",
    re.IGNORECASE,
)
_OF_ACT = re.compile(
    rf"{_DETAIL}{_GAP}(?:នៃ|ក្នុង|របស់|(?:of|in|under)\b(?:\s+the\b)?(?:\s+(?:chapter|charter|title|"
    rf"section|part|book)\s+\w+\s+of(?:\s+the)?\b)?){_GAP}",
    re.IGNORECASE,
)
_ANOTHER_ACT = re.compile(
    rf"(?:{_KIND_WORD})|(?:[A-Z][\w-]*\s+|\w+\s+){{0,3}}(?:{_KIND_WORD_EN})\b", re.IGNORECASE
)
_SPACE = re.compile(_GAP)
_BEFORE = re.compile(r"[\s\u200b,:(]*$")
_NAMES_ACT = re.compile(rf"{_KIND_WORD}|\b(?:{_KIND_WORD_EN})\b", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"(?P<kind>ព្រះរាជក្រឹត្យ|អនុក្រឹត្យ|ប្រកាស|សារាចរ|សេចក្[តដ]ីសម្រេច|royal decree|sub-?\s?decree|"
    rf"anukret|prakas|circular|decision){_GAP}(?:លេខ|no\.?|nº|#|number){_GAP}"
    rf"(?P<number>\d{{1,4}})(?![\d])(?P<letters>{_GAP}[A-Zក-អ][\w./\u1780-\u17d3]{{0,14}})?"
    r"(?:[^។.;\n]{0,40}?(?:ឆ្នាំ|\bdated?\b[^.;\n]{0,24}?|,\s)\s*(?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_OTHER_WORD = re.compile(r"\bconstitut(?!ion$)\w*$", re.IGNORECASE)
"""A name is found by the stems of its words, so "constitutes" is like the Constitution."""
_NEXT_ITEM = re.compile(r"(?<!\bno)\.\s+\d", re.IGNORECASE)
"""A sentence that ends with "Sub-Decree." before the number of the next item."""
_FOREIGN = re.compile(r"\b(?:french|thai|vietnamese|lao|japanese|german)\s+$", re.IGNORECASE)
_SUFFIXES = {"ស្ទួន": "bis", "ទ្វិ": "bis", "ทวิ": "bis", "ថ្មី": "new"}


@dataclass(frozen=True, slots=True)
class _Act:
    """An act that a text names, with the span of its name."""

    start: int
    end: int
    works: tuple[RegisteredWork, ...] = ()
    kind: DocumentKind | None = None
    number: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Article:
    """An article that a text names, and which act is said right beside it.

    Attributes:
        behind: End of all that belongs to the number, also a title in brackets.
        own: Whether "of this law" follows.
        act: The act that is named beside it.
        elsewhere: Whether it is of another act that could not be recognised.
    """

    start: int
    end: int
    behind: int
    number: str
    own: bool = False
    act: _Act | None = None
    elsewhere: bool = False


def find_references(
    text: str,
    kind: DocumentKind,
    year: int | None,
    own_key: str | None = None,
    *,
    typed: bool = False,
) -> list[Citation]:
    """The articles and acts that a text refers to, in reading order.

    Args:
        text: Text of one section.
        kind: Of its document: in a paper that is no act, an article without an act is one of the
            act named before it.
        year: Of its document: of acts with one name, the latest not after it is meant.
        own_key: The line of its document in the register: an act that names itself cites nothing.
        typed: Whether it is written as people type: "art. 30 land law", without "of the".

    Returns:
        Disjoint citations, with spans of code points.
    """
    plain = _plain_digits(text)
    acts = _acts(plain) if _NAMES_ACT.search(plain) else []
    articles = _with_acts(plain, list(_articles(plain)), acts, typed=typed)
    citations = [_article_citation(one, kind, acts, year) for one in articles]
    taken = {(one.act.start, one.act.end) for one in articles if one.act}
    citations += [_act_citation(act, year) for act in acts if (act.start, act.end) not in taken]
    return sorted(_without_self(citations, own_key), key=lambda citation: citation.start)


def _without_self(citations: Sequence[Citation], own_key: str | None) -> Iterator[Citation]:
    for citation in citations:
        if own_key is None or citation.register_key != own_key:
            yield citation
        elif citation.article is not None:
            yield replace(citation, register_key=None, own_act=True)


def references_of(
    sections: Sequence[ParsedSection],
    kind: DocumentKind,
    year: int | None,
    own_key: str | None = None,
) -> list[tuple[int, Citation]]:
    """What the sections of a document refer to; arguments as in `find_references`.

    Returns:
        Position of the section, and the citation.
    """
    return [
        (position, citation)
        for position, section in enumerate(sections)
        for citation in find_references(section.text, kind, year, own_key)
    ]


def _plain_digits(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
    )


def _articles(text: str) -> Iterator[_Article]:
    for match in _ARTICLE.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()].rpartition("\n")[2].rstrip()
        if (not before and _LABEL_LINE.match(text, match.end())) or (
            before.endswith((".", ";")) and _RUN_IN_LABEL.match(text, match.end())
        ):
            continue
        yield _article(text, match.start(), match)
        behind = _behind_title(text, match.end())
        while further := _NEXT_NUMBER.match(text, behind):
            yield _article(text, further.start("number"), further)
            behind = _behind_title(text, further.end())


def _article(text: str, start: int, match: re.Match[str]) -> _Article:
    suffix = (match["suffix"] or "").lower()
    number = f"{int(match['number'])} {_SUFFIXES.get(suffix, suffix)}".strip()
    end = match.end("suffix") if match["suffix"] else match.end("number")
    return _Article(start, end, _behind_title(text, end), number)


def _behind_title(text: str, end: int) -> int:
    title = _TITLE.match(text, end)
    return title.end() if title else end


def _behind_space(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space else start


def _acts(text: str) -> list[_Act]:
    """Acts of the register, and others that are named by kind and number."""
    found = [
        _Act(match.start, match.end, match.works)
        for match in find_works(text)
        if not _OTHER_WORD.search(text, match.start, match.end)
        and not _NEXT_ITEM.search(text, match.start, match.end)
        and not _FOREIGN.search(text, max(0, match.start - 12), match.start)
    ]
    for match in _NUMBERED.finditer(text):
        known = [act for act in found if act.start < match.end() and match.start() < act.end]
        if not known:
            kind = KIND_NAMES[re.sub(r"sub\W*decree", "sub-decree", match["kind"].lower())]
            year = int(match["year"]) if match["year"] else None
            end = match.end("letters") if match["letters"] else match.end("number")
            number = match["number"].lstrip("0") or "0"
            found.append(_Act(match.start(), end, (), kind, number, year))
    return sorted(found, key=lambda act: act.start)


def _with_acts(
    text: str, articles: list[_Article], acts: Sequence[_Act], *, typed: bool
) -> list[_Article]:
    """Tie articles to the acts named beside them; the last of a list ties the ones before it."""
    by_start = {act.start: act for act in acts}
    tied = []
    for article in articles:
        one = article
        if own := _OWN_ACT.match(text, article.behind):
            one = replace(article, own=bool(own))
        elif of := _OF_ACT.match(text, article.behind):
            act = by_start.get(of.end())
            if act is not None:
                one = replace(article, act=act)
            elif _ANOTHER_ACT.match(text, of.end()):
                one = replace(article, elsewhere=True)
        elif typed and (act := by_start.get(_behind_space(text, article.behind))):
            one = replace(article, act=act)
        else:
            for act in acts:
                if act.end <= article.start and _BEFORE.fullmatch(text, act.end, article.start):
                    one = replace(article, act=act)
        tied.append(one)
    for index in range(len(tied) - 2, -1, -1):
        one, following = tied[index], tied[index + 1]
        says_nothing = not (one.own or one.act or one.elsewhere)
        if says_nothing and _JOINED.fullmatch(text, one.behind, following.start):
            tied[index] = replace(
                one, own=following.own, act=following.act, elsewhere=following.elsewhere
            )
    return tied


def _article_citation(
    one: _Article, kind: DocumentKind, acts: Sequence[_Act], year: int | None
) -> Citation:
    act = one.act
    if act is None and not (kind.is_law or one.own or one.elsewhere):
        act = next((act for act in reversed(acts) if act.end <= one.start), None)
    if act is not None:
        return replace(_act_citation(act, year), start=one.start, end=one.end, article=one.number)
    own = one.own or (kind.is_law and not one.elsewhere)
    return Citation(one.start, one.end, article=one.number, own_act=own)


def _act_citation(act: _Act, year: int | None) -> Citation:
    meant = _meant(act.works, year)
    if meant is not None:
        return Citation(act.start, act.end, register_key=meant.key)
    return Citation(act.start, act.end, kind=act.kind, number=act.number, year=act.year)


def _meant(works: Sequence[RegisteredWork], year: int | None) -> RegisteredWork | None:
    """Of acts with one name, the latest that was there when the text was written.

    An act of the same year may be the cited one: a sub-decree follows its law in months.
    """
    earlier = [work for work in works if not (year and work.year and work.year > year)]
    if len(earlier) == 1:
        return earlier[0]
    return max(
        (work for work in earlier if work.year), key=lambda work: work.year or 0, default=None
    )
