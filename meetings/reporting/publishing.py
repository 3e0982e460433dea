"""From draft to final: minutes are published once, open to corrections for two weeks, and then no longer change."""

from __future__ import annotations

from datetime import date, timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from meetings.models import Meeting, Minutes
from meetings.reporting.mails import tell_published
from meetings.reporting.numbers import number_decisions
from meetings.reporting.standing import hold, signer, why_not_finished, why_not_published
from members.models import User

CORRECTION_DAYS = 14


def corrections_until() -> date:
    """Return the last day for corrections of minutes published today."""
    return timezone.localdate() + timedelta(days=CORRECTION_DAYS)


@transaction.atomic
def publish_minutes(*, meeting: Meeting, is_public: bool, by: User) -> Minutes:
    """Let readers see the minutes, number what was decided and mail who was on the list.

    Raises ValidationError before the end of the meeting, when it is not held, and the second time.
    """
    held = hold(meeting)
    if closed := why_not_published(held):
        raise ValidationError(closed, code="closed")
    minutes = held.minutes
    minutes.is_public = is_public and held.visibility == Meeting.Visibility.PUBLIC
    minutes.published_at, minutes.published_by = timezone.now(), signer(by)
    minutes.corrections_until = corrections_until()
    with pghistory.context(user=by.pk):
        number_decisions(held.decisions.all(), sector_year=held.sector_year)
        minutes.save()
    tell_published(minutes)
    return minutes


@transaction.atomic
def finish_minutes(*, meeting: Meeting, by: User) -> Minutes:
    """Make published minutes final. Raises ValidationError while a correction waits for an answer."""
    minutes = hold(meeting).minutes
    if closed := why_not_finished(minutes):
        raise ValidationError(closed, code="closed")
    with pghistory.context(user=by.pk):
        return close(minutes)


def close(minutes: Minutes) -> Minutes:
    """Store that minutes are final from now on."""
    minutes.final_at = timezone.now()
    minutes.save(update_fields=["final_at"])
    return minutes
