"""Where a receiver answers: behind the link of the mail, and among his own pages."""

import pytest
from django.utils import timezone

from programmes.handing_over.tokens import token_of
from programmes.models import Handover
from tests.factories import HandoverFactory, NetworkFactory, PersonFactory, member_user
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return member_user(name="An Ontvanger")


@pytest.fixture
def asked(client, user):
    client.cookies["brink_language"] = "en"
    return HandoverFactory(workstream__title="Testpanel", contact=user.person, asked_at=timezone.now(), asked_round=1)


def link(handover):
    return f"/overdracht/{token_of(handover)}/"


def mine(handover):
    return f"/mijn/overdrachten/{handover.pk}/"


def test_link_shows_the_question_and_changes_nothing(client, asked):
    response = client.get(link(asked))

    assert Page(response.text).together("Testpanel")
    assert "An Ontvanger, you are asked" in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not Handover.objects.get().is_accepted


@pytest.mark.parametrize("address", [link, mine])
def test_yes_is_noted_and_shown_from_then_on(client, asked, user, address):
    client.force_login(user)

    response = client.post(address(asked), {"answer": "accept"}, follow=True)

    assert Handover.objects.get().accepted_by == user.person
    assert "It was accepted on" in response.text
    assert "Send my answer" not in client.get(link(asked)).text


def test_no_needs_a_reason(client, asked):
    refused = client.post(link(asked), {"answer": "decline", "reason": " "})
    client.post(link(asked), {"answer": "decline", "reason": "Geen mensen."})

    assert "Say why not" in refused.text
    assert Handover.objects.get().decline_reason == "Geen mensen."
    assert "Geen mensen." in client.get(link(asked)).text


@pytest.mark.parametrize("given", [{}, {"answer": "perhaps"}])
def test_no_choice_is_no_answer(client, asked, given):
    assert client.post(link(asked), given).status_code == 200
    assert not Handover.objects.get().is_accepted


def test_second_answer_by_an_open_page_is_told(client, asked):
    client.post(link(asked), {"answer": "accept"})

    response = client.post(link(asked), {"answer": "decline", "reason": "Toch niet."})

    assert "This is accepted already." in response.text
    assert Handover.objects.get().is_accepted


@pytest.mark.parametrize("columns", [{"asked_round": 2}, {"outside_body": "Elders"}, {"kind": "absorbed"}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_outdated_link_is_gone(client, asked, columns, method):
    path = link(asked)
    Handover.objects.update(**columns)

    response = getattr(client, method)(path, {"answer": "accept"})

    assert response.status_code == 410
    assert "outdated" in response.text
    assert not Handover.objects.get().is_accepted


def test_link_of_nobody_is_not_found(client):
    assert client.get("/overdracht/1.a.b/").status_code == 404


def test_who_left_is_told(client, asked, user):
    type(user.person).objects.update(left_on=timezone.localdate())

    response = client.post(link(asked), {"answer": "accept"})

    assert (response.status_code, "You have left the network" in response.text) == (410, True)


def test_other_reader_is_told_whose_question_it_is(client, asked):
    client.force_login(member_user())

    assert "This question is for An Ontvanger" in client.get(link(asked)).text


def test_own_page_opens_to_the_contact_alone(client, asked, user):
    assert client.get(mine(asked)).headers["Location"].startswith("/account/login/")
    client.force_login(member_user())
    assert client.get(mine(asked)).status_code == 403
    client.force_login(user)
    assert client.get(mine(asked)).status_code == 200


def test_own_page_of_what_nobody_asked_is_gone(client, user):
    handover = HandoverFactory(contact=user.person)
    client.force_login(user)

    assert client.get(mine(handover)).status_code == 410


def test_link_takes_two_queries(client, asked, django_assert_num_queries):
    NetworkFactory()

    with django_assert_num_queries(2):
        client.get(link(asked))


def test_person_without_account_answers_by_the_link(client):
    handover = HandoverFactory(contact=PersonFactory(), asked_at=timezone.now(), asked_round=1)

    client.post(link(handover), {"answer": "accept"})

    assert Handover.objects.get().is_accepted
