"""Writes what two of the logins were told: one by mail, and one who waits for his weekly mail."""

from datetime import date, datetime, time, timedelta
from typing import Any

from meetings.models import Meeting
from meetings.telling import said_of
from members.models import Notification, Person
from portal.demo.store import store
from portal.demo.timing import moment

SETTLED, PUBLISHED = "topic_settled", "minutes_published"
READERS = (("Margriet Meerkoet", "overheden", True), ("Otto Oeverzwaluw", "water", False))


def load_told(today: date) -> None:
    """Write of each reader's sector the last meeting's minutes and the next one's topic."""
    now = moment(today, time(9))
    rows = []
    for name, slug, is_mailed in READERS:
        person = Person.objects.get(name=name)
        meetings = Meeting.objects.filter(sector_year__sector__slug=slug, state=Meeting.State.SCHEDULED)
        last = meetings.filter(minutes__published_at__lt=now).order_by("-starts").first()
        coming = meetings.filter(starts__gt=now).exclude(title="").order_by("starts").first()
        for kind, meeting, days in ((PUBLISHED, last, 12), (SETTLED, coming, 5)):
            if meeting:
                told = moment(today - timedelta(days=days), time(9, 30))
                rows.append(_notification(person, kind, meeting, told=told, is_mailed=is_mailed))
    store(rows, key=["person", "key"], once=["context", "created_at", "mailed_at"])


def _notification(person: Person, kind: str, meeting: Meeting, *, told: datetime, is_mailed: bool) -> Notification:
    path = f"{meeting.get_absolute_url()}verslag/" if kind == PUBLISHED else meeting.get_absolute_url()
    until = (told + timedelta(days=14)).date().isoformat()
    more: dict[str, Any] = {"until": until} if kind == PUBLISHED else {"presenters": []}
    return Notification(
        person=person,
        kind=kind,
        key=f"{kind}:demo-{meeting.pk}",
        context=said_of(meeting, path=path) | more,
        created_at=told,
        mailed_at=told if is_mailed else None,
    )
