"""A mail server for tests that keeps what it gets: who got what, and how often."""

import asyncio
import re
import threading
from collections import Counter

from aiosmtpd.controller import Controller

from tests import servers


class SlowSink:
    """Takes a mail, and lets its sender wait for the answer as a mail server does that looks for viruses."""

    def __init__(self, seconds=0.0):
        self.seconds, self.ids, self.lock = seconds, [], threading.Lock()

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd's signature
        found = re.search(rb"^Message-ID:\s*(\S+)", envelope.content, re.MULTILINE | re.IGNORECASE)
        await asyncio.sleep(self.seconds / 2)
        with self.lock:
            self.ids.append((envelope.rcpt_tos[0], found[1].decode()))
        await asyncio.sleep(self.seconds / 2)
        return "250 OK"

    @property
    def taken(self):
        """How many mails were taken so far."""
        return len(self.ids)

    @property
    def repeats(self):
        """How many mails were taken once more than needed."""
        return sum(count - 1 for count in Counter(self.ids).values())


def started(seconds=0.0):
    """Return a running server on a port of its own; the caller stops it."""
    server = Controller(SlowSink(seconds), hostname="127.0.0.1", port=servers.free_port())
    server.start()
    return server
