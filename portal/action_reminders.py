"""What actions ask of a day: their owner hears of them three days before they are due, and weekly for a while after."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from meetings.models import ActionItem
from members.models import Notification, Person
from members.telling import daytime, reachable, tell

BEFORE = 3  # days
WEEKS_AFTER = 3


def remind_of_actions() -> None:
    """Remind owners of open actions, those of one day in one mail: once before it, and three times after.

    Whoever was told is not told again, and a turn that has passed is left alone: so it may run twice, or late.
    """
    owned = _owned(timezone.localdate())
    people = reachable(Person.objects.taking_part()).in_bulk({pk for pk, _due in owned})
    told = set(Notification.objects.filter(kind="actions_due", person__in=people).values_list("person_id", "key"))
    for (pk, due), actions in owned.items():
        key = f"{due}:{_turn(due, timezone.localdate())}"
        if pk in people and (pk, f"actions_due:{key}") not in told:
            _remind(people[pk], due, actions, key)


def _turn(due: date, today: date) -> int:
    """Return the number of the reminder whose turn it is: 0 until the day itself, then one for each week begun."""
    return max(0, ((today - due).days + 6) // 7)


def _owned(today: date) -> dict[tuple[int, date], list[ActionItem]]:
    """Return the actions to be reminded of, by owner and day."""
    span = (today - timedelta(weeks=WEEKS_AFTER), today + timedelta(days=BEFORE))
    actions = ActionItem.objects.open().filter(due__range=span, owner__isnull=False).select_related("meeting")
    owned: dict[tuple[int, date], list[ActionItem]] = defaultdict(list)
    for action in actions:
        if action.owner_id and action.due:
            owned[action.owner_id, action.due].append(action)
    return owned


@transaction.atomic
def _remind(person: Person, due: date, actions: list[ActionItem], key: str) -> None:
    context: dict[str, Any] = {
        "due": due.isoformat(),
        "overdue": due < timezone.localdate(),
        "actions": [{"text": action.text, "path": action.meeting.get_absolute_url()} for action in actions],
        "path": reverse("mine"),
    }
    tell("actions_due", person, key=key, context=context, due_at=daytime())
