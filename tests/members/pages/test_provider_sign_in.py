"""Signing in with the organisation's own service: a real one, in a program beside the tests."""

import socket
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import IdentityProvider, MemberRequest, Person, SecurityEvent, User
from members.provider_adapter import ProviderAdapter
from tests.authenticator import SECRET, app_code
from tests.factories import (
    IdentityProviderFactory,
    NetworkMembershipFactory,
    PersonFactory,
    PersonInvitationFactory,
    UserFactory,
)
from tests.members.pages.test_account_pages import check_house_style
from tests.members.pages.test_signup import mails_to
from tests.servers import free_port
from tests.sign_in_service import go_to, know, running_service, sent_back, sign_in_at

pytestmark = pytest.mark.django_db

ADDRESS = "nieske@groningen.example.org"


@pytest.fixture(scope="module")
def issuer():
    with running_service() as issuer:
        yield issuer


@pytest.fixture
def organisation():
    return NetworkMembershipFactory(organisation__email_domains=["Groningen.example.org"]).organisation


@pytest.fixture
def service(issuer, organisation):
    know(issuer, "nieske", email=ADDRESS, name="Nieske Nieuwkomer")
    return IdentityProviderFactory(organisation=organisation, name="Groningen", slug="groningen", issuer=issuer)


def account(email=ADDRESS, **fields):
    user = UserFactory(email=email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def is_signed_in(client):
    return "_auth_user_id" in client.session


def nothing_is_kept(client):
    kept = [model.objects.exists() for model in (User, SocialAccount, EmailAddress, MemberRequest)]
    return not is_signed_in(client) and not any(kept) and "newcomer" not in client.session


# Coming in


def test_newcomer_asks_to_join(client: Client, service, organisation):
    response = sign_in_at(client, "groningen", "nieske")

    asked = MemberRequest.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/mijn/")
    assert is_signed_in(client)
    assert (asked.name, asked.organisation, asked.account.email) == ("Nieske Nieuwkomer", organisation, ADDRESS)
    assert EmailAddress.objects.get().verified
    assert not asked.account.has_usable_password()
    assert SecurityEvent.objects.filter(kind="signed_up").count() == 1


def test_service_leaves_nothing_behind_but_its_number(client: Client, service):
    sign_in_at(client, "groningen", "nieske")
    client.logout()
    sign_in_at(client, "groningen", "nieske")

    known = SocialAccount.objects.get()
    assert (known.provider, known.uid, known.extra_data) == ("groningen", "nieske", {})
    assert not SocialApp.objects.exists()


def test_newcomer_whom_the_network_knows_is_a_member(client: Client, service, organisation):
    person = PersonFactory(email=ADDRESS, organisation=organisation)

    sign_in_at(client, "groningen", "nieske")

    person.refresh_from_db()
    assert person.account.belongs_to_network
    assert not MemberRequest.objects.exists()


def test_newcomer_who_was_invited_is_a_member(client: Client, service, organisation):
    PersonInvitationFactory(email=ADDRESS, organisation=organisation)

    sign_in_at(client, "groningen", "nieske")

    assert Person.objects.get().account.belongs_to_network


def test_newcomer_without_a_name_is_asked_for_it(client: Client, issuer, service):
    know(issuer, "naamloos", email="naamloos@groningen.example.org")

    sign_in_at(client, "groningen", "naamloos")

    assert is_signed_in(client)
    assert not MemberRequest.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("n" * 300, "n" * 120),
        ("Nieske\u0000 🌾\nBcc", "Nieske 🌾 Bcc"),
    ],
)
def test_odd_name_is_kept_as_far_as_it_fits(client: Client, issuer, service, name, kept):
    know(issuer, "odd", email="odd@groningen.example.org", name=name)

    sign_in_at(client, "groningen", "odd")

    assert MemberRequest.objects.get().name == kept


def test_account_of_the_same_address_is_opened_and_connected(client: Client, service):
    user = account()

    sign_in_at(client, "groningen", "nieske")

    assert client.session["_auth_user_id"] == str(user.pk)
    assert SocialAccount.objects.get().user == user
    assert User.objects.count() == 1


def test_owner_is_told_once_that_the_service_opens_the_account(client: Client, service):
    account()

    for _ in range(2):
        sign_in_at(client, "groningen", "nieske")
        client.logout()

    (message,) = mails_to(ADDRESS)
    assert "Groningen" in message.subject
    assert ADDRESS in message.body


def test_account_of_the_same_address_in_capitals_is_opened(client: Client, issuer, service):
    user = account()
    know(issuer, "luid", email=ADDRESS.upper())

    sign_in_at(client, "groningen", "luid")

    assert client.session["_auth_user_id"] == str(user.pk)


def test_account_connected_before_is_opened_again(client: Client, service):
    sign_in_at(client, "groningen", "nieske")
    client.logout()

    sign_in_at(client, "groningen", "nieske")

    assert is_signed_in(client)
    assert User.objects.count() == SocialAccount.objects.count() == MemberRequest.objects.count() == 1
    assert "newcomer" not in client.session


def test_account_whose_address_was_never_proven_loses_its_password(client: Client, service, organisation):
    user = UserFactory(email=ADDRESS, password="van-een-ander")
    PersonFactory(email=ADDRESS, organisation=organisation)

    sign_in_at(client, "groningen", "nieske")

    user.refresh_from_db()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not user.has_usable_password()
    assert user.person.email == ADDRESS
    assert EmailAddress.objects.get().verified


def test_closed_account_stays_closed(client: Client, service):
    account(is_active=False)

    response = sign_in_at(client, "groningen", "nieske")

    assert response["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)


def test_next_page_comes_after_signing_in(client: Client, service):
    account()

    assert sign_in_at(client, "groningen", "nieske", next="/sectoren/")["Location"] == "/sectoren/"
    client.logout()
    assert sign_in_at(client, "groningen", "nieske", next="https://kwaad.example/")["Location"] == "/mijn/"


def test_two_services_vouch_each_for_its_own(client: Client, issuer, service):
    other = NetworkMembershipFactory(organisation__email_domains=["assen.example.org"]).organisation
    IdentityProviderFactory(organisation=other, slug="assen", issuer=issuer)
    know(issuer, "anna", email="anna@assen.example.org", name="Anna")

    assert sign_in_at(client, "groningen", "anna").status_code == 403
    assert sign_in_at(client, "assen", "nieske").status_code == 403
    assert nothing_is_kept(client)
    sign_in_at(client, "assen", "anna")

    assert User.objects.get().email == "anna@assen.example.org"
    assert SocialAccount.objects.get().provider == "assen"


def test_second_factor_is_asked_after_the_service(client: Client, issuer, service):
    IdentityProviderFactory(organisation=NetworkMembershipFactory().organisation, issuer=issuer)
    TOTP.activate(account(), SECRET)

    response = sign_in_at(client, "groningen", "nieske")

    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(response["Location"], {"code": app_code()})
    assert is_signed_in(client)


def test_second_tab_that_comes_later_stores_nothing(rf, service):
    SocialAccount.objects.create(user=UserFactory(email="eerste@groningen.example.org"), provider="groningen", uid="n")
    request = rf.get("/")
    late = SocialLogin(user=User(email=ADDRESS), account=SocialAccount(provider="groningen", uid="n"))

    with pytest.raises(ImmediateHttpResponse) as answer:
        ProviderAdapter(request).save_user(request, late)

    assert answer.value.response["Location"] == reverse("account_login")
    assert not User.objects.filter(email=ADDRESS).exists()


# Who is turned away


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nieske@elders.example.org"},
        {"email": "nieske@sub.groningen.example.org"},
        {"email": "nieske@groningen.example.org.kwaad.example"},
        {"email": "nieske@elders.example.org", "email_verified": True},
        {"email": ADDRESS, "email_verified": False},
        {"email": ADDRESS, "email_verified": "false"},
        {"email": "nieske"},
        {"email": ""},
        {"email": "<script>alert(1)</script>@elders.example.org"},
        {"name": "Nieske"},
    ],
    ids=lambda claims: " ".join(str(value) for value in claims.values()),
)
def test_other_address_is_refused_and_nothing_kept(client: Client, issuer, service, claims):
    know(issuer, "vreemd", **claims)

    response = sign_in_at(client, "groningen", "vreemd")

    assert response.status_code == 403
    check_house_style(response.content.decode())
    assert "<script>alert" not in response.content.decode()
    assert nothing_is_kept(client)
    assert SecurityEvent.objects.filter(kind="sign_in_failed", result="refused").exists()


def test_account_of_another_domain_is_not_opened(client: Client, issuer, service):
    account("directeur@assen.example.org")
    know(issuer, "vreemd", email="directeur@assen.example.org", email_verified=True)

    assert sign_in_at(client, "groningen", "vreemd").status_code == 403
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_public_mail_domain_is_refused_even_if_the_organisation_lists_it(client: Client, issuer, service):
    service.organisation.email_domains = ["gmail.com"]
    service.organisation.save()
    know(issuer, "gmail", email="iemand@gmail.com", email_verified=True)

    assert sign_in_at(client, "groningen", "gmail").status_code == 403
    assert nothing_is_kept(client)


def test_service_connects_no_other_account(client: Client, service):
    user = account("ander@groningen.example.org")
    client.force_login(user)

    address = client.post("/account/oidc/groningen/login/?process=connect")["Location"]
    response = client.get(sent_back(address, sub="nieske"))

    assert response.status_code == 403
    assert not SocialAccount.objects.exists()


# What goes wrong on the way


def test_denied_at_the_service_leads_to_a_page_that_says_so(client: Client, service):
    state = parse_qs(urlsplit(go_to(client, "groningen")).query)["state"][0]

    response = client.get(f"/account/oidc/groningen/login/callback/?error=access_denied&state={state}", follow=True)

    assert response.redirect_chain == [(reverse("socialaccount_login_cancelled"), 302)]
    check_house_style(response.content.decode())


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=x", "?error=server_error&state=x", "?code=%00"])
def test_made_up_return_is_refused(client: Client, service, query):
    response = client.get(f"/account/oidc/groningen/login/callback/{query}")

    assert response.status_code in (400, 401)
    assert nothing_is_kept(client)


def test_return_in_another_browser_is_refused(client: Client, service):
    back = sent_back(go_to(client, "groningen"), sub="nieske")

    response = Client().get(back)

    assert response.status_code == 401
    check_house_style(response.content.decode())
    assert not User.objects.exists()


def test_return_twice_is_refused(client: Client, service):
    back = sent_back(go_to(client, "groningen"), sub="nieske")
    client.get(back)
    client.logout()

    assert client.get(back).status_code == 401
    assert not is_signed_in(client)


def test_wrong_code_is_refused(client: Client, service):
    state = parse_qs(urlsplit(go_to(client, "groningen")).query)["state"][0]

    response = client.get(f"/account/oidc/groningen/login/callback/?code=verzonnen&state={state}")

    assert response.status_code == 401
    check_house_style(response.content.decode())
    assert nothing_is_kept(client)


def test_return_to_another_service_is_refused(client: Client, issuer, service):
    other = NetworkMembershipFactory(organisation__email_domains=["assen.example.org"]).organisation
    IdentityProviderFactory(organisation=other, slug="assen", issuer=issuer)
    back = sent_back(go_to(client, "groningen"), sub="nieske")

    assert client.get(back.replace("/groningen/", "/assen/")).status_code == 401
    assert nothing_is_kept(client)


def test_service_that_does_not_answer_is_told(client: Client, service):
    IdentityProvider.objects.update(issuer=f"http://localhost:{free_port()}")

    response = client.post("/account/oidc/groningen/login/")

    assert response.status_code == 502
    check_house_style(response.content.decode())


def test_service_that_falls_silent_on_the_way_is_told(client: Client, service):
    back = sent_back(go_to(client, "groningen"), sub="nieske")
    IdentityProvider.objects.update(issuer=f"http://localhost:{free_port()}")

    response = client.get(back)

    assert response.status_code == 502
    assert nothing_is_kept(client)


def test_service_at_a_wrong_address_is_told(client: Client, issuer, service):
    IdentityProvider.objects.update(issuer=f"{issuer}/elders")

    assert client.post("/account/oidc/groningen/login/").status_code == 502


def test_service_that_tells_nonsense_is_told(client: Client, issuer, service):
    know(issuer, "nonsens", email=ADDRESS, name=["Nieske"])

    response = sign_in_at(client, "groningen", "nonsens")

    assert response.status_code == 502
    assert nothing_is_kept(client)


def test_service_without_a_listener_is_no_matter_for_the_page_before_it(client: Client, service):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        IdentityProvider.objects.update(issuer=f"http://localhost:{silent.getsockname()[1]}")

        assert client.get("/account/oidc/groningen/login/").status_code == 200


# Which services there are


@pytest.mark.parametrize("change", ["inactive", "former_member"])
def test_service_out_of_use_is_not_found(client: Client, service, change):
    back = sent_back(go_to(client, "groningen"), sub="nieske")
    if change == "inactive":
        IdentityProvider.objects.update(is_active=False)
    else:
        service.organisation.network_memberships.update(until=timezone.localdate())

    assert client.get("/account/oidc/groningen/login/").status_code == 404
    assert client.post("/account/oidc/groningen/login/").status_code == 404
    assert client.get(back).status_code == 404
    assert nothing_is_kept(client)


@pytest.mark.parametrize("slug", ["onbekend", "openid_connect", "a.b", "%3Cscript%3E", "a" * 300])
def test_unknown_service_is_not_found(client: Client, issuer, service, slug):
    IdentityProviderFactory(organisation=NetworkMembershipFactory().organisation, issuer=issuer)

    assert client.get(f"/account/oidc/{slug}/login/").status_code == 404
    assert client.post(f"/account/oidc/{slug}/login/").status_code == 404
    assert client.get(f"/account/oidc/{slug}/login/callback/").status_code == 404


@pytest.mark.parametrize(
    "path", ["3rdparty/", "3rdparty/signup/", "3rdparty/login/error/", "social/signup/", "social/connections/"]
)
def test_pages_of_allauth_without_a_place_here_are_closed(client: Client, path):
    assert client.get(f"/account/{path}").status_code == 404
    client.force_login(UserFactory())
    assert client.get(f"/account/{path}").status_code == 404


# The policy of the page


def form_action(response):
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return policy["form-action"].split()


def test_page_before_the_service_may_send_its_form_there(client: Client, issuer, service):
    response = client.get("/account/oidc/groningen/login/")

    check_house_style(response.content.decode())
    assert form_action(response) == ["'self'", issuer]


def test_page_that_offers_the_service_may_send_its_form_there(client: Client, issuer, service):
    response = client.post(reverse("account_request_login_code"), {"email": ADDRESS})

    assert response.status_code == 200
    assert form_action(response) == ["'self'", issuer]


@pytest.mark.parametrize("path", ["/", "/account/login/", "/account/signup/", "/privacy/"])
def test_other_pages_keep_the_policy(client: Client, service, path):
    assert form_action(client.get(path)) == ["'self'"]


def test_service_is_asked_with_a_proof_of_the_request(client: Client, service):
    asked = parse_qs(urlsplit(go_to(client, "groningen")).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["client_id"] == [service.client_id]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["redirect_uri"] == ["http://testserver/account/oidc/groningen/login/callback/"]


def test_button_needs_its_token(service):
    assert Client(enforce_csrf_checks=True).post("/account/oidc/groningen/login/").status_code == 403
