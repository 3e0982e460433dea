import time
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from members.models import User
from members.sessions import BEGAN, SEEN
from tests.factories import editor_user, member_user

pytestmark = pytest.mark.django_db

PASSWORD = "een-lang-wachtwoord"
PAGE = "/weergave/"


def signed_in(user: User) -> Client:
    client = Client(headers={"Accept-Language": "nl"})
    client.cookies["brink_language"] = "en"
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    return client


def is_signed_in_after(client: Client, minutes: int) -> bool:
    with time_machine.travel(time.time() + minutes * 60):
        return client.get(reverse("mine-security")).status_code == 200


def test_session_of_a_member_lasts_while_nothing_happens():
    assert is_signed_in_after(signed_in(member_user()), 7 * 60)


def test_session_ends_after_eight_hours_however_busy():
    client = signed_in(member_user())

    assert all(is_signed_in_after(client, minutes) for minutes in (120, 240, 470))
    assert not is_signed_in_after(client, 485)


def test_staff_is_signed_out_after_an_idle_hour():
    assert not is_signed_in_after(signed_in(editor_user()), 61)


def test_staff_that_goes_on_stays_signed_in():
    client = signed_in(editor_user())

    assert is_signed_in_after(client, 50)
    assert is_signed_in_after(client, 100)
    assert not is_signed_in_after(client, 165)


def test_login_page_says_why_one_was_signed_out():
    client = signed_in(editor_user())

    with time_machine.travel(time.time() + 61 * 60):
        html = client.get(reverse("mine-security"), follow=True).content.decode()

    assert "because you had done nothing for an hour" in html
    assert 'id="id_login"' in html


def test_public_page_opens_to_who_was_just_signed_out():
    client = signed_in(editor_user())

    with time_machine.travel(time.time() + 61 * 60):
        response = client.get(PAGE)

    assert response.status_code == 200
    assert "because you had done nothing for an hour" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_session_began_at_sign_in():
    client = signed_in(member_user())

    assert client.session[BEGAN] == client.session[SEEN] == pytest.approx(time.time(), abs=60)


def test_session_of_a_test_client_began_too():
    client = Client()
    client.force_login(member_user())

    assert client.session[SEEN] == pytest.approx(time.time(), abs=60)


def test_activity_is_noted_once_in_five_minutes():
    client = signed_in(member_user())
    seen = UserSession.objects.get().last_seen_at

    with time_machine.travel(time.time() + 4 * 60):
        client.get(PAGE)
        assert UserSession.objects.get().last_seen_at == seen

    with time_machine.travel(time.time() + 6 * 60):
        client.get(PAGE)
        assert UserSession.objects.get().last_seen_at > seen + timedelta(minutes=5)


def test_visitor_opens_no_session(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/robots.txt")

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_page_that_asks_nothing_of_a_session_leaves_it_closed():
    client = signed_in(member_user())

    assert "Cookie" not in client.get("/robots.txt").headers.get("Vary", "")


def test_sessions_page_lists_each_browser():
    user = member_user()
    signed_in(user)
    client = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    client.cookies["brink_language"] = "en"
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})

    html = client.get(reverse("usersessions_list")).content.decode()

    assert "Firefox, Windows" in html
    assert html.count("This browser") == 1
    assert html.count('class="panel"') == 2


def test_all_other_sessions_are_ended_at_once():
    user = member_user()
    elsewhere = signed_in(user)
    here = Client()
    here.post("/account/login/", {"login": user.email, "password": PASSWORD})

    here.post(reverse("usersessions_list"))

    assert here.get(reverse("mine-security")).status_code == 200
    assert elsewhere.get(reverse("mine-security")).status_code == 302
