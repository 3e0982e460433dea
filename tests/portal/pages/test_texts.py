"""Accessibility and privacy."""

import pytest

from tests.factories import NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", ["/toegankelijkheid/", "/privacy/"])
def test_text_page_names_the_contact_address(client, django_assert_num_queries, url):
    NetworkFactory(contact_email="bureau@example.org")

    with django_assert_num_queries(1):
        response = client.get(url)

    assert response.text.split("<main")[1].count("mailto:bureau@example.org") == 2


@pytest.mark.parametrize("url", ["/toegankelijkheid/", "/privacy/"])
def test_text_page_without_a_network_still_says_whom_to_ask(client, url):
    response = client.get(url)

    assert response.status_code == 200
    assert "mailto:" not in response.text


@pytest.mark.parametrize("url", ["/toegankelijkheid/", "/privacy/"])
def test_text_page_for_a_visitor_sets_no_cookie(client, url):
    response = client.get(url)

    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text
