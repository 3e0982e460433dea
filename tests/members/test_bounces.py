"""Addresses that bounce: what a later notification tells, and what it does to the next mail."""

import subprocess
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from members import bounces
from members.bounce_reports import NoReportError, count_reports
from members.models import BouncedAddress, OutboxMessage
from tests import servers
from tests.factories import OutboxMessageFactory

pytestmark = pytest.mark.django_db

NOTICE = """\
From: MAILER-DAEMON@relay.example.org
To: brink@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example.org

Final-Recipient: rfc822; %(address)s
Action: %(action)s
Status: %(status)s
Diagnostic-Code: smtp; 550 5.1.1 <%(address)s>: Recipient address
    rejected: User unknown

--part
Content-Type: text/rfc822-headers

Message-ID: %(message_id)s
Subject: Uitnodiging

--part--
"""


def notice(row, *, action="failed", status="5.1.1", address=""):
    values = {"action": action, "status": status, "address": address or row.recipient, "message_id": row.message_id}
    return (NOTICE % values).encode()


def sent_mail(**fields):
    fields = {"recipient": "gone@example.org", "state": "sent", "sent_at": timezone.now()} | fields
    return OutboxMessageFactory(**fields)


def test_reported_mail_becomes_a_failed_one_and_its_address_is_counted():
    row = sent_mail()

    assert count_reports(notice(row, address="Gone@example.org")) == 1

    row.refresh_from_db()
    assert (row.state, row.sent_at, row.error[:15]) == (OutboxMessage.State.FAILED, None, "reported: 5.1.1")
    found = BouncedAddress.objects.get()
    assert (found.address, found.count, found.stopped_at) == ("Gone@example.org", 1, None)
    assert "User unknown" in found.error


def test_mail_reported_twice_counts_once():
    row = sent_mail()

    assert [count_reports(notice(row)), count_reports(notice(row))] == [1, 0]


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.4.1"), ("delivered", "2.0.0"), ("failed", "5.7.1")]
)
def test_notice_of_no_lasting_failure_of_a_mailbox_counts_nothing(action, status):
    row = sent_mail()

    assert count_reports(notice(row, action=action, status=status)) == 0
    assert not BouncedAddress.objects.exists()


def test_notice_about_a_stranger_counts_nothing():
    assert count_reports(notice(sent_mail(), address="stranger@example.com")) == 0


def test_third_report_stops_the_address_and_taking_back_frees_it():
    for _number in range(3):
        count_reports(notice(sent_mail()))
    assert bounces.is_stopped("GONE@example.org")
    assert bounces.refused_among(["Gone@example.org", "here@example.org"]) == {"gone@example.org": True}

    assert bounces.take_back("Gone@example.org")

    assert not bounces.is_stopped("gone@example.org")


def test_report_after_a_mail_that_arrived_begins_anew():
    with time_machine.travel(timezone.now() - timedelta(days=9)):
        for _number in range(2):
            count_reports(notice(sent_mail()))
    sent_mail(sent_at=timezone.now() - timedelta(days=5))

    count_reports(notice(sent_mail()))

    assert BouncedAddress.objects.get().count == 1


def test_delivery_forgets_refusals_but_not_what_others_reported():
    bounces.note_refusal("one@example.org", "550 no such mailbox")
    bounces.note_refusal("two@example.org", "5.1.1", is_reported=True)

    bounces.note_delivery("One@example.org")
    bounces.note_delivery("two@example.org")

    assert [row.address for row in BouncedAddress.objects.all()] == ["two@example.org"]


@pytest.mark.parametrize(
    "content",
    [b"", b"Subject: hello\n\nDag", b"\xff\x00\n\n\x00", notice(OutboxMessage()).replace(b"Final-Recipient", b"X")],
)
def test_mail_that_is_no_notice_is_refused(content):
    with pytest.raises(NoReportError, match="no delivery status notification"):
        count_reports(content)


def test_command_says_what_is_wrong_and_ends_with_one():
    run = subprocess.run(
        [servers.PYTHON, "manage.py", "read_bounces"],
        check=False, cwd=servers.ROOT, env=servers.environment(), input=b"Subject: hello\n\nDag", capture_output=True,
    )  # fmt: skip

    assert (run.returncode, run.stdout) == (1, b"")
    assert run.stderr.decode().splitlines()[-1].startswith("CommandError: This is no delivery status notification")
