import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from members.models import User
from tests.authenticator import SECRET
from tests.factories import SectorFactory, admin_user, chair_user, editor_user, manager_user, member_user

pytestmark = pytest.mark.django_db

INDEX = "/account/2fa/"
PAGE = "/leden/"
HOLDERS = {
    "admin": admin_user,
    "editor": editor_user,
    "manager": lambda: manager_user(SectorFactory()),
    "chair": lambda: chair_user(SectorFactory()),
}


@pytest.fixture(autouse=True)
def roles_need_a_factor(settings) -> None:
    settings.MFA_REQUIRED = "roles"


def signed_in(user: User) -> Client:
    client = Client()
    client.cookies["brink_language"] = "en"
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", HOLDERS)
def test_holder_of_a_role_is_led_to_the_second_factor(role):
    client = signed_in(HOLDERS[role]())

    response = client.get(PAGE)

    assert response.url == INDEX
    assert "Your role gives access to data of others" in client.get(INDEX).content.decode()


@pytest.mark.parametrize("role", HOLDERS)
def test_holder_of_a_role_with_a_factor_goes_on(role):
    user = HOLDERS[role]()
    TOTP.activate(user, SECRET)

    assert signed_in(user).get(PAGE).status_code == 200


def test_passkey_is_a_factor_and_recovery_codes_are_none():
    user = editor_user()
    codes = Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert signed_in(user).get(PAGE).status_code == 302

    codes.type = Authenticator.Type.WEBAUTHN
    codes.save()
    assert signed_in(user).get(PAGE).status_code == 200


def test_member_without_role_needs_none():
    assert signed_in(member_user()).get(PAGE).status_code == 200


def test_member_needs_one_where_all_do(settings):
    settings.MFA_REQUIRED = "all"

    assert signed_in(member_user()).get(PAGE).url == INDEX


def test_nobody_needs_one_where_it_is_off(settings):
    settings.MFA_REQUIRED = "none"

    assert signed_in(admin_user()).get(PAGE).status_code == 200


def test_form_is_refused_in_words():
    response = signed_in(editor_user()).post(reverse("admin:index"))

    assert response.status_code == 403
    assert "Your role gives access to data of others" in response.content.decode()


def test_admin_is_closed_too():
    assert signed_in(admin_user()).get("/beheer/").url == INDEX


def test_part_of_a_page_leads_the_whole_page_there():
    response = signed_in(editor_user()).get(PAGE, headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == INDEX


@pytest.mark.parametrize(
    "path",
    ["/account/2fa/", "/account/logout/", "/mijn/beveiliging/", "/weergave/", "/privacy/", "/robots.txt", "/healthz"],
)
def test_way_to_a_factor_and_what_is_for_everybody_stay_open(path):
    response = signed_in(editor_user()).get(path)

    assert response.status_code == 200


def test_visitor_is_asked_nothing(client: Client, django_assert_num_queries):
    assert client.get(PAGE).status_code == 200
    assert "sessionid" not in client.cookies


def test_verdict_is_kept_so_that_pages_cost_no_more(settings, django_assert_max_num_queries):
    user = editor_user()
    TOTP.activate(user, SECRET)
    client = signed_in(user)
    client.get(PAGE)

    with django_assert_max_num_queries(100) as asked:
        client.get(PAGE)
    settings.MFA_REQUIRED = "none"
    with django_assert_max_num_queries(100) as plain:
        client.get(PAGE)

    assert len(asked) == len(plain)


def test_site_opens_as_soon_as_there_is_a_factor():
    user = editor_user()
    client = signed_in(user)
    assert client.get(PAGE).status_code == 302

    TOTP.activate(user, SECRET)

    assert client.get(PAGE).status_code == 200


def test_site_closes_when_the_factor_is_removed():
    user = editor_user()
    user.set_password("een-lang-wachtwoord")
    user.save()
    TOTP.activate(user, SECRET)
    client = signed_in(user)
    assert client.get(PAGE).status_code == 200
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()

    client.post("/account/2fa/totp/deactivate/")

    assert client.get(PAGE).url == INDEX


def test_verdict_is_asked_again_after_five_minutes():
    user = editor_user()
    TOTP.activate(user, SECRET)
    client = signed_in(user)
    assert client.get(PAGE).status_code == 200
    Authenticator.objects.all().delete()

    with time_machine.travel(time.time() + 4 * 60):
        assert client.get(PAGE).status_code == 200
    with time_machine.travel(time.time() + 6 * 60):
        assert client.get(PAGE).url == INDEX
