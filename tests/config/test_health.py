"""The site while its database is there, goes and comes back: a real gunicorn on a server of its own."""

import subprocess
import time

import psycopg
import pytest

from config import devdb
from tests import servers

WEB = "-m gunicorn config.wsgi --workers 1 --threads 4 --no-control-socket --log-level error --bind 127.0.0.1:"


@pytest.fixture(scope="module")
def port(cluster, static_root, tmp_path_factory):
    port = servers.free_port()
    own = {"DATABASE_URL": servers.database_url(cluster), "STATIC_ROOT": str(static_root), "DEBUG": "0"}
    own["DATA_DIR"] = str(tmp_path_factory.mktemp("data"))
    command = [servers.PYTHON, *f"{WEB}{port}".split()]
    log = tmp_path_factory.mktemp("log") / "web.log"  # a pipe that nobody reads would hold up the site once it is full
    with (
        log.open("wb") as said,
        subprocess.Popen(
            command, cwd=servers.ROOT, env=servers.environment(**own), stdout=said, stderr=subprocess.STDOUT
        ) as web,
    ):
        assert servers.wait_until(lambda: servers.fetch(port, "/healthz")[0] == 200)
        yield port
        web.terminate()


@pytest.fixture
def outage(cluster):
    """Stop the database for the length of a test."""
    devdb.stop(cluster)
    yield
    devdb.start(cluster, devdb.THROWAWAY)


def recovers(port, path):
    return servers.wait_until(lambda: servers.fetch(port, path)[0] == 200, seconds=10)


def test_readyz_names_what_answers(port):
    assert recovers(port, "/readyz")
    assert servers.fetch(port, "/readyz") == (200, "database: ok\nbroker: ok\n")


def test_readyz_without_database_is_503_in_seconds(port, outage):
    begun = time.monotonic()

    answer = servers.fetch(port, "/readyz")

    assert answer == (503, "database: no answer\nbroker: ok\n")
    assert time.monotonic() - begun < 8


def test_healthz_needs_no_database(port, outage):
    assert servers.fetch(port, "/healthz") == (200, "ok\n")


def test_page_without_database_is_503_in_house_style(port, outage):
    status, text = servers.fetch(port, "/")

    assert status == 503
    assert "<h1>" in text
    assert "/static/css/base." in text
    assert "OperationalError" not in text


def test_signed_in_page_without_database_is_503_too(port, outage):
    status, text = servers.fetch(port, "/beheer/", Cookie="sessionid=abcdefghijklmnopqrstuvwxyz012345")

    assert (status, "<h1>" in text) == (503, True)


def test_site_recovers_within_ten_seconds(port, cluster):
    assert recovers(port, "/")
    devdb.stop(cluster)
    assert servers.fetch(port, "/")[0] == 503

    devdb.start(cluster, devdb.THROWAWAY)

    assert recovers(port, "/")
    assert recovers(port, "/readyz")


def test_fifty_checks_leave_no_connection_behind(port, cluster):
    assert recovers(port, "/readyz")

    statuses = {servers.fetch(port, "/readyz")[0] for _ in range(50)}

    with psycopg.connect(devdb.conninfo(cluster)) as connection:
        found = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = 'brink'").fetchone()
    assert statuses == {200}
    assert found[0] <= 9  # the pool of this process, at most 8, and this test


def test_readyz_with_unwritable_broker_is_503(client, settings, tmp_path, db):
    settings.BROKER_DIR = tmp_path / "gone"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "database: ok\nbroker: no answer\n")


def test_readyz_with_dead_redis_is_503(client, settings, db):
    settings.REDIS_URL = f"redis://127.0.0.1:{servers.free_port()}/0"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "database: ok\nbroker: no answer\n")


@pytest.mark.redis
def test_readyz_with_redis_is_200(client, settings, redis_url, db):
    settings.REDIS_URL = redis_url

    assert servers.wait_until(lambda: client.get("/readyz").status_code == 200, seconds=10)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_never_cached_and_only_read(client, db, path):
    assert "no-store" in client.get(path).headers["Cache-Control"]
    assert client.post(path).status_code == 405
