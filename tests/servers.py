"""Real programs for tests: ports, waiting, and the environment of a site beside the tests' own."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from config import devdb

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
OURS = ("DATABASE_URL", "STATIC_ROOT", "TEST_DATABASE", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT")
PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "a-secret-that-only-the-tests-know-" + "0123456789" * 3,
    "ALLOWED_HOSTS": "brink.example.org,localhost,127.0.0.1",
    "PUBLIC_URL": "https://brink.example.org",
    "EMAIL_URL": "smtp://localhost",
    "TRUSTED_PROXIES": "1",
}


def environment(**own):
    """Return an environment without what the tests' own conftest set."""
    return {name: value for name, value in os.environ.items() if name not in OURS} | own


def database_url(data_dir):
    """Return the DATABASE_URL of an embedded server."""
    return f"postgresql://brink@{quote(str(devdb.cluster(data_dir).socket), safe='')}/brink"


def manage(*arguments, **own):
    """Run manage.py to its end and return what it said."""
    return subprocess.run(
        [PYTHON, "manage.py", *arguments], check=False, cwd=ROOT, env=environment(**own), capture_output=True, text=True
    )


def free_port():
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(true, seconds=120.0):
    """Wait until true() holds and return whether it does."""
    deadline = time.monotonic() + seconds
    while not (held := true()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return held


def fetch(port, path="/", **headers):
    """Return status and text of a page, or (0, "") while nobody answers."""
    request = Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def end(process, seconds=40):
    """Ask a process to end and return its exit code."""
    process.terminate()
    try:
        return process.wait(seconds)
    finally:
        process.kill()
