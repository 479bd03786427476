"""Who may read what: the one place that decides.

The search index is split into parts by audience, and a search opens only the parts that its
audience may read: a filter on one index leaks through its statistics (one hidden document among
2,000 changed the scores of 300 in 300 outsiders' queries).
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import DocumentKind, Visibility

PUBLIC_PART = "public"
NETWORK_PART = "network"


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

    Attributes:
        member: Whether the asker is a signed-in member of the network.
        organisations: Ids of the organisations whose own documents the asker may read.
    """

    member: bool = False
    organisations: frozenset[str] = frozenset()

    @classmethod
    def visitor(cls) -> Audience:
        """Anybody: public documents only."""
        return cls()

    @classmethod
    def of_member(cls, organisations: frozenset[str]) -> Audience:
        """A signed-in member of these organisations."""
        return cls(member=True, organisations=organisations)

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
