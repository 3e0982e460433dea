"""What ends in sectors when someone moves or leaves."""

from datetime import date, timedelta

import pytest

from members.models import Person
from sectors.departures import (
    end_roles,
    end_seats,
    leaders_of,
    memberships_of,
    roles_of_people,
    seats_lost,
    seats_of,
)
from sectors.models import Appointment, Seat
from tests.factories import (
    DAY,
    AppointmentFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorMembershipFactory,
)

pytestmark = pytest.mark.django_db

BEFORE, AFTER = DAY - timedelta(days=30), DAY + timedelta(days=30)


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def people(person):
    return Person.objects.filter(pk=person.pk)


def test_end_seats_ends_what_lasts_and_removes_what_was_to_begin(person, people):
    lasting = SeatFactory(person=person, since=BEFORE)
    over = SeatFactory(person=person, since=None, until=BEFORE)
    ending_soon = SeatFactory(person=person, until=AFTER)
    SeatFactory(person=person, since=AFTER)
    SeatFactory(person=person, since=DAY)

    end_seats(seats_of(people, on=DAY), on=DAY)

    assert set(Seat.objects.values_list("pk", "until")) == {
        (lasting.pk, DAY),
        (over.pk, BEFORE),
        (ending_soon.pk, DAY),
    }


def test_end_seats_of_one_leaves_those_of_others(people):
    other = SeatFactory()

    end_seats(seats_of(people, on=DAY), on=DAY)

    other.refresh_from_db()
    assert other.until is None


def test_end_seats_names_the_sectors_they_were_in(person, people):
    seats = [SeatFactory(person=person), SeatFactory(person=person)]

    assert end_seats(seats_of(people, on=DAY), on=DAY) == {seat.sector_id for seat in seats}


def test_seats_lost_are_those_where_the_new_organisation_takes_no_part_that_day(person, people):
    organisation = OrganisationFactory()
    kept, too_late, over, never = (SeatFactory(person=person) for _ in range(4))
    SectorMembershipFactory(organisation=organisation, sector=kept.sector)
    SectorMembershipFactory(organisation=organisation, sector=too_late.sector, since=AFTER)
    SectorMembershipFactory(organisation=organisation, sector=over.sector, until=DAY)

    assert set(seats_lost(people, to=organisation, on=DAY)) == {too_late, over, never}


def test_end_roles_returns_what_ended(person, people):
    lasting = AppointmentFactory(person=person, since=BEFORE)
    to_come = AppointmentFactory(person=person, since=AFTER)
    AppointmentFactory(person=person, until=BEFORE)

    ended = end_roles(people, on=DAY)

    assert {role.pk for role in ended} == {lasting.pk, to_come.pk}
    assert not roles_of_people(people, on=DAY).exists()
    assert not Appointment.objects.filter(pk=to_come.pk).exists()


def test_memberships_of_an_organisation_are_those_that_last_or_are_to_come():
    organisation = OrganisationFactory()
    lasting = SectorMembershipFactory(organisation=organisation)
    to_come = SectorMembershipFactory(organisation=organisation, since=AFTER)
    SectorMembershipFactory(organisation=organisation, until=DAY)
    SectorMembershipFactory()

    assert set(memberships_of(organisation, on=DAY)) == {lasting, to_come}


def test_leaders_of_sectors_are_those_of_today():
    leading = AppointmentFactory()
    AppointmentFactory(sector=leading.sector, until=date(2020, 1, 1))
    AppointmentFactory()

    assert list(leaders_of([leading.sector_id])) == [leading]
