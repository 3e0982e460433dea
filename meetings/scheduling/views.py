"""Pages on which one meeting is scheduled, changed, called off and brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from meetings.crumbs import below_sector
from meetings.inviting.after import lead_to_invitations, round_when_off
from meetings.inviting.page import Round
from meetings.models import Meeting
from meetings.permissions import can_manage_meeting
from meetings.rows import meeting_rows
from meetings.scheduling import acts
from meetings.scheduling.differences import COLUMNS, Difference, differences
from meetings.scheduling.forms import MeetingForm, NewMeetingForm, ReasonForm, ReinstateForm
from meetings.scheduling.stages import why_not_cancel, why_not_reinstate, why_not_skip
from members.gates import account_of
from sectors.access import get_managed_sector
from sectors.models import Sector

DONE = gettext_lazy("The meeting is stored.")
SCHEDULED = gettext_lazy("The meeting is scheduled.")


class Turn(NamedTuple):
    """An act that turns a meeting to another state, with what its page says."""

    act: Callable[..., Meeting]
    form: Callable[..., Any]
    why_not: Callable[[Meeting], str]
    title: Any
    lead: Any
    button: Any
    done: Any
    kind: str = "danger"


CANCEL = Turn(
    acts.cancel_meeting,
    ReasonForm,
    why_not_cancel,
    gettext_lazy("Cancel the meeting"),
    gettext_lazy("It stays on the site, with the reason. Its topic goes back to the topics to choose from."),
    gettext_lazy("Cancel the meeting"),
    gettext_lazy("The meeting is cancelled."),
)
SKIP = Turn(
    acts.skip_meeting,
    ReasonForm,
    why_not_skip,
    gettext_lazy("This meeting is not held"),
    gettext_lazy("Its number in the year stays with it. Its topic goes back to the topics to choose from."),
    gettext_lazy("It is not held"),
    gettext_lazy("It is noted that the meeting is not held."),
)
REINSTATE = Turn(
    acts.reinstate_meeting,
    ReinstateForm,
    why_not_reinstate,
    gettext_lazy("Bring the meeting back"),
    gettext_lazy("Its topic is chosen anew; the date and the place stay as they are until you change them."),
    gettext_lazy("Bring it back"),
    gettext_lazy("The meeting is back."),
    kind="",
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a new meeting of a sector: one of its year, an event or a training."""
    sector = get_managed_sector(request.user, slug)
    form = NewMeetingForm(request.POST if request.method == "POST" else None, sector=sector)
    if form.is_valid() and (meeting := _create(request, sector, form)):
        return lead_to_invitations(request, meeting, SCHEDULED if form.schedules else DONE)
    breadcrumb = below_sector(sector, _("New meeting"))
    context = {"form": form, "sector": sector, "is_draft": True, "breadcrumb": breadcrumb}
    return render(request, "meetings/meeting_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a meeting, move it, or schedule a draft. Who comes second sees what the first changed."""
    meeting = _get_managed(request, pk)
    is_draft = meeting.state == Meeting.State.DRAFT
    form = MeetingForm(request.POST if request.method == "POST" else None, instance=meeting, sector=_own(meeting))
    changed: list[Difference] = []
    if form.is_valid():
        try:
            return _update(request, form, meeting.ical_sequence)
        except acts.StaleError as stale:
            changed = differences(stale.meeting, form.values(), form.joint())
            if not changed:
                return redirect("meeting-detail", pk)
            form.take_version(stale.meeting.version)
        except ValidationError as error:
            form.add_error(None, error)
    context = _told(pk, _("Change")) | {"form": form, "changed": changed, "columns": COLUMNS, "is_draft": is_draft}
    return render(request, "meetings/meeting_update.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a scheduled meeting, with a reason."""
    return _turn(request, pk, CANCEL)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a numbered meeting is not held, with a reason."""
    return _turn(request, pk, SKIP)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring back a meeting that was cancelled or not held."""
    return _turn(request, pk, REINSTATE)


def _turn(request: HttpRequest, pk: int, turn: Turn) -> HttpResponse:
    meeting = _get_managed(request, pk)
    form = turn.form(request.POST if request.method == "POST" else None, meeting=meeting)
    closed = turn.why_not(meeting)
    mails = None if turn is REINSTATE or closed else round_when_off(meeting)
    if form.is_valid() and not closed:
        try:
            turned = turn.act(meeting=meeting, by=account_of(request), **form.cleaned_data)
            return _turned(request, turn, turned, mails)
        except ValidationError as error:
            closed = error.messages[0]
    if closed and request.method == "POST":
        messages.info(request, closed)
        return redirect(meeting)
    context = _told(pk, turn.title) | {"form": form, "turn": turn, "closed": closed, "round": mails}
    return render(request, "meetings/meeting_turn.html", context)


def _turned(request: HttpRequest, turn: Turn, meeting: Meeting, mails: Round | None) -> HttpResponse:
    """Say what was done, and whom that mails: calling off at once, bringing back when it is asked for."""
    if mails is None:
        return lead_to_invitations(request, meeting, turn.done)
    messages.success(request, f"{turn.done} {mails.text}" if mails.people else turn.done)
    return redirect(meeting)


def _create(request: HttpRequest, sector: Sector, form: NewMeetingForm) -> Meeting | None:
    given = form.cleaned_data
    try:
        meeting = acts.create_meeting(
            sector=sector,
            values=form.values(),
            joint=given["joint_sectors"],
            year=given["year"],
            number=given["number"],
            key=given["key"],
            schedule=form.schedules,
            by=account_of(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    return meeting


def _update(request: HttpRequest, form: MeetingForm, sequence: int) -> HttpResponse:
    """Store the change; when it concerns calendars or who is invited, lead to where that is mailed."""
    done = SCHEDULED if form.schedules else DONE
    stored = acts.update_meeting(
        meeting=form.instance,
        values=form.values(),
        joint=form.joint(),
        version=form.cleaned_data["version"],
        schedule=form.schedules,
        by=account_of(request),
    )
    if stored.ical_sequence > sequence or "joint_sectors" in form.changed_data:
        return lead_to_invitations(request, stored, done)
    messages.success(request, done)
    return redirect(stored)


def _told(pk: int, last: Any) -> dict[str, Any]:
    """Return the meeting as it is stored, whatever a form makes of it, and the way to its page."""
    row = meeting_rows(Meeting.objects.filter(pk=pk))[0]
    return {"meeting": row, "breadcrumb": [(_("Meetings"), reverse("meeting-list")), (row.title, row.url), (last, "")]}


def _own(meeting: Meeting) -> Sector | None:
    """Return the sector whose meeting it is: of its year, or else the first that it is for, which organises it."""
    if meeting.sector_year is not None:
        return meeting.sector_year.sector
    links = Meeting.joint_sectors.through.objects.filter(meeting=meeting).order_by("pk")
    first = links.select_related("sector").first()
    return first.sector if first else None


def _get_managed(request: HttpRequest, pk: int) -> Meeting:
    visible: Any = Meeting.objects.visible_to(request.user)
    meeting: Meeting = get_object_or_404(visible.select_related("sector_year__sector", "minutes", "organiser"), pk=pk)
    if not can_manage_meeting(request.user, meeting):
        raise PermissionDenied
    return meeting
