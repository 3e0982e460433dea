"""What mails about a meeting have in common: what they say of it, and who leads it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from meetings.audience import who_can_come
from meetings.groups import group_of
from meetings.models import Meeting
from members.models import Person
from members.telling import reachable
from sectors.models import Appointment, Seat, Sector


def said_of(meeting: Meeting, *, path: str = "") -> dict[str, Any]:
    """Return what every mail says of a meeting: its title, sectors and moments, and where to go; plain values.

    Where a gathering has no sector stands the group that gathers.
    """
    names = [sector.name for sector in sectors_of(meeting)] or _group_of(meeting)
    return {
        "title": meeting.title,
        "sectors": " + ".join(names),
        "starts": meeting.starts.isoformat() if meeting.starts else "",
        "ends": meeting.ends.isoformat() if meeting.ends else "",
        "path": path or reverse("meeting-detail", args=[meeting.pk]),
    }


def _group_of(meeting: Meeting) -> list[str]:
    found = Meeting.objects.filter(pk=meeting.pk).annotate(group=group_of()).values_list("group", flat=True)
    return [tag["name"] for tag in found.get()]


def sectors_of(meeting: Meeting) -> QuerySet[Sector]:
    """Return the meeting's own sector and those that hold it jointly."""
    return Sector.objects.filter(Q(years__meetings=meeting) | Q(joint_meetings=meeting)).distinct()


def people_of(meeting: Meeting) -> QuerySet[Person]:
    """Return who has a seat or a role in its sectors, as far as mail can reach them."""
    own = {"person": OuterRef("pk"), "sector__in": sectors_of(meeting)}
    seats, roles = Seat.objects.current().filter(**own), Appointment.objects.current().filter(**own)
    return taking_part().filter(Exists(seats) | Exists(roles))


def leaders_of(meeting: Meeting) -> QuerySet[Person]:
    """Return the chairs, programme managers and deputies of its sectors; of another group who organises it."""
    roles = Appointment.objects.current().filter(person=OuterRef("pk"), sector__in=sectors_of(meeting))
    organises = Q(pk=meeting.organiser_id) if meeting.sector_year_id is None else Q()
    return taking_part().filter(Q(Exists(roles)) | organises)


def taking_part(meeting: Meeting | None = None) -> QuerySet[Person]:
    """Return who takes part in the network today and can be mailed; about a gathering, others too."""
    return reachable(who_can_come(meeting) if meeting else Person.objects.taking_part())
