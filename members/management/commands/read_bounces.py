"""`manage.py read_bounces`: what a mail server pipes back about mail that it could not deliver."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.bounce_reports import NoReportError, count_reports

LONGEST = 10_000_000  # bytes


class Command(BaseCommand):
    """Reads one mail from standard input, and ends with 1 when it is no delivery status notification."""

    help = "Count permanent failures of a delivery status notification (RFC 3464) given on standard input."

    def handle(self, **_options: Any) -> None:
        """Read the mail and say how many addresses were counted."""
        try:
            counted = count_reports(sys.stdin.buffer.read(LONGEST))
        except NoReportError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{counted} refused for good")
