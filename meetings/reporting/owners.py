"""Who can take up an action: people of the meeting's sectors, of a gathering who is listed, and who was there."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from meetings.models import Attendance, Meeting
from members.models import Person
from sectors.models import Appointment, Seat, Sector

THERE = (Attendance.Presence.PRESENT, Attendance.Presence.ONLINE)


def possible_owners(meeting: Meeting) -> list[tuple[int, str]]:
    """Return the keys of people with their names and organisations, by name."""
    sectors = Sector.objects.filter(Q(years__meetings=meeting) | Q(joint_meetings=meeting))
    own = {"person": OuterRef("pk"), "sector__in": sectors.values("pk")}
    listed = Attendance.objects.filter(person=OuterRef("pk"), meeting=meeting)
    there = listed if meeting.kind == Meeting.Kind.GATHERING else listed.filter(presence__in=THERE)
    asked = Exists(Seat.objects.current().filter(**own)) | Exists(Appointment.objects.current().filter(**own))
    found = Person.objects.filter(asked | Exists(there)).order_by("sort_key", "pk")
    return [
        (pk, f"{name}, {organisation}" if organisation else name)
        for pk, name, organisation in found.values_list("pk", "name", "organisation__name")
    ]
