"""Illustrative minutes and briefs as Word documents and as plain text: what is found in them."""

from __future__ import annotations

import pytest

from benchmarks.minutes import PAPERS, Counts, measure

LEAST_F1 = {"decision": 0.9, "action": 0.9, "who": 0.9, "by": 0.95, "date": 0.95, "org": 0.95}


@pytest.mark.parametrize("form", ["docx", "txt"])
@pytest.mark.parametrize("half", ["dev", "held_out"])
def test_decisions_actions_dates_and_organisations_are_found(half: str, form: str) -> None:
    counts: Counts = measure(PAPERS / half, [form])[form]
    found = {tag: counts[tag].f1 for tag in LEAST_F1}
    assert {tag: f1 for tag, f1 in found.items() if f1 < LEAST_F1[tag]} == {}
