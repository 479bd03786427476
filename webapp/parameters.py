"""The parameters of a request, checked: the same names for the search page and the JSON API."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Any, TypeVar, get_origin

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from werkzeug.datastructures import MultiDict

from kb.browsing import FIELDS, Due, Selection
from kb.errors import InvalidInput
from kb.model import DocumentKind, Status
from kb.places import Place, gazetteer
from kb.search.results import FACETS, MAX_QUERY_LENGTH, SearchRequest, Sort
from kb.vocabularies import Entry, issuers, topics

MAX_PAGE = 1000
PAGE_SIZE = 10
DEFAULT_FACETS = ("kind", "lang", "year")
"""What the API counts if it is not told."""
SHOWN_VALUE = 40
"""Characters of a wrong value that are repeated to its sender."""

Known = TypeVar("Known", Place, Entry)

_DATE = re.compile(r"(\d{4})(?:-(\d\d)-(\d\d))?")
FILTERS = ("kind", "lang", "status", "issuer", "organisation", "topic", "province")
_EXPECTED = {
    "q": lazy_gettext("at most 512 characters"),
    "kind": lazy_gettext("a kind of document such as law, sub-decree or minutes"),
    "lang": lazy_gettext("a language code such as km or en"),
    "status": lazy_gettext("in-force, amended or repealed"),
    "issuer": lazy_gettext("a code of an issuer such as ministry-environment"),
    "organisation": lazy_gettext("the name of an organisation"),
    "topic": lazy_gettext("a code of a topic such as land or forests"),
    "province": lazy_gettext("a code or the name of a province"),
    "from": lazy_gettext("a year or a day: 2001 or 2001-08-30"),
    "to": lazy_gettext("a year or a day: 2001 or 2001-08-30"),
    "sort": lazy_gettext("relevance or date"),
    "limit": lazy_gettext("a whole number from 1 to 100"),
    "facet": lazy_gettext("a field that can be counted, such as kind or topic"),
    "cursor": lazy_gettext("the cursor from the “next” address of this same list"),
    "page": lazy_gettext("a whole number from 1 to 1,000"),
    "part": lazy_gettext("the number of a part of this document"),
    "expand": lazy_gettext("0 or 1"),
    "find": lazy_gettext("at most 512 characters"),
    "year": lazy_gettext("a year such as 2001"),
    "colours": lazy_gettext("device, light or dark"),
    "due": lazy_gettext("coming, past or undated"),
    "scope": lazy_gettext("upload, share or edit"),
    "days": lazy_gettext("a whole number"),
    "visibility": lazy_gettext("public, network or organisation"),
    "role": lazy_gettext("reader, contributor, delegate, editor or admin"),
}
_OFFERED = lazy_gettext("one of the values that the page offers")


class BadParameter(InvalidInput):
    """A parameter that cannot be used; its sentences are in the language of the interface.

    Attributes:
        parameter: Its name.
    """

    def __init__(self, parameter: str, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.parameter = parameter

    @classmethod
    def value(cls, parameter: str, value: str) -> BadParameter:
        """Say that a parameter cannot have this value, and which it can have."""
        return cls(
            parameter,
            _("“%(name)s” cannot be “%(value)s”.", name=parameter, value=shortened(value)),
            _(
                "Give %(expected)s.",
                expected=_EXPECTED.get(parameter, _OFFERED),
            ),
        )


def number_of_pages(total: int, size: int, page: int) -> int:
    """Give the number of pages of a list; an empty one has one.

    Args:
        total: Entries of the list.
        size: Entries of a page.
        page: The one that is asked for.

    Raises:
        BadParameter: The list has no such page.
    """
    pages = max(1, -(-total // size))
    if page > pages:
        raise BadParameter.value("page", str(page))
    return pages


def shortened(text: str) -> str:
    """Cut what was typed to a length that is shown."""
    return text if len(text) <= SHOWN_VALUE else f"{text[:SHOWN_VALUE]}…"


def ascii_digits(value: object) -> object:
    """Khmer keyboards give Khmer digits first."""
    if not isinstance(value, str):
        return value
    return "".join(str(int(c)) if c.isdecimal() else c for c in value.strip())


def _day(value: object, *, last: bool) -> int:
    """Read a year or a day as yyyymmdd; a year stands for its first or its last day."""
    match = _DATE.fullmatch(str(ascii_digits(value)))
    if match is None:
        raise ValueError
    year = match[1]
    month, day = match.group(2, 3) if match[2] else (("12", "31") if last else ("01", "01"))
    dt.date(int(year), int(month), int(day))  # refuses the thirtieth of February
    return int(year + month + day)


def _known(found: Known | None) -> Known:
    if found is None:
        raise ValueError
    return found


FirstDay = Annotated[int | None, BeforeValidator(lambda value: _day(value, last=False))]
LastDay = Annotated[int | None, BeforeValidator(lambda value: _day(value, last=True))]
Number = Annotated[int, BeforeValidator(ascii_digits)]
Language = Annotated[str, Field(pattern="^[a-z]{2,3}$")]
Topic = Annotated[str, AfterValidator(lambda value: _known(topics().named(value)).code)]
Issuer = Annotated[str, AfterValidator(lambda value: _known(issuers().named(value)).code)]
Province = Annotated[str, AfterValidator(lambda value: _known(gazetteer().province(value)).code)]
Organisation = Annotated[str, Field(min_length=1, max_length=200)]
Facet = Annotated[str, Field(pattern=f"^({'|'.join(FACETS)})$")]


class Parameters(BaseModel):
    """The parameters of one address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def names(cls) -> frozenset[str]:
        """The names as they stand in addresses."""
        return frozenset(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def several(cls) -> frozenset[str]:
        """The names of those that may have several values."""
        return frozenset(
            name
            for name, field in cls.model_fields.items()
            if get_origin(field.annotation) is tuple
        )


class SearchParameters(Parameters):
    """What both the page and the API can be asked for."""

    q: str = Field(default="", max_length=MAX_QUERY_LENGTH)
    kind: tuple[DocumentKind, ...] = ()
    lang: tuple[Language, ...] = ()
    status: tuple[Status, ...] = ()
    issuer: tuple[Issuer, ...] = ()
    organisation: tuple[Organisation, ...] = ()
    topic: tuple[Topic, ...] = ()
    province: tuple[Province, ...] = ()
    from_: FirstDay = Field(default=None, alias="from")
    to: LastDay = None
    sort: Sort = "relevance"

    def request(self, **options: Any) -> SearchRequest:
        """Make the request to the knowledge base; `options` are its further fields."""
        filters = {name: tuple(map(str, getattr(self, name))) for name in FILTERS}
        return SearchRequest(
            text=self.q,
            filters={name: values for name, values in filters.items() if values},
            date_from=self.from_,
            date_to=self.to,
            sort=self.sort,
            **options,
        )


class PageParameters(SearchParameters):
    """Parameters of the search page."""

    page: Annotated[Number, Field(ge=1, le=MAX_PAGE)] = 1
    expand: bool = True

    @property
    def one_year(self) -> str | None:
        """The year that the bounds enclose exactly; None if they do not enclose one."""
        first, last = self.from_ or 0, self.to or 0
        whole = first % 10_000 == 101 and last == first - 101 + 1231
        return str(first // 10_000) if whole else None


class ApiParameters(SearchParameters):
    """Parameters of `GET /api/v1/search`."""

    limit: Annotated[int, Field(ge=1, le=100)] = 10
    cursor: str = ""
    facet: tuple[Facet, ...] = DEFAULT_FACETS


class SuggestParameters(Parameters):
    """Parameters of `GET /api/v1/suggest`."""

    q: str = Field(default="", max_length=MAX_QUERY_LENGTH)
    lang: tuple[Language, ...] = ()
    limit: Annotated[int, Field(ge=1, le=100)] = 10


class DocumentParameters(Parameters):
    """Parameters of the page of a document and of its sections."""

    q: str = Field(default="", max_length=MAX_QUERY_LENGTH)
    find: str = Field(default="", max_length=MAX_QUERY_LENGTH)
    part: Annotated[Number, Field(ge=1)] = 1


class SheetParameters(Parameters):
    """Parameters of a page of a document beside its picture."""

    q: str = Field(default="", max_length=MAX_QUERY_LENGTH)
    to: Annotated[Number, Field(ge=1)] | None = None


class ListParameters(Parameters):
    """Parameters of a list that is shown page by page."""

    page: Annotated[Number, Field(ge=1, le=MAX_PAGE)] = 1


class SelectionParameters(Parameters):
    """What a list of documents can be narrowed by."""

    kind: DocumentKind | None = None
    lang: Language | None = None
    topic: Topic | None = None
    province: Province | None = None
    organisation: Organisation | None = None
    year: Annotated[Number, Field(ge=1000, le=2999)] | None = None

    def selection(self, **fixed: str) -> Selection:
        """Which documents are meant.

        Args:
            fixed: Field -> value that stands above the parameter.
        """
        values: dict[str, Any] = {field: getattr(self, field) for field in FIELDS}
        return Selection(**values | fixed)


class BrowseParameters(SelectionParameters, ListParameters):
    """Parameters of a page that lists documents."""


class DocumentListParameters(SelectionParameters):
    """Parameters of `GET /api/v1/documents`."""

    limit: Annotated[int, Field(ge=1, le=100)] = 10
    cursor: str = ""


class ActionParameters(ListParameters):
    """Parameters of the list of actions."""

    due: Due = Due.COMING


class Colours(StrEnum):
    """What the pages look like."""

    DEVICE = "device"
    LIGHT = "light"
    DARK = "dark"


class AppearanceParameters(Parameters):
    """Parameters of the page on which the colours are chosen."""

    colours: Colours | None = None


class NoParameters(Parameters):
    """For addresses that take none."""


Model = TypeVar("Model", bound=Parameters)


def read(model: type[Model], arguments: MultiDict[str, str], *, strict: bool = True) -> Model:
    """Check the parameters of a request. An empty one counts as absent.

    Args:
        strict: Whether an unknown parameter is an error. Pages are not strict: links that are
            passed on gain parameters of those who pass them.

    Raises:
        BadParameter: A parameter is unknown, repeated, or has a value it cannot have.
    """
    known = model.names()
    several = model.several()
    values: dict[str, object] = {}
    for name, given in arguments.lists():
        if name not in known:
            if strict:
                raise BadParameter(
                    name,
                    _("There is no parameter “%(name)s”.", name=name[:SHOWN_VALUE]),
                    _("The parameters are: %(names)s.", names=", ".join(sorted(known)) or "–"),
                )
            continue
        if name in several and name != "organisation":  # a name may have a comma
            values[name] = [value for item in given for value in item.split(",") if value]
        elif name in several:
            values[name] = [value for value in given if value]
        elif len(given) > 1:
            raise BadParameter(
                name, _("“%(name)s” is given more than once.", name=name), _("Give it once.")
            )
        elif given[0]:
            values[name] = given[0]
    try:
        return model.model_validate({name: value for name, value in values.items() if value})
    except ValidationError as error:
        first = error.errors()[0]
        name, value = str(first["loc"][0]), first["input"]
        raise BadParameter.value(name, str(value)) from error
