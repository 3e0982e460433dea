"""Start, stop or look at the embedded PostgreSQL of this DATA_DIR."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import devdb


class Command(BaseCommand):
    """`manage.py devdb start|stop|status`."""

    help = "Start, stop or look at the embedded PostgreSQL of this DATA_DIR."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["start", "stop", "status"])

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        if settings.DATABASE_URL:
            raise CommandError("DATABASE_URL is set: Brink uses that database and no embedded one.")
        try:
            if act == "start":
                devdb.start(settings.DATA_DIR)
            elif act == "stop":
                devdb.stop(settings.DATA_DIR)
        except devdb.EmbeddedDatabaseError as error:
            raise CommandError(error) from error
        state = "running" if devdb.runs(settings.DATA_DIR) else "stopped"
        self.stdout.write(f"{state}: {devdb.cluster(settings.DATA_DIR).data}")
