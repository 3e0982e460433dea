"""Tasks through a real worker, over both brokers."""

import subprocess

import pytest

from config.celery import app
from tests import servers

WORKER = "-m celery --quiet --app tests.config.worker_tasks worker --concurrency 1 --without-mingle --without-gossip"
SEND = "from config.celery import app; import sys; app.send_task('tests.leave_a_file', [sys.argv[1]])"
QUIET = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}


def is_carried_out(path, **own):
    """Send a task in one process, work in another, and tell whether the work was done."""
    environment = servers.environment(DJANGO_SETTINGS_MODULE="config.settings", **own)
    subprocess.run([servers.PYTHON, "-c", SEND, str(path)], check=True, cwd=servers.ROOT, env=environment)
    with subprocess.Popen(
        [servers.PYTHON, *WORKER.split()], cwd=servers.ROOT, env=environment | QUIET, stderr=subprocess.DEVNULL
    ) as worker:
        done = servers.wait_until(path.exists)
        assert servers.end(worker) == 0
    return done


def test_task_over_the_filesystem_is_carried_out(tmp_path):
    assert is_carried_out(tmp_path / "done", DATA_DIR=str(tmp_path))
    assert list((tmp_path / "broker" / "messages").iterdir()) == []


@pytest.mark.redis
def test_task_over_redis_is_carried_out(tmp_path, redis_url):
    assert is_carried_out(tmp_path / "done", DATA_DIR=str(tmp_path), REDIS_URL=redis_url)
    assert not (tmp_path / "broker").exists()


def test_tasks_are_acknowledged_late_and_limited():
    assert app.conf.task_acks_late is True
    assert 0 < app.conf.task_soft_time_limit < app.conf.task_time_limit
    assert app.conf.accept_content == ["json"]


def test_every_entry_of_the_schedule_names_a_task():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
