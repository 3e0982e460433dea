"""A database with mail in it, a broker, a mail server and workers that tests may kill."""

import os
import signal
import subprocess
import time

import psycopg
from kombu import Connection

from config.celery import app
from members.outbox import TASK
from tests import servers
from tests.config import mail_sink

WORKER = "-m celery --quiet --app config worker --concurrency 1 --without-mingle --without-gossip --loglevel WARNING"
FILL = """
import sys
from members import outbox
from members.models import OutboxMessage
outbox.queue_many(
    OutboxMessage(
        kind="try", key=f"try:{n}", recipient=f"reader{n}@example.org", context={"subject": f"Mail {n}"}, content=b"Dag"
    )
    for n in range(int(sys.argv[1]))
)
"""


class MailSite:
    """Mail that waits in a cluster of its own, and what sends it."""

    def __init__(self, cluster, folder, redis_url="", *, seconds=0.0, lease=3):
        self.sink = mail_sink.started(seconds)
        self.database, self.redis_url, self.workers = servers.database_url(cluster), redis_url, []
        self.log = folder / "worker.log"
        self.environment = servers.environment(
            DJANGO_SETTINGS_MODULE="config.settings",
            DATABASE_URL=self.database,
            DATA_DIR=str(folder),
            EMAIL_URL=f"smtp://127.0.0.1:{self.sink.port}",
            MAIL_LEASE_SECONDS=str(lease),
            PYTHONWARNINGS="ignore:You're running the worker with superuser",
            **({"REDIS_URL": redis_url} if redis_url else {}),
        )
        messages = folder / "broker" / "messages"
        messages.mkdir(parents=True)
        folders = {"data_folder_in": str(messages), "data_folder_out": str(messages)}
        self.options = {} if redis_url else {**folders, "control_folder": str(folder / "broker" / "control")}

    def run(self, code, *arguments):
        done = subprocess.run(
            [servers.PYTHON, "-c", f"import django; django.setup()\n{code}", *arguments],
            check=True, cwd=servers.ROOT, env=self.environment, capture_output=True, text=True,
        )  # fmt: skip
        self.said = done.stdout + done.stderr

    def queue(self, count):
        self.ask("DELETE FROM members_outboxmessage")
        self.run(FILL, str(count))

    def ask(self, statement):
        with psycopg.connect(self.database, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @property
    def states(self):
        return dict(self.ask("SELECT state, count(*) FROM members_outboxmessage GROUP BY state"))

    @property
    def ids(self):
        """Recipient and Message-ID of every row, as they were stored first."""
        return set(self.ask("SELECT recipient, message_id FROM members_outboxmessage"))

    def wake(self):
        """Ask a worker to send, as the sweep of every minute does."""
        url = self.redis_url or "filesystem://localhost"
        with Connection(url, transport_options=self.options) as connection:
            app.send_task(TASK, connection=connection)

    def start_worker(self):
        with self.log.open("a") as log:
            worker = subprocess.Popen(
                [servers.PYTHON, *WORKER.split()],
                cwd=servers.ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.workers.append(worker)
        return worker

    def kill(self, worker):
        """End a worker and its children as the kernel does when memory is short."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def sweep_until(self, true, seconds=120.0):
        """Wake a worker every second until true() holds."""
        deadline = time.monotonic() + seconds
        while not (held := true()) and time.monotonic() < deadline:
            self.wake()
            servers.wait_until(true, seconds=1)
        return held

    def close(self):
        for worker in self.workers:
            if worker.poll() is None:
                servers.end(worker)
        self.sink.stop()
        self.ask("DELETE FROM members_outboxmessage")
