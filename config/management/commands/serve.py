"""Serve the whole portal on a development machine: one command, one address, nothing to set up before."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import Any, TypeAlias

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from config import devdb
from members.models import Network, Organisation, User
from portal.demo import DEMO_LOGINS, PASSWORD, WAITING_LOGIN

WEB = "gunicorn config.wsgi --workers 1 --threads 8 --graceful-timeout 5 --reload --log-level error --no-control-socket"
WORKER = (
    "celery --quiet --app config worker --beat --concurrency 1 --without-mingle --without-gossip --loglevel WARNING"
)
Child: TypeAlias = "subprocess.Popen[bytes]"
START_SECONDS = 60
STOP_SECONDS = 10
LETTING_GO_SECONDS = 2


class Command(BaseCommand):
    """Database, migrations, demonstration content, web process, worker with beat; Ctrl-C stops them all.

    A database that this command started is stopped with it, unless another program is connected by then; one that
    already ran is left running.
    """

    help = "Serve the portal on this machine: database, migrations, demonstration content, web process and worker."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("serve is for a development machine; docker-compose.yml shows the production commands.")
        refuse_busy_port()
        refuse_unwritable_folder()
        signal.signal(signal.SIGTERM, interrupt)
        signal.signal(signal.SIGINT, interrupt)
        os.environ["PGAPPNAME"] = our_name()  # read by libpq, and inherited
        started = False
        children: dict[str, Child] = {}
        try:
            started = start_database()
            prepare_database(self.stdout.write)
            children["web process"] = start_module(f"{WEB} --bind 127.0.0.1:{settings.PORT}")
            wait_until_served(children)
            children["worker"] = start_module(WORKER)
            self.announce()
            while True:
                refuse_dead_child(children)
                time.sleep(0.3)
        except KeyboardInterrupt:
            self.stdout.write("Stopping …")
        except DatabaseError as error:
            raise CommandError(f"The database refuses: {str(error).strip()}") from error
        finally:
            stop_children(children)
            connection.close()
            connections["default"].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's own
            if started and not others_are_connected():
                devdb.stop(settings.DATA_DIR)
        self.stdout.write("Brink has stopped.")

    def announce(self) -> None:
        """Print the address and, where the demonstration is loaded, who may sign in."""
        self.stdout.write(f"\nBrink is at http://localhost:{settings.PORT}/ (Ctrl-C stops it)")
        if not Network.objects.exists():
            self.stdout.write(f"\nNo network is here yet; found one with {sys.executable} manage.py new_network")
        if User.objects.filter(email=DEMO_LOGINS[0].email).exists():
            self.stdout.write(f"\nSign in with the password {PASSWORD} as")
            for login in (*DEMO_LOGINS, WAITING_LOGIN):
                self.stdout.write(f"  {login.email:22} {login.meaning}")
        self.stdout.flush()


def interrupt(*_: object) -> None:
    """Turn the first SIGINT or SIGTERM into KeyboardInterrupt and ignore more, so that the clean-up ends."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def refuse_busy_port() -> None:
    """Raise CommandError when nothing can listen on PORT."""
    if not 0 < settings.PORT < 65536:
        raise CommandError(f"PORT={settings.PORT} is not a port: choose a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", settings.PORT))
        except OSError as error:
            raise CommandError(
                f"Port {settings.PORT} cannot be used ({error.strerror}): choose another PORT."
            ) from error


def refuse_unwritable_folder() -> None:
    """Make DATA_DIR with the folders in it; raise CommandError when that fails."""
    try:
        for folder in (settings.STATIC_ROOT, settings.MEDIA_ROOT, settings.BROKER_DIR / "messages"):
            folder.mkdir(parents=True, exist_ok=True)
        probe = settings.DATA_DIR / f"probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CommandError(
            f"{settings.DATA_DIR} cannot be written ({error.strerror}): choose another DATA_DIR."
        ) from error


def start_database() -> bool:
    """Make sure a database answers; return whether the embedded one was started now."""
    if not settings.DATABASE_URL:
        try:
            return devdb.start(settings.DATA_DIR)
        except devdb.EmbeddedDatabaseError as error:
            raise CommandError(error) from error
    given = settings.DATABASES["default"]
    try:
        psycopg.connect(
            host=given["HOST"],
            port=given["PORT"],
            user=given["USER"],
            password=given["PASSWORD"],
            dbname=given["NAME"],
            connect_timeout=3,
        ).close()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1]
        raise CommandError(f"The database of DATABASE_URL does not answer: {reason}") from error
    return False


def our_name() -> str:
    """Return the name under which this command and its children connect, so that what lingers of them is no other."""
    return f"brink serve {os.getpid()}"


def others_are_connected() -> bool:
    """Tell whether another program uses the embedded database, once this one has let go of it."""
    question = "SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> %s"
    deadline = time.monotonic() + LETTING_GO_SECONDS
    with psycopg.connect(devdb.conninfo(settings.DATA_DIR), autocommit=True) as session:
        while session.execute(question, [our_name()]).rowcount:
            if time.monotonic() > deadline:
                return True
            time.sleep(0.05)
    return False


def prepare_database(write: Any) -> None:
    """Migrate, make the cache table and, unless DEMO=0, fill an empty database; a moment when nothing is to be done."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        write("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if settings.DEMO and not Network.objects.exists() and not Organisation.objects.exists():
        write("Filling it with the demonstration …")
        call_command("load_demo", verbosity=0)


def start_module(command: str) -> Child:
    """Start a Python module as a child in a session of its own: a Ctrl-C reaches us alone, and we pass it on."""
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    return subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-m", *command.split()],
        cwd=settings.BASE_DIR,
        env=os.environ | quiet,
        start_new_session=True,
    )


def wait_until_served(children: dict[str, Child]) -> None:
    """Return as soon as the web process answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        refuse_dead_child(children)
        with suppress(OSError, http.client.HTTPException):
            web = http.client.HTTPConnection("127.0.0.1", settings.PORT, timeout=5)
            web.request("GET", "/healthz")
            if web.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise CommandError(f"The web process does not answer within {START_SECONDS} seconds.")


def refuse_dead_child(children: dict[str, Child]) -> None:
    """Raise CommandError as soon as one of the children has ended."""
    for name, child in children.items():
        if child.poll() is not None:
            raise CommandError(f"The {name} has ended with code {child.returncode}, so everything stops.")


def stop_children(children: dict[str, Child]) -> None:
    """Ask the children to end and, after a while, end them with all of theirs."""
    for child in children.values():
        with suppress(ProcessLookupError):
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children.values():
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
