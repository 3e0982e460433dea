import re

import pytest
from django.test import Client
from django.urls import reverse

from members.models import User

pytestmark = pytest.mark.django_db

FOR_ALL = (
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
)
SIGNED_IN = (
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "account_reauthenticate_code",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_generate_recovery_codes",
    "usersessions_list",
    "mine-security",
)
PASSWORD = "een-lang-wachtwoord"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("lid@example.org", password=PASSWORD)


def check_house_style(html: str) -> None:
    """One heading, a title that starts with the page, the shell round it, and nothing inline."""
    assert '<html lang="nl"' in html
    assert len(re.findall(r"<h1", html)) == 1
    assert [len(re.findall(f"<{landmark}", html)) for landmark in ("main", "header", "footer")] == [1, 1, 1]
    assert re.search(r"<title>\S", html)
    assert not re.search(r'\sstyle="|\son\w+="|<style|<script(?![^>]* (src=|type="application/(ld\+)?json"))', html)


@pytest.mark.parametrize("name", FOR_ALL)
def test_account_page_of_a_visitor_is_in_house_style(client: Client, name):
    check_house_style(client.get(reverse(name)).content.decode())


@pytest.mark.parametrize("name", SIGNED_IN)
def test_account_page_of_a_user_is_in_house_style(client: Client, user, name):
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    check_house_style(client.get(reverse(name)).content.decode())


def test_login_with_email_and_password(client: Client, user):
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_login_with_a_wrong_password_says_so_above_the_form(client: Client, user):
    response = client.post(reverse("account_login"), {"login": user.email, "password": "fout"})

    html = response.content.decode()
    assert 'class="error-summary"' in html
    assert f'value="{user.email}"' in html
    assert "_auth_user_id" not in client.session
