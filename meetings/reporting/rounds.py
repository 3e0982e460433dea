"""What minutes ask of a day: those whose time for corrections is over become final."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from meetings.models import Correction, Minutes
from meetings.reporting.publishing import close
from meetings.reporting.standing import hold


def finish_due_minutes() -> None:
    """Close what is due, one by one, and only if it still is once it is locked. May run twice, late, or at once."""
    for minutes in due_minutes().select_related("meeting").order_by("pk"):
        with transaction.atomic():
            held = hold(minutes.meeting)
            if due_minutes().filter(pk=held.minutes.pk).exists():
                close(held.minutes)


def due_minutes() -> QuerySet[Minutes]:
    """Return published minutes past their last day for corrections, without one that waits for an answer."""
    now = timezone.now()
    waiting = Correction.objects.filter(minutes=OuterRef("pk"), handled_at__isnull=True)
    open_minutes = Minutes.objects.filter(published_at__lte=now, final_at__isnull=True)
    return open_minutes.filter(~Exists(waiting), corrections_until__lt=timezone.localdate(now))
