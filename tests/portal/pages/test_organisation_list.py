"""The members of the network, by kind."""

from datetime import date

import pytest
import time_machine

from members.models import Organisation
from tests.factories import (
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    UserFactory,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/leden/"
TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


def names(response):
    return [[row.name for row in group.organisations] for group in response.context["kinds"]]


def test_members_stand_by_kind_and_name(client):
    for name in ("Gemeente Assen", "Gemeente Aa en Hunze", "Gemeente Ámsteldam"):
        NetworkMembershipFactory(organisation__name=name)
    NetworkMembershipFactory(organisation__name="Provincie Drenthe", organisation__kind=Organisation.Kind.PROVINCE)

    response = client.get(URL)

    assert names(response) == [
        ["Gemeente Aa en Hunze", "Gemeente Ámsteldam", "Gemeente Assen"],
        ["Provincie Drenthe"],
    ]


@pytest.mark.parametrize("make", [None, UserFactory, editor_user])
def test_only_members_of_today_are_listed(client, make):
    member = NetworkMembershipFactory(since=TODAY).organisation
    NetworkMembershipFactory(until=TODAY)
    NetworkMembershipFactory(since=date(2027, 4, 2))
    OrganisationFactory()
    if make:
        client.force_login(make())

    response = client.get(URL)

    assert names(response) == [[member.name]]
    assert member.get_absolute_url() in Page(response.text).links


def test_list_without_members_says_who_adds_them(client):
    response = client.get(URL)

    assert names(response) == []
    assert 'class="empty"' in response.text


def test_head_and_other_methods(client):
    assert client.head(URL).status_code == 200
    assert client.post(URL).status_code == 405


def test_visitor_gets_no_cookie_and_no_token(client):
    NetworkMembershipFactory()

    response = client.get(URL)

    assert not response.cookies
    assert "csrf" not in response.text.lower()


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    NetworkMembershipFactory.create_batch(rows)

    with django_assert_num_queries(2):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    NetworkMembershipFactory.create_batch(rows)
    client.force_login(member_user())

    with django_assert_num_queries(4):
        client.get(URL)
