"""A mail server of our own that tests send to."""

import asyncio
import email
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy

from aiosmtpd.controller import Controller

from tests import servers


class Sink:
    """A mail server that keeps what it gets, and answers an address or a sender as it is told."""

    def __init__(self):
        self.mails, self.received, self.connections, self.answers = [], [], set(), {}
        self.answer_to_sender, self.hangs_at, self.on_mail = "250 OK", "", lambda: None

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: ARG002, N802 - aiosmtpd's signature
        envelope.mail_from = address
        return self.answer_to_sender

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802 - aiosmtpd's signature
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd's signature
        if self.hangs_at in envelope.rcpt_tos:
            await asyncio.sleep(30)
        self.received.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        self.mails.append(email.message_from_bytes(envelope.content, policy=policy.default))
        self.connections.add(session.peer)
        self.on_mail()
        return "250 OK"

    @property
    def recipients(self):
        return sorted(mail["To"] for mail in self.mails)


@contextmanager
def running_sink(settings) -> Iterator[Sink]:
    """Start a sink, have the portal mail to it, and stop it in the end."""
    server = Controller(Sink(), hostname="127.0.0.1", port=servers.free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_URL = f"smtp://{server.hostname}:{server.port}"
    server.start()
    try:
        yield server.handler
    finally:
        server.stop()
