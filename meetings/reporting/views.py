"""Pages of minutes: read, write, publish and close them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from meetings.crumbs import title_of
from meetings.models import Correction, Meeting
from meetings.reporting.access import get_led, get_readable, way_to_minutes
from meetings.reporting.forms import PublishForm
from meetings.reporting.mails import people_on_the_list
from meetings.reporting.page import minutes_page
from meetings.reporting.publishing import corrections_until, finish_minutes, publish_minutes
from meetings.reporting.sheet import Sheet
from meetings.reporting.standing import minutes_of, why_not_finished, why_not_published, why_not_written
from meetings.reporting.writing import write_minutes
from meetings.rows import MeetingRow, meeting_rows
from members.dates import date_long
from members.gates import account_of

PARTS = frozenset({"notes", "decisions", "actions"})


@require_safe
def meeting_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the minutes once they are published, and before that to who leads the meeting."""
    try:
        meeting, leads = get_readable(request.user, pk)
    except (Http404, PermissionDenied):
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    context = {
        "meeting": _row(meeting),
        "page": minutes_page(meeting, request.user, leads=leads),
        "leads": leads,
        "breadcrumb": way_to_minutes(meeting),
    }
    return render(request, "meetings/meeting_minutes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def minutes_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Take down notes, decisions and actions, each stored apart, so that two can write at once."""
    meeting = get_led(account_of(request), pk)
    sent = request.POST if request.method == "POST" else None
    sheet = Sheet(meeting, sent, remark=_corrected(request, meeting))
    if sent is not None and sheet.is_valid() and _write(request, sheet):
        part = request.POST.get("part", "")
        return redirect(f"{reverse('minutes-edit', args=[pk])}{f'#{part}' if part in PARTS else ''}")
    context = {
        "meeting": _row(meeting),
        "sheet": sheet,
        "closed": why_not_written(meeting),
        "breadcrumb": way_to_minutes(meeting, _("Write the minutes")),
    }
    return render(request, "meetings/minutes_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def minutes_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who will see the minutes and until when they can be corrected, and publish them."""
    meeting = get_led(account_of(request), pk)
    form = PublishForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_valid() and _publish(request, meeting, form):
        return redirect("meeting-minutes", pk)
    context = {
        "meeting": _row(meeting),
        "form": form,
        "closed": why_not_published(meeting),
        "until": date_long(corrections_until()),
        "mailed": people_on_the_list(meeting).count(),
        "breadcrumb": way_to_minutes(meeting, _("Publish")),
    }
    return render(request, "meetings/minutes_publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def minutes_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the minutes final by hand, before the daily work does."""
    meeting = get_led(account_of(request), pk)
    minutes = minutes_of(meeting)
    if request.method == "POST":
        return _finish(request, meeting)
    until = minutes.corrections_until
    context = {
        "meeting": _row(meeting),
        "closed": why_not_finished(minutes),
        "until": date_long(until) if until else "",
        "breadcrumb": way_to_minutes(meeting, _("Make final")),
    }
    return render(request, "meetings/minutes_finish.html", context)


def _row(meeting: Meeting) -> MeetingRow:
    return meeting_rows(Meeting.objects.filter(pk=meeting.pk))[0]


def _corrected(request: HttpRequest, meeting: Meeting) -> str:
    """Return what was answered to the correction that is now worked into the text."""
    number = request.GET.get("correctie", "")
    if not number.isdecimal() or len(number) > 9:
        return ""
    return Correction.objects.filter(pk=number, minutes__meeting=meeting).values_list("answer", flat=True).first() or ""


def _write(request: HttpRequest, sheet: Sheet) -> bool:
    remark, account = sheet.remark.cleaned_data["remark"], account_of(request)
    try:
        count = write_minutes(meeting=sheet.meeting, changes=sheet.changes(), by=account, remark=remark)
    except ValidationError as error:
        sheet.refuse(error)
        return False
    told = ngettext("%(count)s change is saved.", "%(count)s changes are saved.", count) % {"count": count}
    messages.success(request, told if count else _("There was nothing to save."))
    return True


def _publish(request: HttpRequest, meeting: Meeting, form: PublishForm) -> bool:
    is_public = form.cleaned_data["audience"] == "everyone"
    try:
        publish_minutes(meeting=meeting, is_public=is_public, by=account_of(request))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("The minutes of %(meeting)s are published.") % {"meeting": title_of(meeting)})
    return True


def _finish(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    try:
        finish_minutes(meeting=meeting, by=account_of(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The minutes of %(meeting)s are final.") % {"meeting": title_of(meeting)})
    return redirect("meeting-minutes", meeting.pk)
