"""The meetings app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Names the app in the admin."""

    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Have the outbox know who writes invitations."""
        import_module("meetings.calendars.mail")
        import_module("meetings.calendars.samples")
