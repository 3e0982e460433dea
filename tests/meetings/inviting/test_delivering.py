"""A round of invitations: what goes to whom, what the ledger says afterwards, and in how many queries."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.answering.tokens import invitation_of
from meetings.calendars.facts import MeetingFacts, facts_of
from meetings.inviting.delivering import deliver, deliver_to_single_people
from meetings.models import Attendance, CalendarEdition, Invitation, Meeting
from members.models import Notification, OutboxMessage
from sectors.models import Seat
from tests.factories import AttendanceFactory, InvitationFactory, MailingFactory, UserFactory
from tests.meetings.inviting.people import scheduled, seated

pytestmark = pytest.mark.django_db

Method, State = Invitation.Method, Meeting.State


@pytest.fixture
def meeting(db):
    return scheduled()


def mails():
    """What waits in the outbox, the oldest first: to whom and of which kind."""
    rows = OutboxMessage.objects.filter(template="calendar").order_by("pk")
    return [(row.recipient, row.kind) for row in rows]


def ledger(meeting):
    return set(meeting.invitations.values_list("person", "address", "method", "round", "sequence"))


def changed(meeting, **values):
    """The meeting with other facts, as an act leaves it."""
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.ical_sequence += 1
    meeting.save()
    return meeting


def test_first_round_invites_everybody(meeting):
    people = [seated(meeting) for _ in range(3)]

    plan = deliver(meeting)

    assert sorted(mails()) == sorted((person.email, "invitation") for person in people)
    assert ledger(meeting) == {(person.pk, person.email, "request", 1, 0) for person in people}
    assert (plan.people, plan.organisations) == (3, 3)


def test_second_round_without_a_change_mails_nobody(meeting):
    seated(meeting)
    deliver(meeting)

    assert deliver(meeting).people == 0
    assert len(mails()) == 1


def test_mail_tells_what_its_writer_needs(meeting):
    person = seated(meeting)
    AttendanceFactory(meeting=meeting, person=person, response="yes", responded_at=timezone.now())

    deliver(meeting)

    message, row = OutboxMessage.objects.get(), Invitation.objects.get()
    edition = CalendarEdition.objects.get()
    token = message.context.pop("token")
    assert message.context == {"edition": edition.pk, "name": person.name, "partstat": "ACCEPTED", "is_update": False}
    assert invitation_of(token) == row
    assert (message.key, message.person, message.language) == (f"invitation:{meeting.pk}:{person.pk}:1", person, "nl")
    assert row.message == message
    assert MeetingFacts.from_json(edition.facts) == facts_of(meeting)


def test_change_goes_to_who_holds_an_older_invitation(meeting):
    person = seated(meeting)
    deliver(meeting)

    deliver(changed(meeting, place="Elders"))

    assert mails() == [(person.email, "invitation"), (person.email, "invitation_update")]
    assert ledger(meeting) == {(person.pk, person.email, "request", 2, 1)}
    assert [edition.facts["place"] for edition in CalendarEdition.objects.order_by("pk")][-1] == "Elders"
    assert OutboxMessage.objects.latest("pk").context["is_update"]


def test_what_falls_through_is_cancelled_with_who_holds_it(meeting):
    person = seated(meeting)
    deliver(meeting)
    seated(meeting)

    deliver(changed(meeting, state=State.CANCELLED, state_reason="Ziek"))

    assert mails() == [(person.email, "invitation"), (person.email, "invitation_cancel")]
    assert ledger(meeting) == {(person.pk, person.email, "cancel", 2, 1)}
    assert OutboxMessage.objects.latest("pk").context["token"] == ""


@pytest.mark.parametrize("starts", ["kept", "opened"])
def test_meeting_that_is_a_draft_again_is_cancelled_as_people_have_it(meeting, starts):
    person, begins = seated(meeting), meeting.starts
    deliver(meeting)

    deliver(changed(meeting, state=State.DRAFT, **({"starts": None, "ends": None} if starts == "opened" else {})))

    edition = CalendarEdition.objects.get(method=Method.CANCEL)
    assert ledger(meeting) == {(person.pk, person.email, "cancel", 2, 1)}
    assert MeetingFacts.from_json(edition.facts).starts == begins
    assert (edition.sequence, edition.facts["sequence"], edition.facts["state"]) == (1, 1, "draft")


def test_meeting_without_a_date_that_nobody_was_mailed_is_left_alone(caplog):
    meeting = scheduled(state=State.DRAFT)
    InvitationFactory(meeting=meeting, person=seated(meeting), address="a@example.org", method=Method.REQUEST)

    assert deliver(changed(meeting, starts=None, ends=None)).people == 0
    assert mails() == []
    assert "has no date" in caplog.text


def test_changed_address_is_cancelled_at_the_old_and_invited_at_the_new(meeting):
    person = seated(meeting)
    deliver(meeting)
    person.account = UserFactory(email="new@example.org")
    person.save()

    deliver_to_single_people(meeting)

    assert mails()[1:] == [(person.email, "invitation_cancel"), ("new@example.org", "invitation")]
    assert ledger(meeting) == {(person.pk, "new@example.org", "request", 3, 0)}
    assert meeting.invitations.get().message == OutboxMessage.objects.latest("pk")


def test_single_people_are_mailed_without_those_who_wait_for_the_manager(meeting):
    holder, leaver = seated(meeting), seated(meeting)
    deliver(meeting)
    changed(meeting, place="Elders")
    Seat.objects.filter(person=leaver).update(until=timezone.localdate())
    joiner = seated(meeting)

    deliver_to_single_people(meeting)

    assert set(mails()[2:]) == {(leaver.email, "invitation_cancel"), (joiner.email, "invitation")}
    assert (holder.pk, holder.email, "request", 1, 0) in ledger(meeting)
    assert (joiner.pk, joiner.email, "request", 1, 1) in ledger(meeting)


def test_who_comes_back_is_invited_again(meeting):
    person = seated(meeting)
    deliver(meeting)
    Seat.objects.filter(person=person).update(until=timezone.localdate())
    deliver_to_single_people(meeting)
    Seat.objects.filter(person=person).update(until=None)

    deliver_to_single_people(meeting)

    assert [kind for _to, kind in mails()] == ["invitation", "invitation_cancel", "invitation"]
    assert OutboxMessage.objects.values("message_id").distinct().count() == 3


def test_same_facts_are_one_edition(meeting):
    seated(meeting)
    deliver(meeting)
    seated(meeting)
    deliver_to_single_people(meeting)

    assert CalendarEdition.objects.count() == 1
    assert len(mails()) == 2


def test_mail_that_failed_is_not_repeated(meeting):
    seated(meeting)
    deliver(meeting)
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED)

    assert deliver(meeting).people == 0


def test_followers_of_the_feed_get_a_plain_mail_once():
    meeting = scheduled(starts=timezone.now() + timedelta(days=1))
    follower = seated(meeting, calendar=Seat.Calendar.FEED)
    deliver(meeting)
    changed(meeting, state=State.CANCELLED, state_reason="De zaal is weg")

    for _twice in range(2):
        deliver(meeting)

    mail = OutboxMessage.objects.get()
    assert (mail.kind, mail.recipient) == ("meeting_changed_late", follower.email)
    assert (mail.context["is_off"], mail.context["reason"]) == (True, "De zaal is weg")
    assert Notification.objects.get().person == follower


def test_followers_are_told_though_somebody_joined_before_the_round():
    meeting = scheduled(starts=timezone.now() + timedelta(days=1))
    follower = seated(meeting, calendar=Seat.Calendar.FEED)
    deliver(meeting)
    MailingFactory(meeting=meeting, done_at=timezone.now())
    changed(meeting, place="Elders")
    seated(meeting)
    deliver_to_single_people(meeting)

    assert [line.pk for line in deliver(meeting).told] == [follower.pk]


def test_followers_are_not_told_of_what_changed_in_time():
    meeting = scheduled()
    seated(meeting, calendar=Seat.Calendar.FEED)
    deliver(meeting)
    deliver(changed(meeting, place="Elders"))

    with time_machine.travel(meeting.starts - timedelta(days=1)):
        assert deliver(meeting).people == 0


def queries_of_a_round(number):
    meeting = scheduled(starts=timezone.now() + timedelta(days=1))
    for place in range(number):
        person = seated(meeting, calendar=Seat.Calendar.FEED if place % 5 == 0 else Seat.Calendar.BOTH)
        if place % 2:
            AttendanceFactory(
                meeting=meeting, person=person, response=Attendance.Response.YES, responded_at=timezone.now()
            )
    with CaptureQueriesContext(
        connection,
    ) as first:
        deliver(meeting)
    changed(meeting, place="Elders")
    with CaptureQueriesContext(connection) as second:
        deliver(meeting)
    return len(first), len(second)


def test_round_costs_the_same_for_ten_people_and_two_hundred():
    queries_of_a_round(10)  # what Django remembers from then on

    assert queries_of_a_round(10) == queries_of_a_round(200)
