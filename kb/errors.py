"""The one error family: what went wrong, and what the reader can do about it."""

from __future__ import annotations

from http import HTTPStatus


class KbError(Exception):
    """An error that a person can act on.

    Subclasses set the class attributes; an instance carries the sentence and the remedy.

    Args:
        message: One sentence that says what went wrong. No paths of the machine, no secrets.
        remedy: One sentence that says what to do now.
        code: Where one class serves several reasons: the name of this one.

    Attributes:
        code: Stable, machine-readable name in kebab case (the last part of a problem's `type`).
        status: HTTP status of the answer.
        exit_code: Exit code of the command line (sysexits.h where one fits).
    """

    code = "internal"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    exit_code = 70

    def __init__(self, message: str, remedy: str = "", *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        if code:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def __reduce__(self) -> tuple[type[KbError], tuple[str, str], dict[str, object]]:
        return type(self), (self.message, self.remedy), self.__dict__  # the code travels in it


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
    """A file that cannot be taken, for one of the reasons of `ingest`; the batch goes on."""

    code = "file-rejected"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    exit_code = 65


class SignInNeeded(KbError):
    """Who asks is not known: not signed in, or by a token that is not or no longer good."""

    code = "sign-in-needed"
    status = HTTPStatus.UNAUTHORIZED
    exit_code = 77


class Forbidden(KbError):
    """The asker may see the object, but not do this with it."""

    code = "forbidden"
    status = HTTPStatus.FORBIDDEN
    exit_code = 77


class Conflict(KbError):
    """The object is not in the state that the change was made for."""

    code = "conflict"
    status = HTTPStatus.CONFLICT
    exit_code = 65


class TooManyRequests(KbError):
    """The same was asked too often.

    Attributes:
        seconds: After which it may be asked again.
    """

    code = "too-many-requests"
    status = HTTPStatus.TOO_MANY_REQUESTS
    exit_code = 75

    def __init__(self, message: str, remedy: str = "", *, seconds: int = 60) -> None:
        super().__init__(message, remedy)
        self.seconds = seconds
