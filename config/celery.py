"""Background work: Redis in production, folders below DATA_DIR elsewhere.

Tasks are wake-ups that may run twice or late, so a message is acknowledged after the work. The schedule stands
here and nowhere else.
"""

import os
from contextlib import suppress
from datetime import timedelta

from celery import Celery
from celery.schedules import crontab
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES["filesystem"] = "config.filesystem_broker:Transport"
app = Celery("brink")
app.set_default()  # for every thread of the web process, not only this one
app.conf.update(
    broker_url=settings.REDIS_URL or "filesystem://localhost",
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=3,
    broker_transport_options={"socket_connect_timeout": 3, "socket_timeout": 10, "visibility_timeout": 3600},
    task_publish_retry_policy={"max_retries": 2, "interval_start": 0.1, "interval_max": 0.5},
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    result_expires=None,
    task_acks_late=True,
    task_soft_time_limit=240,
    task_time_limit=300,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_enable_remote_control=bool(settings.REDIS_URL),
    timezone=settings.TIME_ZONE,
    beat_schedule={
        "send mail that is due": {"task": "members.tasks.send_due_mail", "schedule": timedelta(minutes=1)},
        "deliver mailings that are due": {
            "task": "meetings.tasks.deliver_due_mailings",
            "schedule": timedelta(minutes=1),
        },
        "invite who came and cancel who left": {
            "task": "meetings.tasks.bring_people_up_to_date",
            "schedule": timedelta(minutes=5),
        },
        "make exports that wait": {"task": "portal.tasks.tend_data_exports", "schedule": timedelta(minutes=5)},
        "tell of new requests": {"task": "portal.tasks.tell_approvers", "schedule": timedelta(minutes=5)},
        "send the weekly mail": {
            "task": "portal.tasks.send_weekly_mail",
            "schedule": crontab(hour="7", minute="0", day_of_week="mon"),
        },
        "do what the day asks": {"task": "portal.tasks.do_daily_work", "schedule": crontab(hour="3", minute="17")},
    },
    beat_schedule_filename=str(settings.DATA_DIR / "beat-schedule"),
)
if not settings.REDIS_URL:
    messages = settings.BROKER_DIR / "messages"
    with suppress(OSError):  # an unwritable folder is told by `serve` and by /readyz
        messages.mkdir(parents=True, exist_ok=True)
    app.conf.broker_transport_options = {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(settings.BROKER_DIR / "control"),
        "polling_interval": 0.2,
    }
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()
