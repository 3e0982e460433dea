"""The waiting list of a meeting: who stands first on it gets the place that comes free."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from meetings.answers import places_free
from meetings.models import Attendance, Meeting
from meetings.telling import said_of
from members.models import Person
from members.telling import tell


def waiting_at(meeting: Meeting) -> list[Attendance]:
    """Return who waits for a place, who asked first at the front."""
    waiting = meeting.attendances.filter(response=Attendance.Response.WAITING)
    return list(waiting.select_related("person__account").order_by("responded_at", "pk"))


@transaction.atomic
def fill_free_places(meeting: Meeting) -> list[Attendance]:
    """Give places that came free to who waits longest, mail them, and return them.

    Belongs in the transaction of whatever frees a place or makes room. It locks the meeting; a second run finds
    nothing to do, and once the meeting takes no answers the list stays as it is.
    """
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not held.takes_answers:
        return []
    waiting, free = waiting_at(held), places_free(held)
    chosen = waiting if free is None else waiting[:free]
    for attendance in chosen:
        attendance.response = Attendance.Response.YES
        attendance.save(update_fields=["response"])
        _tell(attendance, held)
    return chosen


def _tell(attendance: Attendance, meeting: Meeting) -> None:
    asked_at = attendance.responded_at or timezone.now()
    told = said_of(meeting) | {"place": meeting.place, "answer_path": reverse("meeting-answer", args=[meeting.pk])}
    key = f"{attendance.pk}:{asked_at.timestamp()}"
    tell("place_free", attendance.person, key=key, context=told, about=meeting)


def turn_of(meeting: Meeting, person: Person) -> int | None:
    """Return the number of someone on the waiting list; None when he does not."""
    turns = {attendance.person_id: turn for turn, attendance in enumerate(waiting_at(meeting), start=1)}
    return turns.get(person.pk)
