"""The calendar files: kept byte for byte, strict, and read by three programs that are not ours."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import ics
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.calendars.events import deadline_event, event_of, feed_file
from tests.meetings.calendars import golden
from tests.meetings.calendars.samples import CALENDARS, CANCELLED, MOVED, ODD, PLAIN, UNTITLED, feed, invitation
from tests.meetings.calendars.strict import faults_in_feed, faults_in_invitation

IN_PUBLIC = "https://brink.example.org/bijeenkomsten/12/"


@pytest.fixture(autouse=True)
def public_url(settings):
    settings.PUBLIC_URL = "https://brink.example.org"


def event_in(content):
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def one(facts, *, language="en", with_link=True):
    return event_in(feed_file("Brink", [event_of(facts, language=language, with_link=with_link)]))


@pytest.mark.parametrize("name", CALENDARS)
def test_calendar_is_the_one_kept(name):
    content = CALENDARS[name]()

    assert content == golden.as_kept(f"{name}.ics", content), golden.HOW


@pytest.mark.parametrize("name", [name for name in CALENDARS if name.startswith("feed")])
def test_feed_has_no_faults(name):
    assert faults_in_feed(CALENDARS[name]()) == []


@pytest.mark.parametrize("name", [name for name in CALENDARS if not name.startswith("feed")])
def test_invitation_has_no_faults(name):
    assert faults_in_invitation(CALENDARS[name](), name.split("_")[0].upper()) == []


@pytest.mark.parametrize("name", CALENDARS)
def test_calendar_is_read_by_vobject(name):
    calendar = vobject.readOne(CALENDARS[name]().decode())

    assert calendar.validate(raiseException=True)
    assert len(calendar.vevent_list) == (5 if name.startswith("feed") else 1)


@pytest.mark.parametrize("name", CALENDARS)
def test_calendar_is_read_by_ics(name):
    calendar = ics.Calendar(CALENDARS[name]().decode())

    assert len(calendar.events) == (5 if name.startswith("feed") else 1)
    assert all(event.uid and event.begin for event in calendar.events)


def test_empty_feed_is_a_calendar_still():
    content = feed_file("Brink", [])

    assert faults_in_feed(content) == []
    assert vobject.readOne(content.decode()).validate(raiseException=True)


def test_event_that_moves_keeps_its_identity_and_says_so():
    before, after = one(PLAIN), one(MOVED)

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(days=7)
    assert "Thursday 22 April 2027, 13:30" in after["DESCRIPTION"]
    assert "22 April" not in before["DESCRIPTION"]


def test_cancelled_event_stays_and_takes_no_time():
    event = one(CANCELLED)

    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert event["SUMMARY"] == "CANCELLED: Samen besluiten over data"
    assert "De spreker is verhinderd" in event["DESCRIPTION"]


def test_event_that_was_not_held_counts_as_cancelled():
    assert one(replace(CANCELLED, state="not_held"))["STATUS"] == "CANCELLED"


def test_draft_is_tentative():
    assert one(replace(PLAIN, state="draft"))["STATUS"] == "TENTATIVE"


def test_event_without_title_says_so_and_whose_it_is():
    assert one(UNTITLED)["SUMMARY"] == "Overheden: topic to follow"
    assert one(replace(UNTITLED, sectors=()))["SUMMARY"] == "topic to follow"


@pytest.mark.parametrize(
    ("host", "place", "link", "expected"),
    [
        ("Gemeente Emmen", "Raadhuisplein 1", "", "Gemeente Emmen, Raadhuisplein 1"),
        ("Gemeente Emmen", "gemeente Emmen, zaal 2", "", "gemeente Emmen, zaal 2"),
        ("Gemeente Emmen", "", "https://meet.example.org", "Gemeente Emmen"),
        ("", "", "https://meet.example.org", "Online"),
        ("", "", "", None),
    ],
)
def test_place_is_host_and_address(host, place, link, expected):
    assert one(replace(PLAIN, host=host, place=place, online_link=link)).get("LOCATION") == expected


def test_online_link_is_for_members_only():
    assert ODD.online_link in one(ODD)["DESCRIPTION"]
    assert b"meet.example.org" not in CALENDARS["feed_public"]()


def test_withdrawal_tells_no_online_link():
    assert b"meet.example.org" not in invitation(ODD, method="cancel")
    assert b"meet.example.org" in re.sub(b"\r\n ", b"", invitation(ODD))


def test_bytes_of_feed_stay_equal_until_something_changes():
    assert feed() == feed()


def test_deadline_is_a_whole_day_that_takes_no_time():
    event = event_in(feed_file("Brink", [deadline_event(PLAIN, date(2027, 4, 6), language="en")]))

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 4, 6), date(2027, 4, 7))
    assert (event["TRANSP"], event["SUMMARY"]) == ("TRANSPARENT", "Last day for input: Samen besluiten over data")
    assert event["UID"] != PLAIN.uid


def test_attendee_is_the_address_mailed_and_what_he_answered():
    event = event_in(invitation(PLAIN, partstat="ACCEPTED", name='Jan "de\r\nX-EVIL:1", Boer; ^n'))

    assert event["ATTENDEE"] == "mailto:jan@example.org"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Jan ’de X-EVIL:1’, Boer;  n",
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "ACCEPTED",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "FALSE",
    }
    assert (event["ORGANIZER"], event["ORGANIZER"].params) == ("mailto:post@example.org", {})


def test_invitation_says_where_to_answer_and_a_withdrawal_does_not():
    assert "buttons in our mail" in event_in(invitation(PLAIN))["DESCRIPTION"]
    assert "buttons" not in event_in(invitation(PLAIN, method="cancel"))["DESCRIPTION"]


def test_withdrawal_for_one_does_not_say_that_the_meeting_is_cancelled():
    event = event_in(invitation(PLAIN, method="cancel"))

    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "Samen besluiten over data")


@pytest.mark.parametrize(
    ("starts", "minutes"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), 60),  # 1.30 to 3.30 by the clock, which skips an hour
        (datetime(2027, 3, 27, 22, 0, tzinfo=UTC), 600),
        (datetime(2027, 10, 30, 23, 30, tzinfo=UTC), 60),  # 1.30 to 2.30, the first time
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), 60),  # 2.30 to 2.30
        (datetime(2027, 10, 31, 1, 15, tzinfo=UTC), 30),  # within the hour that comes twice
        (datetime(2027, 10, 31, 0, 0, tzinfo=UTC), 180),
        (datetime(2027, 10, 30, 12, 0, tzinfo=UTC), 2880),
    ],
)
def test_event_round_a_change_of_the_clock_keeps_its_moment_and_length(starts, minutes):
    ends = starts + timedelta(minutes=minutes)
    content = feed_file("Brink", [event_of(replace(PLAIN, starts=starts, ends=ends), language="en", with_link=False)])

    assert faults_in_feed(content) == []
    event = vobject.readOne(content.decode()).vevent
    assert [line.value.astimezone(UTC) for line in (event.dtstart, event.dtend)] == [starts, ends]
    event = event_in(content)
    assert [event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND")] == [starts, ends]


def test_text_with_backslashes_is_escaped_as_the_standard_says():
    """icalendar itself takes a backslash before an N for a line end."""
    content = feed_file("Brink", [event_of(replace(PLAIN, title="Map C:\\Nieuw\\nota"), language="en", with_link=True)])

    assert b"SUMMARY:Map C:\\\\Nieuw\\\\nota\r\n" in content
    assert vobject.readOne(content.decode()).vevent.summary.value == "Map C:\\Nieuw\\nota"


def test_long_text_survives():
    summary = "Lange uitleg; met komma’s, \\ en é漢🎉. " * 280
    content = feed_file("Brink", [event_of(replace(PLAIN, summary=summary), language="en", with_link=False)])

    assert len(summary) > 10_000
    assert faults_in_feed(content) == []
    assert vobject.readOne(content.decode()).vevent.description.value.endswith(summary.strip())


SHOWN = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Zl", "Zp"],
        exclude_characters="\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff\\",
    ),
    max_size=200,
)


@settings(max_examples=60, deadline=None)
@given(title=SHOWN, summary=SHOWN, name=SHOWN)
def test_shown_text_survives_every_reader(title, summary, name):
    facts = replace(PLAIN, title=title, summary=summary)
    expected = " ".join(title.split()) or "Overheden: topic to follow"

    content = invitation(facts, name=name)

    assert faults_in_invitation(content, "REQUEST") == []
    assert event_in(content)["SUMMARY"] == expected
    assert vobject.readOne(content.decode()).vevent.summary.value == expected
    (event,) = ics.Calendar(content.decode()).events
    assert event.name == expected
    assert event.description.endswith(summary.strip())
    assert event_in(content)["DESCRIPTION"].endswith(summary.strip())


@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=150), reason=st.text(max_size=150), place=st.text(), name=st.text(), summary=st.text())
def test_any_text_makes_a_file_without_faults(title, reason, place, name, summary):
    facts = replace(CANCELLED, title=title, reason=reason, place=place, summary=summary)

    assert faults_in_invitation(invitation(facts, name=name), "REQUEST") == []
    assert faults_in_feed(feed_file(title or "x", [event_of(facts, language="nl", with_link=True)])) in ([], NO_NAME)


NO_NAME = ["NAME and X-WR-CALNAME differ or are missing"]  # of a name of which nothing can be shown
