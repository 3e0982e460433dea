"""What every test stands on: a database cluster for tests, a DATA_DIR for this run, and nothing from the shell.

Without DATABASE_URL the tests use an embedded cluster of their own (.brink/test, fsync off); it keeps running, so
the next run starts at once. Each run makes and drops databases with names of its own, so runs may overlap; with
--reuse-db the name is fixed. The variables below are set before Django reads its settings, and the workers of
pytest-xdist inherit them.
"""

import atexit
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import django
import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache

from config import devdb

ROOT = Path(__file__).resolve().parent.parent
CLUSTER = ROOT / ".brink" / "test"
FROM_THE_SHELL = ("ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "PORT", "PRODUCTION", "PUBLIC_URL", "REDIS_URL", "SECRET_KEY")
FROM_THE_SHELL += ("DEMO", "STATIC_ROOT", "TIME_ZONE", "TRUSTED_PROXIES", "PASSWORDS", "MFA_REQUIRED")
FROM_THE_SHELL += ("MAIL_LEASE_SECONDS",)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Begin every test with an empty cache, or rate limits would count across tests."""
    cache.clear()


def prepare_environment() -> None:
    """Set the environment of this run, or take over that of the run which started this worker."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    for name in FROM_THE_SHELL:
        os.environ.pop(name, None)
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="brink-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
    os.environ["TEST_DATABASE"] = "test_brink" if "--reuse-db" in sys.argv else f"test_brink_{os.getpid()}"
    if not os.environ.get("DATABASE_URL"):
        devdb.start(CLUSTER, devdb.THROWAWAY)
        drop_leftovers()


def drop_leftovers() -> None:
    """Drop the test databases of runs that were killed."""
    with psycopg.connect(devdb.conninfo(CLUSTER), autocommit=True) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_brink_[0-9]+'").fetchall()
        for (name,) in rows:
            if not Path(f"/proc/{name.split('_')[2]}").exists():
                with suppress(psycopg.Error):  # the server tidies it up just now, or another run does
                    connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def prepare_settings() -> None:
    """Swap what a test run needs otherwise: no pool that outlives a test database, no manifest, a quick hasher."""
    database = settings.DATABASES["default"]
    if not os.environ.get("DATABASE_URL"):
        database.update(devdb.connection_settings(CLUSTER))
    del database["OPTIONS"]["pool"]
    database.setdefault("TEST", {})["NAME"] = os.environ["TEST_DATABASE"]
    settings.CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for name in settings.CACHES}
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT.mkdir(exist_ok=True)


prepare_environment()
prepare_settings()
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]  # inherited, it would have pytest-django load the settings before this file
