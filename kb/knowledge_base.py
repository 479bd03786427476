"""The knowledge base as one object: what the command line, the pages and the API call."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Self

from ingest.sandbox import Limits
from kb.access import Audience
from kb.alerts.service import Alerts
from kb.checking import Check, check
from kb.copies import Copies
from kb.discussion.services import Discussion
from kb.dossiers.service import Dossiers
from kb.errors import ConfigurationError, NotFound, Unavailable
from kb.learning import Learner
from kb.library import Library
from kb.limits import file_limits
from kb.members.services import Members
from kb.overrides import Overrides
from kb.page_images import PageImages
from kb.proposals.service import Proposals
from kb.search.engines import open_engine
from kb.search.indexer import Indexer
from kb.search.results import SearchRequest, SearchResult
from kb.search.service import SearchService
from kb.search.suggest import Suggester, Suggestion
from kb.settings import Settings
from kb.store.blobs import BlobStore
from kb.store.database import Database
from kb.store.edits import keep_edit
from kb.store.jobs import JobQueue
from kb.store.pages import DoubtfulPage

_KEY_NAME = "secret.key"
_log = logging.getLogger(__name__)


class KnowledgeBase(Library):
    """One installation, opened. Safe for use by several threads and several processes.

    Args:
        settings: Names the data folder, which must have been made by `initialise`.

    Raises:
        ConfigurationError: The data folder is not there, or of another version.
    """

    def __init__(self, settings: Settings) -> None:
        if not (settings.data / "blobs").is_dir():
            raise ConfigurationError(
                f"There is no knowledge base in {settings.data}.",
                "Make one with: kb init, or name another folder with --data.",
            )
        self.settings = settings
        super().__init__(Database(settings.sqlalchemy_url))
        self.database.check_version()
        self.jobs = JobQueue(self.database)
        self.blobs = BlobStore(settings.data / "blobs")
        self._engine = open_engine(settings)
        self.indexer = Indexer(self.database, self._engine)
        self.learner = Learner(self.database)
        self._index_is_behind = False

    @classmethod
    def initialise(cls, settings: Settings) -> None:
        """Make the data folder and its tables, or bring an older one up to date."""
        try:
            settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            (settings.data / "blobs").mkdir(exist_ok=True)
            key = settings.data / _KEY_NAME
            if not key.exists():
                handle = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w") as stream:
                    stream.write(secrets.token_hex(32))
        except OSError as error:
            raise ConfigurationError(
                f"The data folder {settings.data} cannot be made: {error.strerror}.",
                "Name a folder that you may write to with --data.",
            ) from error
        database = Database(settings.sqlalchemy_url)
        database.migrate()
        database.close()

    @classmethod
    @contextmanager
    def open(cls, settings: Settings) -> Iterator[Self]:
        """Open an installation and bring its index up to date; close it at the end of the block.

        Where the engine does not answer, all but searching works.
        """
        knowledge_base = cls(settings)
        try:
            knowledge_base.update_index()
            yield knowledge_base
        finally:
            knowledge_base.close()

    def close(self) -> None:
        """Let go of the database and of the processes that were started."""
        if "_page_images" in self.__dict__:
            self._page_images.close()
        self.database.close()

    # -- reading -----------------------------------------------------------------------------

    @cached_property
    def _search(self) -> SearchService:
        return SearchService(self.database, self._engine, self.settings.ranking)

    def prepare(self) -> None:
        """Do ahead what makes first searches slow; see `SearchService.prepare`."""
        self._search.prepare()

    def search(self, request: SearchRequest, audience: Audience) -> SearchResult:
        """Find sections that answer.

        Raises:
            InvalidInput: A value of the request is out of its range; it is named.
        """
        return self._search.search(request, audience)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self._engine)

    def suggest(
        self, text: str, audience: Audience, *, langs: Collection[str] = (), limit: int = 10
    ) -> list[Suggestion]:
        """Give what a query may become that is being typed; see `Suggester.suggest`."""
        return self._suggester.suggest(text, audience, langs=langs, limit=limit)

    def highlights(
        self, query: str, texts: Sequence[str], audience: Audience
    ) -> list[tuple[tuple[int, int], ...]]:
        """Give the spans (code points) that the words of a query match, for each text."""
        return self._search.highlights(query, texts, audience)

    def original(self, document_id: str, audience: Audience) -> Path:
        """Give the original file of a document, or a copy that does not name its authors.

        The copy is for all but the owners, if these chose so.

        Raises:
            NotFound: It is not there, or the audience may not read it.
            FileRejected: There is to be a copy, and none can be made.
        """
        document = self.store.document(document_id, audience)
        sha256 = document.source.sha256
        is_own = document.organisation_id in audience.organisations
        if document.hides_authors and not is_own:
            return self.copies.get(self.blobs.path(sha256), sha256)
        return self.blobs.path(sha256)

    def page_image(self, document_id: str, number: int, width: int, audience: Audience) -> Path:
        """Give the file of the picture of a page (WebP).

        Args:
            width: In pixels, one of `kb.page_images.WIDTHS`.

        Raises:
            NotFound: There is no such page, or the audience may not read the document.
            FileRejected: The page cannot be drawn.
            Unavailable: Too many are being drawn.
        """
        document = self.store.document(document_id, audience)
        if number not in (page.number for page in self.pages.qualities(document_id)):
            raise NotFound("The document has no such page.", "Look for it in the contents.")
        sha256 = document.source.sha256
        return self._page_images.get(self.blobs.path(sha256), sha256, number, width)

    def doubtful_pages(
        self, audience: Audience, *, limit: int | None, offset: int = 0
    ) -> tuple[int, list[DoubtfulPage]]:
        """Count the pages that a person should look at, and give some, the worst first."""
        return self.pages.doubtful(
            audience, self.settings.doubtful_below, limit=limit, offset=offset
        )

    @cached_property
    def _page_images(self) -> PageImages:
        return PageImages(self.settings.data / "pictures", self.file_limits)

    @cached_property
    def copies(self) -> Copies:
        """The copies of originals that do not name their authors."""
        return Copies(self.settings.data / "copies", self.file_limits)

    # -- the operator ------------------------------------------------------------------------

    @cached_property
    def home_organisation(self) -> str:
        """Id of the organisation that owns what the command line takes in."""
        return self.store.organisation(self.settings.organisation)

    @property
    def operator(self) -> Audience:
        """The audience of the command line: whoever holds the data folder may do everything."""
        return Audience.operator(self.store.organisation_ids())

    @cached_property
    def secret_key(self) -> str:
        """The key that signs cursors and forms, kept in the data folder."""
        return (self.settings.data / _KEY_NAME).read_text()

    @cached_property
    def members(self) -> Members:
        """The people of the network."""
        return Members(self.database, self.secret_key, self.settings.organisation)

    @cached_property
    def discussion(self) -> Discussion:
        """What the network says of its texts."""
        return Discussion(self.database, self.members.audit, self.update_index)

    @cached_property
    def proposals(self) -> Proposals:
        """The wordings that the network proposes for its texts."""
        return Proposals(self.database, self.members.audit)

    @cached_property
    def dossiers(self) -> Dossiers:
        """What organisations put together."""
        return Dossiers(self, self.discussion, self.proposals, self.members.audit)

    @cached_property
    def alerts(self) -> Alerts:
        """What members follow."""
        return Alerts(
            self, self.search, self.indexer, self.members, self.discussion, self.secret_key
        )

    def edit(self, document_id: str, said: Overrides, by: str) -> None:
        """Set fields of a document's description, for good.

        Raises:
            NotFound: There is no such document.
        """
        with self.database.write("documents") as connection:
            keep_edit(connection, document_id, said, by)
        self.update_index()

    def link(self, document_ids: Sequence[str]) -> None:
        """Make documents texts of one act.

        Raises:
            InvalidInput: Fewer than two are named.
            NotFound: One of them is not there.
        """
        self.works.link(document_ids)
        self.update_index()

    def unlink(self, document_id: str) -> None:
        """Make a document the only text of its act.

        Raises:
            NotFound: There is no such document.
        """
        self.works.part(document_id)
        self.update_index()

    def remove(self, document_id: str) -> None:
        """Forget a document, its sections, its place in the index and its original.

        Raises:
            NotFound: There is no such document.
        """
        self.discard(self.store.remove(document_id))
        self.update_index()

    def discard(self, sha256: str | None) -> None:
        """Remove an original that no document needs any more; nothing if there is none."""
        if sha256 is not None:
            self.blobs.remove(sha256)
            self._page_images.forget(sha256)
            self.copies.forget(sha256)

    def update_index(self) -> bool:
        """Apply what the store has and the index not yet.

        Where the engine does not answer, the store stands: the next call goes on from there, and
        searches never show what the store has no more. An outage is logged once.

        Returns:
            Whether all is applied.
        """
        try:
            self.indexer.catch_up()
        except Unavailable as error:
            if not self._index_is_behind:
                _log.warning("The index follows when the engine answers again: %s", error)
            self._index_is_behind = True
        else:
            self._index_is_behind = False
        return not self._index_is_behind

    @property
    def file_limits(self) -> Limits:
        """What reading one file may cost."""
        return file_limits(self.settings)

    def check(self) -> Check:
        """Compare originals, store and index, and read every original once."""
        self.indexer.catch_up()
        return check(self.database, self.blobs, self._engine)
