"""The front page: who the network is, and what goes on in it."""

from datetime import date, timedelta

import pytest
import time_machine

from meetings.models import Meeting
from programmes.models import Programme
from tests.factories import (
    ArticleFactory,
    MeetingFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProgrammeParticipantFactory,
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

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


def test_network_introduces_itself(client):
    NetworkFactory(name="Samenwerking Noord", tagline="we unite", introduction="Eerste alinea.\n\nTweede alinea.")

    html = client.get("/").text

    assert '<h1 data-length="short">we unite</h1>' in html
    assert "<p>Eerste alinea.</p>" in html
    assert "<p>Tweede alinea.</p>" in html
    assert "<title>Samenwerking Noord: we unite</title>" in html


def test_contact_stands_where_the_footer_leads(client):
    NetworkFactory(contact_email="bureau@example.org", contact_phone="000 000 00 00")

    html = client.get("/").text

    assert 'id="contact"' in html
    assert {"/#contact", "mailto:bureau@example.org", "tel:0000000000"} <= set(Page(html).links)


def test_sectors_stand_as_cards_in_their_colour(client):
    SectorFactory(name="Veiligheid", slug="veiligheid", band="wad")
    SectorFactory(name="Voorbij", is_active=False)

    response = client.get("/")

    assert [card.sector.name for card in response.context["cards"]] == ["Veiligheid"]
    assert '<article class="card sector-card" data-band="wad"' in response.text
    assert "/sectoren/veiligheid/" in Page(response.text).links


def test_first_five_meetings_come_up_across_sectors(client):
    for days in (-1, 6, 5, 4, 3, 2, 1):
        day = TODAY + timedelta(days=days)
        MeetingFactory(title=f"Over {days}", starts=moment(day), ends=moment(day, 16))

    coming = client.get("/").context["coming"]

    assert [row.title for row in coming] == ["Over 1", "Over 2", "Over 3", "Over 4", "Over 5"]
    assert [row.state for row in coming] == ["next", "", "", "", ""]


@pytest.mark.parametrize(
    ("make", "seen"),
    [
        (None, {"public"}),
        (UserFactory, {"public"}),
        (member_user, {"public", "network"}),
        (editor_user, {"public", "network", "invited"}),
    ],
)
def test_meetings_come_up_for_who_may_know_of_them(client, make, seen):
    for visibility in Meeting.Visibility.values:
        MeetingFactory(title=visibility, visibility=visibility)
    MeetingFactory(title="draft", state=Meeting.State.DRAFT)
    if make:
        client.force_login(make())

    context = client.get("/").context

    assert {row.title for row in context["coming"]} == seen
    assert context["meeting_count"] == len(seen)


def test_numbers_count_what_is_there_now(client):
    year = SectorYearFactory()
    MeetingFactory(sector_year=year, number=1, starts=moment(date(2027, 1, 7)), ends=moment(date(2027, 1, 7), 16))
    MeetingFactory(sector_year=year, number=2)
    MeetingFactory(sector_year=year, number=3, state=Meeting.State.CANCELLED, state_reason="Storm")
    MeetingFactory(sector_year=year, number=4, starts=moment(date(2028, 1, 6)), ends=moment(date(2028, 1, 6), 16))
    NetworkMembershipFactory()
    NetworkMembershipFactory(until=TODAY)
    OrganisationFactory()

    context = client.get("/").context

    assert (context["member_count"], len(context["cards"]), context["meeting_count"]) == (1, 1, 2)


def test_programmes_stand_running_first_then_the_last_ended(client):
    ended = Programme.State.ENDED
    ProgrammeFactory(name="Lang voorbij", state=ended, ended_on=date(2018, 7, 1))
    ProgrammeFactory(name="Net voorbij", state=ended, ended_on=date(2026, 7, 1))
    ProgrammeFactory(name="Loopt", state=Programme.State.RUNNING)
    ProgrammeFactory(name="Voorstel", state=Programme.State.PROPOSED)

    assert [row.name for row in client.get("/").context["programmes"]] == ["Loopt", "Net voorbij", "Lang voorbij"]


def test_news_is_the_newest_published(client):
    for days in range(-1, 4):
        ArticleFactory(title=f"Dag {days}", published_at=moment(TODAY - timedelta(days=days), 9))

    assert [row.title for row in client.get("/").context["articles"]] == ["Dag 0", "Dag 1", "Dag 2"]


def test_empty_network_is_friendly_on_every_part(client):
    response = client.get("/")

    assert response.status_code == 200
    assert response.text.count('class="empty"') == 4
    assert '<h1 data-length="short">Brink</h1>' in response.text


def test_head_and_other_methods(client):
    assert client.head("/").status_code == 200
    assert client.post("/").status_code == 405


def test_visitor_gets_no_cookie_and_no_token(client):
    NetworkFactory()

    response = client.get("/")

    assert not response.cookies
    assert "csrf" not in response.text.lower()


def test_dutch_content_is_marked_on_an_english_page(client):
    NetworkFactory(tagline="we verbinden")
    ProgrammeFactory(state=Programme.State.RUNNING, summary="Samen bouwen.")
    client.cookies["brink_language"] = "en"

    html = client.get("/").text

    assert '<div class="text" lang="nl">' in html
    assert '<p lang="nl">Samen bouwen.</p>' in html


def fill(rows):
    other = SectorFactory()
    for _ in range(rows):
        meeting = MeetingFactory()
        meeting.joint_sectors.add(other)
        SectorMembershipFactory(sector=meeting.sector_year.sector)
        NetworkMembershipFactory()
        ArticleFactory()
        ProgrammeParticipantFactory(programme=ProgrammeFactory(state=Programme.State.RUNNING))


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)

    with django_assert_num_queries(7):
        client.get("/")


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)
    client.force_login(member_user())

    with django_assert_num_queries(9):
        client.get("/")
