"""What ends in meetings when someone moves or leaves."""

from datetime import timedelta

import pytest
import time_machine

from meetings.departures import hand_over_actions, open_actions_of, withdraw_answers
from meetings.models import Attendance
from members.models import Person
from tests.factories import (
    DAY,
    ActionItemFactory,
    AttendanceFactory,
    MeetingFactory,
    PersonFactory,
    SectorFactory,
    moment,
)

pytestmark = pytest.mark.django_db

NOW = moment(DAY, 10)
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def people(person):
    return Person.objects.filter(pk=person.pk)


def meeting_on(day, **fields):
    return MeetingFactory(starts=moment(day, 13), ends=moment(day, 16), **fields)


def test_open_actions_are_one_s_own_that_are_not_done(person, people):
    late = ActionItemFactory(owner=person, due=TOMORROW)
    urgent = ActionItemFactory(owner=person, due=YESTERDAY)
    ActionItemFactory(owner=person, done_at=NOW)
    ActionItemFactory()

    assert list(open_actions_of(people)) == [urgent, late]


def test_hand_over_leaves_what_is_done_and_what_is_somebody_else_s(person, people):
    successor = PersonFactory()
    done = ActionItemFactory(owner=person, done_at=NOW)
    ActionItemFactory(owner=PersonFactory())
    open_one = ActionItemFactory(owner=person)

    assert hand_over_actions(people, to=successor) == 1

    assert set(successor.actions.all()) == {open_one}
    assert list(person.actions.all()) == [done]


def test_hand_over_is_kept_in_the_history(person, people):
    action = ActionItemFactory(owner=person)

    hand_over_actions(people, to=PersonFactory())

    owners = action.pgh_event_model.objects.filter(id=action.pk).order_by("pgh_id").values_list("owner", flat=True)
    assert owners.first() == person.pk
    assert owners.count() == 2


def test_withdraw_answers_keeps_what_was_held_and_what_comes_before_the_day(person, people):
    held = AttendanceFactory(person=person, meeting=meeting_on(YESTERDAY))
    before = AttendanceFactory(person=person, meeting=meeting_on(DAY))
    AttendanceFactory(person=person, meeting=meeting_on(TOMORROW))

    withdraw_answers(people, on=TOMORROW)

    assert set(Attendance.objects.all()) == {held, before}


def test_withdraw_answers_from_a_day_gone_by_keeps_what_was_held_since(person, people):
    held = AttendanceFactory(person=person, meeting=meeting_on(YESTERDAY))

    withdraw_answers(people, on=YESTERDAY - timedelta(days=30))

    assert list(Attendance.objects.all()) == [held]


def test_withdraw_answers_of_sectors_keeps_those_to_others(person, people):
    left, joint, other = meeting_on(TOMORROW), meeting_on(TOMORROW), meeting_on(TOMORROW)
    joint.joint_sectors.add(left.sector_year.sector)
    for meeting in (left, joint, other):
        AttendanceFactory(person=person, meeting=meeting)

    withdraw_answers(people, on=DAY, sectors={left.sector_year.sector_id})

    assert [attendance.meeting for attendance in Attendance.objects.all()] == [other]


def test_withdraw_answers_of_no_sector_withdraws_nothing(person, people):
    AttendanceFactory(person=person, meeting=meeting_on(TOMORROW))
    AttendanceFactory(person=person, meeting=meeting_on(TOMORROW, sector_year=None, number=None))

    withdraw_answers(people, on=DAY, sectors={SectorFactory().pk})

    assert Attendance.objects.count() == 2


def test_withdraw_answers_keeps_presence_that_was_recorded(person, people):
    AttendanceFactory(person=person, meeting=meeting_on(TOMORROW), presence="excused")

    withdraw_answers(people, on=DAY)

    assert Attendance.objects.count() == 1


def test_withdraw_answers_takes_away_who_was_to_stand_in(person, people):
    attendance = AttendanceFactory(
        meeting=meeting_on(TOMORROW), response="substitute", responded_at=NOW, substitute=person
    )

    withdraw_answers(people, on=DAY)

    attendance.refresh_from_db()
    assert (attendance.response, attendance.substitute) == ("substitute", None)
