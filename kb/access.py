"""Who may read what and who may do what: the one place that decides.

The search index is split into parts by audience, and a search opens only the parts that its
audience may read: a filter on one index leaks through its statistics (one hidden document among
2,000 changed the scores of 300 in 300 outsiders' queries).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from kb.errors import Forbidden
from kb.model import DocumentKind, Visibility

PUBLIC_PART = "public"
NETWORK_PART = "network"


class Right(StrEnum):
    """What a member may do beside reading."""

    UPLOAD = "upload"
    SHARE = "share"
    EDIT = "edit"
    DISCUSS = "discuss"
    STATE = "state"
    """To state what the organisation holds."""
    MODERATE = "moderate"
    ADMINISTER = "administer"


class Role(StrEnum):
    """What a member is in the organisation, from the fewest rights to the most."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    DELEGATE = "delegate"
    """Contributes, and speaks for the organisation."""
    EDITOR = "editor"
    """Contributes, moderates, and puts right the descriptions of whatever the member may read."""
    ADMIN = "admin"
    """Does all but speak for the organisation."""

    @property
    def rights(self) -> frozenset[Right]:
        """What the role allows."""
        return _RIGHTS[self]


_CONTRIBUTING = frozenset({Right.UPLOAD, Right.SHARE, Right.DISCUSS})
_RIGHTS = {
    Role.READER: frozenset[Right](),
    Role.CONTRIBUTOR: _CONTRIBUTING,
    Role.DELEGATE: _CONTRIBUTING | {Right.STATE},
    Role.EDITOR: _CONTRIBUTING | {Right.EDIT, Right.MODERATE},
    Role.ADMIN: frozenset(Right) - {Right.STATE},
}


def default_visibility(kind: DocumentKind) -> Visibility:
    """Who may see a document as long as nobody chose: acts are public by their nature."""
    return Visibility.PUBLIC if kind.is_law else Visibility.NETWORK


def part_of(visibility: Visibility, organisation_id: str) -> str:
    """Name the part of the index that holds a document of this visibility and owner."""
    if visibility is Visibility.ORGANISATION:
        return f"org-{organisation_id}"
    return NETWORK_PART if visibility is Visibility.NETWORK else PUBLIC_PART


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom an answer is made. Every service takes one; there is no default.

    A role never widens what is read: what an organisation keeps to itself no admin of another one
    finds.

    Attributes:
        member: Whether the asker is a signed-in member of the network.
        organisations: Ids of the organisations whose own documents the asker may read and, with
            the right, upload, share and administer for.
        rights: What the asker may do.
        member_id: Who it is; "" for visitors and for the command line.
        everywhere: Whether the right to administer is for all organisations: for the admins of
            the organisation that runs the installation, and for the command line.
    """

    member: bool = False
    organisations: frozenset[str] = frozenset()
    rights: frozenset[Right] = frozenset()
    member_id: str = ""
    everywhere: bool = False

    @classmethod
    def visitor(cls) -> Audience:
        """Anybody: public documents only."""
        return cls()

    @classmethod
    def of_member(cls, organisations: frozenset[str]) -> Audience:
        """A signed-in member of these organisations who only reads."""
        return cls(member=True, organisations=organisations)

    @classmethod
    def operator(cls, organisations: frozenset[str]) -> Audience:
        """Whoever holds the data folder: reads it all and may do everything."""
        return cls(True, organisations, frozenset(Right), everywhere=True)

    @property
    def own_organisation(self) -> str | None:
        """Id of the organisation that a member belongs to; None for anybody else."""
        return next(iter(self.organisations)) if self.member_id else None

    @property
    def reader(self) -> Audience:
        """The same as far as reading goes: equal for all who may read the same."""
        return Audience(self.member, self.organisations)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the index that this audience may read, in a fixed order."""
        names = [PUBLIC_PART]
        if self.member:
            names.append(NETWORK_PART)
        return (*names, *(f"org-{organisation}" for organisation in sorted(self.organisations)))

    def may_read(self, visibility: Visibility, organisation_id: str) -> bool:
        """Whether a document of this visibility and owner may be shown to this audience."""
        return part_of(visibility, organisation_id) in self.parts

    def may_upload(self, organisation_id: str) -> bool:
        """Whether this audience may add documents that this organisation owns."""
        return Right.UPLOAD in self.rights and organisation_id in self.organisations

    def may_share(self, organisation_id: str) -> bool:
        """Whether this audience may say who sees a document of this owner, or remove it."""
        return Right.SHARE in self.rights and organisation_id in self.organisations

    def may_edit(self, visibility: Visibility, organisation_id: str) -> bool:
        """Whether this audience may change what is said of a document."""
        own = self.may_upload(organisation_id)
        return own or (Right.EDIT in self.rights and self.may_read(visibility, organisation_id))

    def may_administer(self, organisation_id: str) -> bool:
        """Whether this audience may invite, lock and change the members of an organisation."""
        mine = self.everywhere or organisation_id in self.organisations
        return Right.ADMINISTER in self.rights and mine

    @property
    def may_administer_network(self) -> bool:
        """Whether this audience may make and lock organisations."""
        return Right.ADMINISTER in self.rights and self.everywhere

    def limited_to(self, rights: Collection[Right]) -> Audience:
        """The same asker with no other rights than these."""
        return Audience(
            self.member,
            self.organisations,
            self.rights.intersection(rights),
            self.member_id,
            self.everywhere,
        )


def require(allowed: bool) -> None:
    """Refuse what an audience may not do with what it may see.

    Raises:
        Forbidden: It is not allowed.
    """
    if not allowed:
        raise Forbidden(
            "You do not have the right to do this.", "Ask an admin of your organisation."
        )
