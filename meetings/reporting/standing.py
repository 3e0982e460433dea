"""How far the minutes of a meeting are, and why at times something cannot be done with them: in words."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Meeting, Minutes
from members.dates import date_long
from members.models import Person, User


def hold(meeting: Meeting) -> Meeting:
    """Lock a meeting with its minutes for the rest of the transaction; every act on minutes does so first.

    Without minutes it gets unsaved ones, so that who asks needs no second way.
    """
    held = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    held.minutes = Minutes.objects.filter(meeting=held).first() or Minutes(meeting=held)
    return held


def minutes_of(meeting: Meeting) -> Minutes:
    """Return the minutes of a meeting, unsaved ones when there are none yet."""
    found: Minutes | None = getattr(meeting, "minutes", None)
    return found or Minutes(meeting=meeting)


def signer(by: User) -> Person:
    """Return who signs for an account. Raises ValidationError for an account that belongs to nobody."""
    person = Person.objects.filter(account=by).first()
    if person is None:
        raise ValidationError(_("Your account belongs to no person, so it cannot sign for this."), code="nobody")
    return person


def why_not_written(meeting: Meeting) -> str:
    """Say why the minutes cannot be written; nothing when they can: from the start on, until they are final."""
    if minutes_of(meeting).final_at:
        return _("These minutes are final and no longer change.")
    if meeting.state != Meeting.State.SCHEDULED or meeting.starts is None:
        return _("This meeting is not held, so it has no minutes.")
    return _("The meeting has not begun yet.") if meeting.starts > timezone.now() else ""


def why_not_published(meeting: Meeting) -> str:
    """Say why the minutes cannot be published; nothing when they can."""
    if minutes_of(meeting).published_at:
        return _("These minutes are published already.")
    if closed := why_not_written(meeting):
        return closed
    return "" if meeting.is_over else _("The meeting has not ended yet.")


def why_not_corrected(minutes: Minutes) -> str:
    """Say why nobody can propose a correction; nothing when who was there can."""
    if not minutes.is_published:
        return _("These minutes are not published yet.")
    if minutes.final_at:
        return _("These minutes are final and no longer change.")
    until = minutes.corrections_until
    over = until is not None and until < timezone.localdate()
    return _("The time for corrections is over.") if over else ""


def open_until(minutes: Minutes) -> str:
    """Return the last day for corrections as long as there is time, else nothing."""
    until = minutes.corrections_until
    return date_long(until) if until and not why_not_corrected(minutes) else ""


def why_not_finished(minutes: Minutes) -> str:
    """Say why the minutes cannot be made final; nothing when they can."""
    if not minutes.is_published:
        return _("These minutes are not published yet.")
    if minutes.final_at:
        return _("These minutes are final already.")
    waiting = minutes.proposed_corrections.filter(handled_at__isnull=True)
    return _("A proposed correction still waits for an answer.") if waiting.exists() else ""
