"""What is done with dossiers: made, filled, put in order, shared; checked and logged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import sqlalchemy as sa

from kb.access import Audience, require
from kb.discussion.services import Discussion
from kb.dossiers.counterparts import Counterparts
from kb.dossiers.discussed import SaidReader
from kb.dossiers.keeping import as_they_are, kept_document, kept_section
from kb.dossiers.model import Dossier, Draft, Item, ItemKind
from kb.errors import InvalidInput, KbError, NotFound
from kb.library import Library
from kb.members.audit import Action, Audit
from kb.model import Visibility
from kb.proposals.service import Proposals
from kb.store.dossiers import (
    DossierStore,
    StoredItem,
    StoredText,
    change_dossier,
    delete_dossier,
    find_dossier,
    insert_dossier,
    insert_item,
    item_ids,
    order_items,
    replace_texts,
    restorable,
)
from kb.typed import LONGEST_TEXT, clean_line, clean_text

MOST_ITEMS = 300


class StaleDossier(KbError):
    """Somebody changed the dossier since the editor opened it; nothing was saved."""

    code = "stale-dossier"
    status = HTTPStatus.CONFLICT
    exit_code = 75

    def __init__(self) -> None:
        super().__init__(
            "Somebody changed the dossier meanwhile.", "Look at it as it is now, then save again."
        )


class Dossiers:
    """The dossiers of one knowledge base, for those who may read or edit them.

    The members of the organisation that owns a dossier edit it, if they may contribute. What a
    reader may not see of its items is left out; being in a dossier gives nobody a right.
    """

    def __init__(
        self, library: Library, discussion: Discussion, proposals: Proposals, audit: Audit
    ) -> None:
        self._library = library
        self._counterparts = Counterparts(library)
        self._said = SaidReader(library, discussion, proposals)
        self._audit = audit
        self._database = library.database
        self._store = DossierStore(library.database)

    def log_export(self, by: Audience, dossier_id: str, form: str) -> None:
        """Enter in the audit log that a member took a dossier away as a file."""
        if not by.member:
            return
        with self._database.write() as connection:
            self._audit.record(
                connection, by, Action.EXPORT, dossier_id, by.own_organisation, format=form
            )

    # -- reading -----------------------------------------------------------------------------

    def all(self, audience: Audience) -> list[Dossier]:
        """Give the dossiers that the audience may read, by title."""
        return self._store.all(audience)

    def editable(self, audience: Audience) -> list[Dossier]:
        """Give those that the audience may edit, by title."""
        if not audience.rights:
            return []
        return [one for one in self.all(audience) if audience.may_upload(one.organisation_id)]

    def dossier(self, dossier_id: str, audience: Audience) -> Dossier:
        """Give one dossier.

        Raises:
            NotFound: It is not there, or the audience may not read it.
        """
        return self._store.dossier(dossier_id, audience)

    def items(self, dossier_id: str, audience: Audience) -> list[Item]:
        """Give the items of a dossier in order, without those that the audience may not read.

        Raises:
            NotFound: It is not there, or the audience may not read it.
        """
        self.dossier(dossier_id, audience)
        return self._as_they_are(self._store.items(dossier_id, audience), audience)

    def targets(self, dossier_id: str, audience: Audience) -> frozenset[str]:
        """Give the ids of what a dossier has, own words apart."""
        return frozenset(item.target_id for item in self._store.items(dossier_id, audience))

    def taken_out(self, dossier_id: str, audience: Audience) -> list[Item]:
        """Give what was taken out and can be put back, to those who may edit the dossier.

        Raises:
            NotFound, Forbidden: It is not there, or not for the audience to edit.
        """
        require(audience.may_upload(self.dossier(dossier_id, audience).organisation_id))
        stored = self._store.items(dossier_id, audience, taken_out=True)
        return self._as_they_are(stored, audience)

    # -- editing -----------------------------------------------------------------------------

    def make(
        self, by: Audience, title: str, about: str = "", organisation_id: str | None = None
    ) -> Dossier:
        """Make an empty dossier, which only its organisation sees.

        Args:
            organisation_id: Its owner; None: the member's own.

        Raises:
            Forbidden: Who asks may not contribute for the owner.
            InvalidInput: The title or the description cannot be used.
        """
        owner = organisation_id or by.own_organisation or ""
        require(by.may_upload(owner))
        title, about = clean_line(title), _clean(about)
        with self._database.write("dossiers") as connection:
            made = insert_dossier(connection, title, about, owner, Visibility.ORGANISATION)
        return self.dossier(made, by)

    def add(
        self, by: Audience, dossier_id: str, kind: ItemKind, target_id: str = "", note: str = ""
    ) -> str:
        """Put something at the end of a dossier, with its text as it is now.

        Two who add at the same time lose nothing, so no version is asked for.

        Args:
            target_id: Id of the section, document, discussion or proposal; "" for own words.
            note: What is said of it; the words themselves for a note or heading.

        Returns:
            The id of the item.

        Raises:
            NotFound: The dossier or the target is not there for who asks.
            Forbidden: Who asks may not edit the dossier.
            InvalidInput: The note cannot be used, or the dossier is full.
        """
        texts = self._texts(by, kind, target_id)
        if kind is ItemKind.HEADING:
            note = clean_line(note)
        else:
            note = clean_text(note, LONGEST_TEXT, required=kind is ItemKind.NOTE)
        with self._changing(by, dossier_id, by.may_upload) as (connection, row):
            _require_room(len(item_ids(connection, dossier_id)) + 1)
            owner = by.own_organisation or row.organisation_id
            item = insert_item(connection, dossier_id, kind, note, owner, texts, target_id)
            change_dossier(connection, dossier_id)
        return item

    def save(self, by: Audience, dossier_id: str, version: int, draft: Draft) -> Dossier:
        """Make a dossier what an editor wants it to be, unless somebody was quicker.

        Items that the editor may not read stay where they are.

        Args:
            version: Of the dossier that the editor had before the eyes.

        Raises:
            NotFound, Forbidden: It is not there, or not for who asks to edit.
            StaleDossier: It has another version by now.
            InvalidInput: The title, a note or an item cannot be used.
        """
        title, about = clean_line(draft.title), _clean(draft.about)
        notes = {item: _clean(note) for item, note in draft.items}
        with self._changing(by, dossier_id, by.may_upload) as (connection, row):
            if row.version != version:
                raise StaleDossier
            seen = item_ids(connection, dossier_id, by)
            if not notes.keys() <= {*seen, *restorable(connection, dossier_id, by)}:
                raise InvalidInput("The dossier has no such item.", "Open it again.")
            order = arranged(item_ids(connection, dossier_id), seen, list(notes))
            _require_room(len(order))
            order_items(connection, dossier_id, order, notes)
            change_dossier(connection, dossier_id, title=title, about=about)
        return self.dossier(dossier_id, by)

    def put_back(self, by: Audience, dossier_id: str, item_id: str) -> None:
        """Put an item that was taken out at the end again, with its note and text.

        Raises:
            NotFound: The dossier is not there for who asks, or no such item was taken out.
            Forbidden: Who asks may not edit the dossier.
            InvalidInput: The dossier is full.
        """
        with self._changing(by, dossier_id, by.may_upload) as (connection, _):
            if item_id not in restorable(connection, dossier_id, by):
                raise NotFound("There is no such item any more.", "Add it anew.")
            order = [*item_ids(connection, dossier_id), item_id]
            _require_room(len(order))
            order_items(connection, dossier_id, order, {})
            change_dossier(connection, dossier_id)

    def renew(self, by: Audience, dossier_id: str, item_id: str) -> None:
        """Keep the text of an item as it is now.

        Raises:
            NotFound: The dossier, the item or its target is not there for who asks.
            Forbidden: Who asks may not edit the dossier.
        """
        items = {item.id: item for item in self.items(dossier_id, by)}
        if item_id not in items:
            raise NotFound("The dossier has no such item.", "Open it again.")
        texts = self._texts(by, items[item_id].kind, items[item_id].target_id)
        with self._changing(by, dossier_id, by.may_upload) as (connection, _):
            replace_texts(connection, item_id, texts)
            change_dossier(connection, dossier_id)

    def share(self, by: Audience, dossier_id: str, visibility: Visibility) -> Dossier:
        """Say who sees a dossier; what stands in it is shown to nobody who may not read it.

        Raises:
            NotFound, Forbidden: It is not there, or not for who asks to share.
        """
        with self._changing(by, dossier_id, by.may_share) as (connection, row):
            change_dossier(connection, dossier_id, visibility=visibility)
            self._audit.record_sharing(
                connection,
                by,
                dossier_id,
                row.organisation_id,
                Visibility(row.visibility),
                visibility,
            )
        return self.dossier(dossier_id, by)

    def remove(self, by: Audience, dossier_id: str) -> None:
        """Forget a dossier with its notes.

        Raises:
            NotFound, Forbidden: It is not there, or not for who asks to remove.
        """
        with self._changing(by, dossier_id, by.may_share) as (connection, row):
            delete_dossier(connection, dossier_id)
            self._audit.record(connection, by, Action.REMOVE, dossier_id, row.organisation_id)

    def _texts(self, by: Audience, kind: ItemKind, target_id: str) -> Sequence[StoredText]:
        if kind is ItemKind.SECTION:
            return kept_section(self._library, self._counterparts, target_id, by)
        if kind is ItemKind.DOCUMENT:
            return kept_document(self._library, target_id, by)
        self._said.require(kind, target_id, by)
        return ()

    def _as_they_are(self, stored: Sequence[StoredItem], audience: Audience) -> list[Item]:
        return as_they_are(self._library, stored, self._said.among(stored, audience))

    @contextmanager
    def _changing(
        self, by: Audience, dossier_id: str, may: Callable[[str], bool]
    ) -> Iterator[tuple[sa.Connection, sa.Row[Any]]]:
        """Change a dossier in one transaction.

        Args:
            may: Whether who asks may do this for an organisation.

        Raises:
            NotFound, Forbidden: It is not there, or who asks may not do this.
        """
        with self._database.write("dossiers") as connection:
            row = find_dossier(connection, dossier_id, by)
            require(may(row.organisation_id))
            yield connection, row


def arranged(present: Sequence[str], seen: Collection[str], wanted: Sequence[str]) -> list[str]:
    """Arrange items as an editor wants who may not see all of them.

    Args:
        present: All items in order.
        seen: Those that the editor sees.
        wanted: Those that the editor wants, in order; others of the seen ones go.

    Returns:
        The wanted ones; each that the editor does not see after the one that it followed, or,
        where that goes, after what stood before it.
    """
    followers: defaultdict[str, list[str]] = defaultdict(list)
    before = ""
    for one in present:
        if one in wanted:
            before = one
        elif one not in seen:
            followers[before].append(one)
    return [*followers[""], *(item for one in wanted for item in (one, *followers[one]))]


def _clean(text: str) -> str:
    return clean_text(text, LONGEST_TEXT, required=False)


def _require_room(items: int) -> None:
    """Refuse what would give a dossier so many items.

    Raises:
        InvalidInput: They are too many.
    """
    if items > MOST_ITEMS:
        raise InvalidInput(
            f"A dossier has at most {MOST_ITEMS} items.",
            "Take some out, or begin another one.",
            code="dossier-full",
        )
