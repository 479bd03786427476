"""The search page."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from kb.labels import heading_of
from kb.model import Document
from kb.search.results import FACETS, Hit, SearchResult
from webapp.choices import Choice
from webapp.i18n import PREFIX
from webapp.links import hit_address, with_query
from webapp.parameters import FILTERS, MAX_PAGE, PAGE_SIZE, BadParameter, PageParameters, read
from webapp.services import audience, knowledge_base
from webapp.text import inline

_FOLLOWED = frozenset({"q", "from", "to", *FILTERS})
"""Parameters that say what is searched for, and not how it is shown."""

blueprint = Blueprint("search", __name__, url_prefix=PREFIX)


@blueprint.get("/search")
def results() -> str | tuple[str, int]:
    """The results of a search; a parameter that cannot be used is named above the form."""
    try:
        parameters = read(PageParameters, request.args, strict=False)
    except BadParameter as error:
        return render_template("search.html", error=error, given=_given()), error.status
    asked = parameters.request(
        facets=FACETS,
        offset=(parameters.page - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
        expand=parameters.expand,
    )
    result = knowledge_base().search(asked, audience())
    to_follow = {name: values for name, values in _given().items() if name in _FOLLOWED}
    return render_template(
        "search.html",
        given=_given(),
        to_follow=to_follow,
        feed_address=with_query(url_for("feeds.search"), to_follow),
        here=request.full_path.rstrip("?"),
        result=result,
        hit_address=hit_address,
        groups=_by_act(result.hits),
        headings=_headings(result),
        choices={name: _choices(result, name, parameters) for name in FACETS},
        filters=_filters(parameters),
        page=parameters.page,
        pages=min(-(-result.total // PAGE_SIZE), MAX_PAGE),
        address_with=address_with,
        address_of_page=lambda page: address_with(page=page if page > 1 else None),
    )


def address_with(**changes: object) -> str:
    """Address of the current search with some parameters changed; its first page if not said.

    Args:
        changes: New values; None or an empty list takes the parameter away.
    """
    return with_query(url_for("search.results"), {**_given(), "page": None, **changes})


def _given() -> dict[str, list[str]]:
    """The parameters of the current search that have a value, as they were typed."""
    known = PageParameters.names()
    given = request.args.to_dict(flat=False)
    return {name: given[name] for name in given if name in known and any(given[name])}


def _by_act(hits: Iterable[Hit]) -> list[list[tuple[Document, list[Hit]]]]:
    """Group the hits of a page by act and, within it, by text, in the order of the first hits."""
    acts: dict[str, dict[str, list[Hit]]] = {}
    for hit in hits:
        texts = acts.setdefault(hit.document.work_id, {})
        texts.setdefault(hit.document.id, []).append(hit)
    return [[(found[0].document, found) for found in texts.values()] for texts in acts.values()]


def _headings(result: SearchResult) -> dict[str, Markup]:
    """The headings of the hits with their matches marked, by the id of the section."""
    headings = [heading_of(hit.section) for hit in result.hits]
    marked = map(
        inline, headings, knowledge_base().highlights(result.request.text, headings, audience())
    )
    return {hit.section.id: heading for hit, heading in zip(result.hits, marked, strict=True)}


def _choices(result: SearchResult, facet: str, parameters: PageParameters) -> list[Choice]:
    values = result.facets.get(facet, ())
    if facet != "year":
        return [
            Choice(facet, v.value, _toggle(facet, v.value, parameters), v.count, v.selected)
            for v in values
        ]
    one_year = parameters.one_year
    return [
        Choice(
            facet,
            v.value,
            address_with(**dict.fromkeys(("from", "to"), None if v.value == one_year else v.value)),
            v.count,
            v.value == one_year,
        )
        for v in sorted(values, key=lambda v: v.value, reverse=True)
    ]


def _filters(parameters: PageParameters) -> list[Choice]:
    """The filters of this search, each with the address of the search without it."""
    found = [
        Choice(field, str(value), _toggle(field, value, parameters))
        for field in FILTERS
        for value in getattr(parameters, field)
    ]
    found += [
        Choice(field, _given()[field][0], address_with(**{field: None}))
        for field in ("from", "to")
        if field in _given()
    ]
    return found


def _toggle(field: str, value: str, parameters: PageParameters) -> str:
    """Address with a value put into a list of filters, or taken out if it is there."""
    chosen = [str(other) for other in getattr(parameters, field)]
    without = [other for other in chosen if other != value]
    return address_with(**{field: without if value in chosen else [*chosen, value]})
