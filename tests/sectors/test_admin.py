from datetime import date

import pytest
from django.urls import reverse

from sectors.models import Appointment, FocusPoint, Sector, SectorMembership, SectorYear
from tests.factories import (
    AppointmentFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    editor_user,
)
from tests.filling import add_row, errors_of, filled

JANUARY, MARCH, JUNE = "2027-01-01", "2027-03-01", "2027-06-01"
MANAGER = Appointment.Role.PROGRAMME_MANAGER


@pytest.fixture
def editor(client, db):
    client.force_login(editor_user())
    return client


def page(row):
    return reverse(f"admin:sectors_{row._meta.model_name}_change", args=[row.pk])


def form_of(editor, row):
    return filled(editor.get(page(row)), f"{row._meta.model_name}_form")


def message(model, name):
    return next(str(each.get_violation_error_message()) for each in model._meta.constraints if each.name.endswith(name))


def test_sector_is_edited_on_one_page(editor):
    sector = SectorFactory()
    data = form_of(editor, sector)
    add_row(data, "appointments", person=PersonFactory().pk, role="chair", since=JANUARY)
    add_row(data, "memberships", organisation=OrganisationFactory().pk, since=JANUARY)
    add_row(data, "seats", person=PersonFactory().pk, mail="weekly", calendar="feed")
    add_row(data, "years", year=2027, meeting_target=8, new_member_target=2)

    response = editor.post(page(sector), data | {"months_without": "7,8"})

    assert response.status_code == 302
    sector.refresh_from_db()
    assert sector.months_without == [7, 8]
    parts = (sector.appointments, sector.memberships, sector.seats, sector.years)
    assert [part.count() for part in parts] == [1, 1, 1, 1]


def test_sector_page_left_as_it_is_changes_nothing(editor):
    membership = SectorMembershipFactory(since=date(2027, 1, 1))

    response = editor.post(page(membership.sector), form_of(editor, membership.sector))

    assert response.status_code == 302
    assert SectorMembership.objects.get() == membership


def test_overlapping_rows_in_one_submission_are_refused(editor):
    sector, organisation = SectorFactory(), OrganisationFactory()
    data = form_of(editor, sector)
    add_row(data, "memberships", organisation=organisation.pk, since=JANUARY)
    add_row(data, "memberships", organisation=organisation.pk, since=MARCH)

    response = editor.post(page(sector), data)

    assert errors_of(response) == [message(SectorMembership, "no_overlap")]
    assert not SectorMembership.objects.exists()


def test_row_that_overlaps_a_stored_one_is_refused(editor):
    membership = SectorMembershipFactory(since=date(2027, 1, 1))
    data = form_of(editor, membership.sector)
    add_row(data, "memberships", organisation=membership.organisation.pk, since=MARCH)

    response = editor.post(page(membership.sector), data | {"name": "Anders"})

    assert errors_of(response) == [message(SectorMembership, "no_overlap")]
    assert SectorMembership.objects.count() == 1
    assert not Sector.objects.filter(name="Anders").exists()


@pytest.mark.parametrize("until", [JANUARY, "2026-12-31"])
def test_disordered_period_is_refused_on_its_row(editor, until):
    sector = SectorFactory()
    data = form_of(editor, sector)
    add_row(data, "memberships", organisation=OrganisationFactory().pk, since=JANUARY, until=until)

    response = editor.post(page(sector), data)

    assert errors_of(response) == [message(SectorMembership, "period_in_order")]
    assert not SectorMembership.objects.exists()


@pytest.mark.parametrize("moved_to", [MARCH, "2027-09-01"])
def test_moving_one_end_and_the_next_beginning_together_is_accepted(editor, moved_to):
    sector, person = SectorFactory(), PersonFactory()
    AppointmentFactory(sector=sector, person=person, since=date(2027, 1, 1), until=date(2027, 6, 1))
    AppointmentFactory(sector=sector, person=person, role="deputy", since=date(2027, 6, 1))
    data = form_of(editor, sector)
    data |= {"appointments-0-until": moved_to, "appointments-1-since": moved_to}

    response = editor.post(page(sector), data)

    assert response.status_code == 302
    moved = date.fromisoformat(moved_to)
    assert list(sector.appointments.order_by("since").values_list("since", "until")) == [
        (date(2027, 1, 1), moved),
        (moved, None),
    ]


def test_two_programme_managers_at_once_are_refused_on_the_row(editor):
    current = AppointmentFactory(role=MANAGER, since=date(2027, 1, 1))
    data = form_of(editor, current.sector)
    add_row(data, "appointments", person=PersonFactory().pk, role=MANAGER, since=MARCH)

    response = editor.post(page(current.sector), data)

    formset = response.context["inline_admin_formsets"][0].formset
    assert formset.forms[1].errors == {"since": [message(Appointment, "one_programme_manager")]}
    assert Appointment.objects.count() == 1


def test_successor_of_a_programme_manager_is_accepted_in_the_same_form(editor):
    current = AppointmentFactory(role=MANAGER, since=date(2027, 1, 1))
    data = form_of(editor, current.sector) | {"appointments-0-until": JUNE}
    add_row(data, "appointments", person=PersonFactory().pk, role=MANAGER, since=JUNE)

    response = editor.post(page(current.sector), data)

    assert response.status_code == 302
    assert current.sector.appointments.filter(role=MANAGER).count() == 2


def test_row_that_is_deleted_leaves_room_for_another(editor):
    current = AppointmentFactory(role=MANAGER)
    data = form_of(editor, current.sector) | {"appointments-0-DELETE": "on"}
    add_row(data, "appointments", person=PersonFactory().pk, role=MANAGER)

    response = editor.post(page(current.sector), data)

    assert response.status_code == 302
    assert current.sector.appointments.exclude(pk=current.pk).count() == 1


def test_person_cannot_hold_two_roles_in_a_sector_at_once(editor):
    current = AppointmentFactory(role=Appointment.Role.CHAIR)
    data = form_of(editor, current.sector)
    add_row(data, "appointments", person=current.person.pk, role="deputy", since=MARCH)

    response = editor.post(page(current.sector), data)

    assert errors_of(response) == [message(Appointment, "no_overlap")]


def test_appointment_on_its_own_page_is_held_against_the_others(editor):
    current = AppointmentFactory(role=MANAGER)
    data = {"sector": current.sector.pk, "person": PersonFactory().pk, "role": MANAGER, "since": JANUARY}

    response = editor.post(reverse("admin:sectors_appointment_add"), data)

    assert errors_of(response) == [message(Appointment, "one_programme_manager")]


def test_year_twice_in_one_submission_is_refused(editor):
    sector = SectorFactory()
    data = form_of(editor, sector)
    for _time in range(2):
        add_row(data, "years", year=2027, meeting_target=8, new_member_target=2)

    response = editor.post(page(sector), data)

    assert response.status_code == 200
    assert errors_of(response)
    assert not SectorYear.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Over\0heden"),
        ("introduction", "<p>\0</p>"),
        ("months_without", "7,\0"),
        ("months_without", "13"),
        ("months_without", "juli"),
        ("usual_minutes", "99999999999999999999"),
        ("usual_start", "25:99"),
        ("position", "-1"),
        ("slug", "geen slug!"),
        ("band", "paars"),
    ],
)
def test_impossible_value_is_refused(editor, field, value):
    sector = SectorFactory(name="Overheden")

    response = editor.post(page(sector), form_of(editor, sector) | {field: value})

    assert response.status_code in {200, 400}
    assert list(Sector.objects.values_list("name", "position")) == [("Overheden", 0)]


@pytest.mark.parametrize("person", ["0", "abc", "99999999999999999999", "\0", ""])
def test_unknown_person_is_refused(editor, person):
    sector = SectorFactory()
    data = form_of(editor, sector)
    add_row(data, "appointments", person=person, role="chair", since=JANUARY)

    response = editor.post(page(sector), data)

    assert response.status_code in {200, 400}
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("total", ["-1", "abc", ""])
def test_management_form_with_nonsense_is_refused(editor, total):
    sector = SectorFactory()

    response = editor.post(page(sector), form_of(editor, sector) | {"seats-TOTAL_FORMS": total})

    assert response.status_code in {200, 302, 400}


def test_large_sector_is_saved_whole(editor):
    sector = SectorFactory()
    SectorMembershipFactory.create_batch(70, sector=sector)
    SeatFactory.create_batch(150, sector=sector)
    data = form_of(editor, sector) | {"name": "Groot"}

    response = editor.post(page(sector), data)

    assert response.status_code == 302
    assert Sector.objects.get().name == "Groot"


def test_focus_points_are_edited_on_the_year_s_page(editor):
    year = SectorYearFactory()
    data = form_of(editor, year)
    add_row(
        data, "focus_points", title="Datagedreven", position=1, state="planned", partners=[OrganisationFactory().pk]
    )

    response = editor.post(page(year), data)

    assert response.status_code == 302
    assert year.focus_points.get().partners.count() == 1


def test_achieved_focus_point_needs_a_result(editor):
    year = SectorYearFactory()
    data = form_of(editor, year)
    add_row(data, "focus_points", title="Datagedreven", position=1, state="achieved")

    response = editor.post(page(year), data)

    assert errors_of(response) == [message(FocusPoint, "achieved_with_result")]


def test_rule_that_only_the_database_knows_is_shown_in_the_form(editor, monkeypatch):
    """Two editors at the same time: the second one's form was valid when it was checked."""
    sector, person = SectorFactory(), PersonFactory()
    stored = Sector.save

    def save_after_a_colleague(self, *args, **kwargs):
        if not Appointment.objects.exists():
            AppointmentFactory(sector=sector, person=person)
        stored(self, *args, **kwargs)

    monkeypatch.setattr(Sector, "save", save_after_a_colleague)
    data = form_of(editor, sector)
    add_row(data, "appointments", person=person.pk, role="deputy")

    response = editor.post(page(sector), data | {"name": "Anders"})

    assert errors_of(response) == [message(Appointment, "no_overlap")]
    assert not Sector.objects.filter(name="Anders").exists()


def test_protected_sector_is_not_deleted(editor):
    sector = SectorMembershipFactory().sector

    response = editor.post(reverse("admin:sectors_sector_delete", args=[sector.pk]), {"post": "yes"})

    assert response.status_code == 200
    assert Sector.objects.filter(pk=sector.pk).exists()
