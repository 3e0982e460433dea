"""Sending what stands in the outbox.

Rows are taken with a lease: `sending` is committed before the mail goes out, and a row whose lease is over is due
again. So none is lost, and a worker that is killed between the server's 250 and our commit repeats one mail at most,
with the same Message-ID.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from members.models import OutboxMessage
from members.outbox.writing import sender_address, written

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(minutes=10)
LAST_ATTEMPT = 8  # the eighth comes some four hours after the first


def send_due() -> None:
    """Send what is due. Safe to run twice at once, and late."""
    while _send_batch(_take_batch()) == BATCH:
        pass


def due() -> QuerySet[OutboxMessage]:
    """Return the mails to send now: queued ones, and those whose sender has died."""
    waiting = Q(state=OutboxMessage.State.QUEUED) | Q(state=OutboxMessage.State.SENDING)
    return OutboxMessage.objects.filter(waiting, due_at__lte=timezone.now())


@transaction.atomic
def _take_batch() -> list[OutboxMessage]:
    taken = list(due().select_for_update(skip_locked=True).order_by("due_at", "pk")[:BATCH])
    for message in taken:
        message.state = OutboxMessage.State.SENDING
        message.attempts += 1
        message.due_at = timezone.now() + LEASE
    OutboxMessage.objects.bulk_update(taken, ["state", "attempts", "due_at"])
    return taken


def _send_batch(messages: list[OutboxMessage]) -> int:
    """Send over one connection and return how many rows were dealt with."""
    if not messages:
        return 0
    sender = sender_address()
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        for message in messages:
            _remember_failure(message, error)
        return len(messages)
    for message in messages:
        _send(message, sender, connection)
    connection.close()
    return len(messages)


def _send(message: OutboxMessage, sender: str, connection: Any) -> None:
    try:
        if is_kept_in(message.recipient):
            raise PermissionError("DEBUG is on: no mail leaves for an address outside example.org")
        written(message, sender, connection).send()
    except SoftTimeLimitExceeded:  # the worker ends this task: the lease gives the rest to another
        raise
    except Exception as error:  # whatever is wrong with one mail, such as its template, the others go out
        _remember_failure(message, error)
    else:
        message.state, message.sent_at, message.error = OutboxMessage.State.SENT, timezone.now(), ""
        if message.content:
            message.content = b""
        message.save(update_fields=["state", "sent_at", "error", "content"])


def _remember_failure(message: OutboxMessage, error: Exception) -> None:
    message.error = f"{type(error).__name__}: {error}"[:1000]
    if is_permanent(error) or message.attempts >= LAST_ATTEMPT:
        message.state = OutboxMessage.State.FAILED
    else:
        message.state = OutboxMessage.State.QUEUED
        message.due_at = timezone.now() + timedelta(minutes=2**message.attempts)
    message.save(update_fields=["state", "due_at", "error"])
    logger.warning("mail %s was not sent, attempt %s: %s", message.pk, message.attempts, type(error).__name__)


def is_permanent(error: Exception) -> bool:
    """Whether trying again makes no sense: the server said 5xx (RFC 5321 §4.2.1), or we do not mail this address."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, PermissionError)


def is_kept_in(address: str) -> bool:
    """Whether this is a development machine with a real mail server, and the address is somebody's."""
    domain = address.rpartition("@")[2].lower()
    outside = domain != "example.org" and not domain.endswith(".example.org")
    return settings.DEBUG and bool(settings.EMAIL_URL) and outside
