"""What a row looks like as mail: words made of its template, words that were there already, or a writer's own bytes."""

from __future__ import annotations

from collections.abc import Callable
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from members.mail_writing import house_mail
from members.models import Network, OutboxMessage

Writer = Callable[[OutboxMessage, str], bytes]
WRITERS: dict[str, Writer] = {}


def register_writer(template: str, writer: Writer) -> None:
    """Have mails of a template written by a function: of row and sender it makes the whole message (RFC 5322, CRLF)."""
    WRITERS[template] = writer


class _Finished(Message):
    """A message that is bytes already."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\r\n") -> bytes:  # type: ignore[override]  # noqa: ARG002, FBT001, FBT002 - Django's signature
        return self.content


class FinishedMail(EmailMessage):
    """A mail of finished bytes, for Django's backends."""

    def __init__(self, content: bytes, **envelope: Any) -> None:
        super().__init__(**envelope)
        self.content = content

    def message(self, *, policy: Any = None) -> Any:  # noqa: ARG002 - Django's signature
        """Return the bytes in the shape that Django's backends ask for."""
        return _Finished(self.content)


def written(message: OutboxMessage, sender: str, connection: Any = None) -> EmailMessage:
    """Return the mail of a row as it goes out, with the Message-ID that the row keeps."""
    if writer := WRITERS.get(message.template):
        return FinishedMail(writer(message, sender), from_email=sender, to=[message.recipient], connection=connection)
    return house_mail(message, sender, connection)


def sender_address() -> str:
    """Return the network's own address, or one of the site's host."""
    network = Network.objects.first()
    return (network and network.sender_email) or f"brink@{urlsplit(settings.PUBLIC_URL).hostname}"
