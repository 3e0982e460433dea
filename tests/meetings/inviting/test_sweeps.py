"""What workers do by themselves: due mailings, and people who come, leave or move; twice at once, late, or halfway."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.inviting import delivering
from meetings.inviting.acts import ask_mailing
from meetings.inviting.delivering import deliver
from meetings.inviting.differences import with_differences
from meetings.inviting.sweeps import bring_people_up_to_date, deliver_due_mailings
from meetings.models import CalendarEdition, Invitation, Mailing, Meeting, Presenter
from meetings.tasks import bring_people_up_to_date as task_of_people
from meetings.tasks import deliver_due_mailings as task_of_mailings
from members.models import OutboxMessage, Person
from sectors.models import Seat
from tests.factories import (
    AttendanceFactory,
    InvitationFactory,
    MailingFactory,
    PresenterFactory,
    SeatFactory,
    SectorFactory,
    UserFactory,
)
from tests.meetings.inviting.people import member, scheduled, seated

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def mailed():
    return sorted(OutboxMessage.objects.filter(template="calendar").values_list("recipient", "kind"))


@pytest.fixture
def invited():
    """A meeting to which one person was invited; what is mailed after that is seen apart."""
    meeting = scheduled()
    seated(meeting)
    deliver(meeting)
    OutboxMessage.objects.all().delete()
    return meeting


def test_mailing_goes_out_when_it_is_due_and_not_before():
    meeting = scheduled()
    person = seated(meeting)
    (mailing,) = ask_mailing(meetings=[meeting], by=UserFactory())

    deliver_due_mailings()
    assert mailed() == []

    with time_machine.travel(timezone.now() + 10 * MINUTE):
        task_of_mailings()
        mailing.refresh_from_db()
        assert mailing.done_at
    assert mailed() == [(person.email, "invitation")]
    assert (mailing.people, mailing.organisations) == (1, 1)


def test_mailing_of_a_meeting_that_began_meanwhile_mails_nobody_and_is_done():
    meeting = scheduled(starts=timezone.now() + 5 * MINUTE)
    seated(meeting)
    (mailing,) = ask_mailing(meetings=[meeting], by=UserFactory())

    with time_machine.travel(timezone.now() + 3 * DAY):  # the worker was down
        deliver_due_mailings()

    mailing.refresh_from_db()
    assert (mailed(), mailing.people) == ([], 0)
    assert mailing.done_at


def test_mailing_stays_due_when_the_clock_jumps_back_and_goes_once():
    meeting = scheduled()
    seated(meeting)
    ask_mailing(meetings=[meeting], by=UserFactory())

    for moment in (DAY, -DAY, 2 * DAY):
        with time_machine.travel(timezone.now() + moment):
            deliver_due_mailings()

    assert len(mailed()) == 1


def test_failure_in_the_middle_leaves_nothing_and_holds_up_no_other(monkeypatch):
    broken, fine = scheduled(), scheduled()
    for meeting in (broken, fine):
        seated(meeting)
        MailingFactory(meeting=meeting, due_at=timezone.now() - MINUTE)
    real = delivering._link_mails

    def halfway(meeting, rows):
        if meeting == broken:
            raise OSError("the disk is full")
        real(meeting, rows)

    monkeypatch.setattr(delivering, "_link_mails", halfway)
    deliver_due_mailings()

    assert not Invitation.objects.filter(meeting=broken).exists()
    assert not CalendarEdition.objects.filter(meeting=broken).exists()
    assert OutboxMessage.objects.count() == fine.invitations.count() == 1
    monkeypatch.undo()
    deliver_due_mailings()
    assert OutboxMessage.objects.count() == 2
    assert not Mailing.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_deliver_once():
    meeting = scheduled()
    for _ in range(5):
        seated(meeting)
    MailingFactory(meeting=meeting, due_at=timezone.now() - MINUTE)
    start = threading.Barrier(2)

    def work():
        start.wait()
        deliver_due_mailings()
        bring_people_up_to_date()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert OutboxMessage.objects.count() == 5
    assert set(Invitation.objects.values_list("round", flat=True)) == {1}


def leave(person, **_rest):
    Seat.objects.filter(person=person).update(until=timezone.localdate())


def quit_network(person, **_rest):
    Person.objects.filter(pk=person.pk).update(left_on=timezone.localdate())


def follow_the_feed(person, **_rest):
    Seat.objects.filter(person=person).update(calendar=Seat.Calendar.FEED)


@pytest.mark.parametrize("act", [leave, quit_network, follow_the_feed])
def test_who_leaves_is_cancelled(invited, act):
    person = Person.objects.get(invitations__meeting=invited)
    act(person)

    task_of_people()
    bring_people_up_to_date()

    assert mailed() == [(person.email, "invitation_cancel")]


def test_who_changes_address_is_cancelled_at_the_old_one(invited):
    person = Person.objects.get(invitations__meeting=invited)
    Person.objects.filter(pk=person.pk).update(email="new@example.org")

    bring_people_up_to_date()
    bring_people_up_to_date()

    assert mailed() == sorted([(person.email, "invitation_cancel"), ("new@example.org", "invitation")])


def join(meeting, person):
    SeatFactory(sector=meeting.sector_year.sector, person=person)


def present(meeting, person):
    PresenterFactory(meeting=meeting, person=person, organisation=person.organisation)


def stand_in(meeting, person):
    other = Person.objects.get(invitations__meeting=meeting)
    given = {"response": "substitute", "responded_at": timezone.now(), "substitute": person}
    AttendanceFactory(meeting=meeting, person=other, **given)


def meet_jointly(meeting, person):
    sector = SectorFactory()
    SeatFactory(sector=sector, person=person)
    meeting.joint_sectors.add(sector)


@pytest.mark.parametrize("act", [join, present, stand_in, meet_jointly])
def test_who_joins_is_invited(invited, act):
    person = member()
    act(invited, person)

    bring_people_up_to_date()
    bring_people_up_to_date()

    assert mailed() == [(person.email, "invitation")]


def test_presenter_who_declines_and_sector_that_no_longer_meets_along_are_cancelled(invited):
    presenter, guest = member(), member()
    present(invited, presenter)
    meet_jointly(invited, guest)
    bring_people_up_to_date()

    Presenter.objects.update(declined_at=timezone.now())
    invited.joint_sectors.clear()
    bring_people_up_to_date()

    assert [pair for pair in mailed() if pair[1] == "invitation_cancel"] == sorted(
        (person.email, "invitation_cancel") for person in (presenter, guest)
    )


def test_older_invitation_waits_for_the_manager(invited):
    Meeting.objects.update(ical_sequence=5)

    bring_people_up_to_date()

    assert mailed() == []


def test_meeting_nobody_was_invited_to_waits_for_the_manager():
    seated(scheduled())

    bring_people_up_to_date()

    assert mailed() == []


def test_meeting_that_is_brought_back_waits_for_the_manager(invited):
    Invitation.objects.update(method=Invitation.Method.CANCEL)
    MailingFactory(meeting=invited, done_at=timezone.now())

    bring_people_up_to_date()

    assert mailed() == []


def test_first_to_join_a_meeting_that_was_mailed_to_nobody_is_invited():
    meeting = scheduled()
    MailingFactory(meeting=meeting, done_at=timezone.now())
    person = seated(meeting)

    bring_people_up_to_date()

    assert mailed() == [(person.email, "invitation")]


def test_meeting_that_has_begun_is_left_alone(invited):
    seated(invited)

    with time_machine.travel(invited.starts + MINUTE):
        bring_people_up_to_date()

    assert mailed() == []


def test_erased_person_is_no_difference(invited):
    Person.objects.update(erased_at=timezone.now(), email="", left_on=timezone.localdate())
    Invitation.objects.update(address="once@example.org")

    assert not with_differences().exists()


def queries_of_a_sweep():
    with CaptureQueriesContext(connection) as found:
        bring_people_up_to_date()
    return len(found)


@pytest.mark.parametrize("number", [1, 3])
def test_sweep_without_differences_is_two_queries(number):
    for _ in range(number):
        meeting = scheduled()
        seated(meeting)
        deliver(meeting)

    assert queries_of_a_sweep() == 2


def test_difference_that_cannot_be_mailed_is_none(invited):
    SeatFactory(sector=invited.sector_year.sector, person=member(email=""))
    InvitationFactory(meeting=invited, person=member(email=""), address="", method=Invitation.Method.REQUEST)

    assert not with_differences().exists()
