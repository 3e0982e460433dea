"""Taking, keeping and leaving a seat."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from sectors.actions import change_seat, leave_seat, take_seat
from sectors.models import Seat, Sector
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    UserFactory,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 22)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def by():
    return UserFactory()


def periods(sector):
    return list(Seat.objects.filter(sector=sector).order_by("pk").values_list("since", "until"))


def test_take_seat_gives_a_seat_from_today(by):
    seat = take_seat(person=PersonFactory(), sector=SectorFactory(), by=by)

    assert (seat.since, seat.until, seat.mail, seat.calendar) == (TODAY, None, "at_once", "invitation")


def test_take_seat_twice_is_one_seat(by):
    person, sector = PersonFactory(), SectorFactory()

    first = take_seat(person=person, sector=sector, by=by)
    second = take_seat(person=person, sector=sector, by=by)

    assert first == second
    assert periods(sector) == [(TODAY, None)]


def test_take_seat_leaves_others_alone(by):
    theirs = SeatFactory()

    take_seat(person=PersonFactory(), sector=theirs.sector, by=by)
    take_seat(person=theirs.person, sector=SectorFactory(), by=by)

    assert periods(theirs.sector) == [(None, None), (TODAY, None)]


def test_take_seat_on_the_day_one_left_is_a_second_term_with_the_same_choice(by):
    seat = SeatFactory(since=date(2020, 1, 1), mail=Seat.Mail.WEEKLY, calendar=Seat.Calendar.FEED)
    leave_seat(seat=seat, by=by)

    back = take_seat(person=seat.person, sector=seat.sector, by=by)

    assert periods(seat.sector) == [(date(2020, 1, 1), TODAY), (TODAY, None)]
    assert (back.mail, back.calendar) == ("weekly", "feed")


def test_take_seat_brings_one_that_begins_later_forward(by):
    seat = SeatFactory(since=TODAY + timedelta(days=30))

    take_seat(person=seat.person, sector=seat.sector, by=by)

    assert periods(seat.sector) == [(TODAY, None)]


def test_leave_seat_ends_it_today(by):
    seat = SeatFactory(since=YESTERDAY)

    leave_seat(seat=seat, by=by)

    assert periods(seat.sector) == [(YESTERDAY, TODAY)]
    assert not Seat.objects.current().exists()


def test_leave_seat_of_which_the_beginning_is_unknown(by):
    seat = SeatFactory()

    leave_seat(seat=seat, by=by, on=TOMORROW)

    assert periods(seat.sector) == [(None, TOMORROW)]


def test_leave_seat_taken_today_removes_it(by):
    seat = take_seat(person=PersonFactory(), sector=SectorFactory(), by=by)

    leave_seat(seat=seat, by=by)

    assert not Seat.objects.exists()


def test_leave_seat_twice_keeps_the_first_end(by):
    seat = SeatFactory(since=YESTERDAY)
    leave_seat(seat=seat, by=by)

    leave_seat(seat=seat, by=by, on=TOMORROW)

    assert periods(seat.sector) == [(YESTERDAY, TODAY)]


def test_take_and_leave_by_turns_on_one_day(by):
    seat = SeatFactory(since=YESTERDAY)

    for _turn in range(3):
        leave_seat(seat=seat, by=by)
        seat = take_seat(person=seat.person, sector=seat.sector, by=by)

    assert periods(seat.sector) == [(YESTERDAY, TODAY), (TODAY, None)]


def test_change_seat_keeps_the_choice(by):
    seat = SeatFactory()

    change_seat(seat=seat, mail=Seat.Mail.ONLY_ASKED, calendar=Seat.Calendar.BOTH, by=by)

    seat.refresh_from_db()
    assert (seat.mail, seat.calendar) == ("only_asked", "both")


def test_seat_remembers_who_gave_it(by):
    take_seat(person=PersonFactory(), sector=SectorFactory(), by=by)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pgh_context ->> 'user' FROM sectors_seatevent")
        assert cursor.fetchall() == [(str(by.pk),)]


def test_open_to_an_organisation_is_where_it_takes_part_today():
    organisation = OrganisationFactory()
    now = SectorMembershipFactory(organisation=organisation)
    SectorMembershipFactory(organisation=organisation, until=TODAY)
    SectorMembershipFactory(organisation=organisation, sector=SectorFactory(is_active=False))
    SectorMembershipFactory()

    assert set(Sector.objects.open_to(organisation)) == {now.sector}


def test_open_to_the_office_is_every_active_sector():
    SectorFactory(is_active=False)
    active = SectorFactory()

    assert set(Sector.objects.open_to(None)) == {active}


@pytest.mark.django_db(transaction=True)
def test_take_seat_twice_at_once_is_one_seat(by):
    person, sector = PersonFactory(), SectorFactory()
    start = Barrier(2)

    def click(_number):
        start.wait()
        try:
            return take_seat(person=person, sector=sector, by=by).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as clicks:
        taken = set(clicks.map(click, range(2)))

    assert taken == set(Seat.objects.values_list("pk", flat=True))
    assert len(taken) == 1
