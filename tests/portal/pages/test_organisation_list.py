"""The members of the network, by kind."""

from datetime import date

import brotli
import pytest
import time_machine

from members.models import Organisation
from portal.directory import LOOKS
from tests.factories import (
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    SectorFactory,
    SectorMembershipFactory,
    UserFactory,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/leden/"
TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


def names(response):
    return [[row.name for row in group.organisations] for group in response.context["kinds"]]


def test_members_stand_by_kind_and_name(client):
    for name in ("Gemeente Assen", "Gemeente Aa en Hunze", "Gemeente Ámsteldam"):
        NetworkMembershipFactory(organisation__name=name)
    NetworkMembershipFactory(organisation__name="Provincie Drenthe", organisation__kind=Organisation.Kind.PROVINCE)

    response = client.get(URL)

    assert names(response) == [
        ["Gemeente Aa en Hunze", "Gemeente Ámsteldam", "Gemeente Assen"],
        ["Provincie Drenthe"],
    ]


@pytest.mark.parametrize("make", [None, UserFactory, editor_user])
def test_only_members_of_today_are_listed(client, make):
    member = NetworkMembershipFactory(since=TODAY).organisation
    NetworkMembershipFactory(until=TODAY)
    NetworkMembershipFactory(since=date(2027, 4, 2))
    OrganisationFactory()
    if make:
        client.force_login(make())

    response = client.get(URL)

    assert names(response) == [[member.name]]
    assert member.get_absolute_url() in Page(response.text).links


def test_list_without_members_says_who_adds_them(client):
    response = client.get(URL)

    assert names(response) == []
    assert 'class="empty"' in response.text


def test_head_and_other_methods(client):
    assert client.head(URL).status_code == 200
    assert client.post(URL).status_code == 405


def test_visitor_gets_no_cookie_and_no_token(client):
    NetworkMembershipFactory()

    response = client.get(URL)

    assert not response.cookies
    assert "csrf" not in response.text.lower()


def fill(rows):
    """Members spread over a region, each in a sector."""
    sector = SectorFactory()
    for place in range(rows):
        organisation = OrganisationFactory(
            seat=f"Plaats {place}",
            province=f"Provincie {place % 4}",
            latitude=str(52 + place * 37 % 101 / 100),
            longitude=str(5 + place * 53 % 103 / 100),
        )
        NetworkMembershipFactory(organisation=organisation)
        SectorMembershipFactory(sector=sector, organisation=organisation)


@pytest.mark.parametrize("rows", [1, 10, 60, 600])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)

    with django_assert_num_queries(3):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60, 600])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)
    client.force_login(member_user())

    with django_assert_num_queries(5):
        client.get(URL)


# filters and the map


@pytest.fixture
def three():
    """A municipality in sector Water, a province in the same town, and a company without a place."""
    water = SectorFactory(name="Water", slug="water", band="wad")
    at_assen = {"seat": "Assen", "province": "Drenthe", "latitude": "52.9946", "longitude": "6.5651"}
    made = [
        OrganisationFactory(name="Gemeente Assen", slug="assen", **at_assen),
        OrganisationFactory(name="Provincie Drenthe", slug="drenthe", kind=Organisation.Kind.PROVINCE, **at_assen),
        OrganisationFactory(name="Bedrijf", slug="bedrijf", kind=Organisation.Kind.COMPANY, province="Groningen"),
    ]
    for organisation in made:
        NetworkMembershipFactory(organisation=organisation)
    SectorMembershipFactory(sector=water, organisation=made[0])
    SectorMembershipFactory(sector=water, organisation=made[1], until=TODAY)
    SectorMembershipFactory(sector=water, organisation=OrganisationFactory(name="Geen lid"))
    return made


def shown(response):
    return [member.row.name for member in response.context["shown"]]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["Bedrijf", "Gemeente Assen", "Provincie Drenthe"]),
        ({"soort": "province"}, ["Provincie Drenthe"]),
        ({"sector": "water"}, ["Gemeente Assen"]),
        ({"provincie": "Drenthe"}, ["Gemeente Assen", "Provincie Drenthe"]),
        ({"provincie": "Drenthe", "soort": "municipality", "sector": "water"}, ["Gemeente Assen"]),
        ({"provincie": "Groningen", "soort": "province"}, []),
    ],
)
def test_filters_narrow_the_list_and_the_counts(client, three, filters, found):
    response = client.get(URL, filters)

    assert shown(response) == found
    assert [row.name for group in response.context["kinds"] for row in group.organisations] == sorted(
        found, key=["Gemeente Assen", "Provincie Drenthe", "Bedrijf"].index
    )
    assert ('class="empty"' in response.text) is (not found)


@pytest.mark.parametrize(
    "filters",
    [
        {"soort": "nonsense"},
        {"sector": "water'--"},
        {"provincie": "x" * 10_000},
        {"soort": "water_board"},
        {"sector": "\u202e🦆"},
    ],
)
def test_wrong_filter_shows_its_error_and_everything(client, three, filters):
    response = client.get(URL, filters)

    assert response.status_code == 200
    assert len(shown(response)) == 3
    assert response.text.count("data-invalid") == 1
    assert 'data-kind="warning"' in response.text


def test_inactive_sector_is_no_filter(client, three):
    SectorFactory(slug="oud", is_active=False)

    assert "sector" in client.get(URL, {"sector": "oud"}).context["form"].errors


def test_htmx_gets_the_results_only(client, three):
    whole = client.get(URL, {"soort": "province"})
    part = client.get(URL, {"soort": "province"}, headers={"HX-Request": "true"})

    assert "HX-Request" in whole["Vary"]
    assert "HX-Request" in part["Vary"]
    assert "<html" not in part.text
    assert Page(part.text).together("Provincie Drenthe")
    assert 'hx-swap-oob="innerHTML:#result-count"' in part.text


def test_mark_leads_to_the_member_or_to_those_of_the_town(client, three):
    both = client.get(URL)
    one = client.get(URL, {"soort": "province"})

    (shared,), (alone,) = both.context["map"].marks, one.context["map"].marks
    assert [row.name for row in shared.organisations] == ["Gemeente Assen", "Provincie Drenthe"]
    assert f'href="{shared.url}"' in both.text
    assert f'id="{shared.url[1:]}"' in both.text
    assert f'<a href="/leden/drenthe/" transform="translate({alone.x} {alone.y})">' in one.text
    assert "<title>Provincie Drenthe, Assen</title>" in one.text


def test_member_without_a_place_is_said_to_be_off_the_map(client, three):
    response = client.get(URL)

    assert [row.name for row in response.context["map"].missing] == ["Bedrijf"]


def test_members_without_any_place_have_no_map(client):
    NetworkMembershipFactory()

    response = client.get(URL)

    assert response.context["map"] is None
    assert "region-map" not in response.text


def test_every_kind_has_its_own_shape():
    assert set(LOOKS) == set(Organisation.Kind)
    assert len({look.path for look in LOOKS.values()}) == len(LOOKS)


def test_map_of_sixty_five_members_is_light(client):
    fill(65)

    html = client.get(URL).text
    start = html.index('<svg class="weave region-map"')
    picture = html[start : html.index("</svg>", start)]

    assert len(brotli.compress(picture.encode(), quality=5)) <= 4_000
