"""The list of who was there, made for a phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings.access import get_managed
from meetings.crumbs import below_meeting, title_of
from meetings.holding.presence_acts import (
    Recorded,
    add_guest,
    add_walk_in,
    record_presence,
    remove_guest,
    why_not_recorded,
)
from meetings.holding.presence_forms import GuestForm, GuestRemoveForm, NameForm, PresenceForm, WalkInForm
from meetings.holding.presence_page import by_organisation, named_like, others_called, presence_rows
from meetings.models import Attendance, Meeting
from members.dates import moment_long
from members.gates import account_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Record who was there: people of the list, others of the network, and guests."""
    meeting = get_managed(account_of(request), pk)
    guest_form = GuestForm(request.POST if "add-guest" in request.POST else None, auto_id="id_guest_%s")
    try:
        if "guest" in request.POST:
            return _remove_guest(request, meeting)
        if "person" in request.POST:
            return _add_walk_in(request, meeting)
        if "save" in request.POST or "rest" in request.POST:
            return _record(request, meeting)
        if guest_form.is_valid() and _add_guest(request, meeting, guest_form):
            return redirect(f"{request.path}#guests")
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect(request.path)
    return render(request, "meetings/meeting_presence.html", _context(request, meeting) | {"guest_form": guest_form})


def _context(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    rows, form = presence_rows(meeting), NameForm(request.GET)
    words = form.chosen().get("name", "")
    shown = named_like(rows, words) if words else rows
    others = list(others_called(words, besides=[row.pk for row in rows])) if words else []
    return {
        "meeting": meeting,
        "title": title_of(meeting),
        "when": moment_long(meeting.starts, meeting.ends) if meeting.starts else "",
        "closed": why_not_recorded(meeting),
        "form": form,
        "query": form.query(),
        "is_narrowed": bool(words),
        "groups": by_organisation(shown, is_narrowed=bool(words)),
        "choices": Attendance.Presence.choices,
        "counts": [(label, sum(row.presence == value for row in rows)) for value, label in Attendance.Presence.choices],
        "unrecorded": sum(not row.presence for row in rows),
        "others": others,
        "guests": list(meeting.guests.all()),
        "breadcrumb": below_meeting(meeting, _("Presence")),
    }


def _record(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    listed = [row.pk for row in presence_rows(meeting)]
    form = PresenceForm(request.POST, people=listed)
    if not form.is_valid():
        raise BadRequest
    rest = listed if "rest" in request.POST else []
    done = record_presence(meeting=meeting, choices=form.choices(), rest=rest, by=account_of(request))
    _tell(request, done)
    return redirect(request.get_full_path())


def _tell(request: HttpRequest, done: Recorded) -> None:
    told = ngettext("%(number)s person is recorded.", "%(number)s people are recorded.", done.number)
    if done.number or not done.kept:
        messages.success(request, told % {"number": done.number})
    if done.kept:
        names = ", ".join(f"{row.person.name} ({row.get_presence_display() or _('not recorded')})" for row in done.kept)
        text = _("Somebody else recorded this meanwhile, so it is kept: %(names)s. Choose again where it is not right.")
        messages.warning(request, text % {"names": names})


def _add_guest(request: HttpRequest, meeting: Meeting, form: GuestForm) -> bool:
    if why_not_recorded(meeting):
        return False
    try:
        guest = add_guest(meeting=meeting, by=account_of(request), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("On the list: %(name)s") % {"name": guest})
    return True


def _remove_guest(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = GuestRemoveForm(request.POST, meeting=meeting)
    if form.is_valid():
        guest = form.cleaned_data["guest"]
        remove_guest(guest=guest, by=account_of(request))
        messages.success(request, _("Off the list: %(name)s") % {"name": guest})
    else:
        messages.warning(request, _("This guest is not on the list any more."))
    return redirect(f"{request.path}#guests")


def _add_walk_in(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = WalkInForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    row = add_walk_in(meeting=meeting, person=form.cleaned_data["person"], by=account_of(request))
    text = _("%(name)s is recorded as: %(presence)s.")
    messages.success(request, text % {"name": row.person, "presence": row.get_presence_display()})
    return redirect(reverse("meeting-presence", args=[meeting.pk]))
