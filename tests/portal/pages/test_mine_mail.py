"""/mijn/berichten/: which mail one gets, in which language, and what one was told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.models import MailPreferences, Notification
from members.notices import NOTICES
from portal.preferences import stoppable_notices
from sectors.models import Seat
from tests.factories import (
    MailPreferencesFactory,
    NotificationFactory,
    PersonFactory,
    SeatFactory,
    UserFactory,
    member_user,
)

pytestmark = pytest.mark.django_db

URL = "/mijn/berichten/"


@pytest.fixture
def person(client):
    user = member_user()
    client.force_login(user)
    return user.person


def kinds():
    return [notice.kind for notice in stoppable_notices()]


def choice(*seats, mail="weekly", **changed):
    return {"language": "nl", "wanted": kinds()} | {f"seat-{seat.pk}": mail for seat in seats} | changed


def told(person, number=1, **fields):
    context = {"path": "/bijeenkomsten/1/", "title": "Archief", "sectors": "Water", "starts": "", "ends": ""}
    rows = {"person": person, "kind": "topic_settled", "context": context, **fields}
    return [NotificationFactory(**rows) for _each in range(number)]


def page_of(client, url=URL):
    return client.get(url).content.decode()


def test_visitor_signs_in_first(client):
    response = client.get(URL)

    assert response.url.startswith("/account/login/")


def test_account_without_person_waits(client):
    client.force_login(UserFactory())

    assert client.get(URL).url == "/wachten/"


def test_former_member_is_refused(client, person):
    type(person).objects.filter(pk=person.pk).update(left_on=date(2020, 1, 1))

    assert client.get(URL).status_code == 403


def test_page_has_every_kind_of_mail_with_its_rule(client, person):
    context = client.get(URL).context

    rows = [row for group in context["groups"] for row in group.rows]
    assert {row.kind for row in rows} == set(NOTICES)
    assert {row.kind for row in rows if row.can_stop} == set(kinds())
    assert not {"presenter_asked", "digest"} & set(kinds())
    assert {row.is_wanted for row in rows if row.can_stop} == {True}


def test_choices_are_kept(client, person):
    seat = SeatFactory(person=person, calendar="both")
    other = SeatFactory(mail="at_once")

    response = client.post(URL, choice(seat, mail="nothing", language="en", wanted=kinds()[1:]))

    assert response.url == URL
    preferences = MailPreferences.objects.get()
    assert (preferences.person, preferences.language, preferences.muted) == (person, "en", kinds()[:1])
    assert [Seat.objects.get(pk=each.pk).mail for each in (seat, other)] == ["nothing", "at_once"]
    assert Seat.objects.get(pk=seat.pk).calendar == "both"


def test_nothing_ticked_stops_all_that_can_be_stopped(client, person):
    client.post(URL, choice(wanted=[]))

    assert person.mail_preferences.muted == sorted(kinds())


def test_what_the_page_does_not_show_stays_stopped(client, person):
    MailPreferencesFactory(person=person, muted=["gone_by_now", kinds()[0]])

    client.post(URL, choice())

    assert MailPreferences.objects.get().muted == ["gone_by_now"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "fr"},
        {"language": ""},
        {"wanted": ["everything"]},
        {"wanted": ["presenter_asked"]},
        {"mail": "never"},
    ],
)
def test_impossible_choice_is_told_and_keeps_nothing(client, person, wrong):
    seat = SeatFactory(person=person)

    response = client.post(URL, choice(seat, **wrong))

    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert not MailPreferences.objects.exists()
    assert Seat.objects.get().mail == "at_once"


def test_seat_that_ended_meanwhile_is_left_alone(client, person):
    seat = SeatFactory(person=person, since=date(2020, 1, 1), until=timezone.localdate())

    response = client.post(URL, choice(seat, mail="nothing"))

    assert response.status_code == 302
    assert Seat.objects.get().mail == "at_once"


def test_what_was_told_is_there_and_new_once(client, person):
    told(person, mailed_at=timezone.now())
    told(PersonFactory(), context={"path": "/bijeenkomsten/2/"})

    first, second = (client.get(URL).context["told"] for _time in range(2))

    assert [(row.path, row.is_mailed, row.is_new) for row in first] == [("/bijeenkomsten/1/", True, True)]
    assert [row.is_new for row in second] == [False]
    assert Notification.objects.exclude(person=person).get().read_at is None


def test_week_that_was_looked_at_and_kinds_that_are_gone_are_no_news(client, person):
    told(person, kind="digest", key="digest:2027-16")
    told(person, kind="gone_by_now")

    assert client.get(URL).context["told"] == []


def test_what_was_told_comes_in_pages(client, person):
    told(person, 25)

    assert [len(client.get(f"{URL}?pagina={number}").context["told"]) for number in (1, 2)] == [20, 5]
    assert {client.get(f"{URL}?pagina={number}").status_code for number in ("3", "0", "x", "")} == {404}


def test_saving_marks_nothing_as_read(client, person):
    told(person)

    client.post(URL, choice(language="fr"))

    assert Notification.objects.get().read_at is None


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_as_many_queries_for_one_as_for_three(client, person, django_assert_num_queries, rows):
    told(person, rows)
    for _each in range(rows):
        SeatFactory(person=person)
    page_of(client)
    told(person, rows, created_at=timezone.now() + timedelta(seconds=1))

    with django_assert_num_queries(10):
        client.get(URL)
