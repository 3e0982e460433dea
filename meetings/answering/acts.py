"""What someone does with an invitation: answer it."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from meetings.answers import TAKES_A_PLACE, places_left, why_full, why_no_answers
from meetings.models import Attendance, Meeting
from members.models import Person, User


@transaction.atomic
def answer_meeting(
    *,
    meeting: Meeting,
    person: Person,
    response: str,
    by: User,
    reason: str = "",
    channel: str = Attendance.Channel.SITE,
) -> Attendance:
    """Store whether someone comes, with the organisation of this moment; a later answer takes the place of it.

    Raises ValidationError when the meeting takes no answers, or when the room is full; nothing is stored then.
    """
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if closed := why_no_answers(held):
        raise ValidationError(closed, code="closed")
    if response in TAKES_A_PLACE and places_left(held, besides=person) == 0:
        raise ValidationError({"response": why_full(held)}, code="full")
    given = {
        "organisation": person.organisation,
        "response": response,
        "response_reason": reason,
        "channel": channel,
        "responded_at": timezone.now(),
        "substitute": None,
    }
    with pghistory.context(user=by.pk):
        return Attendance.objects.update_or_create(meeting=held, person=person, defaults=given)[0]
