"""Erasure: nothing of the person is left anywhere in the database, and what he did stays."""

import io
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from PIL import Image
from psycopg import sql

from meetings.models import Contribution
from members.history import event_model
from members.models import MemberRequest, OutboxMessage, Person, PersonInvitation, SecurityEvent, User
from portal.privacy.erasure import LAST_ADMIN, erase_account, erase_person
from sectors.models import Appointment, Seat
from tests.factories import (
    ActionItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    ContributionFactory,
    DataExportFactory,
    MemberRequestFactory,
    NotificationFactory,
    OrganisationFactory,
    OutboxMessageFactory,
    PersonFactory,
    PersonInvitationFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    SeatFactory,
    SectorFactory,
    UserFactory,
    admin_user,
    editor_user,
    member_user,
)
from tests.filling import filled

NEEDLES = ("Wilhelmína", "Quaakernaat", "Bertolda", "wq.privé", "wq.werk", "wq.oud", "0009988776", "Kwartiermaakster")
TODAY = timezone.localdate


def former(organisation=None):
    """The name that stays, as the portal's Dutch has it."""
    with override("nl"):
        if organisation is None:
            return gettext("Former member")
        return gettext("Former member, %(organisation)s") % {"organisation": organisation}


def photo():
    content = io.BytesIO()
    Image.new("RGB", (200, 200), "teal").save(content, "PNG")
    return SimpleUploadedFile("photo.png", content.getvalue())


@pytest.fixture
def wilhelmina(db):
    """Someone of whom something stands in every place that holds personal data."""
    account = member_user(
        OrganisationFactory(name="Gemeente Noorderveld"),
        name="Bertolda Quaakernaat",
        email="wq.oud@example.org",
        phone="0009988776",
        job_title="Kwartiermaakster",
        photo=photo(),
    )
    person = account.person
    person.name, person.email = "Wilhelmína Quaakernaat", "wq.werk@example.org"
    person.save()
    account.email = "wq.privé@example.org"
    account.save()
    return person


def leave_traces(person):
    account = person.account
    EmailAddress.objects.create(user=account, email="wq.oud@example.org", verified=True, primary=True)
    Authenticator.objects.create(user=account, type="totp", data={"secret": "wq.privé"})
    SocialAccount.objects.create(user=account, provider="x", uid="wq.werk", extra_data={"name": person.name})
    Client().force_login(account)
    NotificationFactory(person=person)
    DataExportFactory(account=account, content="Wilhelmína".encode())
    OutboxMessageFactory(person=person, recipient=person.email, key="x:wq.werk", context={"name": person.name})
    OutboxMessageFactory(recipient="WQ.OUD@example.org", error="550 wq.oud", template="", content=b"Quaakernaat")
    OutboxMessageFactory(context={"name": person.name, "path": "/x/", "who": f"“{person.name}” (wq.oud@example.org)"})
    MemberRequestFactory(account=account, name=person.name, job_title=person.job_title, note="Bel 0009988776")
    PersonInvitationFactory(email="wq.OUD@example.org", name=person.name)
    PersonInvitationFactory(email="wq.werk@example.org", accepted_by=account, accepted_at=timezone.now())
    AttendanceFactory(person=person, response="no", response_reason="Wilhelmína is ziek", responded_at=timezone.now())
    ContributionFactory(person=person, text="Hoe meten anderen dit?")


def log_in_the_admin(person):
    """Let an admin change and delete rows whose names hold the person's, so that Django's own log does too."""
    admin = Client()
    admin.force_login(admin_user())
    for row in (person, SeatFactory(person=person)):
        page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        assert admin.post(page, filled(admin.get(page), f"{row._meta.model_name}_form")).status_code == 302
    seat = SeatFactory(person=person, sector=SectorFactory())
    sector = reverse("admin:sectors_sector_change", args=[seat.sector.pk])
    data = filled(admin.get(sector), "sector_form") | {"seats-0-until": "2090-01-01"}
    assert admin.post(sector, data).status_code == 302


def everything():
    """Every row of every table of the database as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT row::text FROM {} row").format(sql.Identifier(table)))
            yield table, "\n".join(row for (row,) in cursor.fetchall())


def traces():
    """Where in the database any of the needles stands: as it is, as JSON escapes it, and as the hex of bytes."""
    found = set()
    for table, text in everything():
        for needle in NEEDLES:
            spellings = (needle, needle.encode("unicode-escape").decode(), needle.encode().hex())
            if any(each.lower() in text.lower() for each in spellings):
                found.add((table, needle))
    return found


def test_erasing_leaves_nothing_of_the_person_in_any_table(wilhelmina):
    leave_traces(wilhelmina)
    log_in_the_admin(wilhelmina)
    before = traces()

    erase_person(person=wilhelmina, by=admin_user())

    assert {needle for _table, needle in before} == set(NEEDLES)
    assert {"members_personevent", "django_admin_log", "members_outboxmessage"} <= {table for table, _ in before}
    assert traces() == set()


def test_erasing_keeps_what_was_contributed_under_another_name(wilhelmina):
    leave_traces(wilhelmina)

    erase_person(person=wilhelmina, by=None)

    contribution = Contribution.objects.get()
    assert contribution.text == "Hoe meten anderen dit?"
    assert str(contribution.person) == former("Gemeente Noorderveld")


def test_erased_person_has_left_and_can_be_reached_by_nobody(wilhelmina):
    erase_person(person=wilhelmina, by=None)

    person = Person.objects.get(pk=wilhelmina.pk)
    assert (person.left_on, person.contact_visibility, person.account) == (TODAY(), "nobody", None)
    assert timezone.now() - person.erased_at < timedelta(minutes=1)


def test_erased_account_is_closed_for_good(wilhelmina):
    account = wilhelmina.account
    leave_traces(wilhelmina)

    erase_person(person=wilhelmina, by=None)

    account = User.objects.get(pk=account.pk)
    assert account.email == f"erased-{account.pk}@erased.invalid"
    assert (account.is_active, account.is_staff, account.has_usable_password()) == (False, False, False)
    assert not Session.objects.exists()
    assert not account.authenticator_set.exists()


def test_photo_goes_from_the_disk_once_erasure_is_stored(wilhelmina, django_capture_on_commit_callbacks):
    storage, names = wilhelmina.photo.storage, wilhelmina.photo.names

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=wilhelmina, by=None)

    assert len(names) == 2
    assert [name for name in names if storage.exists(name)] == []


def test_roles_and_seats_end_today_and_what_was_to_begin_does_not(db):
    person, past = PersonFactory(), TODAY() - timedelta(days=30)
    seat = SeatFactory(person=person, since=past)
    over = SeatFactory(person=person, since=past, until=TODAY() - timedelta(days=3))
    role = AppointmentFactory(person=person)
    AppointmentFactory(person=person, since=TODAY() + timedelta(days=9))
    leader = ProgrammeLeaderFactory(person=person)

    erase_person(person=person, by=None)

    assert dict(Seat.objects.values_list("pk", "until")) == {seat.pk: TODAY(), over.pk: over.until}
    assert list(Appointment.objects.values_list("pk", "until")) == [(role.pk, TODAY())]
    events = SecurityEvent.objects.filter(kind="role_changed").values_list("about_model", "about_id")
    assert set(events) == {("sectors.appointment", role.pk), ("programmes.programmeleader", leader.pk)}


def test_open_actions_and_contacts_lead_to_nobody_any_more(db):
    person = PersonFactory()
    undone, done = ActionItemFactory(owner=person), ActionItemFactory(owner=person, done_at=timezone.now())
    programme = ProgrammeFactory(contact=person)

    erase_person(person=person, by=None)

    for row in (undone, done, programme):
        row.refresh_from_db()
    assert (undone.owner, done.owner, programme.contact) == (None, person, None)


def test_mail_to_another_says_it_without_the_name(db):
    person = PersonFactory(name='An "Ans" Bos', email="ans@example.org")
    mail = OutboxMessageFactory(context={"name": person.name, "to": "Jan Bos", "days": 3})

    erase_person(person=person, by=None)

    mail.refresh_from_db()
    assert mail.context == {"name": former(), "to": "Jan Bos", "days": 3}
    assert (mail.state, mail.recipient.endswith("@example.org")) == ("queued", True)


def test_notification_of_another_says_it_without_the_name(db):
    person = PersonFactory(name="Jan Bos")
    told = NotificationFactory(context={"name": "Jan Bos", "title": "Jan Bosman vertelt", "path": "/x/"})

    erase_person(person=person, by=None)

    told.refresh_from_db()
    person.refresh_from_db()
    assert told.context == {"name": person.name, "title": "Jan Bosman vertelt", "path": "/x/"}
    assert person.name != "Jan Bos"


def test_mail_on_its_way_is_not_sent_any_more(db):
    person = PersonFactory(email="an@example.org")
    OutboxMessageFactory(person=person, recipient=person.email)
    other = OutboxMessageFactory()

    erase_person(person=person, by=None)

    assert set(OutboxMessage.objects.values_list("recipient", "state")) == {
        (f"erased-person-{person.pk}@erased.invalid", "failed"),
        (other.recipient, "queued"),
    }


def test_others_of_the_same_organisation_keep_all_they_have(wilhelmina):
    other = member_user(wilhelmina.organisation, name="Anna de Boer", email="anna@example.org").person
    NotificationFactory(person=other)
    PersonInvitationFactory(email="nieuw@example.org")
    Client().force_login(other.account)

    erase_person(person=wilhelmina, by=None)

    other.refresh_from_db()
    assert (other.name, other.email, other.account.is_active) == ("Anna de Boer", "anna@example.org", True)
    assert other.notifications.count() == PersonInvitation.objects.count() == Session.objects.count() == 1
    assert set(event_model(Person).objects.filter(id=other.pk).values_list("name", flat=True)) == {"Anna de Boer"}


def test_namesake_in_the_admin_log_of_another_keeps_a_longer_name(db):
    person = PersonFactory(name="Jan Bos")
    log = {"user": admin_user(), "action_flag": 2, "change_message": ""}
    own = LogEntry.objects.create(object_repr="Jan Bos, Bodem", **log)
    other = LogEntry.objects.create(object_repr="Jan Bosman", **log)

    erase_person(person=person, by=None)

    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.object_repr, other.object_repr) == (f"{former()}, Bodem", "Jan Bosman")


def test_move_to_come_is_withdrawn(wilhelmina):
    MemberRequestFactory(
        account=wilhelmina.account,
        kind="moving",
        moves_on=TODAY() + timedelta(days=9),
        state="approved",
        decided_at=timezone.now(),
        decided_by=editor_user(),
    )

    erase_person(person=wilhelmina, by=None)

    assert MemberRequest.objects.get().state == "withdrawn"


def test_account_that_waits_is_erased_without_a_person(db):
    account = UserFactory(email="wq.werk@example.org")
    MemberRequestFactory(account=account, name="Wilhelmína Quaakernaat", job_title="Kwartiermaakster")

    erase_account(account=account, by=account)

    request = MemberRequest.objects.get()
    assert (request.state, request.name, request.job_title) == ("withdrawn", former(), "")
    assert not account.is_active
    assert traces() == set()


def test_reason_of_a_refusal_is_struck_out(db):
    MemberRequestFactory(
        account=UserFactory(),
        state="refused",
        reason="Quaakernaat werkt hier niet",
        decided_at=timezone.now(),
        decided_by=editor_user(),
    )

    erase_account(account=MemberRequest.objects.get().account, by=None)

    assert MemberRequest.objects.get().reason == "…"
    assert traces() == set()


def test_erasing_is_logged_with_who_did_it(db):
    person, editor = PersonFactory(), editor_user()

    erase_person(person=person, by=editor)

    event = SecurityEvent.objects.get(kind="data_erased")
    assert (event.actor_id, event.about_model, event.about_id) == (editor.pk, "members.person", person.pk)


def test_erasing_twice_changes_nothing_more(db):
    person = PersonFactory()

    first = erase_person(person=person, by=None)
    second = erase_person(person=person, by=None)

    assert first.erased_at == second.erased_at
    assert SecurityEvent.objects.filter(kind="data_erased").count() == 1


def test_last_admin_is_not_erased(db):
    admin = admin_user()
    PersonFactory(account=admin, email="admin@example.org")

    with pytest.raises(ValidationError, match=str(LAST_ADMIN)):
        erase_account(account=admin, by=admin)

    admin.refresh_from_db()
    assert (admin.is_active, admin.person.email) == (True, "admin@example.org")


def test_admin_goes_when_another_stays(db):
    admin = admin_user()
    admin_user()

    assert not erase_account(account=admin, by=admin).is_superuser


def test_long_name_of_an_organisation_is_cut(db):
    person = PersonFactory(organisation=OrganisationFactory(name="Gemeenschappelijke regeling " * 5))

    assert len(erase_person(person=person, by=None).name) == 120


@pytest.mark.django_db(transaction=True)
def test_failure_at_the_very_end_leaves_all_as_it_was(wilhelmina):
    leave_traces(wilhelmina)
    before, names = dict(everything()), wilhelmina.photo.names
    with connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END'")
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON members_securityevent FOR EACH ROW "
            "WHEN (NEW.kind = 'data_erased') EXECUTE FUNCTION refuse()"
        )
    try:
        with pytest.raises(DatabaseError, match="no"), transaction.atomic():
            erase_person(person=wilhelmina, by=None)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION refuse CASCADE")

    assert dict(everything()) == before
    assert all(wilhelmina.photo.storage.exists(name) for name in names)
