"""Sheets read in on the pages of the admin: looked at first, stored as a whole, and only for editors."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from members.models import NetworkMembership, Organisation, Person
from tests.factories import (
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    editor_user,
    member_user,
    moment,
)

ORGANISATIONS = reverse("admin:members_organisation_import")
PEOPLE = reverse("admin:members_person_import")
MEMBERSHIPS = reverse("admin:members_networkmembership_import")
MORNING = datetime(2013, 2, 1, 9)  # noqa: DTZ001 - a workbook knows no time zones
TWO = "Naam;Soort;Officiële code\nGemeente Assen;Gemeente;GM0106\nHunze en Aa's;water_board;\n"


@pytest.fixture
def editor(client, db):
    client.force_login(editor_user())
    return client


def upload(client, address, content, name="bestand.csv"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def confirm(client, address, response):
    return client.post(address, {"word": response.context["word"]}, follow=True)


def counts(response):
    return {verdict: count for verdict, count in response.context["report"].counts.items() if count}


def wrong(response):
    return {line.number: line.wrong for line in response.context["report"].lines if line.verdict == "wrong"}


def refusal(response):
    return " ".join(response.context["form"].errors["file"])


def test_import_shows_what_it_would_do_and_stores_nothing(editor):
    response = upload(editor, ORGANISATIONS, TWO)

    assert counts(response) == {"new": 2}
    assert [line.number for line in response.context["report"].lines] == [2, 3]
    assert not Organisation.objects.exists()


def test_confirmed_import_stores_all_rows_and_says_so(editor):
    response = confirm(editor, ORGANISATIONS, upload(editor, ORGANISATIONS, TWO))

    stored = set(Organisation.objects.values_list("name", "slug", "kind", "official_code"))
    assert stored == {
        ("Gemeente Assen", "gemeente-assen", "municipality", "GM0106"),
        ("Hunze en Aa's", "hunze-en-aas", "water_board", ""),
    }
    assert len(response.context["messages"]) == 1
    assert LogEntry.objects.count() == 2


def test_same_file_again_changes_nothing_and_asks_nothing(editor):
    confirm(editor, ORGANISATIONS, upload(editor, ORGANISATIONS, TWO))

    response = upload(editor, ORGANISATIONS, TWO)

    assert counts(response) == {"unchanged": 2}
    assert not response.context["word"]


def test_wrong_row_keeps_all_rows_out(editor):
    response = upload(editor, ORGANISATIONS, TWO + "Zonder soort;;\n;Gemeente;\nGek;Kasteel;\n")

    assert counts(response) == {"new": 2, "wrong": 3}
    assert set(wrong(response)) == {4, 5, 6}
    assert [label for label, _text in wrong(response)[6]] == ["Soort"]
    assert not response.context["word"]


def test_row_that_went_wrong_after_looking_stores_nothing(editor):
    response = upload(editor, ORGANISATIONS, "Naam;Soort;Officiële code\nNieuw;Gemeente;\nAssen;Gemeente;GM0106\n")
    OrganisationFactory(name="Assen", official_code="GM9999")

    response = confirm(editor, ORGANISATIONS, response)

    assert counts(response) == {"new": 1, "wrong": 1}
    assert Organisation.objects.count() == 1


def test_organisation_is_found_by_code_and_renamed(editor):
    organisation = OrganisationFactory(name="Groningen", official_code="GM0014", seat="Groningen")

    response = upload(
        editor,
        ORGANISATIONS,
        "officiële code,naam,seat\nGM0014,Gemeente Groningen,\n",
    )
    [line] = response.context["report"].lines
    confirm(editor, ORGANISATIONS, response)

    assert line.changes == [("Naam", "Groningen", "Gemeente Groningen")]
    organisation.refresh_from_db()
    assert (organisation.name, organisation.seat) == ("Gemeente Groningen", "Groningen")


def test_organisation_is_found_by_name_without_accents_or_case(editor):
    organisation = OrganisationFactory(name="Provincie Fryslân")

    confirm(
        editor,
        ORGANISATIONS,
        upload(editor, ORGANISATIONS, "NAAM\tlatitude\tlongitude\nPROVINCIE FRYSLAN\t53.2\t5,8\n"),
    )

    organisation.refresh_from_db()
    assert (organisation.latitude, organisation.longitude) == (Decimal("53.2"), Decimal("5.8"))


def test_organisation_repeated_in_the_file_is_wrong(editor):
    response = upload(editor, ORGANISATIONS, "naam;soort\nAssen;Gemeente\n\nassen;Gemeente\n")

    assert set(wrong(response)) == {4}
    assert "2" in wrong(response)[4][0][1]


def test_domains_and_website_are_read_as_people_write_them(editor):
    content = "naam;soort;email_domains;website\nAssen;Gemeente;@Assen.nl, drenthe.nl  x.nl;assen.nl\n"

    confirm(editor, ORGANISATIONS, upload(editor, ORGANISATIONS, content))

    organisation = Organisation.objects.get()
    assert organisation.email_domains == ["assen.nl", "drenthe.nl", "x.nl"]
    assert organisation.website == "https://assen.nl"


@pytest.mark.parametrize("value", ["nan", "53.2.1", "1e3", "abc", "-91", "=1+1"])
def test_latitude_that_is_none_is_wrong(editor, value):
    response = upload(editor, ORGANISATIONS, f"naam;soort;latitude;longitude\nAssen;Gemeente;{value};6,5\n")

    assert set(wrong(response)) == {2}


@pytest.mark.parametrize("website", ["javascript:alert(1)", "geen adres", "ftp://x"])
def test_website_that_is_none_is_wrong(editor, website):
    response = upload(editor, ORGANISATIONS, f"naam;soort;website\nAssen;Gemeente;{website}\n")

    assert [label for label, _text in wrong(response)[2]] == ["Website"]


def test_person_is_found_by_address(editor):
    person = PersonFactory(name="An", email="an@example.org")

    confirm(editor, PEOPLE, upload(editor, PEOPLE, "naam;e-mailadres;functie\nAn de Vries;AN@example.org;Adviseur\n"))

    person.refresh_from_db()
    assert (person.name, person.job_title) == ("An de Vries", "Adviseur")
    assert Person.objects.count() == 1


def test_person_without_address_is_added_once(editor):
    OrganisationFactory(name="Assen")
    content = "naam;organisatie;functie\nAn de Vries;assen;Adviseur\n"
    confirm(editor, PEOPLE, upload(editor, PEOPLE, content))

    again = upload(editor, PEOPLE, content)
    other = upload(editor, PEOPLE, content.replace("Adviseur", "Directeur"))

    assert counts(again) == {"unchanged": 1}
    assert counts(other) == {"wrong": 1}


def test_person_gets_an_address_but_no_other_one(editor):
    assen = OrganisationFactory(name="Assen")
    PersonFactory(name="An", organisation=assen)
    PersonFactory(name="Bea", organisation=assen, email="bea@example.org")

    response = upload(
        editor, PEOPLE, "naam;organisatie;e-mailadres\nAn;Assen;an@example.org\nBea;Assen;b@example.org\n"
    )

    assert counts(response) == {"changed": 1, "wrong": 1}
    assert set(wrong(response)) == {3}


def test_unknown_organisation_is_wrong(editor):
    response = upload(editor, PEOPLE, "naam;organisatie\nAn;Onbekendstad\n")

    assert [label for label, _text in wrong(response)[2]] == ["Organisatie"]
    assert "Onbekendstad" in wrong(response)[2][0][1]


def test_phone_that_was_escaped_is_read_as_it_was(editor):
    confirm(editor, PEOPLE, upload(editor, PEOPLE, "naam;telefoon\nAn;'+31 50 123\n"))

    assert Person.objects.get().phone == "+31 50 123"


@pytest.mark.parametrize("day", ["01-02-2013", "1-2-2013", "2013-02-01", date(2013, 2, 1), MORNING])
def test_membership_begins_on_a_day_however_written(editor, day):
    OrganisationFactory(name="Assen")
    content = workbook(["Organisatie", "since"], ["Assen", day])

    confirm(editor, MEMBERSHIPS, upload(editor, MEMBERSHIPS, content))

    assert NetworkMembership.objects.get().since == date(2013, 2, 1)


@pytest.mark.parametrize("day", ["31-02-2013", "2013", "morgen", "41275", "01-01-0013", "02/01/2013"])
def test_membership_of_a_day_that_is_none_is_wrong(editor, day):
    OrganisationFactory(name="Assen")

    response = upload(editor, MEMBERSHIPS, f"organisatie;since\nAssen;{day}\n")

    assert len(wrong(response)[2]) == 1


def test_membership_is_found_by_its_first_day(editor):
    membership = NetworkMembershipFactory(organisation__name="Assen", since=date(2013, 1, 1))

    confirm(editor, MEMBERSHIPS, upload(editor, MEMBERSHIPS, "organisatie;since;until\nAssen;01-01-2013;01-01-2020\n"))

    membership.refresh_from_db()
    assert membership.until == date(2020, 1, 1)
    assert NetworkMembership.objects.count() == 1


@pytest.mark.parametrize(
    "rows", ["Assen;01-01-2015;\n", "Assen;01-01-2000;01-01-2015\n", "Assen;;\n", "Assen;02-02-2002;01-01-2002\n"]
)
def test_membership_that_breaks_a_rule_is_wrong(editor, rows):
    NetworkMembershipFactory(organisation__name="Assen", since=date(2013, 1, 1))

    response = upload(editor, MEMBERSHIPS, f"organisatie;since;until\n{rows}")

    assert [label for label, _text in wrong(response)[2]] == [""]


def test_membership_without_organisation_is_wrong(editor):
    response = upload(editor, MEMBERSHIPS, "organisatie;since\n;01-01-2015\n;01-01-2015\n")

    assert [label for label, _text in wrong(response)[2]] == ["Organisatie"]
    assert [label for label, _text in wrong(response)[3]] == ["Organisatie"]


def test_header_that_fits_nothing_is_explained(editor):
    response = upload(editor, ORGANISATIONS, "Soort;Soort;Kleur\nGemeente;Gemeente;rood\n")

    assert "Naam" in refusal(response)
    assert "Kleur" in refusal(response)
    assert response.context["report"] is None


def test_export_can_be_read_in_again(editor):
    organisation = OrganisationFactory(name="Assen", official_code="GM0106", latitude="52.9925", longitude="6.5625")
    organisation.email_domains = ["assen.nl", "drenthe.nl"]
    organisation.save()
    address = reverse("admin:members_organisation_export")

    answers = [upload(editor, ORGANISATIONS, editor.post(address, {"kind": kind}).content) for kind in ("csv", "xlsx")]

    assert [counts(answer) for answer in answers] == [{"unchanged": 1}, {"unchanged": 1}]
    assert answers[0].context["report"].left_alone


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("address", [ORGANISATIONS, PEOPLE, MEMBERSHIPS])
def test_example_is_a_file_that_can_be_read_in(editor, address, kind):
    OrganisationFactory(name="Gemeente Voorbeeld", official_code="GM9999")

    example = editor.get(f"{address}voorbeeld.{kind}")

    assert set(counts(upload(editor, address, example.content))) <= {"new", "changed"}


def test_example_of_another_kind_is_not_found(editor):
    assert editor.get(f"{PEOPLE}voorbeeld.exe").status_code == 404


@pytest.mark.parametrize(
    "content", [b"", b"\r\n", b"\xef\xbb\xbf", b"\x00\x01\x02" * 50, b"PK\x03\x04rubbish", b"\x81\x8d;"]
)
def test_file_that_is_no_sheet_is_explained(editor, content):
    response = upload(editor, ORGANISATIONS, content)

    assert response.status_code == 200
    assert refusal(response)


def test_no_file_is_explained(editor):
    assert refusal(editor.post(ORGANISATIONS))


def test_waiting_file_is_given_only_to_who_sent_it(editor, client):
    response = upload(editor, ORGANISATIONS, TWO)
    client.force_login(editor_user())

    confirm(client, ORGANISATIONS, response)

    assert not Organisation.objects.exists()


def test_waiting_file_serves_its_own_list_once(editor):
    response = upload(editor, ORGANISATIONS, TWO)

    elsewhere = confirm(editor, PEOPLE, response)
    confirm(editor, ORGANISATIONS, response)
    again = confirm(editor, ORGANISATIONS, response)

    assert refusal(elsewhere)
    assert refusal(again)
    assert Organisation.objects.count() == 2


def test_waiting_file_is_gone_after_an_hour(editor):
    with time_machine.travel(moment(), tick=False) as clock:
        editor.force_login(editor_user())
        response = upload(editor, ORGANISATIONS, TWO)
        clock.shift(timedelta(minutes=30))
        editor.get(ORGANISATIONS)  # a sign of life, or the session is over too
        clock.shift(timedelta(minutes=31))
        late = confirm(editor, ORGANISATIONS, response)

    assert refusal(late)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("word", ["", "x", "a" * 5000, "é\x00", "../../etc"])
def test_waiting_file_is_not_guessed(editor, word):
    response = editor.post(ORGANISATIONS, {"word": word})

    assert refusal(response)


@pytest.mark.parametrize("address", [ORGANISATIONS, PEOPLE, MEMBERSHIPS, f"{PEOPLE}voorbeeld.csv"])
def test_import_is_for_editors(client, db, address):
    anonymous = client.get(address)
    client.force_login(member_user())
    member = client.get(address, follow=True)

    assert (anonymous.status_code, member.status_code) == (302, 403)


def test_list_leads_to_both_pages(editor):
    page = editor.get(reverse("admin:members_person_changelist") + "?q=an").content.decode()

    assert 'href="importeren/"' in page
    assert 'href="exporteren/?q=an"' in page


def test_workbook_formula_is_text(editor):
    content = workbook(["naam", "soort", "seat"], ["Assen", "Gemeente", "=1+1"])

    confirm(editor, ORGANISATIONS, upload(editor, ORGANISATIONS, content, "bestand.xlsx"))
    exported = editor.post(reverse("admin:members_organisation_export"), {"kind": "xlsx"}).content

    assert Organisation.objects.get().seat == "=1+1"
    cells = [cell for row in load_workbook(BytesIO(exported)).active.iter_rows() for cell in row]
    assert [cell.value for cell in cells if "1+1" in str(cell.value)] == ["'=1+1"]
