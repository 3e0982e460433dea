"""Feeds as calendar programs fetch them: with nothing but an address."""

from datetime import date
from hashlib import sha256

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from members.models import CalendarLink
from tests.factories import (
    CalendarLinkFactory,
    MailPreferencesFactory,
    MeetingFactory,
    NetworkFactory,
    SeatFactory,
    SectorFactory,
    SectorYearFactory,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
SECRET = "a-secret-of-43-letters"
MINE = f"/agenda/{SECRET}.ics"
FEEDS = ["/agenda.ics", "/sectoren/water/agenda.ics", MINE]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def year():
    NetworkFactory(name="Noord")
    return SectorYearFactory(sector=SectorFactory(name="Water", slug="water"))


@pytest.fixture
def link(year):
    person = member_user().person
    SeatFactory(sector=year.sector, person=person, calendar="feed")
    return CalendarLinkFactory(person=person, token_hash=sha256(SECRET.encode()).hexdigest(), used_on=TODAY)


def names(response):
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(response.content).walk("VEVENT")]


@pytest.mark.parametrize("url", FEEDS)
def test_feed_is_a_calendar_that_names_itself(client, year, link, url):
    MeetingFactory(sector_year=year, title="De dijk")

    response = client.get(url)

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, max-age=900"
    assert "Noord" in Calendar.from_ical(response.content)["NAME"]
    assert names(response) == ["De dijk"]


@pytest.mark.parametrize("url", FEEDS)
def test_feed_says_that_it_is_known(client, year, link, url):
    MeetingFactory(sector_year=year)
    first = client.get(url)

    by_etag = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    by_moment = client.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert [by_etag.status_code, by_moment.status_code] == [304, 304]
    assert by_etag.headers["ETag"] == first.headers["ETag"]
    assert by_etag.headers["Cache-Control"] == "private, max-age=900"
    assert by_etag.content == b""


def test_feed_is_new_after_a_meeting_is_gone(client, year, now):
    meeting = MeetingFactory(sector_year=year)
    first = client.get("/agenda.ics")
    now.shift(60)
    meeting.delete()

    by_etag = client.get("/agenda.ics", headers={"If-None-Match": first.headers["ETag"]})
    by_moment = client.get("/agenda.ics", headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert [names(by_etag), names(by_moment)] == [[], []]


@pytest.mark.parametrize("url", FEEDS)
def test_head_answers_as_get_without_a_body(client, year, link, url):
    whole, head = client.get(url), client.head(url)

    assert head.headers["ETag"] == whole.headers["ETag"]
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("url", FEEDS)
@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_other_methods_are_refused(url, method, link):
    assert getattr(Client(enforce_csrf_checks=True), method)(url).status_code == 405


@pytest.mark.parametrize("url", FEEDS)
def test_feed_is_the_same_whoever_is_signed_in(client, link, url):
    anonymous = client.get(url)
    client.force_login(member_user())
    client.cookies["brink_language"] = "en"
    response = client.get(url)

    assert response.content == anonymous.content
    assert "Vary" not in response.headers
    assert response.cookies == {}
    assert response.headers["Content-Language"] == "nl"


@pytest.mark.parametrize("secret", ["guessed", "x" * 4000, "%00", "é"])
def test_unknown_secret_opens_nothing(client, link, secret):
    response = client.get(f"/agenda/{secret}.ics")

    assert response.status_code == (400 if secret == "%00" else 404)
    assert secret == "%00" or response.content == b""
    assert "Location" not in response.headers
    assert "Vary" not in response.headers or secret == "%00"


def test_revoked_link_opens_nothing(client, link):
    CalendarLink.objects.update(revoked_at=moment(TODAY, 9))

    response = client.get(MINE)

    assert (response.status_code, response.content) == (404, b"")


def test_link_of_a_closed_account_opens_nothing(client, link):
    link.person.account.is_active = False
    link.person.account.save()

    response = client.get(MINE)

    assert (response.status_code, response.content) == (404, b"")


def test_unknown_sector_has_no_calendar(client):
    assert client.get("/sectoren/lucht/agenda.ics").status_code == 404


def test_personal_feed_speaks_the_language_of_its_reader(client, link):
    MailPreferencesFactory(person=link.person, language="en")

    response = client.get(MINE)

    assert response.headers["Content-Language"] == "en"
    assert Calendar.from_ical(response.content)["NAME"] == "My meetings · Noord"


def test_day_of_reading_is_kept_once_a_day(client, link, django_assert_num_queries):
    CalendarLink.objects.update(used_on=None)

    with django_assert_num_queries(5):
        client.get(MINE)
    with django_assert_num_queries(3):
        client.get(MINE)

    link.refresh_from_db()
    assert link.used_on == TODAY


# what a feed costs


@pytest.mark.parametrize("url", FEEDS)
@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_the_number_of_meetings(client, year, link, url, count, django_assert_num_queries):
    for number in range(1, count + 1):
        MeetingFactory(sector_year=year, number=number)

    deadlines = int(url == MINE)  # one's own calendar asks for them once
    with django_assert_num_queries(3 + deadlines):
        etag = client.get(url).headers["ETag"]
    with django_assert_num_queries(2 + deadlines):
        assert client.get(url, headers={"If-None-Match": etag}).status_code == 304
    with django_assert_num_queries(2 + deadlines):
        assert len(names(client.get(url))) == count


# one meeting


def one(client, meeting):
    return client.get(f"/bijeenkomsten/{meeting.pk}/bijeenkomst.ics")


def test_public_meeting_downloads_without_link_for_a_visitor(client, year, django_assert_num_queries):
    meeting = MeetingFactory(sector_year=year, title="De dijk", online_link="https://secret.example.org/")

    with django_assert_num_queries(1):
        response = one(client, meeting)

    assert names(response) == ["De dijk"]
    assert b"secret" not in response.content
    assert response.headers["Content-Disposition"] == f'attachment; filename="bijeenkomst-{meeting.pk}.ics"'


def test_member_downloads_the_link_along(client, year):
    meeting = MeetingFactory(sector_year=year, visibility="network", online_link="https://secret.example.org/")
    client.force_login(member_user())

    response = one(client, meeting)

    assert b"secret" in response.content
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "hidden", [{"visibility": "network"}, {"state": "draft"}, {"state": "draft", "starts": None, "ends": None}]
)
def test_meeting_that_is_hidden_does_not_download(client, year, hidden):
    assert one(client, MeetingFactory(sector_year=year, **hidden)).status_code == 404
