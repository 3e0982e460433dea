"""/mijn/agenda/: links for one's own calendars, shown once, named and revocable."""

from datetime import date, timedelta

import pytest
import time_machine

from members.models import CalendarLink
from portal.calendar_links import AT_MOST
from tests.factories import (
    CalendarLinkFactory,
    MeetingFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorYearFactory,
    UserFactory,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/mijn/agenda/"
TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(TODAY, 10), tick=False) as clock:
        yield clock


@pytest.fixture
def person(client):
    user = member_user()
    client.force_login(user)
    return user.person


def read(client):
    return Page(client.get(URL).text)


def address_in(html):
    return html.partition('value="http://localhost:8000')[2].partition('"')[0]


def test_visitor_signs_in_first(client):
    assert client.get(URL).headers["Location"] == "/account/login/?next=/mijn/agenda/"


def test_waiting_account_goes_to_the_waiting_page(client):
    client.force_login(UserFactory())

    assert client.get(URL).headers["Location"] == "/wachten/"


def test_new_link_opens_the_feed_and_is_shown_once(client, person):
    sector = SectorFactory()
    SeatFactory(sector=sector, person=person, calendar="feed")
    MeetingFactory(sector_year=SectorYearFactory(sector=sector), title="De dijk")

    response = client.post(URL, {"name": "Outlook work"})
    address = address_in(client.get(URL).text)

    assert response.headers["Location"] == URL
    assert "De dijk" in client.get(address).text
    assert address not in client.get(URL).text


def test_only_the_hash_of_the_secret_is_stored(client, person):
    client.post(URL, {"name": "Outlook work"})
    secret = address_in(client.get(URL).text).removeprefix("/agenda/").removesuffix(".ics")

    assert len(secret) == 43
    assert secret not in str(CalendarLink.objects.values())


def test_new_link_leads_to_every_program(client, person):
    client.post(URL, {"name": "Outlook work"})
    links = read(client).links

    assert [link for link in links if link.startswith("webcal://localhost:8000/agenda/")]
    assert [link for link in links if link.startswith("https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F")]
    assert [link for link in links if link.startswith("https://outlook.office.com/calendar/0/addfromweb?url=http%3A")]


def test_list_tells_when_a_link_was_made_and_read(client, person):
    CalendarLinkFactory(person=person, name="Phone", used_on=TODAY)
    CalendarLinkFactory(person=person, name="Old phone", revoked_at=moment(TODAY, 9))
    CalendarLinkFactory(name="Of somebody else")

    page = read(client)

    assert page.together("Phone", "1 April 2027", "Revoke")
    assert "Old phone" not in page.text
    assert "Of somebody else" not in page.text


@pytest.mark.parametrize(("name", "reason"), [("", "Give the link a name"), ("phone", "with this name already")])
def test_wrong_name_is_told_on_its_field(client, person, name, reason):
    CalendarLinkFactory(person=person, name="Phone", created_at=moment(TODAY, 9))

    response = client.post(URL, {"name": name})

    assert reason in response.text
    assert CalendarLink.objects.count() == 1


@pytest.mark.parametrize("name", ["x" * 61, "a\0b"])
def test_impossible_name_is_refused(client, person, name):
    assert client.post(URL, {"name": name}).status_code == 200
    assert not CalendarLink.objects.exists()


def test_name_of_a_revoked_link_is_free(client, person):
    CalendarLinkFactory(person=person, name="Phone", revoked_at=moment(TODAY, 9))

    client.post(URL, {"name": "Phone"})

    assert CalendarLink.objects.filter(revoked_at=None, name="Phone").count() == 1


def test_second_click_makes_no_second_link(client, person):
    responses = [client.post(URL, {"name": "Phone"}) for _click in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert CalendarLink.objects.count() == 1
    assert "is ready" in client.get(URL).text


def test_one_link_too_many_is_refused(client, person):
    for number in range(AT_MOST):
        CalendarLinkFactory(person=person, name=f"Phone {number}")

    response = client.post(URL, {"name": "Another"})

    assert "which is the most" in response.text
    assert CalendarLink.objects.count() == AT_MOST


def test_revoked_link_opens_nothing(client, person):
    client.post(URL, {"name": "Phone"})
    address = address_in(client.get(URL).text)
    link = CalendarLink.objects.get()

    responses = [client.post(f"{URL}{link.pk}/intrekken/") for _click in range(2)]

    assert [response.headers["Location"] for response in responses] == [URL, URL]
    assert client.get(address).status_code == 404


def test_link_of_somebody_else_cannot_be_revoked(client, person):
    link = CalendarLinkFactory()

    assert client.post(f"{URL}{link.pk}/intrekken/").status_code == 404
    assert CalendarLink.objects.filter(revoked_at=None).count() == 1


def test_page_says_what_each_seat_brings(client, person):
    for name, calendar in (("Water", "feed"), ("Vuur", "both"), ("Aarde", "invitation")):
        SeatFactory(sector__name=name, person=person, calendar=calendar)

    page = read(client)

    assert page.together("Water", "All meetings that you may see")
    assert page.together("Vuur", "shows each meeting twice")
    assert page.together("Aarde", "as invitations by mail")
    assert "/mijn/zetels/" in page.links


def test_queries_do_not_grow(client, person, django_assert_num_queries):
    for count in (1, 3):
        while person.calendar_links.count() < count:
            CalendarLinkFactory(person=person, name=f"Phone {person.calendar_links.count()}")
            SeatFactory(person=person)
        with django_assert_num_queries(7):
            client.get(URL)


def test_who_left_is_refused(client):
    client.force_login(PersonFactory(account=UserFactory(), left_on=TODAY - timedelta(days=1)).account)

    assert client.get(URL).status_code == 403
