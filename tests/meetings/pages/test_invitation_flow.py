"""From a change of a meeting to the mail of it: the page that follows, what the meeting says, and two at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client

from meetings.inviting.audience import plan_of
from meetings.inviting.page import mark_of
from meetings.inviting.sweeps import deliver_due_mailings
from meetings.models import Invitation, Mailing, Meeting
from tests.factories import (
    InvitationFactory,
    MailingFactory,
    MeetingFactory,
    NetworkFactory,
    SectorFactory,
    SectorYearFactory,
    admin_user,
    chair_user,
    manager_user,
    moment,
)
from tests.factories.moments import DAY
from tests.reading import Page

pytestmark = pytest.mark.django_db

NOW = moment(DAY - timedelta(days=30), 14)


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water", slug="water"), year=DAY.year)
    return MeetingFactory(sector_year=year, title="De dijk", place="Zoutkamp")


@pytest.fixture
def user(client, meeting):
    """The programme manager, who ought to hold an invitation and does not."""
    account = manager_user(meeting.sector_year.sector)
    client.force_login(account)
    return account


def here(meeting, page=""):
    return f"/bijeenkomsten/{meeting.pk}/{page}"


def changed(meeting, **fields):
    known = {"title": meeting.title, "place": meeting.place, "visibility": meeting.visibility}
    known |= {"day": "2027-04-22", "begin": "13:30", "end": "16:30", "version": meeting.version}
    return known | fields


def told(response):
    return [str(message) for message in response.context["notices"]]


def holds(person, meeting):
    return InvitationFactory(person=person, meeting=meeting, address=person.account.email)


# what follows on a change


@pytest.mark.parametrize("fields", [{"place": "Lauwersoog"}, {"day": "2027-04-29"}, {"joint_sectors": "own"}])
def test_change_that_concerns_others_leads_to_the_invitations(client, meeting, user, fields):
    fields = {name: SectorFactory().pk if value == "own" else value for name, value in fields.items()}

    response = client.post(here(meeting, "wijzigen/"), changed(meeting, **fields), follow=True)

    assert response.redirect_chain == [(here(meeting, "uitnodigingen/"), 302)]
    assert told(response) == ["The meeting is stored. Nobody is mailed yet."]


def test_change_of_the_title_leads_to_the_meeting(client, meeting, user):
    response = client.post(here(meeting, "wijzigen/"), changed(meeting, title="De kade"))

    assert response.url == here(meeting)


def test_change_leads_to_the_meeting_when_nobody_needs_a_mail(client, meeting):
    client.force_login(admin_user())

    assert client.post(here(meeting, "wijzigen/"), changed(meeting, place="Ezinge")).url == here(meeting)


def test_change_goes_along_with_the_mail_that_waits(client, meeting, user):
    MailingFactory(meeting=meeting, due_at=NOW + timedelta(minutes=5))

    response = client.post(here(meeting, "wijzigen/"), changed(meeting, place="Lauwersoog"), follow=True)

    assert told(response) == ["The meeting is stored. The mail that waits takes this along, at 14:35."]


def test_bringing_back_leads_to_the_invitations(client, meeting, user):
    Meeting.objects.update(state=Meeting.State.CANCELLED, state_reason="Ziek")

    response = client.post(here(meeting, "herstellen/"), {"state": "scheduled"}, follow=True)

    assert told(response) == ["The meeting is back. Nobody is mailed yet."]


# calling off


@pytest.mark.parametrize("page", ["afgelasten/", "gaat-niet-door/"])
def test_calling_off_says_whom_it_mails_before_and_after(client, meeting, user, page):
    holds(user.person, meeting)

    asked = Page(client.get(here(meeting, page)).text)
    response = client.post(here(meeting, page), {"reason": "De zaal staat onder water."}, follow=True)

    assert asked.together("This mails 1 person at 1 organisation.", within=60)
    assert asked.together(user.person.name, "Cancellation", within=60)
    assert told(response)[0].endswith("This mails 1 person at 1 organisation.")
    assert Mailing.objects.due().get().meeting == meeting


def test_calling_off_without_invitations_says_that_nobody_is_mailed(client, meeting, user):
    text = "Nobody has an invitation to this meeting, so nobody is mailed."

    assert text in client.get(here(meeting, "afgelasten/")).text
    client.post(here(meeting, "afgelasten/"), {"reason": "Ziek"})
    assert not Mailing.objects.exists()


# the page of the meeting


def test_meeting_tells_its_manager_that_invitations_are_to_be_mailed(client, meeting, user):
    page = Page(client.get(here(meeting)).text)

    assert page.together("The invitations are not up to date.", "To the invitations", within=150)
    assert here(meeting, "uitnodigingen/") in page.links


def test_meeting_tells_its_manager_when_the_mail_goes_out(client, meeting, user):
    MailingFactory(meeting=meeting, due_at=NOW + timedelta(minutes=5))

    assert "The invitations are mailed at 14:35. Until then you can undo it." in client.get(here(meeting)).text


def test_meeting_tells_its_manager_that_the_mail_goes_out_now_once_it_is_due(client, meeting, user):
    MailingFactory(meeting=meeting, due_at=NOW)

    page = client.get(here(meeting)).text

    assert "The mail goes out now." in page
    assert "Until then you can undo it." not in page


@pytest.mark.parametrize(
    ("held", "values", "needs"),
    [
        (False, {}, True),
        (True, {}, False),
        (True, {"ical_sequence": 1}, True),
        (True, {"state": "cancelled", "state_reason": "Ziek"}, True),
        (False, {"state": "cancelled", "state_reason": "Ziek"}, False),
        (False, {"state": "draft"}, False),
        (True, {"starts": NOW - timedelta(hours=1), "ical_sequence": 1}, False),
    ],
)
def test_meeting_tells_whether_its_invitations_are_up_to_date(client, meeting, user, held, values, needs):
    if held:
        holds(user.person, meeting)
    Meeting.objects.update(**values)

    assert ("The invitations are not up to date." in client.get(here(meeting)).text) is needs


def test_meeting_tells_a_chair_nothing_of_invitations(client, meeting):
    client.force_login(chair_user(meeting.sector_year.sector))

    page = Page(client.get(here(meeting)).text)

    assert "invitations" not in page.text
    assert here(meeting, "uitnodigingen/") not in page.links


def test_queries_of_a_manager_stay_few(client, django_assert_num_queries, meeting, user):
    NetworkFactory()
    MailingFactory(meeting=meeting, due_at=NOW + timedelta(minutes=5))

    with django_assert_num_queries(8):
        client.get(here(meeting))


# two at once, and too late


def test_withdrawing_after_the_mail_went_out_is_politely_too_late(client, meeting, user):
    mailing = MailingFactory(meeting=meeting, due_at=NOW)
    deliver_due_mailings()

    sent = {"act": "undo", "mailings": mailing.pk}
    response = client.post(here(meeting, "uitnodigingen/"), sent, follow=True)

    assert told(response) == ["The mail has gone out already."]
    assert Invitation.objects.get().person == user.person


def test_mailing_of_a_meeting_that_began_meanwhile_mails_nobody(client, meeting, user, now):
    mailing = MailingFactory(meeting=meeting, due_at=meeting.starts + timedelta(minutes=1))
    now.move_to(meeting.starts + timedelta(minutes=2))
    client.force_login(user)

    sent = {"act": "now", "mailings": mailing.pk}
    response = client.post(here(meeting, "uitnodigingen/"), sent, follow=True)
    deliver_due_mailings()

    assert response.status_code == 200
    assert not Invitation.objects.exists()
    assert Mailing.objects.get().people == 0


@pytest.mark.django_db(transaction=True)
def test_two_people_who_ask_at_once_ask_for_one_mailing(meeting, user):
    sent = {"meetings": f"{meeting.pk}-{mark_of(meeting, plan_of(meeting))}"}
    start = Barrier(2)

    def ask(account):
        browser = Client()
        browser.force_login(account)
        start.wait()
        try:
            return browser.post(here(meeting, "uitnodigingen/"), sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(ask, [user, admin_user()]))

    assert statuses == [302, 302]
    assert Mailing.objects.waiting().get().meeting == meeting
