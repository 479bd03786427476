"""How Elasticsearch is reached: time-outs, back-off, and errors in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from elastic_transport.client_utils import DEFAULT
from elasticsearch import (
    ApiError,
    AuthenticationException,
    AuthorizationException,
    ConflictError,
    Elasticsearch,
    TransportError,
)

from kb.errors import ConfigurationError, Unavailable
from kb.settings import ElasticsearchSettings

BUSY = (429, 502, 503, 504)
"""Statuses of a cluster that has too much to do, or is just losing or finding a node."""


def connect(settings: ElasticsearchSettings) -> Elasticsearch:
    """Make a client; nothing is asked yet.

    Raises:
        ConfigurationError: The file of the password or of the certificates cannot be read.
    """
    try:
        password = settings.password_file.read_text().strip() if settings.password_file else ""
        return Elasticsearch(
            list(settings.url),
            basic_auth=(settings.user, password) if password else None,
            ca_certs=str(settings.ca_file) if settings.ca_file else DEFAULT,
            request_timeout=settings.timeout,
        )
    except OSError as error:
        raise ConfigurationError(
            f"A file named for Elasticsearch cannot be read: {error.strerror}.",
            "Check `password_file` and `ca_file` of the setting KB_ELASTICSEARCH.",
        ) from error


def for_reading(client: Elasticsearch) -> Elasticsearch:
    """Ask again within a second: a page is better refused than kept waiting.

    A node that is silent until the time-out is not asked twice, as all threads of the web would
    soon wait for it; the next search goes to another node.
    """
    return client.options(
        max_retries=4, retry_on_status=BUSY, retry_backoff_base=0.05, retry_backoff_cap=1
    )


def for_writing(client: Elasticsearch) -> Elasticsearch:
    """Ask again within a minute, as nobody waits for the indexer."""
    return client.options(
        request_timeout=60,
        max_retries=8,
        retry_on_status=BUSY,
        retry_backoff_base=0.5,
        retry_backoff_cap=15,
    )


@contextmanager
def clear_errors() -> Iterator[None]:
    """Tell what the client raises as errors of ours; a request that is wrong stays a bug."""
    try:
        yield
    except (AuthenticationException, AuthorizationException) as error:
        raise ConfigurationError(
            "Elasticsearch refuses the user or the password.",
            "Check `user` and `password_file` of the setting KB_ELASTICSEARCH.",
        ) from error
    except ConflictError as error:
        raise Unavailable(
            "Another process writes to the index.", "Wait until it has ended; then try again."
        ) from error
    except (ApiError, TransportError) as error:
        if isinstance(error, ApiError) and error.status_code not in BUSY:
            raise
        raise Unavailable(
            f"Elasticsearch does not answer: {type(error).__name__}.",
            "Check that it runs and is reached under `url` of the setting KB_ELASTICSEARCH.",
        ) from error
