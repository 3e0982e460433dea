"""Answers to a meeting: what is stored, and what is refused without storing anything."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection

from meetings.answering.acts import answer_meeting
from meetings.models import Attendance, Meeting
from members.models import OutboxMessage
from tests.factories import (
    AttendanceFactory,
    MeetingFactory,
    PersonFactory,
    SectorFactory,
    SectorYearFactory,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def meeting():
    return MeetingFactory(sector_year=SectorYearFactory(sector=SectorFactory()))


def answer(meeting, user, response="yes", **given):
    return answer_meeting(meeting=meeting, person=user.person, response=response, by=user, **given)


def test_answer_keeps_organisation_channel_and_moment(meeting):
    user = member_user()

    given = answer(meeting, user, "no", reason="Vakantie")

    assert (given.organisation, given.response_reason, given.channel) == (user.person.organisation, "Vakantie", "site")
    assert given.responded_at == moment(TODAY, 10)


def test_later_answer_takes_the_place_of_the_earlier_one(meeting):
    user = member_user()
    answer(meeting, user, "no", reason="Vakantie")

    answer(meeting, user, "yes")

    assert list(Attendance.objects.values_list("response", "response_reason")) == [("yes", "")]


def test_answer_leaves_presence_and_drops_the_substitute(meeting):
    user = member_user()
    AttendanceFactory(
        meeting=meeting,
        person=user.person,
        response="substitute",
        responded_at=moment(TODAY, 9),
        substitute=PersonFactory(),
        presence="excused",
    )

    answer(meeting, user, "yes")

    assert list(Attendance.objects.values_list("response", "substitute", "presence")) == [("yes", None, "excused")]


@pytest.mark.parametrize(
    "change",
    [
        {"state": Meeting.State.CANCELLED, "state_reason": "Storm"},
        {"state": Meeting.State.NOT_HELD, "state_reason": "Storm"},
        {"state": Meeting.State.DRAFT},
        {"starts": moment(TODAY, 10), "ends": moment(TODAY, 12)},
        {"starts": moment(TODAY, 8), "ends": moment(TODAY, 9)},
    ],
)
def test_answer_to_a_meeting_that_takes_none_is_refused(meeting, change):
    Meeting.objects.update(**change)

    with pytest.raises(ValidationError):
        answer(meeting, member_user())

    assert not Attendance.objects.exists()


@pytest.mark.parametrize(("response", "fits"), [("yes", False), ("substitute", False), ("online", True), ("no", True)])
def test_full_room_takes_only_answers_from_elsewhere(meeting, response, fits):
    Meeting.objects.update(capacity=1)
    answer(meeting, member_user())
    user = member_user()

    if fits:
        answer(meeting, user, response)
    else:
        with pytest.raises(ValidationError) as refused:
            answer(meeting, user, response)
        assert set(refused.value.message_dict) == {"response"}

    assert Attendance.objects.filter(person=user.person).exists() is fits


def test_own_place_in_a_full_room_stays_ones_own(meeting):
    Meeting.objects.update(capacity=1)
    user = member_user()
    answer(meeting, user)

    answer(meeting, user, "substitute", reason="Anna")

    assert Attendance.objects.get().response == "substitute"


# the waiting list


def test_full_room_has_a_waiting_list(meeting):
    Meeting.objects.update(capacity=1)
    answer(meeting, member_user())

    assert answer(meeting, member_user(), "waiting").response == "waiting"


def test_who_asks_for_the_waiting_list_while_there_is_room_comes(meeting):
    assert answer(meeting, member_user(), "waiting").response == "yes"


def test_who_waits_keeps_the_turn_when_answering_again(meeting):
    Meeting.objects.update(capacity=1)
    answer(meeting, member_user())
    user = member_user()
    first = answer(meeting, user, "waiting").responded_at

    with time_machine.travel(moment(TODAY, 11), tick=False):
        again = answer(meeting, user, "waiting", reason="Graag")

    assert (again.responded_at, again.response_reason) == (first, "Graag")


@pytest.mark.parametrize("response", ["no", "online"])
def test_place_that_comes_free_goes_to_who_waits(meeting, response):
    Meeting.objects.update(capacity=1)
    first, second = member_user(), member_user()
    answer(meeting, first)
    answer(meeting, second, "waiting")

    answer(meeting, first, response)

    assert Attendance.objects.get(person=second.person).response == "yes"
    assert OutboxMessage.objects.get().recipient == second.email


@pytest.mark.django_db(transaction=True)
def test_last_place_taken_twice_at_once_is_one_place(meeting):
    Meeting.objects.update(capacity=1)
    users, start = [member_user(), member_user()], Barrier(2)

    def click(user):
        start.wait()
        try:
            return answer(meeting, user).response
        except ValidationError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clicks:
        said = sorted(clicks.map(click, users))

    assert said == ["refused", "yes"]
    assert Attendance.objects.filter(response="yes").count() == 1


# substitutes


def test_colleague_takes_the_place(meeting):
    colleague = PersonFactory()

    given = answer(meeting, member_user(), "substitute", substitute=colleague)

    assert (given.response, given.substitute) == ("substitute", colleague)


def test_colleague_goes_with_that_answer_only(meeting):
    assert answer(meeting, member_user(), "no", substitute=PersonFactory()).substitute is None


def test_colleague_who_answered_is_refused_as_a_substitute(meeting):
    colleague = member_user()
    answer(meeting, colleague)

    with pytest.raises(ValidationError) as refused:
        answer(meeting, member_user(), "substitute", substitute=colleague.person)

    assert set(refused.value.message_dict) == {"substitute"}
    assert Attendance.objects.count() == 1


def test_colleague_replaces_one_person_only(meeting):
    colleague = PersonFactory()
    answer(meeting, member_user(), "substitute", substitute=colleague)

    with pytest.raises(ValidationError):
        answer(meeting, member_user(), "substitute", substitute=colleague)

    assert Attendance.objects.count() == 1


def test_substitute_who_says_no_leaves_the_question_open_again(meeting):
    asked, colleague = member_user(), member_user()
    answer(meeting, asked, "substitute", substitute=colleague.person)

    answer(meeting, colleague, "no")

    assert dict(Attendance.objects.values_list("person", "response")) == {
        asked.person.pk: "none",
        colleague.person.pk: "no",
    }


def test_substitute_does_not_come_for_himself_too(meeting):
    colleague = member_user()
    answer(meeting, member_user(), "substitute", substitute=colleague.person)

    with pytest.raises(ValidationError) as refused:
        answer(meeting, colleague, "yes")

    assert set(refused.value.message_dict) == {"response"}
