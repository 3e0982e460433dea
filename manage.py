#!/usr/bin/env python
"""Django's command line for Brink; starts the embedded database for commands that need one."""

import os
import sys
from pathlib import Path

OFFLINE = {"check", "check_translations", "collectstatic", "compilemessages", "devdb", "help", "makemessages", "serve"}


def main() -> None:
    """Run the command; a missing package or a database that cannot start is told in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.conf import settings  # noqa: PLC0415 - so that a missing package can be told
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
        from django.core.management import execute_from_command_line  # noqa: PLC0415

        from config import devdb  # noqa: PLC0415
    except ModuleNotFoundError as error:
        _missing(error)
    try:
        if sys.argv[1:] and sys.argv[1] not in OFFLINE and not settings.DATABASE_URL:
            devdb.start(settings.DATA_DIR)
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, devdb.EmbeddedDatabaseError) as error:
        sys.exit(str(error))
    except ModuleNotFoundError as error:
        _missing(error)


def _missing(error: ModuleNotFoundError) -> None:
    """End with the name of a package that is not installed; a module of our own is a mistake to show in full."""
    package = (error.name or "").partition(".")[0]
    if Path(__file__).with_name(package).exists():
        raise error
    sys.exit(f"The package {package} is not installed: run make to build the environment.")


if __name__ == "__main__":
    main()
