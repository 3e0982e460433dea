import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_preloaded_page_serves_for_the_click_that_follows(client: Client):
    response = client.get("/privacy/", headers={"HX-Preloaded": "true"})

    assert response.headers["Cache-Control"] == "private, max-age=10"


def test_page_that_was_not_preloaded_says_nothing_of_caching(client: Client):
    assert "Cache-Control" not in client.get("/privacy/").headers


def test_page_with_a_session_is_never_kept(client: Client, django_user_model):
    client.force_login(django_user_model.objects.create_user("lid@example.org"))

    response = client.get("/privacy/", headers={"HX-Preloaded": "true"})

    assert response.headers["Cache-Control"] == "private, no-store"
