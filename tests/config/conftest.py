"""Servers that several tests of the platform share."""

import os
import shutil
import subprocess

import pytest

from config import devdb
from tests import servers


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """DATA_DIR of a database server that tests may stop and start, migrated."""
    data_dir = tmp_path_factory.mktemp("cluster")
    devdb.start(data_dir, devdb.THROWAWAY)
    migrated = servers.manage("migrate", "--verbosity", "0", DATABASE_URL=servers.database_url(data_dir))
    assert migrated.returncode == 0, migrated.stderr
    yield data_dir
    devdb.stop(data_dir)
    shutil.rmtree(devdb.cluster(data_dir).home, ignore_errors=True)


@pytest.fixture(scope="session")
def static_root(tmp_path_factory):
    """Folder with the static files as production serves them."""
    folder = tmp_path_factory.mktemp("static")
    collected = servers.manage("collectstatic", "--noinput", "--verbosity", "0", STATIC_ROOT=str(folder), DEBUG="0")
    assert collected.returncode == 0, collected.stderr
    return folder


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    """Address of a Redis of our own."""
    if not shutil.which("redis-server"):
        reason = "there is no redis-server on the PATH"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    port = servers.free_port()
    folder = tmp_path_factory.mktemp("redis")
    with subprocess.Popen(
        ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    ) as server:
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()
