"""The fields of forms, checked like the parameters of addresses."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from kb.access import Right, Role
from kb.alerts.model import Mail, Query
from kb.model import DocumentKind, Visibility
from webapp.parameters import MAX_PAGE, Number, Parameters, SearchParameters, ascii_digits


class SignInParameters(Parameters):
    """Parameters of the page to sign in."""

    next: str = ""


class SignInForm(SignInParameters):
    """The form to sign in."""

    login: str = ""
    password: str = ""


class JoinForm(Parameters):
    """The form that an invitation opens."""

    name: str = ""
    password: str = ""


class NameForm(Parameters):
    """A form with a name alone."""

    name: str = ""


class PasswordForm(Parameters):
    """The form for another password."""

    old: str = ""
    password: str = ""


class CloseForm(Parameters):
    """The form that ends an account."""

    old: str = ""
    erase: bool = False
    withdraw: bool = False


class TokenForm(Parameters):
    """The form for a token."""

    old: str = ""
    name: str = ""
    scope: tuple[Right, ...] = ()
    days: Number = 90


class RoleForm(Parameters):
    """The form for another role."""

    role: Role


class InviteForm(Parameters):
    """The form for an invitation."""

    login: str = ""
    role: Role


class AuditParameters(Parameters):
    """Parameters of the audit log."""

    page: Annotated[Number, Field(ge=1, le=MAX_PAGE)] = 1


class ConfirmForm(Parameters):
    """What a member says of a document."""

    title: str = ""
    kind: DocumentKind = DocumentKind.OTHER
    date: Annotated[str, BeforeValidator(ascii_digits)] = ""
    organisation: str = ""
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    visibility: Visibility | None = None
    hide_authors: bool = False


class ShareForm(Parameters):
    """Who sees a document from now on."""

    visibility: Visibility


class DossierForm(Parameters):
    """The form that makes a dossier."""

    title: str = ""
    about: str = ""


class ChooseParameters(Parameters):
    """What is to be put into a dossier, and where the member came from."""

    section: str = ""
    document: str = ""
    discussion: str = ""
    proposal: str = ""
    next: str = ""


class AddForm(ChooseParameters):
    """The form that puts something into a dossier, or into a new one of this title."""

    dossier: str = ""
    title: str = ""


class ItemForm(Parameters):
    """The form for own words in a dossier."""

    kind: Literal["heading", "note"]
    words: str = ""


class TypedDossier(Parameters):
    """The form in which a dossier is edited.

    Attributes:
        press: What the button that was pressed does, "" for the one that saves.
        items: Id and note of each item, in the order of the form.
    """

    version: Number
    title: str = ""
    about: str = ""
    press: str = ""
    items: tuple[tuple[str, str], ...] = ()


class AlertsParameters(Parameters):
    """Which alert was made just now."""

    made: str = ""


class AlertForm(Parameters):
    """How often mails come about something, and why it is followed."""

    mail: Mail = Mail.WEEKLY
    note: str = ""


class FollowForm(SearchParameters, AlertForm):
    """The form that follows a search, an act or a discussion."""

    act: str = ""
    discussion: str = ""

    def query(self) -> Query:
        """What is to be followed."""
        asked = self.request()
        bounds = (asked.date_from, asked.date_to)
        return Query(asked.text, asked.filters, *bounds, self.act, self.discussion)
