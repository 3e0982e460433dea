import re
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import OutboxMessage, User
from tests.factories import (
    IdentityProviderFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    SectorFactory,
    manager_user,
)
from tests.mails import mailed_code, mailed_link, newest_mail

pytestmark = pytest.mark.django_db

PASSWORD = "een-lang-wachtwoord"
LOGIN, ASK, CONFIRM = "/account/login/", "/account/login/code/", "/account/login/code/confirm/"
NO_LONGER_VALID = "used, or it is too old"


@pytest.fixture(autouse=True)
def english(client: Client) -> None:
    client.cookies["brink_language"] = "en"


@pytest.fixture
def user() -> User:
    user = User.objects.create_user("lid@example.org", password=PASSWORD)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def ask_code(client: Client, email: str = "lid@example.org", **more) -> str:
    """Ask for a code as a visitor does, and return the one in the mail."""
    client.post(ASK, {"email": email, **more})
    return mailed_code()


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def forms_of(client: Client) -> list[str]:
    """Where the forms of the page to sign in lead, in their order; the search field has one too."""
    return re.findall(r'<form[^>]*method="post"[^>]*action="([^"]+)"', client.get(LOGIN).content.decode())


def test_password_form_stands_first_where_passwords_are_the_rule(client: Client, settings):
    settings.PASSWORDS = True

    assert forms_of(client) == [LOGIN, reverse("mfa_login_webauthn")]


def test_code_form_stands_first_where_passwords_are_not(client: Client, settings):
    settings.PASSWORDS = False

    assert forms_of(client) == [ASK, reverse("mfa_login_webauthn"), LOGIN]
    assert "<details" in client.get(LOGIN).content.decode().partition("I have a password")[0]


def test_login_page_leads_to_sign_up(client: Client):
    html = client.get(LOGIN, {"next": "/leden/"}).content.decode()

    assert f'href="{reverse("account_signup")}?next=/leden/"' in html or "?next=%2Fleden%2F" in html


def test_code_in_the_mail_signs_in(client: Client, user):
    code = ask_code(client, next="/leden/")

    response = client.post(CONFIRM, {"code": code.lower(), "next": "/leden/"})

    assert response.status_code == 302
    assert response.url == "/leden/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_account_made_in_the_admin_needs_one_code(client: Client):
    user = User.objects.create_user("nieuw@example.org")

    client.post(CONFIRM, {"code": ask_code(client, user.email)})

    assert is_signed_in(client)
    assert list(user.emailaddress_set.values_list("email", "verified", "primary")) == [(user.email, True, True)]


def test_address_in_capitals_gets_its_code(client: Client, user):
    code = ask_code(client, "LID@Example.ORG")

    client.post(CONFIRM, {"code": code})

    assert is_signed_in(client)


def test_mail_with_a_code_names_the_network_and_speaks_the_language_of_the_page(client: Client, user):
    NetworkFactory(name="Samenwerking & Co")

    ask_code(client)

    sent = newest_mail()
    assert sent.subject == "Your sign-in code for Samenwerking & Co"
    assert "Type this code" in sent.body
    assert sent.to == [user.email]
    assert not OutboxMessage.objects.get().content, "a sent code is forgotten"


def test_wrong_code_says_so_and_the_third_ends_it(client: Client, user):
    code = ask_code(client)

    first = client.post(CONFIRM, {"code": "XXXXXX"})
    client.post(CONFIRM, {"code": "XXXXXX"})
    third = client.post(CONFIRM, {"code": "XXXXXX"}, follow=True)
    late = client.post(CONFIRM, {"code": code})

    assert "This code is not right" in first.content.decode()
    assert "went wrong too often" in third.content.decode()
    assert late.url == ASK
    assert not is_signed_in(client)


def test_code_older_than_ten_minutes_is_refused_in_words(client: Client, user):
    with time_machine.travel(timezone.now() - timedelta(minutes=11)):
        code = ask_code(client)

    response = client.post(CONFIRM, {"code": code}, follow=True)

    assert NO_LONGER_VALID in response.content.decode()
    assert not is_signed_in(client)


def test_code_works_once(client: Client, user):
    code = ask_code(client)
    client.post(CONFIRM, {"code": code})
    client.post(reverse("account_logout"))

    response = client.post(CONFIRM, {"code": code}, follow=True)

    assert NO_LONGER_VALID in response.content.decode()
    assert not is_signed_in(client)


def test_code_of_somebody_else_does_not_serve(client: Client, user):
    code = ask_code(client)
    other = Client()
    User.objects.create_user("ander@example.org")
    other.post(ASK, {"email": "ander@example.org"})

    other.post(CONFIRM, {"code": code})

    assert not is_signed_in(other)


def test_new_code_replaces_the_former_one(client: Client, user):
    former = ask_code(client)
    client.post(CONFIRM, {"action": "resend"})
    newer = mailed_code()

    client.post(CONFIRM, {"code": former})
    assert not is_signed_in(client)

    client.post(CONFIRM, {"code": newer})
    assert is_signed_in(client)


def test_code_asked_in_one_tab_serves_in_another(client: Client, user):
    code = ask_code(client)

    other_tab = client.get(LOGIN)
    assert other_tab.status_code == 302
    assert other_tab.url == CONFIRM

    client.post(other_tab.url, {"code": code})
    assert is_signed_in(client)


def test_address_without_account_is_answered_alike_and_told_by_mail(client: Client, user):
    known = client.post(ASK, {"email": user.email})
    unknown = Client().post(ASK, {"email": "niemand@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "There is no account" in newest_mail().body or "geen account" in newest_mail().body


@pytest.mark.parametrize("email", ["", "geen adres", "a" * 300 + "@example.org", "😀", "<script>@x"])
def test_bad_address_is_refused_on_the_field(client: Client, email):
    response = client.post(ASK, {"email": email})

    assert response.status_code == 200
    assert 'class="error-summary"' in response.content.decode()
    assert not OutboxMessage.objects.exists()


def test_login_with_password_takes_a_new_session(client: Client, user):
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = before = session.session_key

    client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    assert is_signed_in(client)
    assert client.session.session_key != before


def test_login_and_logout_refuse_forms_of_other_sites(user):
    client = Client(enforce_csrf_checks=True)
    assert client.post(LOGIN, {"login": user.email, "password": PASSWORD}).status_code == 403
    assert client.post(ASK, {"email": user.email}).status_code == 403

    client.force_login(user)

    assert client.post(reverse("account_logout")).status_code == 403
    assert is_signed_in(client)


def test_logout_asks_before_it_acts(client: Client, user):
    client.force_login(user)

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)

    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_back_after_logout_finds_nothing(client: Client, user):
    client.force_login(user)
    page = client.get(reverse("mine-security"))
    client.post(reverse("account_logout"))

    assert "no-store" in page.headers["Cache-Control"]
    assert client.get(reverse("mine-security")).status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_next_leads_nowhere_else(client: Client, user, target):
    response = client.post(f"{LOGIN}?next={quote(target)}", {"login": user.email, "password": PASSWORD, "next": target})

    assert response.status_code == 302
    assert response.url == "/mijn/"


def test_closed_account_hears_so_after_the_right_password_only(client: Client, user):
    User.objects.update(is_active=False)

    wrong = client.post(LOGIN, {"login": user.email, "password": "fout"})
    right = client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    assert wrong.status_code == 200
    assert right.url == reverse("account_inactive")
    assert not is_signed_in(client)


def service_of(domain: str, **fields):
    organisation = OrganisationFactory(name="Gemeente Voorbeeld", email_domains=[domain])
    NetworkMembershipFactory(organisation=organisation)
    fields = {"name": "Voorbeeld", "issuer": "https://login.voorbeeld.example/tenant", **fields}
    return IdentityProviderFactory(organisation=organisation, **fields)


def test_address_of_an_organisation_with_a_service_is_offered_it(client: Client):
    service = service_of("voorbeeld.example")

    response = client.post(ASK, {"email": "a@Voorbeeld.example", "next": "/leden/"})

    html = response.content.decode()
    assert "Sign in with Voorbeeld" in html
    assert reverse("openid_connect_login", kwargs={"provider_id": service.slug}) in html
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert "form-action 'self' https://login.voorbeeld.example" in [rule.strip(";") for rule in policy]
    assert not OutboxMessage.objects.exists()


def test_address_with_a_service_may_go_on_by_code(client: Client):
    service_of("voorbeeld.example")
    User.objects.create_user("a@voorbeeld.example").emailaddress_set.create(
        email="a@voorbeeld.example", verified=True, primary=True
    )

    client.post(CONFIRM, {"code": ask_code(client, "a@voorbeeld.example", by_code="1")})

    assert is_signed_in(client)


@pytest.mark.parametrize("email", ["a@sub.voorbeeld.example", "a@voorbeeld.example.org", "a@andere.example"])
def test_other_address_is_offered_no_service(client: Client, email):
    service_of("voorbeeld.example")

    assert client.post(ASK, {"email": email}).url == CONFIRM


def test_service_that_is_off_is_not_offered(client: Client):
    service_of("voorbeeld.example", is_active=False)

    assert client.post(ASK, {"email": "a@voorbeeld.example"}).url == CONFIRM


def test_service_of_a_former_member_is_not_offered(client: Client):
    service = service_of("voorbeeld.example")
    service.organisation.network_memberships.update(until=datetime(2020, 1, 1).date())  # noqa: DTZ001 - a day

    assert client.post(ASK, {"email": "a@voorbeeld.example"}).url == CONFIRM


def test_password_is_reset_by_the_link_in_the_mail_once(client: Client, user):
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = mailed_link()
    form = client.get(link).url
    new = "een-nieuw-lang-wachtwoord"

    client.post(form, {"password1": new, "password2": new})

    user.refresh_from_db()
    assert user.check_password(new)
    assert "does not work any more" in Client(headers={"Cookie": "brink_language=en"}).get(link).content.decode()


def test_reset_of_an_unknown_address_is_answered_alike(client: Client, user):
    known = client.post(reverse("account_reset_password"), {"email": user.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "niemand@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "There is no account" in newest_mail().body


def test_reset_of_an_address_too_long_to_exist_mails_nobody(client: Client):
    response = client.post(reverse("account_reset_password"), {"email": "a" * 300 + "@example.org"})

    assert response.status_code in {200, 302}
    assert not OutboxMessage.objects.exists()


def test_dead_mail_server_fails_no_request(client: Client, user, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ASK, {"email": user.email})

    assert response.status_code == 302
    assert [message.state for message in OutboxMessage.objects.all()] == [OutboxMessage.State.QUEUED]
    assert mail.outbox == []


def test_too_many_wrong_passwords_close_the_door_for_a_while(client: Client, user):
    for _attempt in range(5):
        client.post(LOGIN, {"login": user.email, "password": "fout"})

    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD})

    assert "went wrong too often" in response.content.decode()
    assert not is_signed_in(client)


def test_admin_has_the_same_door(client: Client):
    response = client.get("/beheer/", follow=True)

    assert response.redirect_chain[-1][0].startswith(f"{LOGIN}?next=")


def test_who_may_not_enter_the_admin_hears_so_and_is_not_sent_round(client: Client, user):
    client.force_login(user)

    response = client.get("/beheer/", follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) <= 1
    assert "This page is not open to you" in response.content.decode()


def test_programme_manager_enters_the_admin_after_signing_in(client: Client):
    manager = manager_user(SectorFactory())
    manager.set_password(PASSWORD)
    manager.save()
    manager.emailaddress_set.create(email=manager.email, verified=True, primary=True)

    response = client.post(
        f"{LOGIN}?next=/beheer/", {"login": manager.email, "password": PASSWORD, "next": "/beheer/"}, follow=True
    )

    assert response.redirect_chain == [("/beheer/", 302)]
    assert response.status_code == 200
