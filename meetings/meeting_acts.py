"""The pages on which a reader does something with a meeting, as links: by right, and by how far along it is."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Meeting
from meetings.permissions import can_lead_meeting, can_manage_meeting
from meetings.scheduling.stages import why_not_cancel, why_not_reinstate, why_not_skip
from members.models import User
from sectors.rows import Link


def meeting_acts(meeting: Meeting, user: User | AnonymousUser) -> list[Link]:
    """Return what someone can do: everything for who manages the meeting, what leading asks for a chair."""
    manages = can_manage_meeting(user, meeting)
    if not manages and not can_lead_meeting(user, meeting):
        return []
    found = [*_scheduling(meeting), *_leading(meeting)] if manages else _leading(meeting)
    return [Link(name, reverse(route, args=[meeting.pk])) for name, route in found]


def _scheduling(meeting: Meeting) -> Iterator[tuple[str, str]]:
    yield _("Change or schedule") if meeting.state == Meeting.State.DRAFT else _("Change"), "meeting-update"
    if meeting.state != Meeting.State.DRAFT:
        yield _("Invitations"), "meeting-invitations"
    if not why_not_cancel(meeting):
        yield _("Cancel the meeting"), "meeting-cancel"
    if not why_not_skip(meeting):
        yield _("Is not held"), "meeting-skip"
    if _has_come(meeting):
        yield _("Who was there"), "meeting-presence"
    if not why_not_reinstate(meeting):
        yield _("Bring back"), "meeting-reinstate"


def _leading(meeting: Meeting) -> Iterator[tuple[str, str]]:
    if not why_not_reinstate(meeting):  # called off: nothing to lead
        return
    if hasattr(meeting, "preparation") and not meeting.is_over:
        yield _("Preparation"), "meeting-preparation"
    yield _("Agenda"), "agenda-edit"
    if _has_come(meeting):
        yield _("Minutes"), "meeting-minutes" if _is_final(meeting) else "minutes-edit"
    yield _("Documents"), "document-create"


def _is_final(meeting: Meeting) -> bool:
    return hasattr(meeting, "minutes") and meeting.minutes.final_at is not None


def _has_come(meeting: Meeting) -> bool:
    """Whether it is the day of the meeting, or later."""
    return meeting.state == Meeting.State.SCHEDULED and meeting.day is not None and meeting.day <= timezone.localdate()
