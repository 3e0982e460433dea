"""Whose minutes an account may read, write and correct: who may not know of them gets 404, who lacks the right 403."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.crumbs import below_meeting
from meetings.models import Correction, Meeting
from meetings.permissions import can_lead_meeting, can_read_minutes, was_there
from meetings.reporting.standing import minutes_of
from members.models import User


def get_readable(user: User | AnonymousUser, pk: int) -> tuple[Meeting, bool]:
    """Return a meeting whose minutes the account reads, and whether it leads the meeting and so sees a draft."""
    meeting = _visible(user, pk)
    minutes, leads = minutes_of(meeting), can_lead_meeting(user, meeting)
    if leads or can_read_minutes(user, minutes):
        return meeting, leads
    if minutes.is_published:
        raise PermissionDenied
    raise Http404


def get_led(user: User, pk: int) -> Meeting:
    """Return a meeting whose minutes the account looks after."""
    meeting = _visible(user, pk)
    if not can_lead_meeting(user, meeting):
        raise PermissionDenied
    return meeting


def get_attended(user: User, pk: int) -> Meeting:
    """Return a meeting where the account's person was."""
    meeting = _visible(user, pk)
    if not was_there(user, meeting):
        raise PermissionDenied
    return meeting


def get_correction(user: User, pk: int) -> Correction:
    """Return a proposed correction that the account may answer."""
    visible = Correction.objects.filter(minutes__meeting__in=Meeting.objects.visible_to(user))
    related = ("minutes__meeting__sector_year__sector", "minutes__meeting__organiser")
    rows = visible.select_related("person__organisation", *related)
    correction = get_object_or_404(rows.defer("minutes__search", "minutes__meeting__search"), pk=pk)
    if not can_lead_meeting(user, correction.minutes.meeting):
        raise PermissionDenied
    return correction


def way_to_minutes(meeting: Meeting, *last: str) -> list[tuple[str, str]]:
    """Return the breadcrumb of the minutes, or of a page below them."""
    if not last:
        return below_meeting(meeting, _("Minutes"))
    return below_meeting(meeting, last[0], (_("Minutes"), reverse("meeting-minutes", args=[meeting.pk])))


def _visible(user: User | AnonymousUser, pk: int) -> Meeting:
    visible = Meeting.objects.visible_to(user).select_related("sector_year__sector", "minutes", "organiser")
    return get_object_or_404(visible.defer("search", "minutes__search", "organiser__search"), pk=pk)
