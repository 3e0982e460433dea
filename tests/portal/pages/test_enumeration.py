"""The doors tell nobody who has an account, by text, status or effort; and they lead nowhere outside."""

import re
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import OutboxMessage, User
from tests.factories import NetworkMembershipFactory, OrganisationFactory, UserFactory
from tests.reading import Page

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "known@gemeente.example.org", "other@gemeente.example.org"
CODE = re.compile(r"^[A-Z0-9-]{6,9}$", re.MULTILINE)
WAYS = {
    "password": ("/account/login/", lambda address: {"login": address, "password": "not-the-right-one"}),
    "code": ("/account/login/code/", lambda address: {"email": address}),
    "reset": ("/account/password/reset/", lambda address: {"email": address}),
    "sign-up": ("/account/signup/", lambda address: {"email": address, "name": "Iemand"}),
}


class CountingHasher(MD5PasswordHasher):
    """Django's quickest hasher, which keeps count: with a real one each call takes a good part of a second."""

    calls = 0

    def encode(self, password, salt):
        CountingHasher.calls += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def people():
    """An account of a member organisation, with a password and a proven address."""
    organisation = OrganisationFactory(email_domains=["gemeente.example.org"])
    NetworkMembershipFactory(organisation=organisation)
    user = UserFactory(email=KNOWN, password="the-right-words")
    EmailAddress.objects.create(user=user, email=KNOWN, verified=True, primary=True)


def asked(way, address):
    """Statuses and page at the end of one way in, with the address and the form's own key left out."""
    url, form = WAYS[way]
    response = Client().post(url, form(address), follow=True)
    return [*response.redirect_chain, response.status_code, without_keys(response.text, address)]


def without_keys(html, address):
    """A page without what differs by its nature."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html).replace(address, "ADDRESS")


def code_in(message):
    """The code that a mail holds, on a line of its own."""
    return CODE.search(bytes(message.content).decode()).group()


@pytest.mark.parametrize("way", WAYS)
def test_door_answers_the_same_whether_there_is_an_account(way):
    assert asked(way, KNOWN) == asked(way, UNKNOWN)


@pytest.mark.parametrize("way", ["code", "sign-up"])
def test_wrong_code_is_answered_the_same_whether_there_is_an_account(way):
    answers = [wrong_codes(way, address) for address in (KNOWN, UNKNOWN)]

    assert answers[0] == answers[1]
    assert answers[0][-1][0] == ("/account/login/" if way == "sign-up" else "/account/login/code/")


def wrong_codes(way, address):
    """Where three wrong codes in a row lead, and what each page says."""
    client = Client()
    url, form = WAYS[way]
    confirm = client.post(url, form(address))["Location"]
    answers = []
    for _ in range(3):
        response = client.post(confirm, {"code": "WRONG-1"}, follow=True)
        answers.append((response.request["PATH_INFO"], response.status_code, without_keys(response.text, address)))
    return answers


@pytest.mark.parametrize("way", WAYS)
def test_door_works_as_hard_whether_there_is_an_account(way, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]

    known, unknown = effort(way, KNOWN), effort(way, UNKNOWN)

    assert known["hashed"] == unknown["hashed"]
    assert known["mails"] == unknown["mails"]
    assert abs(known["queries"] - unknown["queries"]) <= (12 if way == "sign-up" else 1)  # a new account is rows


def effort(way, address):
    """What asking costs: passwords hashed, mails queued and queries."""
    CountingHasher.calls = 0
    with CaptureQueriesContext(connection) as queries:
        asked(way, address)
    mails = OutboxMessage.objects.filter(recipient=address).count()
    return {"hashed": CountingHasher.calls, "mails": mails, "queries": len(queries)}


def test_unknown_address_is_mailed_nothing_that_opens_a_door():
    asked("code", UNKNOWN)
    asked("reset", UNKNOWN)

    texts = [bytes(content).decode() for content in OutboxMessage.objects.values_list("content", flat=True)]
    assert len(texts) == 2
    assert not any(CODE.search(text) or "/reset/key/" in text for text in texts)


# Where a door leads

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "\t//evil.example/",
    "data:text/html,x",
]


def is_home(location):
    """Whether a browser stays on this site, which reads backslashes as slashes and skips blanks."""
    return location.startswith("/") and location.replace("\\", "/")[1:2] != "/"


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("carrier", ["form", "address"])
def test_login_leads_nowhere_outside(client, target, carrier):
    form = {"login": KNOWN, "password": "the-right-words"} | ({"next": target} if carrier == "form" else {})
    url = "/account/login/" if carrier == "form" else f"/account/login/?{urlencode({'next': target})}"

    response = client.post(url, form)

    assert (response.status_code, response["Location"]) == (302, "/mijn/")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_login_by_code_leads_nowhere_outside(client, target):
    confirm = client.post("/account/login/code/", {"email": KNOWN, "next": target})["Location"]
    code = code_in(OutboxMessage.objects.get(recipient=KNOWN))

    response = client.post(confirm, {"code": code, "next": target})

    assert is_home(confirm)
    assert (response.status_code, response["Location"]) == (302, "/mijn/")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_logout_leads_nowhere_outside(client, target):
    client.force_login(User.objects.get(email=KNOWN))

    assert client.post("/account/logout/", {"next": target})["Location"] == "/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_reauthentication_leads_nowhere_outside(client, target):
    client.post("/account/login/", {"login": KNOWN, "password": "the-right-words"})

    response = client.post("/account/reauthenticate/", {"password": "the-right-words", "next": target})

    assert response.status_code == 302
    assert is_home(response["Location"])


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("url", ["/account/login/", "/account/login/code/", "/account/signup/", "/account/logout/"])
def test_page_of_a_door_links_nowhere_outside(client, url, target):
    if url == "/account/logout/":
        client.force_login(User.objects.get(email=KNOWN))

    page = Page(client.get(url, {"next": target}).text)

    assert [link for link in page.links if "evil.example" in link and not is_home(link)] == []
    assert [link for link in page.links if link.startswith(("javascript:", "data:"))] == []


def test_login_leads_to_the_page_that_was_asked_for(client):
    form = {"login": KNOWN, "password": "the-right-words", "next": "/leden/?soort=gemeente"}

    assert client.post("/account/login/", form)["Location"] == "/leden/?soort=gemeente"
