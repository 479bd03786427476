"""The one error family: what went wrong, and what the reader can do about it."""

from __future__ import annotations

from http import HTTPStatus


class KbError(Exception):
    """An error that a person can act on.

    Subclasses set the class attributes; an instance carries the sentence and the remedy.

    Args:
        message: One sentence that says what went wrong. No paths of the machine, no secrets.
        remedy: One sentence that says what to do now.

    Attributes:
        code: Stable, machine-readable name in kebab case (the last part of a problem's `type`).
        status: HTTP status of the answer.
        exit_code: Exit code of the command line (sysexits.h where one fits).
    """

    code = "internal"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    exit_code = 70

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def __reduce__(self) -> tuple[type[KbError], tuple[str, str]]:
        return type(self), (self.message, self.remedy)


class NotFound(KbError):
    """The object is not there, or the asker may not see it: one answer for both."""

    code = "not-found"
    status = HTTPStatus.NOT_FOUND
    exit_code = 66


class InvalidInput(KbError):
    """A parameter, option or value that cannot be used."""

    code = "invalid-input"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    exit_code = 64


class Unavailable(KbError):
    """Something the answer needs is not there now; trying again later may help."""

    code = "unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    exit_code = 75


class ConfigurationError(KbError):
    """A setting or the data folder is not as the program needs it."""

    code = "configuration"
    exit_code = 78


class FileRejected(KbError):
    """A file that cannot be taken; the batch goes on without it.

    `code` is given for each instance, as one class serves all reasons (see `ingest`).
    """

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    exit_code = 65

    def __init__(self, message: str, remedy: str = "", *, code: str = "file-rejected") -> None:
        super().__init__(message, remedy)
        self.code = code

    def __reduce__(self) -> tuple[type[KbError], tuple[str, str]]:  # code travels in __dict__
        return (*super().__reduce__(), self.__dict__)  # type: ignore[return-value]
