"""Who is asked to a meeting by name: acts for groups that are no sector, which say themselves who belongs to them.

An answer that nobody gave yet marks who is asked. Nobody is mailed by these acts: invitations follow the list, first
in a mailing that somebody asks for, afterwards by themselves.
"""

from __future__ import annotations

from collections.abc import Collection

import pghistory
from django.db import transaction

from meetings.answering.waiting import fill_free_places
from meetings.locks import hold_meeting
from meetings.models import Attendance, Meeting
from members.models import Person, User


@transaction.atomic
def list_people(*, meeting: Meeting, people: Collection[Person], by: User | None) -> int:
    """Put people on the list of a meeting and return how many are new; who stands on it keeps what he answered.

    Nobody stands in the history for what a job does.
    """
    held = hold_meeting(meeting.pk)
    listed = set(held.attendances.values_list("person_id", flat=True))
    rows = [Attendance(meeting=held, person=person) for person in people if person.pk not in listed]
    with pghistory.context(user=by.pk if by else None):
        Attendance.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def unlist_people(*, meeting: Meeting, people: Collection[Person], by: User | None) -> int:
    """Take people off the list of a meeting, as far as nobody recorded that they were there; return how many.

    They replace nobody any more, and places that come free go to who waits for them.
    """
    held = hold_meeting(meeting.pk)
    unrecorded = held.attendances.filter(presence="")
    with pghistory.context(user=by.pk if by else None):
        gone, _by_model = unrecorded.filter(person__in=people).delete()
        unrecorded.filter(substitute__in=people).update(substitute=None)
        fill_free_places(held)
    return gone
