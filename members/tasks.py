"""Background work of the members app: wake-ups that may run twice or late."""

from celery import shared_task

from members import outbox


@shared_task(name=outbox.TASK)
def send_due_mail() -> None:
    """Send the mails that are due."""
    outbox.send_due()
