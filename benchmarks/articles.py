"""Articles found in the rendered acts of the corpus, against their gold JSON.

    python -m benchmarks.articles [--differences] [FOLDER]

FOLDER holds the files to read (default: the rendered acts); the gold of a file has its stem.
An article is *found* if its number is there, *exact* if its heading and text equal the gold
(folded, without white space), and *exact with what follows* if the gold also holds the headings
or signatures that stand between it and the next article. *Invented* articles have a number that
the gold has not, or has less often.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from analyzers import fold_text
from ingest.worker import WorkerPool
from kb.model import ParsedDocument, SectionKind

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
WORKERS = 2
LONGEST_LABEL = 24
"""Characters of a folded label such as "ជំពូកទី១២", which a parsed heading leaves out."""

_DIGITS = "0-9០-៩๐-๙໐-໙"
_THAI = "ทวิ ตรี จัตวา เบญจ ฉ สัตต อัฏฐ นว ทศ เอกาทศ"
_LATIN = "bis ter quater quinquies sexies septies octies nonies decies undecies"
_THAI_SUFFIXES = dict(zip(_THAI.split(), _LATIN.split(), strict=True))
_LABEL = re.compile(
    rf"\s*(?:Article|មាត្រា|มาตรา|ข้อ|ມາດຕາ|Điều)\s*(?:[{_DIGITS}]+(?:/[{_DIGITS}]+)?|premier)"
    rf"(?:\s+(?:{'|'.join(_THAI_SUFFIXES)})(?=\s))?[\s.:]*"
)


@dataclass(frozen=True, slots=True)
class Article:
    """An article to compare: folded texts without white space."""

    number: str
    text: str
    following: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Score:
    """Counts of one file."""

    name: str
    gold: int = 0
    found: int = 0
    exact: int = 0
    exact_with_following: int = 0
    invented: int = 0

    def add(self, other: Score) -> None:
        """Sums up."""
        self.gold += other.gold
        self.found += other.found
        self.exact += other.exact
        self.exact_with_following += other.exact_with_following
        self.invented += other.invented

    def line(self) -> str:
        right = self.exact + self.exact_with_following
        return (
            f"{self.gold:6} {self.found:6} {self.exact:6} {self.exact_with_following:6} "
            f"{100 * right / max(1, self.gold):6.2f} {self.invented:4}  {self.name}"
        )


def gold_of(stem: str) -> list[Article]:
    """The gold articles of a file; sections that have no number are left out."""
    if stem.startswith("udhr_"):
        lines = (CORPUS / "udhr/udhr_parallel.jsonl").read_text(encoding="utf-8").splitlines()
        rows = map(json.loads, lines)
        lang = stem.removeprefix("udhr_")
        return [
            Article(str(row["article"]), _fold_gold(row[lang])) for row in rows if row["article"]
        ]
    path = next(CORPUS.glob(f"laws_*/{stem}.json"))
    articles = json.loads(path.read_text(encoding="utf-8"))["articles"]
    # The gold took some lines of text that begin with a word for "part" for the chapter of the
    # next article ("ផ្នែកនៃដីនោះ…"), so what it calls a chapter may end the article before.
    chapters = [article.get("chapter", "") for article in articles[1:]] + [""]
    return [
        Article(
            _number(article),
            _fold_gold(f"{article.get('title', '')} {article['text']}"),
            [_fold(chapter)],
        )
        for article, chapter in zip(articles, chapters, strict=True)
        if article.get("section") != "undefined"
    ]


def _number(article: dict[str, str]) -> str:
    number = str(article.get("n", article.get("section")))
    main, _, suffix = number.partition(" ")
    return f"{main} {_THAI_SUFFIXES[suffix]}" if suffix else main


def _fold_gold(text: str) -> str:
    """Folds a gold text without the label that some repeat at their start."""
    text = unicodedata.normalize("NFC", text)
    label = _LABEL.match(text)
    return _fold(text[label.end() :] if label else text)


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", fold_text(text))


def articles_of(document: ParsedDocument) -> list[Article]:
    """The articles of a parsed document, each with the sections before the next one."""
    articles: list[Article] = []
    for section in document.sections:
        if section.kind is SectionKind.ARTICLE:
            text = _fold(f"{section.heading} {section.text}")
            articles.append(Article(section.number or "", text))
        elif articles:
            articles[-1].following.extend((_fold(section.heading), _fold(section.text)))
    return articles


def compare(name: str, gold: list[Article], found: list[Article], *, differences: bool) -> Score:
    """Pairs articles by number, those with equal text first."""
    score = Score(name, gold=len(gold))
    left = list(found)
    for article in gold:
        same = [candidate for candidate in left if candidate.number == article.number]
        if not same:
            if differences:
                print(f"  {name} {article.number}: not found")
            continue
        score.found += 1
        texts = [article.text, *(article.text + chapter for chapter in article.following)]
        best = next((other for other in same if texts[-1].startswith(other.text)), same[0])
        left.remove(best)
        if best.text in texts:
            score.exact += 1
        elif any(is_equal_with_following(text, best) for text in texts):
            score.exact_with_following += 1
        elif differences:
            print(f"  {name} {article.number}:\n    gold  {article.text}\n    found {best.text}")
    score.invented = len(left)
    if differences and left:
        print(f"  {name} invented: {', '.join(article.number for article in left)}")
    return score


def is_equal_with_following(gold: str, article: Article) -> bool:
    """Whether the gold is the article, then the sections behind it, then nothing but labels."""
    if not gold.startswith(article.text):
        return False
    rest = gold[len(article.text) :]
    for text in filter(None, article.following):
        before, found, rest = rest.partition(text)
        if not found or len(before) > LONGEST_LABEL:
            return False
    return len(rest) <= LONGEST_LABEL


def main() -> None:
    """Prints one line a file and the sum."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS / "files")
    parser.add_argument("--differences", action="store_true", help="print what differs")
    options = parser.parse_args()
    paths = sorted(options.folder.iterdir())
    started = time.perf_counter()
    with WorkerPool(WORKERS) as pool, ThreadPoolExecutor(WORKERS) as threads:
        documents = list(threads.map(lambda path: pool.parse(path, path.name), paths))
    seconds = time.perf_counter() - started
    print("  gold  found  exact  +foll. right% inv.  file")
    total = Score("all")
    for path, document in zip(paths, documents, strict=True):
        score = compare(
            path.name,
            gold_of(path.stem),
            articles_of(document),
            differences=options.differences,
        )
        print(score.line())
        total.add(score)
    print(total.line())
    print(f"{len(paths)} files in {seconds:.1f} s on {WORKERS} workers")


if __name__ == "__main__":
    main()
