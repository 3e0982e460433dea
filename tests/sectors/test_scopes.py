"""A programme manager in the admin: his own sectors' content and nothing else, whatever he sends."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from members import scopes
from members.history import event_model
from members.models import Person
from sectors.models import FocusPoint, Sector, SectorMembership
from tests.factories import (
    AppointmentFactory,
    FocusPointFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    UserFactory,
    editor_user,
    manager_user,
    role_user,
)
from tests.filling import errors_of, filled


@pytest.fixture
def sector(db, settings):
    settings.MFA_REQUIRED = "none"
    return SectorFactory(name="Water")


@pytest.fixture
def other(db):
    return SectorFactory(name="Bodem")


@pytest.fixture
def manager(sector):
    return manager_user(sector)


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def page(row, name="change", *args):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk, *args])


def listing(model, name="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")


def offered(client, model, field, term=""):
    query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
    response = client.get(reverse("admin:autocomplete"), query | {"term": term})
    return (
        {each["text"] for each in response.json()["results"]} if response.status_code == 200 else response.status_code
    )


def test_start_page_lists_what_a_manager_keeps(desk):
    response = desk.get(reverse("admin:index"))

    listed = {entry["object_name"] for app in response.context["app_list"] for entry in app["models"]}
    assert {"Sector", "FocusPoint", "Meeting", "Article", "Person"} <= listed
    assert listed.isdisjoint({"User", "Network", "Programme", "KnowledgeCircle", "OutboxMessage", "SecurityEvent"})


def test_start_page_counts_own_concerns_only(desk, sector, other):
    concerns = desk.get(reverse("admin:index")).context["concerns"]

    assert {concern.count for concern in concerns if "without_chair" in concern.url} == {1}


def test_start_page_tells_of_own_rows_only(desk, sector, other):
    for each in (sector, other):
        LogEntry.objects.log_actions(editor_user().pk, [each], 2)

    assert [entry.object_repr for entry in desk.get(reverse("admin:index")).context["recent"]] == ["Water"]


def test_list_shows_own_rows_only(desk, sector, other):
    assert [row.name for row in desk.get(listing(Sector)).context["cl"].queryset] == ["Water"]


def test_list_cannot_be_edited_in_passing(desk, sector):
    data = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": sector.pk, "form-0-position": 9, "_save": "x"}

    desk.post(listing(Sector), data)

    sector.refresh_from_db()
    assert sector.position == 0


def test_export_holds_own_rows_only(desk, sector, other):
    response = desk.post(listing(Sector, "export"), {"kind": "csv"})

    assert b"Water" in response.content
    assert b"Bodem" not in response.content


def test_import_is_not_for_managers(desk):
    assert desk.get(listing(SectorMembership, "import")).status_code == 403
    assert "importeren" not in desk.get(listing(SectorMembership)).content.decode()


def test_manager_edits_the_text_of_his_sector(desk, sector):
    data = filled(desk.get(page(sector)), "sector_form") | {"summary": "Droge voeten."}

    assert desk.post(page(sector), data).status_code == 302

    sector.refresh_from_db()
    assert sector.summary == "Droge voeten."


def test_manager_cannot_change_how_his_sector_stands_among_others(desk, sector):
    data = filled(desk.get(page(sector)), "sector_form") | {"slug": "eerste", "position": "1", "is_active": ""}

    desk.post(page(sector), data)

    sector.refresh_from_db()
    assert (sector.slug, sector.position, sector.is_active) != ("eerste", 1, False)
    assert sector.is_active
    assert "set_active" not in desk.get(listing(Sector)).content.decode()


def test_manager_sees_appointments_but_makes_none(desk, sector, manager):
    data = filled(desk.get(page(sector)), "sector_form")
    data |= {"appointments-TOTAL_FORMS": "1", "appointments-INITIAL_FORMS": "0", "appointments-0-role": "chair"}
    data |= {"appointments-0-person": str(manager.person.pk)}

    response = desk.post(page(sector), data)

    assert response.status_code in {200, 302}
    assert sector.appointments.count() == 1
    assert str(manager.person) in desk.get(page(sector)).content.decode()


@pytest.mark.parametrize("name", ["change", "delete", "history", "preview"])
def test_page_of_another_sector_is_closed(desk, other, name):
    response = desk.get(page(other, name))

    assert response.status_code in {302, 403, 404}
    assert b"Bodem" not in response.content


@pytest.mark.parametrize("name", ["change", "delete"])
def test_post_to_a_row_of_another_sector_changes_nothing(desk, other, name):
    membership = SectorMembershipFactory(sector=other)

    response = desk.post(page(membership, name), {"post": "yes", "since": "2020-01-01"})

    assert response.status_code in {302, 403}
    assert SectorMembership.objects.filter(pk=membership.pk, since=None).exists()


def test_bulk_act_leaves_rows_of_another_sector_alone(desk, sector, other):
    seat = SeatFactory(sector=other)
    data = {"action": "end_on_a_day", "_selected_action": [seat.pk], "confirmed": "1", "until": "2026-01-01"}

    desk.post(listing(type(seat)), data)

    seat.refresh_from_db()
    assert seat.until is None


def test_bulk_deletion_leaves_rows_of_another_sector_alone(desk, other):
    seat = SeatFactory(sector=other)

    desk.post(listing(type(seat)), {"action": "delete_selected", "_selected_action": [seat.pk], "post": "yes"})

    assert type(seat).objects.filter(pk=seat.pk).exists()


def test_focus_point_cannot_be_moved_to_another_sector(desk, sector, other):
    point = FocusPointFactory(sector_year__sector=sector)
    target = SectorYearFactory(sector=other)
    data = filled(desk.get(page(point)), "focuspoint_form") | {"sector_year": str(target.pk)}

    response = desk.post(page(point), data)

    assert errors_of(response)
    assert b"Bodem" not in response.content
    assert FocusPoint.objects.get().sector_year.sector == sector


def test_focus_point_may_move_to_another_own_sector(desk, sector, other, manager):
    AppointmentFactory(sector=other, person=manager.person, role="deputy")
    point = FocusPointFactory(sector_year__sector=sector)
    target = SectorYearFactory(sector=other)
    data = filled(desk.get(page(point)), "focuspoint_form") | {"sector_year": str(target.pk)}

    assert desk.post(page(point), data).status_code == 302

    assert FocusPoint.objects.get().sector_year.sector == other


def test_focus_point_may_be_shared_with_any_sector(desk, sector, other):
    point = FocusPointFactory(sector_year__sector=sector)
    data = filled(desk.get(page(point)), "focuspoint_form") | {"shared_with": [str(other.pk)]}

    assert desk.post(page(point), data).status_code == 302

    assert list(point.shared_with.all()) == [other]


def test_row_of_another_sector_cannot_be_smuggled_into_a_page(desk, sector, other):
    year, foreign = SectorYearFactory(sector=sector), FocusPointFactory(sector_year__sector=other, title="Van hen")
    data = filled(desk.get(page(year)), "sectoryear_form")
    data |= {"focus_points-TOTAL_FORMS": "1", "focus_points-INITIAL_FORMS": "1", "focus_points-0-id": str(foreign.pk)}
    data |= {
        "focus_points-0-sector_year": str(year.pk),
        "focus_points-0-title": "Van mij",
        "focus_points-0-state": "active",
    }

    response = desk.post(page(year), data)

    assert response.status_code == 200
    foreign.refresh_from_db()
    assert (foreign.title, foreign.sector_year.sector) == ("Van hen", other)


def test_earlier_version_of_a_row_that_moved_away_stays(desk, sector, other):
    year = SectorYearFactory(sector=sector)
    point = FocusPointFactory(sector_year=year, title="Van ons")
    point.sector_year = SectorYearFactory(sector=other)
    point.save()
    version = event_model(FocusPoint).objects.order_by("pgh_id").first()
    address = page(year, "put_back", "sectors.focuspoint", version.pgh_id)

    assert desk.get(address).status_code == 403
    assert desk.post(address).status_code == 403

    assert FocusPoint.objects.get().sector_year.sector == other


def test_earlier_version_in_another_sector_cannot_be_put_back(desk, sector, other):
    point = FocusPointFactory(sector_year__sector=other)
    point.sector_year = SectorYearFactory(sector=sector)
    point.save()
    version = event_model(FocusPoint).objects.order_by("pgh_id").first()

    assert desk.post(page(point, "put_back", "sectors.focuspoint", version.pgh_id)).status_code == 403

    assert FocusPoint.objects.get().sector_year.sector == sector


def test_own_earlier_version_can_be_put_back(desk, sector):
    point = FocusPointFactory(sector_year__sector=sector, title="Eerst")
    point.title = "Later"
    point.save()
    version = event_model(FocusPoint).objects.order_by("pgh_id").first()

    assert desk.post(page(point, "put_back", "sectors.focuspoint", version.pgh_id)).status_code == 302

    assert FocusPoint.objects.get().title == "Eerst"


def test_history_of_a_deleted_row_is_for_editors(desk, sector):
    point = FocusPointFactory(sector_year__sector=sector)
    address = page(point, "history")
    point.delete()

    assert desk.get(address).status_code == 404


def test_way_to_a_page_asks_who_may_see_the_row(desk, sector, other):
    kind = ContentType.objects.get_for_model(Sector).pk

    own = desk.get(reverse("admin:view_on_site", args=[kind, sector.pk]))
    foreign = desk.get(reverse("admin:view_on_site", args=[kind, other.pk]))

    assert own.status_code == 302
    assert foreign.status_code == 404


@pytest.mark.parametrize(
    ("field", "expected"), [("shared_with", {"Water", "Bodem"}), ("sector_year", {"Water 2027"}), ("title", 403)]
)
def test_search_box_offers_what_a_row_may_name(desk, sector, other, field, expected):
    for each in (sector, other):
        SectorYearFactory(sector=each, year=2027)

    assert offered(desk, FocusPoint, field) == expected


def test_search_box_offers_people_of_own_organisations_only(desk, manager):
    PersonFactory(name="Vreemde", organisation=OrganisationFactory())
    colleague = PersonFactory(name="Collega", organisation=manager.person.organisation)

    assert offered(desk, type(SeatFactory.build()), "person") == {colleague.name, manager.person.name}


def test_search_box_offers_nothing_for_a_list_of_editors(desk):
    assert offered(desk, Person, "account") == 403


@pytest.mark.parametrize("make_public", ["appointment elsewhere", "editor", "admin", "erased", "other organisation"])
def test_person_who_may_do_more_is_left_to_editors(desk, manager, other, make_public):
    organisation = manager.person.organisation
    person = {
        "appointment elsewhere": lambda: (
            AppointmentFactory(sector=other, person=PersonFactory(organisation=organisation)).person
        ),
        "editor": lambda: PersonFactory(organisation=organisation, account=editor_user()),
        "admin": lambda: PersonFactory(organisation=organisation, account=UserFactory(is_superuser=True)),
        "erased": lambda: PersonFactory(organisation=organisation, email="", erased_at="2026-01-01T00:00Z"),
        "other organisation": lambda: PersonFactory(organisation=OrganisationFactory()),
    }[make_public]()

    response = desk.post(page(person), {"name": "Ik", "email": "ik@example.org", "organisation": organisation.pk})

    assert response.status_code == 302
    assert Person.objects.get(pk=person.pk).name == person.name


def test_person_of_an_own_organisation_is_edited(desk, manager):
    person = PersonFactory(organisation=manager.person.organisation)
    data = filled(desk.get(page(person)), "person_form") | {"job_title": "Dijkgraaf"}

    assert desk.post(page(person), data).status_code == 302

    assert Person.objects.get(pk=person.pk).job_title == "Dijkgraaf"


@pytest.mark.parametrize("target", ["nobody's", "another's"])
def test_person_stays_with_an_own_organisation(desk, manager, target):
    person = PersonFactory(organisation=manager.person.organisation)
    elsewhere = "" if target == "nobody's" else str(OrganisationFactory().pk)
    data = filled(desk.get(page(person)), "person_form") | {"organisation": elsewhere}

    assert desk.post(page(person), data).status_code in {200, 403}

    assert Person.objects.get(pk=person.pk).organisation == manager.person.organisation


def test_organisation_keeps_its_domains_and_successor(desk, manager):
    organisation = manager.person.organisation
    data = filled(desk.get(page(organisation)), "organisation_form")
    data |= {"email_domains": "example.com", "succeeded_by": str(OrganisationFactory().pk), "seat": "Assen"}

    assert desk.post(page(organisation), data).status_code == 302

    organisation.refresh_from_db()
    assert (organisation.seat, organisation.email_domains, organisation.succeeded_by) == ("Assen", [], None)


def test_role_that_ended_opens_nothing(client, sector):
    former = manager_user(sector)
    former.person.appointments.update(since="2020-01-01", until="2021-01-01")
    client.force_login(former)

    assert client.get(page(sector)).status_code == 302
    assert not scopes.keeps_something(type(former).objects.get(pk=former.pk))


@pytest.mark.parametrize(("role", "expected"), [("deputy", 200), ("chair", 302)])
def test_admin_opens_for_deputies_not_for_chairs(client, sector, role, expected):
    client.force_login(role_user(sector, role))

    assert client.get(page(sector)).status_code == expected
