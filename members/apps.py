"""The members app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Names the app in the admin."""

    name = "members"
    verbose_name = _("Organisations and people")

    def ready(self) -> None:
        """Connect the receivers of what allauth and Django tell about accounts.

        Read who keeps what (scopes.py) and what people are told (notices.py).
        """
        import_module("members.account_events")
        autodiscover_modules("scopes", "notices")
        import_module("members.entrance")
