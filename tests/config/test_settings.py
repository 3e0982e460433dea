"""The settings as the environment makes them, each read by a fresh process."""

import json
import subprocess

import pytest

from tests import servers

SHOW = """
import json, sys
from django.conf import settings
print(json.dumps({name: str(getattr(settings, name)) for name in sys.argv[1:]}))
"""
SERVICES = {"DATABASE_URL": "postgresql://brink@localhost/brink", "REDIS_URL": "redis://localhost"}


def read(*names, **own):
    environment = servers.environment(DJANGO_SETTINGS_MODULE="config.settings", **own)
    done = subprocess.run(
        [servers.PYTHON, "-c", SHOW, *names],
        check=True, cwd=servers.ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_development_machine_needs_nothing(tmp_path):
    found = read("PRODUCTION", "DEBUG", "PUBLIC_URL", "REDIS_URL", DATA_DIR=str(tmp_path), PORT="8123")

    assert found == {"PRODUCTION": "False", "DEBUG": "True", "PUBLIC_URL": "http://localhost:8123", "REDIS_URL": ""}


def test_production_hardens_cookies_and_transport():
    names = ("DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")

    found = read(*names, **servers.PRODUCTION, **SERVICES)

    assert found == dict(zip(names, ["False", "True", "__Host-csrf", "True", "31536000"], strict=True))


@pytest.mark.parametrize(
    "missing", ["SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "EMAIL_URL", "DATABASE_URL", "REDIS_URL"]
)
def test_production_without_a_variable_names_it(missing):
    run = servers.manage("check", **{**servers.PRODUCTION, **SERVICES, missing: ""})

    assert run.returncode == 1
    assert run.stderr == f"PRODUCTION=1 needs {missing}; docs/settings.md says what it holds.\n"


def test_settings_fit_on_their_page():
    assert len((servers.ROOT / "config" / "settings.py").read_text().splitlines()) < 250


def test_every_variable_is_documented():
    page = (servers.ROOT / "docs" / "settings.md").read_text()
    run = subprocess.run(
        ["grep", "--only-matching", "--no-filename", "--extended-regexp",
         r'(environ(\.get)?|flag|text|number|choice)[(\[]"[A-Z_]+"', "config/settings.py", "config/environment.py"],
        check=True, cwd=servers.ROOT, capture_output=True, text=True,
    )  # fmt: skip

    assert {name for line in run.stdout.split() if f"`{(name := line.split(chr(34))[1])}`" not in page} == set()


@pytest.mark.parametrize("own", [{}, {"PRODUCTION": "1"}])
def test_deployment_checks_name_what_is_left_open(own):
    production = servers.PRODUCTION | SERVICES if own else {}

    run = servers.manage(
        "check", "--deploy", **{**production, "PUBLIC_URL": "http://x.example.org", "TRUSTED_PROXIES": "0"}
    )

    found = {code for code in ("brink.E001", "brink.E002", "brink.W001") if code in run.stderr}
    assert found == {"brink.E002", "brink.W001"} | (set() if own else {"brink.E001"})
