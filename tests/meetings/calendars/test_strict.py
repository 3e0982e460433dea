"""The strict test itself: it finds each fault that it is there for."""

import pytest

from tests.meetings.calendars.samples import PLAIN, feed, invitation
from tests.meetings.calendars.strict import faults_in_feed, faults_in_invitation

ZONE_END = b"END:VTIMEZONE\r\n"
SPOILED = [
    (b"\r\n", b"\n", "lines that do not end in CRLF"),
    (b"BEGIN:VCALENDAR", b"\r\nBEGIN:VCALENDAR", "a blank line"),
    (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR", "does not begin with BEGIN:VCALENDAR"),
    (b"END:VEVENT", b"COMMENT:" + b"x" * 68 + b"\r\nEND:VEVENT", "a line of more than 75 octets"),
    (b"DTSTART;TZID=Europe/Amsterdam", b"DTSTART;TZID=Europe/Brussels", "a TZID without VTIMEZONE: Europe/Brussels"),
    (b"DTSTART;TZID=Europe/Amsterdam", b"DTSTART", "DTSTART floats"),
    (ZONE_END, b"BEGIN:STANDARD\r\nEND:STANDARD\r\n" + ZONE_END, "not one STANDARD in each zone"),
    (b"END:STANDARD", b"RDATE:20261025T030000\r\nEND:STANDARD", "RDATE somewhere"),
    (b"END:VEVENT", b"RRULE:FREQ=DAILY\r\nEND:VEVENT", "RRULE outside a time zone"),
    (b"END:VEVENT", b"BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT", "an alarm"),
    (b"VERSION:2.0", b"VERSION:2.0\r\nUID:1", "a UID of the calendar"),
    (b"END:VEVENT", b"no line at all\r\nEND:VEVENT", "no content line: no line at all"),
    (b"SUMMARY:", b"SUMMARY:\x07", "a control character"),
    (b"DESCRIPTION:https://", b"DESCRIPTION:Hello https://", "DESCRIPTION does not begin with the address of the page"),
]


@pytest.fixture(autouse=True)
def public_url(settings):
    settings.PUBLIC_URL = "https://brink.example.org"


@pytest.mark.parametrize(("good", "bad", "fault"), SPOILED, ids=[fault for _good, _bad, fault in SPOILED])
def test_fault_is_found(good, bad, fault):
    spoiled = invitation(PLAIN).replace(good, bad)

    assert spoiled != invitation(PLAIN)
    assert fault in faults_in_invitation(spoiled, "REQUEST")


@pytest.mark.parametrize(
    "line", [b"METHOD:PUBLISH", b"ORGANIZER:mailto:x@example.org", b"ATTENDEE:mailto:x@example.org"]
)
def test_feed_that_invites_is_found(line):
    name = line.split(b":")[0].decode()

    assert faults_in_feed(feed().replace(b"VERSION:2.0", b"VERSION:2.0\r\n" + line)) == [f"{name} in a feed"]


def test_feed_whose_interval_has_no_type_is_found():
    spoiled = feed().replace(b";VALUE=DURATION", b"")

    assert faults_in_feed(spoiled) == ["no REFRESH-INTERVAL;VALUE=DURATION:PT4H"]


def test_invitation_that_is_no_feed_is_found():
    assert faults_in_invitation(feed(), "REQUEST")


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        (b"ORGANIZER:", b"ORGANIZER;CN=Brink:", "ORGANIZER with ['CN']"),
        (b"RSVP=FALSE", b"RSVP=TRUE", "RSVP without a mailbox that reads replies"),
        (b"METHOD:REQUEST", b"METHOD:PUBLISH", "METHOD is not REQUEST"),
        (b"ORGANIZER:mailto:post@", b"ORGANIZER:mailto:Post <post@", "not one bare ORGANIZER"),
    ],
)
def test_fault_of_an_invitation_is_found(good, bad, fault):
    assert faults_in_invitation(invitation(PLAIN).replace(good, bad), "REQUEST") == [fault]
