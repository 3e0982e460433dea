"""Putting mail in the outbox: a row in the transaction of the act itself, and a worker woken once that is committed."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from members.broker import wake
from members.models import OutboxMessage, Person

TASK = "members.tasks.send_due_mail"


def queue(
    *,
    kind: str,
    to: str,
    key: str,
    template: str,
    context: dict[str, Any],
    person: Person | None = None,
    language: str = settings.LANGUAGE_CODE,
    unsubscribe: str = "",
) -> OutboxMessage:
    """Store a mail that is sent once the transaction is committed; return the row of an earlier one with this key.

    `template` is the beginning of two files, `<template>_subject.txt` and `<template>_message.txt`, or the name of a
    registered writer. The context holds plain values; words are made of it in `language` when the mail is sent.
    `unsubscribe` is the path at which the reader stops mail of this kind; empty for mail that belongs to what he does.
    """
    return _store(
        kind=kind,
        to=to,
        key=key,
        person=person,
        template=template,
        context=context,
        language=language,
        unsubscribe=unsubscribe,
    )


def queue_written(
    *, kind: str, to: str, key: str, subject: str, body: str, language: str = settings.LANGUAGE_CODE
) -> OutboxMessage:
    """The same for a mail whose words are there already; they are forgotten once it is sent: they may hold a code."""
    return _store(kind=kind, to=to, key=key, context={"subject": subject}, content=body.encode(), language=language)


def _store(*, kind: str, to: str, key: str, **fields: Any) -> OutboxMessage:
    defaults = {"kind": kind, "recipient": to, "message_id": new_message_id(), **fields}
    message, is_new = OutboxMessage.objects.get_or_create(key=key, defaults=defaults)
    if is_new:
        transaction.on_commit(wake_up, robust=True)
    return message


def queue_many(rows: Iterable[OutboxMessage]) -> None:
    """Store many mails with one statement and one wake-up; a row whose key is there already is left out.

    A row without a Message-ID gets one. The rows given do not learn their primary keys: look them up by key.
    """
    messages = list(rows)
    for message in messages:
        message.message_id = message.message_id or new_message_id()
    if messages:
        OutboxMessage.objects.bulk_create(messages, batch_size=1000, ignore_conflicts=True)
        transaction.on_commit(wake_up, robust=True)


def wake_up() -> None:
    """Ask a worker to send now. Without a broker the sweep of every minute does it."""
    wake(TASK, waiting="mail")


def new_message_id() -> str:
    """Return a Message-ID of our own domain (RFC 5322 §3.6.4)."""
    return make_msgid(domain=urlsplit(settings.PUBLIC_URL).hostname)
