"""The privacy statement says what the portal does."""

import pytest
from django.urls import reverse

from portal.retention import RETENTION
from tests.factories import NetworkFactory, member_user

URL = "/privacy/"


def rows(response):
    return response.context["periods"]


def test_every_rule_of_retention_stands_in_the_table(client, db):
    response = client.get(URL)

    assert [what for what, _after, _happens in rows(response)] == [rule.what for rule in RETENTION]
    text = response.content.decode()
    for rule in RETENTION:
        assert text.count(f">{rule.what}</th><td>{rule.period_in_words}</td><td>{rule.happens}</td>") == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_rights_lead_to_the_pages_that_carry_them_out(client, db, language):
    client.cookies["brink_language"] = language

    text = client.get(URL).content.decode()

    for route in ("mine-data", "mine-profile", "mine-data-erase"):
        assert f'href="{reverse(route)}' in text


@pytest.mark.parametrize("email", ["", "bureau@example.org"])
def test_whoever_has_no_account_is_told_whom_to_ask(client, db, email):
    NetworkFactory(contact_email=email)

    assert (f'href="mailto:{email}"' in client.get(URL).content.decode().split("<footer")[0]) == bool(email)


def test_page_is_the_same_for_visitors_and_sets_no_cookie(client, db):
    response = client.get(URL)

    assert not response.cookies
    client.force_login(member_user())
    assert rows(client.get(URL)) == rows(response)


def test_queries_of_the_page(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(URL)
