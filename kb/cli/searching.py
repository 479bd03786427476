"""The search command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import click

from kb.cli.common import json_option, opened, print_json


@click.command()
@click.argument("query")
@click.option("--kind", multiple=True, help="Only documents of this kind; may be repeated.")
@click.option("--lang", multiple=True, help="Only this language; may be repeated.")
@click.option("--status", multiple=True, help="Only in-force, amended or repealed acts.")
@click.option("--issuer", multiple=True, help="Only acts of this issuer (code).")
@click.option("--organisation", multiple=True, help="Only papers of this organisation.")
@click.option("--topic", multiple=True, help="Only this topic (code).")
@click.option("--province", multiple=True, help="Only this province (code).")
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@click.option("--public", is_flag=True, help="Search as a visitor does: public documents only.")
@json_option
@click.pass_obj
def search(
    data: Path | None,
    /,
    query: str,
    sort: Literal["relevance", "date"],
    limit: int,
    public: bool,
    as_json: bool,
    **filters: tuple[str, ...],
) -> None:
    """Find articles, decisions and paragraphs."""
    from kb.access import Audience
    from kb.search.results import FACETS, SearchRequest
    from kb.search.wire import result_to_json

    asked = {name: values for name, values in filters.items() if values}
    request = SearchRequest(query, asked, sort=sort, limit=limit, facets=FACETS if as_json else ())
    with opened(data) as knowledge_base:
        audience = Audience.visitor() if public else knowledge_base.operator
        result = knowledge_base.search(request, audience)
    if as_json:
        print_json(
            result_to_json(
                result,
                link_document=lambda document: f"/api/v1/documents/{document.id}",
                link_section=lambda section: f"/api/v1/sections/{section.id}",
                next_url=None,
            )
        )
        return
    for hit in result.hits:
        number = hit.section.number or hit.section.heading
        click.secho(f"{hit.document.title} · {number}".rstrip(" ·"), bold=True)
        click.echo(f"    {_marked(hit.snippet.text, hit.snippet.spans)}")
    click.echo(f"{result.total} sections")
    if result.did_you_mean:
        click.echo(f"Did you mean: {result.did_you_mean}")


def _marked(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    pieces, end = [], 0
    for start, stop in spans:
        pieces += [text[end:start], click.style(text[start:stop], underline=True)]
        end = stop
    return "".join([*pieces, text[end:]]).replace("\n", " ")


@click.command("eval")
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("judgments", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--compare",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What --json printed before; show the differences.",
)
@json_option
@click.pass_obj
def evaluate(
    data: Path | None, queries: Path, judgments: Path, compare: Path | None, as_json: bool
) -> None:
    """Measure the ranking with judged queries (JSON lines) and judgments (TREC)."""
    from kb import evaluation
    from kb.search.results import SearchRequest

    asked, judged = evaluation.read_queries(queries), evaluation.read_judgments(judgments)
    with opened(data) as knowledge_base:
        audience = knowledge_base.operator
        result = evaluation.evaluate(
            asked,
            judged,
            lambda text: (
                knowledge_base.search(
                    SearchRequest(text, limit=evaluation.DEPTH * 2), audience
                ).hits
            ),
        )
    if as_json:
        print_json(result)
        return
    before = json.loads(compare.read_text())["measures"] if compare else {}
    click.echo(f"{'':<16}{'queries':>8}{'Recall@5':>16}{'MRR@10':>16}{'nDCG@10':>16}")
    for name, means in result.measures.items():
        cells = [
            f"{value:.3f}" + (f" ({value - before[name][key]:+.3f})" if name in before else "")
            for key, value in (
                ("recall_at_5", means.recall_at_5),
                ("mrr_at_10", means.mrr_at_10),
                ("ndcg_at_10", means.ndcg_at_10),
            )
        ]
        click.echo(f"{name:<16}{means.queries:>8}" + "".join(f"{cell:>16}" for cell in cells))
    if result.missed:
        click.echo(f"no answer among the first {evaluation.DEPTH}: {', '.join(result.missed)}")
