"""The mail that carries an invitation: bytes that Outlook, Google and Apple take for one (RFC 6047).

Ten thousand go out at once, so what is equal for many is made once, and for each recipient the greeting, the token
of his answer, his line in the calendar and the moment are filled in.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime, quote
from functools import lru_cache
from html import escape
from typing import Any

from django.utils import timezone
from icalendar.parser import Contentline

from meetings.calendars.events import attendee_of, itip_file
from meetings.calendars.facts import MeetingFacts
from meetings.calendars.texts import on_one_line
from meetings.calendars.words import GREETING, TOKEN, Sort, greeting_of, words_of
from meetings.models import CalendarEdition
from members.models import OutboxMessage
from members.outbox import register_writer

TEMPLATE = "calendar"
PER_RECIPIENT = re.compile(rb"(?<=\r\nDTSTAMP:)\d{8}T\d{6}Z|(?<=\r\n)ATTENDEE(?:[^\r\n]|\r\n )*(?=\r\n)")
NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\x9f<>,;\\\"()]")
BASE64_LINE = 76  # RFC 2045 §6.8
PLAIN_LENGTH = 60  # of a header that stands on one line (RFC 5322 §2.1.1)
QUOTE = '"'

MIXED, ALTERNATIVE = "=_mixed", "=_alternative"  # base64 has no underscore, so no line of a part looks like these
TREE = f"""\
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="{MIXED}"

--{MIXED}
Content-Type: multipart/alternative; boundary="{ALTERNATIVE}"

--{ALTERNATIVE}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

%(text)s
--{ALTERNATIVE}
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

%(html)s
--{ALTERNATIVE}
Content-Type: text/calendar; method=%(method)s; charset=utf-8
Content-Transfer-Encoding: base64

%(calendar)s
--{ALTERNATIVE}--

--{MIXED}
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: base64

%(calendar)s
--{MIXED}--
""".replace("\n", "\r\n")


@dataclass(frozen=True, slots=True)
class Prototype:
    """A sort of mail without its recipient: `calendar` are the bytes before, between and after moment and attendee."""

    headers: str
    text: str
    html: str
    calendar: tuple[bytes, bytes, bytes]
    method: str


def write_calendar_mail(message: OutboxMessage, sender: str) -> bytes:
    """Return the whole mail of an outbox row with the template "calendar", for one recipient.

    The row's context has `edition` (pk of a CalendarEdition), `name`, `partstat`, `token` ("" for no answer buttons)
    and `is_update`. Raises ValueError for a recipient that is no address.
    """
    known = message.context
    sort = Sort(known["edition"], message.language, known["is_update"], known["partstat"], bool(known["token"]))
    prototype, recipient, now = _prototype(sort, sender), bare_address(message.recipient), timezone.now()
    greeting = greeting_of(known["name"], message.language)
    calendar = _base64(_calendar(prototype, recipient, known, now))
    parts = {
        "text": _filled(prototype.text, greeting, known["token"]),
        "html": _filled(prototype.html, escape(greeting), known["token"]),
        "calendar": calendar,
        "method": prototype.method,
    }
    own = f"To: {recipient}\r\nDate: {format_datetime(now)}\r\nMessage-ID: {on_one_line(message.message_id)}\r\n"
    return (own + prototype.headers + TREE % parts).encode("ascii")


def bare_address(address: str) -> str:
    """Return an address as it stands in headers and in calendars; its domain in ASCII (RFC 5891).

    Raises ValueError when it holds what no address does, so that it cannot add a header or a second recipient.
    """
    local, at, domain = address.rpartition("@")
    if not local or not domain or NOT_IN_ADDRESSES.search(address):
        raise ValueError("This is no e-mail address.")
    return f"{local}{at}{domain if domain.isascii() else domain.encode('idna').decode()}"


@lru_cache(maxsize=64)
def _prototype(sort: Sort, sender: str) -> Prototype:
    edition = CalendarEdition.objects.get(pk=sort.edition)
    facts, organizer = MeetingFacts.from_json(edition.facts), bare_address(sender)
    words = words_of(facts, edition.method, sort)
    before, between, after = PER_RECIPIENT.split(
        itip_file(
            facts,
            method=edition.method,
            organizer=organizer,
            attendee=organizer,
            attendee_name="",
            partstat=sort.partstat,
            stamp=edition.made_at,
            language=sort.language,
        )
    )
    headers = _headers(words.subject, organizer, facts)
    text, html = ("\r\n".join(part.splitlines()) + "\r\n" for part in (words.text, words.html))  # RFC 2045 §6.8
    return Prototype(headers, text, html, (before, between, after), edition.method.upper())


def _headers(subject: str, sender: str, facts: MeetingFacts) -> str:
    """Return the headers that are the same for everybody, encoded and folded (RFC 5322 §2.2.3)."""
    lines = [f"From: {sender}"]
    if facts.manager_email:
        lines.append(f"Reply-To: {_mailbox(on_one_line(facts.manager_name), bare_address(facts.manager_email))}")
    lines += [f"Subject: {_encoded(on_one_line(subject))}", "Auto-Submitted: auto-generated", ""]
    return "\r\n".join(lines)


def _mailbox(name: str, address: str) -> str:
    """Return a name with its address; the standard library loses the quotation marks of a long name."""
    if not name:
        return address
    shown = _encoded(name)
    return f"{shown if shown != name else f'{QUOTE}{quote(name)}{QUOTE}'} <{address}>"


def _encoded(text: str) -> str:
    """Return a text as it stands in a header: as it is when that is short and plain, else encoded (RFC 2047)."""
    if text.isascii() and len(text) <= PLAIN_LENGTH and "=?" not in text:
        return text
    return Header(text, "utf-8", header_name="Reply-To").encode(linesep="\r\n")


def _calendar(prototype: Prototype, recipient: str, known: dict[str, Any], now: datetime) -> bytes:
    before, between, after = prototype.calendar
    attendee = attendee_of(recipient, known["name"], known["partstat"])
    line = Contentline.from_parts("ATTENDEE", attendee.params, attendee).to_ical()
    return b"".join([before, now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ").encode(), between, line, after])


def _filled(text: str, greeting: str, token: str) -> str:
    return _base64(text.replace(GREETING, greeting).replace(TOKEN, token).encode())


def _base64(content: bytes) -> str:
    encoded = b2a_base64(content, newline=False).decode("ascii")
    return "\r\n".join([encoded[start : start + BASE64_LINE] for start in range(0, len(encoded), BASE64_LINE)])


register_writer(TEMPLATE, write_calendar_mail)
