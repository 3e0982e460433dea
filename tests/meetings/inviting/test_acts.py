"""Asking for a mailing, withdrawing it, hurrying it; and what calling a meeting off mails."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from meetings.inviting.acts import ask_mailing, mail_cancellation, send_now, withdraw_mailing
from meetings.inviting.delivering import deliver
from meetings.inviting.sweeps import deliver_due_mailings
from meetings.models import Mailing
from meetings.scheduling.acts import cancel_meeting, reinstate_meeting, skip_meeting
from members.models import OutboxMessage
from sectors.models import Seat
from tests.factories import UserFactory
from tests.meetings.inviting.people import scheduled, seated

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def account(db):
    return UserFactory()


def kinds():
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))


def test_edits_shortly_after_each_other_become_one_mailing(account):
    meeting, other = scheduled(), scheduled()

    with time_machine.travel(NOW, tick=False):
        (first,) = ask_mailing(meetings=[meeting], by=account)
    with time_machine.travel(NOW + 7 * MINUTE, tick=False):
        again, beside = ask_mailing(meetings=[meeting, other], by=account)

    assert again == first
    assert (again.due_at, beside.meeting) == (NOW + 17 * MINUTE, other)
    assert Mailing.objects.count() == 2


def test_edits_within_the_time_become_one_mail(account):
    meeting = scheduled()
    seated(meeting)
    for minutes in (0, 7):
        with time_machine.travel(NOW + minutes * MINUTE, tick=False):
            ask_mailing(meetings=[meeting], by=account)

    for minutes in (12, 17, 18):
        with time_machine.travel(NOW + minutes * MINUTE, tick=False):
            deliver_due_mailings()

    assert kinds() == ["invitation"]


def test_mailing_asked_after_one_is_done_is_another(account):
    meeting = scheduled()
    (first,) = ask_mailing(meetings=[meeting], by=account)
    send_now(mailing=first, by=account)
    deliver_due_mailings()

    (second,) = ask_mailing(meetings=[meeting], by=account)

    assert second != first


def test_withdrawn_mailing_mails_nobody(account):
    meeting = scheduled()
    seated(meeting)
    (mailing,) = ask_mailing(meetings=[meeting], by=account)

    assert withdraw_mailing(mailing=mailing, by=account)
    with time_machine.travel(timezone.now() + 11 * MINUTE):
        deliver_due_mailings()

    assert kinds() == []
    assert not send_now(mailing=mailing, by=account)


def test_mailing_that_went_out_cannot_be_withdrawn(account):
    meeting = scheduled()
    seated(meeting)
    (mailing,) = ask_mailing(meetings=[meeting], by=account)
    assert send_now(mailing=mailing, by=account)
    deliver_due_mailings()

    assert not withdraw_mailing(mailing=mailing, by=account)
    assert kinds() == ["invitation"]


@pytest.mark.parametrize("act", [cancel_meeting, skip_meeting])
def test_meeting_that_is_called_off_is_mailed_at_once(account, act):
    meeting = scheduled()
    seated(meeting)
    deliver(meeting)

    act(meeting=meeting, reason="De zaal is weg", by=account)
    deliver_due_mailings()

    assert kinds() == ["invitation", "invitation_cancel"]
    assert Mailing.objects.get().asked_by == account


def test_meeting_nobody_knows_of_is_called_off_in_silence(account):
    meeting = scheduled()
    seated(meeting)
    (waiting,) = ask_mailing(meetings=[meeting], by=account)

    cancel_meeting(meeting=meeting, reason="De zaal is weg", by=account)

    waiting.refresh_from_db()
    assert waiting.withdrawn_at
    assert not Mailing.objects.waiting().exists()


def test_change_that_waits_goes_along_with_the_cancellation(account):
    meeting = scheduled()
    seated(meeting)
    deliver(meeting)
    (waiting,) = ask_mailing(meetings=[meeting], by=account)

    cancel_meeting(meeting=meeting, reason="De zaal is weg", by=account)
    deliver_due_mailings()

    assert Mailing.objects.get() == waiting
    assert kinds() == ["invitation", "invitation_cancel"]


def test_late_cancellation_is_told_to_who_follows_the_feed(account):
    meeting = scheduled(starts=timezone.now() + timedelta(days=1))
    seated(meeting, calendar=Seat.Calendar.FEED)

    cancel_meeting(meeting=meeting, reason="De zaal is weg", by=account)
    deliver_due_mailings()

    assert kinds() == ["meeting_changed_late"]


def test_meeting_that_is_brought_back_mails_when_it_is_asked(account):
    meeting = scheduled()
    seated(meeting)
    deliver(meeting)
    cancel_meeting(meeting=meeting, reason="De zaal is weg", by=account)
    deliver_due_mailings()

    back = reinstate_meeting(meeting=meeting, state="scheduled", by=account)
    deliver_due_mailings()
    assert kinds() == ["invitation", "invitation_cancel"]

    (mailing,) = ask_mailing(meetings=[back], by=account)
    send_now(mailing=mailing, by=account)
    deliver_due_mailings()
    assert kinds() == ["invitation", "invitation_cancel", "invitation"]


def test_cancellation_that_was_not_mailed_yet_ends_with_bringing_back(account):
    meeting = scheduled()
    seated(meeting)
    deliver(meeting)

    cancel_meeting(meeting=meeting, reason="De zaal is weg", by=account)
    reinstate_meeting(meeting=meeting, state="scheduled", by=account)
    deliver_due_mailings()

    assert kinds() == ["invitation"]


def test_worker_is_woken_when_it_is_to_go_at_once(account, django_capture_on_commit_callbacks):
    meeting = scheduled()
    seated(meeting)
    deliver(meeting)

    with django_capture_on_commit_callbacks() as woken:
        mail_cancellation(meeting=cancel_meeting(meeting=meeting, reason="Ziek", by=account), by=account)

    assert "wake_up" in {each.__name__ for each in woken}


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_for_one_mailing(account):
    meetings = [scheduled(), scheduled()]
    start = threading.Barrier(2)
    failures = []

    def ask(asked):
        start.wait()
        try:
            ask_mailing(meetings=asked, by=account)
        except Exception as error:
            failures.append(error)
        connection.close()

    workers = [threading.Thread(target=ask, args=[asked]) for asked in (meetings, meetings[::-1])]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert sorted(Mailing.objects.values_list("meeting", flat=True)) == sorted(each.pk for each in meetings)
