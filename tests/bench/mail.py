"""The bench of mail: ten thousand invitations, against a bare loop that sends the same bytes.

Both hand their mails to the same server in another process, turn by turn, so that whatever else this machine does
falls upon both. The bare loop has one connection and bytes that were made before; Brink reads its rows, writes the
mails, and marks each as sent.
"""

from __future__ import annotations

import multiprocessing
import os
import smtplib
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from django.utils import timezone

from meetings.calendars.facts import facts_of
from meetings.models import CalendarEdition, Meeting
from members import outbox
from members.models import OutboxMessage
from tests import servers

MAILS, PORTION = 10_000, 500
SPEED, CPU, MEMORY = 0.8, 1.2, 1.1


@dataclass
class Cost:
    """Seconds on the clock and of this process, for a number of mails."""

    mails: int = 0
    clock: float = 0.0
    cpu: float = 0.0

    def of(self, mails: int, act: Any) -> None:
        """Add what an act costs."""
        clock, cpu = time.perf_counter(), time.process_time()
        act()
        self.clock += time.perf_counter() - clock
        self.cpu += time.process_time() - cpu
        self.mails += mails


class Sink:
    """Takes everything."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802 - aiosmtpd's
        return "250 OK"


def report(mails: int = MAILS) -> int:
    """Print what a mail costs; return 1 when a goal is missed."""
    port = servers.free_port()
    listening = multiprocessing.Event()
    sink = multiprocessing.Process(target=_serve, args=(port, listening), daemon=True)
    sink.start()
    listening.wait(60)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        _queue(mails + PORTION)
        return _compare(mails, port)
    finally:
        sink.terminate()
        OutboxMessage.objects.all().delete()


def _serve(port: int, listening: Any) -> None:
    Controller(Sink(), hostname="127.0.0.1", port=port).start()
    listening.set()
    time.sleep(3600)


def _queue(mails: int) -> None:
    """Store invitations to one meeting; their turn comes later."""
    meeting = Meeting.objects.filter(starts__isnull=False).first()
    assert meeting
    edition = CalendarEdition.objects.create(
        meeting=meeting, method="request", sequence=0, facts=facts_of(meeting).as_json()
    )
    outbox.queue_many(
        OutboxMessage(
            kind="invitation",
            key=f"bench:{number}",
            recipient=f"lid{number}@gemeente.example.org",
            template="calendar",
            context={
                "edition": edition.pk,
                "name": f"Lid {number} van de Proef",
                "partstat": "NEEDS-ACTION",
                "token": f"{number:05}-{'x' * 40}",
                "is_update": False,
            },
            due_at=timezone.now() + timedelta(minutes=20),
        )
        for number in range(mails)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE members_outboxmessage")


def _compare(mails: int, port: int) -> int:
    bare, brink = Cost(), Cost()
    _portion(port, Cost(), Cost())  # what is made once, such as the parts that all mails share
    memory = _resident()
    while brink.mails < mails:
        _portion(port, bare, brink)
    grown = _resident() / memory
    assert OutboxMessage.objects.filter(state="sent").count() == mails + PORTION
    speed = (brink.mails / brink.clock) / (bare.mails / bare.clock)
    cpu = (brink.cpu / brink.mails) / (bare.cpu / bare.mails)
    for name, cost in (("by the outbox", brink), ("by a bare loop", bare)):
        print(
            f"{mails} invitations {name}: {mails / cost.clock:.0f} mails/s, {cost.cpu / mails * 1000:.2f} ms CPU each"
        )
    print(
        f"{speed:.2f} x its speed, goal {SPEED}; {cpu:.2f} x its CPU, goal {CPU}; memory {grown:.2f} x, below {MEMORY}"
    )
    return int(speed < SPEED or cpu > CPU or grown > MEMORY)


def _portion(port: int, bare: Cost, brink: Cost) -> None:
    """Send some mails by the bare loop, and the same by the outbox."""
    later = OutboxMessage.objects.filter(state="queued").order_by("pk").values("pk")[:PORTION]
    OutboxMessage.objects.filter(pk__in=later).update(due_at=timezone.now())
    sender = outbox.sender_address()
    ready = [(row.recipient, _bytes_of(row, sender)) for row in outbox.due()]
    bare.of(len(ready), lambda: _bare_loop(port, sender, ready))
    brink.of(len(ready), outbox.send_due)


def _bytes_of(row: OutboxMessage, sender: str) -> bytes:
    return outbox.WRITERS["calendar"](row, sender)


def _bare_loop(port: int, sender: str, ready: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for recipient, content in ready:
            server.sendmail(sender, [recipient], content)


def _resident() -> int:
    """Bytes of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
