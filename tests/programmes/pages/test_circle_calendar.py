"""/kenniskringen/<slug>/agenda.ics: the public gatherings of a circle, as calendar programs fetch them."""

from datetime import date

import pytest
import time_machine
from icalendar import Calendar

from tests.factories import GatheringFactory, KnowledgeCircleFactory, MeetingFactory, NetworkFactory, moment
from tests.meetings.calendars.strict import faults_in_feed

pytestmark = pytest.mark.django_db

URL = "/kenniskringen/inkoop/agenda.ics"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def circle():
    NetworkFactory(name="Noord")
    return KnowledgeCircleFactory(name="Inkoop", slug="inkoop")


def gather(circle, **fields):
    return GatheringFactory(circle=circle, **{f"meeting__{name}": value for name, value in fields.items()})


def test_calendar_shows_public_gatherings_of_the_circle_only(client, circle):
    gather(circle, title="Samen inkopen")
    gather(circle, title="Besloten", visibility="invited")
    gather(circle, title="Concept", state="draft")
    GatheringFactory(meeting__title="Van een ander")
    MeetingFactory(title="Van een sector")

    response = client.get(URL)

    assert faults_in_feed(response.content) == []
    calendar = Calendar.from_ical(response.content)
    assert [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")] == ["Samen inkopen"]
    assert calendar["NAME"] == "Inkoop · Noord"
    assert response.cookies == {}


def test_calendar_says_that_it_is_known_until_the_circle_changes(client, circle):
    gather(circle)
    known = {"If-None-Match": client.get(URL).headers["ETag"]}
    assert client.get(URL, headers=known).status_code == 304

    type(circle).objects.update(name="Samen inkopen")

    assert client.get(URL, headers=known).status_code == 200


@pytest.mark.parametrize("number", [1, 30])
def test_calendar_takes_as_many_queries_for_one_as_for_thirty(client, circle, number, django_assert_num_queries):
    for _each in range(number):
        gather(circle)

    with django_assert_num_queries(3):
        first = client.get(URL)
    with django_assert_num_queries(2):
        client.get(URL, headers={"If-None-Match": first.headers["ETag"]})


def test_unknown_circle_has_no_calendar(client):
    response = client.get(URL)

    assert (response.status_code, response.content) == (404, b"")
