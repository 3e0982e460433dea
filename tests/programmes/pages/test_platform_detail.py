"""/platforms/<slug>/: what keeps running, who hosts it and where it came from."""

from datetime import date

import pytest
import time_machine

from tests.factories import (
    HandoverFactory,
    HostingFactory,
    NetworkFactory,
    OutcomeFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    WorkstreamFactory,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/platforms/it-platform/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def platform():
    programme = ProgrammeFactory(name="Programma Samen", slug="samen")
    return PlatformFactory(name="IT-platform", slug="it-platform", programme=programme)


def read(client):
    response = client.get(URL)
    assert response.status_code == 200
    return Page(response.text)


def hand_over(platform, title, **fields):
    stream = WorkstreamFactory(outcome=OutcomeFactory(programme=platform.programme), title=title)
    place = {"outside_body": "", "platform": platform}
    return HandoverFactory(programme=platform.programme, workstream=stream, **place, **fields)


def test_facts_name_purpose_scope_beginning_and_link(client):
    known = {"purpose": "Beheert de glasvezelring.", "since": date(2018, 7, 1), "link": "https://it.example.org/"}
    PlatformFactory(slug="it-platform", scope=["management", "execution"], **known)

    page = read(client)

    assert "Beheert de glasvezelring." in page.text
    assert page.together("Scope", "Management, Execution", within=40)
    assert page.together("Since", "1 July 2018", within=30)
    assert "https://it.example.org/" in page.links


def test_beginning_in_words_stands_where_no_day_is_known(client):
    PlatformFactory(slug="it-platform", since_text="al enige jaren")

    assert read(client).together("Since", "al enige jaren", within=30)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x"])
def test_link_is_of_the_web_or_not_there(client, link):
    PlatformFactory(slug="it-platform", link=link)

    assert link not in client.get(URL).text


def test_hosts_stand_with_their_dates_the_latest_first(client, platform):
    first = {"since": date(2013, 1, 1), "until": date(2020, 1, 1)}
    HostingFactory(platform=platform, organisation__name="Regio Twente", **first)
    HostingFactory(platform=platform, organisation__name="Gemeente Enschede", since=date(2020, 1, 1))

    page = read(client)

    assert page.together("Regio Twente", "from 1 January 2013 until 1 January 2020", within=70)
    assert page.together("Gemeente Enschede", "now", "since 1 January 2020", within=50)
    assert [host.name for host in client.get(URL).context["page"].hosts] == ["Gemeente Enschede", "Regio Twente"]


def test_dissolved_host_leaves_the_platform_without_one(client, platform):
    HostingFactory(platform=platform, organisation__name="Regio Twente", until=date(2020, 1, 1))

    assert not read(client).together("Regio Twente", "now", within=40)


def test_programme_and_work_handed_over_are_named(client, platform):
    hand_over(platform, "Digikoppeling", effective_from=date(2018, 7, 1))
    other = PlatformFactory(programme=platform.programme)
    hand_over(other, "Van een ander platform")

    page = read(client)

    assert page.together("It came from programme Programma Samen.", within=60)
    assert "/programmas/samen/" in page.links
    assert page.together("Digikoppeling", "Transferred", "1 July 2018", within=60)
    assert "Van een ander platform" not in page.text


@pytest.mark.parametrize("visibility", ["everyone", "members", "nobody"])
def test_address_of_a_contact_follows_its_visibility(client, platform, visibility):
    person = PersonFactory(name="Wie Belt", email="wie@example.org", contact_visibility=visibility)
    hand_over(platform, "Digikoppeling", contact=person)

    html = client.get(URL).text

    assert "Wie Belt" in html
    assert ("wie@example.org" in html) is (visibility == "everyone")


@pytest.mark.parametrize("slug", ["onbekend", "x" * 500])
def test_unknown_platform_is_not_found(client, slug):
    assert client.get(f"/platforms/{slug}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_refused(client, platform, method):
    assert getattr(client, method)(URL).status_code == 405


def fill(platform, rows):
    for number in range(rows):
        since, until = date(1900 + number, 1, 1), date(1901 + number, 1, 1)
        HostingFactory(platform=platform, since=since, until=until)
        hand_over(platform, f"Spoor {number}", contact=PersonFactory(email=f"wie{number}@example.org"))


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, platform, rows):
    NetworkFactory()
    fill(platform, rows)

    with django_assert_num_queries(3):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, platform, rows):
    NetworkFactory()
    fill(platform, rows)
    client.force_login(member_user())

    with django_assert_num_queries(7):  # one asks whether the account leads the programme
        client.get(URL)
