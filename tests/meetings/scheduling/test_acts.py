"""Two people at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from meetings.models import Meeting
from meetings.scheduling.acts import StaleError, cancel_meeting, create_meeting, update_meeting
from tests.factories import MeetingFactory, SectorFactory, SectorYearFactory, UserFactory, moment

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2027, 6, 3)


def at_once(*acts):
    """Run acts at the same moment; return what each raised."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
        except (StaleError, ValidationError) as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def sector():
    return SectorFactory()


def create(sector, by, **given):
    values = {"kind": "sector_meeting", "title": "De dijk", "starts": moment(DAY), "ends": moment(DAY, 16)}
    return lambda: create_meeting(
        sector=sector, values=values, joint=[], year=2027, by=by, schedule=True, **{"key": uuid4()} | given
    )


def move(meeting, day, by):
    values = {"title": meeting.title, "starts": moment(day), "ends": moment(day, 16), "capacity": None}
    return lambda: update_meeting(meeting=meeting, values=values, joint=[], version=1, by=by)


def test_two_moves_at_once_tell_the_second(sector, by):
    meeting = MeetingFactory(sector_year=SectorYearFactory(sector=sector, year=2027))

    raised = at_once(move(meeting, date(2027, 6, 10), by), move(meeting, date(2027, 6, 17), by))

    assert [type(error) for error in raised if error] == [StaleError]
    assert Meeting.objects.get().version == 2


def test_two_new_meetings_at_once_get_numbers_of_their_own(sector, by):
    raised = at_once(create(sector, by), create(sector, by))

    assert raised == [None, None]
    assert sorted(Meeting.objects.values_list("number", flat=True)) == [1, 2]


def test_one_number_asked_twice_at_once_is_given_once(sector, by):
    raised = at_once(create(sector, by, number=4), create(sector, by, number=4))

    assert [list(error.message_dict) for error in raised if error] == [["number"]]
    assert list(Meeting.objects.values_list("number", flat=True)) == [4]


def test_one_form_sent_twice_at_once_is_one_meeting(sector, by):
    key = uuid4()

    raised = at_once(create(sector, by, key=key), create(sector, by, key=key))

    assert raised == [None, None]
    assert Meeting.objects.count() == 1


def test_move_and_cancel_at_once_leave_one_of_both_told(sector, by):
    far = date(2099, 6, 3)
    meeting = MeetingFactory(
        sector_year=SectorYearFactory(sector=sector, year=2099), starts=moment(far), ends=moment(far, 16)
    )

    at_once(move(meeting, date(2099, 6, 10), by), lambda: cancel_meeting(meeting=meeting, reason="IJzel", by=by))

    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert (meeting.moved_from is None) == (meeting.starts == moment(far))
