"""A mail server on this machine: what the site sends arrives here, and tests read it as its recipients do."""

from __future__ import annotations

import email
import re
import time
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 30
CODE = re.compile(r"^[A-Z0-9-]{6,9}$", re.MULTILINE)
LINK = re.compile(r"https?://\S+")


class Mailbox:
    """Keeps the mails of every recipient until a test takes them."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Take a mail; every address exists."""
        mail = email.message_from_bytes(envelope.content or b"", policy=policy.default)
        self.mails.append(mail)
        return "250 OK"

    def mail(self, address: str, pattern: re.Pattern[str]) -> EmailMessage:
        """Wait for a mail to this address whose text holds the pattern, forget it and return it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for mail in [each for each in self.mails if each["To"] == address]:
                if pattern.search(text_of(mail)):
                    self.mails.remove(mail)
                    return mail
            time.sleep(0.1)
        raise AssertionError(f"no such mail for {address}; there are {[(m['To'], m['Subject']) for m in self.mails]}")

    def take(self, address: str, pattern: re.Pattern[str]) -> str:
        """Wait for a mail to this address that holds the pattern, forget it and return what was found, or its group."""
        found = pattern.search(text_of(self.mail(address, pattern)))
        return found.group(found.lastindex or 0) if found else ""

    def code(self, address: str) -> str:
        """Return the code that was mailed to this address."""
        return self.take(address, CODE)

    def link(self, address: str) -> str:
        """Return the first link of a mail to this address."""
        return self.take(address, LINK)


def text_of(mail: EmailMessage) -> str:
    """Return the plain text of a mail, which says what its HTML says."""
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")


def calendar_of(mail: EmailMessage, method: str) -> str:
    """Return the calendar that a mail carries, for this method, unfolded."""
    (part,) = (each for each in mail.walk() if each.get_content_type() == "text/calendar")
    assert part["Content-Type"].params["method"] == method
    calendar = part.get_content().replace("\r\n", "\n").replace("\n ", "")
    assert f"METHOD:{method}" in calendar
    return calendar


def serving(mailbox: Mailbox, port: int) -> Controller:
    """Return a mail server on a port of this machine, to be started and stopped."""
    return Controller(mailbox, hostname="127.0.0.1", port=port)
