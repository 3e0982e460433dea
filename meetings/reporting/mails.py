"""Mails about minutes: that they are there, that someone wants them corrected, and what became of that."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from meetings.models import Attendance, Correction, Meeting, Minutes
from meetings.telling import leaders_of, said_of, sectors_of, taking_part
from members.models import Person
from members.telling import tell
from sectors.telling import tell_people

ON_THE_LIST = (Attendance.Presence.PRESENT, Attendance.Presence.ONLINE, Attendance.Presence.EXCUSED)


def people_on_the_list(meeting: Meeting) -> QuerySet[Person]:
    """Return who was there or let know that he could not be, as far as mail can reach him."""
    listed = Attendance.objects.filter(meeting=meeting, presence__in=ON_THE_LIST)
    return taking_part(meeting).filter(pk__in=listed.values("person")).order_by("pk")


def tell_published(minutes: Minutes) -> None:
    """Tell everyone on the list, once."""
    meeting, until = minutes.meeting, minutes.corrections_until
    tell_people(
        "minutes_published",
        people_on_the_list(meeting),
        sectors=sectors_of(meeting),
        key=f"{meeting.pk}",
        context=_told(meeting, until=until.isoformat() if until else ""),
        about=meeting,
    )


def tell_proposed(correction: Correction) -> None:
    """Tell who leads the meeting's sectors that someone wants a correction; not the one who does."""
    meeting, path = correction.minutes.meeting, reverse("correction-handle", args=[correction.pk])
    tell_people(
        "correction_proposed",
        leaders_of(meeting).exclude(pk=correction.person_id),
        sectors=sectors_of(meeting),
        key=f"{correction.pk}",
        context=_told(meeting, who=correction.person.name, text=correction.text, path=path),
        about=meeting,
    )


def tell_handled(correction: Correction, *, is_accepted: bool) -> None:
    """Tell the proposer what became of it."""
    meeting = correction.minutes.meeting
    told = _told(meeting, text=correction.text, answer=correction.answer, accepted=is_accepted)
    tell("correction_handled", correction.person, key=f"{correction.pk}", context=told, about=meeting)


def _told(meeting: Meeting, **told: object) -> dict[str, object]:
    """Return what a mail says that leads to the minutes."""
    return said_of(meeting, path=reverse("meeting-minutes", args=[meeting.pk])) | told
