"""/mijn/zetels/: one's own seats, taking one, what it brings, and leaving it."""

from datetime import date, timedelta

import pytest
import time_machine

from sectors.models import Appointment, Seat
from tests.factories import (
    AppointmentFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/mijn/zetels/"
TODAY = date(2027, 4, 22)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def member(client):
    user = member_user(OrganisationFactory(name="Gemeente Voorbeeld"))
    client.force_login(user)
    return user


def sector_of(user, **fields):
    return SectorMembershipFactory(
        sector__slug=fields.get("name", "x").lower(),
        organisation=user.person.organisation,
        **{f"sector__{name}": value for name, value in fields.items()},
    ).sector


def choice(seat, **changed):
    chosen = {"mail": "weekly", "calendar": "both"} | changed
    return {f"seat-{seat.pk}-{name}": value for name, value in chosen.items()}


def test_visitor_signs_in_first(client):
    response = client.get(URL)

    assert response.headers["Location"] == "/account/login/?next=/mijn/zetels/"


def test_waiting_account_goes_to_the_waiting_page(client):
    client.force_login(UserFactory())

    assert client.get(URL).headers["Location"] == "/wachten/"


@pytest.mark.parametrize("make", [editor_user, admin_user])
def test_editor_without_a_person_has_no_seats(client, make):
    client.force_login(make())

    assert client.get(URL).headers["Location"] == "/wachten/"


def test_who_left_is_refused(client, member):
    member.person.left_on = TODAY
    member.person.save()

    assert client.get(URL).status_code == 403


@pytest.mark.parametrize("make", [manager_user, chair_user])
def test_who_leads_a_sector_may_take_a_seat_in_it(client, make):
    sector = SectorFactory()
    user = make(sector)
    client.force_login(user)

    client.post(URL, {"sector": sector.pk})

    assert Seat.objects.get(person=user.person).sector == sector


def test_page_shows_own_seats_and_the_other_sectors(client, member):
    SeatFactory(person=member.person, sector__name="Overheden", mail=Seat.Mail.WEEKLY, since=date(2026, 1, 2))
    SeatFactory(sector__name="Van een ander")
    SeatFactory(person=member.person, sector__name="Voorbij", until=TODAY)
    sector_of(member, name="Water")
    sector_of(member, name="Slapend", is_active=False)

    page = Page(client.get(URL).text)

    assert page.together("Overheden", "2 januari 2026", within=800)
    assert page.together("Water")
    assert not {word for word in ("Van een ander", "Voorbij", "Slapend") if word in page.text}


def test_page_without_sectors_says_whom_to_ask(client, member):
    assert "Gemeente Voorbeeld" in Page(client.get(URL).text).text


def test_office_staff_may_sit_in_every_active_sector(client):
    user = PersonFactory(account=UserFactory()).account
    sector = SectorFactory()
    client.force_login(user)

    client.post(URL, {"sector": sector.pk})

    assert Seat.objects.get(person=user.person).sector == sector


def test_taking_a_seat_twice_gives_one(client, member):
    sector = sector_of(member, name="Water")

    responses = [client.post(URL, {"sector": sector.pk}) for _click in range(2)]

    assert [response.headers["Location"] for response in responses] == [URL, URL]
    assert Seat.objects.filter(person=member.person, since=TODAY, until=None).count() == 1


@pytest.mark.parametrize("make", [SectorFactory, lambda: SectorFactory(is_active=False)])
def test_taking_a_seat_elsewhere_is_refused_on_the_page(client, member, make):
    response = client.post(URL, {"sector": make().pk})

    assert response.status_code == 200
    assert 'class="error-summary"' in response.text
    assert not Seat.objects.exists()


@pytest.mark.parametrize("sector", ["", "0", "x", "\0", "9" * 40, "<script>"])
def test_taking_a_seat_in_nothing_is_refused_on_the_page(client, member, sector):
    response = client.post(URL, {"sector": sector})

    assert response.status_code == 200
    assert 'class="error-summary"' in response.text


def test_choice_of_mail_and_calendar_is_kept(client, member):
    seat = SeatFactory(person=member.person)
    other = SeatFactory(person=member.person)

    response = client.post(f"{URL}{seat.pk}/", choice(seat))

    assert response.headers["Location"] == URL
    assert list(Seat.objects.order_by("pk").values_list("pk", "mail", "calendar")) == [
        (seat.pk, "weekly", "both"),
        (other.pk, "at_once", "invitation"),
    ]


@pytest.mark.parametrize("wrong", [{"mail": "never"}, {"calendar": ""}, {"mail": "\0"}])
def test_wrong_choice_says_so_on_the_field(client, member, wrong):
    seat = SeatFactory(person=member.person)
    SeatFactory(person=member.person)

    response = client.post(f"{URL}{seat.pk}/", choice(seat, **wrong))

    assert response.status_code == 200
    assert response.text.count("data-invalid") == 1
    assert f'href="#id_seat-{seat.pk}-{next(iter(wrong))}_0"' in response.text
    seat.refresh_from_db()
    assert (seat.mail, seat.calendar) == ("at_once", "invitation")


@pytest.mark.parametrize("path", ["", "opzeggen/"])
def test_seat_of_somebody_else_is_not_found(client, member, path):
    seat = SeatFactory()

    response = client.post(f"{URL}{seat.pk}/{path}", choice(seat))

    assert response.status_code == 404
    assert Seat.objects.filter(pk=seat.pk, mail="at_once", until=None).exists()


def test_leaving_asks_first(client, member):
    seat = SeatFactory(person=member.person, sector__name="Overheden")
    AppointmentFactory(person=member.person, sector=seat.sector, role=Appointment.Role.CHAIR)

    response = client.get(f"{URL}{seat.pk}/opzeggen/")

    assert "Overheden" in Page(response.text).text
    assert Appointment.Role.CHAIR.label.lower() in response.text
    assert Seat.objects.current().filter(pk=seat.pk).exists()


def test_leaving_ends_the_seat_today(client, member):
    seat = SeatFactory(person=member.person, since=TODAY - timedelta(days=1))

    response = client.post(f"{URL}{seat.pk}/opzeggen/")

    assert response.headers["Location"] == URL
    seat.refresh_from_db()
    assert seat.until == TODAY


@pytest.mark.parametrize("since", [TODAY, TODAY - timedelta(days=9)])
def test_leaving_twice_says_that_the_seat_is_gone(client, member, since):
    seat = SeatFactory(person=member.person, since=since)
    client.post(f"{URL}{seat.pk}/opzeggen/")

    response = client.post(f"{URL}{seat.pk}/opzeggen/", follow=True)

    assert response.redirect_chain == [(URL, 302)]
    assert not Seat.objects.current().exists()


def test_taking_again_on_the_day_one_left(client, member):
    seat = SeatFactory(person=member.person, sector=sector_of(member, name="Water"), since=date(2026, 1, 1))
    client.post(f"{URL}{seat.pk}/opzeggen/")

    client.post(URL, {"sector": seat.sector_id})

    periods = Seat.objects.order_by("pk").values_list("since", "until")
    assert list(periods) == [(date(2026, 1, 1), TODAY), (TODAY, None)]


def test_changing_by_get_is_refused(client, member):
    seat = SeatFactory(person=member.person)

    assert client.get(f"{URL}{seat.pk}/").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_does_not_grow(client, member, number, django_assert_num_queries):
    for place in range(number):
        SeatFactory(person=member.person)
        sector_of(member, name=f"Kring-{place}")

    with django_assert_num_queries(8):
        client.get(URL)
