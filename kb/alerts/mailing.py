"""Handing mails to a server (RFC 5321), and telling its faults apart."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from types import TracebackType
from typing import Protocol, Self

from kb.errors import ConfigurationError, Unavailable
from kb.settings import SmtpSettings

PERMANENT = 500
"""From which a code tells of a permanent fault (RFC 5321, 4.2.1)."""


class NotTaken(Exception):
    """The server does not take a mail.

    Args:
        code: Of its answer, such as 451 or 550.
        for_good: Whether it will take none for this address, now or later.
    """

    def __init__(self, code: int, *, for_good: bool = False) -> None:
        super().__init__(f"The mail server answered {code}.")
        self.for_good = for_good


class Mailer(Protocol):
    """Sends mails, within a `with` block."""

    def __enter__(self) -> Self:
        """Connect.

        Raises:
            Unavailable: The server is not there, does not answer in time, or refuses us.
        """
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the server."""
        ...

    def send(self, message: EmailMessage) -> None:
        """Send a mail; when this returns, the server has taken charge of it.

        Raises:
            NotTaken: The server does not take this one.
            Unavailable: The server is gone or silent; it may or may not have taken it.
        """
        ...


class SmtpMailer:
    """Sends by SMTP, one connection for all mails of a round."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        settings = self._settings
        context = ssl.create_default_context()
        password = _password(settings)
        try:
            if settings.security == "tls":
                self._server = smtplib.SMTP_SSL(
                    settings.host, settings.port, timeout=settings.timeout, context=context
                )
            else:
                self._server = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout)
            if settings.security == "starttls":
                self._server.starttls(context=context)
            if settings.user:
                self._server.login(settings.user, password)
        except (OSError, smtplib.SMTPException) as error:
            self._let_go()
            raise _unavailable(error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._let_go()

    def send(self, message: EmailMessage) -> None:
        """Send a mail; see `Mailer.send`."""
        assert self._server
        try:
            self._server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = min(code for code, _ in error.recipients.values())
            raise NotTaken(code, for_good=code >= PERMANENT) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise NotTaken(error.smtp_code) from error  # whoever runs this can put it right
        except (OSError, smtplib.SMTPException) as error:
            raise _unavailable(error) from error

    def _let_go(self) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server.close()
            self._server = None


def _unavailable(error: Exception) -> Unavailable:
    """What is the matter with a server, without what it says: that may name an address."""
    code = f" ({error.smtp_code})" if isinstance(error, smtplib.SMTPResponseException) else ""
    return Unavailable(
        f"The mail server cannot be used: {type(error).__name__}{code}.",
        "Check KB_SMTP and the server; what waits is sent when it answers.",
    )


def _password(settings: SmtpSettings) -> str:
    if settings.password_file is None:
        return ""
    try:
        return settings.password_file.read_text().strip()
    except OSError as error:
        raise ConfigurationError(
            f"The password of the mail server cannot be read: {error.strerror}.",
            "Check the file that KB_SMTP__PASSWORD_FILE names.",
        ) from error
