"""Acts on the invitations of a meeting: have them mailed, at once or not at all.

A change of a meeting mails nobody by itself: somebody asks for it, and has ten minutes to think again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from meetings.inviting.audience import plan_of
from meetings.models import Mailing, Meeting
from members.broker import wake
from members.models import User
from sectors.models import Sector

logger = logging.getLogger(__name__)

TASK = "meetings.tasks.deliver_due_mailings"
TIME_TO_WITHDRAW = timedelta(minutes=10)


@transaction.atomic
def ask_mailing(*, meetings: Collection[Meeting], by: User) -> list[Mailing]:
    """Have the invitations of meetings brought up to date in ten minutes; return a mailing for each, in this order.

    A mailing that waits already is put off until then, so that edits shortly after each other become one mail. Who
    the round will mail is looked up when it is due; people and organisations of a mailing are counted then.
    """
    due = timezone.now() + TIME_TO_WITHDRAW
    waiting = _hold_waiting(meetings)
    return [_ask(meeting, waiting.get(meeting.pk), due, by) for meeting in meetings]


@transaction.atomic
def withdraw_mailing(*, mailing: Mailing, by: User) -> bool:
    """Take a mailing back as long as it waits, and say whether that was in time."""
    is_in_time = bool(Mailing.objects.waiting().filter(pk=mailing.pk).update(withdrawn_at=timezone.now()))
    logger.info("account %s withdraws mailing %s, in time: %s", by.pk, mailing.pk, is_in_time)
    return is_in_time


@transaction.atomic
def send_now(*, mailing: Mailing, by: User) -> bool:
    """Have a mailing that waits go out at once, and say whether it did still wait."""
    is_in_time = bool(Mailing.objects.waiting().filter(pk=mailing.pk).update(due_at=timezone.now()))
    logger.info("account %s hurries mailing %s, in time: %s", by.pk, mailing.pk, is_in_time)
    if is_in_time:
        transaction.on_commit(wake_up, robust=True)
    return is_in_time


@transaction.atomic
def mail_cancellation(*, meeting: Meeting, by: User) -> Mailing | None:
    """Tell at once whoever has a meeting in his calendar that it falls through; None when nobody has.

    A mailing that waits becomes this one, or is withdrawn when there is nobody to tell. Call it in the transaction
    that calls the meeting off.
    """
    waiting = _hold_waiting([meeting]).get(meeting.pk)
    if plan_of(meeting).people:
        transaction.on_commit(wake_up, robust=True)
        return _ask(meeting, waiting, timezone.now(), by)
    if waiting:
        withdraw_mailing(mailing=waiting, by=by)
    return None


def wake_up() -> None:
    """Ask a worker to deliver what is due. Without a broker the sweep of every minute does it."""
    wake(TASK, waiting="invitations")


def _hold_waiting(meetings: Collection[Meeting]) -> dict[int, Mailing]:
    """Lock the meetings, so that two who ask at once ask for one mailing, and what waits of them already.

    The sectors come first, as in every act on meetings.
    """
    keys = [meeting.pk for meeting in meetings]
    years = Sector.objects.filter(years__meetings__in=keys)
    list(years.select_for_update(of=("self",), no_key=True).order_by("pk").values("pk"))
    list(Meeting.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values("pk"))
    waiting = Mailing.objects.waiting().select_for_update().filter(meeting__in=keys).order_by("pk")
    return {mailing.meeting_id: mailing for mailing in waiting}


def _ask(meeting: Meeting, waiting: Mailing | None, due: datetime, by: User) -> Mailing:
    """Store that someone asks for a mailing, on the row that waits if there is one."""
    mailing = waiting or Mailing(meeting=meeting)
    mailing.asked_by, mailing.asked_at, mailing.due_at = by, timezone.now(), due
    mailing.save()
    return mailing
