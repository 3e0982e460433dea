"""…/verslag/correctie/ and /correcties/<pk>/: proposing a correction and answering it."""

from datetime import date

import pytest
import time_machine

from meetings.models import Attendance, Correction, Meeting
from tests.factories import (
    AttendanceFactory,
    CorrectionFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    PersonFactory,
    SectorFactory,
    SectorYearFactory,
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

DAY = date(2027, 4, 22)
Presence = Attendance.Presence


@pytest.fixture(autouse=True)
def now(client):
    NetworkFactory()
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(DAY, 17), tick=False):
        yield


@pytest.fixture
def minutes():
    year = SectorYearFactory(sector=SectorFactory(name="Water", slug="water"), year=2027)
    meeting = MeetingFactory(sector_year=year, title="De dijk", starts=moment(DAY, 14), ends=moment(DAY, 16))
    published = {"published_at": moment(DAY, 16), "published_by": PersonFactory()}
    return MinutesFactory(meeting=meeting, corrections_until=date(2027, 5, 6), **published)


@pytest.fixture
def chair(client, minutes):
    account = chair_user(minutes.meeting.sector_year.sector)
    client.force_login(account)
    return account


def url(minutes):
    return f"/bijeenkomsten/{minutes.meeting_id}/verslag/correctie/"


def attend(client, minutes, presence=Presence.PRESENT):
    account = member_user()
    AttendanceFactory(meeting=minutes.meeting, person=account.person, presence=presence)
    client.force_login(account)
    return account


# proposing


@pytest.mark.parametrize(
    ("presence", "status"),
    [(Presence.PRESENT, 200), (Presence.ONLINE, 200), (Presence.EXCUSED, 403), (Presence.ABSENT, 403), ("", 403)],
)
def test_who_was_there_proposes(client, minutes, presence, status):
    attend(client, minutes, presence)

    assert client.get(url(minutes)).status_code == status
    assert client.post(url(minutes), {}).status_code == status


def test_visitor_signs_in_to_propose(client, minutes):
    assert client.get(url(minutes)).headers["Location"].startswith("/account/login/")


def test_meeting_one_may_not_know_of_is_not_found(client, minutes):
    attend(client, minutes)
    Meeting.objects.update(state=Meeting.State.DRAFT)

    assert client.get(url(minutes)).status_code == 404


def test_correction_is_sent(client, minutes):
    account = attend(client, minutes)

    response = client.post(url(minutes), {"text": "Het waren er vier."})

    assert response.headers["Location"] == f"/bijeenkomsten/{minutes.meeting_id}/verslag/#corrections"
    assert list(Correction.objects.values_list("person", "text")) == [(account.person.pk, "Het waren er vier.")]


def test_correction_sent_twice_is_stored_once_and_told(client, minutes):
    attend(client, minutes)

    client.post(url(minutes), {"text": "Vier."})
    response = client.post(url(minutes), {"text": "Vier."})

    assert "You proposed this correction already." in Page(response.text).text
    assert Correction.objects.count() == 1


def test_correction_after_the_time_for_it_is_refused_and_kept_in_sight(client, minutes):
    attend(client, minutes)

    type(minutes).objects.update(corrections_until=date(2027, 4, 21))
    shown, sent = client.get(url(minutes)), client.post(url(minutes), {"text": "Vier."})

    assert "The time for corrections is over." in Page(shown.text).text
    assert "The time for corrections is over." in Page(sent.text).text
    assert "Vier." in sent.text
    assert not Correction.objects.exists()


@pytest.mark.parametrize(("text", "told"), [("", "Write what is to change."), ("x" * 2001, "at most 2000 characters")])
def test_correction_without_words_or_too_long_is_told(client, minutes, text, told):
    attend(client, minutes)

    assert told in Page(client.post(url(minutes), {"text": text}).text).text


# answering


@pytest.mark.parametrize(
    ("maker", "status"),
    [
        (lambda _sector: UserFactory(), 403),
        (lambda _sector: member_user(), 403),
        (lambda _sector: editor_user(), 403),
        (lambda _sector: chair_user(SectorFactory()), 403),
        (chair_user, 200),
        (manager_user, 200),
        (lambda _sector: admin_user(), 200),
    ],
)
def test_leaders_answer(client, minutes, maker, status):
    client.force_login(maker(minutes.meeting.sector_year.sector))

    assert client.get(f"/correcties/{CorrectionFactory(minutes=minutes).pk}/").status_code == status


def test_visitor_signs_in_to_answer(client, minutes):
    response = client.get(f"/correcties/{CorrectionFactory(minutes=minutes).pk}/")

    assert response.headers["Location"].startswith("/account/login/")


def test_correction_taken_over_leads_to_the_text_with_the_line_filled_in(client, minutes, chair):
    correction = CorrectionFactory(minutes=minutes)

    response = client.post(
        f"/correcties/{correction.pk}/", {"outcome": "accept", "answer": "Vier, geen drie."}, follow=True
    )

    minutes.refresh_from_db()
    assert minutes.corrections == "22 april 2027: Vier, geen drie."
    assert response.context["sheet"].remark["remark"].value() == "Vier, geen drie."


def test_declined_correction_leaves_the_minutes(client, minutes, chair):
    correction = CorrectionFactory(minutes=minutes)

    client.post(f"/correcties/{correction.pk}/", {"outcome": "decline", "answer": "Het waren er drie."})

    correction.refresh_from_db()
    minutes.refresh_from_db()
    assert (correction.answer, minutes.corrections) == ("Het waren er drie.", "")


def test_answer_without_words_or_choice_is_asked_for(client, minutes, chair):
    correction = CorrectionFactory(minutes=minutes)

    page = Page(client.post(f"/correcties/{correction.pk}/", {}).text)

    assert "Choose what you do with it." in page.text
    assert "Say what is corrected, or why not." in page.text


def test_second_answer_is_refused(client, minutes, chair):
    correction = CorrectionFactory(minutes=minutes)
    answer = {"outcome": "decline", "answer": "Nee."}
    client.post(f"/correcties/{correction.pk}/", answer)

    response = client.post(f"/correcties/{correction.pk}/", answer | {"outcome": "accept"})

    assert "This correction is answered already." in Page(response.text).text
    minutes.refresh_from_db()
    assert minutes.corrections == ""
