"""What becomes of a batch when the mail server, the worker, the clock or an address gives trouble."""

import signal
import time
from datetime import timedelta

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from members import bounces, outbox
from members.models import BouncedAddress, OutboxMessage
from members.outbox import leasing
from tests.factories import BouncedAddressFactory, OutboxMessageFactory
from tests.mail_server import running_sink

pytestmark = pytest.mark.django_db

State = OutboxMessage.State
HOUR = timedelta(hours=1)


@pytest.fixture
def sink(settings):
    """A server of our own that the outbox talks to."""
    with running_sink(settings) as running:
        yield running


@pytest.fixture
def five(sink):
    """Five mails that are finished bytes, in the order in which they leave."""
    outbox.register_writer("stamp", lambda row, _sender: f"To: {row.recipient}\r\n\r\nDag\r\n".encode())
    rows = [
        OutboxMessageFactory(template="stamp", recipient=f"reader{number}@example.org", due_at=timezone.now())
        for number in range(5)
    ]
    yield rows
    outbox.WRITERS.pop("stamp")


def states():
    return list(OutboxMessage.objects.order_by("pk").values_list("state", "attempts"))


def test_batch_ends_where_the_server_closes_the_connection(sink, five):
    sink.answers["reader2@example.org"] = "421 4.3.2 too many mails"

    outbox.send_due()

    assert sink.recipients == ["reader0@example.org", "reader1@example.org"]
    assert states() == [(State.SENT, 1), (State.SENT, 1), (State.QUEUED, 1), (State.QUEUED, 0), (State.QUEUED, 0)]
    five[3].refresh_from_db()
    assert timedelta(0) < five[3].due_at - timezone.now() <= leasing.SHORTEST_PAUSE
    assert "too many mails" in five[3].error


def test_rest_of_a_batch_leaves_once_the_server_is_back(sink, five):
    sink.answers["reader2@example.org"] = "421 4.3.2 too many mails"
    outbox.send_due()
    sink.answers.clear()

    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        outbox.send_due()

    assert sink.recipients == [row.recipient for row in five]


def test_connection_is_used_again_after_a_refused_recipient(sink, five):
    sink.answers["reader1@example.org"] = "550 5.1.1 no such mailbox"

    outbox.send_due()

    assert [state for state, _attempts in states()] == [State.SENT, State.FAILED, State.SENT, State.SENT, State.SENT]
    assert len(sink.connections) == 1


def test_server_that_refuses_everybody_loses_nothing(sink, five):
    sink.answer_to_sender = "550 5.7.1 go away"

    outbox.send_due()

    assert (states()[0], set(states()[1:])) == ((State.FAILED, 1), {(State.QUEUED, 0)})
    assert "go away" in OutboxMessage.objects.latest("pk").error
    assert not BouncedAddress.objects.exists()


@pytest.mark.usefixtures("five")
def test_server_that_hangs_in_a_mail_holds_up_one_timeout(sink, settings):
    settings.EMAIL_TIMEOUT = 0.5
    sink.hangs_at, begun = "reader1@example.org", time.monotonic()

    outbox.send_due()

    assert time.monotonic() - begun < 10
    assert states() == [(State.SENT, 1), (State.QUEUED, 1), *[(State.QUEUED, 0)] * 3]


@pytest.mark.usefixtures("five")
def test_rest_of_a_batch_is_given_back_at_the_time_limit(sink):
    sink.hangs_at = "reader1@example.org"

    def end(_number, _frame):
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, 3)
    try:
        outbox.send_due()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    assert states() == [(State.SENT, 1), (State.QUEUED, 1), *[(State.QUEUED, 0)] * 3]


def test_sender_stops_when_the_clock_is_put_forward_and_nothing_goes_twice(sink, five):
    with time_machine.travel(timezone.now()) as clock:
        sink.on_mail = lambda: clock.shift(HOUR) if len(sink.mails) == 2 else None
        outbox.send_due()
        assert states()[1:3] == [(State.SENT, 1), (State.QUEUED, 0)]

        outbox.send_due()

    assert sink.recipients == [row.recipient for row in five]


def test_mail_is_due_at_once_when_the_clock_went_back(five):
    with time_machine.travel(timezone.now() - HOUR):
        assert outbox.due().count() == len(five)


def test_mail_for_the_morning_waits_for_it(sink, five):
    morning = timezone.now() + timedelta(hours=4)
    OutboxMessage.objects.filter(pk=five[0].pk).update(due_at=morning)

    outbox.send_due()
    assert five[0].recipient not in sink.recipients

    with time_machine.travel(morning + timedelta(seconds=1)):
        outbox.send_due()
    assert sorted(sink.recipients) == sorted(row.recipient for row in five)


@pytest.mark.usefixtures("five")
def test_mail_of_a_dead_sender_is_due_when_the_clock_went_back():
    leasing.take_batch()
    assert outbox.due().count() == 0

    with time_machine.travel(timezone.now() - HOUR):
        assert outbox.due().count() == 5


def test_sender_that_slept_through_its_lease_takes_nothing_from_the_next(sink, five):
    sleeper = leasing.take_batch()
    with time_machine.travel(timezone.now() + HOUR):
        outbox.send_due()

    leasing.fail(sleeper, sleeper.rows[0], "I was away", for_good=True)

    assert leasing.give_back(sleeper, sleeper.rows) == 0
    assert set(states()) == {(State.SENT, 2)}
    assert len(sink.mails) == len(five)


@pytest.mark.usefixtures("five")
def test_batch_and_late_mail_are_told_in_the_log_without_a_name(sink, caplog):
    caplog.set_level("INFO", logger="members.outbox.sending")
    sink.answers["reader4@example.org"] = "451 4.2.1 try later, reader4@example.org"
    OutboxMessage.objects.update(created_at=timezone.now() - HOUR)

    outbox.send_due()

    said = " / ".join(record.getMessage() for record in caplog.records)
    assert "a batch of mail: 4 sent, 1 refused, 0 given back" in said
    assert "1 mails wait for longer than 15 minutes" in said
    assert "reader4@example.org" not in said


def test_address_refused_three_times_gets_no_more_mail(sink):
    sink.answers["gone@example.org"] = "550 5.1.1 no such mailbox"
    outbox.register_writer("stamp", lambda row, _sender: f"To: {row.recipient}\r\n\r\nDag\r\n".encode())
    for _number in range(4):
        OutboxMessageFactory(template="stamp", recipient="Gone@example.org")
        sink.answers["Gone@example.org"] = sink.answers["gone@example.org"]
        outbox.send_due()
    outbox.WRITERS.pop("stamp")

    assert set(states()) == {(State.FAILED, 1)}
    assert "nothing more is sent" in OutboxMessage.objects.latest("pk").error
    assert (bounces.is_stopped("gone@example.org"), BouncedAddress.objects.get().count) == (True, 3)


def test_login_code_is_tried_at_an_address_that_is_stopped(sink):
    BouncedAddressFactory(address="back@example.org", count=3, stopped_at=timezone.now())
    outbox.queue_written(kind="login_code", to="back@example.org", key="code:1", subject="Uw code", body="123456")

    outbox.send_due()

    assert sink.recipients == ["back@example.org"]
    assert not bounces.is_stopped("back@example.org")
