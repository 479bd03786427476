"""Decisions, actions, dates and organisations found in illustrative minutes and briefs.

    python -m benchmarks.minutes [--held-out] [--differences] [FORMAT ...]

The sources are in tests/ingest/structure/papers; each is rendered as DOCX, PDF (by Chromium) and
text, or only as the FORMATs named. `dev` is for tuning; `held_out` was written after the rules
and is for measuring alone. What is to be found stands in the sources as [[tag:text]]; dates as
[[tag=2025-03-15:by 15 March]]:

    date place chair org next     of the document or meeting
    item                          of the agenda
    decision                      its text
    do who by                     of an action: what, who, by when

A decision or action is found if the shorter of the two texts is in the longer and not less than
half of it; who, place and chair if equal; a date if it is the same day. All texts are folded.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analyzers import fold_text
from ingest.pipeline import parse_bytes
from kb.description import describe
from kb.model import DocumentKind, ParsedDocument, SectionKind
from scripts.make_samples import parse, render_html, render_text, write_docx, write_pdf

PAPERS = Path(__file__).resolve().parents[1] / "tests" / "ingest" / "structure" / "papers"
FORMATS = ("docx", "pdf", "txt")
LEAST_SHARE = 0.5

_TAG = re.compile(r"\[\[(?P<tag>\w+)(?:=(?P<value>[^:\]]+))?:(?P<text>.*?)\]\]")


@dataclass(slots=True)
class Facts:
    """What a paper says, as its author marked it or as the program found it.

    Attributes:
        texts: Tag -> texts; "date", "next" -> ISO dates.
        tasks: What, who and ISO date of each action.
    """

    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    tasks: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Count:
    """Right ones among those wanted and those found."""

    right: int = 0
    wanted: int = 0
    found: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / ((self.wanted + self.found) or 1)

    def __str__(self) -> str:
        precision, recall = self.right / (self.found or 1), self.right / (self.wanted or 1)
        counts = f"{self.wanted:6} {self.found:6} {self.right:6}"
        return f"{counts}  {precision:.3f}  {recall:.3f}  {self.f1:.3f}"


Counts = dict[str, Count]
Same = Callable[[str, str], bool]


def read_source(path: Path) -> tuple[str, Facts]:
    """Gives the source without its tags, and what they mark."""
    marked = path.read_text(encoding="utf-8")
    facts = Facts()
    for line in marked.splitlines():
        tags = [
            (match["tag"], match["value"] or "", match["text"]) for match in _TAG.finditer(line)
        ]
        for tag, value, text in tags:
            if tag in ("date", "next"):
                if len(value) < len("2024-10-01"):
                    continue  # a month is no date
                facts.texts[tag].append(value)
            elif tag not in ("do", "who", "by"):
                facts.texts[tag].append(text)
        here = {tag: value or text for tag, value, text in tags if tag in ("do", "who", "by")}
        if "do" in here:
            facts.tasks.append((here["do"], here.get("who", ""), here.get("by", "")))
        elif here:
            what, who, by = facts.tasks[-1]
            facts.tasks[-1] = what, here.get("who", who), here.get("by", by)
    return _TAG.sub(lambda match: match["text"], marked), facts


def render(source: str, lang: str, target: Path) -> None:
    """Writes a source in the format of the target's suffix."""
    blocks = parse(source)
    match target.suffix:
        case ".docx":
            write_docx(blocks, lang, target)
        case ".pdf":
            write_pdf(render_html(blocks, lang), target)
        case _:
            target.write_text(render_text(blocks), encoding="utf-8")


def facts_of(document: ParsedDocument) -> Facts:
    """What the program found."""
    facts = Facts()
    if document.date:
        facts.texts["date"].append(document.date.isoformat())
    for section in document.sections:
        if section.kind is SectionKind.DECISION:
            facts.texts["decision"].append(section.task.what if section.task else section.text)
        elif section.kind is SectionKind.ACTION and section.task:
            task = section.task
            due = task.due.isoformat() if task.due else ""
            facts.tasks.append((task.what, task.who, due))
    if not document.kind.is_law and document.kind is not DocumentKind.MINUTES:
        facts.texts["org"] += filter(None, [describe(document, None).organisation])
    if meeting := document.meeting:
        facts.texts["place"] += filter(None, [meeting.place])
        facts.texts["chair"] += filter(None, [meeting.chair])
        facts.texts["org"] += {p.organisation for p in meeting.participants if p.organisation}
        facts.texts["item"] += meeting.agenda
        if meeting.next_date:
            facts.texts["next"].append(meeting.next_date.isoformat())
    return facts


def compare(name: str, gold: Facts, found: Facts, counts: Counts, *, differences: bool) -> None:
    """Adds what is right and wrong in one paper."""
    for tag in ("date", "place", "chair", "org", "next", "item", "decision"):
        wanted = list(dict.fromkeys(gold.texts[tag]))  # an organisation named twice is one
        is_same = _is_alike if tag in ("decision", "item") else _is_equal
        pairs = _pairs(wanted, found.texts[tag], is_same)
        _add(counts[tag], len(pairs), wanted, found.texts[tag])
        if differences and not len(pairs) == len(wanted) == len(found.texts[tag]):
            print(f"  {name} {tag}\n    gold  {wanted}\n    found {found.texts[tag]}")
    pairs = _pairs([t[0] for t in gold.tasks], [t[0] for t in found.tasks], _is_alike)
    _add(counts["action"], len(pairs), gold.tasks, found.tasks)
    wanted_tasks = [gold.tasks[a] for a, _ in pairs]
    found_tasks = [found.tasks[b] for _, b in pairs]
    for index, tag in ((1, "who"), (2, "by")):
        rights = sum(
            bool(a[index]) and _is_equal(a[index], b[index])
            for a, b in zip(wanted_tasks, found_tasks, strict=True)
        )
        _add(
            counts[tag], rights, [t for t in gold.tasks if t[index]],
            [t for t in found_tasks if t[index]],
        )  # fmt: skip
    if differences and (gold.tasks or found.tasks) and _folded(gold.tasks) != _folded(found.tasks):
        print(f"  {name} tasks")
        for label, tasks in (("gold ", gold.tasks), ("found", found.tasks)):
            print("\n".join(f"    {label} {task}" for task in tasks))


def _add(count: Count, right: int, wanted: Sequence[object], found: Sequence[object]) -> None:
    count.right += right
    count.wanted += len(wanted)
    count.found += len(found)


def _pairs(wanted: Sequence[str], found: Sequence[str], is_same: Same) -> list[tuple[int, int]]:
    """Index of wanted and found for each that is the same, each used once."""
    left = dict(enumerate(found))
    pairs = []
    for index, text in enumerate(wanted):
        other = next((key for key, value in left.items() if is_same(text, value)), None)
        if other is not None:
            pairs.append((index, other))
            del left[other]
    return pairs


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", fold_text(text))


def _folded(tasks: Iterable[tuple[str, str, str]]) -> list[tuple[str, ...]]:
    return [tuple(map(_bare, task)) for task in tasks]


def _is_equal(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _is_alike(one: str, other: str) -> bool:
    short, long = sorted((_bare(one), _bare(other)), key=len)
    return bool(short) and short in long and len(short) >= LEAST_SHARE * len(long)


def measure(
    folder: Path, formats: Iterable[str], *, differences: bool = False
) -> dict[str, Counts]:
    """Renders and reads all papers of a folder: format -> tag -> counts."""
    results: dict[str, Counts] = {form: defaultdict(Count) for form in formats}
    for path in sorted(folder.glob("*.source")):
        source, gold = read_source(path)
        for form, counts in results.items():
            with tempfile.TemporaryDirectory() as made:
                target = Path(made, f"{path.stem}.{form}")
                render(source, path.stem[:2], target)
                document = parse_bytes(target.read_bytes(), f"paper.{form}")
            compare(target.name, gold, facts_of(document), counts, differences=differences)
    return results


def main() -> None:
    """Prints one table a format."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("formats", nargs="*", choices=[*FORMATS, []], metavar="FORMAT")
    parser.add_argument("--held-out", action="store_true", help="the half to measure alone")
    parser.add_argument("--differences", action="store_true", help="print what differs")
    options = parser.parse_args()
    folder = PAPERS / ("held_out" if options.held_out else "dev")
    formats = options.formats or FORMATS
    for form, counts in measure(folder, formats, differences=options.differences).items():
        print(f"{form:10} wanted  found  right  prec.  recall F1")
        for tag, count in counts.items():
            print(f"{tag:10} {count}")


if __name__ == "__main__":
    main()
