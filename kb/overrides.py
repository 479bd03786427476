"""What people say of a document: in a file beside it, in a list of files, or by an edit.

It stands above what the program found, and an edit above a file. Unknown fields are errors, so
that a slip of the pen does not pass for a setting.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kb.errors import InvalidInput
from kb.model import Description, DocumentKind, Evidence, ParsedDocument, Status
from kb.places import gazetteer
from kb.vocabularies import issuers, organisations, topics

LIST_NAME = "description.csv"
"""Name of a list of files: a column `file`, and one for each field that is given."""
SIDECAR = ".yaml"
MOST_BYTES = 1_000_000


def _several(value: object) -> object:
    """Lists may be written in one cell, parted by commas or semicolons."""
    if isinstance(value, str):
        return [part.strip() for part in value.replace(";", ",").split(",") if part.strip()]
    return value


def _topic(value: object) -> str:
    entry = topics().named(str(value))
    if entry is None:
        raise ValueError(f"there is no topic {str(value)!r}")
    return entry.code


def _issuer(value: object) -> str | None:
    if value in (None, ""):
        return None
    entry = issuers().named(str(value))
    if entry is None:
        raise ValueError(f"there is no issuer {str(value)!r}")
    return entry.code


def _place(value: object) -> str:
    name = f"{value:02}" if isinstance(value, int) else str(value)
    if name in gazetteer():
        return name
    place = gazetteer().province(name)
    if place is None:
        raise ValueError(f"there is no province {name!r}")
    return place.code


def _organisation(value: object) -> object:
    known = organisations().named(str(value)) if value else None
    return known.en if known else value or None


def _document_kind(value: object) -> object:
    if value == DocumentKind.DISCUSSION:
        raise ValueError("a document is no discussion")
    return value


def _empty(value: object) -> object:
    return None if value == "" else value


Text = Annotated[str, Field(min_length=1, max_length=1000)]
Optional = BeforeValidator(_empty)


class Overrides(BaseModel):
    """Fields of a description that somebody sets; an empty value takes the program's away."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    title: Text | None = None
    title_km: Text | None = None
    title_en: Text | None = None
    lang: Annotated[str, Field(pattern="^[a-z]{2,3}$")] | None = None
    kind: Annotated[DocumentKind | None, BeforeValidator(_document_kind)] = None
    number: Annotated[Text | None, Optional] = None
    date: Annotated[dt.date | None, Optional] = None
    year: Annotated[int | None, Optional, Field(ge=1000, le=2999)] = None
    issuer: Annotated[str | None, BeforeValidator(_issuer)] = None
    organisation: Annotated[str | None, BeforeValidator(_organisation)] = None
    status: Annotated[Status | None, Optional] = None
    topics: Annotated[
        tuple[Annotated[str, BeforeValidator(_topic)], ...], BeforeValidator(_several)
    ] = ()
    places: Annotated[
        tuple[Annotated[str, BeforeValidator(_place)], ...], BeforeValidator(_several)
    ] = ()

    def given(self) -> dict[str, Any]:
        """The fields that are set, as they are kept in JSON."""
        return self.model_dump(mode="json", exclude_unset=True)

    def read_into(self, parsed: ParsedDocument) -> ParsedDocument:
        """Give what was read off the page with the fields that decide what else it is."""
        values = {
            name: getattr(self, name)
            for name in ("title", "lang", "kind", "number", "date", "year")
            if name in self.model_fields_set
        }
        if values.get("date"):
            values["year"] = values["date"].year
        return replace(parsed, **values)

    def applied(self, description: Description, by: str) -> Description:
        """Give the description with these fields, confirmed by a person or a file."""
        values = {name: getattr(self, name) for name in self.model_fields_set}
        titles = {
            lang: values.pop(f"title_{lang}")
            for lang in ("km", "en")
            if values.get(f"title_{lang}")
        }
        values = {name: value for name, value in values.items() if not name.startswith("title_")}
        if values.get("title"):
            titles[values.get("lang") or description.lang] = values["title"]
        if values.get("date"):
            values["year"] = values["date"].year
        said = {**values, **({"titles": titles} if titles else {})}
        kept = tuple(one for one in description.evidence if one.field not in said)
        new = tuple(Evidence(name, _written(value), "", by) for name, value in said.items())
        if titles:
            values["titles"] = {**description.titles, **titles}
        return replace(description, **values, evidence=(*kept, *new))


def _written(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(map(str, value.values()))
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def checked(values: Mapping[str, Any], where: str) -> Overrides:
    """Read fields and values.

    Args:
        where: What they were given in, for messages: "brief.yaml", "the command".

    Raises:
        InvalidInput: A field is unknown, or cannot have its value.
    """
    try:
        return Overrides.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        if first["type"] == "extra_forbidden":
            raise InvalidInput(
                f"There is no field {name!r} (in {where}).",
                f"The fields are: {', '.join(Overrides.model_fields)}.",
            ) from error
        said = first["msg"].removeprefix("Value error, ")
        raise InvalidInput(
            f"{name!r} cannot be {first['input']!r} (in {where}): {said}.", "Correct the value."
        ) from error


def from_pairs(pairs: Sequence[str]) -> Overrides:
    """Read `field=value` pairs of the command line.

    Raises:
        InvalidInput: One is no pair, or its field or value cannot be used.
    """
    values: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise InvalidInput(f"{pair!r} is no field=value.", "Write for example: year=2001")
        values[name.strip()] = value.strip()
    return checked(values, "the command")


def is_about_files(path: Path) -> bool:
    """Whether a file describes others, and so is no document."""
    return path.name == LIST_NAME or path.suffix == SIDECAR


def files_about(path: Path) -> tuple[Path, Path]:
    """Where the files are that describe a document, if there are any; the first one wins."""
    return path.with_suffix(SIDECAR), path.with_name(LIST_NAME)


def beside(path: Path) -> tuple[Overrides | None, str]:
    """What the files beside a document say of it, and the name of the file that does.

    `brief.yaml` describes `brief.pdf`; it wins over the line of `description.csv`.

    Raises:
        InvalidInput: The file cannot be read, or has an unknown field or an impossible value.
    """
    sidecar, listed = files_about(path)
    if sidecar != path and sidecar.is_file():
        return checked(_yaml(sidecar), sidecar.name), sidecar.name
    if listed.is_file() and (row := _row(listed, path.name)) is not None:
        return checked(row, LIST_NAME), LIST_NAME
    return None, ""


def _yaml(path: Path) -> Mapping[str, Any]:
    try:
        read = yaml.safe_load(_text(path))
    except yaml.YAMLError as error:
        raise InvalidInput(f"{path.name} is not YAML.", "Write lines such as year: 2001") from error
    if not isinstance(read, dict):
        raise InvalidInput(f"{path.name} holds no fields.", "Write lines such as year: 2001")
    return {str(name): value for name, value in read.items()}


def _row(path: Path, name: str) -> dict[str, str] | None:
    reader = csv.DictReader(_text(path).splitlines())
    if "file" not in (reader.fieldnames or ()):
        raise InvalidInput(f"{path.name} has no column 'file'.", "Add it; it names the documents.")
    for row in reader:
        if row.pop("file") == name:
            if None in row:
                raise InvalidInput(
                    f"{path.name}: the line of {name} has too many cells.", "Quote commas."
                )
            return {field: value for field, value in row.items() if value}
    return None


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise InvalidInput(f"{path.name} is too large.", "It should hold descriptions only.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path.name} is not UTF-8.", "Save it as UTF-8.") from error
