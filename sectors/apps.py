"""The sectors app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SectorsConfig(AppConfig):
    """Names the app in the admin."""

    name = "sectors"
    verbose_name = _("Sectors")
