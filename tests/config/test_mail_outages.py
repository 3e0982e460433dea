"""Mail while parts of the platform are away: a broker that dies and comes back, a beat that was down for a day."""

import subprocess
from collections import Counter
from datetime import timedelta
from json import loads

import pytest
from celery.beat import PersistentScheduler

from config.celery import app
from tests import servers
from tests.config.mail_site import MailSite

BEAT = "-m celery --quiet --app config beat --pidfile= --loglevel WARNING"


def start_redis(port, folder):
    return subprocess.Popen(
        ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
    )


@pytest.mark.redis
@pytest.mark.usefixtures("redis_url")  # so that this is skipped, or fails, where there is no Redis
def test_mail_queued_while_redis_is_dead_leaves_once_it_is_back(cluster, tmp_path):
    port = servers.free_port()
    redis = start_redis(port, tmp_path)
    site = MailSite(cluster, tmp_path, f"redis://127.0.0.1:{port}/0")
    try:
        site.start_worker()
        site.queue(1)
        assert site.sweep_until(lambda: site.states == {"sent": 1}), site.log.read_text()
        redis.kill()
        redis.wait()

        site.queue(20)

        assert "the broker does not answer, mail waits for the sweep" in site.said
        assert site.states == {"queued": 20}
        redis = start_redis(port, tmp_path)
        assert site.sweep_until(lambda: site.states == {"sent": 20}), site.log.read_text()
        assert site.sink.handler.repeats == 0
    finally:
        site.close()
        redis.kill()
        redis.wait()


def day_old_schedule(folder):
    """Leave the file of a beat that went down yesterday, and return the tasks it is to ask for."""
    schedule = PersistentScheduler(app=app, schedule_filename=str(folder / "beat-schedule"))
    for entry in schedule.schedule.values():
        entry.last_run_at -= timedelta(days=1)
    names = sorted(entry.task for entry in schedule.schedule.values() if entry.is_due().is_due)
    schedule.close()
    return names


def sent_tasks(folder):
    messages = (folder / "broker" / "messages").glob("*.msg")
    return Counter(loads(message.read_text())["headers"]["task"] for message in messages)


def test_beat_that_was_down_for_a_day_asks_for_each_task_once(tmp_path):
    names = day_old_schedule(tmp_path)
    environment = servers.environment(DJANGO_SETTINGS_MODULE="config.settings", DATA_DIR=str(tmp_path))

    with (tmp_path / "beat.log").open("w") as log:
        beat = subprocess.Popen(
            [servers.PYTHON, *BEAT.split()], cwd=servers.ROOT, env=environment, stdout=log, stderr=log
        )
    servers.wait_until(lambda: len(sent_tasks(tmp_path)) >= len(names), seconds=60)
    servers.end(beat)

    assert "portal.tasks.do_daily_work" in names
    assert sent_tasks(tmp_path) == Counter(names)
