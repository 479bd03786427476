"""Rules that all services of discussions share: who writes, where, and for whom."""

from __future__ import annotations

from kb.access import Audience, Right, require
from kb.discussion.targets import Target
from kb.errors import Conflict, InvalidInput, NotFound
from kb.model import Visibility
from kb.store.targets import Place, TargetStore


def writer(by: Audience) -> str:
    """Give the organisation that a member writes for.

    Raises:
        Forbidden: The member may only read, or nobody is named, as on the command line.
    """
    require(Right.DISCUSS in by.rights and by.own_organisation is not None)
    return by.own_organisation or ""


def delegate(by: Audience) -> str:
    """Give the organisation that a delegate speaks for.

    Raises:
        Forbidden: Who asks is no delegate.
    """
    require(Right.STATE in by.rights and by.own_organisation is not None)
    return by.own_organisation or ""


def places_of(targets: TargetStore, target: Target, by: Audience) -> list[Place]:
    """Give the texts of what a member is going to write about.

    Raises:
        NotFound: There is no such target, or the member may not read it.
    """
    places = targets.places(target, by)
    if not places or (target.section and places[0].section_id is None):
        raise NotFound("There is nothing to discuss there.", "Open the article again.")
    return places


def require_open(closed: bool) -> None:
    """Refuse to change a closed discussion.

    Raises:
        Conflict: It is closed.
    """
    if closed:
        raise Conflict(
            "The discussion is closed.",
            "Keep your text; it can be sent when the discussion is opened again.",
            code="thread-closed",
        )


def require_audience(most: Visibility | None, wanted: Visibility) -> None:
    """Refuse to show something to more people than what it hangs on.

    Raises:
        NotFound: The organisation may not read what it hangs on.
        InvalidInput: It would be wider, or it is for everybody, as no discussion is.
    """
    if most is None:
        raise NotFound("There is nothing to discuss there.", "Open the article again.")
    narrow = wanted is Visibility.NETWORK and most is Visibility.ORGANISATION
    if wanted is Visibility.PUBLIC or narrow:
        raise InvalidInput(
            "It cannot be shown to more people than the text that it is about.",
            "Choose your organisation alone.",
            code="audience",
        )
