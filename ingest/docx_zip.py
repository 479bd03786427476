"""The zip directory of a DOCX: bombs are refused before anything is unpacked."""

from __future__ import annotations

import io
import zipfile

from ingest.sniff import DOCX_MAIN_PART
from kb.errors import FileRejected

MAX_ENTRIES = 5_000
MAX_UNPACKED = 500 * 2**20
MAX_MAIN_PART = 50 * 2**20
MAX_RATIO = 200
"""Unpacked by packed size of one part; the text of a law packs 10 to 20 times."""

RATIO_FROM = 10 * 2**20
"""Parts smaller than this may pack better: they do no harm."""


def check_zip(data: bytes) -> None:
    """Refuses what no word processor writes; reads the directory only.

    Raises:
        FileRejected: `too-complex`, `password-needed` or `damaged-file`.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
    if (
        len(entries) > MAX_ENTRIES
        or sum(entry.file_size for entry in entries) > MAX_UNPACKED
        or len({entry.header_offset for entry in entries}) < len(entries)
        or any(_is_bomb(entry) for entry in entries)
    ):
        raise FileRejected(
            "The DOCX unpacks to far more than a document holds, as a zip bomb does.",
            "If it is a real document, save it once more in Word, or as PDF.",
            code="too-complex",
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRejected(
            "The DOCX is protected by a password.",
            "Remove the password in Word and add the file again.",
            code="password-needed",
        )
    if any(_leaves_package(entry.filename) for entry in entries):
        raise FileRejected(
            "The DOCX holds parts with paths outside of it, as a manipulated file does.",
            "Open it in Word or LibreOffice and save it once more.",
            code="damaged-file",
        )


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    if DOCX_MAIN_PART.fullmatch(entry.filename) and entry.file_size > MAX_MAIN_PART:
        return True
    return entry.file_size > max(RATIO_FROM, MAX_RATIO * entry.compress_size)


def _leaves_package(name: str) -> bool:
    return name.startswith("/") or ".." in name.replace("\\", "/").split("/")
