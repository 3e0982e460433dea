import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from members.models import SecurityEvent, SecurityOrigin, User
from tests.authenticator import SECRET, app_code
from tests.mails import mailed_code, mailed_link

pytestmark = pytest.mark.django_db

Kind = SecurityEvent.Kind
PASSWORD = "een-lang-wachtwoord"
TOTP_ON, TOTP_OFF = "/account/2fa/totp/activate/", "/account/2fa/totp/deactivate/"
NEW = "een-nieuw-lang-wachtwoord"


@pytest.fixture
def user() -> User:
    user = User.objects.create_user("lid@example.org", password=PASSWORD)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def proven(client: Client, user) -> Client:
    """Signed in, and just showed once more who it is; the log begins after that."""
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def new_events(since: int) -> list[tuple[str, int | None, str]]:
    events = SecurityEvent.objects.filter(pk__gt=since).order_by("pk")
    return [(event.kind, event.actor_id, event.result) for event in events]


def last_event() -> int:
    return max(SecurityEvent.objects.values_list("pk", flat=True), default=0)


def test_sign_in_and_sign_out_are_logged_with_their_origin(client: Client, user):
    client.post("/account/login/", {"login": user.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    client.post(reverse("account_logout"), REMOTE_ADDR="192.0.2.7")

    assert new_events(0) == [(Kind.SIGNED_IN, user.pk, "done"), (Kind.SIGNED_OUT, user.pk, "done")]
    assert list(SecurityOrigin.objects.values_list("ip", flat=True)) == ["192.0.2.7"] * 2


def test_failed_sign_in_names_nobody(client: Client, user):
    client.post("/account/login/", {"login": user.email, "password": "fout"})

    assert new_events(0) == [(Kind.SIGN_IN_FAILED, None, "refused")]
    assert SecurityEvent.objects.get().about_id is None


def test_wrong_mailed_code_is_a_failed_sign_in(client: Client, user):
    client.post("/account/login/code/", {"email": user.email})
    client.post("/account/login/code/confirm/", {"code": "XXXXXX"})

    assert new_events(0) == [(Kind.SIGN_IN_FAILED, None, "refused")]


def test_wrong_second_step_is_a_failed_sign_in(client: Client, user):
    TOTP.activate(user, SECRET)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": "000000"})

    assert new_events(0) == [(Kind.SIGN_IN_FAILED, None, "refused")]


def test_changed_password_is_logged(proven: Client, user):
    before = last_event()

    proven.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert new_events(before) == [(Kind.PASSWORD_CHANGED, user.pk, "done")]


def test_first_password_is_logged(client: Client):
    user = User.objects.create_user("lid@example.org")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client.post("/account/login/code/", {"email": user.email})
    client.post("/account/login/code/confirm/", {"code": mailed_code()})
    before = last_event()

    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})

    assert new_events(before) == [(Kind.PASSWORD_CHANGED, user.pk, "done")]


def test_reset_password_is_logged(client: Client, user):
    client.post(reverse("account_reset_password"), {"email": user.email})
    form = client.get(mailed_link()).url
    before = last_event()

    client.post(form, {"password1": NEW, "password2": NEW})

    assert new_events(before) == [(Kind.PASSWORD_CHANGED, user.pk, "done")]


def test_changed_address_is_logged(proven: Client, user):
    proven.post("/account/email/", {"email": "nieuw@example.org", "action_add": "1"})
    before = last_event()

    proven.post("/account/confirm-email/", {"code": mailed_code()})

    assert new_events(before) == [(Kind.ADDRESS_CHANGED, user.pk, "done")]


def test_factor_is_logged_when_it_comes_and_when_it_goes(proven: Client, user, django_capture_on_commit_callbacks):
    proven.get(TOTP_ON)
    before = last_event()

    with django_capture_on_commit_callbacks(execute=True):
        proven.post(TOTP_ON, {"code": app_code(proven.session["mfa.totp.secret"])})
    assert Authenticator.objects.filter(user=user).count() == 2, "recovery codes come with it"
    proven.post(TOTP_OFF)

    assert new_events(before) == [(Kind.FACTOR_ADDED, user.pk, "done"), (Kind.FACTOR_REMOVED, user.pk, "done")]


def test_ended_sessions_are_logged(proven: Client, user):
    Client().post("/account/login/", {"login": user.email, "password": PASSWORD})
    before = last_event()

    proven.post(reverse("usersessions_list"))

    assert new_events(before) == [(Kind.SESSIONS_ENDED, user.pk, "done")]


def test_sign_out_by_a_program_is_logged_without_origin(user):
    client = Client()
    client.force_login(user)

    client.logout()

    assert new_events(0) == [(Kind.SIGNED_OUT, user.pk, "done")]
    assert not SecurityOrigin.objects.exists()
