"""What stands in the way of a sector's meetings in a year."""

from datetime import date

import pytest
import time_machine

from meetings.models import Meeting
from meetings.planning.obstacles import surroundings
from meetings.planning.planner import Kind, Obstacle
from sectors.models import Appointment
from tests.factories import (
    DAY,
    AppointmentFactory,
    ClosedDayFactory,
    FocusPointFactory,
    MeetingFactory,
    NetworkFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorYearFactory,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 1, 4), 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory(name="Water")


def in_the_way(sector, day=DAY, year=2027):
    return list(surroundings(sector, year).obstacles.get(day, ()))


def meeting_of(name, **values):
    return MeetingFactory(sector_year=SectorYearFactory(sector=SectorFactory(name=name)), **values)


def test_day_without_anything_is_free(sector):
    meeting_of("Zorg")

    assert in_the_way(sector) == []


def test_holidays_of_the_region_and_closed_days_stand_in_the_way(sector):
    NetworkFactory(school_region="Zuid")
    ClosedDayFactory(day=date(2027, 4, 27), reason="Regiodag")

    assert in_the_way(sector, date(2027, 4, 27)) == [
        Obstacle(Kind.PUBLIC_HOLIDAY, "Koningsdag"),
        Obstacle(Kind.CLOSED_DAY, "Regiodag"),
        Obstacle(Kind.SCHOOL_HOLIDAY, "Meivakantie"),
    ]


def test_december_before_and_january_after_count(sector):
    ClosedDayFactory(day=date(2026, 12, 10))
    ClosedDayFactory(day=date(2028, 1, 13))

    assert [len(in_the_way(sector, day)) for day in (date(2026, 12, 10), date(2028, 1, 13))] == [1, 1]


@pytest.mark.parametrize("role", [Appointment.Role.CHAIR, Appointment.Role.PROGRAMME_MANAGER])
def test_sector_where_a_leader_has_a_seat_stands_in_the_way(sector, role):
    leader = AppointmentFactory(sector=sector, role=role, person__name="Jip Jansma").person
    SeatFactory(sector=meeting_of("Zorg").sector_year.sector, person=leader)

    (obstacle,) = in_the_way(sector)

    assert obstacle.kind == Kind.OTHER_MEETING
    assert "Zorg" in obstacle.name
    assert "Jip Jansma" in obstacle.name


def test_sector_that_a_leader_leads_too_stands_in_the_way(sector):
    person = PersonFactory()
    for each in (sector, meeting_of("Zorg").sector_year.sector):
        AppointmentFactory(sector=each, person=person, role=Appointment.Role.PROGRAMME_MANAGER)

    assert len(in_the_way(sector)) == 1


def test_sector_that_shares_a_focus_point_stands_in_the_way(sector):
    other = meeting_of("Zorg").sector_year
    FocusPointFactory(sector_year=other, title="Eén loket").shared_with.add(sector)

    (obstacle,) = in_the_way(sector)

    assert "Eén loket" in obstacle.name


@pytest.mark.parametrize(
    "values",
    [
        {"state": Meeting.State.CANCELLED, "state_reason": "Storm"},
        {"state": Meeting.State.NOT_HELD, "state_reason": "Geen onderwerp"},
        {"starts": moment(date(2025, 4, 22)), "ends": moment(date(2025, 4, 22), 16)},
    ],
)
def test_meeting_that_is_not_held_then_stands_in_no_way(sector, values):
    meeting_of("Zorg", **values).joint_sectors.add(sector)

    assert in_the_way(sector) == []


def test_joint_meeting_of_another_sector_stands_in_the_way(sector):
    meeting_of("Zorg").joint_sectors.add(sector)

    assert len(in_the_way(sector)) == 1


def test_event_for_the_sector_stands_in_the_way_without_its_title(sector):
    event = MeetingFactory(sector_year=None, number=None, kind=Meeting.Kind.EVENT, title="Geheim")
    event.joint_sectors.add(sector)

    (obstacle,) = in_the_way(sector)

    assert "Geheim" not in obstacle.name


def test_own_slot_of_the_year_stands_in_no_way(sector):
    MeetingFactory(sector_year=SectorYearFactory(sector=sector))

    assert in_the_way(sector) == []


def test_own_slot_of_the_year_before_in_january_stands_in_the_way(sector):
    year, day = SectorYearFactory(sector=sector, year=2026), date(2027, 1, 14)
    MeetingFactory(sector_year=year, starts=moment(day), ends=moment(day, 16))

    assert len(in_the_way(sector, day)) == 1


@pytest.mark.parametrize("year", [1990, 2030, 2100])
def test_years_whose_holidays_are_not_known_have_the_public_ones(sector, year):
    assert Obstacle(Kind.PUBLIC_HOLIDAY, "Eerste kerstdag") in in_the_way(sector, date(year, 12, 25), year)


def test_surroundings_ask_as_much_whatever_there_is(sector, django_assert_num_queries):
    with django_assert_num_queries(6):
        surroundings(sector, 2027)
    for name in ("Zorg", "Wegen", "Recht"):
        meeting_of(name).joint_sectors.add(sector)
    with django_assert_num_queries(6):
        surroundings(sector, 2027)
