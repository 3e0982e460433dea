"""Signing up with an address of a member: the form, the code, and what it never tells."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members import outbox
from members.models import MemberRequest, Person, SecurityEvent, User
from tests.factories import (
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PersonInvitationFactory,
    UserFactory,
)
from tests.members.pages.test_account_pages import check_house_style

pytestmark = pytest.mark.django_db

SIGN_UP = "/account/signup/"
CONFIRM = "/account/confirm-email/"
NAME, ADDRESS = "Nieske Nieuwkomer", "nieske@groningen.example.org"


@pytest.fixture(autouse=True)
def organisation():
    organisation = OrganisationFactory(name="Gemeente Groningen", email_domains=["Groningen.example.org"])
    NetworkMembershipFactory(organisation=organisation)
    return organisation


@pytest.fixture
def second_on_the_domain():
    second = OrganisationFactory(name="Belastingkantoor", email_domains=["groningen.example.org"])
    NetworkMembershipFactory(organisation=second)
    return second


def sign_up(client, email=ADDRESS, **fields):
    return client.post(SIGN_UP, {"name": NAME, "email": email, "job_title": "Adviseur", **fields})


def confirm(client, code):
    return client.post(CONFIRM, {"code": code})


def mails_to(address):
    outbox.send_due()
    return [message for message in mail.outbox if message.to == [address]]


def code_mailed_to(address):
    return re.findall(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", mails_to(address)[-1].body, re.MULTILINE)[-1]


def errors(response, field):
    assert response.status_code == 200
    return " ".join(response.context["form"].errors[field])


def is_signed_in(client):
    return "_auth_user_id" in client.session


# The form


def test_signup_page_is_in_house_style(client: Client):
    html = client.get(SIGN_UP).content.decode()

    check_house_style(html)
    assert 'name="password' not in html


def test_signup_asks_for_a_code_and_keeps_everyone_else_out_of_it(client: Client):
    response = sign_up(client)

    assert (response.status_code, response["Location"]) == (302, CONFIRM)
    check_house_style(client.get(CONFIRM).content.decode())
    assert len(mails_to(ADDRESS)) == 1
    assert not MemberRequest.objects.exists()
    assert not EmailAddress.objects.filter(verified=True).exists()
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "email", ["NIESKE@GRONINGEN.EXAMPLE.ORG", " Nieske@Groningen.example.org ", "nieske+brink@groningen.example.org"]
)
def test_signup_takes_capitals_spaces_and_plus(client: Client, email):
    sign_up(client, email)

    confirm(client, code_mailed_to(email.strip().lower()))

    assert User.objects.get().email == email.strip().lower()
    assert MemberRequest.objects.get().account == User.objects.get()


@pytest.mark.parametrize(
    "email",
    [
        "nieske@elders.example.org",
        "nieske@sub.groningen.example.org",
        "nieske@xgroningen.example.org",
        "nieske@example.org",
        "nieske@groningen.example.org.kwaad.example",
        "nieske@groningen.example.org\0",
        "nieske",
        "nieske@",
        '"<script>"@groningen.example.org.',
        "a" * 250 + "@groningen.example.org",
        "",
    ],
)
def test_signup_refuses_another_address_on_the_field(client: Client, email):
    assert errors(sign_up(client, email), "email")
    assert not User.objects.exists()


def test_signup_says_whom_to_ask(client: Client):
    NetworkFactory(contact_email="bureau@example.org")

    assert "bureau@example.org" in errors(sign_up(client, "nieske@elders.example.org"), "email")


@pytest.mark.parametrize("email", ["nieské@groningen.example.org", "nieske@gröningen.example.org"])
def test_signup_says_what_is_wrong_with_other_letters(client: Client, email):
    response = sign_up(client, email)

    assert response.context["form"].errors.as_data()["email"][0].code == "ascii"
    assert not User.objects.exists()


def test_signup_refuses_a_public_mail_domain_even_if_an_organisation_lists_it(client: Client, organisation):
    organisation.email_domains.append("gmail.com")
    organisation.save()

    response = sign_up(client, "nieske@gmail.com")

    assert response.context["form"].errors.as_data()["email"][0].code == "domain"
    assert not User.objects.exists()


def test_signup_refuses_the_domain_of_a_former_member(client: Client, organisation):
    organisation.network_memberships.update(until=timezone.localdate())

    assert errors(sign_up(client), "email")


def test_signup_with_an_invited_address_needs_no_domain(client: Client):
    PersonInvitationFactory(email="vreemd@gmail.com")

    assert sign_up(client, "Vreemd@gmail.com")["Location"] == CONFIRM


def test_signup_refuses_an_address_whose_invitation_is_over(client: Client):
    PersonInvitationFactory(email="vreemd@elders.example.org", expires_at=timezone.now())

    assert errors(sign_up(client, "vreemd@elders.example.org"), "email")


def test_signup_asks_which_organisation_when_two_share_the_domain(client: Client, second_on_the_domain):
    assert errors(sign_up(client), "organisation")
    sign_up(client, organisation=second_on_the_domain.pk)

    confirm(client, code_mailed_to(ADDRESS))

    assert MemberRequest.objects.get().organisation == second_on_the_domain


def test_signup_refuses_an_organisation_of_another_domain(client: Client, second_on_the_domain):
    other = NetworkMembershipFactory(organisation__email_domains=["elders.example.org"]).organisation

    assert errors(sign_up(client, organisation=other.pk), "organisation")
    assert errors(sign_up(client, organisation="x"), "organisation")


@pytest.mark.parametrize("field", ["name", "job_title"])
def test_signup_refuses_300_characters(client: Client, field):
    assert "120" in errors(sign_up(client, **{field: "n" * 300}), field)
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "a\0b"])
def test_signup_refuses_no_name(client: Client, name):
    assert errors(sign_up(client, name=name), "name")


def test_signup_takes_emoji_and_keeps_a_name_on_one_line(client: Client):
    sign_up(client, name="Nieske 🌾\r\nBcc: iedereen@example.org")

    confirm(client, code_mailed_to(ADDRESS))

    assert MemberRequest.objects.get().name == "Nieske 🌾 Bcc: iedereen@example.org"


def test_signup_escapes_script_in_every_field(client: Client, second_on_the_domain):
    script = "<script>alert(1)</script>"

    response = sign_up(client, script, name=script, job_title=script, organisation=script)

    assert response.status_code == 200
    assert script not in response.content.decode()
    assert "&lt;script&gt;alert(1)" in response.content.decode()


# No telling who has an account


@pytest.mark.parametrize("email", [ADDRESS, ADDRESS.upper()])
def test_signup_with_an_address_that_has_an_account_looks_the_same(client: Client, email):
    taken = UserFactory(email=ADDRESS, last_login=timezone.now())
    EmailAddress.objects.create(user=taken, email=ADDRESS, verified=True, primary=True)
    fresh = Client()

    answers = [sign_up(client, email), sign_up(fresh, "fries@groningen.example.org")]
    pages = [client.get(CONFIRM).content.decode(), fresh.get(CONFIRM).content.decode()]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, CONFIRM)}
    assert without_own(pages[0], ADDRESS) == without_own(pages[1], "fries@groningen.example.org")
    assert User.objects.count() == 2


def without_own(page, address):
    page = re.sub(r'(name="csrfmiddlewaretoken" value="|nonce="|X-CSRFToken": ")[^"]+', "", page)
    return page.replace(address, "…")


def test_signup_with_an_address_that_has_an_account_tells_its_owner(client: Client):
    taken = UserFactory(email=ADDRESS, last_login=timezone.now())
    EmailAddress.objects.create(user=taken, email=ADDRESS, verified=True, primary=True)

    sign_up(client)

    (message,) = mails_to(ADDRESS)
    assert not re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", message.body)
    assert confirm(client, "ABCD-EFGH").status_code == 200
    assert not is_signed_in(client)


def test_signup_asks_about_as_much_for_a_taken_address(client: Client, django_assert_max_num_queries):
    UserFactory(email=ADDRESS, last_login=timezone.now())

    with django_assert_max_num_queries(35):
        sign_up(client)
    with django_assert_max_num_queries(35):
        sign_up(Client(), "fries@groningen.example.org")


def test_signup_of_a_closed_account_opens_nothing(client: Client):
    UserFactory(email=ADDRESS, is_active=False)

    sign_up(client)

    assert not User.objects.get().is_active
    assert confirm(client, "ABCD-EFGH").status_code == 200


# The code


def test_code_lets_in_and_a_request_waits(client: Client, organisation):
    sign_up(client)

    response = confirm(client, code_mailed_to(ADDRESS))

    asked = MemberRequest.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/mijn/")
    assert is_signed_in(client)
    assert (asked.name, asked.job_title, asked.organisation) == (NAME, "Adviseur", organisation)
    assert (asked.kind, asked.state, asked.account.email) == ("joining", "waiting", ADDRESS)
    assert not asked.account.has_usable_password()
    assert not asked.account.belongs_to_network
    assert client.get("/mijn/")["Location"] == reverse("waiting")


def test_code_links_someone_the_network_knows(client: Client, organisation):
    person = PersonFactory(name="Nieske N.", email="Nieske@groningen.example.org", organisation=organisation)
    sign_up(client)

    confirm(client, code_mailed_to(ADDRESS))

    person.refresh_from_db()
    assert person.account.belongs_to_network
    assert person.name == "Nieske N."
    assert not MemberRequest.objects.exists()


def test_code_writes_the_security_log(client: Client):
    sign_up(client)
    assert not SecurityEvent.objects.filter(kind="signed_up").exists()

    confirm(client, code_mailed_to(ADDRESS))

    event = SecurityEvent.objects.get(kind="signed_up")
    assert (event.actor_id, event.about_model) == (User.objects.get().pk, "members.memberrequest")
    assert event.origin.ip == "127.0.0.1"


def test_wrong_code_may_be_tried_three_times(client: Client):
    sign_up(client)
    code = code_mailed_to(ADDRESS)

    answers = [confirm(client, "AAAA-AAAA").status_code for _ in range(3)]

    assert answers == [200, 200, 302]
    assert confirm(client, code).status_code == 302
    assert not is_signed_in(client)
    assert not MemberRequest.objects.exists()


@pytest.mark.parametrize("code", ["", "x" * 5000, "<script>alert(1)</script>", "🌾", "a\0b"])
def test_odd_code_is_refused_on_the_field(client: Client, code):
    sign_up(client)

    response = confirm(client, code)

    assert response.status_code == 200
    assert 'class="errors"' in response.content.decode()
    assert "<script>alert" not in response.content.decode()


def test_old_code_is_refused_in_words_and_one_may_begin_again(client: Client):
    with time_machine.travel(timezone.now() - timedelta(minutes=11)):
        sign_up(client)
        client.get(CONFIRM)
        code = code_mailed_to(ADDRESS)

    response = client.post(CONFIRM, {"code": code}, follow=True)

    assert response.redirect_chain == [(SIGN_UP, 302)]
    assert len(response.context["notices"]) == 1
    assert not is_signed_in(client)
    sign_up(client)
    confirm(client, code_mailed_to(ADDRESS))
    assert is_signed_in(client)
    assert User.objects.count() == MemberRequest.objects.count() == 1


def test_used_code_does_nothing_the_second_time(client: Client):
    sign_up(client)
    code = code_mailed_to(ADDRESS)
    confirm(client, code)

    again, elsewhere = confirm(client, code), confirm(Client(), code)

    assert (again["Location"], elsewhere["Location"]) == ("/mijn/", SIGN_UP)
    assert MemberRequest.objects.count() == 1


def test_new_code_makes_the_first_void(client: Client):
    sign_up(client)
    first = code_mailed_to(ADDRESS)

    client.post(CONFIRM, {"action": "resend"})

    assert confirm(client, first).status_code == 200
    assert confirm(client, code_mailed_to(ADDRESS)).status_code == 302
    assert is_signed_in(client)


def test_signup_twice_in_one_browser_goes_on_with_the_code(client: Client):
    sign_up(client)

    again = sign_up(client)

    assert again["Location"] == CONFIRM
    assert (User.objects.count(), len(mails_to(ADDRESS))) == (1, 1)


def test_signup_twice_at_once_ends_with_one_account(client: Client):
    """As after a double click, of which the browser forgets the first answer."""
    other = Client()
    sign_up(client)
    sign_up(other, name="Nieske de Tweede")

    confirm(other, code_mailed_to(ADDRESS))

    assert MemberRequest.objects.get().name == "Nieske de Tweede"
    assert User.objects.count() == EmailAddress.objects.count() == 1


def test_code_of_who_was_late_opens_no_account(client: Client):
    """Two browsers sign up with one address: only the one with the owner's code comes in."""
    other = Client()
    sign_up(client)
    first = code_mailed_to(ADDRESS)
    sign_up(other)
    confirm(other, code_mailed_to(ADDRESS))

    confirm(client, first)

    assert not is_signed_in(client)
    assert MemberRequest.objects.count() == 1


def test_session_changes_its_key_on_coming_in(client: Client):
    sign_up(client)
    before = client.session.session_key

    confirm(client, code_mailed_to(ADDRESS))

    assert client.session.session_key != before


def test_confirm_without_a_sign_up_leads_to_signing_in(client: Client):
    assert client.get(CONFIRM)["Location"] == reverse("account_login")


def test_signed_in_user_is_sent_on(client: Client):
    client.force_login(UserFactory())

    assert client.get(SIGN_UP)["Location"] == "/mijn/"


@pytest.mark.parametrize("next_page", ["https://kwaad.example/", "//kwaad.example", "javascript:alert(1)"])
def test_signup_never_leads_to_another_site(client: Client, next_page):
    client.post(SIGN_UP, {"name": NAME, "email": ADDRESS, "next": next_page})

    assert confirm(client, code_mailed_to(ADDRESS))["Location"] == "/mijn/"


def test_signup_form_needs_its_token():
    assert sign_up(Client(enforce_csrf_checks=True)).status_code == 403
    assert not User.objects.exists()


def test_nothing_is_left_when_coming_in_breaks(client: Client):
    """What the database refuses undoes the proof of the address too."""
    sign_up(client)
    code = code_mailed_to(ADDRESS)
    session = client.session
    session["newcomer"]["name"] = "n" * 300
    session.save()
    client.raise_request_exception = False

    response = confirm(client, code)

    assert response.status_code == 500
    assert not EmailAddress.objects.filter(verified=True).exists()
    assert not Person.objects.exists()
