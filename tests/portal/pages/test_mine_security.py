import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from tests.authenticator import SECRET
from tests.factories import (
    IdentityProviderFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    SecurityEventFactory,
    UserFactory,
    member_user,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/mijn/beveiliging/"


@pytest.fixture(autouse=True)
def english(client: Client) -> None:
    client.cookies["brink_language"] = "en"


def shown(client: Client) -> Page:
    return Page(client.get(URL).content.decode())


def test_visitor_signs_in_first_and_comes_back(client: Client):
    assert client.get(URL).url == f"/account/login/?next={URL}"


def test_account_without_person_sees_it(client: Client):
    client.force_login(UserFactory())

    assert client.get(URL).status_code == 200


def test_page_says_what_there_is_not(client: Client):
    client.force_login(member_user())

    page = shown(client)

    assert page.together("Password", "None", "Choose a password")
    assert page.together("Passkeys", "0 passkeys")
    assert page.together("Authenticator app", "None", "Set up an app")
    assert "Recovery codes" not in page.text


def test_page_says_what_there_is(client: Client):
    user = member_user()
    user.set_password("een-lang-wachtwoord")
    user.save()
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    client.force_login(user)

    page = shown(client)

    assert page.together("Password", "Set", "Change the password")
    assert page.together("Authenticator app", "Set up", "Remove the app")
    assert page.together("Recovery codes", "10 left")


def test_page_names_the_sign_in_service_of_the_own_organisation(client: Client):
    organisation = OrganisationFactory(email_domains=["voorbeeld.example"])
    NetworkMembershipFactory(organisation=organisation)
    IdentityProviderFactory(organisation=organisation, name="Voorbeeld ID")
    client.force_login(UserFactory(email="a@voorbeeld.example"))

    assert shown(client).together("Sign-in service", "Voorbeeld ID")


def test_page_lists_the_last_ten_events_of_this_account_only(client: Client):
    user = member_user()
    SecurityEventFactory.create_batch(12, actor_id=user.pk, kind="factor_added")
    SecurityEventFactory(actor_id=UserFactory().pk, kind="data_erased")
    client.force_login(user)

    page = shown(client)

    assert page.elements.count("Second factor added") == 10
    assert "Data erased" not in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_events(client: Client, django_assert_num_queries, number):
    user = member_user()
    SecurityEventFactory.create_batch(number, actor_id=user.pk)
    client.force_login(user)

    with django_assert_num_queries(7):
        client.get(URL)


def test_page_only_answers_questions(client: Client):
    client.force_login(member_user())

    assert client.post(URL).status_code == 405
    assert client.get(reverse("mine-security")).status_code == 200
