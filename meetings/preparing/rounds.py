"""What preparations ask of a day: open, raise what is unsettled, and close what was held.

Each step is computed from what is due and not yet done: it may run twice, late, or after days without a worker.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from meetings.backlog.feedback import tell_proposer
from meetings.locks import hold_meeting
from meetings.models import Meeting, Preparation, Topic
from meetings.preparing.mails import ask_for_input, tell_closing, tell_unsettled
from meetings.preparing.standing_items import lay_standing_items
from members.telling import daytime

CLOSES_SOON = timedelta(days=3)
JUST_ASKED = timedelta(days=2)


def open_due_preparations() -> None:
    """Open every preparation whose day has come: lay its items on agendas, and ask for input while there is time."""
    _each(Preparation.objects.due_to_open, _open)


def remind_of_closing() -> None:
    """Tell who was not heard that the last days for input have come, and not right after asking for it."""
    _each(closing_soon, tell_closing)


def closing_soon() -> QuerySet[Preparation]:
    """Return the preparations of coming meetings in the last days for input, of which it was asked a while ago."""
    now, today = timezone.now(), timezone.localdate()
    coming = Meeting.objects.upcoming().filter(starts__gt=now)
    asked = Preparation.objects.open_for_input(today).filter(meeting__in=coming.order_by())
    return asked.filter(opened_at__lte=now - JUST_ASKED, input_closes_on__lte=today + CLOSES_SOON)


def raise_unsettled() -> None:
    """Tell the leaders of every meeting whose topic ought to be settled by now."""
    _each(Preparation.objects.due_to_raise, _raise)


def present_held_topics() -> None:
    """Make the scheduled topic of every meeting that was held a presented one, and tell who proposed it."""
    held = Topic.objects.filter(
        state=Topic.State.SCHEDULED, meeting__state=Meeting.State.SCHEDULED, meeting__ends__lte=timezone.now()
    )
    for pk in held.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            for topic in held.select_for_update(of=("self",)).filter(pk=pk):
                topic.state = Topic.State.PRESENTED
                topic.save(update_fields=["state"])
                tell_proposer(topic=topic, by=None, due_at=daytime())


def _each(due: Callable[[], QuerySet[Preparation]], act: Callable[[Preparation], None]) -> None:
    """Take what is due one by one, each in a transaction of its own and only if it is still due once it is locked."""
    for pk, meeting in list(due().order_by("pk").values_list("pk", "meeting")):
        with transaction.atomic():
            hold_meeting(meeting)
            for preparation in due().select_for_update(of=("self",)).select_related("meeting").filter(pk=pk):
                act(preparation)


def _open(preparation: Preparation) -> None:
    preparation.opened_at = timezone.now()
    preparation.save(update_fields=["opened_at"])
    lay_standing_items(preparation.meeting)
    if preparation.discussed_in:
        lay_standing_items(preparation.discussed_in)
    if preparation.is_open_on(timezone.localdate()):
        ask_for_input(preparation)


def _raise(preparation: Preparation) -> None:
    preparation.raised_at = timezone.now()
    preparation.save(update_fields=["raised_at"])
    tell_unsettled(preparation)
