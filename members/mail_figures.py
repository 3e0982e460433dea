"""How mail is doing: what waits and since when, what failed and why, what went out, and where mail has stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Func, Min, Q, QuerySet, TextField, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import BouncedAddress, OutboxMessage

State = OutboxMessage.State

PATIENCE = timedelta(minutes=15)
REASONS_SHOWN = 8
UNREACHABLE = _("The mail server could not be reached")
UNWRITTEN = _("The mail could not be written")
REASONS = {
    "SMTPRecipientsRefused": _("The mail server refused the address"),
    "SMTPSenderRefused": _("The mail server refused our own address"),
    "SMTPDataError": _("The mail server refused the mail"),
    "SMTPAuthenticationError": _("The mail server refused our password"),
    "SMTPServerDisconnected": UNREACHABLE,
    "ConnectionRefusedError": UNREACHABLE,
    "TimeoutError": UNREACHABLE,
    "gaierror": UNREACHABLE,
    "TemplateDoesNotExist": UNWRITTEN,
    "KeyError": UNWRITTEN,
    "PermissionError": _("We do not mail this address"),
}


@dataclass(frozen=True)
class Reason:
    """Why mails failed: as the log has it, in words, and how many."""

    code: str
    words: str | Promise
    count: int


@dataclass(frozen=True)
class Figures:
    """The outbox at a glance. Mail for later is planned and waits for nothing."""

    waiting: int
    waiting_since: datetime | None
    retried: int
    retried_since: datetime | None
    planned: int
    failed: int
    sent_today: int
    sent_this_week: int
    reasons: list[Reason]
    bounced: int
    stopped: int

    @property
    def is_late(self) -> bool:
        """Whether mail that ought to have left is still here: as a rule because no worker runs."""
        return _is_old(self.waiting_since)

    @property
    def is_held_up(self) -> bool:
        """Whether mail was tried and did not get through for a while."""
        return _is_old(self.retried_since)


def figures() -> Figures:
    """Count the outbox, in two queries and one more when something failed."""
    now, day = timezone.now(), timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    week = day - timedelta(days=6)
    open_states = Q(state__in=[State.QUEUED, State.SENDING])
    fresh, retried = open_states & Q(attempts=0), open_states & Q(attempts__gt=0)
    counts = OutboxMessage.objects.filter(open_states | Q(state=State.FAILED) | Q(sent_at__gte=week)).aggregate(
        waiting=Count("pk", filter=fresh & Q(due_at__lte=now)),
        waiting_since=Min("due_at", filter=fresh & Q(due_at__lte=now)),
        retried=Count("pk", filter=retried),
        retried_since=Min("created_at", filter=retried),
        planned=Count("pk", filter=fresh & Q(due_at__gt=now)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        sent_today=Count("pk", filter=Q(sent_at__gte=day)),
        sent_this_week=Count("pk", filter=Q(sent_at__gte=week)),
    )
    stops = BouncedAddress.objects.aggregate(
        bounced=Count("pk"), stopped=Count("pk", filter=Q(stopped_at__isnull=False))
    )
    failed = OutboxMessage.objects.filter(state=State.FAILED)
    return Figures(**counts, **stops, reasons=reasons(failed) if counts["failed"] else [])


def reasons(failed: QuerySet[OutboxMessage]) -> list[Reason]:
    """Return why mails failed, the commonest first. An error begins with its kind and a colon."""
    code = Func(F("error"), Value(":"), Value(1), function="split_part", output_field=TextField())
    found = failed.order_by().annotate(code=code).values_list("code").annotate(count=Count("pk"))
    rows = found.order_by("-count", "code")[:REASONS_SHOWN]
    return [Reason(code, REASONS.get(code, code or _("Unknown")), count) for code, count in rows]


def _is_old(moment: datetime | None) -> bool:
    return moment is not None and moment < timezone.now() - PATIENCE
