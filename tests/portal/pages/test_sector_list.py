"""The index of sectors."""

from datetime import date

import pytest
import time_machine

from meetings.models import Meeting
from tests.factories import (
    MeetingFactory,
    NetworkFactory,
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

URL = "/sectoren/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


def cards(client):
    return {card.sector.name: card for card in client.get(URL).context["cards"]}


def test_active_sectors_stand_in_their_order(client):
    SectorFactory(name="Water", slug="water", position=2)
    SectorFactory(name="Zorg", slug="zorg", position=1)
    SectorFactory(name="Voorbij", is_active=False)

    assert list(cards(client)) == ["Zorg", "Water"]
    assert {"/sectoren/zorg/", "/sectoren/water/"} <= set(Page(client.get(URL).text).links)


def test_card_counts_who_takes_part_today(client):
    sector = SectorFactory(name="Zorg")
    SectorMembershipFactory.create_batch(2, sector=sector)
    SectorMembershipFactory(sector=sector, until=date(2027, 4, 1))

    assert cards(client)["Zorg"].sector.member_count == 2


def test_card_shows_the_first_meeting_ahead(client):
    year = SectorYearFactory(sector__name="Zorg")
    for day in (date(2027, 3, 4), date(2027, 6, 3), date(2027, 5, 6)):
        MeetingFactory(sector_year=year, title=str(day), starts=moment(day), ends=moment(day, 16))

    assert cards(client)["Zorg"].next.title == "2027-05-06"
    assert "do 6 mei" in client.get(URL).text


def test_joint_meeting_counts_for_both_sectors(client):
    other = SectorFactory(name="Water")
    joint = MeetingFactory(sector_year=SectorYearFactory(sector__name="Zorg"), title="Samen")
    joint.joint_sectors.add(other)

    assert [card.next.title for card in cards(client).values()] == ["Samen", "Samen"]


@pytest.mark.parametrize(
    ("make", "seen"),
    [
        (None, {"public"}),
        (UserFactory, {"public"}),
        (member_user, {"public", "network"}),
        (editor_user, {"public", "network", "invited"}),
    ],
)
def test_meetings_ahead_show_to_who_may_know_of_them(client, make, seen):
    for visibility in Meeting.Visibility.values:
        MeetingFactory(title=visibility, visibility=visibility)
    MeetingFactory(title="draft", state=Meeting.State.DRAFT)
    if make:
        client.force_login(make())

    assert {card.next.title for card in cards(client).values() if card.next} == seen


def test_list_without_anything_says_who_adds_sectors(client):
    response = client.get(URL)

    assert response.context["cards"] == []
    assert 'class="empty"' in response.text


def test_head_and_other_methods(client):
    assert client.head(URL).status_code == 200
    assert client.post(URL).status_code == 405


def test_visitor_gets_no_cookie_and_no_token(client):
    SectorFactory()

    response = client.get(URL)

    assert not response.cookies
    assert "csrf" not in response.text.lower()


def test_dutch_content_is_marked_on_an_english_page(client):
    SectorFactory(summary="Waar overheden leren.")
    client.cookies["brink_language"] = "en"

    assert '<p lang="nl">Waar overheden leren.</p>' in client.get(URL).text


def fill(rows):
    other = SectorFactory()
    for _ in range(rows):
        meeting = MeetingFactory()
        meeting.joint_sectors.add(other)
        SectorMembershipFactory(sector=meeting.sector_year.sector)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)

    with django_assert_num_queries(3):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)
    client.force_login(member_user())

    with django_assert_num_queries(5):
        client.get(URL)
