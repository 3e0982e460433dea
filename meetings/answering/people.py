"""Who answers, what he said before, and which colleagues may come instead."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from meetings.models import Attendance, Meeting
from members.models import Person


def given_by(person: Person, meeting: Meeting) -> dict[str, Any]:
    """Return what someone answered before, by the names of the form's fields."""
    given = person.attendances.filter(meeting=meeting).first()
    if given is None:
        return {}
    known = {"response": given.response, "reason": given.response_reason, "substitute": given.substitute_id}
    return known if given.response != Attendance.Response.NONE else {}


def colleagues_for(meeting: Meeting, person: Person) -> QuerySet[Person]:
    """Return the people of someone's organisation who may come in his place: who gave no answer of their own.

    To a meeting for the invited only another one who is invited comes.
    """
    others = meeting.attendances.exclude(person=person)
    answered = others.exclude(response=Attendance.Response.NONE)
    standing_in = others.filter(substitute__isnull=False)
    found = Person.objects.present().filter(organisation=person.organisation_id).exclude(pk=person.pk).by_name()
    found = found.exclude(pk__in=answered.values("person")).exclude(pk__in=standing_in.values("substitute"))
    if meeting.visibility == Meeting.Visibility.INVITED:
        found = found.filter(invitations__meeting=meeting)
    return found
