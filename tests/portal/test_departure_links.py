"""From where one gets to the pages on which somebody leaves."""

import pytest
from django.urls import reverse

from tests.factories import (
    NetworkMembershipFactory,
    PersonFactory,
    SectorMembershipFactory,
    editor_user,
    manager_user,
    member_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return NetworkMembershipFactory().organisation


def shows(client, page, link):
    response = client.get(page)
    assert response.status_code == 200
    return f'href="{link}"' in response.content.decode()


def test_page_of_an_organisation_links_for_editors_only(client, organisation):
    page, link = organisation.get_absolute_url(), reverse("organisation-leave", args=[organisation.slug])

    assert not shows(client, page, link)
    client.force_login(member_user(organisation))
    assert not shows(client, page, link)
    client.force_login(editor_user())
    assert shows(client, page, link)


def test_page_of_who_is_no_member_links_to_no_departure(client, organisation):
    organisation.network_memberships.all().delete()
    client.force_login(editor_user())

    page = organisation.get_absolute_url()
    assert not shows(client, page, reverse("organisation-leave", args=[organisation.slug]))


def test_admin_links_to_the_departure_of_a_person(client, organisation):
    person = PersonFactory(organisation=organisation)
    page, link = reverse("admin:members_person_change", args=[person.pk]), f"/personen/{person.pk}/vertrek/"

    for user in (editor_user(), manager_user(SectorMembershipFactory(organisation=organisation).sector)):
        client.force_login(user)
        assert shows(client, page, link)


def test_admin_links_to_the_departure_of_an_organisation_for_editors_only(client, organisation):
    page = reverse("admin:members_organisation_change", args=[organisation.pk])
    link = f"/leden/{organisation.slug}/opvolging/"

    client.force_login(manager_user(SectorMembershipFactory(organisation=organisation).sector))
    assert not shows(client, page, link)
    client.force_login(editor_user())
    assert shows(client, page, link)
