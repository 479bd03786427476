"""Are spans found again in a new text? Sure and right, doubtful, wrong; and when they were deleted.

Run: python -m benchmarks.anchors [--spans N]

* Edits: spans of 2 to 100 clusters of the Constitution, the Civil Code and the Criminal Code; 1, 5
  and 10 % of all clusters are replaced, left out or doubled by another one of the text.
* Deletions: likewise, and the sentence that holds the span is taken out. Nothing is right then but
  to say so; *sure* is an error.
* Editions: spans of the Constitution of 1999 in that of 2015. Where they belong is taken from an
  alignment of the whole article by characters; only spans that stayed for the most part count.
* OCR: spans of eight pages of the Constitution as an OCR engine read them, in the clean text;
  judged in the same way. And two readings that differ in a fifth of their clusters, made by editing
  both sides at 10 %.

*Right*: both ends are within a tenth of the span's length, or one cluster, of where they belong.
Times are of the processor.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from analyzers import cluster_boundaries
from benchmarks.editions import articles as editions
from kb.discussion.anchors import Clusters, Span
from kb.discussion.placement import Placing, State
from kb.editions import match
from kb.model import ParsedSection, SectionKind

LAWS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "laws_km"
ACTS = ("constitution_2015", "civil_code_2007", "criminal_code_2009")
RATES = (0.01, 0.05, 0.10)
LENGTHS = (2, 4, 8, 16, 30, 60, 100)
COLUMNS = ("sure right", "doubtful right", "sure wrong", "doubtful wrong", "orphan")
SENTENCE_ENDS = "។៕\n"


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after edits.

    Attributes:
        starts: For each code point of the old text, and its end, where it stands in the new one.
    """

    text: str
    starts: Sequence[int]


NOTHING = Span(0, 0)


def edited(text: str, rate: float, chance: random.Random, gone: Span = NOTHING) -> Edited:
    """Change a share of the clusters of a text, and take a span out."""
    bounds = cluster_boundaries(text)
    clusters = [text[a:b] for a, b in pairwise(bounds)]
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for start, cluster in zip(bounds, clusters, strict=False):
        piece = cluster
        if gone.start <= start < gone.end:
            piece = ""
        elif chance.random() < rate:
            other = chance.choice(clusters)
            piece = chance.choice([other, "", cluster + other])
        starts += [length] * len(cluster)
        pieces.append(piece)
        length += len(piece)
    return Edited("".join(pieces), [*starts, length])


def articles(name: str) -> list[ParsedSection]:
    found = json.loads((LAWS / f"{name}.json").read_text(encoding="utf-8"))["articles"]
    return [
        ParsedSection(SectionKind.ARTICLE, one["text"], str(one["n"]), heading=one.get("title", ""))
        for one in found
        if one["text"].strip()
    ]


def spans(
    sections: Sequence[ParsedSection], number: int, chance: random.Random
) -> Iterator[tuple[int, Span]]:
    """Choose spans: the position of a section, and code points in its text."""
    bounds = [Clusters(section.text).spans for section in sections]
    while number:
        at, length = chance.randrange(len(sections)), chance.choice(LENGTHS)
        if len(bounds[at]) <= length:
            continue
        first = chance.randrange(len(bounds[at]) - length)
        yield at, Span(bounds[at][first].start, bounds[at][first + length - 1].end)
        number -= 1


def sentence(text: str, span: Span) -> Span:
    """The sentence, or sentences, that a span stands in."""
    start = max(text.rfind(sign, 0, span.start) for sign in SENTENCE_ENDS) + 1
    ends = (text.find(sign, max(span.start, span.end - 1)) for sign in SENTENCE_ENDS)
    return Span(start, min((end + 1 for end in ends if end >= 0), default=len(text)))


def says(section: ParsedSection, span: Span) -> bool:
    """Whether any text is left of a span after edits."""
    return bool(Clusters(section.text[slice(*span)]).keys)


def is_right(text: str, found: Span, wanted: Span) -> bool:
    """Whether both ends are where they belong, but for a tenth of the length or one cluster."""
    clusters = Clusters(text)
    ends, right = clusters.positions(found), clusters.positions(wanted)
    slack = max(1, (right[1] + 1 - right[0]) / 10)
    return all(abs(one - other) <= slack for one, other in zip(ends, right, strict=True))


def line(name: str, counts: Counter[str]) -> str:
    """A row of the table, in percent."""
    total = counts.total()
    shares = " ".join(f"{100 * counts[column] / total:14.2f}" for column in COLUMNS)
    return f"{name:34} {total:6} {shares}"


def judged(
    placing: Placing,
    new: Sequence[ParsedSection],
    at: int,
    span: Span,
    wanted: tuple[int, Span] | None,
) -> str:
    """Place a span and say how that went."""
    placed = placing.place(at, span)
    if placed.span is None:
        return "orphan"
    right = (
        wanted is not None
        and placed.section == wanted[0]
        and is_right(new[placed.section].text, placed.span, wanted[1])
    )
    sure = "sure" if placed.state is State.SURE else "doubtful"
    return f"{sure} {'right' if right else 'wrong'}"


def edits(number: int) -> None:
    for rate in RATES:
        kept, deleted = Counter[str](), Counter[str]()
        for name in ACTS:
            chance = random.Random(f"{name} {rate}")
            sections = articles(name)
            news = [edited(section.text, rate, chance) for section in sections]
            new = [replace(s, text=n.text) for s, n in zip(sections, news, strict=True)]
            placing = Placing(sections, new)
            for at, span in spans(sections, number // len(ACTS), chance):
                wanted = Span(news[at].starts[span.start], news[at].starts[span.end])
                if says(new[at], wanted):
                    kept[judged(placing, new, at, span, (at, wanted))] += 1
                without = edited(sections[at].text, rate, chance, sentence(sections[at].text, span))
                near = range(max(0, at - 1), min(len(sections), at + 2))
                changed = [replace(new[i], text=without.text) if i == at else new[i] for i in near]
                local = Placing([sections[i] for i in near], changed)
                deleted[judged(local, changed, near.index(at), span, None)] += 1
        print(line(f"edits of {rate:.0%}", kept))
        print(line(f"edits of {rate:.0%}, sentence deleted", deleted))


def two_readings(number: int) -> None:
    counts = Counter[str]()
    for name in ACTS:
        chance = random.Random(name)
        sections = articles(name)
        sides = [[edited(s.text, 0.10, chance) for s in sections] for _ in range(2)]
        old, new = (
            [replace(s, text=n.text) for s, n in zip(sections, side, strict=True)] for side in sides
        )
        placing = Placing(old, new)
        for at, span in spans(sections, number // len(ACTS), chance):
            before, after = (
                Span(side[at].starts[span.start], side[at].starts[span.end]) for side in sides
            )
            if says(old[at], before) and says(new[at], after):
                counts[judged(placing, new, at, before, (at, after))] += 1
    print(line("two readings, 10 % wrong in each", counts))


def ocr(number: int) -> None:
    pages = sorted((LAWS.parent / "ocr_gold").glob("page-*.md"))
    read = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    clean = (LAWS / "constitution_2015_clean.md").read_text(encoding="utf-8")
    window = fuzz.partial_ratio_alignment(read, clean)
    assert window is not None
    pages_of_it = clean[window.dest_start : window.dest_end]
    old, new = (ParsedSection(SectionKind.TEXT, text) for text in (read, pages_of_it))
    print(line("OCR of eight pages in clean text", real([old], [new], number)))


def two_editions(number: int) -> None:
    old, new = editions("constitution_1999_limon"), editions("constitution_2015")
    print(line("Constitution 1999 in 2015", real(old, new, number)))


def real(old: Sequence[ParsedSection], new: Sequence[ParsedSection], number: int) -> Counter[str]:
    """Place spans of a text in another one; those that mostly stayed are judged."""
    placing, chance, counts = Placing(old, new), random.Random(1999), Counter[str]()
    pairs = {one.old: one.new for one in match(old, new)}
    places = {at: kept_characters(old[at].text, new[pairs[at]].text) for at in pairs}
    for at, span in spans(old, number, chance):
        kept = [places[at][i] for i in range(*span) if i in places[at]] if at in pairs else []
        if len(kept) > 0.8 * (span.end - span.start):
            wanted = Span(kept[0], kept[-1] + 1)
            counts[judged(placing, new, at, span, (pairs[at], wanted))] += 1
    return counts


def kept_characters(old: str, new: str) -> dict[int, int]:
    """Where the code points of a text stand in another one."""
    return {
        step.src_start + at: step.dest_start + at
        for step in Levenshtein.opcodes(old, new)
        if step.tag == "equal"
        for at in range(step.src_end - step.src_start)
    }


def speed() -> None:
    sections = articles("civil_code_2007")
    chance = random.Random(0)
    new = [replace(s, text=edited(s.text, 0.05, chance).text) for s in sections]
    steps: list[tuple[str, Callable[[], object]]] = []
    clusters = [[Clusters(s.text).keys for s in side] for side in (sections, new)]
    steps.append(("paired, all changed", lambda: match(sections, new)))
    steps.append(("paired, two changed", lambda: match(sections, [*new[:2], *sections[2:]])))
    steps.append(
        ("aligned", lambda: [Levenshtein.opcodes(a, b) for a, b in zip(*clusters, strict=True)])
    )
    for name, step in steps:
        start = time.process_time()
        step()
        print(f"{len(sections)} articles {name}: {time.process_time() - start:.3f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--spans", type=int, default=3000, help="spans of each row")
    number = parser.parse_args().spans
    heads = " ".join(f"{column:>14}" for column in COLUMNS)
    print(f"{'%':34} {'spans':>6} {heads}")
    two_editions(number)
    ocr(number)
    two_readings(number)
    edits(number)
    speed()


if __name__ == "__main__":
    main()
