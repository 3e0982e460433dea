"""Pages of meetings: the list, one meeting, and what one can download from it."""

from __future__ import annotations

from itertools import groupby
from pathlib import PurePath
from typing import NamedTuple, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings.actions import finish_action
from meetings.answering.who_comes import who_comes
from meetings.calendars.subscriptions import Subscription, subscription_to
from meetings.forms import ActionForm, MeetingFilterForm
from meetings.inviting.standing import standing_text
from meetings.meeting_acts import meeting_acts
from meetings.meeting_page import fetch_meeting, meeting_page
from meetings.models import ActionItem, Document, Meeting, MeetingQuerySet
from meetings.partial_pages import render_with_part
from meetings.permissions import (
    can_finish_action,
    can_see_document,
    can_see_member_details,
)
from meetings.rows import MeetingRow, mark_next, meeting_rows
from meetings.web_links import web_link
from members.dates import month_year
from members.gates import account_of
from members.models import User
from members.paging import page_of
from sectors.models import Sector

PAGE_SIZE = 25


class MonthGroup(NamedTuple):
    """Meetings of one month under their heading."""

    label: str
    meetings: list[MeetingRow]


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Show meetings, what comes first; a wrong filter says so on its field and narrows nothing."""
    visible = Meeting.objects.visible_to(request.user)
    sectors = Sector.objects.active().only("slug", "name")
    form = MeetingFilterForm(request.GET, sectors=sectors, months=visible.months())
    page = page_of(request, visible.matching(**form.chosen()).coming_first(), size=PAGE_SIZE)
    rows = meeting_rows(cast("MeetingQuerySet", page.object_list))
    context = {
        "form": form,
        "page": page,
        "groups": _by_month(mark_next(rows) if page.number == 1 else rows),
        "query": form.query(),
        "subscription": subscription_to(reverse("network-calendar"), _("Meetings")),
        "breadcrumb": [(_("Meetings"), "")],
    }
    return render_with_part(request, "meetings/meeting_list.html", context, part="results")


@require_safe
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting, with as much of it as the reader may see."""
    meeting = _get_meeting(request.user, pk)
    page = meeting_page(meeting, request.user)
    acts, who = meeting_acts(meeting, request.user), who_comes(meeting, request.user)
    breadcrumb = [(_("Meetings"), reverse("meeting-list")), (page.title, "")]
    context = {"page": page, "acts": acts, "who": who, "about": page.event, "breadcrumb": breadcrumb}
    context["invitations"] = standing_text(meeting, request.user)
    context["subscription"] = _subscription(meeting)
    return render(request, "meetings/meeting_detail.html", context)


@require_safe
def document_detail(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """Hand over a document as an attachment, or lead to its address on the web."""
    document = _get_document(request.user, pk)
    if document.link:
        return _lead_to(document.link)
    try:
        content = document.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(content, as_attachment=True, filename=PurePath(str(document.file)).name)
    if document.visibility != Document.Visibility.PUBLIC:
        response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def action_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an action is done, or open it again, and go back to where that was said."""
    action, form = _get_action(request.user, pk), ActionForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    finish_action(action=action, done=form.cleaned_data["done"], by=account_of(request))
    text = _("Done: %(text)s") if form.cleaned_data["done"] else _("Open again: %(text)s")
    messages.success(request, text % {"text": action.text})
    return redirect(form.cleaned_data["next"] or action.meeting)


def _get_action(user: User | AnonymousUser, pk: int) -> ActionItem:
    """Find an action of a visible meeting, or one's own. Who is no member does not learn whether it exists."""
    found = ActionItem.objects.filter(Q(meeting__in=Meeting.objects.visible_to(user)) | Q(owner__account=user.pk))
    action = get_object_or_404(found.select_related("meeting__organiser", "owner"), pk=pk)
    if not can_see_member_details(user):
        raise Http404
    if not can_finish_action(user, action):
        raise PermissionDenied
    return action


def _get_meeting(user: User | AnonymousUser, pk: int) -> Meeting:
    return get_object_or_404(fetch_meeting(Meeting.objects.visible_to(user), user), pk=pk)


def _subscription(meeting: Meeting) -> Subscription | None:
    """Return how to follow the meetings of its own sector, if it has one."""
    if meeting.sector_year is None:
        return None
    sector = meeting.sector_year.sector
    return subscription_to(reverse("sector-calendar", args=[sector.slug]), sector.name)


def _get_document(user: User | AnonymousUser, pk: int) -> Document:
    visible = Document.objects.filter(meeting__in=Meeting.objects.visible_to(user))
    document = get_object_or_404(visible, pk=pk)
    if not can_see_document(user, document):
        raise Http404
    return document


def _lead_to(address: str) -> HttpResponse:
    link = web_link(address)
    if not link:
        raise Http404
    return HttpResponseRedirect(link)


def _by_month(rows: list[MeetingRow]) -> list[MonthGroup]:
    undated = _("Date still open")
    months = groupby(rows, key=lambda row: month_year(row.day) if row.day else undated)
    return [MonthGroup(label, list(meetings)) for label, meetings in months]
