"""The outbox against a real SMTP server: what arrives, what is repeated, and what is kept when nothing goes."""

import socket
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from members import outbox
from members.models import OutboxMessage
from members.outbox import leasing
from tests import servers
from tests.factories import NetworkFactory, OutboxMessageFactory
from tests.mail_server import running_sink

pytestmark = pytest.mark.django_db

State = OutboxMessage.State


@pytest.fixture
def sink(settings):
    """A server of our own that the outbox talks to."""
    with running_sink(settings) as running:
        yield running


def text_of(mail):
    """Return the plain text of a mail, which says what its HTML says."""
    return mail.get_body(("plain",)).get_content()


def queued(to="someone@example.org", *, key="code:1", subject="Uw code", body="De code is 123456."):
    return outbox.queue_written(kind="login_code", to=to, key=key, subject=subject, body=body)


def test_mail_leaves_once(sink):
    message = queued()

    outbox.send_due()
    outbox.send_due()

    message.refresh_from_db()
    assert sink.recipients == ["someone@example.org"]
    assert (message.state, message.attempts, message.error) == (State.SENT, 1, "")
    assert message.sent_at


def test_mail_queued_again_under_its_key_is_one_mail(sink):
    assert queued().pk == queued(body="Other words.").pk

    outbox.send_due()

    (mail,) = sink.mails
    assert text_of(mail).startswith("De code is 123456.\r\n")


def test_mail_of_an_act_that_is_rolled_back_is_not_sent(sink):
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)

    outbox.send_due()

    assert sink.mails == []


def test_mail_says_who_wrote_it_and_that_no_answer_is_expected(sink, settings):
    settings.PUBLIC_URL = "https://brink.example.org"
    NetworkFactory(name="Samen Sterk", sender_email="post@samen.example.org")
    message = queued()

    outbox.send_due()

    (mail,) = sink.mails
    assert (mail["From"], mail["To"]) == ("post@samen.example.org", "someone@example.org")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == message.message_id
    assert mail["Message-ID"].endswith("@brink.example.org>")


def test_mail_before_the_network_is_entered_comes_from_the_site(sink, settings):
    settings.PUBLIC_URL = "https://brink.example.org"
    queued()

    outbox.send_due()

    assert sink.mails[0]["From"] == "brink@brink.example.org"


def test_mail_keeps_letters_and_signs_as_they_are(sink):
    queued(subject="Fryslân\n & Eén", body="Provincie Fryslân & 't Zand: € 5 <https://example.org/?a=1&b=2> 🙂")

    outbox.send_due()

    (mail,) = sink.mails
    assert mail["Subject"] == "Fryslân & Eén"
    assert text_of(mail).startswith("Provincie Fryslân & 't Zand: € 5 <https://example.org/?a=1&b=2> 🙂\r\n")


def test_mails_of_a_batch_share_a_connection(sink):
    for number in range(5):
        queued(f"someone{number}@example.org", key=str(number))

    outbox.send_due()

    assert len(sink.mails) == 5
    assert len(sink.connections) == 1


def test_mails_beyond_a_batch_follow_at_once(sink, monkeypatch):
    monkeypatch.setattr(leasing, "BATCH", 2)
    for number in range(5):
        queued(f"someone{number}@example.org", key=str(number))

    outbox.send_due()

    assert len(sink.mails) == 5


def test_mail_refused_for_good_fails_at_once_and_others_go_out(sink):
    sink.answers["gone@example.org"] = "550 no such mailbox"
    message = queued("gone@example.org")
    queued("here@example.org", key="code:2")

    outbox.send_due()

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.FAILED, 1)
    assert "no such mailbox" in message.error
    assert sink.recipients == ["here@example.org"]


def test_mail_refused_for_now_is_tried_later_with_the_same_id(sink):
    sink.answers["busy@example.org"] = "451 try later"
    message = queued("busy@example.org")
    outbox.send_due()
    message.refresh_from_db()
    assert message.state == State.QUEUED
    assert timedelta(minutes=1) < message.due_at - timezone.now() <= timedelta(minutes=2)
    sink.answers.clear()
    outbox.send_due()
    assert sink.mails == []

    with time_machine.travel(message.due_at + timedelta(seconds=1)):
        outbox.send_due()

    assert [mail["Message-ID"] for mail in sink.mails] == [message.message_id]


def test_mail_is_given_up_after_hours_of_waiting_longer_and_longer(sink):
    sink.answers["busy@example.org"] = "451 try later"

    with time_machine.travel("2026-03-10 09:00:00Z", tick=False) as clock:
        message, waits = queued("busy@example.org"), []
        while message.state == State.QUEUED:
            outbox.send_due()
            message.refresh_from_db()
            waits.append(message.due_at - timezone.now())
            clock.move_to(message.due_at)

    assert [wait.total_seconds() / 60 for wait in waits[:-1]] == [2, 4, 8, 16, 32, 64, 128]
    assert (message.state, message.attempts) == (State.FAILED, leasing.LAST_ATTEMPT)


def test_mail_waits_while_the_server_is_down(settings, sink):
    settings.EMAIL_PORT = servers.free_port()
    message = queued()

    outbox.send_due()

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 0)
    assert timedelta(0) < message.due_at - timezone.now() <= leasing.SHORTEST_PAUSE
    assert "ConnectionRefusedError" in message.error


def test_mail_waits_while_the_server_hangs(settings, sink):
    settings.EMAIL_TIMEOUT = 0.2
    message = queued()

    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        outbox.send_due()

    message.refresh_from_db()
    assert (message.state, message.error) == (
        State.QUEUED,
        "SMTPServerDisconnected: Connection unexpectedly closed: timed out",
    )


def test_mail_that_cannot_be_written_holds_up_no_other(sink):
    broken = OutboxMessageFactory(template="mails/there_is_none")
    queued("here@example.org")

    outbox.send_due()

    broken.refresh_from_db()
    assert sink.recipients == ["here@example.org"]
    assert broken.state == State.QUEUED
    assert "TemplateDoesNotExist" in broken.error


@pytest.mark.django_db(transaction=True)
def test_senders_at_once_take_different_mails(sink, monkeypatch):
    monkeypatch.setattr(leasing, "BATCH", 2)
    for number in range(12):
        queued(f"someone{number:02}@example.org", key=str(number))
    start = threading.Barrier(3)

    def send():
        start.wait()
        outbox.send_due()
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert sink.recipients == [f"someone{number:02}@example.org" for number in range(12)]
    assert len(sink.connections) >= 6
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_mail_of_a_killed_sender_is_sent_once_its_lease_is_over(sink):
    message = queued()
    leasing.take_batch()

    outbox.send_due()
    assert sink.mails == []
    with time_machine.travel(timezone.now() + leasing.lease() + timedelta(seconds=1)):
        outbox.send_due()

    assert [mail["Message-ID"] for mail in sink.mails] == [message.message_id]
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)


def test_words_of_a_mail_are_forgotten_once_it_is_sent(sink):
    message = queued(body="De code is 123456.")
    assert bytes(message.content) == b"De code is 123456."

    outbox.send_due()

    message.refresh_from_db()
    assert bytes(message.content) == b""
    assert "123456" not in str(message.context)


@pytest.mark.parametrize(
    ("address", "leaves"),
    [
        ("someone@example.org", True),
        ("someone@Gemeente.Example.org", True),
        ("someone@groningen.nl", False),
        ("someone@notexample.org", False),
        ("someone@example.org.evil.nl", False),
    ],
)
def test_mail_of_a_development_machine_stays_with_made_up_addresses(sink, settings, address, leaves):
    settings.DEBUG = True
    message = queued(address)

    outbox.send_due()

    message.refresh_from_db()
    assert (len(sink.mails) == 1) is leaves
    assert message.state == (State.SENT if leaves else State.FAILED)


def test_mail_of_production_leaves_for_every_address(sink, settings):
    settings.DEBUG = False
    queued("someone@groningen.nl")

    outbox.send_due()

    assert sink.recipients == ["someone@groningen.nl"]


def test_dead_broker_stops_nobody():
    done = servers.manage(
        "shell", "-c", "from members import outbox; outbox.wake_up(); print('went on')", REDIS_URL="redis://127.0.0.1:1"
    )

    assert done.returncode == 0
    assert "went on" in done.stdout
    assert "the broker does not answer, mail waits for the sweep" in done.stdout + done.stderr


def test_mail_of_a_registered_writer_leaves_as_the_bytes_it_made(sink, monkeypatch):
    monkeypatch.setitem(outbox.WRITERS, "stamp", lambda row, sender: f"To: {row.recipient}\r\n\r\n{sender}".encode())
    message = outbox.queue(kind="stamp", to="someone@example.org", key="stamp:1", template="stamp", context={})

    outbox.send_due()

    assert (sink.recipients, sink.mails[0].get_content()) == (["someone@example.org"], "brink@localhost\r\n")
    message.refresh_from_db()
    assert message.state == State.SENT


def test_many_mails_are_stored_once_each_with_ids_of_their_own():
    rows = [OutboxMessageFactory.build(key=f"many:{number}", message_id="") for number in range(3)]

    outbox.queue_many(rows)
    outbox.queue_many([OutboxMessageFactory.build(key="many:2", message_id=""), *rows[:1]])

    assert OutboxMessage.objects.count() == 3
    assert len(set(OutboxMessage.objects.values_list("message_id", flat=True))) == 3


def test_many_mails_wake_a_worker_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        outbox.queue_many(OutboxMessageFactory.build(key=f"many:{number}") for number in range(3))
        outbox.queue_many([])

    assert callbacks == [outbox.wake_up]
