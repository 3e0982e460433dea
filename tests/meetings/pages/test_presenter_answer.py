"""/sprekers/<pk>/: who is asked to present says whether he will."""

from datetime import date

import pytest
import time_machine

from meetings.models import Meeting, Presenter
from tests.factories import MeetingFactory, PresenterFactory, chair_user, member_user, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(date(2027, 4, 7), 10), tick=False):
        yield


@pytest.fixture
def presenter():
    return PresenterFactory(meeting=MeetingFactory(title="De dijk"), person=member_user().person)


@pytest.fixture
def user(client, presenter):
    client.force_login(presenter.person.account)
    return presenter.person.account


def url(presenter):
    return f"/sprekers/{presenter.pk}/"


@pytest.mark.parametrize(("answer", "text"), [("yes", "The answer is yes."), ("no", "The answer is no.")])
def test_presenter_answers(client, presenter, user, answer, text):
    response = client.post(url(presenter), {"answer": answer}, follow=True)

    assert response.redirect_chain == [(url(presenter), 302)]
    assert text in response.text
    presenter.refresh_from_db()
    assert bool(presenter.confirmed_at) is (answer == "yes")


def test_answer_can_change(client, presenter, user):
    client.post(url(presenter), {"answer": "yes"})

    client.post(url(presenter), {"answer": "no"})

    presenter.refresh_from_db()
    assert (presenter.confirmed_at is None, presenter.declined_at is None) == (True, False)


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_wrong_answer_is_an_error(client, presenter, user, answer):
    response = client.post(url(presenter), {"answer": answer})

    assert set(response.context["form"].errors) == {"answer"}
    assert Presenter.objects.filter(confirmed_at=None, declined_at=None).exists()


def test_leader_notes_the_answer_of_someone_without_account(client):
    presenter = PresenterFactory()
    client.force_login(chair_user(presenter.meeting.sector_year.sector))

    assert "You note the answer" in client.get(url(presenter)).text
    client.post(url(presenter), {"answer": "yes"})

    presenter.refresh_from_db()
    assert presenter.confirmed_at


def test_others_are_refused_and_hidden_meetings_are_not_found(client, presenter):
    client.force_login(member_user())
    assert client.get(url(presenter)).status_code == 403

    Meeting.objects.update(visibility="invited")
    assert client.get(url(presenter)).status_code == 404


def test_meeting_that_was_cancelled_asks_no_answer(client, presenter, user):
    Meeting.objects.update(state="cancelled", state_reason="Storm")

    assert 'name="answer"' not in client.get(url(presenter)).text
    assert "does not take place" in client.post(url(presenter), {"answer": "yes"}).text


@pytest.mark.parametrize("answered", [True, False])
def test_my_page_asks_who_has_not_answered(client, presenter, user, answered):
    Presenter.objects.update(confirmed_at=moment(date(2027, 4, 1)) if answered else None)

    assert (url(presenter) in client.get("/mijn/").text) is not answered
