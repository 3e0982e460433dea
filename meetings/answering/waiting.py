"""The waiting list of a meeting: who stands first on it gets the place that comes free."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation

from meetings.answers import places_free
from meetings.models import Attendance, Meeting
from members.dates import moment_long
from members.models import Person
from members.outbox import queue


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
    person, asked_at = attendance.person, attendance.responded_at
    address = person.account.email if person.account else person.email
    if not address or asked_at is None or meeting.starts is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        told = {
            "name": person.name,
            "title": meeting.title,
            "when": moment_long(meeting.starts, meeting.ends),
            "place": meeting.place,
            "path": meeting.get_absolute_url(),
            "pk": meeting.pk,
        }
    key = f"place-free:{attendance.pk}:{asked_at.timestamp()}"
    queue(kind="place_free", to=address, key=key, template="mails/place_free", context=told, person=person)


def turn_of(meeting: Meeting, person: Person) -> int | None:
    """Return the number of someone on the waiting list; None when he does not."""
    turns = {attendance.person_id: turn for turn, attendance in enumerate(waiting_at(meeting), start=1)}
    return turns.get(person.pk)
