"""The project itself as an application: its commands, its deploy checks, its Celery app."""

from django.apps import AppConfig

from config import celery  # noqa: F401 - the app that `shared_task` binds to


class ConfigConfig(AppConfig):
    """Registers the deploy checks."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401, PLC0415 - registered once the applications stand
