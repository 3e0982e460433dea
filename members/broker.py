"""Waking a worker. What is to be done stands in the database, so a broker that is away costs time and loses nothing."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def wake(task: str, *args: object, waiting: str) -> None:
    """Ask a worker to do a task now. Without a broker a sweep does it later; the log says what is waiting for that."""
    try:
        current_app.send_task(task, list(args))
    except (OperationalError, OSError) as error:
        logger.warning("the broker does not answer, %s waits for the sweep: %s", waiting, error)
