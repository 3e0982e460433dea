"""Who takes part in which sector, read in from a file."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sectors.models import SectorMembership
from tests.factories import OrganisationFactory, SectorFactory, SectorMembershipFactory, editor_user

ADDRESS = reverse("admin:sectors_sectormembership_import")


@pytest.fixture
def editor(client, db):
    client.force_login(editor_user())
    return client


def upload(client, rows):
    content = f"Sector;Organisatie;since;until\n{rows}".encode()
    return client.post(ADDRESS, {"file": SimpleUploadedFile("bestand.csv", content)})


def confirm(client, response):
    return client.post(ADDRESS, {"word": response.context["word"]})


def wrong(response):
    return {line.number: [label for label, _text in line.wrong] for line in response.context["report"].lines}


def test_sector_memberships_are_read_in_by_name_code_and_short_name(editor):
    SectorFactory(name="Zorg & Welzijn", slug="zorg")
    OrganisationFactory(name="Gemeente Assen", short_name="Assen")
    OrganisationFactory(name="Gemeente Groningen", official_code="GM0014")

    response = upload(editor, "zorg & welzijn;assen;01-01-2020;\nZORG;gm0014;;01-01-2030\n")
    confirm(editor, response)

    stored = set(SectorMembership.objects.values_list("organisation__name", "since", "until"))
    assert stored == {
        ("Gemeente Assen", date(2020, 1, 1), None),
        ("Gemeente Groningen", None, date(2030, 1, 1)),
    }


def test_same_sector_memberships_again_change_nothing(editor):
    SectorMembershipFactory(sector__name="Zorg", organisation__name="Assen", since=date(2020, 1, 1))

    response = upload(editor, "Zorg;Assen;2020-01-01;\n")

    assert response.context["report"].counts["unchanged"] == 1
    assert not response.context["word"]


def test_sector_membership_that_overlaps_is_wrong(editor):
    SectorMembershipFactory(sector__name="Zorg", organisation__name="Assen", since=date(2020, 1, 1))
    SectorFactory(name="Onderwijs")

    response = upload(editor, "Zorg;Assen;2021-01-01;\nOnderwijs;Assen;2021-01-01;\n")

    assert wrong(response) == {2: [""], 3: []}
    assert SectorMembership.objects.count() == 1


def test_sector_memberships_that_overlap_in_the_file_are_wrong(editor):
    SectorFactory(name="Zorg")
    OrganisationFactory(name="Assen")

    response = upload(editor, "Zorg;Assen;2020-01-01;\nZorg;Assen;2021-01-01;\nZorg;Assen;01-01-2020;\n")

    assert wrong(response) == {2: [], 3: [""], 4: [""]}


def test_unknown_sector_and_organisation_are_both_named(editor):
    response = upload(editor, "Zorg;Assen;2020-01-01;\n;;;2020-01-01\n")

    assert wrong(response) == {2: ["Sector", "Organisatie"], 3: ["Sector", "Organisatie"]}


def test_organisation_that_can_be_two_is_wrong(editor):
    SectorFactory(name="Zorg")
    OrganisationFactory(name="Gemeente Groningen", short_name="Groningen")
    OrganisationFactory(name="Provincie Groningen", short_name="Groningen")

    assert wrong(upload(editor, "Zorg;Groningen;;\n")) == {2: ["Organisatie"]}
