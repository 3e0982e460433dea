"""The members app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Names the app in the admin."""

    name = "members"
    verbose_name = _("Organisations and people")

    def ready(self) -> None:
        """Connect the receivers of what allauth and Django tell about accounts."""
        import_module("members.account_events")
