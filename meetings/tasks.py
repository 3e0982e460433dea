"""Background work of the meetings app: wake-ups that may run twice or late."""

from celery import shared_task

from meetings.inviting import acts, sweeps


@shared_task(name=acts.TASK)
def deliver_due_mailings() -> None:
    """Deliver the mailings whose moment has come."""
    sweeps.deliver_due_mailings()


@shared_task
def bring_people_up_to_date() -> None:
    """Invite who came and cancel who left."""
    sweeps.bring_people_up_to_date()
