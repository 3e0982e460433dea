"""Meetings as iCalendar: events, the files that feeds serve, and the messages that invite (RFC 5545, 5546)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event, vCalAddress, vDuration, vUri

from meetings.calendars.facts import MeetingFacts
from meetings.calendars.texts import ParameterText, Text, on_lines, on_one_line
from meetings.calendars.zone import AMSTERDAM, NAME, ZONE
from meetings.models import Invitation, Meeting
from members.dates import moment_long

PRODUCT = "-//Brink//Brink//NL"
FETCHED_EVERY = timedelta(hours=4)
STATUS = {Meeting.State.DRAFT: "TENTATIVE", Meeting.State.SCHEDULED: "CONFIRMED"}
RSVP = "FALSE"  # TRUE once a mailbox of ours reads the replies; until then calendars send none


def event_of(facts: MeetingFacts, *, language: str, with_link: bool) -> Event:
    """Return a meeting as an event; `with_link` for who may know where it is online.

    DTSTAMP is the moment of the last change, so that the bytes stay the same until something changes.
    """
    with translation.override(language):
        return _event(facts, facts.modified, _description(facts, with_link=with_link))


def deadline_event(facts: MeetingFacts, day: date, *, language: str) -> Event:
    """Return the last day for input to a meeting, as something that takes no time of that day."""
    with translation.override(language):
        event = _begun(f"input-{facts.uid}", facts, facts.modified)
        event.add("SUMMARY", Text(_("Last day for input: %(meeting)s") % {"meeting": name_of(facts)}))
        event.add("DESCRIPTION", Text(page_of(facts)))
    event.add("DTSTART", day)
    event.add("DTEND", day + timedelta(days=1))
    event.add("TRANSP", "TRANSPARENT")
    return event


def feed_file(name: str, events: Iterable[Event]) -> bytes:
    """Return a calendar to read: without METHOD, organiser and attendees, so nobody is invited by it."""
    calendar, shown = _calendar(), Text(on_one_line(name))
    calendar.add("NAME", shown)
    calendar.add("X-WR-CALNAME", shown)
    calendar.add("X-WR-TIMEZONE", NAME)
    calendar.add("REFRESH-INTERVAL", FETCHED_EVERY, {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(FETCHED_EVERY))
    return _written(calendar, events)


def itip_file(
    facts: MeetingFacts,
    *,
    method: str,
    organizer: str,
    attendee: str,
    attendee_name: str,
    partstat: str,
    stamp: datetime,
    language: str,
) -> bytes:
    """Return the calendar part of an invitation to one attendee, or of its withdrawal (RFC 5546 §3.2.2, §3.2.5).

    `method` is one of Invitation.Method, the addresses are bare, `stamp` is the moment of sending.
    """
    is_cancel = method == Invitation.Method.CANCEL
    with translation.override(language):
        description = _description(facts, with_link=not is_cancel, note="" if is_cancel else _how_to_answer())
        event = _event(facts, stamp, description, is_cancelled=is_cancel)
    event.add("ORGANIZER", vCalAddress(f"mailto:{organizer}"))
    event.add("ATTENDEE", attendee_of(attendee, attendee_name, partstat))
    calendar = _calendar()
    calendar.add("METHOD", method.upper())
    return _written(calendar, [event])


def attendee_of(address: str, name: str, partstat: str) -> vCalAddress:
    """Return the one attendee of an invitation: exactly the address that is mailed, and what he answered."""
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params.update({"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": partstat, "RSVP": RSVP})
    if name:
        attendee.params["CN"] = ParameterText(name)
    return attendee


def name_of(facts: MeetingFacts) -> str:
    """Return what a meeting is called, in the language of now."""
    if title := on_one_line(facts.title):
        return title
    return ": ".join([*filter(None, [sectors_of(facts) or group_in(facts)]), _("topic to follow")])


def sectors_of(facts: MeetingFacts) -> str:
    """Return whose meeting it is: "Overheden, Zorg"."""
    return on_one_line(", ".join(facts.sectors))


def group_in(facts: MeetingFacts) -> str:
    """Return the group whose gathering it is; nothing for a meeting of sectors."""
    return on_one_line(facts.group)


def where_of(facts: MeetingFacts) -> str:
    """Return where a meeting is: the host and the place, or only that it is online."""
    host, place = on_one_line(facts.host), on_one_line(facts.place)
    if not host and not place and facts.online_link:
        return _("Online")
    return place if host.casefold() in place.casefold() else ", ".join(filter(None, [host, place]))


def page_of(facts: MeetingFacts) -> str:
    """Return the address of the meeting's page."""
    return f"{settings.PUBLIC_URL}{facts.path}"


def _event(facts: MeetingFacts, stamp: datetime, description: str, *, is_cancelled: bool = False) -> Event:
    event, name = _begun(facts.uid, facts, stamp), name_of(facts)
    starts, ends = _clock_times(facts)
    event.add("SUMMARY", Text(_("CANCELLED: %(meeting)s") % {"meeting": name} if facts.is_off else name))
    event.add("DTSTART", starts)
    event.add("DTEND", ends)
    if where := where_of(facts):
        event.add("LOCATION", Text(where))
    event.add("DESCRIPTION", Text(description))
    is_cancelled = is_cancelled or facts.is_off
    event.add("STATUS", "CANCELLED" if is_cancelled else STATUS[Meeting.State(facts.state)])
    event.add("TRANSP", "TRANSPARENT" if is_cancelled else "OPAQUE")
    return event


def _begun(uid: str, facts: MeetingFacts, stamp: datetime) -> Event:
    event = Event()
    event.add("UID", uid)
    event.add("SEQUENCE", facts.sequence)
    event.add("DTSTAMP", stamp)
    event.add("LAST-MODIFIED", facts.modified)
    event.add("URL", vUri(page_of(facts)))
    return event


def _clock_times(facts: MeetingFacts) -> tuple[datetime, datetime]:
    """Return start and end by the clock of the region; in UTC when a clock time would be that of an hour earlier.

    An hour that comes twice means the first time (RFC 5545 §3.3.5).
    """
    starts, ends = facts.starts.astimezone(AMSTERDAM), facts.ends.astimezone(AMSTERDAM)
    if starts.fold or ends.fold:
        return facts.starts.astimezone(UTC), facts.ends.astimezone(UTC)
    return starts, ends


def _description(facts: MeetingFacts, *, with_link: bool, note: str = "") -> str:
    """Return what is told below an appointment: first where its page is, then what may have changed."""
    parts = [page_of(facts)]
    if facts.is_off:
        parts.append(_("Cancelled. Reason: %(reason)s") % {"reason": on_one_line(facts.reason)})
    elif note:
        parts.append(note)
    if facts.moved_from and not facts.is_off:
        parts.append(_("Moved, it was to begin on %(moment)s") % {"moment": moment_long(facts.moved_from)})
    if facts.online_link and with_link and not facts.is_off:
        parts.append(_("Join online: %(link)s") % {"link": facts.online_link})
    if facts.sectors:
        label = ngettext("Sector: %(names)s", "Sectors: %(names)s", len(facts.sectors))
        parts.append(label % {"names": sectors_of(facts)})
    if facts.group:
        parts.append(_("Organised by: %(name)s") % {"name": group_in(facts)})
    return "\n\n".join([*parts, *filter(None, [on_lines(facts.summary)])])


def _how_to_answer() -> str:
    return _(
        "Say whether you come with the buttons in our mail or on the page above; answers given here do not reach us."
    )


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    return calendar


def _written(calendar: Calendar, events: Iterable[Event]) -> bytes:
    calendar.add_component(ZONE)
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
