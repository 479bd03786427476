"""What a digest says: public things with title and link; of all else only how many there are.

Plain text, in Khmer and in English, as a mail is read by whoever holds the phone. No title, author
or organisation of what is not public stands anywhere in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from analyzers import displayed
from kb.alerts.model import News
from kb.store.digests import Letter

MOST_LINES = 20
_POLICY = policy.SMTP.clone(max_line_length=998)
"""An address in a header must stay whole: programs take what stands in it for a link."""
SUBJECT = "ព័ត៌មានថ្មី / News"
_GREETING = "អ្វីដែលថ្មីអំពីរឿងដែលអ្នកតាមដាន៖\nNew about what you follow:"
_FOR_MEMBERS = "ថ្មីសម្រាប់សមាជិក៖ {}។ សូមចូលគណនីដើម្បីមើល៖\nNew for members: {}. Sign in to see it:\n{}"
_MORE = "នៅមានទៀត៖ {}\nThere is more: {}"
_STOP = "ឈប់ទទួលសំបុត្រទាំងនេះ / Stop these mails:\n{}"


def is_address(text: str) -> bool:
    """Whether a text is one plain e-mail address, in ASCII."""
    _, address = parseaddr(text)
    local, at, domain = address.rpartition("@")
    return bool(
        address == text and text.isascii() and at and local and "." in domain and " " not in text
    )


def compose(
    letter: Letter, news: Sequence[News], to: str, *, sender: str, address: str, stop: str
) -> EmailMessage:
    """Write a digest.

    Each time it is written for a letter it has the same `Message-ID`, by which mail servers and
    programs know a mail that comes twice.

    Args:
        news: At least one, the newest first.
        address: Of the site, without a slash at its end.
        stop: Address that stops all further mails when it is posted to (RFC 8058).
    """
    open_to_all = [document for one in news if (document := one.public)]
    lines = [
        f"- {' '.join(displayed(one.title).split())}\n  {address}/documents/{one.id}"
        for one in open_to_all[:MOST_LINES]
    ]
    parts = [_GREETING, *lines]
    if len(open_to_all) > MOST_LINES:
        more = len(open_to_all) - MOST_LINES
        parts.append(_MORE.format(more, more) + f"\n{address}/alerts")
    hidden = len(news) - len(open_to_all)
    if hidden:
        parts.append(_FOR_MEMBERS.format(hidden, hidden, f"{address}/"))
    parts.append(_STOP.format(stop))
    message = EmailMessage(_POLICY)
    message["Subject"] = SUBJECT
    message["From"] = sender
    message["To"] = to
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = f"<{letter.id}@{urlsplit(address).hostname}>"
    message["List-Unsubscribe"] = f"<{stop}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(parts) + "\n", cte="base64")
    return message
