"""Fills a database with the demonstration."""

from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings.models import Meeting
from members.models import Network, Organisation, Person
from portal.demo.loading import load
from portal.demo.network import CONTACT_EMAIL, NAME
from portal.demo.scaling import grow
from portal.models import Article
from programmes.models import KnowledgeCircle, Programme
from sectors.models import Seat, Sector

LARGEST = 50
COUNTED = (Organisation, Person, Sector, Seat, Meeting, Programme, KnowledgeCircle, Article)


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration, or bring an earlier demonstration up to today."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many times as large the network becomes."""
        parser.add_argument("--scale", type=int, default=1, help="so many times the sectors, with years of meetings")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the demonstration around today, all of it or nothing."""
        _refuse_real_content()
        if not 1 <= options["scale"] <= LARGEST:
            raise CommandError(f"The scale is a number from 1 to {LARGEST}.")
        try:
            with transaction.atomic(), pghistory.context(command="load_demo"):
                load(timezone.localdate())
                grow(timezone.localdate(), options["scale"])
        except IntegrityError as error:
            raise CommandError(
                "The demonstration no longer fits what was changed by hand since; nothing was loaded. "
                "Start from an empty database."
            ) from error
        if options["verbosity"]:
            counts = (f"{model.objects.count()} {model._meta.verbose_name_plural}" for model in COUNTED)
            self.stdout.write(f"{NAME} is loaded: {', '.join(counts)}.")


def _refuse_real_content() -> None:
    """Stop where the demonstration could get among real content."""
    if settings.PRODUCTION:
        raise CommandError("This is a production installation: the demonstration is not loaded here.")
    network = Network.objects.first()
    foreign = (network.name, network.contact_email) != (NAME, CONTACT_EMAIL) if network else _has_content()
    if foreign:
        raise CommandError("This database holds content of its own: load the demonstration into an empty one.")


def _has_content() -> bool:
    return any(model.objects.exists() for model in COUNTED)
