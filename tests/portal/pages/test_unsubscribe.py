"""/afmelden/<token>/: mail stops without signing in, by POST alone, and comes back the same way."""

import pghistory
import pytest
from django.test import Client

from members.history import event_model
from members.models import MailPreferences
from members.notices import NOTICES, Notice, Weight
from members.unsubscribing import unsubscribe_path
from sectors.models import Seat
from tests.factories import AppointmentFactory, MailPreferencesFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    for weight in Weight:
        notice = Notice(weight.value, f"Sort {weight.value}", "", weight, "", {})
        monkeypatch.setitem(NOTICES, notice.kind, notice)


def mail_program():
    """Return who comes without cookies, and is checked like any browser."""
    return Client(enforce_csrf_checks=True)


def path_of(seat, kind):
    return unsubscribe_path(seat.person_id, kind, seat.sector_id)


def mail_of(seat):
    return Seat.objects.get(pk=seat.pk).mail


def test_page_says_what_stops_and_changes_nothing(client):
    seat = SeatFactory(sector__name="Veiligheid")

    page = client.get(path_of(seat, "tells")).content.decode()

    assert [word for word in ("Sort tells", "Veiligheid", str(Seat.Mail.ONLY_ASKED.label)) if word not in page] == []
    assert mail_of(seat) == "at_once"


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete"])
def test_scanner_that_opens_the_link_changes_nothing(client, method):
    seat = SeatFactory()

    getattr(client, method)(path_of(seat, "asks"), ONE_CLICK)

    assert mail_of(seat) == "at_once"
    assert not MailPreferences.objects.exists()


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("tells", "at_once", "only_asked"),
        ("tells", "weekly", "only_asked"),
        ("tells", "only_asked", "only_asked"),
        ("tells", "nothing", "nothing"),
        ("asks", "at_once", "nothing"),
        ("asks", "weekly", "nothing"),
        ("asks", "only_asked", "nothing"),
        ("asks", "nothing", "nothing"),
    ],
)
def test_one_click_makes_the_seat_ask_for_less(kind, before, after):
    seat = SeatFactory(mail=before)

    response = mail_program().post(path_of(seat, kind), ONE_CLICK)

    assert (response.status_code, mail_of(seat)) == (200, after)
    assert not response.cookies


@pytest.mark.parametrize("encoding", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_one_click_works_as_either_form(encoding):
    seat = SeatFactory()
    body = "List-Unsubscribe=One-Click"
    if encoding.startswith("multipart"):
        body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
        encoding += "; boundary=x"

    response = mail_program().generic("POST", path_of(seat, "asks"), body, encoding)

    assert (response.status_code, mail_of(seat)) == (200, "nothing")


def test_one_click_twice_is_one_change():
    seat = SeatFactory()

    answers = {mail_program().post(path_of(seat, "asks"), ONE_CLICK).status_code for _ in range(3)}

    assert answers == {200}
    assert event_model(Seat).objects.filter(id=seat.pk).count() == 2


def test_one_click_leaves_other_seats_alone():
    seat = SeatFactory()
    other, elsewhere = SeatFactory(person=seat.person), SeatFactory(sector=seat.sector)

    mail_program().post(path_of(seat, "asks"), ONE_CLICK)

    assert [mail_of(each) for each in (seat, other, elsewhere)] == ["nothing", "at_once", "at_once"]


@pytest.mark.parametrize("body", [{}, {"undo": "1"}, {"List-Unsubscribe": "One-Click please"}, {"stop": "1"}])
def test_anything_else_is_refused_without_csrf_token(body):
    seat = SeatFactory()

    response = mail_program().post(path_of(seat, "asks"), body)

    assert (response.status_code, mail_of(seat)) == (403, "at_once")


def test_button_of_the_page_stops_and_the_page_then_offers_the_way_back():
    seat, browser = SeatFactory(mail="weekly"), mail_program()
    path = path_of(seat, "asks")
    token = browser.get(path).cookies["csrftoken"].value

    response = browser.post(path, {"csrfmiddlewaretoken": token}, follow=True)

    assert response.redirect_chain == [(path, 302)]
    assert mail_of(seat) == "nothing"
    assert 'name="undo"' in response.content.decode()


def test_undo_gives_the_seat_what_it_had(client):
    seat = SeatFactory(mail="weekly")
    client.post(path_of(seat, "asks"), ONE_CLICK)

    client.post(path_of(seat, "asks"), {"undo": "1"})

    assert mail_of(seat) == "weekly"


def test_undo_leaves_alone_what_was_chosen_since(client):
    seat = SeatFactory(mail="weekly")
    client.post(path_of(seat, "tells"), ONE_CLICK)
    with pghistory.context(unsubscribed="asks"):
        Seat.objects.filter(pk=seat.pk).update(mail="nothing")

    client.post(path_of(seat, "tells"), {"undo": "1"})

    assert mail_of(seat) == "nothing"
    assert 'name="undo"' not in client.get(path_of(seat, "tells")).content.decode()


def test_weekly_mail_stops_for_the_seats_that_had_it():
    person = PersonFactory()
    seats = [SeatFactory(person=person, mail=mail) for mail in Seat.Mail.values]

    mail_program().post(unsubscribe_path(person.pk, "digest"), ONE_CLICK)

    assert [mail_of(seat) for seat in seats] == ["at_once", "nothing", "only_asked", "nothing"]


def test_weekly_mail_comes_back_for_the_seats_that_had_it(client):
    person = PersonFactory()
    seats = [SeatFactory(person=person, mail=mail) for mail in Seat.Mail.values]
    path = unsubscribe_path(person.pk, "digest")
    client.post(path, ONE_CLICK)

    client.post(path, {"undo": "1"})

    assert [mail_of(seat) for seat in seats] == Seat.Mail.values


@pytest.mark.parametrize("kind", ["personal", "asks", "tells", "gone_by_now"])
def test_mail_that_follows_no_seat_is_stopped_by_its_kind(client, kind):
    person = AppointmentFactory().person
    path = unsubscribe_path(person.pk, kind)

    client.post(path, ONE_CLICK)
    client.post(path, ONE_CLICK)

    assert person.mail_preferences.muted == [kind]
    client.post(path, {"undo": "1"})
    assert MailPreferences.objects.get().muted == []


def test_seat_that_is_over_stops_nothing_elsewhere(client):
    seat = SeatFactory()
    path = path_of(seat, "tells")
    Seat.objects.all().delete()

    client.post(path, ONE_CLICK)

    assert not MailPreferences.objects.exists()
    assert client.get(path).status_code == 200


def test_forged_link_is_not_found(client):
    seat = SeatFactory()
    path = path_of(seat, "asks")

    for forged in (path[:-2] + "/", path.replace("asks", "tells"), "/afmelden/.../", "/afmelden/x/"):
        assert client.get(forged).status_code == 404
        assert client.post(forged, ONE_CLICK).status_code == 404

    assert mail_of(seat) == "at_once"


@pytest.mark.parametrize("gone", ["erased", "deleted"])
def test_person_who_is_erased_gets_a_polite_page(client, gone):
    person = PersonFactory(email="")
    path = unsubscribe_path(person.pk, "digest")
    if gone == "erased":
        type(person).objects.update(job_title="", phone="", account=None, erased_at="2027-01-01T00:00Z")
    else:
        person.delete()

    answers = [client.get(path), client.post(path), client.post(path, ONE_CLICK)]

    assert [response.status_code for response in answers] == [200, 200, 200]
    assert not MailPreferences.objects.exists()


@pytest.mark.parametrize(("language", "cookie", "spoken"), [("en", "", "en"), ("nl", "", "nl"), ("en", "nl", "nl")])
def test_page_speaks_the_language_of_the_mail_unless_another_was_chosen(client, settings, language, cookie, spoken):
    seat = SeatFactory()
    MailPreferencesFactory(person=seat.person, language=language)
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = client.get(path_of(seat, "tells"))

    assert response.headers["Content-Language"] == spoken
    assert f'<html lang="{spoken}"' in response.content.decode()
