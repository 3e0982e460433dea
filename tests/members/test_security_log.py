"""The security log: what the admin tells it, and the page on which admins read it."""

from datetime import timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.history import event_model
from members.models import Person, SecurityEvent, User
from members.models.security import KEPT_FOR
from members.security_log import record
from sectors.models import Appointment
from tests.factories import (
    AppointmentFactory,
    PersonFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    SeatFactory,
    SectorFactory,
    SecurityEventFactory,
    SecurityOriginFactory,
    UserFactory,
    admin_user,
    editor_user,
    manager_user,
    member_user,
)
from tests.filling import add_row, errors_of, filled

LOG = reverse("admin:members_securityevent_changelist")
Kind = SecurityEvent.Kind


@pytest.fixture
def admin(client, db):
    account = admin_user()
    client.force_login(account)
    return account


def page(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def form_of(client, row):
    return filled(client.get(page(row)), f"{row._meta.model_name}_form")


def told(*kinds):
    """What the log was told of these kinds: who, what, about what."""
    events = SecurityEvent.objects.filter(kind__in=kinds or [Kind.ROLE_CHANGED, Kind.ACCOUNT_CLOSED]).order_by("pk")
    return [(event.actor_id, event.kind, event.about_model, event.about_id) for event in events]


def role(row, admin):
    return (admin.pk, "role_changed", row._meta.label_lower, row.pk)


def shown(response):
    """The rows of the list as text, cell by cell."""
    rows = response.text.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr")[1:]
    return [" ".join(row.split(">", 1)[1].split()) for row in rows]


# What the admin tells


def test_new_appointment_is_told(client, admin):
    sector, person = SectorFactory(), PersonFactory()
    add = reverse("admin:sectors_appointment_add")

    given = {"sector": sector.pk, "person": person.pk, "role": "chair"}
    response = client.post(add, filled(client.get(add), "appointment_form") | given)

    assert response.status_code == 302
    assert told() == [role(Appointment.objects.get(), admin)]
    assert SecurityEvent.objects.get(kind="role_changed").origin.ip == "127.0.0.1"


def test_changed_appointment_is_told(client, admin):
    appointment = AppointmentFactory()

    client.post(page(appointment), form_of(client, appointment) | {"role": "deputy"})

    assert told() == [role(appointment, admin)]


def test_appointment_saved_as_it_was_is_not_told(client, admin):
    appointment = AppointmentFactory()

    assert client.post(page(appointment), form_of(client, appointment)).status_code == 302

    assert told() == []


def test_refused_change_is_not_told(client, admin):
    appointment = AppointmentFactory()

    wrong = {"since": "2027-01-02", "until": "2027-01-01"}
    assert client.post(page(appointment), form_of(client, appointment) | wrong).status_code == 200

    assert told() == []


def test_deleted_appointment_is_told(client, admin):
    appointment = AppointmentFactory()

    client.post(reverse("admin:sectors_appointment_delete", args=[appointment.pk]), {"post": "yes"})

    assert not Appointment.objects.exists()
    assert told() == [role(appointment, admin)]


def test_appointments_on_the_page_of_a_sector_are_told_one_by_one(client, admin):
    sector = SectorFactory()
    changed, deleted, _same = AppointmentFactory.create_batch(3, sector=sector)
    SeatFactory(sector=sector)
    data = form_of(client, sector)
    data |= {"appointments-0-until": "2090-01-01", "appointments-1-DELETE": "on", "seats-0-until": "2090-01-01"}
    add_row(data, "appointments", person=PersonFactory().pk, role="chair")

    response = client.post(page(sector), data)

    assert response.status_code == 302, errors_of(response)
    new = Appointment.objects.latest("pk")
    assert set(told()) == {role(changed, admin), role(deleted, admin), role(new, admin)}
    assert len(told()) == 3


def test_ending_many_on_a_day_is_told_of_each(client, admin):
    appointments = AppointmentFactory.create_batch(2)
    chosen = {"action": "end_on_a_day", ACTION_CHECKBOX_NAME: [row.pk for row in appointments]}
    until = timezone.localdate() + timedelta(days=3)

    client.post(reverse("admin:sectors_appointment_changelist"), chosen | {"confirmed": "yes", "until": until})

    assert set(Appointment.objects.values_list("until", flat=True)) == {until}
    assert set(told()) == {role(row, admin) for row in appointments}


def test_putting_back_an_earlier_version_is_told(client, admin):
    appointment = AppointmentFactory(role="chair")
    Appointment.objects.update(role="deputy")
    first = event_model(Appointment).objects.earliest("pgh_id")

    address = reverse("admin:sectors_appointment_put_back", args=[appointment.pk, "sectors.appointment", first.pk])
    client.post(address)

    assert Appointment.objects.get().role == "chair"
    assert told() == [role(appointment, admin)]


def test_leader_of_a_programme_is_told(client, admin):
    leader = ProgrammeLeaderFactory(programme=ProgrammeFactory())

    client.post(page(leader), form_of(client, leader) | {"is_deputy": "on"})

    assert told() == [role(leader, admin)]


def test_list_that_is_taken_out_is_told(client, admin):
    address = reverse("admin:members_person_export")

    client.get(address)
    assert told(Kind.DATA_EXPORTED) == []
    assert client.post(address, {"kind": "csv"}).status_code == 200

    people = ContentType.objects.get_for_model(Person)
    assert told(Kind.DATA_EXPORTED) == [(admin.pk, "data_exported", "contenttypes.contenttype", people.pk)]


def test_seats_are_no_roles(client, admin):
    seat = SeatFactory()

    client.post(page(seat), form_of(client, seat) | {"until": "2090-01-01"})

    assert told() == []


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({"is_staff": "on"}, ["role_changed"]),
        ({"is_superuser": "on"}, ["role_changed"]),
        ({"is_active": None}, ["account_closed"]),
        ({"is_active": None, "is_staff": "on"}, ["account_closed", "role_changed"]),
        ({"email": "nieuw@example.org"}, []),
    ],
)
def test_rights_of_an_account_are_told(client, admin, change, kinds):
    account = UserFactory()
    data = {**form_of(client, account), **change}

    response = client.post(page(account), {name: value for name, value in data.items() if value is not None})

    assert response.status_code == 302
    assert told() == [(admin.pk, kind, "members.user", account.pk) for kind in kinds]


def test_account_that_is_opened_again_is_told(client, admin):
    account = UserFactory(is_active=False)

    client.post(page(account), form_of(client, account) | {"is_active": "on"})

    assert told() == [role(account, admin)]


def test_new_editor_is_told_and_a_new_account_without_rights_is_not(client, admin):
    add = reverse("admin:members_user_add")
    for email, rights in (("a@example.org", {}), ("b@example.org", {"is_staff": "on"})):
        given = {"email": email, "usable_password": "false", **rights}
        assert client.post(add, filled(client.get(add), "user_form") | given).status_code == 302

    assert told() == [role(User.objects.get(email="b@example.org"), admin)]


def test_rights_put_back_are_told(client, admin):
    account = UserFactory()
    User.objects.filter(pk=account.pk).update(is_staff=True)
    first = event_model(User).objects.filter(id=account.pk).earliest("pgh_id")

    client.post(reverse("admin:members_user_put_back", args=[account.pk, "members.user", first.pk]))

    assert not User.objects.get(pk=account.pk).is_staff
    assert told() == [role(account, admin)]


# The page


@pytest.mark.parametrize("make", [editor_user, member_user, lambda: manager_user(SectorFactory())])
def test_only_admins_read_the_log(client, db, make):
    client.force_login(make())
    event = SecurityEventFactory()

    addresses = (LOG, page(event))
    assert [client.get(address, follow=True).status_code for address in addresses] == [403, 403]


def test_visitor_signs_in_first(client, db):
    assert "/account/login/" in client.get(LOG, follow=True).redirect_chain[-1][0]


def test_line_names_who_and_what_as_they_are_called_now(client, admin):
    actor = member_user(name="An de Vries")
    about = AppointmentFactory(sector=SectorFactory(name="Bodem"), person=PersonFactory(name="Bo Kuiper"))
    event = record(Kind.ROLE_CHANGED, actor=actor, about=about)
    SecurityOriginFactory(event=event, ip="192.0.2.7")

    (row,) = shown(client.get(f"{LOG}?kind__exact=role_changed"))

    assert "An de Vries" in row
    assert f'<a href="{page(about)}">Bo Kuiper' in row
    assert "192.0.2.7" in row


def test_line_about_what_is_gone_keeps_its_number(client, admin):
    record(Kind.ROLE_CHANGED, actor=User(pk=98765), about=Appointment(pk=54321))
    SecurityEventFactory(kind=Kind.ROLE_CHANGED, about_model="garden.shed", about_id=3)

    response = client.get(f"{LOG}?kind__exact=role_changed")

    for said in ("98765", "54321", "garden.shed 3"):
        assert said in "".join(shown(response))


def test_page_of_a_line_opens_and_cannot_be_changed(client, admin):
    event = record(Kind.ROLE_CHANGED, actor=admin, about=AppointmentFactory(person=PersonFactory(name="Bo Kuiper")))

    assert "Bo Kuiper" in client.get(page(event)).text
    assert client.post(page(event), {"kind": "signed_in"}).status_code == 403


def test_log_is_searched_by_account(client, admin):
    one, other = member_user(name="An de Vries"), UserFactory(email="bo@example.org")
    record(Kind.SIGNED_OUT, actor=one)
    record(Kind.ACCOUNT_CLOSED, actor=admin, about=other)
    record(Kind.INVITED, actor=admin)

    found = {term: len(shown(client.get(LOG, {"q": term}))) for term in (one.email, "de vries", "bo@", "niemand")}

    assert found == {one.email: 1, "de vries": 1, "bo@": 1, "niemand": 0}


@pytest.mark.parametrize(
    ("question", "count"), [("kind__exact=invited", 2), ("result__exact=refused", 1), ("at__year=2020", 1), ("", 3)]
)
def test_log_is_filtered(client, admin, question, count):
    SecurityEventFactory(kind=Kind.INVITED, at="2020-05-01T12:00Z")
    SecurityEventFactory(kind=Kind.INVITED)
    SecurityEventFactory(kind=Kind.SIGN_IN_FAILED, result="refused")

    assert len(shown(client.get(f"{LOG}?{question}"))) == count


def test_log_asks_as_much_for_many_lines_as_for_few(client, admin):
    def ask():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LOG).status_code == 200
        return len(queries)

    def write():
        record(Kind.ROLE_CHANGED, actor=member_user(), about=AppointmentFactory())
        record(Kind.ACCOUNT_CLOSED, actor=member_user(), about=UserFactory())

    write()
    client.get(LOG)
    few = ask()
    for _ in range(5):
        write()

    assert ask() == few


def old_event():
    return SecurityEventFactory(at=timezone.now() - KEPT_FOR - timedelta(days=1))


@pytest.mark.parametrize("make", [SecurityEventFactory, old_event])
def test_security_log_refuses_changes(db, make):
    event = make()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SecurityEvent.objects.filter(pk=event.pk).update(actor_id=1)

    assert SecurityEvent.objects.get().actor_id is None


def test_security_log_refuses_to_forget(db):
    SecurityEventFactory(at=timezone.now() - KEPT_FOR + timedelta(days=1))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SecurityEvent.objects.all().delete()

    assert SecurityEvent.objects.count() == 1


def test_security_log_forgets_what_is_over_its_time(db):
    old_event()

    SecurityEvent.objects.all().delete()

    assert not SecurityEvent.objects.exists()
