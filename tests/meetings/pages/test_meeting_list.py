"""/bijeenkomsten/: what comes first, filters, pages."""

import pytest

from tests.factories import MeetingFactory, NetworkFactory

pytestmark = pytest.mark.django_db


def test_list_shows(client):
    NetworkFactory()
    m = MeetingFactory()
    response = client.get("/bijeenkomsten/")
    assert response.status_code == 200
    assert m.title in response.text
    response = client.get(f"/bijeenkomsten/{m.pk}/")
    assert response.status_code == 200
