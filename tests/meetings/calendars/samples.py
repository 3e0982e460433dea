"""Meetings of which the calendars are kept in golden/: fixed facts, everything filled in."""

from dataclasses import replace
from datetime import UTC, date, datetime

from meetings.calendars.events import deadline_event, event_of, feed_file, itip_file
from meetings.calendars.facts import MeetingFacts

STAMP = datetime(2027, 3, 22, 8, 15, 30, tzinfo=UTC)
PLAIN = MeetingFacts(
    uid="brink-0d3c9a52-6a0e-4a57-9a3e-1f0f2a6b7c8d@calendar.brink.example",
    sequence=0,
    state="scheduled",
    reason="",
    title="Samen besluiten over data",
    sectors=("Overheden",),
    number=3,
    starts=datetime(2027, 4, 22, 11, 30, tzinfo=UTC),
    ends=datetime(2027, 4, 22, 14, 30, tzinfo=UTC),
    place="Raadhuisplein 1, Emmen",
    host="Gemeente Emmen",
    online_link="",
    summary="Wie beslist er over de gegevens die we delen? Drie voorbeelden, en daarna aan tafels.",
    path="/bijeenkomsten/12/",
    moved_from=None,
    modified=datetime(2027, 3, 1, 9, 0, tzinfo=UTC),
    manager_name="Marit de Vries",
    manager_email="marit@example.org",
)
MOVED = replace(
    PLAIN,
    sequence=1,
    starts=datetime(2027, 4, 29, 11, 30, tzinfo=UTC),
    ends=datetime(2027, 4, 29, 14, 30, tzinfo=UTC),
    moved_from=PLAIN.starts,
    modified=datetime(2027, 3, 22, 8, 0, tzinfo=UTC),
)
CANCELLED = replace(PLAIN, sequence=2, state="cancelled", reason="De spreker is verhinderd; we zoeken een nieuwe dag.")
ODD = replace(
    PLAIN,
    uid="brink-5b1f7c1e-91a7-4b1d-8d5a-3c2b1a09f8e7@calendar.brink.example",
    title='Wet, "regels"; en \\Netwerk: 🎉 \u202etxt.exe\r\nATTENDEE:mailto:mallory@example.org',
    sectors=("Zorg, welzijn & wonen", "Overheden"),
    place="’t Zand 7;\x07 kamer 2\\3",
    host="",
    online_link="https://meet.example.org/zaal?id=1,2;3",
    summary="Regel een\nEND:VEVENT\nBEGIN:VEVENT\n" + "Lange uitleg met é en 漢字, en meer; " * 6,
)
UNTITLED = replace(
    PLAIN,
    uid="brink-7e2f1c3d-0000-4b1d-8d5a-3c2b1a09f8e7@calendar.brink.example",
    title="",
    place="",
    host="",
    summary="",
    online_link="https://meet.example.org/zaal",
)


def invitation(facts, *, method="request", language="en", partstat="NEEDS-ACTION", name="Jan de Boer"):
    """The calendar part of a mail to jan@example.org."""
    return itip_file(
        facts,
        method=method,
        organizer="post@example.org",
        attendee="jan@example.org",
        attendee_name=name,
        partstat=partstat,
        stamp=STAMP,
        language=language,
    )


def feed(*, language="en", with_link=True):
    """A feed of all of them, with a day on which input is due."""
    events = [event_of(facts, language=language, with_link=with_link) for facts in (MOVED, ODD, UNTITLED)]
    events[0:0] = [
        event_of(replace(CANCELLED, uid="brink-1@calendar.brink.example"), language=language, with_link=True)
    ]
    deadline = deadline_event(MOVED, date(2027, 4, 6), language=language)
    return feed_file("Overheden, Noord · 🎉", [*events, deadline])


CALENDARS = {
    "request": lambda: invitation(PLAIN, language="nl"),
    "request_moved_accepted": lambda: invitation(MOVED, partstat="ACCEPTED"),
    "request_odd": lambda: invitation(ODD, name='Jan "de\r\nX-EVIL:1", Boer; ^n 🎉'),
    "request_english": lambda: invitation(UNTITLED, language="en"),
    "cancel": lambda: invitation(CANCELLED, method="cancel", language="nl"),
    "cancel_for_one": lambda: invitation(PLAIN, method="cancel", partstat="DECLINED"),
    "feed_member": feed,
    "feed_public": lambda: feed(language="nl", with_link=False),
}
