"""Editing a dossier: one form, so that what was typed is never lost, with and without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Flask, Response, make_response, render_template, request, url_for
from flask import redirect as lead_to
from werkzeug.wrappers import Response as Redirect

from kb.access import Right, require
from kb.dossiers.model import Dossier, Draft, Item, ItemKind
from kb.dossiers.service import StaleDossier
from kb.errors import InvalidInput, KbError
from webapp.dossiers import take_at_hand
from webapp.form_fields import ItemForm, TypedDossier
from webapp.forms import fault, fields
from webapp.i18n import PREFIX
from webapp.parameters import BadParameter, NoParameters, read
from webapp.services import audience, knowledge_base
from webapp.sessions import member

LARGEST = 4 * 2**20
"""Bytes of a form: all notes of a large dossier at once."""
_LARGE = frozenset({"dossier_editing.save", "api_dossiers.save"})

blueprint = Blueprint("dossier_editing", __name__, url_prefix=PREFIX)


@dataclass(frozen=True, slots=True)
class Line:
    """An item in the form.

    Attributes:
        note: As typed.
        news: "added" if somebody else added it meanwhile, "taken out" if somebody took it out.
    """

    item: Item
    note: str
    news: str = ""


def install(app: Flask) -> None:
    """Let those send large forms who may contribute; before anything reads the request."""
    app.before_request(_admit)


def _admit() -> None:
    if request.endpoint in _LARGE and Right.UPLOAD in audience().rights:
        request.max_content_length = request.max_form_memory_size = LARGEST


@blueprint.get("/dossiers/<dossier_id>/edit")
def edit(dossier_id: str) -> Response:
    """The form with the dossier as it is now."""
    read(NoParameters, request.args, strict=False)
    found = _editable(dossier_id)
    lines = [Line(item, item.note) for item in _items(dossier_id)]
    response = make_response(_page(found, found.title, found.about, lines))
    take_at_hand(response, dossier_id)
    return response


@blueprint.post("/dossiers/<dossier_id>/edit")
def save(dossier_id: str) -> Redirect | tuple[str, int]:
    """Keep what was typed, and move or take out the item whose button was pressed.

    Where somebody was quicker, both are shown: what was typed and the dossier as it is now.
    """
    found = _editable(dossier_id)
    typed = _typed()
    order, moved = _pressed([item for item, _ in typed.items], typed.press)
    notes = dict(typed.items)
    draft = Draft(typed.title, typed.about, tuple((item, notes[item]) for item in order))
    try:
        knowledge_base().dossiers.save(member(), dossier_id, typed.version, draft)
    except (StaleDossier, InvalidInput) as error:
        return _refused(found, typed, error), error.status
    if typed.press:
        return _back_to(dossier_id, moved)
    return lead_to(url_for("dossiers.dossier", dossier_id=dossier_id), 303)


@blueprint.post("/dossiers/<dossier_id>/items")
def add(dossier_id: str) -> Redirect | tuple[str, int]:
    """Put own words at the end: a heading or a note."""
    found = _editable(dossier_id)
    typed = read(ItemForm, fields())
    kind = ItemKind(typed.kind)
    try:
        item = knowledge_base().dossiers.add(member(), dossier_id, kind, note=typed.words)
    except InvalidInput as error:
        lines = [Line(one, one.note) for one in _items(dossier_id)]
        return _page(found, found.title, found.about, lines, error, typed), error.status
    return _back_to(dossier_id, item)


@blueprint.post("/dossiers/<dossier_id>/items/<item_id>/renew")
def renew(dossier_id: str, item_id: str) -> Redirect:
    """Keep the newer text of an item."""
    read(NoParameters, fields())
    knowledge_base().dossiers.renew(member(), dossier_id, item_id)
    return _back_to(dossier_id, item_id)


@blueprint.post("/dossiers/<dossier_id>/items/<item_id>/restore")
def restore(dossier_id: str, item_id: str) -> Redirect:
    """Put back what was taken out, at the end."""
    read(NoParameters, fields())
    knowledge_base().dossiers.put_back(member(), dossier_id, item_id)
    return _back_to(dossier_id, item_id)


def _back_to(dossier_id: str, item_id: str) -> Redirect:
    anchor = f"item-{item_id}" if item_id else None
    address = url_for("dossier_editing.edit", dossier_id=dossier_id, _anchor=anchor)
    return lead_to(address, 303)


def _editable(dossier_id: str) -> Dossier:
    """Give a dossier that the member may edit.

    Raises:
        NotFound, Forbidden: It is not there, or for the member to read only.
    """
    found = knowledge_base().dossiers.dossier(dossier_id, member())
    require(member().may_upload(found.organisation_id))
    return found


def _items(dossier_id: str) -> list[Item]:
    return knowledge_base().dossiers.items(dossier_id, audience())


def _typed() -> TypedDossier:
    """Read the form, whose items stand in the order that is wanted.

    Raises:
        BadParameter: A field is missing or unknown.
    """
    form = fields()
    items, notes = form.poplist("item"), form.poplist("note")
    if len(items) != len(notes) or len(set(items)) != len(items):
        raise BadParameter.value("item", ", ".join(items))
    plain = read(TypedDossier, form)
    return plain.model_copy(update={"items": tuple(zip(items, notes, strict=True))})


def _pressed(order: Sequence[str], press: str) -> tuple[list[str], str]:
    """Do what a button of an item says: "up ID", "down ID" or "out ID".

    Returns:
        The order that is wanted, and the item to go back to, "" for none.
    """
    way, _, item = press.partition(" ")
    wanted = list(order)
    if item not in wanted:
        return wanted, ""
    at = wanted.index(item)
    if way == "out":
        del wanted[at]
        return wanted, wanted[min(at, len(wanted) - 1)] if wanted else ""
    to = max(0, at - 1) if way == "up" else at + 1
    wanted.insert(to, wanted.pop(at))
    return wanted, item


def _refused(found: Dossier, typed: TypedDossier, error: KbError) -> str:
    """The form with what was typed; beside it what others made of the dossier meanwhile."""
    is_stale = isinstance(error, StaleDossier)
    now = _items(found.id)
    there = {item.id: item for item in now}
    gone = {item.id: item for item in knowledge_base().dossiers.taken_out(found.id, member())}
    lines = [Line(there[item], note) for item, note in typed.items if item in there]
    lines += [Line(gone[item], note, "taken out") for item, note in typed.items if item in gone]
    if is_stale:
        named = dict(typed.items)
        lines += [Line(item, item.note, "added") for item in now if item.id not in named]
    return _page(
        replace(found, version=found.version if is_stale else typed.version),
        typed.title,
        typed.about,
        lines,
        error,
        before=(found, now) if is_stale else None,
    )


def _page(
    found: Dossier,
    title: str,
    about: str,
    lines: Sequence[Line],
    error: KbError | None = None,
    own: ItemForm | None = None,
    before: tuple[Dossier, Sequence[Item]] | None = None,
) -> str:
    """Show the form.

    Args:
        found: The dossier, with the version that the form holds.
        lines: The items with what was typed of each.
        error: Why it could not be saved.
        own: The words that were to be added.
        before: The dossier as it is now with its items, where somebody was quicker.
    """
    return render_template(
        "dossier_edit.html",
        dossier=found,
        title=title,
        about=about,
        lines=lines,
        problem=fault(error) if error else None,
        own=own,
        before=before,
        taken_out=knowledge_base().dossiers.taken_out(found.id, member()),
    )
