"""What someone does with an invitation: answer it, or have it answered."""

from __future__ import annotations

from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.answering.waiting import fill_free_places
from meetings.answers import TAKES_A_PLACE, places_left, why_full, why_no_answers
from meetings.models import Attendance, Meeting
from members.models import Person, User

Response = Attendance.Response


@transaction.atomic
def answer_meeting(
    *,
    meeting: Meeting,
    person: Person,
    response: str,
    by: User | None,
    reason: str = "",
    substitute: Person | None = None,
    channel: str = Attendance.Channel.SITE,
) -> Attendance:
    """Store whether someone comes, with the organisation of this moment; a later answer takes the place of it.

    Nobody stands in the history for who answers without an account. Who asks for the waiting list while there is room
    comes; a place that comes free goes to who waits. Raises ValidationError when the meeting takes no answers, the
    room is full, or one of the two comes already for another.
    """
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if closed := why_no_answers(held):
        raise ValidationError(closed, code="closed")
    given: dict[str, Any] = {
        "organisation": person.organisation,
        "response": _as_room_allows(held, person, response),
        "response_reason": reason,
        "channel": channel,
        "responded_at": timezone.now(),
        "substitute": substitute if response == Response.SUBSTITUTE else None,
    }
    with pghistory.context(user=by.pk if by else None):
        _end_standing_in(held, person, response)
        _refuse_double(held, given["substitute"], person)
        stored = _store(held, person, given)
        fill_free_places(held)
    return stored


def _store(meeting: Meeting, person: Person, given: dict[str, Any]) -> Attendance:
    """Store the answer; who stood on the waiting list already keeps his turn."""
    found = Attendance.objects.filter(meeting=meeting, person=person).first()
    if found and found.response == given["response"] == Response.WAITING:
        given["responded_at"] = found.responded_at
    return Attendance.objects.update_or_create(meeting=meeting, person=person, defaults=given)[0]


def _as_room_allows(meeting: Meeting, person: Person, response: str) -> str:
    is_full = places_left(meeting, besides=person) == 0
    if response == Response.WAITING and not is_full:
        return Response.YES
    if response in TAKES_A_PLACE and is_full:
        raise ValidationError({"response": why_full(meeting)}, code="full")
    return response


def _end_standing_in(meeting: Meeting, person: Person, response: str) -> None:
    """Ask who named someone as his substitute again, when that one says that he does not come."""
    named = meeting.attendances.filter(substitute=person)
    other = named.select_related("person").first()
    if other is None:
        return
    if response != Response.NO:
        text = _("You come in the place of %(name)s already. Can you not come, then answer no.")
        raise ValidationError({"response": text % {"name": other.person}}, code="stands_in")
    named.update(response=Response.NONE, responded_at=None, substitute=None, response_reason="")


def _refuse_double(meeting: Meeting, substitute: Person | None, person: Person) -> None:
    """Refuse a substitute who answered himself, or who stands in for another already."""
    if substitute is None:
        return
    own = Q(person=substitute) & ~Q(response=Response.NONE)
    other = Q(substitute=substitute) & ~Q(person=person)
    if meeting.attendances.filter(own | other).exists():
        text = _("%(name)s answered already, or comes for someone else. Choose another colleague.")
        raise ValidationError({"substitute": text % {"name": substitute}}, code="answered")
