"""The waiting list: who gets a place that comes free, and is told so once."""

from datetime import date, timedelta

import pytest
import time_machine

from meetings.answering.waiting import fill_free_places
from meetings.departures import withdraw_answers
from meetings.models import Attendance, Meeting
from members.models import OutboxMessage, Person
from members.outbox import written
from tests.factories import AttendanceFactory, MeetingFactory, NetworkFactory, PersonFactory, moment

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def meeting():
    return MeetingFactory(title="De dijk", place="Het Petgat", capacity=1)


def attends(meeting, response, minute=0, **fields):
    asked = moment(TODAY, 9) + timedelta(minutes=minute)
    return AttendanceFactory(meeting=meeting, response=response, responded_at=asked, **fields)


def responses(*rows):
    return [Attendance.objects.get(pk=row.pk).response for row in rows]


def test_who_waits_longest_gets_the_place(meeting):
    late, first = attends(meeting, "waiting", 5), attends(meeting, "waiting", 1)

    assert fill_free_places(meeting) == [first]

    assert responses(first, late) == ["yes", "waiting"]


@pytest.mark.parametrize("taken", ["yes", "substitute"])
def test_full_room_gives_no_place(meeting, taken):
    attends(meeting, taken)
    waiting = attends(meeting, "waiting")

    assert fill_free_places(meeting) == []
    assert responses(waiting) == ["waiting"]


@pytest.mark.parametrize(("capacity", "left"), [(None, 0), (3, 0), (2, 1)])
def test_more_room_is_given_to_as_many_as_fit(meeting, capacity, left):
    attends(meeting, "yes")
    waiting = [attends(meeting, "waiting", 1), attends(meeting, "waiting", 2)]
    Meeting.objects.update(capacity=capacity)

    fill_free_places(meeting)

    assert responses(*waiting).count("waiting") == left


@pytest.mark.parametrize(
    "change",
    [{"state": "cancelled", "state_reason": "Storm"}, {"starts": moment(TODAY, 9), "ends": moment(TODAY, 11)}],
)
def test_list_stays_as_it_is_once_no_answers_are_taken(meeting, change):
    waiting = attends(meeting, "waiting")
    Meeting.objects.update(**change)

    assert fill_free_places(meeting) == []
    assert responses(waiting) == ["waiting"]


def test_mail_goes_once_and_says_where_to_answer(meeting):
    NetworkFactory()
    attends(meeting, "waiting", person=PersonFactory(name="Anna", email="anna@example.org"))

    fill_free_places(meeting)
    fill_free_places(meeting)

    mail = written(OutboxMessage.objects.get(), "brink@example.org")
    assert mail.to == ["anna@example.org"]
    assert "De dijk" in mail.subject
    assert f"/bijeenkomsten/{meeting.pk}/aanmelden/" in mail.body


def test_who_waits_again_is_told_again(meeting):
    row = attends(meeting, "waiting", person=PersonFactory(email="anna@example.org"))
    fill_free_places(meeting)
    Attendance.objects.filter(pk=row.pk).update(response="waiting", responded_at=moment(TODAY, 10))

    fill_free_places(meeting)

    assert OutboxMessage.objects.count() == 2


def test_who_has_no_address_gets_the_place_without_a_mail(meeting):
    row = attends(meeting, "waiting", person=PersonFactory(email=""))

    fill_free_places(meeting)

    assert (responses(row), OutboxMessage.objects.count()) == (["yes"], 0)


def test_who_leaves_makes_room_in_every_meeting(meeting):
    other = MeetingFactory(capacity=1)
    person = attends(meeting, "yes").person
    attends(other, "yes", person=person)
    waiting = [attends(meeting, "waiting"), attends(other, "waiting")]

    withdraw_answers(Person.objects.filter(pk=person.pk), on=TODAY)

    assert responses(*waiting) == ["yes", "yes"]
