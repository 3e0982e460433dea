"""The talk with the mail server: one mail handed over, and what its errors mean (RFC 5321)."""

from __future__ import annotations

import re
from contextlib import suppress
from smtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import EmailMessage

from members.bounces import ABOUT_US
from members.outbox.writing import FinishedMail

CLOSING = 421  # "service not available, closing transmission channel"
TOO_LARGE = 552
PLAIN = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable ASCII without angle brackets


def hand_over(mail: EmailMessage, backend: Any) -> None:
    """Give a mail to the open connection of one of Django's backends; raises what smtplib raises.

    Finished mail goes past Django and past smtplib's repairs: it needs none, and they cost as much as all the rest.
    """
    server = getattr(backend, "connection", None)
    if isinstance(mail, FinishedMail) and isinstance(server, SMTP) and _needs_no_repair(mail):
        _talk(server, mail.from_email, mail.to[0], mail.content)
    else:
        mail.send()


def _needs_no_repair(mail: FinishedMail) -> bool:
    """Whether addresses are plain, and no line begins with the dot that ends a mail (§4.5.2)."""
    if not PLAIN.fullmatch(mail.to[0]) or not PLAIN.fullmatch(mail.from_email):
        return False
    return mail.content.endswith(b"\r\n") and b"\r\n." not in mail.content and not mail.content.startswith(b".")


def _talk(server: SMTP, sender: str, recipient: str, content: bytes) -> None:
    """Do what smtplib's sendmail does, for one recipient (§3.3)."""
    server.ehlo_or_helo_if_needed()
    code, said = server.docmd("MAIL", f"FROM:<{sender}>")
    if code != 250:
        _reset(server, code)
        raise SMTPSenderRefused(code, said, sender)
    code, said = server.docmd("RCPT", f"TO:<{recipient}>")
    if code not in {250, 251}:
        _reset(server, code)
        raise SMTPRecipientsRefused({recipient: (code, said)})
    code, said = server.docmd("DATA")
    if code == 354:
        server.send(content + b".\r\n")
        code, said = server.getreply()
    if code != 250:
        _reset(server, code)
        raise SMTPDataError(code, said)


def _reset(server: SMTP, code: int) -> None:
    """Make the connection ready for the next mail, unless the server just closed it."""
    if code == CLOSING:
        server.close()
        return
    with suppress(SMTPServerDisconnected):
        server.rset()


def ends_batch(error: Exception) -> bool:
    """Whether an error is about the connection or all our mail, and not about this one mail."""
    if isinstance(error, SMTPRecipientsRefused):
        return any(code == CLOSING for code, _text in error.recipients.values())
    if isinstance(error, SMTPSenderRefused):
        return error.smtp_code != TOO_LARGE
    if isinstance(error, SMTPResponseException):
        return error.smtp_code == CLOSING
    if isinstance(error, SMTPException):
        return isinstance(error, SMTPServerDisconnected)
    return isinstance(error, (OSError, SoftTimeLimitExceeded))


def is_permanent(error: Exception) -> bool:
    """Whether trying again makes no sense: the server said 5xx (§4.2.1), or we do not mail this address."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, PermissionError)


def is_about_address(error: Exception) -> bool:
    """Whether a permanent refusal says that the mailbox does not exist or takes nothing.

    What is about us would count against everybody we write to.
    """
    if not isinstance(error, SMTPRecipientsRefused) or not is_permanent(error):
        return False
    return not any(text.startswith(ABOUT_US.encode()) for _code, text in error.recipients.values())


def words_of(error: Exception) -> str:
    """Return an error as it stands on the row: its kind, and what the server said."""
    said = str(error)
    if isinstance(error, SMTPRecipientsRefused):
        said = "; ".join(f"{code} {text.decode(errors='replace')}" for code, text in error.recipients.values())
    elif isinstance(error, SMTPResponseException):
        text = error.smtp_error
        said = f"{error.smtp_code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    return f"{type(error).__name__}: {said}".replace("\0", "")[:1000]
