"""What a worker does by itself: deliver the mailings that are due, and keep single people up to date in between.

Each meeting has a transaction of its own, and one that fails holds up no other. All may run twice at once, or late.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.utils import timezone

from meetings.inviting.delivering import deliver, deliver_to_single_people
from meetings.inviting.differences import invited_ahead, with_differences
from meetings.locks import hold_meeting
from meetings.models import Mailing

logger = logging.getLogger(__name__)


def deliver_due_mailings() -> None:
    """Deliver every mailing whose moment has come, the longest overdue first."""
    for pk, meeting in list(Mailing.objects.due().values_list("pk", "meeting")):
        _apart(_deliver_mailing, pk, meeting)


def bring_people_up_to_date() -> None:
    """Invite who came, cancel who left and follow addresses, at the meetings to come that people were invited to.

    Two queries find the meetings where that is needed; only those are locked.
    """
    for pk in list(with_differences().order_by("starts", "pk").values_list("pk", flat=True)):
        _apart(_deliver_to_single_people, pk)


def _deliver_mailing(pk: int, meeting: int) -> None:
    """Deliver a mailing that is still due once the meeting is locked; nobody else delivers it then."""
    held = hold_meeting(meeting)
    mailing = Mailing.objects.due().select_for_update(skip_locked=True).filter(pk=pk).first()
    if mailing is None:
        return
    done = deliver(held)
    mailing.people, mailing.organisations = done.people, done.organisations
    mailing.done_at = timezone.now()
    mailing.save(update_fields=["people", "organisations", "done_at"])


def _deliver_to_single_people(pk: int) -> None:
    """Do it as long as the meeting stands; when another worker just did, nothing is left to do."""
    meeting = hold_meeting(pk)
    if invited_ahead().filter(pk=pk).exists():
        deliver_to_single_people(meeting)


def _apart(act: Callable[..., None], *args: int) -> None:
    """Do something in a transaction of its own; when it fails nothing of it is done, and the log says so."""
    try:
        with transaction.atomic():
            act(*args)
    except SoftTimeLimitExceeded:  # the worker ends this task: the next sweep goes on where it stopped
        raise
    except Exception:  # whatever is wrong with one meeting, the people of the others are mailed
        logger.exception("invitations could not be mailed: %s %s", act.__name__, args)
