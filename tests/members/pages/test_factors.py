import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone

from members.models import User
from tests.authenticator import SECRET, app_code
from tests.mails import mailed_code, newest_mail

pytestmark = pytest.mark.django_db

PASSWORD = "een-lang-wachtwoord"
TOTP_ON, TOTP_OFF = "/account/2fa/totp/activate/", "/account/2fa/totp/deactivate/"
BY_CODE = "/account/reauthenticate/code/"


@pytest.fixture(autouse=True)
def english(client: Client) -> None:
    client.cookies["brink_language"] = "en"


def account(password: str | None = PASSWORD) -> User:
    user = User.objects.create_user("lid@example.org", password=password)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def proven(user: User) -> Client:
    """A client that has signed in and just showed once more who it is."""
    client = Client()
    client.cookies["brink_language"] = "en"
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_adding_a_factor_asks_for_the_password_first(client: Client):
    client.force_login(account())

    asked = client.get(TOTP_ON)
    assert asked.url == f"/account/reauthenticate/?next={TOTP_ON.replace('/', '%2F')}"

    wrong = client.post(asked.url, {"password": "fout", "next": TOTP_ON})
    assert "This is not your password" in wrong.content.decode()

    right = client.post(asked.url, {"password": PASSWORD, "next": TOTP_ON})
    assert right.url == TOTP_ON
    assert client.get(TOTP_ON).status_code == 200


@pytest.mark.parametrize("path", [TOTP_ON, "/account/2fa/webauthn/add/", "/account/password/set/"])
def test_account_without_password_shows_who_it_is_by_a_mailed_code(client: Client, path):
    client.force_login(account(password=None))

    asked = client.get(path)
    assert asked.url.startswith(BY_CODE)
    client.post(BY_CODE, {"action": "send", "next": path})
    shown = client.post(BY_CODE, {"code": mailed_code(), "next": path})

    assert shown.url == path
    assert client.get(path).status_code == 200


def test_fresh_sign_in_by_code_is_proof_enough(client: Client):
    user = account(password=None)
    client.post("/account/login/code/", {"email": user.email})
    client.post("/account/login/code/confirm/", {"code": mailed_code()})

    assert client.get(TOTP_ON).status_code == 200


def test_wrong_codes_of_reauthentication_end_it(client: Client):
    client.force_login(account(password=None))
    client.post(BY_CODE, {"action": "send"})
    code = mailed_code()

    first = client.post(BY_CODE, {"code": "XXXXXX"})
    client.post(BY_CODE, {"code": "XXXXXX"})
    client.post(BY_CODE, {"code": "XXXXXX"})
    late = client.post(BY_CODE, {"code": code}, follow=True)

    assert "This code is not right" in first.content.decode()
    assert "no longer valid" in late.content.decode()
    assert client.get(TOTP_ON).status_code == 302


def test_old_code_of_reauthentication_is_refused(client: Client):
    client.force_login(account(password=None))
    with time_machine.travel(timezone.now() - timedelta(minutes=11)):
        client.post(BY_CODE, {"action": "send"})

    response = client.post(BY_CODE, {"code": mailed_code()}, follow=True)

    assert "no longer valid" in response.content.decode()


def test_account_with_a_factor_is_offered_no_mailed_code(client: Client):
    user = account()
    TOTP.activate(user, SECRET)
    client.force_login(user)

    assert client.get(BY_CODE).url == "/account/reauthenticate/"


def test_address_changes_after_proof_by_the_code_mailed_to_it(client: Client):
    user = account()
    client = proven(user)

    client.post("/account/email/", {"email": "nieuw@example.org", "action_add": "1"})
    assert newest_mail().to == ["nieuw@example.org"]
    client.post("/account/confirm-email/", {"code": mailed_code()})

    user.refresh_from_db()
    assert user.email == "nieuw@example.org"


def test_app_is_set_up_with_its_code_and_its_key_stored_encrypted(client: Client, django_capture_on_commit_callbacks):
    user = account()
    client = proven(user)
    html = client.get(TOTP_ON).content.decode()
    secret = client.session["mfa.totp.secret"]

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(TOTP_ON, {"code": app_code(secret)})

    assert 'src="data:image/svg+xml;base64,' in html
    assert f"<code>{secret}</code>" in html
    assert response.url == "/account/2fa/recovery-codes/"
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert secret not in str(factor.data)
    assert factor.wrap().validate_code(app_code(secret))


def test_app_with_a_wrong_code_is_not_set_up(client: Client):
    user = account()
    client = proven(user)
    client.get(TOTP_ON)

    response = client.post(TOTP_ON, {"code": "000000"})

    assert 'class="error-summary"' in response.content.decode()
    assert not Authenticator.objects.exists()


def test_second_step_is_asked_at_sign_in(client: Client):
    user = account()
    TOTP.activate(user, SECRET)

    first = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert first.url == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session

    wrong = client.post(first.url, {"code": "000000"})
    assert "This did not work" in wrong.content.decode()

    client.post(first.url, {"code": app_code()})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_code_of_the_app_works_once():
    user = account()
    TOTP.activate(user, SECRET)
    code = app_code()

    for browser, expected in ((Client(), True), (Client(), False)):
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
        browser.post("/account/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in browser.session) is expected


def test_recovery_code_works_once():
    user = account()
    TOTP.activate(user, SECRET)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]

    for browser, expected in ((Client(), True), (Client(), False)):
        browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
        browser.post("/account/2fa/authenticate/", {"code": code})
        assert ("_auth_user_id" in browser.session) is expected


def test_recovery_codes_are_shown_downloaded_and_replaced(client: Client, django_capture_on_commit_callbacks):
    user = account()
    client = proven(user)
    TOTP.activate(user, SECRET)
    codes = RecoveryCodes.activate(user).get_unused_codes()

    shown = client.get("/account/2fa/recovery-codes/").content.decode()
    downloaded = client.get("/account/2fa/recovery-codes/download/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/2fa/recovery-codes/generate/")

    assert all(f"<code>{code}</code>" in shown for code in codes)
    assert downloaded.split() == codes
    assert codes[0] not in client.get("/account/2fa/recovery-codes/").content.decode()


def test_app_is_removed_with_its_recovery_codes(client: Client):
    user = account()
    client = proven(user)
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)

    assert client.get(TOTP_OFF).status_code == 200
    client.post(TOTP_OFF)

    assert not Authenticator.objects.exists()
    assert "authenticator app of your account is removed" in newest_mail().body


def passkey_of(user: User, name: str = "Telefoon") -> Authenticator:
    data = {"name": name, "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def test_passkey_is_renamed(client: Client):
    user = account()
    client = proven(user)
    key = passkey_of(user)

    client.post(f"/account/2fa/webauthn/keys/{key.pk}/edit/", {"name": "<b>Werk</b> 😀"})

    assert "&lt;b&gt;Werk&lt;/b&gt; 😀" in client.get("/account/2fa/webauthn/").content.decode()


def test_passkey_without_name_keeps_its_name_and_says_why(client: Client):
    user = account()
    client = proven(user)
    key = passkey_of(user)

    response = client.post(f"/account/2fa/webauthn/keys/{key.pk}/edit/", {"name": ""})

    assert 'class="error-summary"' in response.content.decode()
    key.refresh_from_db()
    assert str(key) == "Telefoon"


def test_passkey_is_removed(client: Client):
    user = account()
    client = proven(user)
    key = passkey_of(user)

    assert client.get(f"/account/2fa/webauthn/keys/{key.pk}/remove/").status_code == 200
    client.post(f"/account/2fa/webauthn/keys/{key.pk}/remove/")

    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("act", ["edit", "remove"])
def test_passkey_of_somebody_else_is_not_found(client: Client, act):
    client = proven(account())
    key = passkey_of(User.objects.create_user("ander@example.org"))

    response = client.post(f"/account/2fa/webauthn/keys/{key.pk}/{act}/", {"name": "Mijn"})

    assert response.status_code == 404
    key.refresh_from_db()
    assert str(key) == "Telefoon"


JUNK = ["", "nonsense", "[]", '"text"', "1", "null", "{}", '{"id": 1}', '{"id":"a","rawId":"a","response":{}}']


@pytest.mark.parametrize("credential", JUNK)
def test_junk_instead_of_a_passkey_opens_nothing(client: Client, credential):
    user = account()
    client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})

    response = client.post("/account/2fa/webauthn/login/", {"credential": credential})

    assert response.url == "/account/login/"
    assert "_auth_user_id" not in client.session
    assert user.is_active


@pytest.mark.parametrize("credential", JUNK)
def test_junk_instead_of_a_new_passkey_is_refused(client: Client, credential):
    client = proven(account())
    client.get("/account/2fa/webauthn/add/")

    response = client.post("/account/2fa/webauthn/add/", {"name": "x", "credential": credential})

    assert response.status_code == 200
    assert not Authenticator.objects.exists()


def test_proof_lasts_five_minutes(client: Client):
    client = proven(account())
    assert client.get(TOTP_ON).status_code == 200

    with time_machine.travel(time.time() + 301):
        assert client.get(TOTP_ON).status_code == 302
