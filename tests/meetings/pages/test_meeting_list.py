"""/bijeenkomsten/: what comes first, filters that work without script, pages."""

from datetime import date

import pytest
import time_machine

from meetings.models import Meeting
from tests.factories import (
    InvitationFactory,
    MeetingFactory,
    NetworkFactory,
    OrganisationFactory,
    SectorFactory,
    SectorYearFactory,
    UserFactory,
    admin_user,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/bijeenkomsten/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def overheden():
    return SectorFactory(name="Overheden", slug="overheden")


def meeting(title, day, **fields):
    return MeetingFactory(title=title, starts=moment(day), ends=moment(day, 16), **fields)


def titles(response):
    return [row.title for group in response.context["groups"] for row in group.meetings]


def test_what_comes_stands_before_what_was(client):
    meeting("vorige maand", date(2027, 3, 4))
    meeting("over een maand", date(2027, 5, 6))
    meeting("vorig jaar", date(2026, 3, 4))
    meeting("volgende week", date(2027, 4, 8))

    response = client.get(URL)

    assert titles(response) == ["volgende week", "over een maand", "vorige maand", "vorig jaar"]
    assert [group.label for group in response.context["groups"]] == [
        "april 2027",
        "mei 2027",
        "maart 2027",
        "maart 2026",
    ]


def test_only_the_first_to_come_is_the_next_one(client):
    meeting("eerste", date(2027, 4, 8))
    meeting("tweede", date(2027, 4, 9))
    meeting("afgelast", date(2027, 4, 2), state=Meeting.State.CANCELLED, state_reason="Storm.")

    rows = [row for group in client.get(URL).context["groups"] for row in group.meetings]

    assert [(row.title, row.state) for row in rows] == [("afgelast", "cancelled"), ("eerste", "next"), ("tweede", "")]


def test_row_says_when_where_and_for_whom(client, overheden):
    year = SectorYearFactory(sector=overheden)
    found = meeting("Een weerbare regio", date(2027, 4, 22), sector_year=year, place="Provinciehuis, Leeuwarden")
    found.joint_sectors.add(SectorFactory(name="Veiligheid"))

    page = Page(client.get(URL).text)

    assert page.together("Een weerbare regio", "do 22 apr, 13.30–16.30 uur", "Leeuwarden", "Overheden", "Veiligheid")
    assert found.get_absolute_url() in page.links


def viewer(kind):
    makers = {"outsider": UserFactory, "member": member_user, "editor": editor_user, "admin": admin_user}
    return makers[kind]() if kind != "visitor" else None


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("visitor", {"openbaar"}),
        ("outsider", {"openbaar"}),
        ("member", {"openbaar", "netwerk"}),
        ("editor", {"openbaar", "netwerk", "genodigden", "concept"}),
        ("admin", {"openbaar", "netwerk", "genodigden", "concept"}),
    ],
)
def test_list_shows_what_one_may_know_of(client, kind, seen):
    meeting("openbaar", date(2027, 4, 8))
    meeting("netwerk", date(2027, 4, 9), visibility=Meeting.Visibility.NETWORK)
    meeting("genodigden", date(2027, 4, 10), visibility=Meeting.Visibility.INVITED)
    meeting("concept", date(2027, 4, 11), state=Meeting.State.DRAFT)
    if user := viewer(kind):
        client.force_login(user)

    assert set(titles(client.get(URL))) == seen


def test_invited_member_sees_the_meeting_once(client):
    found = meeting("genodigden", date(2027, 4, 10), visibility=Meeting.Visibility.INVITED)
    user = member_user()
    InvitationFactory(meeting=found, person=user.person)
    InvitationFactory(meeting=found)
    client.force_login(user)

    assert titles(client.get(URL)) == ["genodigden"]


def test_account_of_a_former_member_sees_what_visitors_see(client):
    meeting("netwerk", date(2027, 4, 9), visibility=Meeting.Visibility.NETWORK)
    organisation = OrganisationFactory()
    user = member_user(organisation)
    organisation.network_memberships.update(until=date(2027, 4, 1))
    client.force_login(user)

    assert titles(client.get(URL)) == []


# filters


def test_sector_filter_finds_joint_meetings_too(client, overheden):
    meeting("eigen", date(2027, 4, 8), sector_year=SectorYearFactory(sector=overheden))
    meeting("samen", date(2027, 4, 9)).joint_sectors.add(overheden)
    meeting("anders", date(2027, 4, 10))

    assert titles(client.get(URL, {"sector": "overheden"})) == ["eigen", "samen"]


def test_kind_and_month_narrow_together(client):
    meeting("cursus mei", date(2027, 5, 8), kind=Meeting.Kind.TRAINING)
    meeting("cursus juni", date(2027, 6, 8), kind=Meeting.Kind.TRAINING)
    meeting("overleg mei", date(2027, 5, 9))

    response = client.get(URL, {"soort": "training", "maand": "2027-05"})

    assert titles(response) == ["cursus mei"]
    assert Page(response.text).together("1 ")


def test_month_counts_in_the_time_of_the_region(client):
    meeting("net na middernacht", date(2027, 5, 1), sector_year=None, number=None)
    Meeting.objects.update(starts=moment(date(2027, 5, 1), 0, 30))

    assert titles(client.get(URL, {"maand": "2027-05"})) == ["net na middernacht"]


@pytest.mark.parametrize(
    "query",
    [
        {"sector": "bestaat-niet"},
        {"sector": "' OR 1=1 --"},
        {"soort": "feest"},
        {"maand": "2027-13"},
        {"maand": "13"},
        {"maand": "2027-00"},
        {"maand": "99999999999-01"},
        {"maand": "drie"},
        {"sector": "x" * 5000},
    ],
)
def test_nonsense_says_so_on_its_field_and_narrows_nothing(client, query):
    meeting("een", date(2027, 4, 8))
    meeting("twee", date(2027, 5, 8))

    response = client.get(URL, query)

    assert response.status_code == 200
    assert titles(response) == ["een", "twee"]
    assert {response.context["form"].add_prefix(name) for name in response.context["form"].errors} == set(query)
    assert 'class="errors"' in response.text
    assert 'data-kind="warning"' in response.text


def test_one_wrong_filter_leaves_the_others_out_as_well(client, overheden):
    meeting("anders", date(2027, 4, 8))

    response = client.get(URL, {"sector": "overheden", "soort": "feest"})

    assert titles(response) == ["anders"]
    assert "&sector" not in response.text


def test_repeated_parameter_counts_once(client, overheden):
    meeting("anders", date(2027, 4, 8))

    response = client.get(f"{URL}?sector=bestaat-niet&sector=overheden")

    assert response.status_code == 200
    assert titles(response) == []


def test_unknown_parameters_are_ignored(client):
    meeting("een", date(2027, 4, 8))

    assert titles(client.get(URL, {"kind": "training", "x": "1", "": "y"})) == ["een"]


@pytest.mark.parametrize("query", ["sector=%00", "soort=%00", "maand=2027-%0005", "%00=1"])
def test_nul_byte_is_refused(client, query):
    assert client.get(f"{URL}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["sector=%ff%fe", "soort=%ed%a0%80", "maand=%u2027"])
def test_broken_encoding_is_nonsense(client, query):
    assert client.get(f"{URL}?{query}").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_refused(client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_inactive_sector_is_no_filter(client):
    SectorFactory(slug="opgeheven", is_active=False)

    response = client.get(URL, {"sector": "opgeheven"})

    assert "sector" in response.context["form"].errors


# pages


def many(count, year):
    Meeting.objects.bulk_create(
        MeetingFactory.build(sector_year=year, number=number, starts=moment(hour=9), ends=moment(hour=10))
        for number in range(1, count + 1)
    )


def test_pages_hold_twenty_five_and_keep_the_filter(client, overheden):
    many(30, SectorYearFactory(sector=overheden))

    first = client.get(URL, {"sector": "overheden"})
    second = client.get(URL, {"sector": "overheden", "pagina": "2"})

    assert (len(titles(first)), len(titles(second))) == (25, 5)
    assert "?pagina=2&sector=overheden" in Page(first.text).links


@pytest.mark.parametrize("number", ["0", "2", "99999", "99999999999999999999999", "-1", "abc", "1.0", "٣", "1e1", ""])
def test_page_out_of_range_is_not_found(client, number):
    meeting("een", date(2027, 4, 8))

    assert client.get(URL, {"pagina": number}).status_code == 404


def test_empty_list_says_who_fills_it(client):
    response = client.get(URL)

    assert response.status_code == 200
    assert 'class="empty"' in response.text


# htmx


def test_htmx_gets_the_results_only(client, overheden):
    meeting("een", date(2027, 4, 8), sector_year=SectorYearFactory(sector=overheden))

    response = client.get(URL, {"sector": "overheden"}, headers={"HX-Request": "true"})

    assert response.text.count("<h3") == 1
    assert "een" in response.text
    assert "<html" not in response.text
    assert "<form" not in response.text
    assert 'hx-swap-oob="innerHTML:#result-count"' in response.text


def test_whole_page_and_part_differ_by_header(client):
    whole = client.get(URL)
    part = client.get(URL, headers={"HX-Request": "true"})

    assert "HX-Request" in whole.headers["Vary"]
    assert "HX-Request" in part.headers["Vary"]
    assert "hx-swap-oob" not in whole.text


def test_going_back_in_history_gets_the_whole_page(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<html" in client.get(URL, headers=headers).text


def test_filters_work_as_a_plain_form(client, overheden):
    html = client.get(URL).text

    assert '<form class="filters" method="get" action="/bijeenkomsten/"' in html
    assert 'hx-push-url="true"' in html
    assert '<option value="overheden">' in html


def test_visitor_gets_no_cookie_and_no_token(client):
    response = client.get(URL)

    assert not response.cookies
    assert "csrf" not in response.text.lower()


# queries


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, overheden, rows):
    NetworkFactory()
    many(rows, SectorYearFactory(sector=overheden))
    overheden.joint_meetings.add(*Meeting.objects.all())

    with django_assert_num_queries(5):
        client.get(URL, {"sector": "overheden"})


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, overheden, rows):
    NetworkFactory()
    many(rows, SectorYearFactory(sector=overheden))
    client.force_login(member_user())

    with django_assert_num_queries(7):
        client.get(URL)
