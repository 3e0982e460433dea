"""What people do after a meeting: carry out actions."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils import timezone

from meetings.models import ActionItem
from members.models import User


@transaction.atomic
def finish_action(*, action: ActionItem, by: User, done: bool = True) -> ActionItem:
    """Say that an action is done, or open it again; what is so already stays as it was."""
    held = ActionItem.objects.select_for_update().get(pk=action.pk)
    if (held.done_at is not None) != done:
        held.done_at = timezone.now() if done else None
        with pghistory.context(user=by.pk):
            held.save(update_fields=["done_at"])
    return held
