"""Who is reminded to answer, and who hears the day before what he needs to know: once, and not what has passed."""

from datetime import timedelta

import pytest
import time_machine

from meetings.answering.reminders import remind_of_answers, tell_who_comes
from meetings.answering.tokens import token_of
from meetings.models import Attendance, Invitation, Meeting
from members.models import Notification, OutboxMessage
from members.outbox import written
from tests.factories import (
    DAY,
    AgendaItemFactory,
    AttendanceFactory,
    DocumentFactory,
    InvitationFactory,
    MeetingFactory,
    PersonFactory,
    PresenterFactory,
    SeatFactory,
    SectorFactory,
    moment,
)

pytestmark = pytest.mark.django_db

Response = Attendance.Response
TODAY = timedelta()
REMINDED, PRACTICAL = "answer_reminder", "meeting_near"


def days(number):
    return timedelta(days=number)


@pytest.fixture
def meeting():
    return MeetingFactory(sector_year__sector=SectorFactory(name="Water"), title="Archief")


def run(step, before, hour=3):
    """Take a step so many days before the meeting."""
    with time_machine.travel(moment(DAY - days(before), hour, 17), tick=False):
        step()


def invited(meeting, name="an", seat=True, **invitation):
    person = PersonFactory(name=name, email=f"{name}@example.org")
    if seat:
        SeatFactory(person=person, sector=meeting.sector_year.sector)
    given = {"sent_at": moment(DAY - days(40)), "method": Invitation.Method.REQUEST, **invitation}
    InvitationFactory(meeting=meeting, person=person, **given)
    return person


def answered(meeting, response, name="bo", **answer):
    person = PersonFactory(name=name, email=f"{name}@example.org")
    return AttendanceFactory(
        meeting=meeting, person=person, response=response, responded_at=moment(DAY - days(9)), **answer
    )


def mailed(kind):
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def text(kind):
    return written(OutboxMessage.objects.get(kind=kind), "brink@example.org").body


@pytest.mark.parametrize(
    ("before", "is_told"), [(8, False), (7, True), (4, True), (2, True), (1, False), (0, False), (-1, False)]
)
def test_answers_are_asked_again_in_the_week_before_but_not_at_the_last(meeting, before, is_told):
    invited(meeting)

    run(remind_of_answers, before)

    assert mailed(REMINDED) == (["an@example.org"] if is_told else [])


def test_answers_are_asked_again_once_and_by_day(meeting):
    invited(meeting)

    for before in (7, 7, 6, 4):
        run(remind_of_answers, before)

    assert OutboxMessage.objects.get().due_at == moment(DAY - days(7), 7, 30)
    assert f"/antwoord/{token_of(Invitation.objects.get())}/" in text(REMINDED)
    assert Notification.objects.get().context["path"] == f"/bijeenkomsten/{meeting.pk}/aanmelden/"


def test_answers_are_asked_again_for_another_date(meeting):
    invited(meeting)
    run(remind_of_answers, 7)
    Meeting.objects.update(starts=meeting.starts + days(30), ends=meeting.ends + days(30))

    run(remind_of_answers, 7 - 30)

    assert len(mailed(REMINDED)) == 2


def test_only_who_holds_an_invitation_and_a_seat_and_gave_no_answer_is_reminded(meeting):
    invited(meeting, "silent")
    AttendanceFactory(meeting=meeting, person=invited(meeting, "listed"))
    for response in (Response.YES, Response.NO, Response.WAITING):
        answer = {"response": response, "responded_at": moment(DAY - days(20))}
        AttendanceFactory(meeting=meeting, person=invited(meeting, response), **answer)
    answered(meeting, Response.SUBSTITUTE, substitute=invited(meeting, "standin"))
    invited(meeting, "guest", seat=False)
    invited(meeting, "gone", method=Invitation.Method.CANCEL)
    invited(meeting, "fresh", sent_at=moment(DAY - days(8)))
    SeatFactory(sector=meeting.sector_year.sector, person__email="uninvited@example.org")

    run(remind_of_answers, 7)

    assert mailed(REMINDED) == ["listed@example.org", "silent@example.org"]


@pytest.mark.parametrize("step", [remind_of_answers, tell_who_comes])
@pytest.mark.parametrize("state", ["draft", "cancelled", "not_held"])
def test_nothing_is_said_of_a_meeting_that_does_not_stand(meeting, step, state):
    invited(meeting)
    answered(meeting, Response.YES)
    reason = "" if state == "draft" else "Geen zaal."
    Meeting.objects.update(state=state, state_reason=reason)

    run(step, 1 if step is tell_who_comes else 7)

    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("before", "hour", "is_told"),
    [(2, 3, False), (1, 3, True), (1, 22, True), (0, 3, True), (0, 13, True), (0, 14, False), (-1, 3, False)],
)
def test_who_comes_is_told_the_day_before_or_later_while_it_helps(meeting, before, hour, is_told):
    answered(meeting, Response.YES)

    run(tell_who_comes, before, hour)

    assert mailed(PRACTICAL) == (["bo@example.org"] if is_told else [])


def test_who_comes_stands_in_or_presents_is_told_and_nobody_else(meeting):
    for response in (Response.YES, Response.ONLINE, Response.NO, Response.WAITING):
        answered(meeting, response, response)
    answered(meeting, Response.SUBSTITUTE, "away", substitute=PersonFactory(email="standin@example.org"))
    invited(meeting, "silent")
    for name, moments in (
        ("presents", {"confirmed_at": moment()}),
        ("asked", {}),
        ("declined", {"declined_at": moment()}),
    ):
        PresenterFactory(meeting=meeting, person=PersonFactory(email=f"{name}@example.org"), **moments)
    PresenterFactory(meeting=meeting, person=Attendance.objects.get(response="no").person, confirmed_at=moment())

    run(tell_who_comes, 1)

    addresses = ("online", "presents", "standin", "yes")
    assert mailed(PRACTICAL) == [f"{name}@example.org" for name in addresses]


def test_practical_mail_has_place_link_agenda_and_documents_and_comes_once(meeting):
    Meeting.objects.update(place="Raadzaal, Assen", online_link="https://video.example.org/7")
    AgendaItemFactory(meeting=meeting, title="Rondje nieuws")
    document = DocumentFactory(meeting=meeting, title="Voorstel")
    answered(meeting, Response.YES)

    for before in (1, 1, 0):
        run(tell_who_comes, before)

    body = text(PRACTICAL)
    for part in ("Raadzaal, Assen", "https://video.example.org/7", "- Rondje nieuws", document.get_absolute_url()):
        assert part in body


def test_who_says_yes_at_the_last_hears_on_the_day_itself(meeting):
    run(tell_who_comes, 1)
    answered(meeting, Response.YES)

    run(tell_who_comes, 0)

    assert OutboxMessage.objects.get().due_at == moment(DAY, 7, 30)
