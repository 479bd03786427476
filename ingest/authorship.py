"""What a file tells of those who made it beside its text, and a copy of it that does not.

DOCX (ECMA-376): the properties of the package, and who made each comment and tracked change. PDF
(ISO 32000-2, 14.3, 12.5.6 and 12.8): the information dictionary, XMP metadata, who made each note,
and who signed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf
from lxml import etree

from ingest.docx_zip import check_zip
from ingest.sniff import MediaType, sniff
from kb.errors import FileRejected

LONGEST = 200
"""Code points of a name; what is longer is cut."""
MOST = 50
"""Names; who made the file comes first, then the programs, then those who commented."""

_PROPERTIES = re.compile(r"docProps/(core|app|custom)\.xml|.+\.psmdcp")
"""As Word and LibreOffice name them, and as .NET does."""
_TEXT = re.compile(r"word/.+\.xml")
_OF_PEOPLE = frozenset({"creator", "lastModifiedBy", "Company", "Manager", "Application"})
_AUTHOR = frozenset({"author", "initials", "userId", "providerId"})
_OF_PDF = ("/Author", "/Company", "/Creator", "/Producer")
_OF_XMP = ("dc:creator", "pdf:Producer", "xmp:CreatorTool")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can tell."""
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    pikepdf.PdfError,
    EOFError,
    KeyError,
    NotImplementedError,  # a way of packing that nobody uses
    TypeError,
    ValueError,
)
"""What the libraries raise for damaged files."""


def authors_of(data: bytes, media_type: MediaType) -> tuple[str, ...]:
    """Give the names of people, organisations and programs that a file tells, each once.

    What is damaged tells nothing here: whether it can be read is found out elsewhere.
    """
    finders = {MediaType.DOCX: _in_docx, MediaType.PDF: _in_pdf}
    if media_type not in finders:
        return ()
    found: dict[str, None] = {}
    try:
        for name in finders[media_type](data):
            if name := " ".join(name.split())[:LONGEST]:
                found[name] = None
    except _DAMAGED:
        pass
    return tuple(found)[:MOST]


def without_authors(data: bytes) -> bytes:
    """Give a copy of a DOCX or PDF that shows the same and names nobody beside its text.

    Comments and tracked changes stay, as those of nobody at no time.

    Raises:
        FileRejected: The file is of another kind, or damaged.
    """
    media_type = sniff(data)
    try:
        if media_type is MediaType.DOCX:
            return _docx_without(data)
        if media_type is MediaType.PDF:
            return _pdf_without(data)
    except _DAMAGED as error:
        raise FileRejected(
            "No copy without the names of its authors can be made: the file is damaged.",
            "Remove them in the program that made it, and upload it again.",
            code="damaged-file",
        ) from error
    raise FileRejected(
        "Names of authors can be left out of DOCX and PDF only.",
        "Save it as PDF and upload that.",
        code="unsupported-type",
    )


def _in_docx(data: bytes) -> Iterator[str]:
    check_zip(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        for name in filter(_PROPERTIES.fullmatch, names):
            for element in _root(package.read(name)).iter(etree.Element):
                if _local(element.tag) in _OF_PEOPLE:
                    yield element.text or ""
        for name in filter(_TEXT.fullmatch, names):
            part = package.read(name)
            if _may_name(part):
                for element in _root(part).iter(etree.Element):
                    yield from (
                        str(value)
                        for key, value in element.attrib.items()
                        if _local(key) == "author"
                    )


def _docx_without(data: bytes) -> bytes:
    check_zip(data)
    copy = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in package.infolist():
            part = package.read(entry)
            if _PROPERTIES.fullmatch(entry.filename):
                root = _root(part)
                del root[:]
                part = _written(root)
            elif _TEXT.fullmatch(entry.filename) and _may_name(part):
                part = _written(_anonymous(_root(part)))
            target.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return copy.getvalue()


def _anonymous(root: etree._Element) -> etree._Element:
    """Take the names from comments and changes, and the times of those."""
    for element in root.iter(etree.Element):
        keys = {_local(key): key for key in element.attrib}
        if "author" in keys:
            for name in _AUTHOR & keys.keys():
                element.set(keys[name], "")
            if "date" in keys:
                del element.attrib[keys["date"]]
        elif "userId" in keys:  # who an author of word/people.xml is
            for name in _AUTHOR & keys.keys():
                element.set(keys[name], "")
    return root


def _may_name(part: bytes) -> bool:
    """Whether an author may stand in a part, in UTF-8 or UTF-16."""
    return b"author" in part.replace(b"\0", b"")


def _root(part: bytes) -> etree._Element:
    return etree.fromstring(part, _PARSER)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _in_pdf(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
        for key in _OF_PDF:
            if key in document.docinfo:
                yield str(document.docinfo[key])
        if "/Metadata" in document.Root:
            metadata = document.open_metadata()
            for name in _OF_XMP:
                value = metadata.get(name, "")
                yield from [value] if isinstance(value, str) else map(str, value)
        for note in _notes(document):
            if "/T" in note:
                yield str(note["/T"])
        for field in _signed(document):
            yield str(field["/V"].get("/Name", ""))


def _pdf_without(data: bytes) -> bytes:
    copy = io.BytesIO()
    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        for note in _notes(document):
            for key in ("/T", "/M", "/CreationDate"):
                if key in note:
                    del note[key]
        for field in _signed(document):
            del field["/V"]
        for key in ("/Perms", "/DSS"):  # lead to signatures and certificates
            if key in document.Root:
                del document.Root[key]
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                for key in ("/Metadata", "/PieceInfo", "/LastModified"):
                    if key in one:
                        del one[key]
        document.save(copy)
    return copy.getvalue()


def _notes(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """What readers put on pages; the title of a field of a form is its name, not a person's."""
    for page in document.pages:
        for note in page.get("/Annots", ()):
            if isinstance(note, pikepdf.Dictionary) and note.get("/Subtype") != "/Widget":
                yield note


def _signed(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The fields that hold a signature; what is drawn of it is text, and stays."""
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/FT") == "/Sig" and "/V" in one:
            yield one
