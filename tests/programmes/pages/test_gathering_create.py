"""/kenniskringen/<slug>/bijeenkomsten/nieuw/: the coordinator plans a gathering."""

from datetime import date

import pytest
import time_machine

from meetings.models import Meeting
from tests.factories import (
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    KnowledgeCircleFactory,
    NetworkFactory,
    PersonFactory,
    editor_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

URL = "/kenniskringen/inkoop/bijeenkomsten/nieuw/"
GIVEN = {"title": "Samen inkopen", "day": "2027-05-20", "begin": "13:30", "end": "15.30", "visibility": "invited"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def circle(client):
    client.cookies["brink_language"] = "en"
    NetworkFactory()
    circle = KnowledgeCircleFactory(name="Inkoop", slug="inkoop")
    account = member_user(name="Iris", email="iris@example.org")
    CircleCoordinatorFactory(circle=circle, person=account.person)
    client.force_login(account)
    return circle


def test_visitor_signs_in_first(client):
    KnowledgeCircleFactory(slug="inkoop")

    assert client.get(URL).status_code == 302


def test_who_takes_part_does_not_plan(client, circle):
    other = member_user()
    CircleParticipantFactory(circle=circle, person=other.person)
    client.force_login(other)

    assert [client.get(URL).status_code, client.post(URL, GIVEN).status_code] == [403, 403]


def test_form_asks_nothing_of_sectors(client, circle):
    fields = client.get(URL).context["form"].fields

    assert {"joint_sectors", "focus_point", "kind", "number"} & set(fields) == set()


def test_scheduling_leads_to_whom_it_mails(client, circle):
    CircleParticipantFactory(circle=circle, person=PersonFactory(email="bo@example.org"))

    page = client.post(URL, GIVEN | {"schedule": "1"}, follow=True)

    meeting = Meeting.objects.get()
    assert page.redirect_chain == [(f"/bijeenkomsten/{meeting.pk}/uitnodigingen/", 302)]
    assert (meeting.state, meeting.gathering.circle) == ("scheduled", circle)
    assert "This mails 2 people at 1 organisation." in page.text


def test_draft_is_for_who_organises_it(client, circle):
    page = client.post(URL, GIVEN | {"draft": "1"}, follow=True)

    assert "This gathering is a draft" in page.text
    client.force_login(member_user())
    assert client.get(page.redirect_chain[0][0]).status_code == 404


@pytest.mark.parametrize(
    ("given", "field"), [({"end": "12:00"}, "end"), ({"day": ""}, "day"), ({"day": "2027-03-01"}, "day")]
)
def test_wrong_moment_is_told_on_its_field(client, circle, given, field):
    page = client.post(URL, GIVEN | given | {"schedule": "1"})

    assert (page.status_code, page.context["form"]["title"].value()) == (200, "Samen inkopen")
    assert page.context["form"].errors[field]
    assert not Meeting.objects.exists()


def test_sending_twice_makes_one(client, circle):
    sent = GIVEN | {"schedule": "1", "key": client.get(URL).context["form"].initial["key"]}

    first, second = client.post(URL, sent), client.post(URL, sent)

    assert first.url == second.url
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("state", ["archived", "active"])
def test_closed_circle_says_why(client, circle, state):
    circle.coordinators.all().delete()
    type(circle).objects.update(state=state)
    client.force_login(editor_user())

    assert f'action="{URL}"' not in client.get(URL).text
    assert client.post(URL, GIVEN | {"schedule": "1"}).status_code == 200
    assert not Meeting.objects.exists()


def test_pages_of_the_gathering_open_for_who_organises_it(client, circle):
    client.post(URL, GIVEN | {"schedule": "1"})
    meeting = Meeting.objects.get()
    below = ("", "wijzigen/", "afgelasten/", "agenda/wijzigen/", "documenten/", "aanwezigheid/", "aanmelden/")

    found = {path: client.get(f"{meeting.get_absolute_url()}{path}").status_code for path in below}

    assert found == dict.fromkeys(below, 200)
    assert "Inkoop" in client.get(meeting.get_absolute_url()).text
