"""A batch of 500 mails whose worker is killed ten times at random moments: all arrive, few twice, none as another."""

import random
import time

import pytest

from tests.config.mail_site import MailSite

MAILS, KILLS = 500, 10


def assert_all_arrive(site, capsys):
    """Kill the worker of a batch again and again, let one finish it, and compare what arrived with what was stored."""
    seed = time.time_ns() % 1_000_000
    moments, begun = random.Random(seed), time.monotonic()  # noqa: S311
    site.queue(MAILS)
    stored, taken = site.ids, []

    for _kill in range(KILLS):
        before, worker = site.sink.handler.taken, site.start_worker()
        assert site.sweep_until(lambda before=before: site.sink.handler.taken > before), site.log.read_text()
        time.sleep(moments.uniform(0, 0.5))
        site.kill(worker)
        taken.append(site.sink.handler.taken - before)
    assert site.states.get("sending"), "no kill fell into a batch"
    site.start_worker()
    assert site.sweep_until(lambda: site.states == {"sent": MAILS}), (site.states, site.log.read_text())

    repeats = site.sink.handler.repeats
    with capsys.disabled():
        print(f"\n{MAILS} mails, {KILLS} kills after {taken} mails (seed {seed}): {repeats} repeats,"
              f" {time.monotonic() - begun:.0f} s", flush=True)  # fmt: skip
    assert set(site.sink.handler.ids) == stored
    assert repeats <= KILLS


def test_mail_of_killed_workers_arrives_over_the_filesystem(cluster, tmp_path, capsys):
    site = MailSite(cluster, tmp_path, seconds=0.01)
    try:
        assert_all_arrive(site, capsys)
    finally:
        site.close()


@pytest.mark.redis
def test_mail_of_killed_workers_arrives_over_redis(cluster, tmp_path, redis_url, capsys):
    site = MailSite(cluster, tmp_path, redis_url, seconds=0.01)
    try:
        assert_all_arrive(site, capsys)
    finally:
        site.close()
