"""Every list of the admin as a file: what is in it, for whom, and what it costs."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch
from openpyxl import load_workbook

from members.models import Network, Organisation, Person, User
from programmes.models import Platform
from sectors.models import SectorMembership
from tests.factories import (
    FACTORIES,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PlatformFactory,
    SectorFactory,
    SectorMembershipFactory,
    admin_user,
    editor_user,
    member_user,
)
from tests.test_admin import FOR_ADMINS, MODELS, url

LISTS = [model for model in MODELS if admin.site.get_model_admin(model).exports]
DAY = datetime(2013, 2, 1)  # noqa: DTZ001 - a workbook knows no time zones
QUERIES_PER_EXPORT = 14
every_list = pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)


@pytest.fixture
def editor(client, db):
    client.force_login(editor_user())
    return client


def export(client, model, kind="csv", query=""):
    return client.post(url(model, "export") + query, {"kind": kind})


def table(response):
    """The rows of a CSV export as dictionaries."""
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def page(response):
    """The cells of a workbook."""
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(response.content)).active.iter_rows()]


def queries_of(client, model):
    with CaptureQueriesContext(connection) as queries:
        assert export(client, model).status_code == 200
    return len(queries)


def test_ledgers_have_no_export(db):
    without = {model.__name__ for model in MODELS} - {model.__name__ for model in LISTS}

    of_the_portal = {
        "Invitation",
        "Notification",
        "OutboxMessage",
        "SecurityEvent",
        "CalendarEdition",
        "Mailing",
        "LinkCheck",
    }
    of_mail = {"BouncedAddress", "CalendarLink", "MailPreferences"}
    assert without == {*of_the_portal, *of_mail, "IdentityProvider", "MemberRequest", "PersonInvitation"}
    with pytest.raises(NoReverseMatch):
        url(next(model for model in MODELS if model not in LISTS), "export")


@every_list
def test_export_asks_as_much_for_ten_rows_as_for_one(client, db, model):
    client.force_login(admin_user())
    if not model.objects.exists():
        FACTORIES[model]()
    export(client, model)
    alone = queries_of(client, model)
    assert alone <= QUERIES_PER_EXPORT

    for _ in range(9 if model is not Network else 0):
        FACTORIES[model]()

    assert queries_of(client, model) == alone


@every_list
def test_export_page_and_both_files_open(client, db, model):
    client.force_login(admin_user())
    row = FACTORIES[model]()

    assert client.get(url(model, "export")).status_code == 200
    assert len(table(export(client, model))) == model.objects.count()
    assert len(page(export(client, model, "xlsx"))) == model.objects.count() + 1
    assert row.pk


@every_list
def test_export_is_for_who_may_see_the_list(client, db, model):
    anonymous = client.get(url(model, "export")).status_code
    client.force_login(member_user())
    member = client.get(url(model, "export"), follow=True).status_code
    client.force_login(editor_user())
    editor = export(client, model).status_code

    assert (anonymous, member, editor) == (302, 403, 403 if model in FOR_ADMINS else 200)


def test_export_has_headers_and_values_in_dutch(editor):
    membership = NetworkMembershipFactory(organisation__name="Assen", since=date(2013, 2, 1)).organisation
    Organisation.objects.update(latitude="52.9925", longitude="6.5625", email_domains=["a.nl", "b.nl"])

    [row] = table(export(editor, Organisation))

    assert row["Naam"] == membership.name
    assert row["Soort"] == "Gemeente"
    assert row["E-maildomeinen"] == "a.nl, b.nl"
    assert [value for value in row.values() if value in {"52,9925", "6,5625", "01-02-2013", "Ja"}] == [
        "52,9925",
        "6,5625",
        "Ja",
        "01-02-2013",
    ]


def test_workbook_has_real_days_and_numbers(editor):
    SectorMembershipFactory(since=date(2013, 2, 1))
    OrganisationFactory(latitude="52.9925", longitude="6.5625")

    days = [value for row in page(export(editor, SectorMembership, "xlsx")) for value in row]
    numbers = [value for row in page(export(editor, Organisation, "xlsx")) for value in row]

    assert DAY in days
    assert 52.9925 in numbers


def test_export_follows_search_and_filters(editor):
    OrganisationFactory(name="Assen")
    OrganisationFactory(name="Meppel")
    OrganisationFactory(name="Assense School", kind="education")

    found = table(export(editor, Organisation, query="?q=assen&kind__exact=municipality"))

    assert [row["Naam"] for row in found] == ["Assen"]


@pytest.mark.parametrize("query", ["?nonsense=1", "?kind__exact=%00", "?e=1", "?p=99999", "?o=9.9.x"])
def test_export_survives_odd_questions(editor, query):
    OrganisationFactory()

    assert export(editor, Organisation, query=query).status_code in {200, 302, 400}


@pytest.mark.parametrize("name", ["=1+1", "+31", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_export_has_no_formulas(editor, name):
    OrganisationFactory(name="Assen", seat=name)

    rows = page(export(editor, Organisation, "xlsx"))
    [row] = table(export(editor, Organisation))

    assert f"'{name}" in row.values()
    assert not [cell for cells in rows for cell in cells if str(cell).startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_workbook_leaves_out_what_it_cannot_hold(editor):
    OrganisationFactory(name="As\x01sen")

    assert "Assen" in [cell for row in page(export(editor, Organisation, "xlsx")) for cell in row]


def test_export_keeps_contact_details_that_nobody_sees(editor):
    PersonFactory(email="geheim@example.org", phone="050 1", contact_visibility="nobody")
    PersonFactory(email="leden@example.org", contact_visibility="members")

    seen = export(editor, Person).content.decode()
    editor.force_login(admin_user())
    all_of_it = export(editor, Person).content.decode()

    assert ("geheim@example.org" in seen, "050 1" in seen, "leden@example.org" in seen) == (False, False, True)
    assert "geheim@example.org" in all_of_it


def test_export_has_no_accounts_for_editors_and_no_passwords_for_anyone(editor):
    person = member_user().person

    of_editor = export(editor, Person).content.decode()
    editor.force_login(admin_user())

    assert person.account.email not in of_editor
    assert person.account.email in export(editor, Person).content.decode()
    assert "md5$" not in export(editor, User).content.decode()


def test_export_names_choices_of_a_list(editor):
    PlatformFactory(scope=[Platform.Scope.values[0]])

    assert str(Platform.Scope.labels[0]) in [value for row in table(export(editor, Platform)) for value in row.values()]


def test_export_names_many_rows_of_another_list(editor):
    partnership = OrganisationFactory(name="Werkplein")
    partnership.consists_of.set([OrganisationFactory(name="Assen"), OrganisationFactory(name="Meppel")])

    rows = {row["Naam"]: set(row.values()) for row in table(export(editor, Organisation))}

    assert "Assen, Meppel" in rows["Werkplein"]


def test_export_is_kept_by_no_cache(editor):
    SectorFactory()

    response = export(editor, Organisation)

    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response.content.startswith(b"\xef\xbb\xbf")


def test_export_in_an_unknown_kind_is_asked_again(editor):
    assert export(editor, Organisation, "exe").context["form"].errors
