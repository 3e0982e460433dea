"""Limits: how often one may ask, who is counted as one, and what the answer says."""

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.test import Client, override_settings

from members.limits import count
from members.models import SecurityEvent, SecurityOrigin
from tests.factories import SectorFactory, member_user

pytestmark = pytest.mark.django_db

SEARCH, FEED, CODE = "/zoeken/", "/nieuws/feed.atom", "/account/login/code/"


def use_up(client, url, times, **extra):
    return {client.get(url, **extra).status_code for _ in range(times)}


def test_search_of_one_address_is_limited_in_house_style(client):
    assert use_up(client, SEARCH, 60) == {200}

    response = client.get(SEARCH)

    assert response.status_code == 429
    assert (response["Retry-After"], response["Cache-Control"]) == ("60", "no-store")
    assert "<h1>Too many requests</h1>" in client.get(SEARCH, headers={"cookie": "brink_language=en"}).text
    assert not response.cookies


def test_search_is_open_again_after_a_minute(client):
    with time_machine.travel("2026-03-10 09:00:00Z") as clock:
        use_up(client, SEARCH, 61)
        clock.shift(61)

        assert client.get(SEARCH).status_code == 200


def test_search_counts_visitors_by_address_and_people_by_account(client):
    use_up(client, SEARCH, 61)

    assert client.get(SEARCH, REMOTE_ADDR="192.0.2.7").status_code == 200
    client.force_login(member_user())
    assert use_up(client, SEARCH, 60) == {200}
    assert client.get(SEARCH, REMOTE_ADDR="192.0.2.8").status_code == 429


@pytest.mark.parametrize(("neighbour", "status"), [("2001:db8:1:1::99", 429), ("2001:db8:1:2::1", 200)])
def test_search_counts_a_network_of_ipv6_as_one(client, neighbour, status):
    use_up(client, SEARCH, 60, REMOTE_ADDR="2001:db8:1:1::1")

    assert client.get(SEARCH, REMOTE_ADDR=neighbour).status_code == status


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_search_behind_a_proxy_counts_the_visitor_whatever_he_claims(client):
    for number in range(61):
        response = client.get(SEARCH, headers={"x-forwarded-for": f"10.0.0.{number}, 192.0.2.7"})

    assert response.status_code == 429
    assert client.get(SEARCH, headers={"x-forwarded-for": "10.0.0.1, 192.0.2.8"}).status_code == 200


def test_search_without_a_proxy_believes_no_header(client):
    for number in range(61):
        response = client.get(SEARCH, headers={"x-forwarded-for": f"10.0.0.{number}"})

    assert response.status_code == 429


def test_feeds_share_a_limit_and_a_refusal_is_not_cached(client):
    SectorFactory(slug="water")
    assert use_up(client, FEED, 60) | use_up(client, "/sectoren/water/feed.atom", 60) == {200}

    response = client.get(FEED)

    assert response.status_code == 429
    assert response["Cache-Control"] == "no-store"
    assert client.get(SEARCH).status_code == 200


def test_feed_of_a_signed_in_reader_asks_nothing_of_the_session(client):
    client.force_login(member_user())

    assert "Cookie" not in client.get(FEED).get("Vary", "")


def test_limit_reached_is_logged_once_in_a_minute_for_an_address(client):
    with time_machine.travel("2026-03-10 09:00:00Z") as clock:
        use_up(client, SEARCH, 65)
        use_up(client, SEARCH, 61, REMOTE_ADDR="192.0.2.7")
        clock.shift(61)
        use_up(client, SEARCH, 61)

    assert set(SecurityEvent.objects.values_list("kind", flat=True)) == {SecurityEvent.Kind.LIMIT_REACHED}
    assert sorted(SecurityOrigin.objects.values_list("ip", flat=True)) == ["127.0.0.1", "127.0.0.1", "192.0.2.7"]


def test_limit_reached_by_a_member_names_the_account(client):
    user = member_user()
    client.force_login(user)

    use_up(client, SEARCH, 61)

    assert SecurityEvent.objects.get(kind="limit_reached").actor_id == user.pk


DEAD_REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}


@override_settings(CACHES=settings.CACHES | {"limits": DEAD_REDIS})
def test_search_works_while_redis_is_down(client):
    assert count("anything") == 0
    assert client.get(SEARCH).status_code == 200


@override_settings(CACHES=settings.CACHES | {"default": DEAD_REDIS, "limits": DEAD_REDIS})
def test_sign_in_waits_while_redis_is_down_and_search_goes_on():
    client = Client(raise_request_exception=False)

    response = client.post("/account/login/", {"login": "somebody@example.org", "password": "x"})

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert client.get(SEARCH).status_code == 200


def test_count_whose_minute_ends_halfway_lets_the_request_go_on(monkeypatch):
    monkeypatch.setattr(caches["limits"], "add", lambda *_args, **_kwargs: True)

    assert count("gone") == 0


# What allauth counts


@pytest.mark.parametrize(("url", "times"), [("/account/login/", 30), ("/account/password/reset/", 20)])
def test_entrance_is_limited_by_address(url, times):
    answers = [Client().post(url, {"email": f"nobody{number}@example.org"}) for number in range(times + 1)]

    assert {answer.status_code for answer in answers[:-1]} <= {200, 302}
    assert answers[-1].status_code == 429


def test_codes_for_one_person_are_limited_whoever_asks():
    form = {"email": "nobody@example.org"}

    answers = [Client().post(CODE, form, REMOTE_ADDR=f"192.0.2.{number}") for number in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert answers[-1].context["form"].errors["email"]


def test_codes_asked_from_one_address_are_limited_whoever_they_are_for():
    answers = [Client().post(CODE, {"email": f"nobody{number}@example.org"}) for number in range(21)]

    assert {answer.status_code for answer in answers[:-1]} == {302}
    assert answers[-1].context["form"].errors["email"]
