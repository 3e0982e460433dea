"""The portal app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Names the app in the admin."""

    name = "portal"
    verbose_name = _("News")

    def ready(self) -> None:
        """Tell the floor of programmes of the news about them."""
        import_module("portal.newsroom.telling")
