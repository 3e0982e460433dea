"""Pages of meetings: the list, one meeting, and what one can download from it."""

from __future__ import annotations

from itertools import groupby
from pathlib import PurePath
from typing import NamedTuple, cast

from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.forms import MeetingFilterForm
from meetings.meeting_page import fetch_meeting, meeting_page
from meetings.models import Document, Meeting, MeetingQuerySet
from meetings.partial_pages import render_with_part
from meetings.permissions import can_see_document
from meetings.rows import MeetingRow, mark_next, meeting_rows
from meetings.web_links import web_link
from members.dates import month_year
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
        "breadcrumb": [(_("Meetings"), "")],
    }
    return render_with_part(request, "meetings/meeting_list.html", context, part="results")


@require_safe
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting, with as much of it as the reader may see."""
    page = meeting_page(_get_meeting(request.user, pk), request.user)
    breadcrumb = [(_("Meetings"), reverse("meeting-list")), (page.title, "")]
    context = {"page": page, "about": page.event, "breadcrumb": breadcrumb}
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


def _get_meeting(user: User | AnonymousUser, pk: int) -> Meeting:
    return get_object_or_404(fetch_meeting(Meeting.objects.visible_to(user), user), pk=pk)


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
