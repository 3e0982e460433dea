"""Pages on which a meeting is prepared: the input of members, and who presents."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.crumbs import below_meeting
from meetings.meeting_page import meeting_page
from meetings.models import Meeting, Presenter
from meetings.permissions import can_give_input, can_lead_meeting
from meetings.preparing.access import below_preparation, get_moderated, get_prepared, get_presenter, is_own
from meetings.preparing.acts import give_input, remove_input, withdraw_input
from meetings.preparing.forms import InputForm, PresenterForm, ReasonForm, WithdrawForm
from meetings.preparing.page import candidates_of, heard_of, in_order, mark_of, presenters_of
from meetings.preparing.polling import render_polled, stops_when_signed_out
from meetings.preparing.presenting import answer_presenter, why_not_answered
from meetings.preparing.settling import why_closed_for_good
from members.dates import moment_long
from members.gates import account_of


@require_http_methods(["GET", "HEAD", "POST"])
@stops_when_signed_out
@login_required
def meeting_preparation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show members how far a meeting's preparation is and what input there is; take and give back their own."""
    meeting = get_prepared(request.user, pk)
    may_add = can_give_input(request.user, meeting)
    if request.method == "POST" and not may_add:
        raise PermissionDenied
    if "withdraw" in request.POST:
        return _withdraw(request, meeting)
    form = InputForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _give(request, meeting, form):
        return redirect("meeting-preparation", pk)
    return _show(request, meeting, form if may_add else None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def contribution_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away input that does not belong there, with a reason for its author."""
    contribution = get_moderated(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        remove_input(contribution=contribution, reason=form.cleaned_data["reason"], by=account_of(request))
        messages.success(request, _("The input is removed, and its author has a mail that says why."))
        return redirect("meeting-preparation", contribution.meeting_id)
    context = {
        "form": form,
        "contribution": contribution,
        "breadcrumb": below_preparation(contribution.meeting, _("Remove input")),
    }
    return render(request, "meetings/preparation_remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def presenter_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer of who is asked to present; it can change until the meeting begins."""
    presenter = get_presenter(request, pk)
    form = PresenterForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _answer(request, presenter, form):
        return redirect("presenter-answer", pk)
    context = {
        "form": form,
        "presenter": presenter,
        "is_own": is_own(presenter, account_of(request)),
        "closed": why_not_answered(presenter.meeting),
        "when": moment_long(presenter.meeting.starts, presenter.meeting.ends) if presenter.meeting.starts else "",
        "breadcrumb": below_meeting(presenter.meeting, _("Presenting")),
    }
    return render(request, "meetings/presenter_answer.html", context)


def _show(request: HttpRequest, meeting: Meeting, form: InputForm | None) -> HttpResponse:
    page = meeting_page(meeting, request.user)
    is_open = bool(page.preparation and page.preparation.open_until)
    decided = bool(meeting.preparation.settled_at or meeting.preparation.waived_at)
    context = {
        "form": form if form and (is_open or form.is_bound) else None,
        "page": page,
        "is_open": is_open,
        "may_withdraw": form is not None and is_open,
        "leads": can_lead_meeting(request.user, meeting),
        "closed": why_closed_for_good(meeting),
        "inputs": in_order(page.contributions),
        "candidates": [] if decided else candidates_of(meeting),
        "heard": heard_of(meeting),
        "presenters": presenters_of(meeting),
        "preparation": meeting.preparation,
        "breadcrumb": below_meeting(meeting, _("Preparation")),
    }
    mark = mark_of(page.contributions)
    template = "meetings/meeting_preparation.html"
    return render_polled(request, template, context, part="input", mark=mark, goes_on=is_open)


def _give(request: HttpRequest, meeting: Meeting, form: InputForm) -> bool:
    account = account_of(request)
    try:
        give_input(meeting=meeting, person=account.person, by=account, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Your input is there. Thank you!"))
    return True


def _withdraw(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    account = account_of(request)
    form = WithdrawForm(request.POST, own=meeting.contributions.filter(person__account=account))
    try:
        if form.is_valid():
            withdraw_input(contribution=form.cleaned_data["withdraw"], by=account)
            messages.success(request, _("Your input is withdrawn."))
        else:
            messages.warning(request, _("This input is not there any more."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("meeting-preparation", meeting.pk)


def _answer(request: HttpRequest, presenter: Presenter, form: PresenterForm) -> bool:
    confirms = form.cleaned_data["answer"]
    try:
        answer_presenter(presenter=presenter, confirms=confirms, by=account_of(request))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    text = _("Noted: yes. Who leads the meeting has a mail.") if confirms else _("Noted: no. Who leads has a mail.")
    messages.success(request, text)
    return True
