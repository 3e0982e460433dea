"""A year of a sector: what it aimed for, what came of it, its meetings and who was new."""

from datetime import date, timedelta

import pytest
import time_machine

from meetings.models import Meeting
from sectors.models import FocusPoint
from tests.factories import (
    FocusPointFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    UserFactory,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/sectoren/overheden/2025/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def year():
    sector = SectorFactory(name="Overheden", slug="overheden")
    return SectorYearFactory(sector=sector, year=2025, ambition="Meer samen.")


def meeting(year, number, **fields):
    day = date(year.year, 3, 1) + timedelta(days=number)
    known = {"number": number, "title": f"Nummer {number}", "starts": moment(day), "ends": moment(day, 16)}
    return MeetingFactory(sector_year=year, **known | fields)


def titles(client):
    return {slot.meeting.title for slot in client.get(URL).context["meetings"].slots if slot.meeting}


def test_year_shows_ambition_and_results(client, year):
    FocusPointFactory(
        sector_year=year, title="Data", state=FocusPoint.State.ACHIEVED, result="Een gedeelde woordenlijst."
    )
    FocusPointFactory(sector_year=SectorYearFactory(sector=year.sector, year=2026), title="Van een ander jaar")

    page = Page(client.get(URL).text)

    assert "Meer samen." in page.text
    assert page.together("Data", "Een gedeelde woordenlijst.")
    assert "Van een ander jaar" not in page.text


def test_meeting_links_to_its_published_minutes(client, year):
    reported, silent = meeting(year, 1), meeting(year, 2)
    MinutesFactory(meeting=reported, published_at=moment(date(2025, 4, 1)), published_by=PersonFactory())
    MinutesFactory(meeting=silent)

    links = Page(client.get(URL).text).links

    assert f"/bijeenkomsten/{reported.pk}/#minutes" in links
    assert f"/bijeenkomsten/{silent.pk}/#minutes" not in links


def test_missing_meetings_of_the_past_are_not_to_be_planned(client, year):
    client.cookies["brink_language"] = "en"
    meeting(year, 1)

    html = client.get(URL).text

    assert html.count("not recorded") == 7
    assert "still to be planned" not in html
    assert Page(html).together("1 of 8", "meetings held", within=40)


def test_year_without_recorded_meetings_shows_no_planner(client, year):
    assert 'class="planner"' not in client.get(URL).text


@pytest.mark.parametrize("number", [2027, 2028])
def test_year_that_is_not_over_shows_its_open_slots(client, year, number):
    client.cookies["brink_language"] = "en"
    SectorYearFactory(sector=year.sector, year=number)

    html = client.get(f"/sectoren/overheden/{number}/").text

    assert html.count("still to be planned") == 8
    assert 'class="planner"' in html


def test_newcomers_are_those_who_joined_for_the_first_time(client, year):
    for name, since in (("Nieuw", date(2025, 5, 1)), ("Eerder", date(2024, 5, 1)), ("Later", date(2026, 5, 1))):
        SectorMembershipFactory(sector=year.sector, since=since, organisation__name=name)
    SectorMembershipFactory(since=date(2025, 5, 1), organisation__name="Elders")

    assert [row.name for row in client.get(URL).context["newcomers"]] == ["Nieuw"]


def test_years_are_linked_and_this_one_is_current(client, year):
    SectorYearFactory(sector=year.sector, year=2021)

    html = client.get(URL).text

    assert {"/sectoren/overheden/2021/", "/sectoren/overheden/"} <= set(Page(html).links)
    assert 'href="/sectoren/overheden/2025/" aria-current="page"' in html


@pytest.mark.parametrize(
    ("make", "seen"),
    [
        (None, {"public"}),
        (UserFactory, {"public"}),
        (member_user, {"public", "network"}),
        (editor_user, {"public", "network", "invited", "draft"}),
    ],
)
def test_meetings_show_to_who_may_know_of_them(client, year, make, seen):
    for number, visibility in enumerate(Meeting.Visibility.values, start=1):
        meeting(year, number, title=visibility, visibility=visibility)
    meeting(year, 4, title="draft", state=Meeting.State.DRAFT)
    if make:
        client.force_login(make())

    assert titles(client) == seen


@pytest.mark.parametrize(
    "url",
    [
        "/sectoren/overheden/2024/",
        "/sectoren/overheden/1989/",
        "/sectoren/overheden/9999/",
        "/sectoren/overheden/20250/",
        "/sectoren/overheden/vorig/",
        "/sectoren/bestaat-niet/2025/",
    ],
)
def test_unknown_year_or_sector_is_not_found(client, year, url):
    assert client.get(url).status_code == 404


def test_head_and_other_methods(client, year):
    assert client.head(URL).status_code == 200
    assert client.post(URL).status_code == 405


def test_visitor_gets_no_cookie_and_no_token(client, year):
    response = client.get(URL)

    assert not response.cookies
    assert "csrf" not in response.text.lower()


def test_dutch_content_is_marked_on_an_english_page(client, year):
    client.cookies["brink_language"] = "en"

    assert '<p class="lead" lang="nl">Meer samen.</p>' in client.get(URL).text


def fill(year, rows):
    other = SectorFactory()
    for number in range(1, rows + 1):
        point = FocusPointFactory(sector_year=year)
        point.shared_with.add(other)
        point.partners.add(OrganisationFactory())
        held = meeting(year, number)
        PreparationFactory(meeting=held)
        held.joint_sectors.add(other)
        SectorMembershipFactory(sector=year.sector, since=date(2025, 2, 1))
        SectorYearFactory(sector=year.sector, year=2025 + number)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, year, rows):
    NetworkFactory()
    fill(year, rows)

    with django_assert_num_queries(5):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, year, rows):
    NetworkFactory()
    fill(year, rows)
    client.force_login(member_user())

    with django_assert_num_queries(7):
        client.get(URL)
