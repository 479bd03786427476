"""Articles found in the two codes of the corpus when a table of contents stands beside the text.

    python -m benchmarks.contents

The contents list every article and chapter of the code with its title, in four forms of entry,
before the text and behind it. The columns are those of `benchmarks.articles`.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.articles import CORPUS, articles_of, compare, gold_of
from ingest.worker import WorkerPool

CODES = ("civil_code_2007", "criminal_code_2009")
FORMS = {"dots": " ........ {}", "page": " {}", "tab": "\t{}", "bare": ""}
"""What ends an entry of the contents; the page takes the place of the braces."""
ARTICLES_A_PAGE = 3
LONGEST_TITLE, LONGEST_CHAPTER = 200, 120
"""Characters; what the gold took for longer ones is text, or pages of the printed contents."""


def text_of(code: dict[str, Any]) -> Iterator[str]:
    """The lines of the text."""
    chapter = ""
    for article in code["articles"]:
        if article["chapter"] != chapter:
            chapter = article["chapter"]
            yield chapter
        yield f"មាត្រា {article['n']} .- {article['title']}"
        yield article["text"]


def contents_of(code: dict[str, Any], ending: str) -> Iterator[str]:
    """The lines of the contents."""
    yield "មាតិកា"
    chapter = ""
    for index, article in enumerate(code["articles"]):
        page = ending.format(index // ARTICLES_A_PAGE + 1)
        if article["chapter"] != chapter and len(article["chapter"]) < LONGEST_CHAPTER:
            chapter = article["chapter"]
            yield chapter + page
        title = article["title"][:LONGEST_TITLE].split("---")[0]
        yield f"មាត្រា {article['n']} .- {title}{page}"


def main() -> None:
    """Prints one line a code and form."""
    print("  gold  found  exact  +foll. right% inv.  code")
    with WorkerPool(1) as pool, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "code.txt"
        for name in CODES:
            code = json.loads((CORPUS / "laws_km" / f"{name}.json").read_text(encoding="utf-8"))
            text = list(text_of(code))
            for form, ending in FORMS.items():
                contents = list(contents_of(code, ending))
                for place, lines in (("before", contents + text), ("behind", text + contents)):
                    path.write_text("\n".join([code["title"], *lines]), encoding="utf-8")
                    found = articles_of(pool.parse(path, path.name))
                    score = compare(
                        f"{name}, {form}, {place}", gold_of(name), found, differences=False
                    )
                    print(score.line(), flush=True)


if __name__ == "__main__":
    main()
