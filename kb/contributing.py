"""What members do with documents: share, withdraw, describe, remove; checked and logged.

What is done and its entry in the audit log are one transaction: neither is there without the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.access import Audience, require
from kb.members.audit import Action
from kb.model import Document, Visibility
from kb.overrides import Overrides
from kb.store.documents import forget_document
from kb.store.edits import keep_edit
from kb.store.sharing import hide_authors, share

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase


class Contributing:
    """Changes documents of one knowledge base for those who may."""

    def __init__(self, knowledge_base: KnowledgeBase) -> None:
        self._kb = knowledge_base

    def share(
        self,
        by: Audience,
        document_id: str,
        visibility: Visibility,
        organisation_id: str | None = None,
    ) -> Document:
        """Say who sees a document. When this returns, searches know.

        Args:
            organisation_id: Its new owner; None: as before.

        Returns:
            The document as it is now.

        Raises:
            NotFound: It is not there, or who asks may not read it.
            Forbidden: Who asks may not share for its owner, or for the new one.
            InvalidInput: The new owner has the same file.
        """
        document = self._kb.document(document_id, by)
        owner = organisation_id or document.organisation_id
        require(by.may_share(document.organisation_id) and by.may_share(owner))
        with self._kb.database.write("documents") as connection:
            row = share(connection, document_id, visibility, owner)
            self._kb.members.audit.record_sharing(
                connection,
                by,
                document_id,
                row.organisation_id,
                Visibility(row.visibility),
                visibility,
                **({"owner": owner} if owner != row.organisation_id else {}),
            )
        self._kb.update_index()
        return self._kb.document(document_id, by)

    def describe(self, by: Audience, document_id: str, said: Overrides) -> None:
        """Set fields of a document's description, for good.

        What is shown as the source of it is the organisation, never the member.

        Raises:
            NotFound: It is not there, or who asks may not read it.
            Forbidden: Who asks may not change what is said of it.
        """
        document = self._kb.document(document_id, by)
        require(by.may_edit(document.visibility, document.organisation_id))
        if not said.given():
            return
        own = by.own_organisation or document.organisation_id
        name = self._kb.members.organisations.get(own).name
        with self._kb.database.write("documents") as connection:
            keep_edit(connection, document_id, said, name)
            self._kb.members.audit.record(
                connection,
                by,
                Action.EDIT,
                document_id,
                document.organisation_id,
                fields=" ".join(said.given()),
            )
        self._kb.update_index()

    def hide_authors(self, by: Audience, document_id: str, *, hidden: bool) -> None:
        """Say whether others than the owners get a copy of the file that does not name its authors.

        Raises:
            NotFound: It is not there, or who asks may not read it.
            Forbidden: Who asks may not share for its owner.
            FileRejected: No such copy can be made of the file.
        """
        document = self._kb.document(document_id, by)
        require(by.may_share(document.organisation_id))
        if hidden:
            sha256 = document.source.sha256
            self._kb.copies.get(self._kb.blobs.path(sha256), sha256)
        with self._kb.database.write("documents") as connection:
            hide_authors(connection, document_id, hidden=hidden)
            self._kb.members.audit.record(
                connection,
                by,
                Action.EDIT,
                document_id,
                document.organisation_id,
                fields="hides_authors",
            )

    def remove(self, by: Audience, document_id: str) -> None:
        """Forget a document, its place in the index and its original.

        Raises:
            NotFound: It is not there, or who asks may not read it.
            Forbidden: Who asks may not share for its owner.
        """
        document = self._kb.document(document_id, by)
        require(by.may_share(document.organisation_id))
        with self._kb.database.write("documents") as connection:
            unneeded = forget_document(connection, document_id)
            self._kb.members.audit.record(
                connection, by, Action.REMOVE, document_id, document.organisation_id
            )
        self._kb.discard(unneeded)
        self._kb.update_index()
