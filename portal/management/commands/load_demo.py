"""Fills a database with the demonstration."""

from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from meetings.models import Meeting
from members.models import Network, Organisation, Person
from portal.demo.loading import load
from portal.demo.network import CONTACT_EMAIL, NAME
from portal.models import Article
from programmes.models import KnowledgeCircle, Programme
from sectors.models import Seat, Sector

COUNTED = (Organisation, Person, Sector, Seat, Meeting, Programme, KnowledgeCircle, Article)


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration, or bring an earlier demonstration up to today."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the demonstration around today, all of it or nothing."""
        _refuse_real_content()
        try:
            with pghistory.context(command="load_demo"):
                load(timezone.localdate())
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
