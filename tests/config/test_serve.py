"""`manage.py serve` as a newcomer runs it: real processes, real faults."""

import os
import shutil
import signal
import socket
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from config import devdb
from tests import servers


class Site:
    """A running `serve` and all that it said."""

    def __init__(self, data_dir, **own):
        self.port, self.data_dir, self.said = servers.free_port(), data_dir, ""
        self.environment = servers.environment(PORT=str(self.port), DATA_DIR=str(data_dir), **own)
        self.process = subprocess.Popen(
            [servers.PYTHON, "manage.py", "serve"],
            cwd=servers.ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        with self.process.stdout:
            for line in self.process.stdout:
                self.said += line

    def is_up(self):
        return servers.wait_until(lambda: "Ctrl-C" in self.said or self.process.poll() is not None, seconds=120)

    def child(self, name):
        """Return the pid of a child; the kernel's list may miss one while another ends, so ask until it is there."""
        found = []

        def look():
            for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
                with suppress(OSError):
                    found.extend([int(pid)] if name in Path(f"/proc/{pid}/cmdline").read_text() else [])
            return found

        assert servers.wait_until(look, seconds=30), self.said
        return found[0]

    def end(self, how=signal.SIGINT):
        self.process.send_signal(how)
        code = self.process.wait(60)
        self.reader.join()
        return code


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """DATA_DIR with a migrated, filled database."""
    data_dir = tmp_path_factory.mktemp("filled")
    site = Site(data_dir)
    assert site.is_up(), site.said
    site.end()
    yield data_dir
    shutil.rmtree(devdb.cluster(data_dir).home, ignore_errors=True)


@pytest.fixture
def filled(loaded):
    """The same, stopped before and after each test: who finds a database running leaves it running."""
    devdb.stop(loaded)
    yield loaded
    devdb.stop(loaded)


@pytest.fixture
def site(filled):
    site = Site(filled)
    assert site.is_up(), site.said
    yield site
    if site.process.poll() is None:
        site.end()


def session_of(pid):
    """Return the living processes of a session."""
    living = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, _, session, *_ = (process / "stat").read_text().rpartition(")")[2].split()
            living += [process.name] if session == str(pid) and state != "Z" else []
    return living


def test_serve_shows_address_and_logins(site):
    status, text = servers.fetch(site.port, "/")

    assert (status, "<h1" in text) == (200, True)
    assert f"http://localhost:{site.port}/" in site.said
    assert "welkom-op-de-brink" in site.said
    logins = {line.split()[0] for line in site.said.splitlines() if "@example.org" in line}
    names = ("admin", "editor", "manager", "chair", "member", "outsider", "newcomer")
    assert logins == {f"{name}@example.org" for name in names}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_signal_stops_children_and_database(site, how):
    sessions = [site.child("gunicorn"), site.child("celery")]

    code = site.end(how)

    assert (code, servers.fetch(site.port)) == (0, (0, ""))
    assert [session_of(session) for session in sessions] == [[], []]
    assert devdb.runs(site.data_dir) is False


def test_database_that_others_use_keeps_running(site):
    with psycopg.connect(devdb.conninfo(site.data_dir)) as connection:
        site.end()

        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_database_that_ran_before_keeps_running(filled):
    devdb.start(filled)
    site = Site(filled)
    assert site.is_up()

    site.end()

    assert devdb.runs(filled) is True


@pytest.mark.parametrize(("child", "name"), [("gunicorn", "web process"), ("celery", "worker")])
def test_killed_child_ends_everything_with_a_sentence(site, child, name):
    os.kill(site.child(child), signal.SIGKILL)

    assert servers.wait_until(lambda: site.process.poll() is not None, seconds=30)
    site.reader.join()
    assert (site.process.returncode, "Traceback" in site.said) == (1, False)
    assert f"The {name} has ended with code -9, so everything stops." in site.said


def test_two_copies_run_side_by_side(site, tmp_path):
    other = Site(tmp_path)

    assert other.is_up(), other.said
    assert {servers.fetch(copy.port)[0] for copy in (site, other)} == {200}
    assert other.end() == 0
    assert servers.fetch(site.port)[0] == 200
    shutil.rmtree(devdb.cluster(tmp_path).home, ignore_errors=True)


def test_runserver_worker_and_tests_share_one_server(filled):
    port = servers.free_port()
    environment = servers.environment(DATA_DIR=str(filled), PYTHONWARNINGS="ignore")
    commands = [
        [servers.PYTHON, "manage.py", "runserver", f"127.0.0.1:{port}"],
        [servers.PYTHON, "-m", "celery", "--quiet", "--app", "config", "worker", "--concurrency", "1"],
        [servers.PYTHON, "-m", "pytest", "-q", "-n", "2", "tests/config/test_health.py", "-k", "never_cached"],
    ]
    running = [
        subprocess.Popen(
            command, cwd=servers.ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for command in commands
    ]

    assert running[2].wait(300) == 0
    assert servers.wait_until(lambda: servers.fetch(port)[0] == 200)
    assert running[1].poll() is None
    os.kill(running[0].pid, signal.SIGINT)
    assert [servers.end(process) for process in running[:2]] == [0, 0]
    assert devdb.runs(filled) is True


def refused(**own):
    """Run serve where it cannot work and return its code and the one line it said."""
    run = servers.manage("serve", **own)
    assert (run.stdout, "Traceback" in run.stderr, len(run.stderr.splitlines())) == ("", False, 1)
    return run.returncode, run.stderr


def test_busy_port_is_told_before_anything_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        code, sentence = refused(PORT=str(port), DATA_DIR=str(tmp_path / "data"))

    assert (code, f"Port {port} cannot be used (Address already in use)" in sentence) == (1, True)
    assert not (tmp_path / "data" / "postgres").exists()


@pytest.mark.parametrize(
    ("port", "sentence"), [("eight", "PORT='eight' is not a whole number"), ("65536", "PORT=65536 is not a port")]
)
def test_impossible_port_is_told(tmp_path, port, sentence):
    code, said = refused(PORT=port, DATA_DIR=str(tmp_path))

    assert (code, sentence in said) == (1, True)


def test_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()

    code, sentence = refused(PORT=str(servers.free_port()), DATA_DIR=str(tmp_path / "file" / "data"))

    assert (code, "cannot be written (Not a directory): choose another DATA_DIR" in sentence) == (1, True)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://somewhere", "DATABASE_URL must look like postgresql://user:password@host:5432/name."),
        ("postgresql://brink@127.0.0.1:1/brink", "The database of DATABASE_URL does not answer: "),
    ],
)
def test_wrong_database_url_is_told(tmp_path, url, sentence):
    code, said = refused(PORT=str(servers.free_port()), DATA_DIR=str(tmp_path), DATABASE_URL=url)

    assert (code, sentence in said) == (1, True)


def test_wrong_password_is_told_without_the_password(tmp_path):
    devdb.start(tmp_path, devdb.THROWAWAY)
    here = devdb.cluster(tmp_path)
    (here.data / "pg_hba.conf").write_text("local all brink scram-sha-256\nlocal all all trust\n")
    with here.connect() as superuser:
        superuser.execute("SELECT pg_reload_conf()")
    url = f"postgresql://brink:wrong-word@{quote(str(here.socket), safe='')}/brink"

    code, sentence = refused(PORT=str(servers.free_port()), DATA_DIR=str(tmp_path), DATABASE_URL=url)

    assert (code, "password authentication failed" in sentence, "wrong-word" in sentence) == (1, True, False)
    devdb.stop(tmp_path)
    shutil.rmtree(here.home, ignore_errors=True)


def test_missing_package_is_told(tmp_path):
    (tmp_path / "django_htmx.py").write_text("raise ModuleNotFoundError(name='django_htmx')\n")
    (tmp_path / "structlog.py").write_text("raise ModuleNotFoundError(name='structlog')\n")

    code, sentence = refused(PYTHONPATH=str(tmp_path), DATA_DIR=str(tmp_path))

    assert (code, sentence) == (1, "The package structlog is not installed: run make to build the environment.\n")


def test_production_is_refused(tmp_path):
    own = servers.PRODUCTION | {"DATABASE_URL": "postgresql://brink@localhost/brink", "REDIS_URL": "redis://localhost"}

    code, sentence = refused(**own, DATA_DIR=str(tmp_path))

    assert (code, "serve is for a development machine" in sentence) == (1, True)
