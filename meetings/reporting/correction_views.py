"""Pages of corrections: propose one, and answer it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.crumbs import title_of
from meetings.models import Correction, Meeting
from meetings.reporting.access import get_attended, get_correction, way_to_minutes
from meetings.reporting.correcting import handle_correction, propose_correction
from meetings.reporting.forms import CorrectionForm, HandleForm
from meetings.reporting.standing import minutes_of, why_not_corrected
from members.dates import date_long, date_plain
from members.gates import account_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correction_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what someone who was there wants changed, as long as there is time for it."""
    meeting = get_attended(account_of(request), pk)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _propose(request, meeting, form):
        return redirect(f"{reverse('meeting-minutes', args=[pk])}#corrections")
    minutes = minutes_of(meeting)
    context = {
        "meeting": meeting,
        "title": title_of(meeting),
        "form": form,
        "closed": why_not_corrected(minutes),
        "until": date_long(minutes.corrections_until) if minutes.corrections_until else "",
        "breadcrumb": way_to_minutes(meeting, _("Propose a correction")),
    }
    return render(request, "meetings/correction_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correction_handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over a proposed correction, or answer why not; taken over, the text is changed next."""
    correction = get_correction(account_of(request), pk)
    meeting = correction.minutes.meeting
    form = HandleForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _handle(request, correction, form):
        if form.cleaned_data["outcome"] == "accept":
            return redirect(f"{reverse('minutes-edit', args=[meeting.pk])}?correctie={correction.pk}")
        return redirect(f"{reverse('meeting-minutes', args=[meeting.pk])}#corrections")
    context = {
        "correction": correction,
        "day": date_plain(correction.created_at),
        "meeting": meeting,
        "title": title_of(meeting),
        "form": form,
        "closed": _closed(correction),
        "breadcrumb": way_to_minutes(meeting, _("Correction")),
    }
    return render(request, "meetings/correction_handle.html", context)


def _propose(request: HttpRequest, meeting: Meeting, form: CorrectionForm) -> bool:
    try:
        propose_correction(meeting=meeting, text=form.cleaned_data["text"], by=account_of(request))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Your correction is there. You get a mail once it is answered."))
    return True


def _handle(request: HttpRequest, correction: Correction, form: HandleForm) -> bool:
    accepts, answer = form.cleaned_data["outcome"] == "accept", form.cleaned_data["answer"]
    try:
        handle_correction(correction=correction, is_accepted=accepts, answer=answer, by=account_of(request))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    told = (
        _("The correction is noted. Now change the text where it is needed.") if accepts else _("Your answer is sent.")
    )
    messages.success(request, told)
    return True


def _closed(correction: Correction) -> str:
    if correction.handled_at:
        return _("This correction is answered already.")
    return _("These minutes are final and no longer change.") if correction.minutes.final_at else ""
