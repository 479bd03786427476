"""Collect the messages of the web interface, merge them into the catalogues and compile those.

Run it after changing a message; then translate what is empty or marked fuzzy in
`webapp/translations/km/LC_MESSAGES/messages.po` and run it again. The messages themselves are
English, so English needs no catalogue.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEBAPP = Path(__file__).resolve().parent.parent / "webapp"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def collect() -> Catalog:
    """The messages that the code and the templates use now."""
    messages = Catalog(project="policy-kb", charset="utf-8")
    for name, line, message, comments, context in extract_from_dir(
        WEBAPP, METHODS, {"jinja2": {"trim_blocks": "true", "lstrip_blocks": "true"}}, KEYWORDS
    ):
        messages.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return messages


def main() -> None:
    """Bring the catalogues up to date."""
    for path in sorted(WEBAPP.glob("translations/*/LC_MESSAGES/messages.po")):
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=path.parent.parent.name)
        catalogue.update(collect(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as stream:
            write_po(stream, catalogue, width=100, no_location=True, sort_output=True)
        with path.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogue)
        missing = [message.id for message in catalogue if message.id and not message.string]
        print(f"{path.parent.parent.name}: {len(catalogue)} messages, {len(missing)} to translate")


if __name__ == "__main__":
    main()
