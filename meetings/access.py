"""Which meeting an account may act on: who may not know of it gets 404, who lacks the right 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

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
    """Return a meeting that the account manages."""
    meeting = _visible(user, pk)
    if not can_manage_meeting(user, meeting):
        raise PermissionDenied
    return meeting


def get_led_document(user: User, pk: int) -> Document:
    """Return a document that the account may remove."""
    visible = Document.objects.filter(meeting__in=Meeting.objects.visible_to(user))
    document = get_object_or_404(visible.select_related("meeting__sector_year__sector", "meeting__organiser"), pk=pk)
    if not can_see_document(user, document):
        raise Http404
    if not can_lead_meeting(user, document.meeting):
        raise PermissionDenied
    return document


def _visible(user: User, pk: int) -> Meeting:
    visible = Meeting.objects.visible_to(user).select_related("sector_year__sector", "organiser")
    return get_object_or_404(visible.defer("search", "sector_year__sector__search", "organiser__search"), pk=pk)
