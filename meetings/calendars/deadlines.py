"""Last days that other apps put into someone's own calendar: registered here, so that meetings know none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from icalendar import Event, vUri

from meetings.calendars.texts import Text, on_one_line
from members.models import User


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for something: `path` is that of its page, `modified` when it last changed."""

    uid: str
    name: str
    day: date
    path: str
    modified: datetime

    def event(self) -> Event:
        """Return it as an event that takes no time of its day (RFC 5545 §3.6.1)."""
        event, page = Event(), f"{settings.PUBLIC_URL}{self.path}"
        event.add("UID", self.uid)
        event.add("SEQUENCE", 0)
        event.add("DTSTAMP", self.modified)
        event.add("LAST-MODIFIED", self.modified)
        event.add("URL", vUri(page))
        event.add("SUMMARY", Text(on_one_line(self.name)))
        event.add("DESCRIPTION", Text(page))
        event.add("DTSTART", self.day)
        event.add("DTEND", self.day + timedelta(days=1))
        event.add("TRANSP", "TRANSPARENT")
        return event


Source = Callable[[User], Iterable[Deadline]]
SOURCES: list[Source] = []


def register_deadlines(source: Source) -> None:
    """Take deadlines from here for everyone's own calendar; a source asks one query, in the language of now."""
    SOURCES.append(source)


def deadlines_of(user: User) -> tuple[Deadline, ...]:
    """Return all that is registered for an account, in order."""
    found = (deadline for source in SOURCES for deadline in source(user))
    return tuple(sorted(found, key=lambda deadline: (deadline.day, deadline.uid)))
