"""What `ingest.worker` and `ingest.fork_server` say to each other.

Apart from both, as the server loads every library that reads files, and the process that asks it
needs none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter

from ingest.drawing import Drawing, Picture
from ingest.sandbox import Limits
from kb.model import Extraction, ParsedDocument


@dataclass(frozen=True, slots=True)
class Request:
    """What to do with a file: read it; or draw a page of it; or copy it.

    Attributes:
        name: Of the file, without folders.
        is_extraction: Whether the file is an `Extraction` as JSON, to be understood again.
        drawing: The page to draw.
        without_authors: Whether to copy it without the names of its authors.
    """

    name: str = ""
    is_extraction: bool = False
    drawing: Drawing | None = None
    without_authors: bool = False


@dataclass(frozen=True, slots=True)
class Rejection:
    """A `FileRejected` on its way through the pipe."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the child found: what was asked for, or why there is none."""

    __pydantic_config__: ClassVar = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    document: ParsedDocument | None = None
    picture: Picture | None = None
    copy: bytes | None = None
    rejection: Rejection | None = None


@dataclass(frozen=True, slots=True)
class Exit:
    """How the child ended.

    Attributes:
        status: Its exit code, or minus the number of the signal that ended it.
        timed_out: Whether it was killed for its time on the clock.
    """

    status: int
    timed_out: bool


SAVE_AGAIN = "Open it in the program that made it and save it again, or print it to PDF."

REQUEST = TypeAdapter(Request)
ANSWER = TypeAdapter(Answer)
EXTRACTION = TypeAdapter(Extraction)
EXIT = TypeAdapter(Exit)
LIMITS = TypeAdapter(Limits)
