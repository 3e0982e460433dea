"""Whose a row is: taken with a lease by one sender, given back, or done with.

Every change of a row that is being sent asks for the lease it was taken with. A sender that lost its rows, because it
stood still for longer than the lease or because a clock was set, so takes nothing away from who has them now.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from psycopg.pq import ExecStatus

from members.models import OutboxMessage

State = OutboxMessage.State

BATCH = 100
LAST_ATTEMPT = 8  # the eighth comes some four hours after the first
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)
LONGEST_NIGHT = timedelta(hours=12)  # what is written at night may be due in the morning
LONGEST_WAIT = timedelta(minutes=2 ** (LAST_ATTEMPT - 1))
LONGEST_TURN = timedelta(seconds=150)  # with a few time-outs of the mail server still below the task's soft limit

MARK_SENT = b"""
    UPDATE members_outboxmessage
    SET state = 'sent', sent_at = $2, error = '', content = CASE WHEN content IS NULL THEN NULL ELSE ''::bytea END
    WHERE id = $1
    RETURNING set_config('synchronous_commit', 'off', true)
"""


@dataclass
class Turn:
    """How long a sender goes on: half a lease at most, by either of two clocks, since one of them may be set."""

    seconds: float = field(default_factory=lambda: min(lease() / 2, LONGEST_TURN).total_seconds())
    steady: float = field(default_factory=time.monotonic)
    wall: float = field(default_factory=time.time)

    @property
    def is_over(self) -> bool:
        """Whether to stop before the next mail."""
        return max(time.monotonic() - self.steady, abs(time.time() - self.wall)) > self.seconds


@dataclass
class Batch:
    """Rows that are one sender's until the lease is over."""

    rows: list[OutboxMessage]
    lease: datetime

    def ours(self, rows: Sequence[OutboxMessage]) -> QuerySet[OutboxMessage]:
        """Return those of some rows that nobody else has taken since."""
        return OutboxMessage.objects.filter(pk__in=[row.pk for row in rows], state=State.SENDING, due_at=self.lease)


def lease() -> timedelta:
    """How long a sender may be silent before its rows are another's."""
    return timedelta(seconds=settings.MAIL_LEASE_SECONDS)


def due() -> QuerySet[OutboxMessage]:
    """Return the mails to send now: queued ones whose moment has come, and those whose sender has died.

    The one rule on clocks stands here. A row that was made in the future, or that stands further ahead than the night,
    the wait or the lease below, was written before the clock went back, and is due at once. A mail that was tried
    before may wait for as long as the clock went back, three hours at most.
    """
    now = timezone.now()
    clock_went_back = (
        Q(created_at__gt=now + LONGEST_PAUSE)
        | Q(state=State.QUEUED, attempts=0, due_at__gt=now + LONGEST_NIGHT)
        | Q(state=State.QUEUED, attempts__gt=0, due_at__gt=now + LONGEST_WAIT + 2 * LONGEST_PAUSE)
        | Q(state=State.SENDING, due_at__gt=now + 2 * lease())
    )
    return waiting().filter(Q(due_at__lte=now) | clock_went_back)


def waiting() -> QuerySet[OutboxMessage]:
    """Return the mails that are still to be sent, due or not."""
    return OutboxMessage.objects.filter(state__in=[State.QUEUED, State.SENDING])


@transaction.atomic
def take_batch() -> Batch:
    """Take what is due first, with a lease, so that no other sender does."""
    batch = Batch(
        list(due().select_for_update(skip_locked=True).order_by("due_at", "pk")[:BATCH]), timezone.now() + lease()
    )
    OutboxMessage.objects.filter(pk__in=[row.pk for row in batch.rows]).update(
        state=State.SENDING, attempts=F("attempts") + 1, due_at=batch.lease
    )
    for row in batch.rows:
        row.attempts += 1
    return batch


class Marks:
    """Keeps, before the next mail is offered, that the mail server took this one.

    One statement, committed by itself: it is given to PostgreSQL right after the server's 250 and carried out while
    the talk with the mail server goes on; `settle` waits for it, and must come before any other query. It does not
    wait for the disk either. Whatever kills this worker, the database has it. Only a crash of PostgreSQL itself, or of
    its machine, can lose such marks: those of the last 0.6 seconds (three times wal_writer_delay). These mails then go
    out once more, with the same Message-ID.
    """

    def __init__(self) -> None:
        connection.ensure_connection()
        self.database = connection.connection.pgconn
        self.is_asked = False

    def sent(self, row: OutboxMessage) -> None:
        """Mark a mail as sent; words that may hold a code are forgotten."""
        self.settle()
        self.database.send_query_params(MARK_SENT, [str(row.pk).encode(), timezone.now().isoformat().encode()])
        self.is_asked = True

    def settle(self) -> None:
        """Wait for the last mark; raises DatabaseError when it was not made."""
        while self.is_asked:
            result = self.database.get_result()
            if result is None:
                self.is_asked = False
            elif result.status != ExecStatus.TUPLES_OK:
                raise DatabaseError(result.error_message.decode(errors="replace"))


def give_back(batch: Batch, rows: Sequence[OutboxMessage], error: str = "", *, pause: bool = True) -> int:
    """Queue rows that were not tried, their attempts not counted; after a pause that grows with their age."""
    if not rows:
        return 0
    now = timezone.now()
    age = now - max(row.created_at for row in rows)
    wait = min(max(age / 4, SHORTEST_PAUSE), LONGEST_PAUSE) if pause else timedelta()
    return batch.ours(rows).update(state=State.QUEUED, attempts=F("attempts") - 1, due_at=now + wait, error=error)


def fail(batch: Batch, row: OutboxMessage, error: str, *, for_good: bool) -> None:
    """Keep what went wrong with one mail: it is tried again, waiting longer each time, or given up."""
    if for_good or row.attempts >= LAST_ATTEMPT:
        batch.ours([row]).update(state=State.FAILED, error=error)
        return
    later = timezone.now() + timedelta(minutes=2**row.attempts)
    batch.ours([row]).update(state=State.QUEUED, due_at=later, error=error)
