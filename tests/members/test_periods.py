from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from members.models import NetworkMembership
from members.periods import PeriodExclusion, current_on, meets
from sectors.models import Appointment, SectorMembership
from tests.factories import (
    AppointmentFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    SectorFactory,
    SectorMembershipFactory,
)

FIRST, MIDDLE, LAST = date(2027, 1, 1), date(2027, 6, 1), date(2028, 1, 1)
DAYS = st.none() | st.dates(date(2027, 1, 1), date(2027, 1, 8))


def period(since, until):
    return NetworkMembershipFactory(organisation=OrganisationFactory(), since=since, until=until)


@pytest.mark.parametrize(
    ("since", "until"),
    [(None, None), (FIRST, None), (None, LAST), (FIRST, LAST), (FIRST, FIRST + timedelta(days=1))],
)
def test_period_may_have_open_ends(db, since, until):
    period(since, until).full_clean()


@pytest.mark.parametrize("until", [FIRST, FIRST - timedelta(days=1)])
def test_period_in_disorder_is_explained_not_a_data_error(db, until):
    row = NetworkMembership(organisation=OrganisationFactory(), since=FIRST, until=until)

    with pytest.raises(ValidationError) as caught:
        row.full_clean()

    assert [error.message for error in caught.value.error_dict["__all__"]] == [
        NetworkMembership._meta.constraints[0].get_violation_error_message()
    ]


def test_adjacent_periods_are_allowed(db):
    organisation = OrganisationFactory()
    NetworkMembershipFactory(organisation=organisation, since=FIRST, until=MIDDLE)

    NetworkMembershipFactory(organisation=organisation, since=MIDDLE).full_clean()


def test_leaving_and_coming_back_are_two_rows(db):
    organisation = OrganisationFactory()
    NetworkMembershipFactory(organisation=organisation, until=FIRST)
    NetworkMembershipFactory(organisation=organisation, since=LAST)

    rows = organisation.network_memberships

    assert [rows.current(day).count() for day in (FIRST - timedelta(days=1), MIDDLE, LAST)] == [1, 0, 1]


@pytest.mark.parametrize(
    ("since", "until"),
    [(None, None), (None, FIRST + timedelta(days=1)), (MIDDLE, None), (FIRST, LAST), (MIDDLE, MIDDLE + timedelta(1))],
)
def test_overlapping_periods_are_refused(db, since, until):
    organisation = OrganisationFactory()
    NetworkMembershipFactory(organisation=organisation, since=FIRST, until=LAST)

    with pytest.raises(IntegrityError, match="no_overlap"), transaction.atomic():
        NetworkMembershipFactory(organisation=organisation, since=since, until=until)


def test_other_organisations_do_not_collide(db):
    NetworkMembershipFactory()

    NetworkMembershipFactory().full_clean()


def test_membership_of_two_sectors_at_once_is_normal(db):
    organisation = OrganisationFactory()
    SectorMembershipFactory(organisation=organisation)

    SectorMembershipFactory(organisation=organisation).full_clean()


def test_two_chairs_at_once_are_normal(db):
    sector = SectorFactory()
    AppointmentFactory(sector=sector)

    AppointmentFactory(sector=sector).full_clean()


def test_two_programme_managers_at_once_are_refused(db):
    sector = SectorFactory()
    AppointmentFactory(sector=sector, role=Appointment.Role.PROGRAMME_MANAGER, since=FIRST)

    with pytest.raises(IntegrityError, match="one_programme_manager"), transaction.atomic():
        AppointmentFactory(sector=sector, role=Appointment.Role.PROGRAMME_MANAGER, until=MIDDLE)


def test_two_programme_managers_after_each_other_are_normal(db):
    sector = SectorFactory()
    AppointmentFactory(sector=sector, role=Appointment.Role.PROGRAMME_MANAGER, until=MIDDLE)

    AppointmentFactory(sector=sector, role=Appointment.Role.PROGRAMME_MANAGER, since=MIDDLE).full_clean()


def test_exclusion_may_wait_until_all_rows_are_stored(db):
    organisation = OrganisationFactory()
    one = NetworkMembershipFactory(organisation=organisation, since=FIRST, until=MIDDLE)
    two = NetworkMembershipFactory(organisation=organisation, since=MIDDLE)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        NetworkMembership.objects.filter(pk=one.pk).update(until=LAST)
        NetworkMembership.objects.filter(pk=two.pk).update(since=LAST)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert organisation.network_memberships.filter(until=LAST).count() == 1


@given(first=st.tuples(DAYS, DAYS), second=st.tuples(DAYS, DAYS))
@settings(max_examples=60, deadline=None)
@pytest.mark.django_db
def test_exclusion_refuses_what_shares_a_day(first, second):
    ordered = all(since is None or until is None or since < until for since, until in (first, second))
    if not ordered:
        return
    with transaction.atomic():
        organisation = OrganisationFactory()
        one = NetworkMembershipFactory(organisation=organisation, since=first[0], until=first[1])
        two = NetworkMembership(organisation=organisation, since=second[0], until=second[1])
        days = [date(2026, 12, 31) + timedelta(days=n) for n in range(10)]
        share = any(one.holds_on(day) and two.holds_on(day) for day in days)

        try:
            two.validate_constraints()
        except ValidationError:
            allowed = False
        else:
            allowed = True
        transaction.set_rollback(True)  # each example begins with an empty table

    assert allowed is not share


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        (MIDDLE, None, True),
        (MIDDLE + timedelta(days=1), None, False),
        (None, MIDDLE, False),
        (None, MIDDLE + timedelta(days=1), True),
        (FIRST, MIDDLE, False),
    ],
)
def test_period_holds_from_its_first_day_until_its_end(db, since, until, holds):
    row = period(since, until)

    assert row.holds_on(MIDDLE) is holds
    assert NetworkMembership.objects.current(MIDDLE).exists() is holds


def test_current_is_today_in_amsterdam(db, time_machine):
    time_machine.move_to("2027-05-31T22:30:00Z")  # half past midnight in Amsterdam
    row = period(MIDDLE, None)

    assert row.is_current
    assert list(NetworkMembership.objects.current()) == [row]


def test_current_on_follows_a_relation(db):
    member = SectorMembershipFactory(since=MIDDLE)
    SectorMembershipFactory(until=MIDDLE)

    sectors = SectorMembership.objects.filter(current_on(MIDDLE, via="organisation__sector_memberships"))

    assert list(sectors) == [member]


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [
        (date(2026, 1, 1), FIRST - timedelta(days=1), False),
        (date(2026, 1, 1), FIRST, True),
        (LAST - timedelta(days=1), date(2029, 1, 1), True),
        (LAST, date(2029, 1, 1), False),
        (MIDDLE, MIDDLE, True),
    ],
)
def test_overlapping_includes_both_days(db, first, last, overlaps):
    period(FIRST, LAST)

    assert NetworkMembership.objects.overlapping(first, last).exists() is overlaps


def test_overlapping_includes_unknown_beginnings_and_open_ends(db):
    rows = {period(None, MIDDLE), period(MIDDLE, None), period(None, None)}

    assert set(NetworkMembership.objects.overlapping(MIDDLE - timedelta(days=1), MIDDLE)) == rows


def test_newest_first_puts_unknown_beginnings_last(db):
    unknown, old, new = period(None, None), period(FIRST, None), period(LAST, None)

    assert list(NetworkMembership.objects.newest_first()) == [new, old, unknown]


def test_meets_asks_the_condition_of_a_constraint(db):
    constraint = next(each for each in Appointment._meta.constraints if each.name.endswith("one_programme_manager"))

    assert meets(constraint.condition, Appointment(role=Appointment.Role.PROGRAMME_MANAGER))
    assert not meets(constraint.condition, Appointment(role=Appointment.Role.CHAIR))
    assert meets(None, Appointment())


def test_exclusion_is_described_by_its_keys():
    constraint = PeriodExclusion(name="example", keys=["sector", "person"])

    path, _args, kwargs = constraint.deconstruct()

    assert path == "members.periods.PeriodExclusion"
    assert kwargs == {"name": "example", "keys": ("sector", "person")}
