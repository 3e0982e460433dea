"""Which meeting an account may act on: who may not know of it gets 404, who lacks the right 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.models import Document, Meeting
from meetings.permissions import can_lead_meeting, can_manage_meeting, can_see_document
from members.models import User


def get_led(user: User, pk: int) -> Meeting:
    """Return a meeting whose agenda and documents the account looks after."""
    meeting = _visible(user, pk)
    if not can_lead_meeting(user, meeting):
        raise PermissionDenied
    return meeting


def get_managed(user: User, pk: int) -> Meeting:
    """Return a meeting of which the account records who was there."""
    meeting = _visible(user, pk)
    if not can_manage_meeting(user, meeting):
        raise PermissionDenied
    return meeting


def get_led_document(user: User, pk: int) -> Document:
    """Return a document that the account may remove."""
    visible = Document.objects.filter(meeting__in=Meeting.objects.visible_to(user))
    document = get_object_or_404(visible.select_related("meeting__sector_year__sector"), pk=pk)
    if not can_see_document(user, document):
        raise Http404
    if not can_lead_meeting(user, document.meeting):
        raise PermissionDenied
    return document


def way_to(meeting: Meeting, last: str) -> list[tuple[str, str]]:
    """Return the breadcrumb of a page below a meeting."""
    return [(_("Meetings"), reverse("meeting-list")), (title_of(meeting), meeting.get_absolute_url()), (last, "")]


def title_of(meeting: Meeting) -> str:
    """Return what a meeting is called while its topic is open too."""
    return meeting.title or _("Topic to follow")


def _visible(user: User, pk: int) -> Meeting:
    visible = Meeting.objects.visible_to(user).select_related("sector_year__sector")
    return get_object_or_404(visible.defer("search", "sector_year__sector__search"), pk=pk)
