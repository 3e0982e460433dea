"""/contact/<pk>.vcf: a card for who may see the details, and nothing for others."""

from datetime import date

import pytest
import time_machine
from django.db.models import QuerySet

from members.models import Person
from sectors.models import Appointment
from tests.factories import (
    AppointmentFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    SectorFactory,
    UserFactory,
    admin_user,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
READERS = {
    "visitor": None,
    "outsider": UserFactory,
    "member": member_user,
    "editor": editor_user,
    "admin": admin_user,
}


@pytest.fixture(autouse=True)
def today(settings):
    settings.PUBLIC_URL = "https://brink.example"
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def jan():
    organisation = OrganisationFactory(name="Gemeente Assen", slug="gemeente-assen")
    return PersonFactory(
        name="Jan de Boer",
        job_title="Adviseur",
        organisation=organisation,
        email="jan@example.org",
        phone="0592 36 69 11",
        contact_visibility=Person.ContactVisibility.EVERYONE,
    )


def url(person):
    return f"/contact/{person.pk}.vcf"


def sign_in(client, reader):
    if READERS[reader]:
        client.force_login(READERS[reader]())


def lines(response):
    return response.content.decode().replace("\r\n ", "").split("\r\n")


def test_card_tells_who_someone_is_today(client, jan):
    AppointmentFactory(person=jan, sector__name="Water", role=Appointment.Role.CHAIR)
    AppointmentFactory(person=jan, sector__name="Zorg", until=TODAY)
    AppointmentFactory(person=jan, sector__name="Verkeer", since=date(2027, 4, 2))
    AppointmentFactory(sector__name="Van een ander")

    found = lines(client.get(url(jan)))

    assert found[4:11] == [
        "FN:Jan de Boer",
        "N:de Boer;Jan;;;",
        "ORG:Gemeente Assen",
        "TITLE:Adviseur",
        "ROLE:Voorzitter van sector Water",
        "EMAIL:jan@example.org",
        "TEL;VALUE=uri:tel:+31592366911",
    ]
    assert "URL:https://brink.example/leden/gemeente-assen/" in found
    assert found[-3].startswith("REV:20")


def test_card_of_someone_who_left_the_network_is_not_there(client, jan):
    Person.objects.update(contact_visibility=Person.ContactVisibility.EVERYONE)
    assert client.get(f"/contact/{jan.pk}.vcf").status_code == 200

    Person.objects.update(left_on=TODAY)

    assert client.get(f"/contact/{jan.pk}.vcf").status_code == 404


def test_someone_without_an_organisation_leads_to_the_sector(client):
    person = PersonFactory(email="ida@example.org", contact_visibility=Person.ContactVisibility.EVERYONE)
    AppointmentFactory(person=person, sector=SectorFactory(slug="water"))

    assert "URL:https://brink.example/sectoren/water/" in lines(client.get(url(person)))


def test_card_comes_as_a_file_of_its_kind(client, jan):
    response = client.get(url(jan))

    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="jan-de-boer.vcf"'
    assert "no-store" not in response.get("Cache-Control", "")
    assert not response.cookies


@pytest.mark.parametrize("name", ['"; filename="evil.exe', "../../etc/passwd", "名前", "a\r\nSet-Cookie: b"])
def test_file_name_is_safe_whatever_someone_is_called(client, jan, name):
    Person.objects.filter(pk=jan.pk).update(name=name)

    disposition = client.get(url(jan))["Content-Disposition"]

    assert disposition.removeprefix('attachment; filename="').removesuffix('.vcf"').replace("-", "").isalnum()


def test_card_of_who_is_signed_in_is_kept_by_no_cache(client, jan):
    client.force_login(member_user())

    assert set(client.get(url(jan))["Cache-Control"].split(", ")) >= {"private", "no-store"}


@pytest.mark.parametrize(("person_in", "role_in", "revised"), [(2020, 2021, "2021"), (2023, 2021, "2023")])
def test_card_is_as_new_as_the_last_change_to_person_or_role(client, jan, person_in, role_in, revised):
    AppointmentFactory(person=jan)
    for model, year in ((Person, person_in), (Appointment, role_in)):
        QuerySet(model.pgh_event_model).update(pgh_created_at=moment(date(year, 5, 6), 12))

    assert f"REV:{revised}0506T103000Z" in lines(client.get(url(jan)))


def test_card_keeps_its_number_when_the_person_changes(client, jan):
    before = lines(client.get(url(jan)))
    jan.name = "Jan Smit"
    jan.save()

    after = lines(client.get(url(jan)))

    assert before[3] == after[3]
    assert before[3].startswith("UID:urn:uuid:")
    assert after[4] == "FN:Jan Smit"


@pytest.mark.parametrize(
    ("visibility", "who"),
    [
        ("everyone", {"visitor", "outsider", "member", "editor", "admin"}),
        ("members", {"member", "editor", "admin"}),
        ("nobody", {"admin"}),
    ],
)
@pytest.mark.parametrize("reader", READERS)
def test_card_is_for_who_may_see_the_details(client, jan, visibility, who, reader):
    Person.objects.filter(pk=jan.pk).update(contact_visibility=visibility)
    AppointmentFactory(person=jan)
    sign_in(client, reader)

    response = client.get(url(jan))

    assert response.status_code == (200 if reader in who else 404)
    assert (b"jan@example.org" in response.content) is (b"+31592366911" in response.content) is (reader in who)
    assert reader in who or b"Boer" not in response.content


@pytest.mark.parametrize("visibility", Person.ContactVisibility.values)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", ["/sectoren/water/", "/leden/gemeente-assen/"])
def test_pages_link_to_cards_that_open_and_to_no_others(client, jan, reader, visibility, path):
    Person.objects.filter(pk=jan.pk).update(contact_visibility=visibility)
    water = SectorFactory(slug="water")
    AppointmentFactory(person=jan, sector=water, role=Appointment.Role.PROGRAMME_MANAGER)
    bare = PersonFactory(organisation=jan.organisation, contact_visibility=Person.ContactVisibility.EVERYONE)
    AppointmentFactory(person=bare, sector=water, role=Appointment.Role.DEPUTY)
    sign_in(client, reader)

    linked = {link for link in Page(client.get(path).text).links if link.startswith("/contact/")}

    assert linked == ({url(jan)} if client.get(url(jan)).status_code == 200 else set())


def test_no_card_without_details_for_nobody_known_or_for_other_methods(client, jan):
    bare = PersonFactory(contact_visibility=Person.ContactVisibility.EVERYONE)

    assert client.get(url(bare)).status_code == 404
    assert client.get("/contact/999999.vcf").status_code == 404
    assert client.get("/contact/99999999999999999999999.vcf").status_code == 404
    assert client.post(url(jan)).status_code == 405
    assert client.head(url(jan)).status_code == 200


@pytest.mark.parametrize("roles", [1, 10])
def test_queries_do_not_grow_with_roles(client, django_assert_num_queries, jan, roles):
    NetworkFactory()
    AppointmentFactory.create_batch(roles, person=jan)

    with django_assert_num_queries(4):
        client.get(url(jan))
