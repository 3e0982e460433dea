"""Mails about minutes: that they are there, that someone wants them corrected, and what became of that."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from meetings.models import Attendance, Correction, Meeting, Minutes
from meetings.preparing.mails import leaders_of
from members.dates import date_long, moment_long
from members.models import Person
from members.outbox import queue

ON_THE_LIST = (Attendance.Presence.PRESENT, Attendance.Presence.ONLINE, Attendance.Presence.EXCUSED)


def people_on_the_list(meeting: Meeting) -> QuerySet[Person]:
    """Return who was there or let know that he could not be, as far as mail can reach him."""
    listed = Attendance.objects.filter(meeting=meeting, presence__in=ON_THE_LIST)
    reachable = Person.objects.taking_part().exclude(email="", account=None)
    return reachable.filter(pk__in=listed.values("person")).select_related("account").order_by("pk")


def tell_published(minutes: Minutes) -> None:
    """Mail everyone on the list, once."""
    told = _told(minutes.meeting) | {"until": _day(minutes)}
    for person in people_on_the_list(minutes.meeting):
        _mail("minutes_published", person, f"minutes:{minutes.meeting_id}:{person.pk}", told)


def tell_proposed(correction: Correction) -> None:
    """Mail who leads the meeting's sectors that someone wants a correction; not the one who does."""
    path = reverse("correction-handle", args=[correction.pk])
    told = _told(correction.minutes.meeting) | {"who": correction.person.name, "text": correction.text, "path": path}
    for person in leaders_of(correction.minutes.meeting).exclude(pk=correction.person_id):
        _mail("correction_proposed", person, f"correction:{correction.pk}:{person.pk}", told)


def tell_handled(correction: Correction, *, is_accepted: bool) -> None:
    """Mail the proposer what became of it."""
    told = _told(correction.minutes.meeting) | {"text": correction.text, "answer": correction.answer}
    proposer = Person.objects.select_related("account").get(pk=correction.person_id)
    told |= {"accepted": is_accepted}
    _mail("correction_handled", proposer, f"correction-handled:{correction.pk}", told)


def _told(meeting: Meeting) -> dict[str, object]:
    """Return what every mail says of the meeting, in the language of mails."""
    with translation.override(settings.LANGUAGE_CODE):
        title = meeting.title or _("Topic to follow")
        when = moment_long(meeting.starts, meeting.ends) if meeting.starts else ""
    return {"title": title, "when": when, "path": reverse("meeting-minutes", args=[meeting.pk])}


def _day(minutes: Minutes) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return date_long(minutes.corrections_until) if minutes.corrections_until else ""


def _mail(template: str, person: Person, key: str, told: dict[str, object]) -> None:
    if address := person.account.email if person.account else person.email:
        context = {"name": person.name, **told}
        queue(kind=template, to=address, key=key, template=f"mails/{template}", context=context, person=person)
