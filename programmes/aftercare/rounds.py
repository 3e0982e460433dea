"""What aftercare asks of a day: tell of what lost its home, and ask whether what was handed over still lives.

Each step is computed from what is due and not yet done: it may run twice, late, or after days without a worker.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from programmes.aftercare.homeless import Why, homeless_platforms, homeless_work
from programmes.aftercare.mails import ask_alive, tell_platform_homeless, tell_work_homeless
from programmes.aftercare.tokens import RELATED, receiver_of, token_of
from programmes.chains import has_ended
from programmes.models import Handover, LifeSign, Platform

ASKED_AFTER = (6, 12)  # months after work was handed over
TOO_LATE = timedelta(days=90)
NOTHING_LIVES = (Handover.Kind.STOPPED, Handover.Kind.ARCHIVED)


def tell_of_homeless() -> None:
    """Tell of work of which the place ended, and of platforms without a host; of each loss once."""
    for work in homeless_work():
        if work.why == Why.ENDED:
            tell_work_homeless(work)
    for lost in homeless_platforms(Platform.objects.all()):
        if lost.host:
            tell_platform_homeless(lost)


def ask_for_life() -> None:
    """Ask the receiver of accepted work, 6 and 12 months after it came, whether it still lives."""
    today = timezone.localdate()
    for months in ASKED_AFTER:
        for pk in list(_unasked(months).order_by("pk").values_list("pk", flat=True)):
            with transaction.atomic():
                for handover in _unasked(months).select_for_update(of=("self",)).filter(pk=pk):
                    _ask(handover, months, today)


def _unasked(months: int) -> QuerySet[Handover]:
    """Handovers that a person accepted, that did not move on, and of which this was not asked, nor answered with no."""
    signs = LifeSign.objects.filter(handover=OuterRef("pk"))
    living = Handover.objects.last_of_chain().filter(accepted_by__isnull=False).exclude(kind__in=NOTHING_LIVES)
    return living.filter(~Exists(signs.filter(months__gte=months)), ~Exists(signs.gone())).select_related(*RELATED)


def _ask(handover: Handover, months: int, today: date) -> None:
    """Ask, if the day has come and is not long past, and there is somebody to ask about something that is there."""
    came = handover.effective_from or (timezone.localdate(handover.accepted_at) if handover.accepted_at else today)
    due, receiver = came + relativedelta(months=months), receiver_of(handover)
    if not due <= today <= due + TOO_LATE or receiver is None or has_ended(handover.destination, today):
        return
    sign = LifeSign.objects.create(handover=handover, months=months)
    ask_alive(sign, receiver, answer_path=reverse("life-sign", args=[token_of(sign, receiver)]))
