from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sectors.models import Appointment, Sector, SectorYear
from tests.factories import (
    AppointmentFactory,
    FocusPointFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    editor_user,
)
from tests.filling import add_row, filled

DAY = date(2027, 4, 22)
ROLES = Appointment.Role


@pytest.fixture(autouse=True)
def today(db, time_machine):
    time_machine.move_to(DAY)


@pytest.fixture
def editor(client):
    client.force_login(editor_user())
    return client


def page(row):
    return reverse(f"admin:sectors_{row._meta.model_name}_change", args=[row.pk])


@pytest.mark.parametrize(
    ("role", "until", "without_manager", "without_chair"),
    [
        (ROLES.PROGRAMME_MANAGER, None, False, True),
        (ROLES.PROGRAMME_MANAGER, DAY, True, True),
        (ROLES.PROGRAMME_MANAGER, DAY + timedelta(days=1), False, True),
        (ROLES.DEPUTY, None, True, True),
        (ROLES.CHAIR, None, True, False),
    ],
)
def test_sector_lacks_a_manager_or_a_chair(role, until, without_manager, without_chair):
    AppointmentFactory(role=role, until=until)

    assert Sector.objects.without_programme_manager().exists() is without_manager
    assert Sector.objects.without_chair().exists() is without_chair


def test_sector_that_is_not_shown_lacks_nothing():
    SectorFactory(is_active=False)
    questions = ("without_programme_manager", "without_chair", "without_next_year", "without_focus_points")

    assert [getattr(Sector.objects, question)().count() for question in questions] == [0, 0, 0, 0]


@pytest.mark.parametrize(("year", "planned"), [(2027, False), (2028, True), (2029, False)])
def test_next_year_is_planned_once_it_is_written_down(year, planned):
    SectorYearFactory(year=year)

    assert Sector.objects.without_next_year().exists() is not planned


@pytest.mark.parametrize(("year", "shown"), [(2026, False), (2027, True)])
def test_focus_points_are_missed_this_year(year, shown):
    shared_with = SectorFactory()
    point = FocusPointFactory(sector_year=SectorYearFactory(year=year))
    point.shared_with.add(shared_with)

    missing = set(Sector.objects.without_focus_points())

    assert missing == (set() if shown else {shared_with, point.sector_year.sector})


def test_list_says_who_lead_and_how_many_take_part(editor):
    sector = AppointmentFactory(role=ROLES.PROGRAMME_MANAGER, person=PersonFactory(name="Iris")).sector
    for name in ("Bas", "Anna"):
        AppointmentFactory(sector=sector, person=PersonFactory(name=name))
    AppointmentFactory(sector=sector, person=PersonFactory(name="Oud"), until=DAY)
    SectorMembershipFactory(sector=sector)

    row = editor.get(reverse("admin:sectors_sector_changelist")).context["cl"].result_list[0]

    assert (row.manager, row.chairs, row.member_count) == (["Iris"], ["Anna", "Bas"], 1)


def test_years_lead_to_their_focus_points_and_count_them(editor):
    year = SectorYearFactory()
    FocusPointFactory.create_batch(3, sector_year=year)

    content = editor.get(page(year.sector)).content.decode()

    assert f'<a href="{page(year)}#focus_points-group">3' in content
    assert SectorYear.objects.with_focus_count().get().focus_count == 3


def test_rows_of_a_sector_are_looked_up_in_one_query_per_column(editor):
    sector = SectorFactory()
    SeatFactory.create_batch(3, sector=sector)
    editor.get(page(sector))
    with CaptureQueriesContext(connection) as few:
        editor.get(page(sector))

    SeatFactory.create_batch(27, sector=sector)

    with CaptureQueriesContext(connection) as many:
        editor.get(page(sector))
    assert len(many) == len(few)


def test_saving_a_sector_judges_only_the_rows_that_changed(editor):
    sector = SectorFactory()
    SeatFactory.create_batch(3, sector=sector)
    spent = []
    for _time in range(2):
        data = filled(editor.get(page(sector)), "sector_form") | {"seats-0-mail": "weekly"}
        sector.seats.update(mail="at_once")
        with CaptureQueriesContext(connection) as queries:
            assert editor.post(page(sector), data).status_code == 302
        spent.append(len(queries))
        SeatFactory.create_batch(27, sector=sector)

    assert spent[0] == spent[1]


def test_refused_page_still_shows_who_was_chosen(editor):
    sector, person = SectorFactory(), PersonFactory(name="Iris de Vries")
    data = filled(editor.get(page(sector)), "sector_form")
    add_row(data, "seats", person=person.pk, mail="weekly", calendar="feed", since="2027-05-01", until="2027-04-01")

    response = editor.post(page(sector), data)

    assert f'<option value="{person.pk}" selected>Iris de Vries</option>' in response.content.decode()


def test_fields_in_a_table_are_named_by_column_and_row(editor):
    seat = SeatFactory(person=PersonFactory(name="Iris de Vries"))

    content = editor.get(page(seat.sector)).content.decode()

    assert f', Iris de Vries, {seat.sector}"' in content


def test_ended_rows_are_marked_for_folding_away(editor):
    membership = SectorMembershipFactory(until=DAY)
    SectorMembershipFactory(sector=membership.sector)
    SectorMembershipFactory(sector=membership.sector, organisation=OrganisationFactory(), until=date(2027, 5, 1))

    content = editor.get(page(membership.sector)).content.decode()

    assert [content.count(f'class="standing {kind}"') for kind in ("ended", "now", "soon")] == [1, 1, 1]


def test_sectors_are_hidden_from_lists_together(editor):
    sectors = SectorFactory.create_batch(2)
    chosen = {"_selected_action": [sector.pk for sector in sectors]}

    editor.post(
        reverse("admin:sectors_sector_changelist"),
        {"action": "set_active", "index": "0", "confirmed": "1", "is_active": "False", **chosen},
    )

    assert not Sector.objects.active().exists()


def test_focus_point_is_seen_on_the_page_of_its_year(editor):
    point = FocusPointFactory()

    content = editor.get(page(point)).content.decode()

    assert point.sector_year.get_absolute_url() in content
