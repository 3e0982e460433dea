"""Rows of sectors: related rows come along in the same query."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from sectors.models import Appointment, Sector
from sectors.rows import SectorTag, focus_rows, leader_rows, sector_rows, sector_years
from tests.factories import (
    AppointmentFactory,
    FocusPointFactory,
    OrganisationFactory,
    PersonFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(date(2027, 4, 1)), tick=False):
        yield


def test_sector_rows_count_members_of_today(django_assert_num_queries):
    sector = SectorFactory(name="Water", slug="water", band="wad")
    SectorMembershipFactory(sector=sector)
    SectorMembershipFactory(sector=sector, since=date(2027, 5, 1))

    with django_assert_num_queries(1):
        (row,) = sector_rows(Sector.objects.active())

    assert (row.name, row.url, row.band, row.member_count) == ("Water", "/sectoren/water/", "wad", 1)


def test_leader_rows_put_chairs_before_managers_and_deputies(django_assert_num_queries):
    sector = SectorFactory()
    for role in (Appointment.Role.DEPUTY, Appointment.Role.PROGRAMME_MANAGER, Appointment.Role.CHAIR):
        AppointmentFactory(sector=sector, role=role, person__organisation=OrganisationFactory())

    with django_assert_num_queries(1):
        rows = leader_rows(sector, AnonymousUser())

    assert [row.role for row in rows] == ["chair", "programme_manager", "deputy"]


@pytest.mark.parametrize(("visibility", "for_members"), [("everyone", False), ("members", True), ("nobody", False)])
def test_leader_row_says_that_members_see_more(visibility, for_members):
    person = PersonFactory(email="jan@example.org", contact_visibility=visibility)
    sector = AppointmentFactory(person=person).sector

    (row,) = leader_rows(sector, AnonymousUser())

    assert row.for_members is for_members


def test_leader_row_promises_members_nothing_that_is_not_there():
    sector = AppointmentFactory(person=PersonFactory(contact_visibility="members")).sector

    (row,) = leader_rows(sector, AnonymousUser())

    assert not row.for_members


def test_focus_rows_name_the_other_sectors_on_both_sides(django_assert_num_queries):
    year = SectorYearFactory(sector__name="Overheden", sector__slug="overheden", sector__band="klinker")
    safety = SectorFactory(name="Veiligheid", slug="veiligheid", band="wad")
    point = FocusPointFactory(sector_year=year)
    point.shared_with.add(safety)
    point.partners.add(OrganisationFactory(name="VNG", slug="vng"))

    with django_assert_num_queries(2):
        (own,), (shared,) = focus_rows(year.sector, year.year), focus_rows(safety, year.year)

    assert own.others == (SectorTag("Veiligheid", "/sectoren/veiligheid/", "wad"),)
    assert shared.others == (SectorTag("Overheden", "/sectoren/overheden/", "klinker"),)
    assert own.partners == shared.partners == (("VNG", "/leden/vng/"),)


def test_sector_years_come_with_the_sector(django_assert_num_queries):
    sector = SectorFactory(slug="water")
    for year in (2026, 2027):
        SectorYearFactory(sector=sector, year=year, meeting_target=6, ambition="Samen")

    with django_assert_num_queries(1):
        years = sector_years(Sector.objects.with_years().get())

    assert [(year.year, year.meeting_target, year.ambition) for year in years] == [
        (2027, 6, "Samen"),
        (2026, 6, "Samen"),
    ]
    assert years[0].get_absolute_url() == "/sectoren/water/2027/"
