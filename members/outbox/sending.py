"""Sending what stands in the outbox.

Rows are taken with a lease (leasing.py): `sending` is committed before the mail goes out, `sent` right after the mail
server's 250, and a row whose lease is over is due again. So none is lost, and a worker that is killed between the two
repeats one mail at most, with the same Message-ID. docs/mail.md tells what happens when which part dies.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from logging import INFO, WARNING
from smtplib import SMTPException
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from members import bounces
from members.models import OutboxMessage
from members.outbox import leasing
from members.outbox.handing_over import ends_batch, hand_over, is_about_address, is_permanent, words_of
from members.outbox.queueing import wake_up
from members.outbox.writing import sender_address, written

logger = logging.getLogger(__name__)

LATE = timedelta(minutes=15)
PORTION = 10


class ServerLostError(Exception):
    """The mail server closed the connection or keeps us waiting: the rest of the batch is not tried."""

    def __init__(self, error: Exception) -> None:
        super().__init__(words_of(error))
        self.error = error


@dataclass
class Errand:
    """A batch on its way over one connection: what is left, and what became of the others."""

    batch: leasing.Batch
    sender: str
    backend: Any
    refused_before: dict[str, bool]
    marks: leasing.Marks = field(default_factory=leasing.Marks)
    left: deque[OutboxMessage] = field(init=False)
    tally: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.left = deque(self.batch.rows)


def send_due() -> None:
    """Send what is due. Safe to run twice at once, and late.

    Ends before its leases do: what is left then goes back to the queue and a worker is woken for it. Ends as well when
    the mail server is lost; the sweep of every minute tries again.
    """
    turn, sender = leasing.Turn(), sender_address()
    while not turn.is_over and (batch := leasing.take_batch()).rows:
        if not _send_batch(batch, sender, turn):
            break
    if turn.is_over:
        wake_up()
    _warn_of_late_mail()


def _send_batch(batch: leasing.Batch, sender: str, turn: leasing.Turn) -> bool:
    """Send over one connection, give back what was not tried, and return whether the mail server still listens."""
    refused_before = bounces.refused_among(row.recipient for row in batch.rows)
    errand = Errand(batch, sender, get_connection(), refused_before)
    lost: Exception | None = None
    try:
        errand.backend.open()
        while errand.left and not turn.is_over:
            _send_portion(errand, turn)
    except ServerLostError as told:
        lost = told.error
    except (SoftTimeLimitExceeded, SMTPException, OSError) as error:
        lost = error
    finally:
        with suppress(SMTPException, OSError):
            errand.backend.close()
    _give_back_the_rest(errand, lost)
    return lost is None


def _give_back_the_rest(errand: Errand, lost: Exception | None) -> None:
    """Queue what was not tried, and log what became of the batch, without a personal detail."""
    words = words_of(lost) if lost else ""
    returned = leasing.give_back(errand.batch, errand.left, words, pause=bool(lost))
    told = (errand.tally["sent"], errand.tally["refused"], returned, f" ({type(lost).__name__})" if lost else "")
    logger.log(WARNING if lost else INFO, "a batch of mail: %s sent, %s refused, %s given back%s", *told)


def _send_portion(errand: Errand, turn: leasing.Turn) -> None:
    """Write some mails, then send them; raises ServerLostError when no other can follow."""
    portion = [(row, _written(row, errand)) for row in islice(errand.left, PORTION)]
    try:
        for row, mail in portion:
            if turn.is_over:
                break
            errand.left.popleft()
            if mail:
                _send(row, mail, errand)
    finally:
        errand.marks.settle()


def _written(row: OutboxMessage, errand: Errand) -> EmailMessage | None:
    """Return the mail of a row; None when none is to leave, which then stands on the row."""
    try:
        _refuse_pointless(row, errand)
        return written(row, errand.sender, errand.backend)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # whatever is wrong with one mail, such as its template, the others go out
        _remember_failure(row, errand, error)
        return None


def _send(row: OutboxMessage, mail: EmailMessage, errand: Errand) -> None:
    try:
        hand_over(mail, errand.backend)
    except Exception as error:
        errand.marks.settle()
        _remember_failure(row, errand, error)
        if ends_batch(error):
            raise ServerLostError(error) from error
        return
    errand.marks.sent(row)
    errand.tally["sent"] += 1
    if row.recipient.lower() in errand.refused_before:
        errand.marks.settle()
        bounces.note_delivery(row.recipient)


def _refuse_pointless(row: OutboxMessage, errand: Errand) -> None:
    """Raise PermissionError for a mail that is not to leave.

    Mail whose words were there at once was asked for by its reader just now, as a login code is: it is his only way in
    and tried even where nothing arrived before.
    """
    if is_kept_in(row.recipient):
        raise PermissionError("DEBUG is on: no mail leaves for an address outside example.org")
    if row.template and errand.refused_before.get(row.recipient.lower()):
        raise PermissionError("mail to this address was refused three times, so nothing more is sent to it")


def _remember_failure(row: OutboxMessage, errand: Errand, error: Exception) -> None:
    leasing.fail(errand.batch, row, words_of(error), for_good=is_permanent(error))
    if is_about_address(error):
        bounces.note_refusal(row.recipient, words_of(error))
    errand.tally["refused"] += 1
    logger.warning("mail %s was not sent, attempt %s: %s", row.pk, row.attempts, type(error).__name__)


def is_kept_in(address: str) -> bool:
    """Whether this is a development machine with a real mail server, and the address is somebody's."""
    domain = address.rpartition("@")[2].lower()
    outside = domain != "example.org" and not domain.endswith(".example.org")
    return settings.DEBUG and bool(settings.EMAIL_URL) and outside


def _warn_of_late_mail() -> None:
    late = leasing.waiting().filter(created_at__lt=timezone.now() - LATE).order_by("created_at")
    if count := late.count():
        logger.warning("%s mails wait for longer than 15 minutes, the oldest is of %s", count, late[0].created_at)
