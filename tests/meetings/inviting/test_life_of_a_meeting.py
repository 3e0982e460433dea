"""A meeting as calendars get it, read back from a mail server: made, moved, called off, back, joined and left."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from icalendar import Calendar

from meetings.answering.acts import answer_meeting
from meetings.inviting.acts import ask_mailing, send_now
from meetings.inviting.sweeps import bring_people_up_to_date, deliver_due_mailings
from meetings.scheduling.acts import cancel_meeting, create_meeting, reinstate_meeting, update_meeting
from members import outbox
from sectors.actions import leave_seat, take_seat
from tests.factories import (
    NetworkFactory,
    OrganisationFactory,
    SectorFactory,
    SectorMembershipFactory,
    manager_user,
    member_user,
)

pytestmark = pytest.mark.django_db

STARTS = timezone.now().replace(microsecond=0) + timedelta(days=60)
WEEK, LENGTH = timedelta(days=7), timedelta(hours=2)


class Life:
    """A meeting, the people around it, and what arrives in their calendars."""

    def __init__(self, sink):
        NetworkFactory(sender_email="post@brink.example.org")
        self.sink, self.sector = sink, SectorFactory()
        self.manager = manager_user(self.sector)
        self.meeting = create_meeting(
            sector=self.sector,
            values={"title": "Werken met één register", "starts": STARTS, "ends": STARTS + LENGTH, "place": "Assen"},
            joint=[],
            year=STARTS.year,
            key=uuid4(),
            by=self.manager,
            schedule=True,
        )
        self.an, self.bo = self.join("an"), self.join("bo")

    def join(self, name):
        organisation = OrganisationFactory()
        SectorMembershipFactory(sector=self.sector, organisation=organisation)
        account = member_user(organisation, name=name, email=f"{name}@example.org")
        take_seat(person=account.person, sector=self.sector, by=account)
        return account

    def everybody(self, *accounts):
        return {account.email for account in (self.manager, *accounts)}

    def arrives_after_mailing(self):
        """Have the manager mail everybody; return the same."""
        (mailing,) = ask_mailing(meetings=[self.meeting], by=self.manager)
        send_now(mailing=mailing, by=self.manager)
        return self.arrives()

    def arrives(self):
        """Let the workers run; return by address what came into its calendar."""
        self.sink.mails.clear()
        deliver_due_mailings()
        bring_people_up_to_date()
        outbox.send_due()
        found = {mail["To"]: calendar_of(mail) for mail in self.sink.mails}
        assert len(found) == len(self.sink.mails)
        return found


def calendar_of(mail):
    """Return what calendar programs take from a mail; both copies say the same."""
    shown, attached = (part for part in mail.walk() if part.get_content_type() in ("text/calendar", "application/ics"))
    assert shown.get_payload(decode=True) == attached.get_payload(decode=True)
    calendar = Calendar.from_ical(shown.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    assert shown.get_param("method") == calendar["METHOD"]
    assert event["ORGANIZER"] == "mailto:post@brink.example.org"
    assert event["ATTENDEE"].lower() == f"mailto:{mail['To']}".lower()
    return str(calendar["METHOD"]), event["SEQUENCE"], event


def facts_in(found):
    return {(method, sequence) for method, sequence, _event in found.values()}


def partstats(found):
    return {address: event["ATTENDEE"].params.get("PARTSTAT") for address, (_m, _s, event) in found.items()}


def test_meeting_lives_in_calendars_from_plan_to_leaving(sink):
    life = Life(sink)
    everybody = life.everybody(life.an, life.bo)
    assert life.arrives() == {}  # planning mails nobody
    made = life.arrives_after_mailing()
    assert (set(made), facts_in(made)) == (everybody, {("REQUEST", 0)})
    assert set(partstats(made).values()) == {"NEEDS-ACTION"}

    answer_meeting(meeting=life.meeting, person=life.an.person, response="yes", by=life.an)
    values = {"starts": STARTS + WEEK, "ends": STARTS + WEEK + LENGTH, "capacity": None}
    update_meeting(meeting=life.meeting, values=values, joint=[], version=life.meeting.version, by=life.manager)
    assert life.arrives() == {}  # neither does a change
    moved = life.arrives_after_mailing()
    assert (set(moved), facts_in(moved)) == (everybody, {("REQUEST", 1)})
    assert {event["DTSTART"].dt for *_rest, event in moved.values()} == {STARTS + WEEK}
    assert partstats(moved) == {**dict.fromkeys(everybody, "NEEDS-ACTION"), life.an.email: "ACCEPTED"}

    cancel_meeting(meeting=life.meeting, reason="De zaal is weg.", by=life.manager)
    cancelled = life.arrives()
    assert (set(cancelled), facts_in(cancelled)) == (everybody, {("CANCEL", 2)})
    assert {event["STATUS"] for *_rest, event in cancelled.values()} == {"CANCELLED"}

    reinstate_meeting(meeting=life.meeting, state="scheduled", by=life.manager)
    assert life.arrives() == {}
    back = life.arrives_after_mailing()
    assert (set(back), facts_in(back)) == (everybody, {("REQUEST", 3)})
    assert partstats(back)[life.an.email] == "ACCEPTED"

    late = life.join("cor")
    joined = life.arrives()
    assert (set(joined), facts_in(joined)) == ({late.email}, {("REQUEST", 3)})

    leave_seat(seat=life.bo.person.seats.get(), by=life.bo)
    left = life.arrives()
    assert (set(left), facts_in(left)) == ({life.bo.email}, {("CANCEL", 3)})

    rounds = (made, moved, cancelled, back, joined, left)
    assert {str(event["UID"]) for found in rounds for *_rest, event in found.values()} == {life.meeting.ical_uid}
    assert life.arrives() == {}
