"""/kenniskringen/: circles, the liveliest first, and what one can join."""

from datetime import date

import pytest
import time_machine

from tests.factories import (
    CircleParticipantFactory,
    JointActivityFactory,
    KnowledgeCircleFactory,
    NetworkFactory,
    OrganisationFactory,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/kenniskringen/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def english(client):
    client.cookies["brink_language"] = "en"


def names(response):
    return [row.name for row in response.context["circles"]]


def test_active_circles_stand_before_those_asleep_and_archived(client):
    KnowledgeCircleFactory(name="Archief", state="archived")
    KnowledgeCircleFactory(name="Belastingen", state="asleep")
    KnowledgeCircleFactory(name="inkoop")
    KnowledgeCircleFactory(name="Communicatie")

    assert names(client.get(URL)) == ["Communicatie", "inkoop", "Belastingen", "Archief"]


def test_card_says_themes_number_and_joining(client, english):
    circle = KnowledgeCircleFactory(name="Inkoop", slug="inkoop", themes=["aanbesteden"], joining="on_request")
    CircleParticipantFactory(circle=circle, person__name="Iemand Anoniem")
    CircleParticipantFactory(circle=circle, until=date(2027, 1, 1))

    page = Page(client.get(URL).text)

    assert page.together("Inkoop", "aanbesteden", "1 participant", "On request", within=100)
    assert "/kenniskringen/inkoop/" in page.links


@pytest.mark.parametrize("member", [False, True])
def test_names_of_participants_are_not_in_the_list(client, member):
    CircleParticipantFactory(person__name="Iemand Anoniem")
    if member:
        client.force_login(member_user())

    assert "Iemand Anoniem" not in client.get(URL).text


def test_state_filter_narrows_the_list(client):
    KnowledgeCircleFactory(name="Wakker")
    KnowledgeCircleFactory(name="Slaapt", state="asleep")

    assert names(client.get(URL, {"staat": "asleep"})) == ["Slaapt"]


@pytest.mark.parametrize("value", ["dood", "x" * 5000, "' OR 1=1"])
def test_nonsense_says_so_on_its_field_and_narrows_nothing(client, value):
    KnowledgeCircleFactory(name="Wakker")

    response = client.get(URL, {"staat": value})

    assert (response.status_code, names(response)) == (200, ["Wakker"])
    assert set(response.context["form"].errors) == {"state"}
    assert 'class="errors"' in response.text


def test_joinable_activities_are_shown_with_the_nearest_deadline_first(client):
    JointActivityFactory(title="laat", state="open", join_before=date(2027, 6, 1))
    JointActivityFactory(title="vroeg", state="open", join_before=date(2027, 4, 1))
    JointActivityFactory(title="voorbij", state="open", join_before=date(2027, 3, 31))
    JointActivityFactory(title="loopt", state="running")

    assert [row.title for row in client.get(URL).context["activities"]] == ["vroeg", "laat"]


def test_pages_hold_twenty_four_and_keep_the_filter(client):
    KnowledgeCircleFactory.create_batch(26)

    first = client.get(URL, {"staat": "active"})
    second = client.get(URL, {"staat": "active", "pagina": "2"})

    assert (len(names(first)), len(names(second))) == (24, 2)
    assert "?pagina=2&staat=active" in Page(first.text).links


@pytest.mark.parametrize("number", ["0", "2", "99999", "9" * 30, "abc"])
def test_page_out_of_range_is_not_found(client, number):
    assert client.get(URL, {"pagina": number}).status_code == 404


def test_htmx_gets_the_results_only(client):
    KnowledgeCircleFactory(name="Wakker")

    response = client.get(URL, headers={"HX-Request": "true"})

    assert "Wakker" in response.text
    assert "<html" not in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_nul_byte_is_refused(client):
    assert client.get(f"{URL}?staat=%00").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_refused(client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_empty_list_says_who_fills_it(client):
    response = client.get(URL)

    assert 'class="empty"' in response.text
    assert not response.cookies


def fill(rows):
    for circle in KnowledgeCircleFactory.create_batch(rows):
        CircleParticipantFactory(circle=circle)
        JointActivityFactory(circle=circle, state="open").participants.add(OrganisationFactory())


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)

    with django_assert_num_queries(5):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)
    client.force_login(member_user())

    with django_assert_num_queries(7):
        client.get(URL)


@pytest.mark.parametrize(("words", "found"), [("KAART", ["Geo"]), ("bag", ["Geo"]), ("x", [])])
def test_theme_filter_finds_a_part_of_a_theme(client, words, found):
    KnowledgeCircleFactory(name="Geo", themes=["kaart", "BAG"])
    KnowledgeCircleFactory(name="Inkoop", themes=[])

    assert names(client.get(URL, {"thema": words})) == found


def test_list_leads_to_starting_a_circle(client):
    assert "/kenniskringen/starten/" in Page(client.get(URL).text).links
