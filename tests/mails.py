"""Sends what waits in the outbox, and reads what a person would."""

import re

from django.core import mail

from members import outbox


def newest_mail() -> mail.EmailMessage:
    """Send what is due and return the last mail."""
    outbox.send_due()
    return mail.outbox[-1]


def mailed_code() -> str:
    """Return the code in the newest mail: it stands on a line of its own."""
    found = re.search(r"^[A-Z0-9]+-?[A-Z0-9]+$", newest_mail().body, re.MULTILINE)
    assert found, newest_mail().body
    return found.group()


def mailed_link() -> str:
    """Return the path of the first address in the newest mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", newest_mail().body)
    assert found, newest_mail().body
    return found.group(1)
