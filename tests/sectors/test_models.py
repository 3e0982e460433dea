from datetime import date

import pytest

from sectors.models import Appointment, FocusPoint, Sector, SectorMembership
from tests.factories import (
    AppointmentFactory,
    FocusPointFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
)

PAST, COMING = date(2020, 1, 1), date(2999, 1, 1)


def test_sector_active_leaves_out_the_others(db):
    sector = SectorFactory()
    SectorFactory(is_active=False)

    assert list(Sector.objects.active()) == [sector]


def test_sector_member_count_is_of_today(db):
    sector, empty = SectorFactory(name="A"), SectorFactory(name="B")
    SectorMembershipFactory(sector=sector)
    SectorMembershipFactory(sector=sector, since=PAST)
    SectorMembershipFactory(sector=sector, until=PAST)
    SectorMembershipFactory(sector=sector, since=COMING)

    counts = {each.name: each.member_count for each in Sector.objects.with_member_count()}

    assert counts == {sector.name: 2, empty.name: 0}


def test_sector_years_come_latest_first(db):
    sector = SectorFactory()
    for year in (2026, 2027, 2025):
        SectorYearFactory(sector=sector, year=year, ambition=f"Voor {year}")
    SectorYearFactory()

    years = Sector.objects.with_years().get(pk=sector.pk).all_years

    assert [(year["year"], year["ambition"]) for year in years] == [
        (2027, "Voor 2027"),
        (2026, "Voor 2026"),
        (2025, "Voor 2025"),
    ]


def test_sector_stores_its_introduction_without_unsafe_html(db):
    sector = SectorFactory(introduction='<p onclick="x()">Samen</p><script>alert(1)</script>')

    sector.refresh_from_db()

    assert sector.introduction == "<p>Samen</p>"


def test_leading_orders_by_role_and_then_by_name(db):
    sector = SectorFactory()
    rows = [("deputy", "An"), ("chair", "Éva"), ("programme_manager", "Cor"), ("chair", "Dirk")]
    for role, name in rows:
        AppointmentFactory(sector=sector, role=role, person__name=name)

    leading = sector.appointments.leading()

    assert [appointment.person.name for appointment in leading] == ["Dirk", "Éva", "Cor", "An"]


def test_leading_has_people_and_organisations_at_hand(db, django_assert_num_queries):
    for _row in range(3):
        AppointmentFactory(person=PersonFactory(organisation=OrganisationFactory()))

    with django_assert_num_queries(1):
        assert all(row.person.organisation.name for row in Appointment.objects.leading())


def test_new_in_counts_organisations_that_were_never_in_the_sector(db):
    new = SectorMembershipFactory(since=date(2027, 2, 1))
    SectorMembershipFactory(since=date(2026, 12, 31))
    SectorMembershipFactory(since=date(2028, 1, 1))
    SectorMembershipFactory(since=None)

    assert list(SectorMembership.objects.new_in(2027)) == [new]


@pytest.mark.parametrize("since", [date(2020, 1, 1), None])
def test_new_in_leaves_out_who_comes_back(db, since):
    former = SectorMembershipFactory(since=since, until=date(2022, 1, 1))
    SectorMembershipFactory(sector=former.sector, organisation=former.organisation, since=date(2027, 2, 1))

    assert not SectorMembership.objects.new_in(2027).exists()


def test_new_in_counts_who_was_in_another_sector_or_left_again(db):
    elsewhere = SectorMembershipFactory(since=PAST)
    new = SectorMembershipFactory(organisation=elsewhere.organisation, since=date(2027, 2, 1), until=date(2027, 3, 1))
    SectorMembershipFactory(sector=new.sector, organisation=new.organisation, since=date(2027, 6, 1))

    assert list(SectorMembership.objects.new_in(2027)) == [new]


def test_focus_points_of_a_sector_are_its_own_and_those_shared_with_it(db):
    year = SectorYearFactory(year=2027)
    own = FocusPointFactory(sector_year=year)
    shared = FocusPointFactory(sector_year__year=2027)
    shared.shared_with.add(year.sector, SectorFactory())
    FocusPointFactory(sector_year__year=2027).shared_with.add(SectorFactory())
    FocusPointFactory(sector_year__sector=year.sector, sector_year__year=2026)
    FocusPointFactory(sector_year__year=2026).shared_with.add(year.sector)

    assert set(FocusPoint.objects.of(year.sector, 2027)) == {own, shared}


def test_focus_point_shared_with_its_own_sector_comes_once(db):
    own = FocusPointFactory()
    own.shared_with.add(own.sector_year.sector, SectorFactory())

    assert list(FocusPoint.objects.of(own.sector_year.sector, own.sector_year.year)) == [own]


def test_focus_points_for_display_carry_owner_sharers_and_partners(db, django_assert_num_queries):
    second = FocusPointFactory(position=2)
    first = FocusPointFactory(position=1, sector_year__sector__name="Overheden")
    first.shared_with.add(SectorFactory(name="Zorg", position=2), SectorFactory(name="Veiligheid", position=1))
    first.partners.add(OrganisationFactory(name="VNG"), OrganisationFactory(name="ICT Noord"))

    with django_assert_num_queries(1):
        rows = list(FocusPoint.objects.for_display())

    assert rows == [first, second]
    assert rows[0].owner["name"] == "Overheden"
    assert [sector["name"] for sector in rows[0].sharing] == ["Veiligheid", "Zorg"]
    assert [partner["name"] for partner in rows[0].partner_list] == ["ICT Noord", "VNG"]
    assert (rows[1].sharing, rows[1].partner_list) == ([], [])


def test_rows_name_themselves_and_their_page(db):
    sector = SectorFactory(name="Overheden", slug="overheden")
    year = SectorYearFactory(sector=sector, year=2027)
    person = PersonFactory(name="An")

    assert (str(sector), sector.get_absolute_url()) == ("Overheden", "/sectoren/overheden/")
    assert (str(year), year.get_absolute_url()) == ("Overheden 2027", "/sectoren/overheden/2027/")
    assert str(FocusPointFactory(title="Data")) == "Data"
    assert str(SeatFactory(sector=sector, person=person)) == "An, Overheden"
    assert str(SectorMembershipFactory(sector=sector, organisation__name="Assen")) == "Assen, Overheden"
    appointment = AppointmentFactory(sector=sector, person=person)
    assert str(appointment) == f"An, {appointment.get_role_display()} Overheden"
