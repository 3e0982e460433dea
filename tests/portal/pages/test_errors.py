"""Error pages in house style."""

import pytest
from django.test import Client, override_settings

from tests.factories import NetworkFactory

pytestmark = pytest.mark.django_db


def test_unknown_page_is_a_house_page(client, django_assert_num_queries):
    NetworkFactory(name="Samen Sterk")

    with django_assert_num_queries(1):
        response = client.get("/bestaat-niet/")

    assert response.status_code == 404
    assert "Samen Sterk" in response.text
    assert not response.cookies


@override_settings(ROOT_URLCONF="tests.portal.faulty_urls")
def test_fault_is_a_house_page_without_the_database(django_assert_num_queries):
    client = Client(raise_request_exception=False)

    with django_assert_num_queries(0):
        response = client.get("/fault/")

    assert response.status_code == 500
    assert "<h1>" in response.text
    assert "a fault nobody foresaw" not in response.text


@pytest.mark.parametrize("address", ["/%00", "/sectoren/%00/", "/?q=%00"])
def test_nul_byte_is_refused_in_house_style(client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert "<h1>" in response.text


def test_wrong_host_is_refused_in_house_style(client):
    response = client.get("/privacy/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "<h1>" in response.text
