"""Why a file was not taken, in the language of the interface."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

_SAVE_AGAIN = _("Open it, save it again under another name, and upload that.")
_FAULTS = {
    "damaged-file": (_("The file is damaged."), _SAVE_AGAIN),
    "not-a-pdf": (_("The file is damaged."), _SAVE_AGAIN),
    "empty-file": (_("The file is empty."), _("Copy it again from where it is from.")),
    "password-needed": (
        _("The file is locked with a password."),
        _("Save a copy without a password, and upload that."),
    ),
    "too-complex": (_("The file is more complex than a document is."), _SAVE_AGAIN),
    "timed-out": (_("Reading the file took too long."), _("Split it and upload the parts.")),
    "too-large": (_("The file is too large."), _("Split it and upload the parts.")),
    "too-many-pages": (_("The file has too many pages."), _("Split it and upload the parts.")),
    "unsupported-type": (
        _("This type of file cannot be read."),
        _("Save it as PDF or DOCX, and upload that."),
    ),
    "wrong-extension": (
        _("The file is not what its name says."),
        _("Save it as PDF or DOCX, and upload that."),
    ),
    "unknown-encoding": (
        _("The characters of the text cannot be recognised."),
        _("Save it as UTF-8 or DOCX, and upload that."),
    ),
}


def file_fault(code: str) -> tuple[str, str]:
    """What is wrong with a file and what to do, by the code of its rejection."""
    sentence, remedy = _FAULTS.get(code, (_("The file cannot be read."), _SAVE_AGAIN))
    return str(sentence), str(remedy)
