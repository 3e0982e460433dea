"""The triggers: every way of writing leaves a version, and every table that should be watched is."""

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from pghistory.models import Event

from meetings.models import CalendarEdition, Invitation, Mailing, Meeting
from members.history import event_model
from members.models import (
    BouncedAddress,
    CalendarLink,
    MailPreferences,
    Notification,
    Organisation,
    OutboxMessage,
    Person,
    SecurityEvent,
    SecurityOrigin,
)
from portal.models import DataExport
from programmes.models import LinkCheck
from sectors.models import FocusPoint, SeatWish, Sector
from tests.factories import FocusPointFactory, MeetingFactory, PersonFactory, SectorFactory, UserFactory

pytestmark = pytest.mark.django_db

OURS = ("members", "sectors", "meetings", "programmes", "portal")
OF_THE_PORTAL = {  # written by the portal alone
    Notification,
    OutboxMessage,
    BouncedAddress,
    Invitation,
    CalendarEdition,
    Mailing,
    LinkCheck,
    SecurityEvent,
    SecurityOrigin,
}
OF_ONE_PERSON = {SeatWish, DataExport, CalendarLink, MailPreferences}  # kept by somebody for himself alone


def labels(model, **kept):
    return list(event_model(model).objects.filter(**kept).order_by("pgh_id").values_list("pgh_label", flat=True))


def test_models_that_editors_edit_are_all_tracked():
    models = [model for label in OURS for model in apps.get_app_config(label).get_models(include_auto_created=True)]

    untracked = {model for model in models if not issubclass(model, Event) and event_model(model) is None}

    assert untracked - OF_THE_PORTAL - OF_ONE_PERSON == {
        get_user_model().groups.through,
        get_user_model().user_permissions.through,
    }


def test_triggers_of_all_tracked_models_are_installed():
    wanted = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%%'")
        installed = set(cursor.fetchall())

    assert installed == wanted
    assert len(wanted) > 100


def test_saving_leaves_a_version():
    sector = SectorFactory(name="Water")

    sector.name = "Water en bodem"
    sector.save()

    assert labels(Sector, id=sector.pk) == ["insert", "update"]
    assert list(event_model(Sector).objects.order_by("pgh_id").values_list("name", flat=True)) == [
        "Water",
        "Water en bodem",
    ]


def test_saving_without_a_change_leaves_none():
    meeting = MeetingFactory()

    meeting.save()

    assert labels(Meeting) == ["insert"]


def test_what_the_portal_counts_by_itself_leaves_no_version():
    meeting = MeetingFactory()

    Meeting.objects.update(ical_sequence=4, version=9)

    assert labels(Meeting, id=meeting.pk) == ["insert"]


def test_update_of_many_rows_leaves_a_version_of_each():
    SectorFactory.create_batch(3)

    Sector.objects.update(is_active=False)

    assert labels(Sector) == ["insert"] * 3 + ["update"] * 3


def test_bulk_create_leaves_versions():
    Organisation.objects.bulk_create(Organisation(name=name, slug=name, kind="other") for name in ("a", "b"))

    assert labels(Organisation) == ["insert", "insert"]


def test_raw_sql_leaves_a_version():
    sector = SectorFactory()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE sectors_sector SET name = 'Bodem' WHERE id = %s", [sector.pk])

    assert event_model(Sector).objects.get(pgh_label="update").name == "Bodem"


def test_deleting_keeps_what_was_there():
    sector = SectorFactory(name="Water")
    pk = sector.pk

    sector.delete()

    last = event_model(Sector).objects.get(pgh_label="delete")
    assert (last.id, last.name) == (pk, "Water")


def test_links_leave_versions():
    point, other = FocusPointFactory(), SectorFactory()

    point.shared_with.add(other)
    point.shared_with.clear()

    through = FocusPoint.shared_with.through
    assert labels(through, focuspoint=point.pk, sector=other.pk) == ["insert", "delete"]


def test_links_among_organisations_leave_versions():
    whole, part = Organisation.objects.bulk_create(Organisation(name=n, slug=n, kind="other") for n in ("a", "b"))

    whole.consists_of.set([part])

    assert labels(Organisation.consists_of.through, from_organisation=whole.pk) == ["insert"]


def test_versions_hold_no_generated_columns_and_no_passwords():
    columns = {
        model: {field.name for field in event_model(model)._meta.fields if not field.name.startswith("pgh_")}
        for model in (Person, get_user_model())
    }

    assert not columns[Person] & {"search", "sort_key"}
    assert columns[get_user_model()] == {"id", "email", "is_active", "is_staff", "is_superuser"}


def test_accounts_leave_a_version_when_rights_change_but_not_on_a_login():
    account = UserFactory()

    account.set_password("another")
    account.save()
    account.is_staff = True
    account.save()

    assert labels(get_user_model()) == ["insert", "update"]


def test_versions_vanish_with_a_transaction_that_fails():
    same_name = [Organisation(name="a", slug=slug, kind="other") for slug in ("a", "b")]

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.bulk_create(same_name, batch_size=1)

    assert labels(Organisation) == []


@pytest.mark.django_db(transaction=True)
def test_versions_are_kept_when_each_statement_commits():
    person = PersonFactory()

    Person.objects.filter(pk=person.pk).update(name="Ander")

    assert labels(Person, id=person.pk) == ["insert", "update"]


def test_context_names_what_ran():
    with pghistory.context(command="tidy"):
        SectorFactory()

    assert event_model(Sector).objects.get().pgh_context == {"command": "tidy"}


def test_load_demo_says_that_it_wrote_the_demonstration():
    call_command("load_demo", verbosity=0)

    told = set(event_model(Sector).objects.values_list("pgh_context__command", flat=True))
    assert told == {"load_demo"}
