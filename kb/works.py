"""TEMPORARY STUB by the lead, so that search can be tried: the owner of kb/works.py replaces it whole.

The search code uses: RegisteredWork.key, .title_km, .title_en; find_works(text) -> [WorkMatch(start,
end, works)]; match_work(title, number, year, kind) -> RegisteredWork | None;
registered_names(register_key: str | None) -> tuple[str, ...] (all titles and aliases of that line, () for None).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisteredWork:
    key: str
    title_km: str
    title_en: str


@dataclass(frozen=True, slots=True)
class WorkMatch:
    start: int
    end: int
    works: tuple[RegisteredWork, ...]


def find_works(text: str) -> list[WorkMatch]:
    return []


def match_work(
    title: str, number: str | None, year: int | None, kind: object
) -> RegisteredWork | None:
    return None


def registered_names(register_key: str | None) -> tuple[str, ...]:
    return ()
