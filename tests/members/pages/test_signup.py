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
    member_user,
)
from tests.members.pages.test_account_pages import check_house_style

pytestmark = pytest.mark.django_db

SIGN_UP = "/account/signup/"
CONFIRM = "/account/confirm-email/"
NAME, ADDRESS = "Nieske Nieuwkomer", "nieske@groningen.example.org"
REFUSED_TITLE = "Er klopt nog iets niet"


@pytest.fixture(autouse=True)
def organisation():
    organisation = OrganisationFactory(name="Gemeente Groningen", email_domains=["Groningen.example.org"])
    NetworkMembershipFactory(organisation=organisation)
    return organisation


def sign_up(client, email=ADDRESS, **fields):
    return client.post(SIGN_UP, {"name": NAME, "email": email, "job_title": "Adviseur", **fields})


def mails_to(address):
    outbox.send_due()
    return [message for message in mail.outbox if message.to == [address]]


def code_mailed_to(address):
    return re.findall(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mails_to(address)[-1].body, re.MULTILINE)[-1]


def errors(response, field):
    assert response.status_code == 200
    return " ".join(response.context["form"].errors[field])


def confirm(client, code):
    return client.post(CONFIRM, {"code": code})


def test_signup_page_is_in_house_style(client: Client):
    html = client.get(SIGN_UP).content.decode()

    check_house_style(html)
    assert 'name="password' not in html


def test_signup_asks_for_a_code(client: Client):
    response = sign_up(client)

    assert (response.status_code, response["Location"]) == (302, CONFIRM)
    check_house_style(client.get(CONFIRM).content.decode())
    assert not MemberRequest.objects.exists()
    assert not EmailAddress.objects.filter(verified=True).exists()
