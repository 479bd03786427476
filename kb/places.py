"""Provinces and districts of Cambodia, and where a text names them.

A province is known by its name alone; a name that is also a word ("កណ្ដាល", middle), a person's or
a temple's needs "ខេត្ត" or "province" beside it, or another place beside it in a list. A district
always needs its word, and where two provinces have a district of this name, the province that the
text names nearest decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from analyzers import Token, clusters
from kb.phrases import Key, Occurrence, PhraseTable, keyed, longest
from kb.tables import bad_line, read_table, rows, variants
from kb.vocabularies import COLUMNS, Entry

_FILE = "places.tsv"
PROVINCE_CODE = 2
"""Length of the code of a province; that of a district begins with it."""

_PROVINCE_BEFORE = ("ខេត្ត", "រាជធានី", "ក្រុង", "ទីក្រុង", "province of", "capital of", "city of")
_PROVINCE_AFTER = ("province", "provincial", "municipality", "municipal", "capital", "city")
_DISTRICT_BEFORE = ("ស្រុក", "ក្រុង", "ខណ្ឌ", "district of", "khan")
_DISTRICT_AFTER = ("district", "municipality", "city", "town", "khan")
_LIST_WORDS = ("និង", "ឬ", "ព្រមទាំង", "and", "or", "&")
_OTHER_BEFORE = ("ប្រាសាទ", "មហាវិថី", "ផ្លូវ", "ឃុំ", "សង្កាត់", "ភូមិ", "temple of")
_OTHER_AFTER = ("temple", "boulevard", "commune", "sangkat", "village", "road", "street")
"""Beside the name of something else that is called like a province or district."""

_ALSO_WORDS = frozenset({"កណ្ដាល", "ព្រះសីហនុ", "ព្រះវិហារ", "Preah Sihanouk", "Kep", "Kaeb"})
"""Names of provinces that are words, temples or persons as well."""

_MARK_LENGTH = 4
"""Tokens of the longest of the words above."""


def province_of(code: str) -> str:
    """The code of the province that a place is or lies in."""
    return code[:PROVINCE_CODE]


@dataclass(frozen=True, slots=True)
class Place(Entry):
    """A province (or the capital) or a district (city, khan).

    Attributes:
        code: Of the National Committee for Sub-National Democratic Development: "18", "1802".
        km, en: Its name without "ខេត្ត" or "province".
        aliases: Other spellings.
    """

    @property
    def is_province(self) -> bool:
        """Whether it is a province or the capital."""
        return len(self.code) == PROVINCE_CODE

    @property
    def province_code(self) -> str:
        """The code of the province that it is or lies in."""
        return province_of(self.code)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place that a text names: code-point span and place."""

    start: int
    end: int
    place: Place


class Gazetteer:
    """The names of places, and the search for them.

    Args:
        places: Provinces and districts.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code: Mapping[str, Place] = {place.code: place for place in places}
        named = [(name, place) for place in self._by_code.values() for name in place.names]
        self._names = PhraseTable(keyed(named))
        self._plain = PhraseTable(
            keyed((name, place) for name, place in named if _says_enough(name, place))
        )
        self._marks = {
            (True, True): _marks(_PROVINCE_BEFORE),
            (True, False): _marks(_PROVINCE_AFTER),
            (False, True): _marks(_DISTRICT_BEFORE),
            (False, False): _marks(_DISTRICT_AFTER),
        }
        self._lists = _marks(_LIST_WORDS)
        self._others_before = _marks(_OTHER_BEFORE)
        self._others_after = _marks(_OTHER_AFTER)

    def __getitem__(self, code: str) -> Place:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    @property
    def provinces(self) -> tuple[Place, ...]:
        """All provinces, by code."""
        return tuple(place for place in self._by_code.values() if place.is_province)

    def province(self, name: str) -> Place | None:
        """The province of a code or name, with or without "province"; None if there is none."""
        if name in self._by_code and self[name].is_province:
            return self[name]
        texts = _texts(name)
        begin = _end_of(self._marks[True, True], texts, 0)
        for found in self._names.at(texts, begin):
            at = _end_of(self._marks[True, False], texts, found.end)
            provinces = [place for place in found.values if place.is_province]
            if provinces and at == len(texts):
                return provinces[0]
        return None

    def find(self, tokens: Sequence[Token]) -> list[PlaceMention]:
        """The places that a text names, in reading order.

        Args:
            tokens: Of the text, from `analyzers.clusters`.
        """
        texts = tuple(token.text for token in tokens)
        found = longest(self._names.all_in(texts))
        marked = [self._marked(texts, one) for one in found]
        _spread_over_lists(self._neighbours(texts, found), found, marked)
        mentions = [
            (one, places)
            for one, places in zip(found, marked, strict=True)
            if places and not self._is_other(texts, one)
        ]
        return [
            PlaceMention(tokens[one.begin].start, tokens[one.end - 1].end, place)
            for index, (one, places) in enumerate(mentions)
            if (place := _decide(index, mentions)) is not None
        ]

    def _marked(self, texts: Key, one: Occurrence[Place]) -> tuple[Place, ...]:
        """What a name may mean by the words beside it and by itself; nothing if it is a word."""
        for is_province in (True, False):
            if _ends_at(self._marks[is_province, True], texts, one.begin) or (
                _end_of(self._marks[is_province, False], texts, one.end) > one.end
            ):
                places = tuple(p for p in one.values if p.is_province is is_province)
                if places:
                    return places
        plain = self._plain.at(texts, one.begin)
        return next((same.values for same in plain if same.end == one.end), ())

    def _is_other(self, texts: Key, one: Occurrence[Place]) -> bool:
        return (
            _ends_at(self._others_before, texts, one.begin)
            or _end_of(self._others_after, texts, one.end) > one.end
        )

    def _neighbours(self, texts: Key, found: Sequence[Occurrence[Place]]) -> list[bool]:
        """Whether each place but the last is beside the next one, with nothing but "and"."""
        return [
            _end_of(self._lists, texts, one.end) == following.begin
            for one, following in pairwise(found)
        ]


def _spread_over_lists(
    beside: Sequence[bool], found: Sequence[Occurrence[Place]], marked: list[tuple[Place, ...]]
) -> None:
    """Read the names of a list as places of one level: "ខេត្តកំពត តាកែវ និងកណ្ដាល"."""
    forward = range(len(beside))
    for known, unknown in (
        *((index, index + 1) for index in forward),
        *((index + 1, index) for index in reversed(forward)),
    ):
        if marked[known] and not marked[unknown] and beside[min(known, unknown)]:
            level = marked[known][0].is_province
            marked[unknown] = tuple(
                place for place in found[unknown].values if place.is_province is level
            )


def _decide(
    index: int, mentions: Sequence[tuple[Occurrence[Place], tuple[Place, ...]]]
) -> Place | None:
    """The place that a name means; of several, the one in the province that is named nearest."""
    one, places = mentions[index]
    if len(places) == 1:
        return places[0]
    near = sorted(
        (abs(other.begin - one.begin), others[0].province_code)
        for other, others in mentions
        if len(others) == 1
    )
    for _, province in near:
        for place in places:
            if place.province_code == province:
                return place
    return None


def _says_enough(name: str, place: Place) -> bool:
    return place.is_province and name not in _ALSO_WORDS


def _texts(text: str) -> Key:
    return tuple(token.text for token in clusters(text))


def _marks(marks: Iterable[str]) -> PhraseTable[str]:
    return PhraseTable(keyed((mark, mark) for mark in marks))


def _end_of(table: PhraseTable[str], texts: Key, at: int) -> int:
    """The position behind a phrase that begins here; the same where none does."""
    return next((one.end for one in table.at(texts, at)), at)


def _ends_at(table: PhraseTable[str], texts: Key, end: int) -> bool:
    begins = range(max(0, end - _MARK_LENGTH), end)
    return any(one.end == end for begin in begins for one in table.at(texts, begin))


def parse_gazetteer(text: str) -> tuple[Place, ...]:
    """Read a gazetteer.

    Raises:
        ConfigurationError: A line has a wrong or repeated code, no name, or lies in no province.
    """
    places: dict[str, Place] = {}
    for line, (code, km, en, aliases) in rows(text, _FILE, COLUMNS):
        place = Place(code, km, en, variants(aliases))
        if not (code.isdecimal() and len(code) in (2, 4)) or code in places:
            raise bad_line(_FILE, line, f"{code!r} is no new code")
        if not (km and en):
            raise bad_line(_FILE, line, "a place needs a Khmer and an English name")
        if not place.is_province and place.province_code not in places:
            raise bad_line(_FILE, line, "its province must stand before it")
        places[code] = place
    return tuple(places.values())


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that comes with the program."""
    return Gazetteer(parse_gazetteer(read_table(_FILE)))
