"""Who opens the pages that prepare a meeting."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.crumbs import Crumb, below_meeting
from meetings.meeting_page import fetch_meeting
from meetings.models import Contribution, Meeting, Presenter
from meetings.permissions import can_lead_meeting, can_see_member_details
from members.gates import account_of
from members.models import User


def get_prepared(user: User | AnonymousUser, pk: int) -> Meeting:
    """Find a meeting with a preparation, for members."""
    visible = Meeting.objects.visible_to(user).filter(preparation__isnull=False)
    meeting = get_object_or_404(fetch_meeting(visible, user), pk=pk)
    if not can_see_member_details(user):
        raise PermissionDenied
    return meeting


def get_led(request: HttpRequest, pk: int) -> Meeting:
    """Find a sector's meeting with a preparation for who leads it, and acts under a name of his own."""
    account = account_of(request)
    found = Meeting.objects.visible_to(account).filter(preparation__isnull=False, sector_year__isnull=False)
    meeting = get_object_or_404(found.select_related("sector_year__sector", "preparation"), pk=pk)
    if not can_lead_meeting(account, meeting) or getattr(account, "person", None) is None:
        raise PermissionDenied
    return meeting


def get_moderated(request: HttpRequest, pk: int) -> Contribution:
    """Find input for who leads its meeting; who is no member does not learn whether it exists."""
    account = account_of(request)
    found = Contribution.objects.filter(meeting__in=Meeting.objects.visible_to(account))
    found = found.select_related("meeting__sector_year__sector", "person", "organisation")
    contribution = get_object_or_404(found, pk=pk)
    if not can_lead_meeting(account, contribution.meeting):
        raise PermissionDenied
    return contribution


def get_presenter(request: HttpRequest, pk: int) -> Presenter:
    """Find a presenter for himself, or for who leads the meeting and notes what he answered."""
    account = account_of(request)
    known = Q(meeting__in=Meeting.objects.visible_to(account)) | Q(person__account=account)
    found = Presenter.objects.filter(known).select_related("meeting__sector_year__sector", "person", "organisation")
    presenter = get_object_or_404(found, pk=pk)
    if not is_own(presenter, account) and not can_lead_meeting(account, presenter.meeting):
        raise PermissionDenied
    return presenter


def is_own(presenter: Presenter, account: User) -> bool:
    """Whether the account's person is the one who presents."""
    return presenter.person is not None and presenter.person.account_id == account.pk


def below_preparation(meeting: Meeting, title: str) -> list[Crumb]:
    """Return the breadcrumb of a page below that of the preparation."""
    preparation = (_("Preparation"), reverse("meeting-preparation", args=[meeting.pk]))
    return below_meeting(meeting, title, preparation)
