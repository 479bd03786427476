"""The register of acts: facts about each act, and the names that people use for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kb.model import DocumentKind
from kb.phrases import Key, keyed, keys
from kb.tables import bad_line, read_table, rows, variants

_FILE = "works.tsv"
_COLUMNS = ("kind", "number", "date", "title_km", "title_en", "aliases")


@dataclass(frozen=True, slots=True)
class Affixes:
    """What makes the subject of an act its name in one language: ("law on",) or ("law",)."""

    before: tuple[str, ...]
    after: tuple[str, ...] = ()


def _khmer(*kinds: str) -> Affixes:
    return Affixes(tuple(kind + on for kind in kinds for on in ("", "ស្តីពី", "អំពី")))


def _english(*kinds: str) -> Affixes:
    return Affixes(tuple(kind + on for kind in kinds for on in (" on", " on the")), kinds)


def _thai(*kinds: str) -> Affixes:
    return Affixes(tuple(kind + on for kind in kinds for on in ("", "ว่าด้วย")))


NAME_FORMS: Mapping[DocumentKind, tuple[Affixes, ...]] = {
    DocumentKind.LAW: (_khmer("ច្បាប់"), _english("law"), _thai("พระราชบัญญัติ", "พ.ร.บ.")),
    DocumentKind.ROYAL_DECREE: (
        _khmer("ព្រះរាជក្រឹត្យ"),
        _english("royal decree"),
        _thai("พระราชกฤษฎีกา", "พ.ร.ฎ."),
    ),
    DocumentKind.SUB_DECREE: (_khmer("អនុក្រឹត្យ"), _english("sub-decree", "subdecree")),
    DocumentKind.PRAKAS: (_khmer("ប្រកាស"), _english("prakas")),
    DocumentKind.CIRCULAR: (_khmer("សារាចរ"), _english("circular")),
}
"""How acts of a kind are called by their subject."""

KIND_NAMES: Mapping[str, DocumentKind] = {
    "ច្បាប់": DocumentKind.LAW,
    "law": DocumentKind.LAW,
    "act": DocumentKind.LAW,
    "ព្រះរាជក្រឹត្យ": DocumentKind.ROYAL_DECREE,
    "royal decree": DocumentKind.ROYAL_DECREE,
    "អនុក្រឹត្យ": DocumentKind.SUB_DECREE,
    "sub-decree": DocumentKind.SUB_DECREE,
    "subdecree": DocumentKind.SUB_DECREE,
    "anukret": DocumentKind.SUB_DECREE,
    "ប្រកាស": DocumentKind.PRAKAS,
    "ប្រកាសអន្តរក្រសួង": DocumentKind.PRAKAS,
    "prakas": DocumentKind.PRAKAS,
    "inter-ministerial prakas": DocumentKind.PRAKAS,
    "joint prakas": DocumentKind.PRAKAS,
    "សារាចរ": DocumentKind.CIRCULAR,
    "សារាចរណែនាំ": DocumentKind.CIRCULAR,
    "circular": DocumentKind.CIRCULAR,
    "សេចក្តីសម្រេច": DocumentKind.DECISION,
    "បទបញ្ជា": DocumentKind.DECISION,
    "decision": DocumentKind.DECISION,
    "order": DocumentKind.DECISION,
    "directive": DocumentKind.DECISION,
}
"""What kinds of acts are called, by themselves and before a number."""

_NOUN_PREFIX = ("កា", "រ")
"""Turns a Khmer verb into a noun; people leave it out of short names."""
_SHORTEST_VERB = 3
"""Clusters; shorter words are not made with the prefix (ការងារ, work)."""

_NEIGHBOURING_YEARS = 1
"""An act adopted in December is often promulgated in January; texts give either year."""

_KHMER_LETTERS = {"NS": "នស", "CS": "ជស", "RKM": "រកម", "RKT": "រកត"}
"""Letters of a royal number: who signed (NS, CS) and what (royal kram, royal kret)."""


@dataclass(frozen=True, slots=True)
class RegisteredWork:
    """An act as the register knows it.

    Attributes:
        key: Made of the English title and the year; what the store remembers.
        number: As cited, in ASCII ("146", "NS/RKM/0801/14"); None where there is none or it is not
            known.
        date: Day of promulgation or signature, None where only the year or nothing is known.
        title_km, title_en: "" where there is none.
        aliases: Other names, in any language.
    """

    key: str
    kind: DocumentKind
    number: str | None
    date: dt.date | None
    year: int | None
    title_km: str
    title_en: str
    aliases: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Titles and aliases, without those made by rule."""
        titles = (self.title_km, self.title_en)
        return (*(title for title in titles if title), *self.aliases)

    @property
    def serial(self) -> int | None:
        """The number of an act that is numbered within its year (19 for sub-decree 19)."""
        return int(self.number) if self.number and self.number.isdecimal() else None

    def may_have_number(self, number: str | None) -> bool:
        """Whether a number does not speak against this act; the end of a long number is enough."""
        if self.number is None or number is None:
            return True
        given = digits(number)
        return not given or given == digits(self.number)[-len(given) :]

    def may_be_of(self, years: Sequence[int]) -> bool:
        """Whether one of these years may be given for this act; a constitution has editions."""
        if self.year is None or not years or self.kind is DocumentKind.CONSTITUTION:
            return True
        return any(abs(self.year - year) <= _NEIGHBOURING_YEARS for year in years)


def digits(number: str) -> tuple[int, ...]:
    """The parts of a number: (801, 14) for "NS/RKM/0801/14"."""
    return tuple(map(int, re.findall("[0-9]+", number)))


def name_keys(works: Iterable[RegisteredWork]) -> Iterator[tuple[Key, RegisteredWork]]:
    """Every name by which acts are known: their own, their numbers, and forms made by rule.

    "Law on X" is also "X law", "ច្បាប់ស្តីពីX" also "ច្បាប់X", "พระราชบัญญัติX" also "พ.ร.บ. X"; the
    same for other kinds.
    """
    affixes = {
        kind: [(keys(ways.before), keys(ways.after)) for ways in languages]
        for kind, languages in NAME_FORMS.items()
    }
    own = ((name, work) for work in works for name in (*work.names, *_royal_numbers(work)))
    for key, work in keyed(own):
        yield key, work
        for before, after in affixes.get(work.kind, ()):
            for subject in _subjects(key, before, after):
                yield from ((prefix + subject, work) for prefix in before)
                yield from ((subject + suffix, work) for suffix in after)


def _subjects(key: Key, before: Sequence[Key], after: Sequence[Key]) -> Iterator[Key]:
    """What an act is about, by a name of it; without the noun prefix too."""
    subject: Key = ()
    for prefix in sorted(before, key=len, reverse=True):
        if key[: len(prefix)] == prefix:
            subject = key[len(prefix) :]
            break
    else:
        for suffix in after:
            if key[-len(suffix) :] == suffix:
                subject = key[: -len(suffix)]
    if subject:
        yield subject
        verb = subject[len(_NOUN_PREFIX) :]
        if subject[: len(_NOUN_PREFIX)] == _NOUN_PREFIX and len(verb) >= _SHORTEST_VERB:
            yield verb


def _royal_numbers(work: RegisteredWork) -> Iterator[str]:
    if work.number and work.serial is None:
        yield work.number
        yield "/".join(_KHMER_LETTERS.get(part, part) for part in work.number.split("/"))


def parse_register(text: str) -> tuple[RegisteredWork, ...]:
    """Read a register.

    Args:
        text: A table with the columns kind, number, date (YYYY-MM-DD or YYYY), title_km, title_en
            and aliases (parted by a vertical bar).

    Raises:
        ConfigurationError: A line with an unknown kind, an impossible date, without an English
            title, with an empty or repeated name, with a name that says only what kind of act it
            is, or about an act that an earlier line has.
    """
    works = []
    lines: dict[str, int] = {}
    for line, cells in rows(text, _FILE, _COLUMNS):
        work = _parse_line(line, cells)
        first = lines.setdefault(work.key, line)
        if first != line:
            raise bad_line(_FILE, line, f"line {first} is about the same act")
        works.append(work)
    return tuple(works)


def _parse_line(line: int, cells: tuple[str, ...]) -> RegisteredWork:
    kind, number, date, title_km, title_en, aliases = cells
    if kind not in set(DocumentKind):
        raise bad_line(_FILE, line, f"{kind!r} is no kind of document")
    if not title_en:
        raise bad_line(_FILE, line, "an act needs an English title, which its key is made of")
    day, year = _parse_date(line, date)
    slug = re.sub(r"[^a-z0-9]+", "-", title_en.lower()).strip("-")
    work = RegisteredWork(
        key=f"{slug}-{year}" if year else slug,
        kind=DocumentKind(kind),
        number=number or None,
        date=day,
        year=year,
        title_km=title_km,
        title_en=title_en,
        aliases=variants(aliases),
    )
    for name in work.names:
        if not name.strip() or name.casefold() in KIND_NAMES:
            raise bad_line(_FILE, line, f"{name!r} names no act")
    if len(set(work.names)) < len(work.names):
        raise bad_line(_FILE, line, "it gives a name twice")
    return work


def _parse_date(line: int, text: str) -> tuple[dt.date | None, int | None]:
    if not text:
        return None, None
    try:
        if re.fullmatch(r"[0-9]{4}", text):
            return None, int(text)
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise bad_line(_FILE, line, f"{text!r} is no date") from None
    return day, day.year


@cache
def load_register() -> tuple[RegisteredWork, ...]:
    """The register that comes with the program.

    Raises:
        ConfigurationError: A line of its file cannot be used.
    """
    return parse_register(read_table(_FILE))
