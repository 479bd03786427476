"""Citations as people type them."""

from __future__ import annotations

import pytest

from analyzers import fold_text
from kb.search.citations import find_citation

CIVIL_CODE = "Civil Code"
LAND_LAW = "Land Law"


@pytest.mark.parametrize(
    ("typed", "act", "article"),
    [
        ("មាត្រា ១៦២ ក្រមរដ្ឋប្បវេណី", CIVIL_CODE, "162"),
        ("ក្រមរដ្ឋប្បវេណី មាត្រា១៦២", CIVIL_CODE, "162"),
        ("civil code 162", CIVIL_CODE, "162"),
        ("Art. 162 of the Civil Code", CIVIL_CODE, "162"),
        ("មាត្រា៣០ច្បាប់ភូមិបាល", LAND_LAW, "30"),
        ("art. 30 land law", LAND_LAW, "30"),
        ("ម.១៤៤", None, "144"),
        ("article 7 bis", None, "7 bis"),
        ("มาตรา ๕", None, "5"),
        ("the land law", LAND_LAW, None),
        ("land dispute", None, None),
        ("2001", None, None),
    ],
)
def test_act_and_article(typed: str, act: str | None, article: str | None) -> None:
    citation = find_citation(fold_text(typed))
    assert citation.article == article
    titles = " ".join(work.title_en for work in citation.works)
    assert bool(citation.works) == (act is not None)
    assert (act or "") in titles


def test_the_rest_is_what_names_neither() -> None:
    citation = find_citation(fold_text("compensation article 5 land law"))
    assert citation.rest.split() == ["compensation"]
