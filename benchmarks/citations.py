"""References found in laws of the corpus, against hand-checked ones.

    python -m benchmarks.citations [--differences]

The gold (`gold/citations.tsv`) names 195 articles of Khmer and English acts that were read whole:
each reference with its place, article and act ("own" is the act itself, "?" an act that the
register does not know); a line with "-" is an article without further references. It was made by
correcting what the program found, so a reference that both overlooked would not show.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import defaultdict
from pathlib import Path

from kb.model import Citation, DocumentKind
from kb.references import find_references
from kb.works import match_work

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
GOLD = Path(__file__).parent / "gold" / "citations.tsv"

Key = tuple[str, str]
Target = tuple[str, str]


def gold() -> dict[Key, dict[int, Target]]:
    """Article -> place of each reference -> its target."""
    found: defaultdict[Key, dict[int, Target]] = defaultdict(dict)
    with GOLD.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            references = found[row["stem"], row["article"]]
            if row["start"] != "-":
                references[int(row["start"])] = (row["target_article"], row["target_act"])
    return dict(found)


def describe(stem: str) -> tuple[DocumentKind, int | None, str | None]:
    """Kind, year and line of the register of an act, by the name of its file."""
    name = re.sub(r"[-_]+", " ", stem)
    kind = DocumentKind.LAW
    if "code" in name:
        kind = DocumentKind.CODE
    elif name.startswith("sub"):
        kind = DocumentKind.SUB_DECREE
    elif "constitution" in name:
        kind = DocumentKind.CONSTITUTION
    dated = re.search(r" (\d\d)\d{4}$", name)
    plain = re.search(r"(?:19|20)\d\d", name)
    year = int(plain[0]) if plain else None
    if dated:
        year = int(dated[1]) + (1900 if int(dated[1]) > 50 else 2000)
    work = match_work(re.sub(r" \d{6}$| full text| \d{4}$", "", name), None, year, kind)
    return kind, year, work.key if work else None


def target_of(citation: Citation) -> Target:
    """The target in the form of the gold."""
    act = "own" if citation.own_act else citation.register_key or "?"
    return citation.article or "-", act


def main() -> None:
    """Prints precision, recall and the share of right targets for each language."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--differences", action="store_true", help="print what differs")
    options = parser.parse_args()
    texts: dict[Key, tuple[str, str]] = {}
    for path in (*CORPUS.glob("laws_km/*.json"), *CORPUS.glob("laws_en/*.json")):
        for article in json.loads(path.read_text(encoding="utf-8"))["articles"]:
            number = str(article.get("n", article.get("section")))
            texts.setdefault((path.stem, number), (path.parent.name[-2:], article["text"]))
    counts: dict[str, list[int]] = {"km": [0] * 5, "en": [0] * 5}
    for key, expected in gold().items():
        lang, text = texts[key]
        kind, year, own = describe(key[0])
        found = {one.start: one for one in find_references(text, kind, year, own)}
        right = {start for start in found if start in expected}
        linked = {start for start in right if target_of(found[start])[1] != "?"}
        good = {start for start in linked if target_of(found[start]) == expected[start]}
        for index, part in enumerate((expected, found, right, linked, good)):
            counts[lang][index] += len(part)
        if options.differences:
            for start in sorted({*expected, *found}):
                said = target_of(found[start]) if start in found else None
                if said != expected.get(start):
                    shown = text[max(0, start - 30) : start + 60].replace("\n", " ")
                    print(f"{key}: gold {expected.get(start)}, found {said}: {shown}")
    for lang, (
        expected_count,
        found_count,
        right_count,
        linked_count,
        good_count,
    ) in counts.items():
        print(
            f"{lang}: {expected_count} references; precision {right_count / found_count:.3f}, "
            f"recall {right_count / expected_count:.3f}, "
            f"links right {good_count / linked_count:.3f} of {linked_count}"
        )


if __name__ == "__main__":
    main()
