"""Pages that prepare a meeting: input, topic and presenters."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.crumbs import below_meeting
from meetings.meeting_page import fetch_meeting, meeting_page
from meetings.models import Contribution, Meeting
from meetings.permissions import can_give_input, can_see_member_details
from meetings.preparing.acts import give_input, withdraw_input
from meetings.preparing.forms import InputForm, WithdrawForm
from members.gates import account_of
from members.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_preparation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show members how far a meeting's preparation is and what input there is; take and give back their own."""
    meeting = _get_prepared(request.user, pk)
    may_add = can_give_input(request.user, meeting)
    if request.method == "POST" and not may_add:
        raise PermissionDenied
    if "withdraw" in request.POST:
        return _withdraw(request, meeting)
    form = InputForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _give(request, meeting, form):
        return redirect("meeting-preparation", pk)
    page = meeting_page(meeting, request.user)
    is_open = bool(page.preparation and page.preparation.open_until)
    context = {
        "form": form if may_add and (is_open or form.is_bound) else None,
        "page": page,
        "may_withdraw": may_add and is_open,
        "inputs": sorted(page.contributions, key=lambda line: Contribution.Kind.values.index(line.kind)),
        "breadcrumb": below_meeting(meeting, _("Preparation")),
    }
    return render(request, "meetings/meeting_preparation.html", context)


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


def _get_prepared(user: User | AnonymousUser, pk: int) -> Meeting:
    visible = Meeting.objects.visible_to(user).filter(preparation__isnull=False)
    meeting = get_object_or_404(fetch_meeting(visible, user), pk=pk)
    if not can_see_member_details(user):
        raise PermissionDenied
    return meeting
