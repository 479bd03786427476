"""Pages to browse by: topics, provinces, organisations and years, and the documents of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from kb.browsing import FIELDS, Field, Selection
from kb.errors import NotFound
from kb.places import gazetteer
from kb.vocabularies import topics as topic_vocabulary
from webapp.charts import bars, tiles
from webapp.choices import Choice
from webapp.i18n import PREFIX
from webapp.links import with_query
from webapp.names import value_name
from webapp.parameters import BrowseParameters, number_of_pages, read
from webapp.services import audience, knowledge_base

PAGE_SIZE = 20

blueprint = Blueprint("browse", __name__, url_prefix=PREFIX)


@blueprint.get("/documents")
def documents() -> str:
    """All documents."""
    return _shelf(_("Documents"))


@blueprint.get("/topics")
def topics() -> str:
    """The topics, each with the number of its documents."""
    counts = knowledge_base().catalogue.counts(["topic"], audience())["topic"]
    return _index(
        "topic", _("Topics"), [(code, counts[code]) for code in topic_vocabulary().entries]
    )


@blueprint.get("/topics/<code>")
def topic(code: str) -> str:
    """The documents about a topic."""
    if code not in topic_vocabulary().entries:
        raise NotFound("There is no such topic.", "Choose one from the list of topics.")
    return _shelf(value_name(code, "topic"), topic=code)


@blueprint.get("/provinces")
def provinces() -> str:
    """The map: each province with the number of documents about it."""
    counts = knowledge_base().catalogue.counts(["province"], audience())["province"]
    return render_template(
        "provinces.html",
        tiles=tiles(counts),
        most=max(counts.values(), default=1),
        places=[
            (place.code, counts[place.code])
            for place in sorted(
                gazetteer().provinces, key=lambda place: (-counts[place.code], place.code)
            )
        ],
    )


@blueprint.get("/provinces/<code>")
def province(code: str) -> str:
    """The documents about a province."""
    if code not in {place.code for place in gazetteer().provinces}:
        raise NotFound("There is no such province.", "Choose one from the map.")
    return _shelf(value_name(code, "province"), province=code)


@blueprint.get("/organisations")
def organisations() -> str:
    """The organisations that wrote something, with the number of their documents."""
    counts = knowledge_base().catalogue.counts(["organisation"], audience())["organisation"]
    return _index("organisation", _("Organisations"), counts.most_common())


@blueprint.get("/organisations/<path:name>")
def organisation(name: str) -> str:
    """The documents of an organisation; one without any is not there."""
    if not knowledge_base().catalogue.count(Selection(organisation=name), audience()):
        raise NotFound("There is no such organisation.", "Choose one from the list.")
    return _shelf(value_name(name, "organisation"), organisation=name)


@blueprint.get("/years")
def years() -> str:
    """The timeline: the number of documents of each year."""
    counts = knowledge_base().catalogue.counts(["year"], audience())["year"]
    in_order = sorted(((int(year), count) for year, count in counts.items()), reverse=True)
    return render_template("years.html", years=in_order, bars=bars(dict(in_order)))


def address_of(field: Field, value: str) -> str:
    """Address of the page of a topic, province or organisation."""
    match field:
        case "topic" | "province":
            return url_for(f"browse.{field}", code=value)
        case "organisation":
            return url_for("browse.organisation", name=value)
    return with_query(url_for("browse.documents"), [(field, value)])


def _index(field: Field, title: str, counted: Iterable[tuple[str, int]]) -> str:
    return render_template(
        "index.html",
        field=field,
        title=title,
        entries=[(value, count, address_of(field, value)) for value, count in counted],
    )


def _shelf(title: str, **fixed: str) -> str:
    """The documents that have what the path says, narrowed by the parameters.

    Args:
        fixed: Field -> value that the path gives.
    """
    parameters = read(BrowseParameters, request.args, strict=False)
    selection = parameters.selection(**fixed)
    catalogue = knowledge_base().catalogue
    total = catalogue.count(selection, audience())
    found = catalogue.documents(
        selection, audience(), limit=PAGE_SIZE, offset=(parameters.page - 1) * PAGE_SIZE
    )
    pages = number_of_pages(total, PAGE_SIZE, parameters.page)
    given = {field: value for field, value in selection.given().items() if field not in fixed}
    in_search = _in_search(selection.given())
    return render_template(
        "shelf.html",
        title=title,
        total=total,
        documents=found,
        choices=_choices(selection, given),
        filters=[
            Choice(field, value, _address({**given, field: None})) for field, value in given.items()
        ],
        in_search=in_search,
        search_address=with_query(url_for("search.results"), in_search),
        page=parameters.page,
        pages=pages,
        address_of_page=lambda page: _address({**given, "page": page if page > 1 else None}),
    )


def _choices(selection: Selection, given: Mapping[str, str]) -> dict[Field, list[Choice]]:
    """The values by which a selection can be narrowed, by field; years in their order."""
    fields = [field for field in FIELDS if field not in selection.given()]
    start = _address({})
    return {
        field: [
            Choice(field, value, with_query(start, {**given, field: value}), count)
            for value, count in (
                sorted(counts.items(), reverse=True) if field == "year" else counts.most_common()
            )
        ]
        for field, counts in knowledge_base()
        .catalogue.counts(fields, audience(), selection)
        .items()
    }


def _address(parameters: Mapping[str, object]) -> str:
    """Address of the current shelf with these parameters."""
    return with_query(url_for(str(request.endpoint), **(request.view_args or {})), parameters)


def _in_search(chosen: Mapping[str, str]) -> dict[str, list[str]]:
    """The same documents as filters of the search."""
    filters = {field: [value] for field, value in chosen.items() if field != "year"}
    if "year" in chosen:
        filters |= {"from": [chosen["year"]], "to": [chosen["year"]]}
    return filters
