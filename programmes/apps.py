"""The programmes app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Names the app in the admin."""

    name = "programmes"
    verbose_name = _("Programmes and circles")

    def ready(self) -> None:
        """Have calendars know the last days to join, and meetings of which circle a gathering is."""
        import_module("programmes.activities.deadlines")
        import_module("programmes.gatherings.whose")
