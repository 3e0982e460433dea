"""/antwoord/…: looking changes nothing, however often; the form records without signing in, until it begins."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from meetings.answering.tokens import token_of
from meetings.models import Attendance, Invitation, Meeting
from members.history import event_model
from tests.factories import (
    AttendanceFactory,
    InvitationFactory,
    MeetingFactory,
    PersonFactory,
    SectorFactory,
    SectorYearFactory,
    member_user,
    moment,
)
from tests.reading import Page
from tests.rights_world import written

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
DAY = date(2027, 4, 22)


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(TODAY, 10), tick=False) as clock:
        yield clock


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water"))
    when = {"starts": moment(DAY, 13), "ends": moment(DAY, 16)}
    return MeetingFactory(sector_year=year, title="De dijk", place="Assen, and online", **when)


@pytest.fixture
def invitation(meeting):
    return InvitationFactory(meeting=meeting, person=PersonFactory(name="Wieke Water"))


def url(invitation, answer=""):
    return f"/antwoord/{token_of(invitation)}/" + (f"?keuze={answer}" if answer else "")


def answers():
    return dict(Attendance.objects.values_list("person__name", "response"))


def checked(response):
    return [
        line.partition('value="')[2].partition('"')[0] for line in response.text.split("<input") if "checked" in line
    ]


# looking


def test_page_shows_the_meeting_and_whose_invitation_it_is(client, invitation):
    page = Page(client.get(url(invitation)).text)

    assert page.together("De dijk", "Thursday 22 April 2027", "Assen", "Water", "Wieke Water", within=3000)
    assert f"/bijeenkomsten/{invitation.meeting_id}/aanmelden/" in page.links


@pytest.mark.parametrize("answer", ["yes", "online", "no"])
def test_button_of_the_mail_chooses_its_answer(client, invitation, answer):
    assert checked(client.get(url(invitation, answer))) == [answer]


@pytest.mark.parametrize("answer", ["maybe", "substitute", "'\"><b>"])
def test_unknown_button_chooses_nothing(client, invitation, answer):
    response = client.get(url(invitation), {"keuze": answer})

    assert (response.status_code, checked(response)) == (200, [])


def test_scanner_that_opens_every_link_changes_nothing(client, invitation):
    before = written()
    for method in ("get", "head", "get", "head"):
        for answer in ("yes", "no", "online"):
            assert getattr(client, method)(url(invitation, answer)).status_code == 200

    assert written() == before
    assert answers() == {}


def test_page_is_kept_nowhere(client, invitation):
    headers = client.get(url(invitation)).headers

    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_wrong_method_is_refused(client, invitation, method):
    assert getattr(client, method)(url(invitation)).status_code == 405


@pytest.mark.parametrize("token", ["1.forged", "x", "1", "9" * 400])
@pytest.mark.parametrize("method", ["get", "post"])
def test_forged_link_does_not_exist(client, invitation, token, method):
    response = getattr(client, method)(f"/antwoord/{token}/", {"response": "yes"})

    assert response.status_code == 404
    assert "This page does not exist" in response.text
    assert answers() == {}


# answering


@pytest.mark.parametrize("answer", ["yes", "online", "no"])
def test_form_records_the_answer(client, invitation, answer):
    response = client.post(url(invitation, "yes"), {"response": answer, "reason": ""}, follow=True)

    stored = Attendance.objects.get()
    assert (stored.person, stored.response, stored.channel) == (invitation.person, answer, "mail")
    assert "Your answer is noted" in response.text
    assert "You can change it until the meeting begins." in response.text


def test_answer_of_who_has_an_account_stands_in_the_history(client, meeting):
    invitation = InvitationFactory(meeting=meeting, person=member_user().person)

    client.post(url(invitation), {"response": "no", "reason": "On leave"})

    told = event_model(Attendance).objects.latest("pgh_id")
    assert (told.response_reason, told.pgh_context["user"]) == ("On leave", invitation.person.account.pk)


def test_second_click_is_the_same_answer(client, invitation):
    statuses = [client.post(url(invitation), {"response": "yes"}).status_code for _click in range(2)]

    assert statuses == [302, 302]
    assert answers() == {"Wieke Water": "yes"}


def test_answer_can_change(client, invitation):
    client.post(url(invitation), {"response": "yes"})
    client.post(url(invitation), {"response": "no", "reason": "Ill"})

    page = client.get(url(invitation))

    assert checked(page) == ["no"]
    assert "Your answer now: No, I do not come." in page.text


@pytest.mark.parametrize("sent", [{}, {"response": "maybe"}, {"response": "substitute"}, {"response": "none"}])
def test_wrong_answer_is_told_and_changes_nothing(client, invitation, sent):
    response = client.post(url(invitation), {**sent, "reason": "My own words"})

    assert response.status_code == 200
    assert "My own words" in response.text
    assert answers() == {}


def test_reason_that_is_too_long_is_told(client, invitation):
    response = client.post(url(invitation), {"response": "no", "reason": "x" * 301})

    assert "at most 300" in response.text
    assert answers() == {}


def test_form_without_its_token_is_refused(invitation):
    client = Client(enforce_csrf_checks=True)

    assert client.post(url(invitation), {"response": "yes"}).status_code == 403
    assert answers() == {}


def test_full_room_has_a_waiting_list(client, invitation):
    Meeting.objects.update(capacity=1)
    AttendanceFactory(meeting=invitation.meeting, person__name="Anna", response="yes", responded_at=moment(TODAY, 9))

    shown = client.get(url(invitation, "yes"))
    too_late = client.post(url(invitation), {"response": "yes"})
    client.post(url(invitation), {"response": "waiting"})

    assert checked(shown) == ["waiting"]
    assert "The only place is taken" in too_late.text
    assert answers() == {"Anna": "yes", "Wieke Water": "waiting"}


def test_who_stands_in_for_another_is_told(client, invitation):
    AttendanceFactory(
        meeting=invitation.meeting,
        person__name="Anna",
        response="substitute",
        substitute=invitation.person,
        responded_at=moment(TODAY, 9),
    )

    page = client.get(url(invitation))
    refused = client.post(url(invitation), {"response": "yes"})

    assert "I come in the place of a colleague" in page.text
    assert "You come in the place of Anna already" in refused.text


# when no answer is asked


def leave_sector(invitation, now):
    Invitation.objects.update(method="cancel")


def leave_network(invitation, now):
    invitation.person.left_on = TODAY
    invitation.person.save()


def cancel(invitation, now):
    Meeting.objects.update(state="cancelled", state_reason="Storm")


def begin(invitation, now):
    now.move_to(moment(DAY, 13))


def end(invitation, now):
    now.move_to(moment(DAY, 18))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (leave_sector, "no longer invited"),
        (leave_network, "no longer invited"),
        (cancel, "is cancelled"),
        (begin, "has begun"),
        (end, "has begun"),
    ],
)
def test_link_that_is_over_says_why_and_changes_nothing(client, invitation, now, change, reason):
    change(invitation, now)

    pages = [client.get(url(invitation)), client.post(url(invitation), {"response": "yes"})]

    assert [page.status_code for page in pages] == [410, 410]
    assert all(reason in page.text and "De dijk" in page.text for page in pages)
    assert answers() == {}


# who else reads it


def test_somebody_else_is_told_whose_invitation_it_is(client, invitation):
    client.force_login(member_user())

    assert "This is the invitation of Wieke Water" in client.get(url(invitation)).text


def test_reader_himself_is_not_told(client, meeting):
    user = member_user()
    client.force_login(user)

    assert "This is the invitation" not in client.get(url(InvitationFactory(meeting=meeting, person=user.person))).text


@pytest.mark.parametrize("others", [1, 3])
def test_page_costs_as_much_however_many_are_invited(client, invitation, others, django_assert_num_queries):
    for _number in range(others):
        InvitationFactory(meeting=invitation.meeting)
        AttendanceFactory(meeting=invitation.meeting, response="yes", responded_at=moment(TODAY, 9))
    Meeting.objects.update(capacity=20)
    address = url(invitation)

    with django_assert_num_queries(4):
        client.get(address)
