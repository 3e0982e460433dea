"""What can be done with a meeting as it is now, and in words why at times it cannot."""

from __future__ import annotations

from django.utils.translation import gettext as _

from meetings.models import Meeting, Minutes

State = Meeting.State
CALLED_OFF = frozenset({State.CANCELLED, State.NOT_HELD})


def why_not_cancel(meeting: Meeting) -> str:
    """Say why a meeting cannot be cancelled; nothing when it can."""
    if meeting.state == State.CANCELLED:
        return _("This meeting is cancelled already.")
    if meeting.state == State.NOT_HELD:
        return _("This meeting is not held, so there is nothing to cancel.")
    if meeting.state == State.DRAFT:
        return _("This meeting is a draft: nobody was told of it, so there is nothing to cancel.")
    return _("This meeting was held, so it cannot be cancelled.") if meeting.is_over else ""


def why_not_skip(meeting: Meeting) -> str:
    """Say why one cannot say of a meeting that it is not held; nothing when one can."""
    if meeting.state == State.NOT_HELD:
        return _("Of this meeting it is said already that it is not held.")
    if meeting.state == State.CANCELLED:
        return _("This meeting is cancelled already.")
    if meeting.sector_year_id is None:
        return _("Only the numbered meetings of a sector’s year have a slot that can stay empty.")
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    return _("This meeting has minutes, so it was held.") if minutes and minutes.published_at else ""


def why_not_reinstate(meeting: Meeting) -> str:
    """Say why a meeting cannot be brought back; nothing when it can."""
    return "" if meeting.state in CALLED_OFF else _("This meeting is not called off, so it stands.")
