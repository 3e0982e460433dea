"""Timings, apart from the tests. Importing the package sets Django up as in production, on a cluster for tests."""

import os
import tempfile
from pathlib import Path

import django
from django.conf import settings

from config import devdb

ROOT = Path(__file__).resolve().parents[2]

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="brink-bench-")
os.environ["DEBUG"] = "0"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
_database = settings.DATABASES["default"]
if not os.environ.get("DATABASE_URL"):
    devdb.start(ROOT / ".brink" / "test", devdb.THROWAWAY)
    _database.update(devdb.connection_settings(ROOT / ".brink" / "test"))
_database.setdefault("TEST", {})["NAME"] = "bench_brink"
_database["OPTIONS"].pop("pool", None)
_database["CONN_MAX_AGE"] = None
settings.ROOT_URLCONF = "tests.bench.site"
django.setup()
