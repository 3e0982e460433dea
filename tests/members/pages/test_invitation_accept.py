"""Using a personal invitation: by a visitor, who signs up with its address, or by an account of that address."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from members.entrance import invite_person
from members.models import MemberRequest, Person, PersonInvitation, User
from tests.factories import (
    NetworkMembershipFactory,
    PersonFactory,
    UserFactory,
    editor_user,
    member_user,
)
from tests.members.pages.test_account_pages import check_house_style
from tests.members.pages.test_signup import CONFIRM, SIGN_UP, code_mailed_to, confirm, mails_to

pytestmark = pytest.mark.django_db

ADDRESS = "nieuw@elders.example.org"


@pytest.fixture
def organisation():
    return NetworkMembershipFactory(organisation__name="Gemeente Groningen").organisation


@pytest.fixture
def link(organisation):
    inviter = PersonFactory(name="Marije Mastbos", account=editor_user()).account
    _invitation, token = invite_person(email=ADDRESS, name="Nieuw Naam", organisation=organisation, by=inviter)
    return f"/uitnodiging/{token}/"


def account(email=ADDRESS, *, verified=True):
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def test_invitation_shows_who_invites_whom_for_what(client: Client, link):
    response = client.get(link)

    html = response.content.decode()
    check_house_style(html)
    assert all(word in html for word in ("Marije Mastbos", "Gemeente Groningen", ADDRESS))
    assert "no-store" in response["Cache-Control"]


def test_invitation_is_not_used_by_opening_it(client: Client, link):
    client.get(link)
    client.head(link)

    assert PersonInvitation.objects.open().exists()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_invitation_of_a_visitor_goes_on_with_its_address_fixed(client: Client, link):
    assert client.post(link)["Location"] == SIGN_UP
    form = client.get(SIGN_UP).context["form"]

    assert (form["email"].value(), form["name"].value()) == (ADDRESS, "Nieuw Naam")
    client.post(SIGN_UP, {"name": "Nieuw Naam", "email": "kwaad@elders.example.org"})

    assert not mails_to("kwaad@elders.example.org")
    assert len(mails_to(ADDRESS)) == 1


def test_invitation_of_a_visitor_makes_a_member(client: Client, link, organisation):
    client.post(link)
    client.post(SIGN_UP, {"name": "Nieuw Naam", "job_title": "Adviseur"})

    response = confirm(client, code_mailed_to(ADDRESS))

    person = Person.objects.get(account__email=ADDRESS)
    assert response["Location"] == "/mijn/"
    assert (person.name, person.organisation, person.job_title) == ("Nieuw Naam", organisation, "Adviseur")
    assert person.account.belongs_to_network
    assert not MemberRequest.objects.exists()


def test_invitation_is_no_proof_of_the_address(client: Client, link):
    """A forwarded mail lets nobody in: the code goes to the address that was invited."""
    client.post(link)
    client.post(SIGN_UP, {"name": "Kwaad"})

    confirm(client, "AAAA-AAAA")

    assert "_auth_user_id" not in client.session
    assert PersonInvitation.objects.open().exists()


def test_invitation_of_a_signed_in_account_is_used_at_once(client: Client, link, organisation):
    user = account()
    client.force_login(user)

    response = client.post(link)

    assert (response.status_code, response["Location"]) == (302, "/mijn/")
    assert user.person.organisation == organisation
    assert PersonInvitation.objects.get().accepted_by == user


@pytest.mark.parametrize("who", ["other", "member", "unproven"])
def test_invitation_of_another_address_is_refused(client: Client, link, who):
    user = {
        "other": lambda: account("ander@elders.example.org"),
        "member": member_user,
        "unproven": lambda: account(verified=False),
    }[who]()
    client.force_login(user)
    before = Person.objects.count()

    response = client.post(link)

    assert response.status_code == 403
    check_house_style(response.content.decode())
    assert Person.objects.count() == before
    assert PersonInvitation.objects.open().exists()


def test_invitation_says_to_whom_it_is_when_another_is_signed_in(client: Client, link):
    client.force_login(account("ander@elders.example.org"))

    html = client.get(link).content.decode()

    assert ADDRESS in html
    assert 'data-kind="warning"' in html


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("fate", ["expired", "withdrawn", "used"])
def test_closed_invitation_is_gone(client: Client, link, fate, method):
    now = timezone.now()
    changes = {
        "expired": {"expires_at": now - timedelta(seconds=1)},
        "withdrawn": {"withdrawn_at": now},
        "used": {"accepted_at": now, "accepted_by": UserFactory()},
    }
    PersonInvitation.objects.update(**changes[fate])

    response = getattr(client, method)(link)

    assert response.status_code == 410
    check_house_style(response.content.decode())


def test_invitation_withdrawn_after_the_form_was_opened_refuses_the_address(client: Client, link):
    client.post(link)
    PersonInvitation.objects.update(withdrawn_at=timezone.now())

    response = client.post(SIGN_UP, {"name": "Nieuw", "email": ADDRESS})

    assert response.context["form"].errors["email"]
    assert not User.objects.filter(email=ADDRESS).exists()


def test_invitation_withdrawn_before_the_code_came_makes_no_member(client: Client, link):
    client.post(link)
    client.post(SIGN_UP, {"name": "Nieuw"})
    PersonInvitation.objects.update(withdrawn_at=timezone.now())

    confirm(client, code_mailed_to(ADDRESS))

    assert not Person.objects.filter(account__email=ADDRESS).exists()


def test_invitation_used_once_more_by_its_owner_leads_on(client: Client, link):
    client.force_login(account())
    client.post(link)

    assert client.get(link)["Location"] == "/mijn/"
    assert client.post(link)["Location"] == "/mijn/"
    assert Person.objects.filter(account__email=ADDRESS).count() == 1


@pytest.mark.parametrize("token", ["x", "a" * 43, "%3Cscript%3E", "🌾", "a" * 2000])
def test_unknown_invitation_is_not_found(client: Client, token):
    for answer in (client.get(f"/uitnodiging/{token}/"), client.post(f"/uitnodiging/{token}/")):
        assert answer.status_code == 404


def test_invitation_escapes_names(client: Client, organisation):
    script = "<script>alert(1)</script>"
    inviter = PersonFactory(name=script, account=editor_user()).account
    _invitation, token = invite_person(email=ADDRESS, name=script, organisation=organisation, by=inviter)

    html = client.get(f"/uitnodiging/{token}/").content.decode()
    client.post(f"/uitnodiging/{token}/")

    assert script not in html
    assert script not in client.get(SIGN_UP).content.decode()


def test_invitation_form_needs_its_token(link):
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403


def test_invitation_beside_a_sign_up_with_another_address_begins_again(client: Client, link, organisation):
    organisation.email_domains = ["groningen.example.org"]
    organisation.save()
    client.post(SIGN_UP, {"name": "Nieuw", "email": "nieuw@groningen.example.org"})

    response = client.post(link, follow=True)

    assert response.redirect_chain == [(SIGN_UP, 302)]
    assert response.context["form"]["email"].value() == ADDRESS


def test_invitation_beside_a_sign_up_that_waits_goes_to_the_code(client: Client, link):
    client.post(link)
    client.post(SIGN_UP, {"name": "Nieuw"})

    assert client.post(link, follow=True).redirect_chain[-1][0] == CONFIRM
