"""What a document is found by: kind, dates, issuer, status, organisation, topics, places.

`ingest` reads title, kind, number and date off the page. The rest needs the register of acts, the
gazetteer and the lists of topics and issuers, and is added here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from analyzers import Token, clusters
from kb.model import (
    Description,
    DocumentKind,
    Evidence,
    ParsedDocument,
    ParsedSection,
    Status,
)
from kb.phrases import longest
from kb.places import gazetteer
from kb.register import RegisteredWork
from kb.status import changes_of
from kb.vocabularies import issuers, organisations, topics
from kb.works import registered_names

READ_LENGTH = 50_000
"""Characters read for topics and places: a longer text has named what it is about before."""

FIRST_LINES = 12
LONGEST_NAME = 120
LONGEST_EVIDENCE = 160
MOST_TOPICS = 4
LEAST_SHARE = 0.12
"""Of all words that show a topic, the share that makes a text one about it."""
LEAST_WORDS = 3
"""How often at least, outside of the title."""
_TITLE_WEIGHT, _HEADING_WEIGHT = 8, 2

_OF_KIND = {
    DocumentKind.CONSTITUTION: "parliament",
    DocumentKind.CODE: "parliament",
    DocumentKind.LAW: "parliament",
    DocumentKind.ROYAL_DECREE: "king",
    DocumentKind.SUB_DECREE: "royal-government",
}
_NAME_IT = frozenset(
    {
        DocumentKind.PRAKAS,
        DocumentKind.CIRCULAR,
        DocumentKind.DECISION,
        DocumentKind.GUIDELINE,
        DocumentKind.TREATY,
    }
)
"""Kinds that several bodies make, so that the text must say whose it is."""

_FOREIGN = {"th": "thailand", "vi": "viet-nam"}
_LABELLED = re.compile(
    r"(?:organi[sz]ation|organi[sz]ed by|prepared by|published by|host(?:ed by)?|author|"
    r"អង្គការ|អង្គភាព|ស្ថាប័ន|រៀបចំដោយ|បោះពុម្ពផ្សាយដោយ|រៀបរៀងដោយ|ផ្សព្វផ្សាយដោយ|អ្នករៀបចំ)\s*[:៖]\s*(?P<name>.+)",
    re.IGNORECASE,
)
_BODY = (
    r"(?:network|organi[sz]ation|association|forum|centre|center|foundation|committee|council|"
    r"alliance|coalition|trust|union|society|working group|federation|institute)"
    r"(?:\s+[a-z])?(?:\s+(?:of|for|on|in)\s.*)?"
)
_KHMER_BODY = (
    r"(?:បណ្[ដត]ាញ|អង្គការ|សមាគម|វេទិកា|មជ្ឈមណ្ឌល|មូលនិធិ|គណៈកម្មការ|គណៈកម្មាធិការ|ក្រុមការងារ|សម្ព័ន្ធ).+"
)
_BODY_LINE = re.compile(rf"(?=[^:៖.។;!?]+$)(?:(?:.*\s)?{_BODY}|{_KHMER_BODY})", re.IGNORECASE)
_MINUTES_OF = re.compile(
    rf"minutes of (?:the )?(?:(?:\w+ )?meetings? of (?:the )?)?(?P<en>(?:[\w-]+\s)*?{_BODY})|"
    rf"(?:ប្រជុំ|របស់|នៃ)\s*(?P<km>{_KHMER_BODY})",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(r",|\(|\s+ស្[ដត]ីពី|\bheld\b|\s*លើកទី|\s+ឆ្នាំ|\s+ថ្ងៃ")
_SIGNED_AT = re.compile(
    r"(?:ធ្វើនៅ|done (?:in|at))?\s*(?:រាជធានី|ក្រុង)?\s*(?:ភ្នំពេញ|phnom penh)\b.{0,60}", re.IGNORECASE
)


def describe(parsed: ParsedDocument, work: RegisteredWork | None) -> Description:
    """Describe a document.

    Args:
        parsed: As `ingest` read it.
        work: The act of the register that it is a text of, None if it is of none.
    """
    text = "\n".join((parsed.title, *_lines(parsed.sections)))[:READ_LENGTH]
    tokens = clusters(text)
    issuer = _issuer(parsed)
    status = _status(parsed.kind, work)
    organisation = None if parsed.kind.is_law else _organisation(parsed, text, tokens)
    about = _topics(parsed, text, tokens)
    places = _places(text, tokens)
    date, year, dated = _when(parsed, work)
    return Description(
        title=parsed.title,
        lang=parsed.lang,
        kind=parsed.kind,
        number=parsed.number,
        date=date,
        year=date.year if date else year,
        titles=_titles(parsed, work),
        issuer=issuer.value if issuer else None,
        organisation=organisation.value if organisation else None,
        status=Status(status.value) if status else None,
        topics=tuple(topic.value for topic in about),
        places=tuple(place.value for place in places),
        evidence=(
            *parsed.evidence,
            *(one for one in (dated, issuer, organisation, status) if one),
            *about,
            *places,
        ),
    )


def _lines(sections: Sequence[ParsedSection]) -> Iterator[str]:
    for section in sections:
        if section.heading:
            yield section.heading
        yield section.text


def _titles(parsed: ParsedDocument, work: RegisteredWork | None) -> dict[str, str]:
    titles = {"km": work.title_km, "en": work.title_en} if work else {}
    return {lang: title for lang, title in titles.items() if title} | {parsed.lang: parsed.title}


def _when(
    parsed: ParsedDocument, work: RegisteredWork | None
) -> tuple[dt.date | None, int | None, Evidence | None]:
    """The date and year of the text, or of its act where the text has none of its own."""
    if work is None or parsed.date or (parsed.year and parsed.year != work.year):
        return parsed.date, parsed.year, None
    told = None
    if work.date:
        told = Evidence("date", work.date.isoformat(), work.title_en)
    elif work.year and not parsed.year:
        told = Evidence("year", str(work.year), work.title_en)
    return work.date, work.year or parsed.year, told


def _issuer(parsed: ParsedDocument) -> Evidence | None:
    """Who made the act, by its title and first lines, or else by what kind of act it is."""
    if parsed.kind in _OF_KIND:
        code = _FOREIGN.get(parsed.lang, _OF_KIND[parsed.kind])
        return Evidence("issuer", code, parsed.title[:LONGEST_EVIDENCE])
    if parsed.kind in _NAME_IT:
        for line in (parsed.title, *islice(_first_lines(parsed), FIRST_LINES)):
            texts = tuple(token.text for token in clusters(line))
            named = [one.values[0].code for one in longest(issuers().find(texts))]
            if code := next((code for code in named if code != "king"), ""):
                return Evidence("issuer", code, line[:LONGEST_EVIDENCE])
    return None


def _status(kind: DocumentKind, work: RegisteredWork | None) -> Evidence | None:
    if not kind.is_law or kind is DocumentKind.TREATY:
        return None
    changes = changes_of(work.key if work else None)
    if not changes:
        return Evidence("status", Status.IN_FORCE, "")
    later = " / ".join(registered_names(changes[-1].by)[:2])
    return Evidence("status", changes[-1].change, later)


def _first_lines(parsed: ParsedDocument) -> Iterator[str]:
    for line in _lines(parsed.sections):
        yield from (part.strip() for part in line.splitlines() if part.strip())


def _organisation(parsed: ParsedDocument, text: str, tokens: Sequence[Token]) -> Evidence | None:
    """Whose paper it is: a line that says so, the head of the page, a name that occurs often."""
    first = list(islice(_first_lines(parsed), FIRST_LINES))
    for line in first:
        if (match := _LABELLED.match(line)) and len(match["name"]) <= LONGEST_NAME:
            return _named(match["name"], line)
    for line in first[:3]:
        if len(line) <= LONGEST_NAME and _BODY_LINE.fullmatch(line):
            return _named(line, line)
    if parsed.kind is DocumentKind.MINUTES and (match := _MINUTES_OF.search(parsed.title)):
        name = _NAME_ENDS.split(match["en"] or match["km"], maxsplit=1)[0]
        return _named(name, parsed.title)
    texts = tuple(token.text for token in tokens)
    found = longest(organisations().find(texts))
    if not found:
        return None
    most = Counter(one.values[0].code for one in found).most_common(1)[0][0]
    entry = organisations().entries[most]
    at = next(one for one in found if one.values[0].code == most)
    return Evidence("organisation", entry.en, _line_at(text, tokens[at.begin].start))


def _named(name: str, line: str) -> Evidence:
    """The organisation of a name, in English where the name is a known one."""
    name = name.strip(" .,;–-")
    entry = organisations().named(name)
    return Evidence("organisation", entry.en if entry else name, line[:LONGEST_EVIDENCE])


def _topics(parsed: ParsedDocument, text: str, tokens: Sequence[Token]) -> list[Evidence]:
    """What the text is about: the topics whose words make up most of those that show any."""
    headings = frozenset(section.heading for section in parsed.sections if section.heading)
    weights: Counter[str] = Counter()
    words: Counter[str] = Counter()
    first: dict[str, str] = {}
    for one in longest(topics().find(tuple(token.text for token in tokens))):
        start = tokens[one.begin].start
        line = _line_at(text, start)
        weight = 1
        if start < len(parsed.title):
            weight = _TITLE_WEIGHT
        elif line in headings:
            weight = _HEADING_WEIGHT
        for entry in one.values:
            weights[entry.code] += weight
            words[entry.code] += LEAST_WORDS if weight == _TITLE_WEIGHT else 1
            first.setdefault(entry.code, line)
    total = sum(weights.values())
    return [
        Evidence("topics", code, first[code])
        for code, weight in weights.most_common(MOST_TOPICS)
        if weight >= LEAST_SHARE * total and words[code] >= LEAST_WORDS
    ]


def _places(text: str, tokens: Sequence[Token]) -> list[Evidence]:
    """The provinces and districts that the text names, each with the first line that does."""
    first: dict[str, str] = {}
    for mention in gazetteer().find(tokens):
        line = _line_at(text, mention.start)
        if _SIGNED_AT.fullmatch(line):
            continue
        for code in (mention.place.code, mention.place.province_code):
            first.setdefault(code, line)
    return [Evidence("places", code, line) for code, line in sorted(first.items())]


def _line_at(text: str, offset: int) -> str:
    start = text.rfind("\n", 0, offset) + 1
    return text[start:].partition("\n")[0][:LONGEST_EVIDENCE]
