"""Pages on which who leads a meeting settles its topic, opens it again, waives it and sets its dates."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.models import Meeting
from meetings.preparing.access import below_preparation, get_led
from meetings.preparing.dates import follow_meeting_again, set_preparation_dates
from meetings.preparing.forms import DatesForm, PresentersForm, ReasonForm, SettleForm
from meetings.preparing.page import candidates_of
from meetings.preparing.presenting import change_presenters
from meetings.preparing.settling import (
    reopen_preparation,
    settle_new_topic,
    settle_topic,
    waive_preparation,
    why_closed_for_good,
)
from members.gates import account_of
from members.models import User

DATES = ("opens_on", "input_closes_on", "settle_by", "discussed_in", "discussed_at")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preparation_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle topic and presenters; once that is done, change only who presents."""
    meeting, account = get_led(request, pk), account_of(request)
    if "change" in request.POST or (request.method != "POST" and meeting.preparation.settled_at):
        return _change_presenters(request, meeting, account)
    sent = request.POST if request.method == "POST" else None
    form = SettleForm(sent, meeting=meeting, initial={"topic": request.GET.get("topic")})
    if form.is_valid() and _taken(form, lambda: _settle(meeting, form, account)):
        messages.success(request, _("The topic is settled. Presenters and who proposed it have a mail."))
        return redirect("meeting-preparation", pk)
    context = {
        "form": form,
        "meeting": meeting,
        "candidates": candidates_of(meeting),
        "closed": why_closed_for_good(meeting),
        "breadcrumb": below_preparation(meeting, _("Settle the topic")),
    }
    return render(request, "meetings/preparation_settle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preparation_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the choice of a topic again."""
    meeting, form = get_led(request, pk), Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and _taken(form, lambda: reopen_preparation(meeting=meeting, by=account_of(request))):
        messages.success(request, _("The preparation is open again."))
        return redirect("meeting-preparation", pk)
    context = {"form": form, "meeting": meeting, "preparation": meeting.preparation}
    context["breadcrumb"] = below_preparation(meeting, _("Open again"))
    return render(request, "meetings/preparation_reopen.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preparation_waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a meeting needs no preparation, and why."""
    meeting, account = get_led(request, pk), account_of(request)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _taken(form, lambda: waive_preparation(meeting=meeting, by=account, **form.cleaned_data)):
        messages.success(request, _("This meeting needs no preparation any more."))
        return redirect("meeting-preparation", pk)
    context = {"form": form, "meeting": meeting, "breadcrumb": below_preparation(meeting, _("Needs no preparation"))}
    return render(request, "meetings/preparation_waive.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preparation_dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the dates by hand, or have them follow the meeting again."""
    meeting, account = get_led(request, pk), account_of(request)
    if "automatic" in request.POST:
        return _follow_again(request, meeting, account)
    kept = {name: getattr(meeting.preparation, name) for name in DATES}
    form = DatesForm(request.POST if request.method == "POST" else None, meeting=meeting, initial=kept)
    if form.is_valid() and _taken(
        form, lambda: set_preparation_dates(meeting=meeting, by=account, **form.cleaned_data)
    ):
        messages.success(request, _("The dates are set. They stay when the meeting moves."))
        return redirect("meeting-preparation", pk)
    context = {"form": form, "meeting": meeting, "by_hand": meeting.preparation.dates_set_by_hand}
    context["breadcrumb"] = below_preparation(meeting, _("Dates of the preparation"))
    return render(request, "meetings/preparation_dates.html", context)


def _change_presenters(request: HttpRequest, meeting: Meeting, account: User) -> HttpResponse:
    form = PresentersForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_valid() and _taken(form, lambda: change_presenters(meeting=meeting, presenters=form.chosen, by=account)):
        messages.success(request, _("The presenters are changed. Who is new or no longer presents has a mail."))
        return redirect("meeting-preparation", meeting.pk)
    context = {"form": form, "meeting": meeting, "closed": why_closed_for_good(meeting), "changes": True}
    context["breadcrumb"] = below_preparation(meeting, _("Who presents"))
    return render(request, "meetings/preparation_settle.html", context)


def _settle(meeting: Meeting, form: SettleForm, account: User) -> None:
    given = form.cleaned_data
    if given["topic"]:
        settle_topic(meeting=meeting, topic=given["topic"], presenters=form.chosen, by=account)
    elif meeting.sector_year:
        new = {"sector": meeting.sector_year.sector, "title": given["title"], "summary": given["summary"]}
        settle_new_topic(meeting=meeting, presenters=form.chosen, by=account, **new)


def _follow_again(request: HttpRequest, meeting: Meeting, account: User) -> HttpResponse:
    try:
        follow_meeting_again(meeting=meeting, by=account)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The dates follow the meeting again."))
    return redirect("meeting-preparation", meeting.pk)


def _taken(form: Form, act: Callable[[], object]) -> bool:
    """Do it; what is refused stands on the form."""
    try:
        act()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
